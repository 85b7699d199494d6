"""Words that are inflected: the lists give a stem and a class of endings, and any form of the word is found.

“ракет+f” stands for ракета, ракеты, ракет, ракетам …; “боев+a машин+f” for both words in any form each, and
“дети|детей” for either word. The classes stand in `data/declensions.yaml`, one block per language. A class may
give forms that the word does not have: the lists only ask which word a form could be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from firsthand.resolve.data import block
from firsthand.resolve.lexicon import Phrases, Words
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
        found += [fold(stem + ending + joined + tail) for ending in block("declensions.yaml", language)[kind]]
    return tuple(found)


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
        self._of: dict[str, list[str]] = {}
        known: set[str] = set()
        for phrase, value in entries:
            parts = tuple(_parts(phrase))
            self._from.setdefault(parts[0], []).append((parts, value))
            self._until.setdefault(parts[-1], []).append((parts, value))
            for part in parts:
                if part not in known:
                    known.add(part)
                    for form in dict.fromkeys(forms(part, language)):
                        self._of.setdefault(form, []).append(part)
        self._opening = frozenset(form for form, parts in self._of.items() if any(p in self._from for p in parts))

    def __contains__(self, word: str) -> bool:
        return word in self._opening

    def _fits(self, words: Words, i: int, parts: tuple[str, ...]) -> bool:
        return all(part in self._of.get(words.low[i + k], ()) for k, part in enumerate(parts))

    def at(self, words: Words, i: int, stop: int) -> tuple[int, T] | None:
        return max(self.each_at(words, i, stop), key=lambda found: found[0], default=None)

    def each_at(self, words: Words, i: int, stop: int) -> Iterator[tuple[int, T]]:
        if i >= stop or words.low[i] not in self._opening:
            return
        found = [
            (i + len(parts), value)
            for first in self._of[words.low[i]]
            for parts, value in self._from.get(first, ())
            if i + len(parts) <= stop and self._fits(words, i, parts)
        ]
        yield from sorted(found, key=lambda each: -each[0])

    def before(self, words: Words, i: int, lo: int) -> tuple[int, T] | None:
        if i <= lo:
            return None
        found = [
            (i - len(parts), value)
            for last in self._of.get(words.low[i - 1], ())
            for parts, value in self._until.get(last, ())
            if i - len(parts) >= lo and self._fits(words, i - len(parts), parts)
        ]
        return min(found, key=lambda each: each[0], default=None)
