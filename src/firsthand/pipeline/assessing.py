"""From the claims of a case and what evidence says of them to assessments.

    accounts → what is asked → evidence → what became of each → track records → facts → assessments

What became of earlier claims is learned first, from evidence and decisions alone; then each claim is weighed with the
track records of those who tell it, of claims they made before. So no claim is weighed by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from firsthand.assessments import Assessment, Facts
from firsthand.claims import Account, Paper
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Outcome, Status, Verdict
from firsthand.pipeline.asking import asked_of
from firsthand.pipeline.facts import facts_of, rivals_of
from firsthand.weigh.assess import assess
from firsthand.weigh.status import status_of
from firsthand.weigh.track_record import Resolved, TrackRecords
from firsthand.weigh.weights import Weights

__all__ = ["Weighing", "resolved_of", "weighed_claims"]

_OUTCOMES = {
    Status.SUPPORTED: Outcome.BORNE_OUT,
    Status.CONTRADICTED: Outcome.CONTRADICTED,
    Status.RETRACTED: Outcome.CONTRADICTED,
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """A claim with what it was weighed by."""

    account: Account
    asked: Asked | None
    facts: Facts
    assessment: Assessment


def weighed_claims(
    accounts: Sequence[Account],
    papers: Mapping[str, Paper],
    evidence: Mapping[str, Sequence[Evidence]] | None = None,
    decided: Mapping[str, Outcome] | None = None,
    weights: Weights | None = None,
) -> tuple[Weighing, ...]:
    """Every claim of a case, weighed, in the order of the accounts.

    Args:
        evidence: what was observed of each claim, by its id.
        decided: what persons concluded became of claims, by id: it goes before what evidence says in track records.
    """
    observed = evidence or {}
    asked = {each.claim.id: found for each in accounts if (found := asked_of(each, papers)) is not None}
    rivals = rivals_of(asked, {each.claim.id: each.claim.near for each in accounts})
    records = TrackRecords(resolved_of(accounts, papers, asked, observed, decided or {}))
    weighed = []
    for account in accounts:
        own, number = asked.get(account.claim.id), account.claim.id
        known = partial(records.record, before=own.told) if own is not None else None
        facts = facts_of(account, papers, observed.get(number, ()), known, rivals.get(number, ()))
        weighed.append(Weighing(account, own, facts, assess(facts, weights)))
    return tuple(weighed)


def resolved_of(
    accounts: Iterable[Account],
    papers: Mapping[str, Paper],
    asked: Mapping[str, Asked],
    evidence: Mapping[str, Sequence[Evidence]],
    decided: Mapping[str, Outcome],
) -> tuple[Resolved, ...]:
    """What became of each claim, once for each who made it: borne out, contradicted, or left open."""
    found = []
    for account in accounts:
        if account.claim.id not in asked:
            continue
        own = tuple(evidence.get(account.claim.id, ()))
        status, _ = status_of(facts_of(account, papers, own))
        outcome = decided.get(account.claim.id, _OUTCOMES.get(status, Outcome.OPEN))
        for who in dict.fromkeys(root.who for root in account.origins.roots if root.sure):
            kind, made = account.event or "", asked[account.claim.id].told
            found.append(Resolved(account.claim.id, who, kind, made, outcome, _observed(own)))
    return tuple(found)


def _observed(evidence: Sequence[Evidence]) -> date | None:
    """On which day evidence first shows it."""
    days = [each.since for each in evidence if each.verdict is Verdict.SUPPORTS and each.since is not None]
    return min(days, default=None)
