"""Claims from links: tellings that are on average near enough to each other, and what a person decided.

Average linkage (Sokal and Michener 1958): the two nearest groups are joined as long as the mean chance that two of
their tellings are of one claim is high enough. So one strong link is no bridge between two claims. Groups are made
within what hangs together by links, so that a new telling moves nothing that it does not touch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

__all__ = ["THRESHOLD", "clusters"]

THRESHOLD = 0.2
"""The mean chance from which on two groups are one claim; chosen on `data/case-dev`."""

Pair = tuple[int, int]


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
        same: pairs that a person put together: they stay so, whatever the chances.
        different: pairs that a person put apart; what is the same stands above it.
    """
    groups = _Groups(count, chances, threshold)
    for one, other in sorted(same):
        groups.join(*sorted((groups.of[one], groups.of[other])))
    for one, other in different:
        groups.part(one, other)
    groups.join_the_nearest()
    return groups.of


class _Groups:
    """Groups by the least number in each, with the sum of chances between each two."""

    def __init__(self, count: int, chances: Mapping[Pair, float], threshold: float) -> None:
        self.of = list(range(count))
        self._members = {item: [item] for item in range(count)}
        self._between: dict[int, dict[int, float]] = defaultdict(dict)
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._threshold = threshold
        for (one, other), chance in chances.items():
            self._between[one][other] = self._between[other][one] = chance

    def join_the_nearest(self) -> None:
        waiting: list[tuple[float, int, int]] = [(-mean, one, other) for one, other, mean in self._near(self._members)]
        heapify(waiting)
        while waiting:
            told, one, other = heappop(waiting)
            if one not in self._members or other not in self._members or self._mean(one, other) != -told:
                continue
            if other in self._apart[one]:
                continue
            self.join(one, other)
            for third, mean in self._means(one):
                heappush(waiting, (-mean, min(one, third), max(one, third)))

    def join(self, one: int, other: int) -> None:
        """Put the group `other` into the group `one`, which has the lesser number."""
        if one == other:
            return
        for item in self._members[other]:
            self.of[item] = one
        self._members[one] += self._members.pop(other)
        for third, total in self._between.pop(other, {}).items():
            del self._between[third][other]
            if third != one:
                total += self._between[one].get(third, 0.0)
                self._between[one][third] = self._between[third][one] = total
        for third in self._apart.pop(other, set()):
            self._apart[third].discard(other)
            self._apart[third].add(one)
            self._apart[one].add(third)

    def part(self, one: int, other: int) -> None:
        first, second = self.of[one], self.of[other]
        if first != second:
            self._apart[first].add(second)
            self._apart[second].add(first)

    def _near(self, groups: Iterable[int]) -> Iterator[tuple[int, int, float]]:
        for one in groups:
            for other, mean in self._means(one):
                if one < other:
                    yield one, other, mean

    def _means(self, one: int) -> Sequence[tuple[int, float]]:
        """The groups that are near enough to this one, each with the mean chance."""
        means = [(other, self._mean(one, other)) for other in self._between.get(one, {})]
        return [(other, mean) for other, mean in means if mean >= self._threshold]

    def _mean(self, one: int, other: int) -> float:
        return self._between[one].get(other, 0.0) / (len(self._members[one]) * len(self._members[other]))
