"""What a run has taken in, each with what stood under its key before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from firsthand.model import About
from firsthand.store import schema
from firsthand.store.about import about_of
from firsthand.store.case import Case

__all__ = ["Taken", "keys_after", "last_capture", "taken_by"]

_PORTION = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """A capture of a run that differs from what was last seen under its key. Without `payload` it was gone; `known`
    says whether anything had been seen under the key before."""

    capture: int
    key: str
    address: str
    seen: str
    payload: int | None
    about: About
    known: bool


def last_capture(case: Case) -> int:
    """The number of the newest capture, 0 where there is none."""
    return int(case.connection.execute(select(func.max(schema.captures.c.id))).scalar() or 0)


def keys_after(case: Case, capture: int, most: int = 1_000) -> tuple[str, ...]:
    """The keys of what was taken in behind the capture of that number, each once, in order."""
    captures = schema.captures
    query = select(captures.c.key).where(captures.c.id > capture).order_by(captures.c.id).limit(most)
    return tuple(dict.fromkeys(str(key) for key in case.connection.execute(query).scalars()))


def taken_by(case: Case, run: int, after: int = 0) -> Iterator[Taken]:
    """What a run took in behind the capture of that number, in order; the same seen once more is left out."""
    captures = schema.captures
    while True:
        query = select(captures).where(captures.c.id > after, captures.c.run == run).order_by(captures.c.id)
        rows = case.rows(query.limit(_PORTION))
        for row in rows:
            after, key = int(str(row["id"])), str(row["key"])
            earlier = select(captures.c.payload).where(captures.c.key == key, captures.c.id < after)
            before = case.connection.execute(earlier.order_by(captures.c.id.desc()).limit(1)).first()
            payload = None if row["payload"] is None else int(str(row["payload"]))
            if before is not None and before[0] == payload:
                continue
            address, seen, about = str(row["address"]), str(row["seen"]), about_of(str(row["about"]))
            yield Taken(after, key, address, seen, payload, about, before is not None)
        if len(rows) < _PORTION:
            return
