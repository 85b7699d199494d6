"""What is known of a claim, in a few words: the first rule that holds. None of them counts documents as witnesses."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.assessments import Facts
from firsthand.kinds import Stance, Status, ToldBy, Verdict
from firsthand.weigh.interest import supporting
from firsthand.weigh.reasons import own_retraction

__all__ = ["RULES", "status_of"]


def taken_back(facts: Facts) -> str | None:
    """Those with whom it started took it back."""
    back = [each.voice for each in facts.witnesses if each.stance is Stance.RETRACTS]
    return f"{', '.join(back)} took it back" if own_retraction(facts) else None


def observed_otherwise(facts: Facts) -> str | None:
    """Evidence contradicts it, and none supports it but that of a side whose claim it is."""
    return None if supporting(facts) else _named("contradicted", _bodies(facts, Verdict.CONTRADICTS))


def observed(facts: Facts) -> str | None:
    """Evidence supports it that is not of a side whose claim it is, and none contradicts it."""
    return None if _bodies(facts, Verdict.CONTRADICTS) else _named("supported", _supporting(facts))


def told_by_two_sides(facts: Facts) -> str | None:
    """Two sides tell it that stand against each other, or a side that another of the same matter bears out."""
    return "two sides tell it" if facts.told_by is ToldBy.BOTH_PARTIES and facts.at_most > 1 else None


def denied(facts: Facts) -> str | None:
    """Somebody denies it, evidence stands against evidence, or another claim gives another figure for the same."""
    against = sorted(
        {each.voice for each in facts.witnesses if each.stance is Stance.DENIES}
        | {each.body for each in facts.evidence if each.testimony and each.verdict is Verdict.CONTRADICTS}
    )
    if against:
        return f"denied by {', '.join(against)}"
    if supporting(facts) and _bodies(facts, Verdict.CONTRADICTS):
        return "evidence stands against evidence"
    return f"{len(facts.rivals)} other claims give another figure for the same" if facts.rivals else None


def fits_what_was_observed(facts: Facts) -> str | None:
    """Evidence is what one would see if it were true, and may be seen without; or only that of a side whose claim it
    is shows it."""
    fits = {*_bodies(facts, Verdict.CONSISTENT), *_bodies(facts, Verdict.SUPPORTS)}
    return _named("fits what is shown", sorted(fits))


def told_by_two(facts: Facts) -> str | None:
    """At least two origins that are surely two."""
    return f"at least {facts.at_least} independent origins" if facts.at_least > 1 else None


def cannot_be_known_yet(facts: Facts) -> str | None:
    """It only tells what may be: there is nothing yet that could be so or not."""
    return "it tells what may be, not what is" if facts.open else None


def nothing_behind_it(facts: Facts) -> str | None:
    """It starts with one document in which nobody is named who would know, or only a rewrite has it."""
    if facts.added:
        return "it stands nowhere but in a rewrite that added it"
    outlet = any(each.outlet for each in facts.witnesses if each.stance is Stance.TELLS)
    nobody = facts.told_by is ToldBy.NOBODY and not outlet and facts.documents < _REPEATED
    return "nobody named says it" if nobody else None


def told_again(facts: Facts) -> str | None:
    """Several documents tell it, and all have it from one origin."""
    if facts.documents < _REPEATED:
        return None
    more = f", perhaps up to {facts.at_most}" if facts.at_most > 1 else ""
    return f"{facts.documents} documents, and one origin that is sure{more}"


def told_once(facts: Facts) -> str | None:
    """One document tells it."""
    return "one document tells it"


_REPEATED = 2

RULES: tuple[tuple[Status, Callable[[Facts], str | None]], ...] = (
    (Status.RETRACTED, taken_back),
    (Status.CONTRADICTED, observed_otherwise),
    (Status.SUPPORTED, observed),
    (Status.CORROBORATED_ACROSS, told_by_two_sides),
    (Status.DISPUTED, denied),
    (Status.CONSISTENT, fits_what_was_observed),
    (Status.CORROBORATED, told_by_two),
    (Status.UNVERIFIABLE, cannot_be_known_yet),
    (Status.UNSUPPORTED, nothing_behind_it),
    (Status.REPEATED, told_again),
    (Status.SINGLE_ORIGIN, told_once),
)
"""All rules in the order in which they are tried; the last always holds."""


def status_of(facts: Facts) -> tuple[Status, str]:
    """The status, and why."""
    return next((status, why) for status, rule in RULES if (why := rule(facts)) is not None)


def _bodies(facts: Facts, verdict: Verdict) -> list[str]:
    """The names of those that observed it; a fact-check is what somebody says."""
    return sorted({each.body for each in facts.evidence if each.verdict is verdict and not each.testimony})


def _supporting(facts: Facts) -> list[str]:
    return sorted({each.body for each in supporting(facts)})


def _named(what: str, bodies: list[str]) -> str | None:
    return f"{what} by {', '.join(bodies)}" if bodies else None
