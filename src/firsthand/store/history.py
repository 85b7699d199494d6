"""How what was seen under one key changed: each sighting, and what its reader made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zlib import decompress

import orjson
from sqlalchemy import func, select

from firsthand.store import schema
from firsthand.store.about import about_of
from firsthand.store.case import Case
from firsthand.store.known import clean

__all__ = ["Sighting", "changed_keys", "keys_of", "sightings"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time something was seen. `text` is what the latest reader found in it; None if it was gone, or unread.

    `edited` is when it was edited by its own word, True where it only bears the mark; None where nothing says so.
    """

    capture: int
    address: str
    seen: str
    payload: int | None
    text: str | None
    edited: datetime | bool | None = None


def changed_keys(case: Case) -> Iterator[tuple[str, int, bool]]:
    """Every key under which more than one content was seen, or which was seen to be gone: key, contents, gone."""
    captures = schema.captures
    contents = func.count(captures.c.payload.distinct())
    query = (
        select(captures.c.key, contents, func.count() - func.count(captures.c.payload))
        .group_by(captures.c.key)
        .having((contents > 1) | (func.count() > func.count(captures.c.payload)))
        .order_by(captures.c.key)
    )
    for key, number, gone in case.connection.execute(query):
        yield str(key), int(number), bool(gone)


def keys_of(case: Case, stem: str) -> list[str]:
    """Every key that begins so."""
    key = schema.captures.c.key
    query = select(key).distinct().where(key.startswith(clean(stem), autoescape=True)).order_by(key)
    return [str(found) for found in case.connection.execute(query).scalars()]


def sightings(case: Case, key: str) -> list[Sighting]:
    """Every sighting under a key, in order; the text of the same content stands at each."""
    captures, readings = schema.captures, schema.readings
    columns = (captures.c.id, captures.c.address, captures.c.seen, captures.c.payload, captures.c.about)
    query = (
        select(*columns, readings.c.report)
        .outerjoin(readings, (readings.c.capture == captures.c.id) & readings.c.replaced.is_(None))
        .where(captures.c.key == key)
        .order_by(captures.c.id)
    )
    texts: dict[int, str] = {}
    found = []
    for number, address, seen, payload, about, report in case.connection.execute(query):
        if payload is not None and report:
            texts[payload] = orjson.loads(decompress(report))["document"]["text"]
        text = texts.get(payload) if payload is not None else None
        found.append(Sighting(number, address, seen, payload, text, about_of(about).edited))
    return found
