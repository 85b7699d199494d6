"""Figures with what they count and how sharply: "over 1,200 civilians" is at least 1,200.

The words stand in `data/quantities.yaml`, one block per language.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.model import Bound, Quantity, Span
from firsthand.resolve.lexicon import Words, words_of
from firsthand.resolve.numerals import ABOUT, Numeral, Vocabulary, around, kind_of_unit, numeral_at, times, vocabulary
from firsthand.resolve.times import dated_spans

__all__ = ["RULES", "find_quantities", "kind_of_unit"]

_ADJECTIVES = 4  # words looked at between a figure and its noun
_YEARS = range(1900, 2100)
_OLD_YEARS = range(1000, 1900)
_YEAR_JOINS = frozenset({"and", "to", "-", "–"})
_STATED = 4  # words looked at for "the figure at 15,000"
_NEAR = 4  # words looked at for "killed 12" and "12 were wounded"


@dataclass(frozen=True, slots=True)
class Scan:
    """What is being read: tokens lo ≤ i < hi of the words, and where time expressions stand."""

    words: Words
    known: Vocabulary
    lo: int
    hi: int
    dated: tuple[Span, ...]

    def low(self, i: int) -> str:
        """The folded token, empty outside the text."""
        return self.words.low[i] if 0 <= i < len(self.words) else ""

    def in_date(self, i: int) -> bool:
        """Whether token `i` stands in a time expression."""
        k = bisect_right(self.dated, self.words.starts[i], key=lambda span: span.start) - 1
        return k >= 0 and self.dated[k].end > self.words.starts[i]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a vague one, in tokens `start` to `end`; `unit` where the wording fixes it (money, per
    cent).
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None = None
    needs_noun: bool = False


Refusal = Callable[[Scan, Amount], bool]


# --- what looks like a figure and is none


def part_of_date(scan: Scan, amount: Amount) -> bool:
    """A number inside a date or another time expression counts nothing."""
    return scan.in_date(amount.start)


def bare_year(scan: Scan, amount: Amount) -> bool:
    """Four digits from 1900 to 2099 are a year after "in", "of", "since" or "by", between two years, and wherever
    neither a counted noun nor a bounding word says otherwise.
    """
    word = scan.low(amount.start)
    if len(word) != 4 or not word.isdecimal() or amount.end - amount.start > 1 or amount.unit:
        return False
    if int(word) not in _YEARS:
        return int(word) in _OLD_YEARS and _beside_year(scan, amount)
    bounded = scan.known.before.before(scan.words, amount.start, scan.lo)
    if bounded and bounded[1] != "exact":
        return False
    if scan.known.has("before_year", scan.low(amount.start - 1)) or _beside_year(scan, amount):
        return True
    return _unit_after(scan, amount) is None


def _beside_year(scan: Scan, amount: Amount) -> bool:
    """“between 1702 and 1711”, “from 1914 to 1918”, “1914–18”: four digits after the one or before the other."""
    opens = scan.known.has("opens_years", scan.low(amount.start - 1))
    after = scan.low(amount.end + 1)
    if opens and scan.low(amount.end) in _YEAR_JOINS and len(after) == 4 and after.isdecimal():
        return True
    return scan.low(amount.start - 1) in _YEAR_JOINS and scan.known.has("opens_years", scan.low(amount.start - 3))


def clock_time(scan: Scan, amount: Amount) -> bool:
    """A number before "a.m.", "p.m.", "GMT" and the like is a time of day."""
    if scan.known.clock.at(scan.words, amount.end, scan.hi):
        return True
    follows = scan.low(amount.end)
    return follows in (":", "h") and scan.words.glued(amount.end) and scan.low(amount.end + 1)[:1].isdecimal()


def age(scan: Scan, amount: Amount) -> bool:
    """A person's age ("aged 34", "34-year-old", "Ana Ruiz, 34,") counts nothing."""
    words, before = scan.words, amount.start - 1
    after = amount.end + 1 if scan.low(amount.end) == "-" else amount.end
    if scan.known.has("ages_before", scan.low(before)) or scan.known.ages_after.at(words, after, scan.hi):
        return True
    if _age_limit(scan, amount):
        return True
    if scan.low(before) != "," or scan.low(amount.end) not in (",", ".", ")") or before < 1:
        return False
    return words.capitalised(before - 1) and (amount.value or 0) < 120


