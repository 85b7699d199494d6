"""Where a text names an outlet or a channel, in any of the three languages and in most cases of its name.

Names are compared in Latin letters, so that «Вісник Півдня» is found as "Visnyk Pivdnia": what the table of sources
gives as names, the words of the web address, the user name of the channel, what stands in quotation marks in a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from firsthand.model import Source, Span
from firsthand.text import fold
from firsthand.trace.sounds import consonants, heard_as

__all__ = ["Named", "Names", "bare_name", "plain_words", "same_name"]

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
_ASIDE = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r"[«“\"„]([^»”\"“]{3,40})[»”\"“]")
_HANDLE = re.compile(
    r"(?<![\w.])(?:@([A-Za-z]\w{2,31})|t\.me/([A-Za-z]\w{2,31})|((?:[a-z0-9-]+\.)+[a-z]{2,}))", re.IGNORECASE
)
_STATE = re.compile(r"(?<=\w{5})\s+[A-ZА-ЯІЇЄҐ]{2,3}$")
_BETWEEN = re.compile(r"\s+/\s+|\s*\|\s*")
_SOUNDS = (("'", ""), ("y", "i"), ("j", "i"), ("kh", "h"), ("iia", "ia"), ("ii", "i"))
_SHORTEST = 4  # letters of a name of one word
_ENDING = 3  # letters by which two cases of one name differ at most
_LONG = 8  # letters of a word of which the ending may be a letter longer
_FIRST = 2  # consonants by which a name is looked up
_MOST_WORDS = 6  # of a name that is looked for by how it sounds
_KEY = 3  # first letters by which a name is looked up


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """The characters that name a source, and its id."""

    span: Span
    source: str


class Names:
    """The names of some sources. A name that several bear is nobody's."""

    def __init__(self, sources: Iterable[Source]) -> None:
        sources = list(sources)
        owners: dict[tuple[str, ...], set[str]] = {}
        for source in sources:
            for name in _spellings(source):
                owners.setdefault(name, set()).add(source.id)
        self._found: dict[str, tuple[Named, ...]] = {}
        self._handles = dict(sorted(_handles(sources).items()))
        self._by_start: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_sound: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, ids in sorted(owners.items(), key=lambda each: (-len(each[0]), each[0])):
            if len(ids) == 1:
                self._by_start.setdefault(name[0][:_KEY], []).append((name, min(ids)))
                heard = tuple(consonants(word) for word in name)
                for first in {heard[0][:_FIRST], heard[-1][:_FIRST]}:
                    self._by_sound.setdefault(first, []).append((heard, min(ids)))

    def named(self, text: str) -> tuple[Named, ...]:
        """Every name in the text, in order; the longest where several begin at one word. A host or user name is one."""
        if text not in self._found:  # a post that was copied thousands of times is read once
            self._found[text] = tuple(sorted([*self._words(text), *self._addresses(text)]))
        return self._found[text]

    def _addresses(self, text: str) -> Iterator[Named]:
        for match in _HANDLE.finditer(text):
            source = self._handles.get((match[1] or match[2] or match[3]).lower().removeprefix("www."))
            if source is not None:
                yield Named(Span(*match.span()), source)

    def _words(self, text: str) -> Iterator[Named]:
        words = list(_WORD.finditer(text))
        plain = [_latin(word[0]) for word in words]
        number = 0
        while number < len(words):
            found = self._at(number, words, plain)
            if found is not None:
                length, source = found
                yield Named(Span(words[number].start(), words[number + length - 1].end()), source)
            number += found[0] if found else 1

    def _at(self, number: int, words: list[re.Match[str]], plain: list[str]) -> tuple[int, str] | None:
        if words[number][0][0].islower():
            return None
        for name, source in self._by_start.get(plain[number][:_KEY], ()):
            here = plain[number : number + len(name)]
            if len(here) == len(name) and all(map(_same_word, name, here)):
                return len(name), source
        heard = [consonants(word[0]) for word in words[number : number + _MOST_WORDS]]
        for name, source in self._by_sound.get(heard[0][:_FIRST], ()):
            if heard_as(name, heard[: len(name)]):
                return len(name), source
        return None


def bare_name(name: str) -> str:
    """A name without what stands in brackets, and only in its first language."""
    return _BETWEEN.split(_ASIDE.sub("", name))[0].strip()


def same_name(one: str, other: str) -> bool:
    """Whether two names are one but for case, marks, script and what stands in brackets."""
    return plain_words(_ASIDE.sub("", one)) == plain_words(_ASIDE.sub("", other))


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text in Latin letters, as they are compared."""
    return tuple(_latin(word[0]) for word in _WORD.finditer(text))


def _handles(sources: Iterable[Source]) -> dict[str, str]:
    """Whose a user name or a host is."""
    return {
        handle.lower().partition("/")[0]: source.id
        for source in sources
        for handle in (*source.telegram, *source.domains)
    }


def _spellings(source: Source) -> Iterator[tuple[str, ...]]:
    given = (source.name, *(name for _, name in source.names), *(name for _, name in source.credits))
    names = [part for name in given for part in _BETWEEN.split(_ASIDE.sub("", name))]
    names += [quoted for name in names for quoted in _QUOTED.findall(name)]
    names += [_STATE.sub("", name) for name in names]
    names += [domain.partition("/")[0].rpartition(".")[0].replace("-", " ") for domain in source.domains]
    names += [name.replace("_", " ") for name in source.telegram]
    for words in map(plain_words, names):
        if words and (len(words) > 1 or len(words[0]) >= _SHORTEST):
            yield words


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one but for its ending."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    stem = shorter - 1 if shorter <= _SHORTEST + 1 else shorter - 2
    ending = _ENDING + (shorter >= _LONG)
    return shorter >= _SHORTEST and max(len(one), len(other)) - stem <= ending and one[:stem] == other[:stem]


@lru_cache(maxsize=1 << 16)
def _latin(word: str) -> str:
    latin = anyascii(fold(word)).lower()
    for written, plain in _SOUNDS:
        latin = latin.replace(written, plain)
    return latin
