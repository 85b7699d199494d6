"""Drawing from a channel: what comes is kept as it comes, and how far back it went is known once it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from firsthand.plugins import Wanted
from firsthand.store import Case, keep_reach, reaches

__all__ = ["MOST", "SECONDS", "Visit", "in_portions"]

T = TypeVar("T")

MOST = 100
"""Captures that are written and acknowledged at once."""
SECONDS = 3.0
"""After which what came is written, however little it is."""


def in_portions(found: Iterable[T], keep: Callable[[list[T]], None], *, most: int = MOST) -> Iterator[None]:
    """Hand over what comes, some at a time, with a pause after each; and what had come when the source fails or is
    interrupted. A portion whose keeping is itself interrupted is handed over once more."""
    portion: list[T] = []
    last = time.monotonic()
    try:
        for one in found:
            portion.append(one)
            if len(portion) >= most or time.monotonic() - last >= SECONDS:
                keep(portion)
                portion = []
                last = time.monotonic()
                yield
    finally:
        if portion:
            keep(portion)


class Visit:
    """One visit to what is wanted, and how far back it may stop: `wanted` is what its channel is asked for."""

    def __init__(self, case: Case, wanted: Wanted) -> None:
        self._case = case
        self._since = wanted.since
        back = [one.captures for one in reaches(case, wanted.what) if one.goes_to(wanted.since)]
        self._up_to = max(back, default=0)
        self._paged = False
        self.wanted = replace(wanted, seen=case.has_key, reached=self._reached)

    def _reached(self, key: str) -> bool:
        self._paged = True
        return self._case.has_key(key, self._up_to)

    def came_to_its_end(self, run: int) -> None:
        """Note it where the channel pages backwards: the next visit may stop at what this one saw.

        Raises:
            CaseError: the case cannot be written.
        """
        if self._paged:
            keep_reach(self._case, run, self.wanted.what, self._since)