def _age_limit(scan: Scan, amount: Amount) -> bool:
    """“students over 18”, “children under 5”, with no noun after it."""
    if not 0 < (amount.value or 0) < 100 or _unit_after(scan, amount) is not None or amount.unit:
        return False
    at = amount.start - 1
    named = scan.known.units.before(scan.words, at, scan.lo) if scan.known.has("age_bounds", scan.low(at)) else None
    return named is not None and named[1].group == "person"


def part_of_name(scan: Scan, amount: Amount) -> bool:
    """A number glued to letters or a mark, as in T-72, G7, 9/11 or #5, is part of a name."""
    words, i = scan.words, amount.start
    if not words.low[i][0].isdecimal():
        return False
    if words.glued(i):
        before = words.low[i - 1]
        if before[-1].isalnum() or before in "/#№_@.:\\'’`":
            return True
        if before in "-–" and (i == 1 or (words.glued(i - 1) and words.low[i - 2][-1].isalpha())):
            return True
    after = scan.low(amount.end)
    glued = amount.end < len(words) and words.glued(amount.end)
    return glued and (after in ("/", "_", "@") or (after.isalpha() and _unknown_suffix(scan, amount)))


def ordinal(scan: Scan, amount: Amount) -> bool:
    """An ordinal, such as 51st, names one thing and counts none."""
    glued = amount.end < len(scan.words) and scan.words.glued(amount.end)
    return glued and scan.known.has("ordinals", scan.low(amount.end))


def numbered_thing(scan: Scan, amount: Amount) -> bool:
    """A number after "Article", "Flight", "Brigade" and the like tells one of them from the others."""
    if scan.words.glued(amount.start) or amount.start == scan.lo:
        return False
    before = amount.start - 1
    dot = scan.low(before) == "." and scan.low(before - 1) == "no"
    return dot or (scan.known.has("numbered", scan.low(before)) and scan.words.capitalised(before))


def long_identifier(scan: Scan, amount: Amount) -> bool:
    """A telephone number, or another row of groups of digits, counts nothing."""
    i = amount.start
    if scan.low(i - 1) == "+" and scan.words.glued(i):
        return True
    groups = 1
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(scan.words) and groups < 3 and (scan.low(k) in "-–" or scan.low(k).isdecimal()):
            groups += scan.low(k).isdecimal()
            k += step
    return groups >= 3 and scan.low(i)[0].isdecimal()


def pronoun_one(scan: Scan, amount: Amount) -> bool:
    """“One” counts something only before a noun known to be countable, or beside “killed” and the like."""
    if amount.value != 1 or scan.low(amount.start)[0].isdecimal() or amount.end - amount.start > 1:
        return False
    if scan.known.has("pronouns_after_one", scan.low(amount.end)):
        return True
    if scan.known.has("pronouns_before_one", scan.low(amount.start - 1)):
        return True
    return _unit_after(scan, amount) is None and not _near_people(scan, amount.start, amount.end)


RULES: tuple[Refusal, ...] = (
    part_of_date,
    bare_year,
    clock_time,
    age,
    part_of_name,
    ordinal,
    numbered_thing,
    long_identifier,
    pronoun_one,
)
"""What is no figure; each is asked in turn."""


def _unknown_suffix(scan: Scan, amount: Amount) -> bool:
    """Whether the letters glued to the digits are neither a unit nor a scale: "747s", "4x4"."""
    at = amount.end
    return scan.known.units.at(scan.words, at, scan.hi) is None and not scan.known.has("ordinals", scan.low(at))


# --- amounts


def _amount_at(scan: Scan, i: int) -> Amount | None:
    """The amount that starts at token `i`, without the words around it."""
    share = scan.known.shares.at(scan.words, i, scan.hi)
    if share and _is_share(scan, share[0]):
        return Amount(i, share[0], share[1], share[1] * (1 - ABOUT), min(100.0, share[1] * (1 + ABOUT)),
                      Bound.ABOUT, "percent")  # fmt: skip
    vague = scan.known.vague.at(scan.words, i, scan.hi)
    if vague:
        return _vague(scan, i, vague[0], *vague[1])
    numeral = numeral_at(scan.words, i, scan.hi, scan.known)
    if numeral is None:
        return None
    return _measured(scan, i, numeral)


