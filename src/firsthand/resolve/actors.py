"""Who does it, or has it done to them: countries by their forces, armed groups, the police, companies, media.

The same rules hold for every side. The words are those of `actor_words`, the names those of `actor_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Actor, Span
from firsthand.resolve.actor_inflected import (
    INFLECTED_RULES,
    adjective_and_body,
    adjective_beside_another,
    body_with_owner,
    body_without_owner,
    local_body,
    named_enemy,
    named_in_table,
    people_of_country,
)
from firsthand.resolve.actor_states import country_or_capital, state_that_acts
from firsthand.resolve.actor_table import Organisation
from firsthand.resolve.actor_units import UNIT_RULES, group_by_name, numbered_unit, unit_by_name
from firsthand.resolve.actor_words import (
    Found,
    Lists,
    Reading,
    beside_another,
    kind_of_body,
    lists_of,
    service_at,
    state_body,
)
from firsthand.resolve.lexicon import Words, words_of
from firsthand.resolve.stretches import stretches

__all__ = ["RULES", "acting", "find_actors", "nationality_before"]

_REACH = 4  # words between a nationality and the body it belongs to
_OF_STATES = frozenset(
    {
        *("armed_forces", "troops", "commanders", "general_staff", "navy", "air_force", "government", "parliament"),
        *("defence_ministry", "foreign_ministry", "interior_ministry", "ministry", "security_council"),
        *("health_ministry", "justice_ministry", "finance_ministry", "energy_ministry", "transport_ministry"),
        *("military_intelligence", "intelligence", "security_service", "investigators"),
    }
)
"""Kinds of bodies that a capital has for its country, not as a town."""

_NO_DOERS = frozenset({"media", "observer"})

Rule = Callable[[Reading, int], Found | None]


def organisation(reading: Reading, i: int) -> Found | None:
    """An organisation or armed group that is known by name, such as NATO or Hezbollah; capitals must agree."""
    found = reading.organisation(i)
    if found is None:
        return None
    owned = body_of_country(reading, i)
    if owned:
        return owned  # "the Red Cross Society of China"
    end, known = found
    body = reading.lists.bodies.at(reading.words, end, reading.stop) if end < reading.stop else None
    if body and known.side and not reading.apart(end):
        end = body[0]  # "M23 fighters"
    return Found(i, end, known.side, known.id, known.kind)


def nationality_and_body(reading: Reading, i: int) -> Found | None:
    """A nationality, or a country with 's, before a body: "Russian military authorities", "Ukraine's
    navy".
    """
    owner = reading.capital(reading.lists.adjectives, i) or reading.capital(reading.lists.owners, i)
    if owner is None:
        return _country_and_body(reading, i) or _seat_and_body(reading, i)
    known = reading.organisation(owner[0])
    if known and owner[1] in (known[1].side, known[1].country):
        return Found(i, known[0], known[1].side, known[1].id, known[1].kind)
    body = _body_end(reading, owner[0])
    return state_body(i, body[0], owner[1], body[1]) if body else None


def _country_and_body(reading: Reading, i: int) -> Found | None:
    """“Kosovo police”: the name of a country in place of its adjective."""
    country = reading.capital(reading.lists.names, i)
    if country is None or country[0] >= reading.stop or reading.apart(country[0]):
        return None
    body = reading.lists.bodies.at(reading.words, country[0], reading.stop)
    return state_body(i, body[0], country[1], body[1]) if body else None


def _seat_and_body(reading: Reading, i: int) -> Found | None:
    """“Kyiv's General Staff”: a capital in place of its country, before what only a state has."""
    seat = reading.capital(reading.lists.seats, i)
    body = _body_end(reading, seat[0]) if seat else None
    return state_body(i, body[0], seat[1], body[1]) if seat and body and body[1] in _OF_STATES else None


def nationality_beside_another(reading: Reading, i: int) -> Found | None:
    """A nationality that shares its body with the next one: in "Syrian and Iraqi forces" both are actors."""
    return beside_another(reading, i, nationality_and_body)


def body_of_country(reading: Reading, i: int) -> Found | None:
    """A body with its country after it: "the Armed Forces of Ukraine", "the government of France"."""
    body = reading.lists.bodies.at(reading.words, i, reading.stop)
    if body is None:
        return None
    end = _ministry_end(reading, body[0])
    if not reading.has("of", reading.low(end)):
        return None
    at = end + 1 + reading.has("articles", reading.low(end + 1))
    country = reading.capital(reading.lists.names, at) if at < reading.stop else None
    return state_body(_name_start(reading, i), country[0], country[1], body[1]) if country else None


