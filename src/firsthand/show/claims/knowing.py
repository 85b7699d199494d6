"""What is known of the claims of a case: weighed with the evidence as it was asked last, beside what was concluded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.assessments import Assessment
from firsthand.claims import Account
from firsthand.pipeline.assessed import weigh_case
from firsthand.pipeline.assessing import Weighing
from firsthand.pipeline.claiming import CaseClaims
from firsthand.pipeline.deciding import assessment_then, verdicts_on
from firsthand.pipeline.differences import differences
from firsthand.show.claims.known import Known, KnownClaims
from firsthand.store import Case
from firsthand.store.verdicts import VerdictGiven

__all__ = ["changed_since", "known_of", "known_with"]


def known_of(
    case: Case, found: CaseClaims, accounts: Sequence[Account], weighed: Sequence[Weighing] | None = None
) -> KnownClaims:
    """What is known of these claims, by their ids.

    Args:
        weighed: every claim of the case, where that was done already.
    """
    every = weigh_case(case, found) if weighed is None else weighed
    by_id = {each.account.claim.id: each for each in every}
    given = verdicts_on(case, found.accounts, found.papers)
    ids = (account.claim.id for account in accounts)
    return {one: known_with(case, by_id[one], given.get(one, ())) for one in ids}


def known_with(case: Case, weighed: Weighing, given: Iterable[VerdictGiven]) -> Known:
    """What is known of one claim, where it was weighed and its verdicts, earliest first, are at hand."""
    own = tuple(given)
    return Known(weighed.facts, weighed.assessment, own, changed_since(case, own, weighed.assessment))


def changed_since(case: Case, given: Sequence[VerdictGiven], now: Assessment) -> tuple[str, ...]:
    """What the program finds otherwise than when the last of these verdicts was given; nothing where none was."""
    then = assessment_then(case, given[-1]) if given else None
    return differences(then[1], now) if then is not None else ()
