"""How earlier claims of a voice turned out, and what that makes of its next one.

The weight of a rule in the table stands for as many earlier claims as `PRIOR_CLAIMS`; each claim that was borne out or
contradicted is added to them, as to a beta distribution. So a voice nobody knows weighs what its kind weighs, and one
with a long record what the record says. Claims that were left open say nothing. What resolves a claim is evidence, or
a person's decision, never the number of those who repeat it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from firsthand.assessments import Record, Weight
from firsthand.kinds import Outcome
from firsthand.weigh.likelihood import chance_of

__all__ = ["PRIOR_CLAIMS", "Resolved", "interval_of", "records_before", "with_record"]

PRIOR_CLAIMS = 4
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


def records_before(resolved: Iterable[Resolved], day: date) -> Mapping[tuple[str, str], Record]:
    """The track records as they stood on a day, of claims made before it: by who and kind of claim, "" for all."""
    found: dict[tuple[str, str], list[Resolved]] = defaultdict(list)
    for each in sorted(resolved, key=lambda each: (each.made, each.claim)):
        if each.made < day:
            found[each.who, ""].append(each)
            if each.kind:
                found[each.who, each.kind].append(each)
    return {(who, kind): _record(who, kind, each) for (who, kind), each in found.items()}


def _record(who: str, kind: str, resolved: list[Resolved]) -> Record:
    def those(outcome: Outcome) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.claim for each in resolved if each.outcome is outcome))

    seen = [each for each in resolved if each.outcome is Outcome.BORNE_OUT and each.observed is not None]
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
    return max(0.0, middle - half), min(1.0, middle + half)
