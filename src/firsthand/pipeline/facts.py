"""From an account of a claim to the facts that weighing hangs on: who tells it, what each gains, what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from firsthand.assessments import Facts, Record, Witness
from firsthand.claims import Account, Figure, Paper
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import DriftKind, Mode, Stance, ToldBy
from firsthand.pipeline.asking import actor_of, target_of
from firsthand.weigh.interest import interest_of

__all__ = ["Records", "facts_of", "rivals_of"]

Records = Callable[[str, str], Record | None]
"""The track record by who and kind of claim; "" is all kinds."""

_STANCES = {Mode.DENIED: Stance.DENIES, Mode.DOUBTED: Stance.DOUBTS, Mode.RETRACTED: Stance.RETRACTS}
"""What an answer does. Who only says "confirmed" is an origin where they have it from nobody else, and nothing more."""


def facts_of(
    account: Account,
    papers: Mapping[str, Paper],
    evidence: Iterable[Evidence] = (),
    records: Records | None = None,
    rivals: Sequence[str] = (),
) -> Facts:
    """All that the assessment of a claim hangs on.

    Args:
        records: track records as they stood when it was first told.
        rivals: claims that give another figure for the same (see `rivals_of`).
    """
    witnesses = (*_origins(account, papers, records), *_answering(account, papers))
    return Facts(
        account.claim.id,
        len(account.documents),
        account.origins.at_least,
        account.origins.at_most,
        witnesses,
        tuple(sorted(evidence, key=lambda each: (each.connector, each.body, each.rule, each.detail))),
        account.origins.told_by is ToldBy.BOTH_PARTIES,
        account.open,
        _only_added(account),
        tuple(sorted(rivals)),
        account.event,
        account.place is not None,
        account.since is not None or account.until is not None,
    )


def _origins(account: Account, papers: Mapping[str, Paper], records: Records | None) -> Iterator[Witness]:
    for root in account.origins.roots:
        record = None
        if records is not None:
            record = records(root.who, account.event or "") or records(root.who, "")
        yield Witness(
            root.voice,
            root.document,
            Stance.TELLS,
            root.side,
            interest_of(root.side, account.event, actor_of(account), target_of(account, papers)),
            root.named,
            root.there,
            root.outlet,
            root.sure,
            record,
        )


def _answering(account: Account, papers: Mapping[str, Paper]) -> Iterator[Witness]:
    for each in account.answered_by:
        if each.mode in _STANCES:
            interest = interest_of(each.side, account.event, actor_of(account), target_of(account, papers))
            stance = _STANCES[each.mode]
            yield Witness(each.voice, each.document, stance, each.side, interest, each.named, each.there)


def _only_added(account: Account) -> bool:
    """Whether the claim stands nowhere but in a rewrite that added it, and in what was taken from there."""
    first = account.claim.tellings[0] if account.claim.tellings else None
    added = (each.later for each in account.drift if each.kind is DriftKind.ADDITION)
    return account.origins.at_most == 1 and any(
        first is not None and spot.document == first.document and spot.span.overlaps(first.span) for spot in added
    )


def rivals_of(asked: Mapping[str, Asked], near: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """For each claim those that are kept apart from it only because they give another figure for the same.

    Args:
        asked: what evidence is asked of each claim, by its id.
        near: the claims that are alike and are kept apart, by id.
    """
    found = {}
    for one, others in near.items():
        rivals = (other for other in others if one in asked and other in asked and _rival(asked[one], asked[other]))
        found[one] = tuple(sorted(rivals))
    return found


def _rival(one: Asked, other: Asked) -> bool:
    """The same kind of happening at the same place on the same days, with figures that cannot both be true."""
    same = one.event is not None and one.event == other.event and one.actor == other.actor
    placed = one.ground is not None and other.ground is not None and one.ground.id == other.ground.id
    return same and placed and _same_days(one, other) and _clash(one.figures, other.figures)


def _same_days(one: Asked, other: Asked) -> bool:
    if one.since is None or other.since is None or one.until is None or other.until is None:
        return False
    return one.since == other.since and one.until == other.until


def _clash(some: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether they count the same things, and nothing that both may mean."""
    pairs = [(one, other) for one in some for other in others if one.unit is not None and one.unit == other.unit]
    return bool(pairs) and not any(_compatible(one, other) for one, other in pairs)


def _compatible(one: Figure, other: Figure) -> bool:
    low = max(each for each in (one.low, other.low, float("-inf")) if each is not None)
    high = min(each for each in (one.high, other.high, float("inf")) if each is not None)
    return low <= high