def people(reading: Reading, i: int) -> Found | None:
    """The people of a country, such as "Russians" or, before a verb, "the French"."""
    found = reading.capital(reading.lists.people, i)
    if found is None:
        return None
    is_adjective = reading.lists.adjectives.at(reading.words, i, reading.stop) is not None
    if is_adjective and not reading.has("does", reading.low(found[0])):
        return None
    return Found(i, found[0], found[1], None, "people")


def enemy(reading: Reading, i: int) -> Found | None:
    """“The enemy” and “the occupiers” name no side: whose enemy depends on who speaks."""
    found = reading.lists.enemy.at(reading.words, i, reading.stop)
    return Found(i, found[0], None, None, "enemy") if found else None


def body_alone(reading: Reading, i: int) -> Found | None:
    """Police, rebels, protesters, a ministry and the like without a nationality are actors without a side."""
    found = reading.lists.alone.at(reading.words, i, reading.stop)
    after = found[0] if found else service_at(reading, i)
    if after is None:
        return None
    start, end = _name_start(reading, i), _ministry_end(reading, after)
    return Found(start, end, None, None, kind_of_body(reading, start, end))


def local_council(reading: Reading, i: int) -> Found | None:
    """A body of a town or a region, with the place before it: "Kharkiv City Council", "Sumy regional military
    administration". The words name no side.
    """
    found = reading.lists.local_bodies.at(reading.words, i, reading.stop)
    start = i
    while start > 0 and i - start < 2 and reading.words.capitalised(start - 1) and not reading.apart(start):
        word = reading.low(start - 1)
        if not word[0].isalpha() or word == "a" or reading.has("articles", word):
            break
        start -= 1
    return Found(start, found[0], None, None, "local") if found and start < i else None


def company(reading: Reading, i: int) -> Found | None:
    """Capitalised words up to a word such as "Ltd", "Group" or "Airlines" are a company."""
    if not reading.words.capitalised(i) or reading.has("articles", reading.low(i)):
        return None
    end = i
    while end < min(reading.stop, i + _REACH + 1) and reading.words.capitalised(end):
        if end > i and reading.apart(end):
            break  # the next line
        end += 1
    if any(reading.lists.groups.at(reading.words, k, reading.stop) for k in range(i, end)):
        return None  # of forces
    for k in range(end - 1, i, -1):
        if reading.has("companies", reading.low(k)):
            return Found(i, k + 1, None, None, "company")
    return None


_ENGLISH: tuple[Rule, ...] = (
    *UNIT_RULES,
    organisation,
    nationality_beside_another,
    nationality_and_body,
    body_of_country,
    people,
    country_or_capital,
    enemy,
    local_council,
    body_alone,
    company,
)
_INFLECTED: tuple[Rule, ...] = (*UNIT_RULES, *INFLECTED_RULES)

RULES: tuple[Rule, ...] = (*_ENGLISH, *INFLECTED_RULES)
"""The rules of English, then those of languages with cases. The first that finds an actor at a word decides."""

_OPENED_BY: dict[Rule, tuple[str, ...]] = {
    numbered_unit: ("adjectives", "owners", "ordinal_words"),  # and a number
    unit_by_name: ("unit_names", "named_units"),
    group_by_name: ("groups",),
    organisation: ("organisations",),
    nationality_beside_another: ("adjectives",),
    nationality_and_body: ("adjectives", "owners", "names", "seats"),
    body_of_country: ("bodies",),
    people: ("people",),
    country_or_capital: ("names", "capitals"),
    enemy: ("enemy",),
    local_council: ("local_bodies",),
    body_alone: ("alone", "services"),
    company: (),  # a word such as "Ltd" behind it
    named_in_table: ("organisations",),
    adjective_beside_another: ("adjectives",),
    adjective_and_body: ("adjectives",),
    body_with_owner: ("bodies",),
    people_of_country: ("people",),
    state_that_acts: ("names", "capitals"),
    named_enemy: ("enemy",),
    local_body: ("local_bodies", "bodies_of_regions"),
    body_without_owner: ("alone", "services"),
}
"""The lists with whose words a rule may find an actor."""


def _body_end(reading: Reading, i: int) -> tuple[int, str] | None:
    """Where the body after a nationality ends, and its kind: the last one in the next few words of the noun phrase."""
    last = None
    for k in range(i, min(i + _REACH, reading.stop)):
        word = reading.low(k)
        if not word[0].isalpha() or reading.has("breaks", word) or reading.apart(k):
            break
        body = reading.lists.bodies.at(reading.words, k, reading.stop)
        person = reading.lists.persons.at(reading.words, k, reading.stop)
        if body and (last is None or body[0] > last[0]):
            last = _ministry_end(reading, body[0]), body[1]
        elif person:
            last = person[0], "people"
        elif last is not None and k >= last[0]:
            break
    return last


