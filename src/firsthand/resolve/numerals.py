"""Numbers, written in digits or in words, and the words around them: the vocabulary of figures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from firsthand.resolve.data import block
from firsthand.resolve.lexicon import Phrases, Words

__all__ = ["ABOUT", "Numeral", "Unit", "Vocabulary", "around", "kind_of_unit", "numeral_at", "times", "vocabulary"]

_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
ABOUT = 0.1  # "about 300" is taken as 270 to 330
_LONGEST = 18  # more digits than that are an identifier, not a figure
_SPACES = " \u00a0\u2009\u202f"
_MEASURES = frozenset({"area", "length", "mass"})
_SETS = (
    "articles", "joins", "of", "determiners", "need_noun", "time_weak", "ages_before", "ordinals", "numbered",
    "score_before", "pronouns_after_one", "pronouns_before_one", "people_near", "toll", "not_nouns",
    "adjectives_like_verbs", "stop", "from", "ranging", "before_year", "opens_years", "age_bounds", "figure_at",
    "figure_nouns", "figure_verbs", "led_up",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that ends before token `end`; `loose` where it is a round word such as "a dozen"."""

    value: float
    end: int
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A counted noun: how it is reported, its class, and whether the form at hand is a singular."""

    name: str
    group: str
    singular: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of figures in one language, as `quantities.yaml` gives them."""

    cardinals: dict[str, int]
    scales: dict[str, int]
    loose_scales: frozenset[str]
    glued_scales: frozenset[str]
    sets: dict[str, frozenset[str]]
    vague: Phrases[tuple[float, float | None]]
    shares: Phrases[float]
    half_of: Phrases[None]
    between: Phrases[None]
    between_joins: Phrases[None]
    range_joins: Phrases[None]
    before: Phrases[str]
    after: Phrases[str]
    money: Phrases[str]
    codes: Phrases[str]
    percent: Phrases[None]
    clock: Phrases[None]
    ages_after: Phrases[None]
    units: Phrases[Unit]
    scales_before: Phrases[str]
    groups: dict[str, str]
    people: str
    toll_window: int
    default_plural: str

    def has(self, name: str, word: str) -> bool:
        """Whether the word list `name` of the language holds the folded word."""
        return word in self.sets[name]

    def opens(self, word: str) -> bool:
        """Whether a figure can start with the folded word."""
        return (
            word[0].isdecimal()
            or word in self.cardinals
            or word in self.vague
            or word in self.shares
            or word in self.sets["articles"]
            or ("-" in word and word.partition("-")[0] in self.cardinals)
        )

    def group_of(self, unit: str | None) -> str:
        """The class of a unit as it is reported: person, structure, money, percent, other; "none" for
        None.
        """
        if unit is None:
            return "none"
        return self.groups.get(unit, "other")


def _unit_forms(name: str, others: list[str], group: str, plural: str) -> Iterator[tuple[str, Unit]]:
    yield name, Unit(name, group, singular=False)
    if plural and name.endswith(plural) and group not in _MEASURES:
        yield name[: -len(plural)], Unit(name, group, singular=True)
    for other in others:
        plural_form = group in _MEASURES or not plural or other.endswith(plural)
        yield other, Unit(name, group, singular=not plural_form)


def _units(data: dict[str, dict[str, list[str]]], plural: str) -> Iterator[tuple[str, Unit]]:
    for group, names in data.items():
        for name, others in names.items():
            yield from _unit_forms(name, others, group, plural)


