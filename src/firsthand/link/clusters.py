"""Claims from links: tellings that are on average near enough to each other, and what a person decided.

Average linkage (Sokal and Michener 1958): the two nearest groups are joined as long as the mean chance that two of
their tellings are of one claim is high enough. So one strong link is no bridge between two claims, and none swallows
all. Groups that are each other's nearest can be joined at once, all over, without changing what comes out, since no
joining brings a group nearer to a third than both its parts were (Bruynooghe 1978); so few rounds do. Chances are
counted in whole units, so that sums do not hang on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["THRESHOLD", "Grouped", "Pair", "clusters", "connected", "grouped"]

THRESHOLD = 0.3
"""The mean chance from which on two groups are one claim; chosen on `data/case-dev`."""

_UNIT = 1 << 20
_DECIDED = 2.0
"""In place of a mean chance, where a person joined two groups."""

Pair = tuple[int, int]
_Numbers = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """`leader` is the least number in the group of each item. The joinings, from high to low within a group: `one` <
    `other` are the least numbers of the groups joined, `mean` their mean chance."""

    leader: _Numbers
    one: _Numbers
    other: _Numbers
    mean: _Floats


def clusters(
    count: int,
    chances: Mapping[Pair, float],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    threshold: float = THRESHOLD,
) -> list[int]:
    """The cluster of each of so many tellings, as the least number in it. Ties are broken by the numbers alone.

    Args:
        chances: of pairs (one < other), that they are of one claim; 0 for those that are not named.
        same: pairs that a person put together: the groups that they come to be in are one, whatever the chances.
        different: pairs that a person put apart; what is the same stands above it.
    """
    pairs = np.array(list(chances), np.int64).reshape(-1, 2)
    values = np.fromiter(chances.values(), np.float64, len(chances))
    found = grouped(count, pairs[:, 0], pairs[:, 1], values, same=same, different=different, threshold=threshold)
    leaders: list[int] = found.leader.tolist()
    return leaders


def grouped(
    count: int,
    one: _Numbers,
    other: _Numbers,
    chance: _Floats,
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    threshold: float = THRESHOLD,
) -> Grouped:
    """The same, from arrays: pairs `one`, `other` with their chances, each pair once."""
    groups = _Groups(count, one, other, chance, np.array(list(different), np.int64).reshape(-1, 2))
    joinings = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64))]
    while len(nearest := groups.nearest(threshold)):
        joinings.append(groups.join(nearest))
    joinings.append(groups.put_together(np.array(list(same), np.int64).reshape(-1, 2)))
    return Grouped(groups.leader, *(np.concatenate(each) for each in zip(*joinings, strict=True)))


def connected(count: int, one: _Numbers, other: _Numbers) -> _Numbers:
    """The least number of all that hang together with each of so many, over pairs."""
    least = np.arange(count)
    while len(one):
        low, high = np.minimum(least[one], least[other]), np.maximum(least[one], least[other])
        between = low < high
        one, other = one[between], other[between]
        np.minimum.at(least, high[between], low[between])
        while (least != least[least]).any():
            least = least[least]
    return least


class _Groups:
    """Groups by the least number in each. Between two of them (`_one` < `_other`): the sum of chances, and whether they
    are to stay apart."""

    def __init__(self, count: int, one: _Numbers, other: _Numbers, chance: _Floats, different: _Numbers) -> None:
        self.leader = np.arange(count)
        self._size = np.ones(count, np.int64)
        self._one = np.append(one, different[:, 0])
        self._other = np.append(other, different[:, 1])
        self._sum = np.append(np.rint(chance * _UNIT).astype(np.int64), np.zeros(len(different), np.int64))
        self._apart = np.arange(len(self._one)) >= len(one)
        self._mean = np.zeros(0)
        self._relabel(np.arange(count), np.ones(len(self._one), np.bool_))  # a pair that is told twice is one

    def put_together(self, same: _Numbers) -> tuple[_Numbers, _Numbers, _Floats]:
        """What is the same becomes one group, whole as the groups are by now."""
        into = connected(len(self.leader), self.leader[same[:, 0]], self.leader[same[:, 1]])
        moved = np.flatnonzero(into != np.arange(len(into)))
        self.leader = into[self.leader]
        return into[moved], moved, np.full(len(moved), _DECIDED)

    def nearest(self, threshold: float) -> _Numbers:
        """The places of the pairs in which each is the other's nearest, and near enough; of such as are as near, the
        nearest is the one of least numbers. Groups without any pair that is near enough stay as they are for good."""
        near = self._near(threshold)
        active = np.zeros(len(self.leader), np.bool_)
        active[self._one[near]] = active[self._other[near]] = True
        self._keep(active[self._one] & active[self._other])
        near = self._near(threshold)
        ends = (self._one, self._other)
        best = np.zeros(len(self.leader))
        for end in ends:
            np.maximum.at(best, end[near], self._mean[near])
        places = np.flatnonzero(near & ((self._mean == best[ends[0]]) | (self._mean == best[ends[1]])))
        places = places[np.lexsort((ends[1][places], ends[0][places]))]
        ranks = np.arange(len(places))
        first = np.full(len(self.leader), len(places))
        for end in ends:
            nearest = self._mean[places] == best[end[places]]
            np.minimum.at(first, end[places[nearest]], ranks[nearest])
        found: _Numbers = places[(first[ends[0][places]] == ranks) & (first[ends[1][places]] == ranks)]
        return found

    def join(self, pairs: _Numbers) -> tuple[_Numbers, _Numbers, _Floats]:
        """Join the groups of the pairs at these places, and say what was joined, and how near it was."""
        one, other, mean = self._one[pairs], self._other[pairs], self._mean[pairs]
        into = np.arange(len(self.leader))
        into[other] = one
        self._size[one] += self._size[other]
        moved = np.zeros(len(into), np.bool_)
        moved[one] = moved[other] = True
        self._relabel(into, moved[self._one] | moved[self._other])
        return one, other, mean

    def _near(self, threshold: float) -> _Flags:
        self._mean = self._sum / _UNIT / (self._size[self._one] * self._size[self._other])
        return (self._mean >= threshold) & ~self._apart

    def _keep(self, kept: _Flags) -> None:
        if not kept.all():
            self._one, self._other = self._one[kept], self._other[kept]
            self._sum, self._apart, self._mean = self._sum[kept], self._apart[kept], self._mean[kept]

    def _relabel(self, into: _Numbers, moved: _Flags) -> None:
        """Groups are now parts of others; `moved` are the pairs that have one of these, which alone can be doubled."""
        self.leader = into[self.leader]
        one, other = into[self._one[moved]], into[self._other[moved]]
        pairs = np.minimum(one, other) * len(into) + np.maximum(one, other)
        order = np.argsort(pairs, kind="stable")
        order = order[one[order] != other[order]]
        keys, starts = np.unique(pairs[order], return_index=True)
        total, apart = self._sum[moved][order], self._apart[moved][order]
        total = np.add.reduceat(total, starts) if len(keys) else total
        apart = np.logical_or.reduceat(apart, starts) if len(keys) else apart
        stay = ~moved
        self._one = np.append(self._one[stay], keys // len(into))
        self._other = np.append(self._other[stay], keys % len(into))
        self._sum, self._apart = np.append(self._sum[stay], total), np.append(self._apart[stay], apart)
