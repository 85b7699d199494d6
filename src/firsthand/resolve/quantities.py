"""Figures with what they count and how sharply: "over 1,200 civilians" is at least 1,200.

An amount is read (`quantity_amounts`), refused where it only looks like a figure (`quantity_refusals`), and
joined with its counted noun (`quantity_scan`). The words stand in `data/quantities-LANGUAGE.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.model import Bound, Quantity, Span
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.quantity_amounts import amount_at, bounded, led_to, range_from, signed
from firsthand.resolve.quantity_refusals import REFUSALS
from firsthand.resolve.quantity_scan import Amount, Counted, Scan, counted_after, near_people, whole_after
from firsthand.resolve.quantity_words import kind_of_unit, vocabulary
from firsthand.resolve.stretches import stretches
from firsthand.resolve.times import dated_spans

__all__ = ["RULES", "find_quantities", "kind_of_unit"]

_STATED = 4  # words looked at for "the figure at 15,000"
_NOT_PASSED_ON = frozenset({"percent", "time", "money", "length", "area", "mass", "temperature"})

_GO_ON = frozenset({"-", "–", ":", "/", "%", "(", "'s"})

RULES = REFUSALS
"""What is no figure; each is asked in turn."""


def _quantity_at(scan: Scan, i: int, floor: int, told: Sequence[Quantity]) -> tuple[int, Quantity | None] | None:
    """The figure that starts at token `i`: the index to go on from, and the figure, or None where it is none.
    `told` are the figures before it.
    """
    amount = amount_at(scan, i)
    if amount is None or amount.start < floor:  # "5$6": the sign belongs to the figure before
        return None
    for refuses in RULES:
        if refuses(scan, amount):
            return max(amount.end, i + 1), None
    amount = bounded(scan, range_from(scan, amount) or signed(scan, amount), floor)
    if amount.unit == "percent":
        return _share(scan, amount)
    counted = None if amount.unit else counted_after(scan, amount)
    end = counted.end if counted else amount.end
    unit = amount.unit or (counted.unit if counted else _unit_elsewhere(scan, amount, told))
    idle = unit is None and (amount.needs_noun or amount.bound is Bound.EXACT)
    if idle and not (_is_large(amount) or _is_total(scan, amount) or _stated_figure(scan, amount.start)):
        return amount.end, None
    return end, _quantity(scan, amount, end, unit)


def _quantity(scan: Scan, amount: Amount, end: int, unit: str | None, of: str | None = None) -> Quantity:
    span = scan.words.span(amount.start, end)
    return Quantity(span, amount.value, amount.low, amount.high, unit, amount.bound, of)


def _share(scan: Scan, amount: Amount) -> tuple[int, Quantity]:
    """A share with its whole: "30 per cent of buildings", «каждый третий дом»."""
    whole: Counted | None = whole_after(scan, amount)
    end, of = (whole.end, whole.unit) if whole else (amount.end, None)
    return end, _quantity(scan, amount, end, "percent", of)


def _unit_elsewhere(scan: Scan, amount: Amount, told: Sequence[Quantity]) -> str | None:
    """What is counted, where no noun follows: one before it, that of the figure before, or people."""
    unit = _unit_before(scan, amount.start) or _unit_of_last(scan, amount, told)
    if unit:
        return unit
    before = led_to(scan, amount.start) or amount.start
    people = near_people(scan, before, amount.end) or scan.known.has("collectives", scan.low(amount.start))
    return scan.known.people if people else None


def _unit_before(scan: Scan, at: int) -> str | None:
    """“a magnitude of 6.1”, and “the number of children at 58”: the counted noun stands before its figure."""
    for k in range(at, max(scan.lo, at - 1 - scan.known.scale_window) - 1, -1):
        beside = k == at or scan.known.scale_window or scan.known.has("figure_at", scan.low(k))
        scale = scan.known.scales_before.before(scan.words, k, scan.lo) if beside else None
        if scale:
            return scale[1]
    if not scan.known.has("figure_at", scan.low(at - 1)):
        return None
    for k in range(at - 2, max(scan.lo, at - 2 - _STATED), -1):
        if scan.known.has("of", scan.low(k)) and scan.known.has("figure_nouns", scan.low(k - 1)):
            found = scan.known.units.at(scan.words, k + 1, at - 1)
            return found[1].name if found else None
    return None


def _unit_of_last(scan: Scan, amount: Amount, told: Sequence[Quantity]) -> str | None:
    """“134 attacks, 41 of them by night”, “212 seats out of 450”, “of the 240 homes, 90 are gone”: the same is
    counted as by the figure before, in the same sentence; a part between the two, as in “14 people, among them three
    children, another 22”, is passed over.
    """
    last = next((figure for figure in reversed(told) if not _is_part(scan, figure)), None)
    if last is None or last.unit is None:
        return None
    group = scan.known.group_of(last.unit)
    if group in _NOT_PASSED_ON and not (group == "money" and _is_large(amount)):  # "$2bn against 900 million"
        return None
    first, between = scan.words.range(Span(last.span.end, scan.words.starts[amount.start]))
    if any(scan.low(k) in ".!?;" for k in range(first, between)):
        return None
    after = scan.known.has("of", scan.low(amount.end)) and scan.known.has("them", scan.low(amount.end + 1))
    before = scan.known.same_before.before(scan.words, amount.start, scan.lo)
    return last.unit if after or before or _is_whole(scan, last) or _is_total(scan, amount) else None


def _is_part(scan: Scan, figure: Quantity) -> bool:
    """Whether the figure is told as a part of the one before: “including three children”, «в том числе в две школы»."""
    first = scan.words.range(figure.span)[0]
    first -= scan.known.has("through", scan.low(first - 1))
    return scan.known.parts_before.before(scan.words, first, scan.lo) is not None


def _is_whole(scan: Scan, last: Quantity) -> bool:
    """Whether a clause opens with the figure as a whole: "Of the 240 homes in the village, …"."""
    k = scan.words.range(Span(last.span.start, last.span.end))[0] - 1
    while k > scan.lo and scan.known.has("determiners", scan.low(k)):
        k -= 1
    return scan.known.has("of", scan.low(k)) and (k <= scan.lo or not scan.low(k - 1)[0].isalnum())


def _stated_figure(scan: Scan, at: int) -> bool:
    """“put the figure at 15,000”, “the toll stood at 41”, “estimates it at 6.6”: a figure without its noun."""
    if scan.known.has("figure_at", scan.low(at - 1)):
        before = [scan.low(k) for k in range(max(scan.lo, at - 1 - _STATED), at - 1)]
        if any(scan.known.has("figure_nouns", word) for word in before):
            return True
        return len(before) > 1 and before[-1] in ("it", "them") and scan.known.has("figure_verbs", before[-2])
    return False


def _is_total(scan: Scan, amount: Amount) -> bool:
    """“37 in all”, «в общей сложности 37»: a sum, told without its noun."""
    if not scan.low(amount.start).isalnum() or amount.bound is not Bound.EXACT:
        return False
    after = scan.known.totals.at(scan.words, amount.end, scan.hi)
    summed = after or scan.known.totals.before(scan.words, amount.start, scan.lo)
    following = scan.low(after[0] if after else amount.end)
    return summed is not None and not following[:1].isalnum() and following not in _GO_ON


def _is_large(amount: Amount) -> bool:
    """A number with its own scale word ("1.2 million") is a figure also without a noun."""
    return amount.end - amount.start > 1 and (amount.value or 0) >= 1000


def find_quantities(text: str, language: str, within: Span | None = None) -> tuple[Quantity, ...]:
    """The figures of `text` with unit and limits, in order, without overlap; an unknown language gives none.
    Lines in another script are read in the language of that script.
    """
    words, dated = words_of(text), dated_spans(text, language)
    found: list[Quantity] = []
    for here, lo, hi in stretches(words, language, *words.range(within)):
        known = vocabulary(here)
        if known is not None:
            _scan(Scan(words, known, lo, hi, dated), found)
    return tuple(found)


def _scan(scan: Scan, found: list[Quantity]) -> None:
    """Adds the figures of one stretch. One pass finds where a figure may start; rules are asked only there."""
    floor = scan.lo
    for i in scan.known.openings(scan.words.low, scan.lo, scan.hi):
        step = _quantity_at(scan, i, floor, found) if i >= floor else None
        if step is None:
            continue
        floor, quantity = step
        if quantity is not None:
            found.append(quantity)
