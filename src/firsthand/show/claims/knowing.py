"""What is known of the claims of a case: weighed with the evidence as it was asked last, beside what was concluded."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.claims import Account
from firsthand.pipeline.assessed import weigh_case
from firsthand.pipeline.assessing import Weighing
from firsthand.pipeline.claiming import CaseClaims
from firsthand.pipeline.deciding import assessment_then, verdicts_on
from firsthand.pipeline.differences import differences
from firsthand.show.claims.known import Known, KnownClaims
from firsthand.store import Case

__all__ = ["known_of"]


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
    known = {}
    for account in accounts:
        each, own = by_id[account.claim.id], tuple(given.get(account.claim.id, ()))
        then = assessment_then(case, own[-1]) if own else None
        changed = differences(then[1], each.assessment) if then is not None else ()
        known[account.claim.id] = Known(each.facts, each.assessment, own, changed)
    return known
