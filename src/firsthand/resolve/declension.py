"""Words that are inflected: the lists give a stem and a class of endings, and any form of the word is found.

“ракет+f” stands for ракета, ракеты, ракет, ракетам …; “боев+a машин+f” for both words in any form each, and
“дети|детей” for either word. The classes stand in `data/declensions.yaml`, one block per language. A class may
give forms that the word does not have: the lists only ask which word a form could be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar

from firsthand.resolve.data import block
from firsthand.resolve.lexicon import Phrases
from firsthand.text import TOKEN, fold

__all__ = ["Inflected", "forms"]

T = TypeVar("T")


def forms(word: str, language: str) -> tuple[str, ...]:
    """The folded forms of one word of a list. KeyError where the language has no such class of endings."""
    found: list[str] = []
    for each in word.split("|"):
        stem, inflected, rest = each.partition("+")
        if not inflected or not stem:
            found.append(fold(each))
            continue
        kind, joined, tail = rest.partition("-")
        start, end = fold(stem), fold(joined + tail)
        found += [start + ending + end for ending in _endings(kind, language)]
    return tuple(found)


@cache
def _endings(kind: str, language: str) -> tuple[str, ...]:
    return tuple(map(fold, block("declensions.yaml", language)[kind]))


def _parts(phrase: str) -> Iterator[str]:
    for chunk in phrase.split():
        if len(chunk) > 1 and ("+" in chunk or "|" in chunk):
            yield chunk
        else:
            yield from (fold(m[0]) for m in TOKEN.finditer(chunk))


class Inflected(Phrases[T]):
    """Phrases whose words are looked up in any of their forms; where several fit, the longest wins."""

    def __init__(self, entries: Iterable[tuple[str, T]], language: str) -> None:
        super().__init__(())
        self._language = language
        self._known: dict[str, frozenset[str]] = {}
        self._index((tuple(_parts(phrase)), value) for phrase, value in entries)

    def _forms(self, part: str) -> frozenset[str]:
        found = self._known.get(part)
        if found is None:
            found = self._known[part] = frozenset(forms(part, self._language))
        return found
