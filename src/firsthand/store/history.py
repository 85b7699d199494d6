"""How what was seen under one key changed: each sighting, and what its reader made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import decompress

import orjson
from sqlalchemy import func, select

from firsthand.store import schema
from firsthand.store.case import Case

__all__ = ["Sighting", "changed_keys", "sightings"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time something was seen. `text` is what the latest reader found in it; None if it was gone, or unread."""

    capture: int
    address: str
    seen: str
    payload: int | None
    text: str | None


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


def sightings(case: Case, key: str) -> list[Sighting]:
    """Every sighting under a key, in order; the text of the same content stands at each."""
    captures, readings = schema.captures, schema.readings
    query = (
        select(captures.c.id, captures.c.address, captures.c.seen, captures.c.payload, readings.c.report)
        .outerjoin(readings, (readings.c.capture == captures.c.id) & readings.c.replaced.is_(None))
        .where(captures.c.key == key)
        .order_by(captures.c.id)
    )
    texts: dict[int, str] = {}
    found = []
    for number, address, seen, payload, report in case.connection.execute(query):
        if payload is not None and report:
            texts[payload] = orjson.loads(decompress(report))["document"]["text"]
        found.append(Sighting(number, address, seen, payload, texts.get(payload) if payload is not None else None))
    return found
