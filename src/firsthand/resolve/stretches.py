"""Which language each part of a text is read in: a report may quote whole lines in another one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from firsthand.resolve.lexicon import Words

__all__ = ["language_at", "stretches"]

_FEW = 4
"""Where letters of the other alphabet are so many times those of the language's own, the line is in another."""
_CYRILLIC, _LATIN = re.compile("[а-яёіїєґА-ЯЁІЇЄҐ]"), re.compile("[a-zA-Z]")
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэъёЫЭЪЁ]")
_FOREIGN = {
    "en": _CYRILLIC,
    "ru": re.compile("[a-zA-ZіїєґІЇЄҐ]"),
    "uk": re.compile("[a-zA-ZыэъёЫЭЪЁ]"),
}
"""The languages that are told from each other, and the letters that do not belong to them."""


def language_at(line: str, language: str) -> str:
    """The language whose patterns a line is read with: the document's, or that of the line's letters where
    most are of another alphabet, or some belong to the other of Russian and Ukrainian only.
    """
    if language not in _FOREIGN or not _FOREIGN[language].search(line):
        return language
    cyrillic = language in ("ru", "uk")
    mine, others = (_CYRILLIC, _LATIN) if cyrillic else (_LATIN, _CYRILLIC)
    if others.search(line):
        words = " ".join(word for word in line.split() if not _is_address(word))
        if len(others.findall(words)) > _FEW * len(mine.findall(words)):
            language = "en" if cyrillic else "ru"
    if language == "ru" and _UKRAINIAN.search(line):
        return "uk"
    if language == "uk" and _RUSSIAN.search(line) and not _UKRAINIAN.search(line):
        return "ru"
    return language


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
