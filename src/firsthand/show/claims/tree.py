"""The tree of an origin: which of its documents has it from which, with copies folded together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.claims import Account, Derivation, Origin
from firsthand.kinds import DerivationKind

__all__ = ["Branch", "Fold", "best_parents", "branches", "folded_copies"]

_COPYING = (DerivationKind.FORWARD, DerivationKind.NETWORK, DerivationKind.COPY)
_FEWEST = 2
"""Copies that are folded; a single one stands for itself."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A document of the tree, `depth` steps below the origin, and how it comes from the one above it, if it does.

    `also` are other derivations among the documents of the claim with this one as taker.
    """

    document: str
    depth: int
    how: Derivation | None
    also: tuple[Derivation, ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """Documents below one that have its text, and so on, and of which nothing else is to be told."""

    documents: tuple[str, ...]
    depth: int
    above: str


def branches(account: Account, origin: Origin) -> Iterator[Branch | Fold]:
    """The tree from above, each document before those that have it from there. No document stands in it twice."""
    under = {told.document for told, _ in origin.tellings}
    order = [key for key in account.documents if key in under]
    parents = best_parents(order, account.derivations)
    folded = folded_copies(account, order, parents)
    below: dict[str | None, list[str]] = defaultdict(list)
    for key in order:
        how = parents.get(key)
        below[how.taken if how else None].append(key)
    takers: dict[str, list[Derivation]] = defaultdict(list)
    for each in account.derivations:
        takers[each.taker].append(each)
    waiting: list[tuple[str, int]] = [(key, 0) for key in reversed(below[None])]
    while waiting:
        key, depth = waiting.pop()
        how = parents.get(key)
        yield Branch(key, depth, how, tuple(each for each in takers[key] if each is not how))
        children = below[key]
        if copies := _below([child for child in children if child in folded], below):
            yield Fold(tuple(copies), depth + 1, key)
        waiting += [(child, depth + 1) for child in reversed(children) if child not in folded]


def _below(top: Sequence[str], below: dict[str | None, list[str]]) -> list[str]:
    """The documents and all that come from them."""
    found, waiting = [], list(reversed(top))
    while waiting:
        key = waiting.pop()
        found.append(key)
        waiting += reversed(below[key])
    return found


def best_parents(order: Sequence[str], derivations: Sequence[Derivation]) -> dict[str, Derivation]:
    """For each document the derivation that says most, without circles.

    One from a document that was told earlier goes before one from a later; then what is surer.
    """
    place = {key: index for index, key in enumerate(order)}
    chosen: dict[str, Derivation] = {}
    ranks: dict[str, tuple[bool, float, int]] = {}
    for each in derivations:
        if each.taker not in place or each.taken not in place or each.taker == each.taken:
            continue
        rank = (place[each.taken] < place[each.taker], each.score, -place[each.taken])
        if each.taker not in chosen or rank > ranks[each.taker]:
            chosen[each.taker], ranks[each.taker] = each, rank
    return _without_circles(order, chosen)


def _without_circles(order: Sequence[str], chosen: dict[str, Derivation]) -> dict[str, Derivation]:
    """Each circle is opened at the document of it that was told first."""
    place = {key: index for index, key in enumerate(order)}
    safe: set[str] = set()
    for start in order:
        path: list[str] = []
        on_path: set[str] = set()
        key: str | None = start
        while key is not None and key not in safe and key not in on_path:
            path.append(key)
            on_path.add(key)
            key = chosen[key].taken if key in chosen else None
        if key is not None and key in on_path:
            circle = path[path.index(key) :]
            del chosen[min(circle, key=lambda each: place[each])]
        safe.update(path)
    return chosen


def folded_copies(account: Account, order: Sequence[str], parents: dict[str, Derivation]) -> set[str]:
    """Documents that only pass the text on, as do all below them; where there are several below one document.

    `parents` is what `best_parents` gives for the documents of `order`.
    """
    told_of = {spot.document for each in account.drift for spot in (each.earlier, each.later)}
    told_of |= {answer.told.document for answer in account.claim.answers}
    alone = {key for key in order if key in parents and parents[key].kind in _COPYING and key not in told_of}
    children: dict[str, list[str]] = defaultdict(list)
    for key, how in parents.items():
        children[how.taken].append(key)
    open_ends = [key for key in order if key in parents and key not in alone]
    while open_ends:  # what is above something that must be shown is shown too
        above = parents[open_ends.pop()].taken
        if above in alone:
            alone.discard(above)
            open_ends.append(above)
    several = {above for above in children if _has_several(above, children, alone)}
    return {key for key in alone if parents[key].taken in several or parents[key].taken in alone}


def _has_several(above: str, children: dict[str, list[str]], alone: set[str]) -> bool:
    """Whether enough copies lie below a document, beside one another or in a row."""
    first = [child for child in children[above] if child in alone][:_FEWEST]
    return len(first) >= _FEWEST or any(child in alone for key in first for child in children.get(key, ()))