def _is_share(scan: Scan, i: int) -> bool:
    """“a third of the town”, “half the town”, but not “the third” or “half an hour”."""
    word = scan.low(i)
    return scan.known.has("of", word) or (scan.known.has("determiners", word))


def _vague(scan: Scan, i: int, end: int, low: float, high: float | None) -> Amount:
    """“dozens”, “several”, “a few hundred”: limits instead of a value."""
    scale = scan.known.scales.get(scan.low(end))
    if scale and scan.low(end) not in scan.known.glued_scales:
        low, high, end = low * scale, high * scale if high else None, end + 1
    bound = Bound.AT_LEAST if high is None else Bound.ABOUT
    needs = high is not None or scan.known.has("need_noun", scan.low(i))
    return Amount(i, end, None, low, high, bound, needs_noun=needs and scale is None)


def _measured(scan: Scan, i: int, numeral: Numeral) -> Amount:
    """The number with the currency before or after it, or its per cent."""
    words, known, start, end = scan.words, scan.known, i, numeral.end
    unit = None
    before = known.money.before(words, i, scan.lo) if words.glued(i) else None
    if before and not words.low[i - 1].isalpha():
        start, unit = before
        if start > scan.lo and words.glued(start) and words.low[start - 1] in ("us", "a", "c", "nz", "hk"):
            start -= 1
    else:
        code = known.codes.before(words, i, scan.lo)
        after = known.money.at(words, end, scan.hi)
        if code:
            start, unit = code
        elif after:
            end, unit = after
    if unit is None:
        percent = known.percent.at(words, end, scan.hi)
        if percent:
            end, unit = percent[0], "percent"
    if numeral.loose:
        return Amount(start, end, numeral.value, *around(numeral.value), Bound.ABOUT, unit)
    return Amount(start, end, numeral.value, numeral.value, numeral.value, Bound.EXACT, unit)


def _second(scan: Scan, amount: Amount) -> Amount | None:
    """The range that the amount opens: "5-7", "12 to 15", "between 5 and 7", "at least 12 and up to 15"."""
    words, known = scan.words, scan.known
    opened = known.between.before(words, amount.start, scan.lo)
    join = (known.between_joins if opened else known.range_joins).at(words, amount.end, scan.hi)
    if join is None or join[0] >= scan.hi or not _plain(amount):
        return None
    at = join[0] + (scan.low(join[0]) in known.money)
    other = _amount_at(scan, at) if at < scan.hi and known.opens(scan.low(at)) else None
    if other is None or not _plain(other) or amount.value is None or other.value is None:
        return None
    low = _like_the_second(scan, amount, other)
    if low >= other.value or scan.in_date(at) or _is_change(scan, amount, opened is not None):
        return None
    start = opened[0] if opened else amount.start
    return Amount(start, other.end, None, low, other.value, Bound.RANGE, other.unit or amount.unit)


def _plain(amount: Amount) -> bool:
    return amount.bound is Bound.EXACT and amount.value is not None


def _like_the_second(scan: Scan, first: Amount, second: Amount) -> float:
    """“2-3 million” starts at two million."""
    value = first.value or 0.0
    scale = scan.known.scales.get(scan.low(second.end - 1)) or scan.known.scales.get(scan.low(second.end - 2))
    whole = first.end - first.start == 1 or first.unit is not None
    if scale and whole and value < 1000 <= scale and value < (second.value or 0) / scale:
        return times(value, scale)
    return value


def _is_change(scan: Scan, amount: Amount, opened: bool) -> bool:
    """“rose from 12 to 15” is a change, “5-3” after “won” a score."""
    before = scan.low(amount.start - 1)
    if opened:
        return False
    if scan.known.has("from", before):
        return not scan.known.has("ranging", scan.low(amount.start - 2))
    return scan.known.has("score_before", before)


# --- the words around


