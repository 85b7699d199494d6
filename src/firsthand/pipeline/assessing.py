"""From the claims of a case and what evidence says of them to assessments.

    accounts → what is asked → evidence → what became of each → track records → facts → assessments

What became of earlier claims is learned first, from evidence and decisions alone; then each claim is weighed with the
track records of those who tell it, of claims they made before. So no claim is weighed by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from firsthand.assessments import Assessment, Facts
from firsthand.claims import Account, Paper
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Outcome, Status
from firsthand.pipeline.facts import can_be_known, counts, facts_of, opponents_of
from firsthand.pipeline.matter import Matter, matters_of
from firsthand.pipeline.rivals import beside_of, rivals_of
from firsthand.weigh.assess import assess
from firsthand.weigh.interest import supporting
from firsthand.weigh.status import status_of
from firsthand.weigh.track_record import Resolved, TrackRecords
from firsthand.weigh.weights import Weights

__all__ = ["Weighing", "resolved_of", "weighed_claims"]

_OUTCOMES = {
    Status.SUPPORTED: Outcome.BORNE_OUT,
    Status.CONTRADICTED: Outcome.CONTRADICTED,
    Status.RETRACTED: Outcome.CONTRADICTED,
}
_FIRST_SHOWN = "first day with the claimed share"
"""How maps call the day on which they first show what is claimed; the days that were looked at are others."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A claim with what it was weighed by."""

    account: Account
    matter: Matter
    facts: Facts
    assessment: Assessment

    @property
    def asked(self) -> Asked | None:
        """What evidence is asked of it."""
        return self.matter.asked


def weighed_claims(
    accounts: Sequence[Account],
    papers: Mapping[str, Paper],
    evidence: Mapping[str, Sequence[Evidence]] | None = None,
    decided: Mapping[str, Outcome] | None = None,
    weights: Weights | None = None,
    matters: Mapping[str, Matter] | None = None,
) -> tuple[Weighing, ...]:
    """Every claim of a case, weighed, in the order of the accounts.

    Args:
        evidence: what was observed of each claim, by its id.
        decided: what persons concluded became of claims, by id: it goes before what evidence says in track records.
        matters: what each claim is about, by id, where that was read off the documents already.
    """
    observed, matters = evidence or {}, matters_of(accounts, papers) if matters is None else matters
    asked = {claim: each.asked for claim, each in matters.items() if each.asked is not None}
    near = {each.claim.id: each.claim.near for each in accounts}
    rivals = rivals_of(asked, near, beside_of(accounts, papers))
    opponents = opponents_of(matters.values())
    records = TrackRecords(tuple(resolved_of(accounts, papers, matters, observed, decided or {})))
    weighed = []
    for account in accounts:
        number = account.claim.id
        own, matter = asked.get(number), matters[number]
        known = partial(records.record, before=own.told) if own is not None else None
        facts = facts_of(account, papers, observed.get(number, ()), known, rivals.get(number, ()), opponents, matter)
        weighed.append(Weighing(account, matter, facts, assess(facts, weights)))
    return tuple(weighed)


def resolved_of(
    accounts: Sequence[Account],
    papers: Mapping[str, Paper],
    matters: Mapping[str, Matter],
    evidence: Mapping[str, Sequence[Evidence]],
    decided: Mapping[str, Outcome],
) -> Iterator[Resolved]:
    """What became of each claim, once for each who made it and can be known again: borne out, contradicted, or left
    open."""
    opponents = opponents_of(matters.values())
    for account in accounts:
        matter = matters[account.claim.id]
        if matter.asked is None:
            continue
        own = tuple(evidence.get(account.claim.id, ()))
        facts = facts_of(account, papers, own, opponents=opponents, matter=matter)
        status, _ = status_of(facts)
        outcome = decided.get(account.claim.id, _OUTCOMES.get(status, Outcome.OPEN))
        made_by = (each.who for each in account.origins.roots if counts(each, account) and can_be_known(each))
        for who in dict.fromkeys(made_by):
            kind, made = facts.event or "", matter.asked.told
            yield Resolved(account.claim.id, who, kind, made, outcome, _observed(supporting(facts)))


def _observed(evidence: Sequence[Evidence]) -> date | None:
    """On which day evidence that supports it first shows what is claimed, where it measures that."""
    measured = [each for one in evidence for each in one.measured if each.what.startswith(_FIRST_SHOWN)]
    return min((each.day for each in measured if each.day is not None), default=None)
