"""Words around and within the names of places, one file per language: `data/placewords-<language>.yaml`.

Another language is one more file with the same keys and a line in `LANGUAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from firsthand.resolve.data import load
from firsthand.resolve.lexicon import Words

__all__ = [
    "CYRILLIC",
    "LANGUAGES",
    "PlaceWords",
    "Stems",
    "compounds_cut",
    "is_cyrillic",
    "language_of",
    "of_one_script",
    "place_words",
]

LANGUAGES = ("en", "ru", "uk")
CYRILLIC = ("ru", "uk")
"""Languages whose names are inflected, and are looked up by what they may come from."""

_LATIN = "ABCEHIKMOPTXaceiopxyk"
_LOOKS = "АВСЕНІКМОРТХасеіорхук"
_TO_CYRILLIC = str.maketrans(_LATIN, _LOOKS)
_TO_LATIN = str.maketrans(_LOOKS, _LATIN)
_CYRILLIC_ONLY = re.compile("[а-яіїєґ]+", re.IGNORECASE)
_LATIN_LETTER = re.compile("[A-z]")
_ONLY_UK = frozenset("іїєґ")
_ONLY_RU = frozenset("ыэъё")


@dataclass(frozen=True, slots=True)
class Stems:
    """Beginnings of words; one of up to three letters is a whole word."""

    whole: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, stems: Iterable[str]) -> Stems:
        listed = tuple(stems)
        short = frozenset(stem for stem in listed if len(stem) <= 3)
        return cls(short, tuple(stem for stem in listed if stem not in short))

    def begin(self, low: str) -> bool:
        """Whether the folded word has one of the beginnings."""
        return low in self.whole or low.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The lists of one language; those it has no use for are empty. The file says what each is for."""

    locative: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    spread: frozenset[str] = frozenset()
    settlement: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    followers: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    axis: frozenset[str] = frozenset()
    district: frozenset[str] = frozenset()
    community: frozenset[str] = frozenset()
    quarter: frozenset[str] = frozenset()
    edge: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    site: frozenset[str] = frozenset()
    road: frozenset[str] = frozenset()
    river: frozenset[str] = frozenset()
    highway: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    km: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    onto: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    adjective: tuple[str, ...] = ()
    fleeting: tuple[str, ...] = ()
    crossing: tuple[str, ...] = ()
    forces: Stems = field(default_factory=Stems)
    deeds: Stems = field(default_factory=Stems)
    fighting: Stems = field(default_factory=Stems)
    bodies: Stems = field(default_factory=Stems)
    strikes: Stems = field(default_factory=Stems)
    befalls: Stems = field(default_factory=Stems)
    plural_region: str = ""
    also: dict[str, str] = field(default_factory=dict)
    peoples: dict[str, str] = field(default_factory=dict)
    miles: dict[str, float] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    postal: dict[str, str] = field(default_factory=dict)
    home: frozenset[str] = frozenset()
    second_names: frozenset[str] = frozenset()
    directions: dict[str, float] = field(default_factory=dict)
    sides: dict[str, float] = field(default_factory=dict)
    endings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alternations: dict[str, str] = field(default_factory=dict)

    def names_district(self, low: str) -> bool:
        """Whether the folded word is one for a district or a quarter."""
        return low in self.district or low in self.quarter


@cache
def place_words(language: str) -> PlaceWords:
    """The lists of a language; those of English for one that has no file."""
    raw = load(f"placewords-{language if language in LANGUAGES else 'en'}.yaml")
    return PlaceWords(**{name: _frozen(name, value) for name, value in raw.items()})


def _frozen(name: str, value: Any) -> Any:
    if name in ("endings", "stems"):
        return {ending: tuple(others) for ending, others in value.items()}
    if name in ("forces", "deeds", "fighting", "bodies", "strikes", "befalls"):
        return Stems.of(value)
    if name in ("adjective", "fleeting", "crossing"):
        return tuple(value)
    return frozenset(value) if isinstance(value, list) else value


def compounds_cut(words: Words) -> Words:
    """The tokens with “Sydney-based” and “Kyiv-bound” cut at the hyphen, so that the name is one by itself."""
    tails = place_words("en").tails
    cut = [i for i, low in enumerate(words.low) if "-" in low and low.rpartition("-")[2] in tails]
    if not cut:
        return words
    low, starts, ends, last = list[str](), list[int](), list[int](), 0
    for i in cut:
        head, _, tail = words.low[i].rpartition("-")
        hyphen = words.starts[i] + len(head)
        low += [*words.low[last:i], head, "-", tail]
        starts += [*words.starts[last : i + 1], hyphen, hyphen + 1]
        ends += [*words.ends[last:i], hyphen, hyphen + 1, words.ends[i]]
        last = i + 1
    return Words(words.text, low + words.low[last:], starts + words.starts[last:], ends + words.ends[last:])


def is_cyrillic(word: str) -> bool:
    """Whether its first letters are Cyrillic; one that looks like another script's is settled by the rest."""
    if word.isascii():
        return False
    if _CYRILLIC_ONLY.fullmatch(word):
        return True
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in word)
    return 2 * cyrillic > sum(c.isalpha() for c in word)


def of_one_script(word: str) -> str:
    """The word without letters of the other script that only look right: «Kиїв» with a Latin K."""
    if word.isascii() or not _LATIN_LETTER.search(word):
        return word
    return word.translate(_TO_CYRILLIC if is_cyrillic(word) else _TO_LATIN)


def language_of(text: str, language: str) -> str:
    """The language of the Cyrillic words in a text: the document's, or told by the letters only one has."""
    if language in CYRILLIC:
        return language
    letters = text.lower()
    ukrainian = sum(map(letters.count, _ONLY_UK))
    return "uk" if ukrainian > sum(map(letters.count, _ONLY_RU)) else "ru"
