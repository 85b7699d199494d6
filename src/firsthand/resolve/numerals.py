"""Numbers, written in digits or in words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from firsthand.resolve.lexicon import Words
from firsthand.resolve.quantity_words import Vocabulary

__all__ = ["ABOUT", "Numeral", "around", "hyphenated_pair", "numeral_at", "times"]

_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
ABOUT = 0.1  # "about 300" is taken as 270 to 330
_LONGEST = 18  # more digits than that are an identifier, not a figure
_SPACES = " \u00a0\u2009\u202f"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that ends before token `end`; `loose` where it is a round word such as "a dozen"."""

    value: float
    end: int
    loose: bool = False


def numeral_at(words: Words, i: int, stop: int, known: Vocabulary, bounded: bool = False) -> Numeral | None:
    """The number that starts at token `i`: "1,200", "3.4bn", "twenty-two", "two hundred and five", "a
    dozen". After a bounding word ("около сотни") a few more words are numbers.
    """
    if words.low[i][0].isdecimal():
        return _in_digits(words, i, stop, known)
    half = known.half_of.at(words, i, stop)
    if half and half[0] < stop and words.low[half[0]] in known.scales:
        return Numeral(times(known.scales[words.low[half[0]]], half[1]), half[0] + 1, loose=True)
    return _in_words(words, i, stop, known, bounded)


def _in_digits(words: Words, i: int, stop: int, known: Vocabulary) -> Numeral | None:
    written, end = words.low[i], i + 1
    grouped = len(written) <= 3
    while grouped and end < stop and _continues(words, end, len(written)):
        written, end = written + words.low[end], end + 1
    if known.decimal_comma and not _THOUSANDS.fullmatch(written):
        written = written.replace(",", ".")
    if not _DIGITS.fullmatch(written) or len(written) > _LONGEST:
        return None
    if len(written) > 1 and written[0] == "0" and written[1] != ".":
        return None
    scale, end = _scale(words, end, stop, known)
    return Numeral(times(written.replace(",", ""), scale), end)


def _continues(words: Words, i: int, length: int) -> bool:
    """Whether token `i` is the next group of three digits after a space."""
    gap = words.text[words.ends[i - 1] : words.starts[i]]
    group = words.low[i]
    return len(gap) == 1 and gap in _SPACES and length <= 15 and len(group) == 3 and group.isdecimal()


def _scale(words: Words, i: int, stop: int, known: Vocabulary) -> tuple[float, int]:
    """What multiplies the digits before token `i`: million, bn …; a lone letter only where it can be no
    metre.
    """
    if i >= stop:
        return 1, i
    word = words.low[i]
    scale = known.scales.get(word)
    if scale is None:
        return 1, i
    if word in known.glued_scales and not words.glued(i) and len(word) == 1:
        return 1, i
    if word == "m" and not _is_millions(words, i, stop, known):
        return 1, i
    more = known.scales.get(words.low[i + 1]) if i + 1 < stop else None
    if more is not None and more > scale >= 1000 and words.low[i + 1] not in known.glued_scales:
        return scale * more, i + 2  # "1.5 lakh crore"
    return scale, _after_dot(words, i + 1, stop, known)


def _after_dot(words: Words, i: int, stop: int, known: Vocabulary) -> int:
    """The index after the dot of an abbreviation that does not end the sentence: "5 тыс. человек"."""
    dotted = known.has("dotted", words.low[i - 1]) and i + 1 < stop and words.low[i] == "." and words.glued(i)
    return i + 1 if dotted and not words.capitalised(i + 1) else i


def times(value: str | float, scale: float) -> float:
    """The product in decimals, as it is written: 4.1 million is 4,100,000, and not a little less."""
    return float(Decimal(str(value)) * Decimal(str(scale)))


