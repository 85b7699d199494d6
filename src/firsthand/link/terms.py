"""What a telling is made of: its terms, which are the same in every language and script.

A term is a concept of the glossary, a figure, or a name or other word by the consonants that are heard in it, so that
"Zorin", «Зорин» and «Зоріна» are one. What everybody says ("and", "which") is no term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

from firsthand.link.glossary import glossary
from firsthand.link.small_words import SMALL
from firsthand.text import fold

__all__ = ["heard", "terms_of", "words_of"]

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*")
_APOSTROPHES = str.maketrans("’ʼ‘`´", "'" * 5)
_SPELLED = (
    *(("sch", "s"), ("shch", "s"), ("sh", "s"), ("ch", "k"), ("zh", "z"), ("kh", "h"), ("ts", "s"), ("th", "t")),
    *(("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("j", "i"), ("h", "g")),
)
"""How the same sound is written in the romanisations of the three languages, and in English; in order."""
_ALIKE = str.maketrans("whyj", "vgii")
_NO_LETTER = re.compile(r"[^a-z]")
_NOT_HEARD = re.compile(r"[aeiouy]|[^a-z]")
_TWICE = re.compile(r"(.)\1+")
_SHORTEST, _LONGEST = 3, 6  # consonants; what comes behind them is mostly an ending
_STEM = 4  # letters of a word with fewer consonants
_ENDING = re.compile(r"(?<=.)[aeiou]+$")


def terms_of(text: str, language: str) -> frozenset[str]:
    """The terms of a text: "=concept", "#figure", "~consonants", or "~stem." of a short word."""
    return frozenset(term for _, terms in words_of(text, language) for term in terms)


def words_of(text: str, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The folded words of a text in their order, each with its terms, without those that everybody says."""
    small = SMALL.get(language, frozenset())
    for word in _WORD.findall(fold(text).translate(_APOSTROPHES)):
        if word not in small:
            yield word, _terms_of_word(word, language)


@lru_cache(maxsize=1 << 16)
def _terms_of_word(word: str, language: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return (f"#{word.replace(',', '.')}",)
    concept = glossary(language).concept(word)
    return (f"={concept}",) if concept else tuple(_terms_of_parts(word))


def _terms_of_parts(word: str) -> Iterator[str]:
    for part in word.split("-"):
        consonants = heard(part)
        if len(consonants) >= _SHORTEST:
            yield f"~{consonants}"
        elif len(part) >= _SHORTEST:
            yield f"~{_short(part)}."


def _short(part: str) -> str:
    """The stem of a word in which few consonants are heard, in Latin letters: "Lava" and «Лаву» are one."""
    spelled = anyascii(part).lower().translate(_ALIKE)
    return _ENDING.sub("", _NO_LETTER.sub("", spelled))[:_STEM] or part[:_STEM]


def heard(word: str) -> str:
    """The first consonants that are heard in a folded word of any script: «Беркутской» → "brktsk"."""
    spelled = anyascii(word).lower()
    for written, sound in _SPELLED:
        spelled = spelled.replace(written, sound)
    return _TWICE.sub(r"\1", _NOT_HEARD.sub("", spelled))[:_LONGEST]
