"""Scores of mentions of persons, organisations, places and the like: exact spans with their type.

A mention is right when its two ends and its type are those of a gold mention. A span of another type is one missed and
one too many. Each type is counted by itself, so that one type may nest in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.attributions import Tally, error_bar
from firsthand.model import Span

__all__ = ["Mentions", "all_types", "error_bars", "mention_tallies", "totals"]

Mentions = Iterable[tuple[str, Span]]
"""(type, characters) of each mention in one document; the same one twice counts once."""


def mention_tallies(gold: Mentions, found: Mentions) -> dict[str, Tally]:
    """The tally of each type that is marked or found in one document."""
    wanted, given = frozenset(gold), frozenset(found)
    return {
        kind: Tally(
            right=sum(1 for mention in wanted & given if mention[0] == kind),
            missed=sum(1 for mention in wanted - given if mention[0] == kind),
            spurious=sum(1 for mention in given - wanted if mention[0] == kind),
        )
        for kind in sorted({kind for kind, _ in wanted | given})
    }


def totals(documents: Iterable[tuple[Mentions, Mentions]]) -> dict[str, Tally]:
    """The tally of each type over documents, given as (gold, found)."""
    added: dict[str, Tally] = {}
    for gold, found in documents:
        for kind, tally in mention_tallies(gold, found).items():
            added[kind] = added.get(kind, Tally()) + tally
    return dict(sorted(added.items()))


def all_types(counts: dict[str, Tally]) -> Tally:
    """All types together: each mention counts the same, so frequent types weigh most."""
    return sum(counts.values(), Tally())


def error_bars(documents: Sequence[dict[str, Tally]]) -> dict[str, float]:
    """For each type, half the middle 95% of its F1 when documents are drawn anew with replacement."""
    kinds = sorted({kind for each in documents for kind in each})
    return {kind: error_bar([each.get(kind, Tally()) for each in documents]) for kind in kinds}
