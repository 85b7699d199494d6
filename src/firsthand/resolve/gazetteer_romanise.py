"""Latin spellings of Ukrainian and Russian names, by the systems that reports use.

A town on a map, in a ministry's statement and in a library's catalogue is spelled three ways; each is derived
here from the Cyrillic name. Accents and apostrophes are left out, for a name is looked up without them.

Systems: the Ukrainian national one of 2010 (which BGN/PCGN took over in 2019), BGN/PCGN of 1965 for Ukrainian
and of 1947 for Russian, ALA-LC simplified, the scholarly one, and for Russian what newspapers write
("Krasny", not "Krasnyy").
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["is_russian", "is_ukrainian", "romanised"]

_COMMON = {
    "а": "a", "б": "b", "в": "v", "д": "d", "е": "e", "ж": "zh", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "shch", "ь": "",
}  # fmt: skip
_SCHOLARLY = {"ж": "z", "х": "ch", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "й": "j", "ю": "ju", "я": "ja"}
_UK = {**_COMMON, "г": "h", "ґ": "g", "и": "y", "і": "i"}
_RU = {**_COMMON, "г": "g", "и": "i", "ы": "y", "э": "e", "ъ": ""}

_UK_NATIONAL = {**_UK, "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_UK_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UK_BGN = {**_UK, **_UK_FIRST}
_UK_SCHOLARLY = {**_UK, **_SCHOLARLY, "є": "je", "ї": "ji"}
_RU_BGN = {**_RU, "ё": "e", "й": "y", "ю": "yu", "я": "ya"}
_RU_ALA = {**_RU, "ё": "e", "й": "i", "ю": "iu", "я": "ia"}
_RU_SCHOLARLY = {**_RU, **_SCHOLARLY, "ё": "e"}

_FIRST = re.compile(r"(?<![^\W\d_])[єїйюя]")
_ZGH = re.compile(r"зг")
_RU_YE = re.compile(r"(?:(?<![^\W\d_])|(?<=[аеёиоуыэюяйъь]))е")
_RU_ADJECTIVE = re.compile(r"[ыи]й(?![^\W\d_])")
_UK_ONLY = frozenset("іїєґ")
_RU_ONLY = frozenset("ыэъё")
_UK_LETTERS = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
_RU_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_APART = str.maketrans("", "", "'’ʼ`")


def is_ukrainian(name: str) -> bool:
    """Whether the name can be written in the Ukrainian alphabet."""
    return _written_in(name, _UK_LETTERS)


def is_russian(name: str) -> bool:
    """Whether the name can be written in the Russian alphabet."""
    return _written_in(name, _RU_LETTERS) and not any(mark in name for mark in "'’ʼ")


def _written_in(name: str, letters: frozenset[str]) -> bool:
    return all(letter in letters for letter in name.lower() if letter.isalpha())


def romanised(name: str, language: str) -> tuple[str, ...]:
    """The spellings of a Cyrillic name in Latin letters, each once; `language` is "uk" or "ru"."""
    plain = name.translate(_APART) if language == "uk" else name
    spellings = _ukrainian(plain.lower()) if language == "uk" else _russian(plain.lower())
    return tuple(dict.fromkeys(_capitals_as(plain, spelling) for spelling in spellings))


def _ukrainian(low: str) -> tuple[str, ...]:
    return (
        _spelled(_ZGH.sub("зgh", _FIRST.sub(lambda found: _UK_FIRST[found[0]], low)), _UK_NATIONAL),
        _spelled(low, _UK_BGN),
        _spelled(low, _UK_NATIONAL),
        _spelled(low, _UK_SCHOLARLY),
    )


def _russian(low: str) -> tuple[str, ...]:
    with_ye = _RU_YE.sub("ye", low)
    return (
        _spelled(with_ye, _RU_BGN),
        _spelled(low, _RU_BGN),
        _spelled(_RU_ADJECTIVE.sub("y", low), _RU_BGN),
        _spelled(_RU_ADJECTIVE.sub("y", low.replace("ё", "yo")), _RU_BGN),
        _spelled(low, _RU_ALA),
        _spelled(low, _RU_SCHOLARLY),
    )


def _spelled(low: str, letters: dict[str, str]) -> str:
    return low.translate(_table(tuple(letters.items())))


@cache
def _table(letters: tuple[tuple[str, str], ...]) -> dict[int, str]:
    return {ord(letter): spelled for letter, spelled in letters}


def _capitals_as(name: str, spelling: str) -> str:
    """Capitals where the words of the name have them; the words stay as many in all systems."""
    spelled = re.split(r"([ \-])", spelling)
    written = re.split(r"([ \-])", name)
    return "".join(
        one.capitalize() if other[:1].isupper() else one for one, other in zip(spelled, written, strict=False)
    )
