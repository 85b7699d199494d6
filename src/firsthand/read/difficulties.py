"""What makes a text hard to read, told beside the result: capitals or none, emoji, no marks, other scripts, no text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from firsthand.model import Document, Skip

__all__ = ["find_difficulties"]

_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"[.!?…:;]")
_ENOUGH = 40
"""Letters. Of a shorter text no share says anything."""


def find_difficulties(document: Document) -> tuple[Skip, ...]:
    """A sentence for each thing that makes the reading of this document less sure; nothing is left out for it."""
    text = document.text
    words = _WORD.findall(text)
    told = (
        _capitals(words),
        _no_capitals(words),
        _pictures(text, words),
        _marks(text, words),
        _scripts(words, document.language),
        _words(words),
        _mixed(words),
    )
    return tuple(Skip("read", document.address or "text", reason) for reason in told if reason)


def _capitals(words: list[str]) -> str | None:
    letters = "".join(words)
    upper = sum(map(str.isupper, letters))
    cased = upper + sum(map(str.islower, letters))
    if cased < _ENOUGH or upper < 0.6 * cased:
        return None
    return "mostly in capitals: names cannot be told from other words, so voices and places are less sure"


def _no_capitals(words: list[str]) -> str | None:
    letters = "".join(words)
    upper = sum(map(str.isupper, letters))
    lower = sum(map(str.islower, letters))
    if upper + lower < _ENOUGH or upper * 100 >= upper + lower:
        return None
    return "hardly any capitals: names cannot be told from other words, so voices and places are less sure"


_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
_FEW = 5
"""Pictures. So many do no harm."""


def _pictures(text: str, words: list[str]) -> str | None:
    pictures = len(_PICTURE.findall(text))
    if pictures < _FEW or pictures * 15 < len(words):
        return None
    return f"{pictures} emoji among the words: where one statement ends and the next begins is less sure"


def _marks(text: str, words: list[str]) -> str | None:
    if len(words) < _ENOUGH or len(_MARK.findall(text)) * 60 >= len(words):
        return None
    return "hardly any full stops: where one statement ends and the next begins is less sure"


_CYRILLIC_LANGUAGES = frozenset({"be", "bg", "mk", "ru", "sr", "uk"})


def _scripts(words: list[str], language: str) -> str | None:
    letters = "".join(words)
    own = "CYRILLIC" if language in _CYRILLIC_LANGUAGES else "LATIN"
    foreign = sum(count for letter, count in Counter(letters).items() if not _of_script(letter, own))
    if not letters or not foreign or foreign < 0.1 * len(letters):
        return None
    return f"{foreign / len(letters):.0%} of the letters are of another script: they are read apart, if at all"


@cache
def _of_script(letter: str, script: str) -> bool:
    return script in unicodedata.name(letter, "")


_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-яЁёІіЇїЄєҐґ]")


def _mixed(words: list[str]) -> str | None:
    letters = "".join(words)
    if not (_LATIN.search(letters) and _CYRILLIC.search(letters)):
        return None
    mixed = sum(bool(_LATIN.search(word) and _CYRILLIC.search(word)) for word in words)
    if not mixed:
        return None
    return f"{mixed} words mix Latin and Cyrillic letters that look alike: they are read as Cyrillic where they can be"


def _words(words: list[str]) -> str | None:
    return None if len(words) > 2 else "too short to say anything about: fewer than three words"
