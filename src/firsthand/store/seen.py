"""What was seen, capture by capture, without its content: for lists that name each with its hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from firsthand.store import schema
from firsthand.store.case import Case

__all__ = ["Seen", "seen_captures"]

_PORTION = 1_000


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting: `seen` is when (ISO 8601), `sha256` and `size` (bytes) those of its content; None where it was seen
    to be gone."""

    id: int
    key: str
    address: str
    seen: str
    channel: str
    media_type: str | None
    sha256: str | None
    size: int | None


def seen_captures(case: Case, last: int) -> Iterator[Seen]:
    """Every sighting up to capture number `last`, in their order; some are fetched at a time, so memory stays flat."""
    captures, payloads = schema.captures, schema.payloads
    columns = (captures.c.id, captures.c.key, captures.c.address, captures.c.seen, captures.c.channel)
    query = (
        select(*columns, captures.c.media_type, payloads.c.sha256, payloads.c.size)
        .outerjoin(payloads, payloads.c.id == captures.c.payload)
        .order_by(captures.c.id)
        .limit(_PORTION)
    )
    before = 0
    while rows := case.connection.execute(query.where(captures.c.id > before, captures.c.id <= last)).all():
        for row in rows:
            before = int(row[0])
            yield Seen(*row)
