"""Words of a text, and phrases looked up by their first word: what every finder of this room stands on.

Looking up each word in a dictionary keeps the cost linear in the text, however long the lists are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import contains
from typing import Generic, TypeVar

from firsthand.model import Span
from firsthand.text import TOKEN, fold

__all__ = ["Phrases", "Words", "words_of"]

T = TypeVar("T")

Entry = tuple[int, tuple[frozenset[str], ...], T]
"""How many words a phrase has, the forms of each, and its value."""

Filed = tuple[Sequence[Entry[T]], Sequence[Entry[T]], frozenset[str]]
"""The phrases that one word opens or ends, those of them that are that word alone, and what may stand beside it in the
others: most words have something else beside them, and then the longer phrases need not be looked at."""


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
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]

    def capitalised(self, i: int) -> bool:
        return self.text[self.starts[i]].isupper()


_PARTS = re.compile(f"({TOKEN.pattern})")
_STRESS = "\u0301"


@lru_cache(maxsize=128)
def words_of(text: str) -> Words:
    """The tokens of the text. Some are kept: several finders read the whole text, and many parts between."""
    if _STRESS in text:
        return _without_stress(text)
    parts = _PARTS.split(text)  # a gap, a token, a gap, a token … a gap: no step of this is a loop in Python
    ends = list(accumulate(map(len, parts)))
    low = fold("\n".join(parts[1::2])).split("\n") if len(parts) > 1 else []  # no token has a line break in it
    return Words(text, low, ends[:-1:2], ends[1::2])


def _without_stress(text: str) -> Words:
    """The same of «Покро́вск»: the words are read without their marks of stress, and lie where they do with them."""
    kept = [at for at, letter in enumerate(text) if letter != _STRESS]
    bare = words_of(text.replace(_STRESS, ""))
    ends = [kept[end] if end < len(kept) else len(text) for end in bare.ends]
    return Words(text, bare.low, [kept[start] for start in bare.starts], ends)


class Phrases(Generic[T]):
    """A dictionary from phrases (one or more words) to values; where several fit, the longest wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """ValueError where a phrase has no word."""
        self._from: dict[str, Filed[T]] = {}
        self._last: dict[str, list[Entry[T]]] = {}
        self._index((_parts(phrase), value) for phrase, value in entries)

    def _index(self, entries: Iterable[tuple[tuple[str, ...], T]]) -> None:
        """Files each phrase under every form of its first word, the longest first, and under its last one."""
        first: dict[str, list[Entry[T]]] = {}
        for parts, value in entries:
            if not parts:
                raise ValueError("a phrase without a word")
            entry = len(parts), tuple(self._forms(part) for part in parts), value
            first.setdefault(parts[0], []).append(entry)
            self._last.setdefault(parts[-1], []).append(entry)
        self._from = self._by_form(first, beside=1)

    @cached_property
    def _until(self) -> dict[str, Filed[T]]:
        """The phrases under every form of their last word: of most lists, no phrase is looked for by its end."""
        return self._by_form(self._last, beside=-2)

    def _forms(self, part: str) -> frozenset[str]:
        """The forms in which the word of a list may stand in a text."""
        return frozenset((part,))

    def _by_form(self, by_part: dict[str, list[Entry[T]]], beside: int) -> dict[str, Filed[T]]:
        """The phrases under each form of the part that they are filed by; `beside` is the index of the next one."""
        found: dict[str, Filed[T]] = {}
        for part, entries in by_part.items():
            filed = _filed(entries, beside)
            for form in self._forms(part):
                shared = found.get(form)
                found[form] = _filed([*shared[0], *entries], beside) if shared else filed
        return found

    def __contains__(self, word: str) -> bool:
        """Whether a phrase starts with the folded word."""
        return word in self._from

    def __iter__(self) -> Iterator[str]:
        """The folded words that a phrase may start with."""
        return iter(self._from)

    def openings(self, words: Words, lo: int, hi: int) -> list[int]:
        """The tokens lo ≤ i < hi that a phrase may start at: small words open many, and go on as none of them does."""
        low, opening = words.low, self._from
        found = [i for i in range(lo, hi) if low[i] in opening]
        return [i for i in found if opening[low[i]][1] or (i + 1 < hi and low[i + 1] in opening[low[i]][2])]

    def of_word(self, word: str) -> T | None:
        """The value of the phrase that is the folded word alone."""
        filed = self._from.get(word)
        return next((value for _, _, value in filed[1]), None) if filed else None

    def at(self, words: Words, i: int, stop: int) -> tuple[int, T] | None:
        """The longest phrase that starts at token `i` and ends by `stop`: the index after it, and its
        value.
        """
        if i >= stop or words.low[i] not in self._from:
            return None
        found = self.each_at(words, i, stop)
        return found[0] if found else None

    def each_at(self, words: Words, i: int, stop: int) -> Sequence[tuple[int, T]]:
        """Every phrase that starts at token `i` and ends by `stop`, the longest first."""
        low = words.low
        filed = self._from.get(low[i]) if i < stop else None
        if filed is None:
            return ()
        entries, alone, beside = filed
        if i + 1 >= stop or low[i + 1] not in beside:
            return [(i + 1, value) for _, _, value in alone]
        return [
            (i + length, value)
            for length, parts, value in entries
            if i + length <= stop and (length == 1 or all(map(contains, parts, low[i : i + length])))
        ]

    def before(self, words: Words, i: int, lo: int) -> tuple[int, T] | None:
        """The longest phrase that ends right before token `i`: the index of its first token, and its
        value.
        """
        low = words.low
        filed = self._until.get(low[i - 1]) if i > lo else None
        if filed is None:
            return None
        entries, alone, beside = filed
        if i - 2 < lo or low[i - 2] not in beside:
            return (i - 1, alone[0][2]) if alone else None
        for length, parts, value in entries:
            start = i - length
            if start >= lo and (length == 1 or all(map(contains, parts, low[start:i]))):
                return start, value
        return None


def _parts(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return (fold(phrase),) if phrase.isalpha() else tuple([fold(word) for word in TOKEN.findall(phrase)])


def _filed(entries: Sequence[Entry[T]], beside: int) -> Filed[T]:
    """The phrases, the longest first, ready to be filed under a word."""
    if len(entries) == 1:  # most words open one phrase only
        length, parts, _ = entries[0]
        return (entries, entries, frozenset()) if length == 1 else (entries, (), parts[beside])
    longer = sorted([entry for entry in entries if entry[0] > 1], key=lambda entry: -entry[0])
    alone = [entry for entry in entries if entry[0] == 1]
    return [*longer, *alone], alone, frozenset().union(*[parts[beside] for _, parts, _ in longer])
