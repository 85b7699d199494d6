"""How earlier claims of a voice turned out, and what that makes of its next one.

The weight of a rule in the table stands for as many earlier claims as `PRIOR_CLAIMS`; each claim that was borne out or
contradicted is added to them, as to a beta distribution. So a voice nobody knows weighs what its kind weighs, and one
with a long record what the record says. Claims that were left open say nothing. What resolves a claim is evidence, or
a person's decision, never the number of those who repeat it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from firsthand.assessments import Record, Weight
from firsthand.kinds import Outcome
from firsthand.weigh.likelihood import chance_of

__all__ = ["PRIOR_CLAIMS", "Resolved", "TrackRecords", "interval_of", "with_record"]

PRIOR_CLAIMS = 16
"""About as many as a rule's least and most stand for: a neutral voice's .63 to .86 hold the middle 80 % of a beta
distribution of some 20. With 4, made worlds of voices that differ so came out worse with records than without
(docs/developers/worlds.md)."""
_LATEST = {Outcome.BORNE_OUT: 50, Outcome.CONTRADICTED: 50, Outcome.OPEN: 10}
"""Of each outcome so many claims make a record, the latest: what a voice did lately says most of what it does now."""
_Z = 1.2816
"""Of a normal distribution, so that 80 % lie within."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a claim: who made it, of what kind it is, on which day it was made, and on which day what it says
    was first observed, where that is known."""

    claim: str
    who: str
    kind: str
    made: date
    outcome: Outcome
    observed: date | None = None


class TrackRecords:
    """What became of all claims, by who made them and of what kind they are."""

    def __init__(self, resolved: Iterable[Resolved]) -> None:
        self._found: dict[tuple[str, str], dict[Outcome, list[Resolved]]] = {}
        for each in sorted(resolved, key=lambda each: (each.made, each.claim)):
            for kind in dict.fromkeys((each.kind, "")):
                own = self._found.setdefault((each.who, kind), {outcome: [] for outcome in Outcome})
                own[each.outcome].append(each)

    def record(self, who: str, kind: str, before: date | None = None) -> Record | None:
        """The record of the latest claims made before a day, or of the latest of all; "" is every kind. None where
        there are none. So that a voice with a hundred thousand claims takes no longer than one with fifty."""
        found = self._found.get((who, kind))
        if found is None:
            return None
        latest = {outcome: _latest(own, before, _LATEST[outcome]) for outcome, own in found.items()}
        return _record(who, kind, latest) if any(latest.values()) else None

    def everyone(self) -> tuple[tuple[str, str], ...]:
        """All who made claims, with the kinds of them, in order."""
        return tuple(sorted(self._found))


def _latest(resolved: Sequence[Resolved], before: date | None, most: int) -> Sequence[Resolved]:
    end = len(resolved) if before is None else bisect_left(resolved, before, key=lambda each: each.made)
    return resolved[max(0, end - most) : end]


def _record(who: str, kind: str, latest: Mapping[Outcome, Sequence[Resolved]]) -> Record:
    def those(outcome: Outcome) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.claim for each in latest[outcome]))

    seen = [each for each in latest[Outcome.BORNE_OUT] if each.observed is not None]
    early = tuple((each.observed - each.made).days for each in seen if each.observed is not None)
    return Record(who, kind, those(Outcome.BORNE_OUT), those(Outcome.CONTRADICTED), those(Outcome.OPEN), early)


def with_record(weight: Weight, record: Record | None) -> Weight:
    """A witness's weight with what became of its earlier claims."""
    if record is None or not (record.borne_out or record.contradicted):
        return weight
    good, bad = len(record.borne_out), len(record.contradicted)
    prior = chance_of(weight.bits)
    bits = math.log2((prior * PRIOR_CLAIMS + good) / ((1 - prior) * PRIOR_CLAIMS + bad))
    narrower = math.sqrt(PRIOR_CLAIMS / (PRIOR_CLAIMS + good + bad))
    low, high = interval_of(good, good + bad)
    kind = record.kind.replace("_", " ") or "all kinds"
    says = (
        f"{weight.says}; of its {good + bad} earlier claims ({kind}) that were resolved {good} were borne out "
        f"({low:.0%} to {high:.0%})"
    )
    least, most = bits - (weight.bits - weight.low) * narrower, bits + (weight.high - weight.bits) * narrower
    return Weight(weight.rule, says, bits, least, most)


def interval_of(good: int, all_: int) -> tuple[float, float]:
    """From which share to which, of those it is drawn from, that many of so many stand for: 80 % (Wilson 1927)."""
    if all_ == 0:
        return 0.0, 1.0
    share, squared = good / all_, _Z**2 / all_
    middle = (share + squared / 2) / (1 + squared)
    half = _Z * math.sqrt(share * (1 - share) / all_ + squared / (4 * all_)) / (1 + squared)
    # Where all or none were, the interval ends there, and must not end a rounding error before it.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
