"""Actors in languages with cases, Russian and Ukrainian: adjectives have no capital, countries are in the genitive."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.resolve.actor_states import state_that_acts
from firsthand.resolve.actor_words import Found, Reading, beside_another, kind_of_body, service_at, state_body

__all__ = [
    "INFLECTED_RULES",
    "adjective_and_body",
    "adjective_beside_another",
    "body_with_owner",
    "body_without_owner",
    "local_body",
    "named_enemy",
    "named_in_table",
    "people_of_country",
]

_REACH = 5  # words between a nationality and the body it belongs to
_NESTED = 3  # "представители командования ВСУ"


def named_in_table(reading: Reading, i: int) -> Found | None:
    """An organisation, force or group known by name, in any case, with its country if that follows: «СБУ», «Сили
    оборони України».
    """
    found = reading.organisation(i)
    if found is None:
        return None
    end, known = found
    country = reading.capital(reading.lists.names, end)
    if country and country[1] == known.side:
        end = country[0]
    elif country:
        owned = body_with_owner(reading, i)
        if owned and owned.end == country[0]:
            return owned  # «Красный Крест Армении»
    return Found(i, end, known.side, known.id, known.kind)


def adjective_and_body(reading: Reading, i: int) -> Found | None:
    """A nationality before a body or people: «российские военные власти», «українська армія»."""
    owner = reading.nationality(i)
    if owner is None:
        return None
    known = reading.organisation(owner[0])
    if known and owner[1] in (known[1].side, known[1].country):
        return Found(i, known[0], known[1].side, known[1].id, known[1].kind)  # «йеменские хуситы»
    end, kind = None, None
    k = owner[0]
    while k < min(owner[0] + _REACH, reading.stop) and not reading.apart(k):
        body = reading.lists.bodies.at(reading.words, k, reading.stop)
        person = reading.lists.persons.at(reading.words, k, reading.stop)
        if body and not (end and not reading.low(k - 1).endswith(reading.lists.endings)):
            end, kind, k = body[0], body[1], body[0]
        elif person:
            end, kind, k = person[0], "people", person[0]
        elif end is None and reading.low(k).endswith(reading.lists.endings):
            k += 1
        else:
            break
    return state_body(i, end, owner[1], kind) if end and kind else None


def adjective_beside_another(reading: Reading, i: int) -> Found | None:
    """A nationality that shares its body with the next one: in «российские и украинские войска» both are actors."""
    return beside_another(reading, i, adjective_and_body)


def body_with_owner(reading: Reading, i: int) -> Found | None:
    """A body before its country, or before a force: «армия Израиля», «МИД РФ», «командование ВСУ»."""
    return _body_with_owner(reading, i, _NESTED)


def _body_with_owner(reading: Reading, i: int, nested: int) -> Found | None:
    body = reading.lists.bodies.at(reading.words, i, reading.stop) if i < reading.stop else None
    if body is None or not nested or body[0] >= reading.stop:
        return None
    end, kind = body
    country = reading.capital(reading.lists.names, end)
    if country:
        return state_body(i, country[0], country[1], kind)
    force = reading.organisation(end)
    if force and force[1].side and force[1].kind not in ("media", "observer"):
        return Found(i, force[0], force[1].side, None, kind)
    inner = _body_with_owner(reading, end, nested - 1)
    return Found(i, inner.end, inner.side, None, kind) if inner else None


def people_of_country(reading: Reading, i: int) -> Found | None:
    """The people of a country, in any case: «россияне», «українців»."""
    found = reading.lists.people.at(reading.words, i, reading.stop)
    return Found(i, found[0], found[1], None, "people") if found else None


def local_body(reading: Reading, i: int) -> Found | None:
    """A body of a town or a region, with the place before or after it: «Харьковская ОВА», «мэрия Белгорода»,
    «правительство Белгородской области». The words name no side.
    """
    local = reading.lists.local_bodies.at(reading.words, i, reading.stop)
    found = local or reading.lists.bodies_of_regions.at(reading.words, i, reading.stop)
    if found is None:
        return None
    end = _region_end(reading, found[0])
    if end is not None:
        return Found(i, end, None, None, "local")
    if local is None:
        return None
    before = i > 0 and reading.words.capitalised(i - 1) and reading.low(i - 1).endswith(reading.lists.endings)
    named = local[0] < reading.stop and reading.words.capitalised(local[0]) and not reading.apart(local[0])
    if before and not reading.apart(i):
        return Found(i - 1, local[0], None, None, "local")
    return Found(i, local[0] + (named and reading.low(local[0])[0].isalpha()), None, None, "local")


def _region_end(reading: Reading, i: int) -> int | None:
    """The index after «Белгородской области», «Краснодарского края»."""
    if i + 1 >= reading.stop or not reading.words.capitalised(i):
        return None
    region = reading.lists.regions.at(reading.words, i + 1, reading.stop)
    return region[0] if region and reading.low(i).endswith(reading.lists.endings) else None


def named_enemy(reading: Reading, i: int) -> Found | None:
    """«Враг», «противник», «окупанти» name no side: whose enemy depends on who speaks."""
    found = reading.lists.enemy.at(reading.words, i, reading.stop)
    return Found(i, found[0], None, None, "enemy") if found else None


def body_without_owner(reading: Reading, i: int) -> Found | None:
    """Police, rebels, a ministry and the like without a country are actors without a side."""
    found = reading.lists.alone.at(reading.words, i, reading.stop)
    end = found[0] if found else service_at(reading, i)
    return Found(i, end, None, None, kind_of_body(reading, i, end)) if end else None


INFLECTED_RULES: tuple[Callable[[Reading, int], Found | None], ...] = (
    named_in_table,
    adjective_beside_another,
    adjective_and_body,
    body_with_owner,
    people_of_country,
    state_that_acts,
    named_enemy,
    local_body,
    body_without_owner,
)
"""The first that finds an actor at a word decides; units come before them."""
