"""What would change an assessment: the checks that could still be made, most telling first.

`data/checks.tsv` says which check can tell of which kinds of events, and what a claim must say for it. How telling one
is follows from the table of weights: how much what it may show would move the chance that the claim is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from firsthand.assessments import Check, Facts, Weight
from firsthand.kinds import Interest, Stance, Verdict
from firsthand.weigh.likelihood import chance_of
from firsthand.weigh.weights import Weights

__all__ = ["IN_VAIN", "checks_of"]

_TESTIMONY = {
    "a witness of no side": ("neutral_there", "denied_by_who_was_there"),
    "the other party": ("admission", "denied_by_who_it_harms"),
}
"""Of checks that ask people, the rules for what they may say: that it is so, and that it is not."""
IN_VAIN = frozenset(
    {"map_too_coarse", "map_place_too_wide", "map_cannot_say_by_whom"}
    | {"fires_place_too_wide", "fires_too_long", "change_place_too_wide"}
)
"""Rules that are silent because of what the claim says: another body of that kind could tell no more."""


@dataclass(frozen=True, slots=True)
class _Row:
    check: str
    events: frozenset[str]
    needs: frozenset[str]
    connector: str | None
    shows: str


def checks_of(facts: Facts, waterfall: Sequence[Weight], weights: Weights) -> tuple[Check, ...]:
    """Those that are possible for such a claim and were not made, by how far they could move its chance."""
    bits = sum(each.bits for each in waterfall)
    found = []
    for row in _rows():
        if _possible(row, facts) and not _made(row, facts):
            for_it, against = _bits(row, weights)
            moves = max(abs(chance_of(bits + each) - chance_of(bits)) for each in (for_it, against))
            found.append((moves, Check(row.check, row.shows, max(for_it, -against))))
    return tuple(check for _, check in sorted(found, key=lambda each: (-each[0], each[1].check)))


def _possible(row: _Row, facts: Facts) -> bool:
    missing = {name for name, known in (("place", facts.place), ("day", facts.day)) if not known}
    return not row.needs & missing and ("*" in row.events or facts.event in row.events)


def _made(row: _Row, facts: Facts) -> bool:
    if row.connector is not None:
        own = (each for each in facts.evidence if each.connector == row.connector)
        return any(each.verdict is not Verdict.SILENT or each.rule in IN_VAIN for each in own)
    told = [each for each in facts.witnesses if each.stance is not Stance.DOUBTS]
    if row.check == "the other party":
        return any(each.interest is Interest.AGAINST for each in told)
    return any(each.side is None and each.there for each in told)


def _bits(row: _Row, weights: Weights) -> tuple[float, float]:
    """The most that it may say for the claim, and against it."""
    own = list(_own_rules(row, weights))
    return max(own, default=0.0), min(own, default=0.0)


def _own_rules(row: _Row, weights: Weights) -> Iterator[float]:
    if row.connector is None:
        yield from (weights.weight(rule).bits for rule in _TESTIMONY[row.check])
    else:
        yield from (weights.rules[rule][0] for rule in weights.parts.get(row.connector, ()))


@cache
def _rows() -> tuple[_Row, ...]:
    text = (files("firsthand.weigh") / "data" / "checks.tsv").read_text("utf-8")
    rows = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            check, events, needs, connector, shows = line.split("\t")
            kind = None if connector == "-" else connector
            rows.append(_Row(check, frozenset(events.split()), frozenset(needs.split()), kind, shows))
    return tuple(rows)
