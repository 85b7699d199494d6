"""From an account of a claim to the facts that weighing hangs on: who tells it, what each gains, what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from firsthand.assessments import Facts, Record, Witness
from firsthand.claims import Account, Answerer, Origin, Paper
from firsthand.evidence import Evidence
from firsthand.kinds import DriftKind, Interest, Mode, Stance
from firsthand.pipeline.matter import Matter, matter_of
from firsthand.weigh.interest import interest_of

__all__ = ["Opponents", "Records", "can_be_known", "counts", "facts_of", "opponents_of"]

Records = Callable[[str, str], Record | None]
"""The track record by who and kind of claim; "" is all kinds."""
Opponents = Mapping[str, frozenset[str]]
"""For each side the sides that stand against it in a case."""

_STANCES = {Mode.DENIED: Stance.DENIES, Mode.DOUBTED: Stance.DOUBTS, Mode.RETRACTED: Stance.RETRACTS}
"""What an answer does. Who only says "confirmed" is an origin where they have it from nobody else, and nothing more."""


def facts_of(
    account: Account,
    papers: Mapping[str, Paper],
    evidence: Iterable[Evidence] = (),
    records: Records | None = None,
    rivals: Sequence[str] = (),
    opponents: Opponents | None = None,
    matter: Matter | None = None,
) -> Facts:
    """All that the assessment of a claim hangs on.

    Args:
        records: track records as they stood when it was first told.
        rivals: claims that give another figure for the same (see `rivals.rivals_of`).
        opponents: the sides that stand against each (see `opponents_of`).
        matter: what it is about, where that was read off its documents already.
    """
    matter = matter_of(account, papers) if matter is None else matter
    interest, event = _interests(matter, opponents or {}), matter.event
    witnesses = (*_origins(account, event, interest, records), *_answering(account, event, interest, records))
    return Facts(
        account.claim.id,
        len(account.documents),
        account.origins.at_least,
        account.origins.at_most,
        witnesses,
        tuple(sorted(evidence, key=lambda each: (each.connector, each.body, each.rule, each.detail))),
        account.origins.told_by,
        account.open,
        _only_added(account),
        tuple(sorted(rivals)),
        event,
        account.place is not None,
        account.since is not None or account.until is not None,
        matter.hearsay,
        matter.houses,
    )


def opponents_of(matters: Iterable[Matter]) -> Opponents:
    """For each side those that stand against it: in some claim one does to the other what harms it."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in matters:
        actor, target = each.actor, each.target
        if actor is None or target is None:
            continue
        if interest_of(target, each.event, actor, target) is Interest.AGAINST:
            found[actor].add(target)
            found[target].add(actor)
    return {side: frozenset(others) for side, others in found.items()}


def _interests(matter: Matter, opponents: Opponents) -> Callable[[str | None], Interest]:
    """What the claim is for each side. Where one of the two that it is about is not named, a side that stands against
    the other is taken for it. That it hit what an army has serves a side, whatever kind of event that is."""
    event, actor, target = matter.event, matter.actor, matter.target

    def interest(side: str | None) -> Interest:
        if side in matter.strikers:
            return Interest.IN_FAVOUR
        against = opponents.get(side or "", frozenset())
        doer = side if actor is None and target in against else actor
        sufferer = side if target is None and actor in against else target
        return interest_of(side, event, doer, sufferer)

    return interest


def _origins(
    account: Account, event: str | None, interest: Callable[[str | None], Interest], records: Records | None
) -> Iterator[Witness]:
    for root in account.origins.roots:
        yield Witness(
            root.voice,
            root.document,
            Stance.TELLS,
            root.side,
            interest(root.side),
            root.named,
            root.there,
            root.outlet,
            counts(root, account),
            _record(root, event, records),
        )


def _record(who: Origin | Answerer, event: str | None, records: Records | None) -> Record | None:
    """Its track record with claims of this kind, or of any."""
    if records is None or not can_be_known(who):
        return None
    return records(who.who, event or "") or records(who.who, "")


def counts(root: Origin, account: Account) -> bool:
    """Whether an origin counts for "at least": it is sure, or the only one. What one post has in common with another
    of its channel makes it no repetition of a claim that stands there for the first time."""
    return root.sure or len(account.origins.roots) == 1


def can_be_known(who: Origin | Answerer) -> bool:
    """Whether who tells it can be known again in another claim: "a resident" may be anybody."""
    return who.named or who.outlet


def _answering(
    account: Account, event: str | None, interest: Callable[[str | None], Interest], records: Records | None
) -> Iterator[Witness]:
    for each in account.answered_by:
        if each.mode in _STANCES:
            yield Witness(
                each.voice,
                each.document,
                _STANCES[each.mode],
                each.side,
                interest(each.side),
                each.named,
                each.there,
                each.outlet,
                record=_record(each, event, records),
            )


def _only_added(account: Account) -> bool:
    """Whether the claim stands nowhere but in a rewrite that added it, and in what was taken from there, on the word of
    nobody who is named or was there."""
    if len(account.origins.roots) != 1 or account.origins.roots[0].there:
        return False
    root = account.origins.roots[0]
    first = [told for told in account.claim.tellings if told.document == root.document]
    added = [each.later for each in account.drift if each.kind is DriftKind.ADDITION]
    return (root.outlet or not root.named) and any(
        spot.document == told.document and spot.span.overlaps(told.span) for spot in added for told in first
    )
