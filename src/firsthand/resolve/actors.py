"""Who does it, or has it done to them: countries by their forces, armed groups, the police, companies.

The words stand in `data/actors.yaml`, the countries in `data/sides.yaml`. The same rules hold for every side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.model import Actor, Span
from firsthand.resolve.data import block
from firsthand.resolve.lexicon import Phrases, Words, words_of

__all__ = ["RULES", "find_actors", "nationality_before"]

_REACH = 4  # words between a nationality and the body it belongs to


@dataclass(frozen=True, slots=True)
class _Lists:
    adjectives: Phrases[str]
    names: Phrases[str]
    owners: Phrases[str]
    people: Phrases[str]
    capitals: Phrases[str]
    bodies: Phrases[None]
    persons: Phrases[None]
    alone: Phrases[None]
    enemy: Phrases[None]
    organisations: Phrases[tuple[str, str]]
    sets: dict[str, frozenset[str]]
    places: frozenset[str]
    past: str


@dataclass(frozen=True, slots=True)
class Found:
    """An actor in the tokens `start` to `end`, and its side."""

    start: int
    end: int
    side: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The words, the token at which reading stops, and the lists of the language."""

    words: Words
    stop: int
    lists: _Lists

    def low(self, i: int) -> str:
        """The folded token, empty outside the text."""
        return self.words.low[i] if 0 <= i < len(self.words) else ""

    def named(self, phrases: Phrases[str], i: int) -> tuple[int, str] | None:
        """A phrase that starts with a capital letter at token `i`."""
        return phrases.at(self.words, i, self.stop) if self.words.capitalised(i) else None


Rule = Callable[[Reading, int], Found | None]


def organisation(reading: Reading, i: int) -> Found | None:
    """An organisation or armed group that is known by name, such as NATO or Hezbollah; case must agree."""
    found = reading.lists.organisations.at(reading.words, i, reading.stop)
    if found is None:
        return None
    end, (side, written) = found
    as_written = reading.words.span(i, end).of(reading.words.text).replace("’", "'")
    return Found(i, end, side) if as_written == written else None


def nationality_and_body(reading: Reading, i: int) -> Found | None:
    """A nationality, or a country with 's, before a body: "Russian military authorities", "Ukraine's
    navy".
    """
    owner = reading.named(reading.lists.adjectives, i) or reading.named(reading.lists.owners, i)
    if owner is None:
        return None
    end = _body_end(reading, owner[0])
    return Found(i, end, owner[1]) if end else None


def body_of_country(reading: Reading, i: int) -> Found | None:
    """A body with its country after it: "the Armed Forces of Ukraine", "the government of France"."""
    body = reading.lists.bodies.at(reading.words, i, reading.stop)
    if body is None:
        return None
    end = _ministry_end(reading, body[0])
    if not _has(reading, "of", reading.low(end)):
        return None
    at = end + 1 + _has(reading, "articles", reading.low(end + 1))
    country = reading.named(reading.lists.names, at) if at < reading.stop else None
    return Found(_name_start(reading, i), country[0], country[1]) if country else None


def people(reading: Reading, i: int) -> Found | None:
    """The people of a country, such as "Russians" or, before a verb, "the French"."""
    found = reading.named(reading.lists.people, i)
    if found is None:
        return None
    is_adjective = reading.lists.adjectives.at(reading.words, i, reading.stop) is not None
    if is_adjective and not _has(reading, "does", reading.low(found[0])):
        return None
    return Found(i, found[0], found[1])


def country_or_capital(reading: Reading, i: int) -> Found | None:
    """A country, or a capital in place of its government, where it does something or has it done to it."""
    found = reading.named(reading.lists.names, i) or reading.named(reading.lists.capitals, i)
    if found is None:
        return None
    before, after = reading.low(i - 1), reading.low(found[0])
    if _has(reading, "done_to", before):
        return Found(i, found[0], found[1])
    if before in reading.lists.places or not (_has(reading, "does", after) or _acts(reading, found[0])):
        return None
    return Found(i, found[0], found[1])


def _acts(reading: Reading, i: int) -> bool:
    """Whether a past tense follows at token `i`, after a day at most: "Israel on Friday closed"."""
    while _has(reading, "when", reading.low(i)):
        i += 1
    low = reading.low(i)
    return len(low) > 4 and low.endswith(reading.lists.past)


def enemy(reading: Reading, i: int) -> Found | None:
    """“The enemy” and “the occupiers” name no side: whose enemy depends on who speaks."""
    found = reading.lists.enemy.at(reading.words, i, reading.stop)
    return Found(i, found[0], None) if found else None


def body_alone(reading: Reading, i: int) -> Found | None:
    """Police, rebels, protesters, a ministry and the like without a nationality are actors without a side."""
    found = reading.lists.alone.at(reading.words, i, reading.stop)
    if found is None:
        return None
    return Found(_name_start(reading, i), _ministry_end(reading, found[0]), None)


def company(reading: Reading, i: int) -> Found | None:
    """Capitalised words up to a word such as "Ltd", "Group" or "Airlines" are a company."""
    if not reading.words.capitalised(i):
        return None
    end = i
    while end < min(reading.stop, i + _REACH + 1) and reading.words.capitalised(end):
        if end > i and reading.words.starts[end] - reading.words.ends[end - 1] > 1:
            break  # the next line
        end += 1
    for k in range(end - 1, i, -1):
        if _has(reading, "companies", reading.low(k)):
            return Found(i, k + 1, None)
    return None


