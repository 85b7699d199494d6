"""Things of which some are found to be one (union–find, Tarjan 1975)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from firsthand.claims import Told

__all__ = ["Joined"]

T = TypeVar("T")


class Joined(Generic[T]):
    """Groups of things, each known by its telling; the smallest telling leads, so that order changes nothing."""

    def __init__(self, things: Iterable[T], told: Callable[[T], Told]) -> None:
        self._things, self._told = tuple(things), told
        self._leader = {told(each): told(each) for each in self._things}

    def join(self, one: Told, other: Told) -> None:
        first, second = self.leader(one), self.leader(other)
        self._leader[max(first, second)] = min(first, second)

    def leader(self, told: Told) -> Told:
        """The telling that stands for all that are one with this."""
        while self._leader[told] != told:
            self._leader[told] = told = self._leader[self._leader[told]]
        return told

    def groups(self) -> list[list[T]]:
        """All groups, and what is in each, in the order in which the things came."""
        found: dict[Told, list[T]] = {}
        for each in self._things:
            found.setdefault(self.leader(self._told(each)), []).append(each)
        return list(found.values())
