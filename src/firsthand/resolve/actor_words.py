"""The words for actors in one language, made ready to be looked up, and what the rules may look at.

Bodies, and the words around them, stand in `data/actors-LANGUAGE.yaml`; countries in `sides.yaml` and
`sides-LANGUAGE.yaml`; names in `organisations.yaml` and in tables of the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from firsthand.resolve.actor_table import Organisation, built_in
from firsthand.resolve.data import block, for_language
from firsthand.resolve.declension import Inflected, forms
from firsthand.resolve.lexicon import Phrases, Words
from firsthand.text import TOKEN

__all__ = [
    "Found",
    "Lists",
    "Named",
    "Reading",
    "beside_another",
    "kind_of_body",
    "lists_of",
    "service_at",
    "state_body",
]

T = TypeVar("T")

_SETS = (
    "of", "articles", "breaks", "companies", "does", "done_to", "when", "place_before", "unit_words",
    "ordinal_suffixes", "joins", "single", "be", "have", "befallen", "word_of", "word_of_led", "plurals",
)  # fmt: skip
_STEMS = ("does_stems", "done_stems", "befalls", "firms")
_NEAR = 8  # words either side of a name that may give it another meaning
_MANY = frozenset(
    {"troops", "officials", "commanders", "rebels", "guards", "ministry", "court", "people", "security_forces"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """One of the table, and the name by which it was found, as it is written."""

    organisation: Organisation
    written: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of one language. `bodies` give their kind, `units` the formation in English."""

    inflected: bool
    adjectives: Phrases[str]
    names: Phrases[str]
    owners: Phrases[str]
    seats: Phrases[str]
    people: Phrases[str]
    capitals: Phrases[str]
    bodies: Phrases[str]
    persons: Phrases[None]
    alone: Phrases[None]
    services: Phrases[None]
    local_bodies: Phrases[None]
    bodies_of_regions: Phrases[None]
    regions: Phrases[None]
    enemy: Phrases[None]
    organisations: Phrases[Named]
    named_units: Phrases[Named]
    units: Phrases[str]
    unit_names: Phrases[None]
    unit_tails: Phrases[None]
    groups: Phrases[None]
    ordinal_words: dict[str, int]
    nominatives: frozenset[str]
    endings: tuple[str, ...]
    sets: dict[str, frozenset[str]]
    stems: dict[str, tuple[str, ...]]
    past: tuple[str, ...]
    plural: tuple[str, ...]
    not_masculine: tuple[str, ...]
    consonants: str


@dataclass(frozen=True, slots=True)
class Found:
    """An actor in the tokens `start` to `end`: its side, and who it is where that is known."""

    start: int
    end: int
    side: str | None
    id: str | None = None
    kind: str | None = None