RULES: tuple[Rule, ...] = (
    nationality_and_body,
    body_of_country,
    organisation,
    people,
    country_or_capital,
    enemy,
    body_alone,
    company,
)
"""The first that finds an actor at a word decides."""


def _has(reading: Reading, name: str, word: str) -> bool:
    return word in reading.lists.sets[name]


def _body_end(reading: Reading, i: int) -> int | None:
    """Where the body after a nationality ends: the last one in the next few words of the same noun phrase."""
    end = None
    for k in range(i, min(i + _REACH, reading.stop)):
        word = reading.low(k)
        if (
            not word[0].isalpha()
            or _has(reading, "breaks", word)
            or reading.words.starts[k] - reading.words.ends[k - 1] > 1
        ):
            break
        found = reading.lists.bodies.at(reading.words, k, reading.stop)
        found = found or reading.lists.persons.at(reading.words, k, reading.stop)
        if found:
            end = _ministry_end(reading, found[0])
        elif end is not None:
            break
    return end


def _ministry_end(reading: Reading, end: int) -> int:
    """The end with the field of a ministry: "Ministry of Defence", "Ministry of Health and Labour"."""
    if not reading.low(end - 1).startswith("ministr") or not _has(reading, "of", reading.low(end)):
        return end
    k = end + 1
    while k < reading.stop and (
        reading.words.capitalised(k) or (reading.low(k) in ("and", "the") and _capital_after(reading, k))
    ):
        if reading.lists.names.at(reading.words, k, reading.stop):
            break
        k += 1
    return k if k > end + 1 else end


def _capital_after(reading: Reading, k: int) -> bool:
    return k + 1 < reading.stop and reading.words.capitalised(k + 1)


def _name_start(reading: Reading, i: int) -> int:
    """The start with up to two capitalised words before it: "Interior Ministry", "Armed Forces"."""
    start = i
    while start > 0 and i - start < 2 and reading.words.capitalised(i) and reading.words.capitalised(start - 1):
        if reading.words.starts[start] - reading.words.ends[start - 1] > 1 or not reading.low(start - 1)[0].isalpha():
            break
        if _has(reading, "articles", reading.low(start - 1)) or _has(reading, "breaks", reading.low(start - 1)):
            break
        start -= 1
    return start


def _pairs(sides: dict[str, dict[str, list[str]]], key: str, suffix: str = "") -> Iterator[tuple[str, str]]:
    return ((name + suffix, side) for side, words in sides.items() for name in words[key])


def _plain(phrases: list[str]) -> Phrases[None]:
    return Phrases((phrase, None) for phrase in phrases)


@cache
def _lists(language: str) -> _Lists | None:
    data: Any = block("actors.yaml", language)
    sides: Any = block("sides.yaml", language)
    if data is None or sides is None:
        return None
    named = ((name, (side, name)) for side, names in data["organisations"].items() for name in names)
    return _Lists(
        adjectives=Phrases(_pairs(sides, "adjectives")),
        names=Phrases(_pairs(sides, "names")),
        owners=Phrases(_pairs(sides, "names", "'s")),
        people=Phrases(_pairs(sides, "people")),
        capitals=Phrases(_pairs(sides, "capitals")),
        bodies=_plain(data["bodies"]),
        persons=_plain(data["persons"]),
        alone=_plain(data["alone"]),
        enemy=_plain(data["enemy"]),
        organisations=Phrases(named),
        sets={
            name: frozenset(data[name]) for name in ("of", "articles", "breaks", "companies", "does", "done_to", "when")
        },
        places=frozenset(data["place_before"]),
        past=data["past"],
    )


def _found_at(reading: Reading, i: int, floor: int) -> Found | None:
    for rule in RULES:
        found = rule(reading, i)
        if found is not None and found.start >= floor:
            return found
    return None


def find_actors(text: str, language: str, within: Span | None = None) -> tuple[Actor, ...]:
    """The actors of `text` with their side (an ISO 3166-1 or group code), in order, without overlap.

    The side is None where the words name none. An unknown language gives none.
    """
    lists = _lists(language)
    if lists is None:
        return ()
    words = words_of(text)
    lo, hi = words.range(within)
    reading = Reading(words, hi, lists)
    actors, i, floor = [], lo, lo
    while i < hi:
        found = _found_at(reading, i, floor) if words.low[i][0].isalpha() else None
        if found is None:
            i += 1
            continue
        span = words.span(found.start, found.end)
        actors.append(Actor(span, span.of(text), found.side))
        i = floor = max(found.end, i + 1)
    return tuple(actors)


def nationality_before(text: str, language: str, start: int) -> Actor | None:
    """The nationality in the two words before the character `start`: "Ukrainian artillery fire", "Russia's
    capture".
    """
    lists = _lists(language)
    if lists is None:
        return None
    words = words_of(text)
    at, _ = words.range(Span(start, len(text)))
    reading = Reading(words, len(words), lists)
    for i in range(at - 1, max(-1, at - 4), -1):
        owner = reading.named(lists.adjectives, i) or reading.named(lists.owners, i)
        if owner is not None and owner[0] <= at:
            span = words.span(i, owner[0])
            return Actor(span, span.of(text), owner[1])
        if not words.low[i][0].isalpha() or _has(reading, "breaks", words.low[i]):
            return None
    return None
