"""Whose a body is that the text names without its state: "the Air Force said", «МЧС сообщило», «Повітряні сили збили».

The words alone name no side. What else the text says may: the same body with its state, the outlet's country, where
rescuers are at work. Where these disagree, or say nothing, the body stays open, with the states it may belong to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.model import Actor, Document, Place, PlaceKind, Reason
from firsthand.resolve.actor_table import LANGUAGES, built_in
from firsthand.resolve.actor_words import lists_of
from firsthand.resolve.data import load
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.place_context import outlet_country
from firsthand.text import TOKEN, fold

__all__ = ["BELONGING_RULES", "belonging", "body_of_no_state"]

_ONE_EACH = frozenset(
    {
        *("armed_forces", "air_force", "navy", "general_staff", "defence_ministry", "foreign_ministry"),
        *("interior_ministry", "health_ministry", "justice_ministry", "finance_ministry", "energy_ministry"),
        *("transport_ministry", "emergency_service", "border_guard", "coast_guard", "national_guard"),
        *("investigators", "security_service"),
    }
)
"""Kinds of bodies that a state has one of."""

_STEM = 5  # letters that a word keeps in every case
_SEATED = frozenset(
    {
        *("defence_ministry", "foreign_ministry", "interior_ministry", "health_ministry", "justice_ministry"),
        *("finance_ministry", "energy_ministry", "transport_ministry", "general_staff", "government", "parliament"),
        *("investigators", "security_service"),
    }
)
"""Kinds of bodies that sit where their state has its seat. Where forces are named, they may be in any country."""

_TO_CAPITAL = re.compile(r" (?:in|в|во|у)(?: the capital,| столиц[еі],)? ")
_FARTHEST = 20  # characters of " in the capital, "


@dataclass(frozen=True, slots=True)
class _Told:
    """What a document says of states: which act, in which its towns and regions lie, and which is the outlet's."""

    text: str
    actors: Sequence[Actor]
    places: Sequence[Place]
    acting: frozenset[str]
    places_in: frozenset[str]
    home: str | None

    @property
    def states(self) -> frozenset[str]:
        return self.acting | self.places_in


_Rule = Callable[[_Told, Actor], frozenset[str]]


def seated_in_capital(told: _Told, body: Actor) -> frozenset[str]:
    """A ministry, a general staff, a government or a parliament with the capital behind it belongs to that state:
    "the Defence Ministry in Kyiv".
    """
    if body.kind not in _SEATED:
        return frozenset()
    behind = (p for p in told.places if 0 < p.span.start - body.span.end <= _FARTHEST)
    return frozenset(
        p.chosen.country
        for p in behind
        if p.chosen
        and p.chosen.country in _capital(p.span.of(told.text))
        and _TO_CAPITAL.fullmatch(told.text, body.span.end, p.span.start)
    )


def named_with_its_state(told: _Told, body: Actor) -> frozenset[str]:
    """A body that the text elsewhere names with its state belongs to the same state, unless it so names those of
    several, or the outlet is at home in another one that the text speaks of. Where it is so named in other words only
    («российская армия» before «Вооружённые силы»), the text must not speak of any other state.
    """
    owned = [each for each in told.actors if each.side in _states() and each.kind == body.kind]
    same = frozenset(each.side for each in owned if each.side and _same_words(body.text, each.text))
    if not same:
        same = frozenset(each.side for each in owned if each.side and _names_it(each, body))
        same = same if told.states <= same else frozenset()
    return same | ({told.home} if same and told.home and told.home in told.states else set())


def at_home_with_the_outlet(told: _Told, body: Actor) -> frozenset[str]:
    """An outlet speaks of the bodies of its own country without saying whose they are, where the text speaks of that
    country, or of none.
    """
    return frozenset({told.home}) if told.home and (told.home in told.states or not told.states) else frozenset()


def where_it_helps(told: _Told, body: Actor) -> frozenset[str]:
    """Rescuers belong to the country in which all the towns and regions of the text lie."""
    return told.places_in if body.kind == "emergency_service" else frozenset()


def only_one_that_has_it(told: _Told, body: Actor) -> frozenset[str]:
    """Of several states of which a text speaks, a body belongs to the only one that calls its own so: «Нацгвардия» is
    not Russia's, which is «Росгвардия». Rescuers are often called by another state's abbreviation, and stay open.
    """
    several = len(told.states) > 1 and body.kind != "emergency_service"
    left = [side for side in told.states if _may_be(side, body)] if several else []
    return frozenset(side for side in left if len(left) == 1 and f"{side}:{body.kind}" in _names())


def body_of_no_state(told: _Told, body: Actor) -> frozenset[str]:
    """A body without its state stays open where the text and its outlet do not tell whose it is."""
    return told.states | ({told.home} if told.home else set())


BELONGING_RULES: tuple[_Rule, ...] = (
    seated_in_capital,
    named_with_its_state,
    at_home_with_the_outlet,
    where_it_helps,
    only_one_that_has_it,
    body_of_no_state,
)
"""The first that names a state decides, if it names one only; else the body may belong to any of them."""


