"""Which language each part of a text is read in: a report may quote whole lines in another one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from firsthand.resolve.lexicon import Words

__all__ = ["language_at", "stretches"]

_FEW = 4
"""Where letters of the other alphabet are so many times those of the language's own, the line is in another."""
_CODED = "cp1251"
"""Has the letters of all three languages, one byte each, which are counted many times as fast as by a regex."""
_LATIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CYRILLIC = "".join(map(chr, range(ord("А"), ord("я") + 1))).encode(_CODED) + "ёЁіїєґІЇЄҐ".encode(_CODED)
_UKRAINIAN, _RUSSIAN = "іїєґІЇЄҐ", "ыэъёЫЭЪЁ"


@lru_cache(maxsize=512)
def language_at(line: str, language: str) -> str:
    """The language whose patterns a line is read with: the document's, or that of the line's letters where
    most are of another alphabet, or some belong to the other of Russian and Ukrainian only. Some lines are kept:
    each finder asks for all of them.
    """
    if language not in ("en", "ru", "uk"):
        return language
    if language == "en":
        if line.isascii() or not _mostly(_CYRILLIC, _LATIN, line):
            return "en"
        language = "ru"
    elif _mostly(_LATIN, _CYRILLIC, line):
        return "en"
    if language == "ru":
        return "uk" if _has(line, _UKRAINIAN) else "ru"
    return "ru" if _has(line, _RUSSIAN) and not _has(line, _UKRAINIAN) else "uk"


def _has(line: str, letters: str) -> bool:
    return any(letter in line for letter in letters)


def _mostly(others: bytes, mine: bytes, line: str) -> bool:
    """Whether letters of the other alphabet far outnumber those of the language's own, addresses aside."""
    if "/" in line or "@" in line:
        line = " ".join(word for word in line.split() if not _is_address(word))
    coded = line.encode(_CODED, "ignore")
    return _count(coded, others) > _FEW * _count(coded, mine)


def _count(coded: bytes, letters: bytes) -> int:
    return len(coded) - len(coded.translate(None, letters))


def _is_address(word: str) -> bool:
    """Whether it is an address or a handle, whose letters say nothing of the language around it."""
    return "@" in word or "://" in word or ("/" in word and "." in word.partition("/")[0])


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