def state_body(start: int, end: int, side: str, kind: str) -> Found:
    """A body of a state. What a state has one of is the same under any name, so it has an id: "UA:navy". A country's
    Red Cross or Red Crescent stands apart from its state.
    """
    if kind == "red_cross":
        return Found(start, end, f"{side}_RED_CROSS", f"{side}:{kind}", "ngo")
    return Found(start, end, side, f"{side}:{kind}" if kind not in _MANY else None, kind)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words, the token at which reading stops, and the lists of the language."""

    words: Words
    stop: int
    lists: Lists

    def low(self, i: int) -> str:
        """The folded token, empty outside the text."""
        low = self.words.low
        return low[i] if 0 <= i < len(low) else ""

    def has(self, name: str, word: str) -> bool:
        """Whether the word list `name` holds the folded word."""
        return word in self.lists.sets[name]

    def starts(self, name: str, word: str) -> bool:
        """Whether the folded word begins with a stem of the list `name`."""
        return bool(word) and word.startswith(self.lists.stems[name])

    def apart(self, k: int) -> bool:
        """Whether more than a space stands before token `k`: another line, or two spaces."""
        return self.words.starts[k] - self.words.ends[k - 1] > 1

    def capital(self, phrases: Phrases[T], i: int) -> tuple[int, T] | None:
        """A phrase that starts with a capital letter at token `i`."""
        return phrases.at(self.words, i, self.stop) if i < self.stop and self.words.capitalised(i) else None

    def nationality(self, i: int) -> tuple[int, str] | None:
        """An adjective of a country; where adjectives have no capital of their own, in any case."""
        if self.lists.inflected:
            return self.lists.adjectives.at(self.words, i, self.stop)
        return self.capital(self.lists.adjectives, i)

    def organisation(self, i: int) -> tuple[int, Organisation] | None:
        """The longest name of the table at token `i` whose capitals are as written."""
        return self._of_table(self.lists.organisations, i)

    def named_unit(self, i: int) -> tuple[int, Organisation] | None:
        """The same for names that are ordinary words elsewhere."""
        return self._of_table(self.lists.named_units, i)

    def _of_table(self, phrases: Phrases[Named], i: int) -> tuple[int, Organisation] | None:
        if i >= self.stop or self.low(i) not in phrases:
            return None
        for end, named in phrases.each_at(self.words, i, self.stop):
            raw = (self.words.raw(k).replace("’", "'") for k in range(i, end))
            if all(map(_agrees, named.written, raw)) and not (named.unless and self._beside(named.unless, i, end)):
                return end, named.organisation
        return None

    def _beside(self, starts: tuple[str, ...], i: int, end: int) -> bool:
        """Whether a word that begins with one of `starts` stands near the tokens i ≤ k < end."""
        low = self.words.low
        return any(word.startswith(starts) for word in (*low[max(0, i - _NEAR) : i], *low[end : end + _NEAR]))


def service_at(reading: Reading, i: int) -> int | None:
    """The index after a service of a state at token `i`, which has a capital; that of a bank or a plant is none."""
    found = reading.capital(reading.lists.services, i)
    if found is None or reading.has("of", reading.low(found[0])) or reading.starts("firms", reading.low(found[0])):
        return None
    return found[0]


def kind_of_body(reading: Reading, start: int, end: int) -> str | None:
    """The kind of a body without its state, where a state has one of that kind."""
    body = reading.lists.bodies.at(reading.words, start, reading.stop)
    return body[1] if body and body[0] == end and body[1] not in _MANY else None


def beside_another(reading: Reading, i: int, body: Callable[[Reading, int], Found | None]) -> Found | None:
    """The nationality at token `i` that shares the body of the next: the first of "Syrian and Iraqi forces"."""
    owner = reading.nationality(i)
    if owner is None:
        return None
    at, comma = owner[0], reading.low(owner[0]) == ","
    at += comma
    joined = reading.has("joins", reading.low(at))
    if not (comma or joined) or at + joined >= reading.stop:
        return None
    if comma and joined and reading.low(i - 1) != ",":
        return None  # "he was Syrian, and Iraqi forces held him"
    at += joined
    shared = body(reading, at) if joined and reading.nationality(at) else beside_another(reading, at, body)
    if shared is None or shared.kind is None:
        return None
    return state_body(i, owner[0], owner[1], shared.kind)


def _agrees(written: str, raw: str) -> bool:
    """Whether the capitals are those of the list: "RAW" is no "raw", but «боевики» may open a sentence."""
    stem, inflected, _ = written.split("|")[0].partition("+")
    if stem == stem.lower():
        return True
    if not inflected and "|" not in written:
        return raw == stem or (stem[0].islower() and raw[0].lower() + raw[1:] == stem)  # "Al-Qaeda" is "al-Qaeda"
    if len(stem) > 1 and stem.isupper():
        return raw[: len(stem)].isupper()
    return raw[0].isupper()


def _written(name: str) -> tuple[str, ...]:
    """The parts of a name in step with the tokens it is found by."""
    parts: list[str] = []
    for chunk in name.split():
        whole = len(chunk) > 1 and ("+" in chunk or "|" in chunk)
        parts += [chunk] if whole else [m[0] for m in TOKEN.finditer(chunk)]
    return tuple(parts)


def _spellings(name: str) -> Iterator[str]:
    """The name with other quotation marks, and with none."""
    yield name
    if "«" in name:
        yield name.replace("«", "“").replace("»", "”")
        yield name.replace("«", '"').replace("»", '"')
        yield name.replace("«", "").replace("»", "")


def _names(organisations: Iterable[Organisation], language: str, plain: bool) -> Iterator[tuple[str, Named]]:
    for each in organisations:
        for name in each.in_language(language) if plain else each.named_in(language):
            for spelling in _spellings(name):
                yield spelling, Named(each, _written(spelling), each.unless_in(language))


def _pairs(sides: dict[str, dict[str, list[str]]], key: str, suffix: str = "") -> Iterator[tuple[str, str]]:
    return ((name + suffix, side) for side, words in sides.items() for name in words[key])


def _nominatives(sides: dict[str, dict[str, list[str]]], language: str) -> frozenset[str]:
    """The last words of the names of countries and capitals, in the first of their forms."""
    names = (name for key in ("names", "capitals") for name, _ in _pairs(sides, key))
    return frozenset(forms(name.split()[-1], language)[0] for name in names)


@lru_cache(maxsize=16)
def lists_of(language: str, further: tuple[Organisation, ...] = ()) -> Lists | None:
    """The lists of the language, with the `further` names of a user's table; None where there are none yet."""
    data: Any = for_language("actors", language)
    sides: Any = for_language("sides", language) or block("sides.yaml", language)
    if data is None or sides is None:
        return None
    inflected = bool(data.get("inflected"))

    def phrases(entries: Iterable[tuple[str, T]]) -> Phrases[T]:
        return Inflected(entries, language) if inflected else Phrases(entries)

    def plain(name: str) -> Phrases[None]:
        return phrases((phrase, None) for phrase in data.get(name, ()))

    def kinds(name: str) -> Phrases[str]:
        return phrases((phrase, kind) for kind, listed in data[name].items() for phrase in listed)

    known = (*further, *built_in())
    return Lists(
        inflected=inflected,
        adjectives=phrases(_pairs(sides, "adjectives")),
        names=phrases(_pairs(sides, "names")),
        owners=phrases(() if inflected else _pairs(sides, "names", "'s")),
        seats=phrases(() if inflected else _pairs(sides, "capitals", "'s")),
        people=phrases(_pairs(sides, "people")),
        capitals=phrases(_pairs(sides, "capitals")),
        bodies=kinds("bodies"),
        persons=plain("persons"),
        alone=plain("alone"),
        services=plain("services"),
        local_bodies=plain("local_bodies"),
        bodies_of_regions=plain("bodies_of_regions"),
        regions=plain("regions"),
        enemy=plain("enemy"),
        organisations=phrases(_names(known, language, plain=True)),
        named_units=phrases(_names(known, language, plain=False)),
        units=kinds("units"),
        unit_names=plain("unit_names"),
        unit_tails=plain("unit_tails"),
        groups=plain("groups"),
        ordinal_words=data.get("ordinal_words", {}),
        nominatives=_nominatives(sides, language) | set(data.get("plurals", ())) if inflected else frozenset(),
        endings=tuple(data.get("adjectives", ())),
        sets={name: frozenset(data.get(name, ())) for name in _SETS},
        stems={name: tuple(data.get(name, ())) for name in _STEMS},
        past=tuple(data.get("past", ())),
        plural=tuple(data.get("plural", ())),
        not_masculine=tuple(data.get("not_masculine", ())),
        consonants=data.get("consonants", ""),
    )