def _bounded(scan: Scan, amount: Amount, floor: int) -> Amount:
    """The amount with the bounding words before or after it."""
    found = scan.known.before.before(scan.words, amount.start, floor)
    start, end, kind = amount.start, amount.end, ""
    if found and not _is_preposition(scan, found[0], amount) and not _led_up(scan, amount.start):
        start, kind = found
    after = scan.known.after.at(scan.words, end, scan.hi)
    if after and not kind and not amount.unit:
        end, kind = after
    if not kind or kind == "exact":
        return amount
    low, high = amount.low, amount.high
    if amount.bound is Bound.RANGE:
        return _with(amount, start, end, low, high, amount.bound)
    if kind == "at_least":
        return _with(amount, start, end, low if amount.value is None else amount.value, None, Bound.AT_LEAST)
    if kind == "at_most":
        return _with(amount, start, end, None, high if amount.value is None else amount.value, Bound.AT_MOST)
    if amount.value is None:
        return _with(amount, start, end, low, high, amount.bound)
    low, high = around(amount.value)
    return _with(amount, start, end, low, amount.value if kind == "nearly" else high, Bound.ABOUT)


def _with(amount: Amount, start: int, end: int, low: float | None, high: float | None, bound: Bound) -> Amount:
    if bound is Bound.AT_MOST and high is None:
        bound = amount.bound
    return Amount(start, end, amount.value, low, high, bound, amount.unit, amount.needs_noun)


def _led_up(scan: Scan, at: int) -> bool:
    """“has gone up to 38”: whether the "up to" before token `at` belongs to a verb, and is no bound."""
    return scan.low(at - 2) == "up" and scan.low(at - 1) == "to" and scan.known.has("led_up", scan.low(at - 3))


def _is_preposition(scan: Scan, at: int, amount: Amount) -> bool:
    """“over two days” tells how long, not how much at least."""
    if amount.start - at > 1 or not scan.known.has("time_weak", scan.low(at)):
        return False
    unit = _unit_after(scan, amount)
    return unit is not None and scan.known.group_of(unit[1]) == "time" and scan.low(at - 1) != "for"


def _unit_after(scan: Scan, amount: Amount) -> tuple[int, str] | None:
    """The counted noun: the index after it, and how it is reported."""
    i = amount.end
    if scan.known.has("of", scan.low(i)) and i < scan.hi:
        return _unit_of_whole(scan, i + 1, amount)
    if i < scan.hi and scan.low(i) == "-" and scan.words.glued(i):
        found = scan.known.units.at(scan.words, i + 1, scan.hi)
        return (found[0], found[1].name) if found and scan.known.group_of(found[1].name) in ("length", "mass") else None
    return _noun_from(scan, i, amount)


def _unit_of_whole(scan: Scan, i: int, amount: Amount) -> tuple[int, str] | None:
    """“dozens of houses”, “12 of the 37 drones”: the noun after “of”; a figure there keeps its own span."""
    if scan.known.has("determiners", scan.low(i)):
        i += 1
    if i >= scan.hi:
        return None
    inner = numeral_at(scan.words, i, scan.hi, scan.known) if scan.known.opens(scan.low(i)) else None
    found = _noun_from(scan, inner.end if inner else i, amount)
    return (amount.end, found[1]) if inner and found else found


def _noun_from(scan: Scan, i: int, amount: Amount) -> tuple[int, str] | None:
    """A noun of the table within a few words, else the first word that looks like a plural."""
    guess = None
    for k in range(i, min(i + _ADJECTIVES, scan.hi)):
        found = scan.known.units.at(scan.words, k, scan.hi)
        if found and (not found[1].singular or amount.value == 1):
            return _head(scan, found[0], found[1].name, amount)
        word = scan.low(k)
        if not word[0].isalpha() or scan.known.has("stop", word) or scan.known.opens(word):
            break
        if guess is None and k < i + 3 and _looks_plural(scan, word, amount) and word not in scan.known.money:
            guess = (k + 1, word)
        if word.endswith("ed") and k > i and not scan.known.has("adjectives_like_verbs", word):
            break
    return guess


def _head(scan: Scan, end: int, name: str, amount: Amount) -> tuple[int, str]:
    """The last of two nouns side by side is the counted one: "police officers", "school buildings"."""
    following = scan.known.units.at(scan.words, end, scan.hi)
    if following and not following[1].singular and amount.value != 1:
        return following[0], following[1].name
    return end, name


def _looks_plural(scan: Scan, word: str, amount: Amount) -> bool:
    suffix = scan.known.default_plural
    if not suffix or amount.value == 1 or len(word) < 4 or word.endswith(("ss", "us", "is", "'s")):
        return False
    return word.endswith(suffix) and not scan.known.has("not_nouns", word)


