"""Words of a text, and phrases looked up by their first word: what every finder of this room stands on.

Looking up each word in a dictionary keeps the cost linear in the text, however long the lists are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from firsthand.model import Span
from firsthand.text import TOKEN, fold

__all__ = ["Phrases", "Words", "words_of"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of `text`: folded (`low`), and where each starts and ends. The lists are equally long."""

    text: str
    low: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.low)

    def range(self, within: Span | None) -> tuple[int, int]:
        """The indexes lo ≤ i < hi of the tokens that stand wholly in the span."""
        if within is None:
            return 0, len(self.low)
        lo = bisect_left(self.starts, within.start)
        hi = bisect_left(self.starts, within.end, lo=lo)
        if hi > lo and self.ends[hi - 1] > within.end:
            hi -= 1
        return lo, hi

    def raw(self, i: int) -> str:
        """The token as it is written."""
        return self.text[self.starts[i] : self.ends[i]]

    def span(self, i: int, j: int) -> Span:
        """From the start of token `i` to the end of token `j - 1`."""
        return Span(self.starts[i], self.ends[j - 1])

    def glued(self, i: int) -> bool:
        """Whether token `i` follows the one before without a space."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def capitalised(self, i: int) -> bool:
        return self.text[self.starts[i]].isupper()


@lru_cache(maxsize=128)
def words_of(text: str) -> Words:
    """The tokens of the text. Some are kept: several finders read the whole text, and many parts between."""
    low, starts, ends = [], [], []
    for match in TOKEN.finditer(text):
        low.append(fold(match[0]))
        starts.append(match.start())
        ends.append(match.end())
    return Words(text, low, starts, ends)


class Phrases(Generic[T]):
    """A dictionary from phrases (one or more words) to values; where several fit, the longest wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._from: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._until: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            parts = tuple(fold(m[0]) for m in TOKEN.finditer(phrase))
            self._from.setdefault(parts[0], []).append((parts, value))
            self._until.setdefault(parts[-1], []).append((parts, value))
        for index in (self._from, self._until):
            for found in index.values():
                found.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, word: str) -> bool:
        """Whether a phrase starts with the folded word."""
        return word in self._from

    def at(self, words: Words, i: int, stop: int) -> tuple[int, T] | None:
        """The longest phrase that starts at token `i` and ends by `stop`: the index after it, and its
        value.
        """
        if i >= stop:
            return None
        for parts, value in self._from.get(words.low[i], ()):
            end = i + len(parts)
            if end <= stop and (len(parts) == 1 or tuple(words.low[i:end]) == parts):
                return end, value
        return None

    def each_at(self, words: Words, i: int, stop: int) -> Iterator[tuple[int, T]]:
        """Every phrase that starts at token `i` and ends by `stop`, the longest first."""
        for parts, value in self._from.get(words.low[i], ()) if i < stop else ():
            end = i + len(parts)
            if end <= stop and (len(parts) == 1 or tuple(words.low[i:end]) == parts):
                yield end, value

    def before(self, words: Words, i: int, lo: int) -> tuple[int, T] | None:
        """The longest phrase that ends right before token `i`: the index of its first token, and its
        value.
        """
        if i <= lo:
            return None
        for parts, value in self._until.get(words.low[i - 1], ()):
            start = i - len(parts)
            if start >= lo and tuple(words.low[start:i]) == parts:
                return start, value
        return None
