"""Latin letters that stand in for Cyrillic ones of the same look, by mistake or to escape a filter."""

from __future__ import annotations

import re

__all__ = ["as_cyrillic"]

_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-яЁёІіЇїЄєҐґ]")
_ALIKE = str.maketrans("ABCEHKMOPTXYIaceopxyik", "АВСЕНКМОРТХУІасеорхуік")


def as_cyrillic(word: str) -> str:
    """A word of both scripts with its Latin letters replaced; any other as it is. The length stays the same.

    A word of Latin letters alone stays Latin: it may be a name.
    """
    return word.translate(_ALIKE) if _LATIN.search(word) and _CYRILLIC.search(word) else word