def _kinds(data: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((phrase, kind) for kind, phrases in data.items() for phrase in phrases)


def _plain(phrases: list[str]) -> Phrases[None]:
    return Phrases((phrase, None) for phrase in phrases)


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """The words of figures in the language; None where there are none yet."""
    data: Any = block("quantities.yaml", language)
    if data is None:
        return None
    groups = {name: group for group, names in data["units"].items() for name in names}
    groups |= {"percent": "percent"} | dict.fromkeys(data["money"].values(), "money")
    return Vocabulary(
        cardinals=data["cardinals"],
        scales=data["scales"],
        loose_scales=frozenset(data["loose_scales"]),
        glued_scales=frozenset(data["glued_scales"]),
        sets={name: frozenset(data[name]) for name in _SETS},
        vague=Phrases((phrase, (float(low), high and float(high))) for phrase, (low, high) in data["vague"].items()),
        shares=Phrases((phrase, float(share)) for phrase, share in data["shares"].items()),
        half_of=_plain(data["half_of"]),
        between=_plain(data["between"]["open"]),
        between_joins=_plain(data["between"]["join"]),
        range_joins=_plain(data["range_joins"]),
        before=Phrases(_kinds(data["before"])),
        after=Phrases(_kinds(data["after"])),
        money=Phrases(data["money"].items()),
        codes=Phrases(data["codes"].items()),
        percent=_plain(data["percent"]),
        clock=_plain(data["clock"]),
        ages_after=_plain(data["ages_after"]),
        units=Phrases(_units(data["units"], data["default_plural"])),
        scales_before=Phrases(data["scales_before"].items()),
        groups=groups,
        people=data["people"],
        toll_window=data["toll_window"],
        default_plural=data["default_plural"],
    )


def numeral_at(words: Words, i: int, stop: int, known: Vocabulary) -> Numeral | None:
    """The number that starts at token `i`: "1,200", "3.4bn", "twenty-two", "two hundred and five", "a
    dozen".
    """
    if words.low[i][0].isdecimal():
        return _in_digits(words, i, stop, known)
    half = known.half_of.at(words, i, stop)
    if half and half[0] < stop and words.low[half[0]] in known.scales:
        return Numeral(known.scales[words.low[half[0]]] / 2, half[0] + 1, loose=True)
    return _in_words(words, i, stop, known)


def _in_digits(words: Words, i: int, stop: int, known: Vocabulary) -> Numeral | None:
    written, end = words.low[i], i + 1
    grouped = len(written) <= 3
    while grouped and end < stop and _continues(words, end, len(written)):
        written, end = written + words.low[end], end + 1
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
    return scale, i + 1


def times(value: str | float, scale: float) -> float:
    """The product in decimals, as it is written: 4.1 million is 4,100,000, and not a little less."""
    return float(Decimal(str(value)) * Decimal(str(scale)))


def _is_millions(words: Words, i: int, stop: int, known: Vocabulary) -> bool:
    if i >= 2 and known.money.before(words, i - 1, 0):
        return True
    following = known.units.at(words, i + 1, stop) or known.money.at(words, i + 1, stop)
    return following is not None


def _in_words(words: Words, i: int, stop: int, known: Vocabulary) -> Numeral | None:
    total, current, last, loose, end = 0.0, 0.0, 0.0, False, i
    largest = math.inf
    if known.has("articles", words.low[i]):
        if i + 1 >= stop or _word_scale(words.low[i + 1], known) is None:
            return None
        current, end = 1.0, i + 1
    while end < stop:
        word = words.low[end]
        small, scale = _cardinal(word, known), _word_scale(word, known)
        if small is not None and (end == i or _may_follow(last, small)):
            current, last = current + small, small
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


def _may_follow(last: float, small: int) -> bool:
    """Units follow tens, and anything small follows a hundred or more: "twenty two", "two hundred five"."""
    return (last >= 100 and small < 100) or (20 <= last < 100 and last % 10 == 0 and 0 < small < 10)


def _joins(words: Words, i: int, stop: int, last: float, known: Vocabulary) -> bool:
    if last < 100 or i + 1 >= stop:
        return False
    small = _cardinal(words.low[i + 1], known)
    return small is not None and small < 100


def _cardinal(word: str, known: Vocabulary) -> int | None:
    if word in known.cardinals:
        return known.cardinals[word]
    tens, _, ones = word.partition("-")
    if tens in known.cardinals and ones in known.cardinals:
        first, second = known.cardinals[tens], known.cardinals[ones]
        if first >= 20 and 0 < second < 10:
            return first + second
    return None


def around(value: float) -> tuple[float, float]:
    """Ten per cent either side; a count of whole things gets whole limits."""
    exact, part = Decimal(str(value)), Decimal(str(ABOUT))
    low, high = exact * (1 - part), exact * (1 + part)
    if value == int(value) and value >= 10:
        return float(math.floor(low)), float(math.ceil(high))
    return float(low), float(high)


def kind_of_unit(unit: str | None, language: str) -> str:
    """The class of a unit: person, structure, weapon, area, length, money, percent, time … "none" without
    a unit.
    """
    known = vocabulary(language)
    return known.group_of(unit) if known else "none"
