"""Which language each part of a text is read in: a report may quote whole lines in another one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from firsthand.resolve.lexicon import Words
from firsthand.resolve.time_grammar import language_at

__all__ = ["stretches"]


def stretches(words: Words, language: str, lo: int, hi: int) -> Iterator[tuple[str, int, int]]:
    """The tokens lo ≤ i < hi in runs of lines of one language: its code, and where the run starts and ends."""
    run, start, i = language, lo, lo
    while i < hi:
        line_end = words.text.find("\n", words.starts[i])
        end = hi if line_end < 0 else min(hi, bisect_left(words.starts, line_end, lo=i))
        here = language_at(words.text[words.starts[i] : words.ends[end - 1]], language)
        if here != run:
            if start < i:
                yield run, start, i
            run, start = here, i
        i = end
    if start < hi:
        yield run, start, hi
