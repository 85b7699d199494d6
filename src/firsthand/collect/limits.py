"""How much may be taken in, and for how long."""

from __future__ import annotations

import time
from dataclasses import dataclass

from firsthand.errors import TimedOut, TooLarge

__all__ = ["Deadline", "Limits", "megabytes"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one input may cost.

    `bytes` as they come in, `unpacked` bytes after decompression, `seconds` for the whole of a fetch
    with every redirect, `redirects` in a row.
    """

    bytes: int = 20_000_000
    unpacked: int = 20_000_000
    seconds: float = 20.0
    redirects: int = 5

    def check_size(self, size: int, what: str) -> None:
        """Raises `TooLarge` where `size` bytes are more than may come in."""
        if size > self.bytes:
            raise TooLarge(f"{what} is larger than the limit of {megabytes(self.bytes)}. Give a shorter part.")


class Deadline:
    """One wall-clock limit for many steps: a server that sends a byte a second does not outlast it."""

    def __init__(self, seconds: float, what: str) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._what = what

    def left(self) -> float:
        """Seconds that remain; raises `TimedOut` where none do."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> TimedOut:
        """The exception to raise once time is up."""
        return TimedOut(f"{self._what} took longer than the limit of {self._seconds:g} seconds.")


def megabytes(size: int) -> str:
    """A size as people read it: "20 MB", "512 bytes"."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size / 1000:g} kB"
    return f"{size / 1_000_000:g} MB"
