"""How good the ground is that a likelihood stands on. A claim can be very likely with low confidence, and the reverse.

Confidence asks for grounds of different kinds: what was observed, origins that are surely two, a record. Each rule
names one that is there; the more there are, the higher it is. The word of one party alone is never more than low,
however often it was right, and that of parties alone never high.
"""

from __future__ import annotations

from collections.abc import Callable

from firsthand.assessments import Facts, Likelihood
from firsthand.kinds import Confidence, Stance, Verdict
from firsthand.weigh.interest import supporting

__all__ = ["confidence_of"]

_WIDE = 0.5
"""A range of likelihood wider than that leaves nothing more than low confidence."""
_LONG = 5
"""Resolved claims that make a record."""


def something_was_observed(facts: Facts) -> str | None:
    """Evidence contradicts it, or supports it and is not of a side whose claim it is."""
    against = [each for each in facts.evidence if each.verdict is Verdict.CONTRADICTS and not each.testimony]
    speaking = {each.body for each in (*supporting(facts), *against)}
    return f"evidence ({', '.join(sorted(speaking))})" if speaking else None


def surely_two_origins(facts: Facts) -> str | None:
    """Two origins or more that are surely not one."""
    return f"at least {facts.at_least} independent origins" if facts.at_least > 1 else None


def somebody_of_no_side(facts: Facts) -> str | None:
    """Somebody of no side tells it who is known or was there."""
    told = (each for each in facts.witnesses if each.stance is Stance.TELLS and each.sure and each.side is None)
    names = sorted({each.voice for each in told if each.there or (each.named and not each.outlet)})
    return f"somebody of no side ({', '.join(names)})" if names else None


def a_record(facts: Facts) -> str | None:
    """Earlier claims of who says it were resolved."""
    records = (each.record for each in facts.witnesses if each.stance is Stance.TELLS and each.record is not None)
    most = max((len(each.borne_out) + len(each.contradicted) for each in records), default=0)
    return f"a record of {most} resolved claims" if most >= _LONG else None


_GROUNDS: tuple[Callable[[Facts], str | None], ...] = (
    something_was_observed,
    surely_two_origins,
    somebody_of_no_side,
    a_record,
)


def confidence_of(facts: Facts, likelihood: Likelihood) -> tuple[Confidence, str]:
    """The confidence, and why."""
    grounds = [ground for rule in _GROUNDS if (ground := rule(facts)) is not None]
    named = "; ".join(grounds) or _nothing_but(facts)
    if not grounds:
        return Confidence.LOW, named
    if likelihood.high - likelihood.low > _WIDE:
        return Confidence.LOW, f"{named}, but it may be anything from {likelihood.low:.0%} to {likelihood.high:.0%}"
    parties = _parties_alone(facts)
    if parties == 1:
        return Confidence.LOW, f"{named}, but all of it is the word of one party"
    high = len(grounds) > 1 and not parties
    return (Confidence.HIGH if high else Confidence.MODERATE), named


def _nothing_but(facts: Facts) -> str:
    told = any(each.stance is Stance.TELLS for each in facts.witnesses)
    return f"nothing but the word of those who {'say' if told else 'answer'} it"


def _parties_alone(facts: Facts) -> int:
    """Of how many parties it is the word, where nothing else speaks for or against it: 0 where something does."""
    if something_was_observed(facts) or somebody_of_no_side(facts):
        return 0
    told = [each for each in facts.witnesses if each.stance is Stance.TELLS and each.side is not None]
    sure = [each for each in told if each.sure]
    return len({each.side for each in sure or told})
