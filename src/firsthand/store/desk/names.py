"""The names of people: how one may look, and which two are the same to whoever reads them."""

from __future__ import annotations

import re
import unicodedata

from firsthand.errors import PeopleError

__all__ = ["LONGEST", "key_of", "name_of"]

LONGEST = 64
"""Characters of a name."""

_ALLOWED = re.compile(r"[^\W_](?:[\w .@'’+-]*[\w.])?")
_WORD = re.compile(r"[^\W\d_]+")


def name_of(given: str) -> str:
    """A name as it is kept: letters of one alphabet in each word, digits, and the marks that names have.

    Raises:
        PeopleError: it is none, or too long, or could be taken for another.
    """
    name = unicodedata.normalize("NFC", " ".join(given.split()))
    if not name:
        raise PeopleError("A person needs a name.")
    if len(name) > LONGEST:
        raise PeopleError(f"The name has {len(name)} characters; at most {LONGEST} are kept. Give a shorter one.")
    if not _ALLOWED.fullmatch(name):
        raise PeopleError(
            "A name is made of letters, digits, spaces and . @ ' + - _, and begins with a letter or digit."
        )
    for word in _WORD.findall(name):
        if len({_alphabet(letter) for letter in word}) > 1:
            raise PeopleError(
                f"The letters of “{word}” are of more than one alphabet, and look like another name. Use one alphabet."
            )
    return name


def key_of(name: str) -> str:
    """The same for names that differ in capitals, width or accents written in two ways only."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", " ".join(name.split())).casefold())


def _alphabet(letter: str) -> str:
    """Such as LATIN or CYRILLIC: the first word of the letter's name in Unicode."""
    return unicodedata.name(letter, "UNNAMED").split()[0].removesuffix("-") if letter.isalpha() else ""
