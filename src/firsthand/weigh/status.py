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


def only_answered(facts: Facts) -> str | None:
    """Nobody in the case tells it: only those are there who deny or doubt it."""
    if any(each.stance is Stance.TELLS for each in facts.witnesses):
        return None
    for stance, does in ((Stance.DENIES, "denied"), (Stance.DOUBTS, "doubted")):
        voices = sorted({each.voice for each in facts.witnesses if each.stance is stance})
        if voices:
            return f"nobody in the case tells it; it is only {does}, by {', '.join(voices)}"
    return None


def denied(facts: Facts) -> str | None:
    """Somebody denies it, or evidence stands against evidence."""
    against = sorted(
        {each.voice for each in facts.witnesses if each.stance is Stance.DENIES}
        | {each.body for each in facts.evidence if each.testimony and each.verdict is Verdict.CONTRADICTS}
    )
    if against:
        return f"denied by {', '.join(against)}"
    both = supporting(facts) and _bodies(facts, Verdict.CONTRADICTS)
    return "evidence stands against evidence" if both else None


def fits_what_was_observed(facts: Facts) -> str | None:
    """Evidence is what one would see if it were true, and may be seen without; or only that of a side whose claim it
    is shows it."""
    fits = {*_bodies(facts, Verdict.CONSISTENT), *_bodies(facts, Verdict.SUPPORTS)}
    return _named("fits what is shown", sorted(fits))


def told_by_two(facts: Facts) -> str | None:
    """At least two origins that are surely two."""
    return f"at least {facts.at_least} independent origins" if facts.at_least > 1 else None


def told_otherwise(facts: Facts) -> str | None:
    """Another claim gives another figure for the same, and no two origins surely tell this one."""
    claims = "another claim gives" if len(facts.rivals) == 1 else f"{len(facts.rivals)} other claims give"
    return f"{claims} another figure for the same" if facts.rivals else None


def cannot_be_known_yet(facts: Facts) -> str | None:
    """It only tells what may be: there is nothing yet that could be so or not."""
    return "it tells what may be, not what is" if facts.open else None


def nothing_behind_it(facts: Facts) -> str | None:
    """Nobody is named who would know, and no other publisher tells it; or it is only told as what is said, and nobody
    says by whom; or only a rewrite has it."""
    if facts.added:
        return "it stands nowhere but in a rewrite that added it"
    if facts.told_by is not ToldBy.NOBODY:
        return None
    if facts.hearsay:
        return "it is only said to be so, and nobody says by whom"
    outlet = any(each.outlet for each in facts.witnesses if each.stance is Stance.TELLS)
    return None if outlet or facts.houses >= _REPEATED else "nobody named says it"


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
    (Status.UNSUPPORTED, only_answered),
    (Status.DISPUTED, denied),
    (Status.CONSISTENT, fits_what_was_observed),
    (Status.CORROBORATED, told_by_two),
    (Status.DISPUTED, told_otherwise),
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