def _near_people(scan: Scan, start: int, end: int) -> bool:
    """Whether "killed", "wounded" and the like stand right before or after, or "toll" a little before."""
    for k in range(start - 1, max(scan.lo, start - _NEAR) - 1, -1):
        if scan.low(k) in ".;:!?":
            break
        if scan.known.has("people_near", scan.low(k)):
            return True
    for k in range(end, min(scan.hi, end + _NEAR)):
        if scan.low(k) in ".;:!?,":
            break
        if scan.known.has("people_near", scan.low(k)):
            return True
    return any(scan.known.has("toll", scan.low(k)) for k in range(max(0, start - scan.known.toll_window), start))


# --- finding


def _quantity_at(scan: Scan, i: int, floor: int) -> tuple[int, Quantity | None] | None:
    """The figure that starts at token `i`: the index to go on from, and the figure, or None where it is none."""
    amount = _amount_at(scan, i)
    if amount is None or amount.start < floor:  # "5$6": the sign belongs to the figure before
        return None
    if any(rule(scan, amount) for rule in RULES):
        return max(amount.end, i + 1), None
    amount = _bounded(scan, _second(scan, amount) or amount, floor)
    found = None if amount.unit and amount.unit != "percent" else _unit_after(scan, amount)
    end, unit = (found[0], found[1]) if found else (amount.end, None)
    if amount.unit:
        unit = amount.unit
        end = end if unit == "percent" and scan.known.has("of", scan.low(amount.end)) else amount.end
    elif unit is None:
        unit = _unit_before(scan, amount.start)
        before = amount.start - 3 if _led_up(scan, amount.start) else amount.start
        if unit is None and _near_people(scan, before, amount.end):
            unit = scan.known.people
    idle = unit is None and (amount.needs_noun or amount.bound is Bound.EXACT)
    if idle and not _is_large(amount) and not _stated_figure(scan, amount.start):
        return amount.end, None
    return end, Quantity(scan.words.span(amount.start, end), amount.value, amount.low, amount.high, unit, amount.bound)


def _unit_before(scan: Scan, at: int) -> str | None:
    """“a magnitude of 6.1”, and “the number of children at 58”: the counted noun stands before its figure."""
    scale = scan.known.scales_before.before(scan.words, at, scan.lo)
    if scale is None and scan.known.has("figure_at", scan.low(at - 1)):
        scale = scan.known.scales_before.before(scan.words, at - 1, scan.lo)
    if scale:
        return scale[1]
    if not scan.known.has("figure_at", scan.low(at - 1)):
        return None
    for k in range(at - 2, max(scan.lo, at - 2 - _STATED), -1):
        if scan.known.has("of", scan.low(k)) and scan.known.has("figure_nouns", scan.low(k - 1)):
            found = scan.known.units.at(scan.words, k + 1, at - 1)
            return found[1].name if found else None
    return None


def _stated_figure(scan: Scan, at: int) -> bool:
    """“put the figure at 15,000”, “the toll stood at 41”, “estimates it at 6.6”: a figure without its noun."""
    if scan.known.has("figure_at", scan.low(at - 1)):
        before = [scan.low(k) for k in range(max(scan.lo, at - 1 - _STATED), at - 1)]
        if any(scan.known.has("figure_nouns", word) for word in before):
            return True
        return len(before) > 1 and before[-1] in ("it", "them") and scan.known.has("figure_verbs", before[-2])
    return False


def _is_large(amount: Amount) -> bool:
    """A number with its own scale word ("1.2 million") is a figure also without a noun."""
    return amount.end - amount.start > 1 and (amount.value or 0) >= 1000


def find_quantities(text: str, language: str, within: Span | None = None) -> tuple[Quantity, ...]:
    """The figures of `text` with unit and limits, in order, without overlap; an unknown language gives none."""
    known = vocabulary(language)
    if known is None:
        return ()
    words = words_of(text)
    lo, hi = words.range(within)
    scan = Scan(words, known, lo, hi, dated_spans(text, language))
    found, i, floor = [], lo, lo
    while i < hi:
        step = _quantity_at(scan, i, floor) if known.opens(words.low[i]) else None
        if step is None:
            i += 1
            continue
        i, quantity = step
        floor = i
        if quantity is not None:
            found.append(quantity)
    return tuple(found)
