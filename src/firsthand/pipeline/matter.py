"""What a claim is about, as weighing needs it: read off its documents once, so that nothing behind opens them again.

A case may have more documents than memory holds; each pass over its claims reads all of them anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.claims import Account, Paper
from firsthand.evidence import Asked
from firsthand.kinds import Mode
from firsthand.pipeline.asking import actor_of, asked_of, event_of, strikers_of, target_of

__all__ = ["Matter", "matter_of", "matters_of"]


@dataclass(frozen=True, slots=True)
class Matter:
    """A claim's kind of event, who does it and who suffers it, where that is known; `strikers` is who is said to have
    hit what an army has. `hearsay` says that all who tell it only say that it is said to be so, `houses` is how many
    publish it. `asked` is None where nothing says when it was told."""

    asked: Asked | None
    event: str | None
    actor: str | None
    target: str | None
    strikers: frozenset[str]
    hearsay: bool
    houses: int


def matter_of(
    account: Account, papers: Mapping[str, Paper], media: Mapping[str, Sequence[str]] | None = None
) -> Matter:
    """What one claim is about; `media` are the pictures and videos that came with each document."""
    asked = asked_of(account, papers, media)
    return Matter(
        asked,
        event_of(account, papers) if asked is None else asked.event,
        actor_of(account, papers) if asked is None else asked.actor,
        target_of(account, papers),
        strikers_of(account, papers),
        _hearsay(account, papers),
        len({_house(papers[key]) for key in account.documents if key in papers}),
    )


def matters_of(
    accounts: Sequence[Account], papers: Mapping[str, Paper], media: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Matter]:
    """What each claim is about, by its id; those of one document are read together, so that it is opened once."""
    by_document = sorted(accounts, key=lambda each: each.claim.tellings[0].document)
    found = {each.claim.id: matter_of(each, papers, media) for each in by_document}
    return {each.claim.id: found[each.claim.id] for each in accounts}


def _house(paper: Paper) -> str:
    """Who publishes a document: a family of outlets, an outlet, or the document itself where neither is known."""
    source = paper.source
    return (source and (source.family or source.id)) or paper.report.document.outlet or paper.key


def _hearsay(account: Account, papers: Mapping[str, Paper]) -> bool:
    """Whether all who tell the claim only say that it is said to be so ("reportedly")."""
    answers = {each.told for each in account.claim.answers}
    told = [each for each in account.claim.tellings if each not in answers and each.document in papers]
    statements = [each.statement(papers[each.document]) for each in told]
    return bool(told) and all(each is not None and each.mode is Mode.HEDGED for each in statements)
