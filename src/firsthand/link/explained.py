"""What holds the tellings of a claim together, taken apart: which links, and what each comparison adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firsthand.claims import Link, Told, Weighed
from firsthand.link.comparisons import COMPARISONS
from firsthand.link.index import Compared
from firsthand.link.weights import Weights

__all__ = ["holding", "waterfall"]


def holding(links: Iterable[Compared]) -> Iterator[Compared]:
    """Of the links among the tellings of a claim the strongest that join all of it, as far as there are any (a maximum
    spanning tree, Kruskal 1956). They come in order, strongest first."""
    group: dict[Told, Told] = {}

    def first(told: Told) -> Told:
        while group.get(told, told) != told:
            group[told] = group.get(group[told], group[told])
            told = group[told]
        return told

    for link in links:
        one, other = first(link.one), first(link.other)
        if one != other:
            group[max(one, other)] = min(one, other)
            yield link


def waterfall(link: Compared, weights: Weights, size: int) -> Link:
    """One link with what it starts from, and what each comparison adds, in bits, in the order of comparisons.

    Args:
        size: what the size of the case adds (see `size.bits_for`).
    """
    if not link.levels:
        copy = Weighed("copy", "told in the same words", link.weight)
        return Link(link.one, link.other, link.weight, (copy,))
    found = [Weighed("before", "any two tellings that have something rare in common", weights.start)]
    if size:
        found.append(Weighed("size", "in a case of this size more looks alike by chance", size))
    for comparison, level in zip(COMPARISONS, link.levels, strict=True):
        held = comparison.levels[level]
        found.append(Weighed(comparison.name, held.says, weights.weight(comparison.name, held.name)))
    return Link(link.one, link.other, sum(each.bits for each in found), tuple(found))