def belonging(actors: tuple[Actor, ...], places: Sequence[Place], document: Document) -> tuple[Actor, ...]:
    """The actors, with the side of each body of a state that is named without it, where the text or its outlet tells.

    One that stays open has the states it may belong to as `candidates`, none where nothing hints at any.
    """
    if not any(_is_bare(actor) or _may_be_seated(actor) for actor in actors):
        return actors
    chosen = [place.chosen for place in places if place.chosen and place.chosen.kind is not PlaceKind.COUNTRY]
    told = _Told(
        text=document.text,
        actors=actors,
        places=places,
        acting=frozenset(actor.side for actor in actors if actor.side in _states()),
        places_in=frozenset(place.country for place in chosen if place.country),
        home=_home(document),
    )
    return tuple(_decided(told, actor) if _is_bare(actor) else _seated(told, actor) for actor in actors)


def _is_bare(actor: Actor) -> bool:
    return actor.side is None and actor.kind in _ONE_EACH


def _may_be_seated(actor: Actor) -> bool:
    return actor.side is None and actor.kind in _SEATED


def _seated(told: _Told, body: Actor) -> Actor:
    """A government or a parliament: many that are named without a state are those of regions, or of no state."""
    sides = seated_in_capital(told, body) if _may_be_seated(body) else frozenset()
    return _owned(body, next(iter(sides)), seated_in_capital) if len(sides) == 1 else body


def _owned(body: Actor, side: str, rule: _Rule) -> Actor:
    return replace(body, side=side, id=f"{side}:{body.kind}", reasons=(Reason(rule.__name__, f"that of {side}"),))


def _decided(told: _Told, body: Actor) -> Actor:
    sides: tuple[str, ...] = ()
    for rule in BELONGING_RULES:
        named = rule is named_with_its_state or rule is seated_in_capital
        sides = tuple(sorted(side for side in rule(told, body) if named or _may_be(side, body)))
        if len(sides) == 1 and rule is not body_of_no_state:
            return _owned(body, sides[0], rule)
        if sides:
            break
    detail = f"named without its state; the text speaks of {', '.join(sides)}" if sides else "named without its state"
    return replace(body, candidates=sides, reasons=(Reason(body_of_no_state.__name__, detail),))


def _may_be(side: str, body: Actor) -> bool:
    """Whether a state's body bears that short name: «ВКС» are not those of a state that calls them otherwise."""
    abbreviated = body.text.isupper() and body.text in _abbreviations()
    if not abbreviated and (" " in body.text or not fold(body.text).startswith(_short_names())):
        return True
    names = _names().get(f"{side}:{body.kind}")
    return names is None or any(_same_words(body.text, name) for name in names)


def _names_it(actor: Actor, body: Actor) -> bool:
    """Whether the body is called as the actor is, in the text or in the table: «Служба безпеки» as «СБУ» is."""
    table = _names().get(actor.id, ()) if actor.id else ()
    return any(_same_words(body.text, name) for name in (actor.text, *table))


def _same_words(bare: str, owned: str) -> bool:
    """Whether each word of the bare name stands in the other, in whatever case: "Air Force" in "Ukraine's
    Air Force".
    """
    words = TOKEN.findall(fold(owned))
    return all(any(w.startswith(each[:_STEM]) for w in words) for each in TOKEN.findall(fold(bare)))


def _capital(name: str) -> frozenset[str]:
    """The states whose capital bears that name, in any language and case."""
    words = words_of(name)
    lists = filter(None, map(lists_of, LANGUAGES))
    found = (each.capitals.at(words, 0, len(words)) for each in lists)
    return frozenset(side for end, side in filter(None, found) if end == len(words))


@cache
def _states() -> frozenset[str]:
    return frozenset(load("sides.yaml")["en"])


def _home(document: Document) -> str | None:
    """The country in which the outlet is at home: by its address, else by its name."""
    return outlet_country(document.address) or (_homes().get(fold(document.outlet)) if document.outlet else None)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """The names of the bodies of states in the table, by their id."""
    return {each.id: tuple(name for _, name in each.names) for each in built_in()}


@cache
def _abbreviations() -> frozenset[str]:
    """What stands in capitals in the table: «МЧС» of «МЧС России»."""
    return frozenset(word for names in _names().values() for name in names for word in name.split() if word.isupper())


@cache
def _short_names() -> tuple[str, ...]:
    """How the words begin that stand in the table before a state: «Нацгвардия» of «Нацгвардия Украины»."""
    pairs = (name.split() for names in _names().values() for name in names if len(name.split()) == 2)
    return tuple(fold(body.partition("+")[0]) for body, state in pairs if "+" in body and _is_state(state))


def _is_state(name: str) -> bool:
    return any(lists.names.at(words_of(name), 0, 1) for lists in filter(None, map(lists_of, LANGUAGES)))


@cache
def _homes() -> dict[str, str]:
    return {
        fold(name.split("+")[0]): each.country
        for each in built_in()
        if each.kind == "media" and each.country
        for _, name in each.names
    }