def _ministry_end(reading: Reading, end: int) -> int:
    """The end with the field of a ministry: "Ministry of Defence", "Ministry of Health and Labour"."""
    if not reading.low(end - 1).startswith("ministr") or not reading.has("of", reading.low(end)):
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
        if reading.apart(start) or not reading.low(start - 1)[0].isalpha():
            break
        if reading.has("articles", reading.low(start - 1)) or reading.has("breaks", reading.low(start - 1)):
            break
        start -= 1
    return start


@dataclass(frozen=True, slots=True)
class _Rulebook:
    """Which rules to ask at which word, in their order: those for the folded word, and for a number."""

    lists: Lists
    at: dict[str, tuple[Rule, ...]]
    at_number: tuple[Rule, ...]
    companies: frozenset[str]

    def candidates(self, words: Words, lo: int, hi: int) -> Iterator[tuple[int, tuple[Rule, ...]]]:
        """The tokens at which an actor may start, found in one pass, with the rules to ask there."""
        low = words.low
        tails = {k for end in range(lo, hi) if low[end] in self.companies for k in range(end - _REACH, end)}
        for i in range(lo, hi):
            rules = self.at.get(low[i], ())
            if not rules and low[i][0].isdecimal():
                rules = self.at_number
            if i in tails:
                rules = (*rules, company)
            if rules:
                yield i, rules


@lru_cache(maxsize=16)
def _rulebook(language: str, further: tuple[Organisation, ...]) -> _Rulebook | None:
    """None where there are no lists of the language."""
    lists = lists_of(language, further)
    if lists is None:
        return None
    at: dict[str, list[Rule]] = {}
    for rule in _INFLECTED if lists.inflected else _ENGLISH:
        openers = {word for name in _OPENED_BY[rule] for word in getattr(lists, name)}
        for word in openers:
            if word[0].isalnum():
                at.setdefault(word, []).append(rule)
    rules = {
        word: tuple(listed) if word[0].isalpha() or numbered_unit in listed else (numbered_unit, *listed)
        for word, listed in at.items()
    }
    companies = frozenset() if lists.inflected else lists.sets["companies"]
    return _Rulebook(lists, rules, (numbered_unit,), companies)


def find_actors(
    text: str, language: str, within: Span | None = None, further: tuple[Organisation, ...] = ()
) -> tuple[Actor, ...]:
    """The actors of `text` with their side (an ISO 3166-1 or group code), in order, without overlap.

    The side is None where the words name none; `further` is a table of the user's. An unknown language gives none,
    and lines in another script are read in the language of that script.
    """
    words = words_of(text)
    actors: list[Actor] = []
    for here, lo, hi in stretches(words, language, *words.range(within)):
        rulebook = _rulebook(here, further)
        if rulebook is not None:
            actors += _actors_in(Reading(words, hi, rulebook.lists), rulebook, lo)
    return tuple(actors)


def _actors_in(reading: Reading, rulebook: _Rulebook, lo: int) -> Iterator[Actor]:
    words, floor = reading.words, lo
    for i, rules in rulebook.candidates(words, lo, reading.stop):
        found = _found_at(reading, i, rules, floor) if i >= floor else None
        if found is None:
            continue
        span = words.span(found.start, found.end)
        yield Actor(span, span.of(words.text), found.side, found.id, found.kind)
        floor = max(found.end, i + 1)


def _found_at(reading: Reading, i: int, rules: tuple[Rule, ...], floor: int) -> Found | None:
    for rule in rules:
        found = rule(reading, i)
        if found is not None and found.start >= floor:
            return found
    return None


def acting(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who may have done what a statement tells; media and observers only tell of it."""
    return tuple(actor for actor in actors if actor.kind not in _NO_DOERS)


def nationality_before(text: str, language: str, start: int) -> Actor | None:
    """The nationality in the two words before the character `start`: "Ukrainian artillery fire", "Russia's
    capture".
    """
    lists = lists_of(language)
    if lists is None:
        return None
    words = words_of(text)
    at, _ = words.range(Span(start, len(text)))
    reading = Reading(words, len(words), lists)
    for i in range(at - 1, max(-1, at - 4), -1):
        owner = reading.nationality(i) or reading.capital(lists.owners, i)
        if owner is not None and owner[0] <= at:
            span = words.span(i, owner[0])
            return Actor(span, span.of(text), owner[1])
        if not words.low[i][0].isalpha() or reading.has("breaks", words.low[i]):
            return None
    return None