def _is_millions(words: Words, i: int, stop: int, known: Vocabulary) -> bool:
    if i >= 2 and known.money.before(words, i - 1, 0):
        return True
    if i + 1 >= stop:
        return False
    word = words.low[i + 1]
    if known.has("plural_verbs", word) or known.has("people_near", word):
        return True
    if known.units.at(words, i + 1, stop) or known.money.at(words, i + 1, stop):
        return True
    return i + 3 < stop and _joins_millions(words, i + 1, stop, known)


def _joins_millions(words: Words, i: int, stop: int, known: Vocabulary) -> bool:
    """“1.2m and 1.5m people”: whether a range goes on to figures that are millions."""
    join = known.range_joins.at(words, i, stop) or known.between_joins.at(words, i, stop)
    at = join[0] if join else stop
    if at + 1 >= stop or not words.low[at][0].isdecimal():
        return False
    return words.low[at + 1] == "m" and words.glued(at + 1) and _is_millions(words, at + 1, stop, known)


def _in_words(words: Words, i: int, stop: int, known: Vocabulary, bounded: bool) -> Numeral | None:
    total, current, last, loose, end = 0.0, 0.0, 0.0, False, i
    largest = math.inf
    if known.has("articles", words.low[i]):
        if i + 1 >= stop or _word_scale(words.low[i + 1], known) is None:
            return None
        current, end = 1.0, i + 1
    elif known.has("bare", words.low[i]) or (bounded and known.has("bare_bounded", words.low[i])):
        current = 1.0
    while end < stop:
        word = words.low[end]
        small, scale = _cardinal(word, known), _word_scale(word, known)
        if small is not None and (end == i or _may_follow(last, small)):
            current, last, loose = current + small, small, loose or word in known.loose_scales
            half = known.and_half.at(words, end + 1, stop)
            if half:
                current, end = current + 0.5, half[0] - 1
        elif scale is not None and current and scale < largest and (scale >= 1000 or current < 100):
            last, loose = scale, loose or word in known.loose_scales
            current *= scale
            if scale >= 1000:
                total, current, largest = total + current, 0.0, scale
        elif not (known.has("joins", word) and _joins(words, end, stop, last, known)):
            break
        end += 1
    return Numeral(total + current, end, loose) if end > i else None


def _word_scale(word: str, known: Vocabulary) -> int | None:
    """What a scale that is a word of its own multiplies by: "million", but not "m"."""
    return None if word in known.glued_scales else known.scales.get(word)


def _may_follow(last: float, small: float) -> bool:
    """Units follow tens, and anything small follows a hundred or more: "twenty two", "two hundred five"."""
    if last >= 1000 and small < 1000:
        return True
    return (last >= 100 and small < 100) or (20 <= last < 100 and last % 10 == 0 and 0 < small < 10)


def _joins(words: Words, i: int, stop: int, last: float, known: Vocabulary) -> bool:
    if last < 100 or i + 1 >= stop:
        return False
    small = _cardinal(words.low[i + 1], known)
    return small is not None and small < 100


def _cardinal(word: str, known: Vocabulary) -> float | None:
    if word in known.cardinals:
        return known.cardinals[word]
    tens, _, ones = word.partition("-")
    if tens in known.cardinals and ones in known.cardinals:
        first, second = known.cardinals[tens], known.cardinals[ones]
        if first >= 20 and 0 < second < 10:
            return first + second
    return None


def hyphenated_pair(word: str, known: Vocabulary) -> tuple[float, float] | None:
    """The limits in one word: "пять-шесть", but not "twenty-two"."""
    first, _, second = word.partition("-")
    if first not in known.cardinals or second not in known.cardinals or _cardinal(word, known) is not None:
        return None
    low, high = known.cardinals[first], known.cardinals[second]
    return (low, high) if low < high else None


def around(value: float) -> tuple[float, float]:
    """Ten per cent either side; a count of whole things gets whole limits."""
    exact, part = Decimal(str(value)), Decimal(str(ABOUT))
    low, high = sorted((exact * (1 - part), exact * (1 + part)))
    if value == int(value) and value >= 10:
        return float(math.floor(low)), float(math.ceil(high))
    return float(low), float(high)
