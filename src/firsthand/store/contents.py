"""The content of a capture, as it was seen: found by its number, and held against its hash."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from firsthand.errors import CaseError
from firsthand.store import schema
from firsthand.store.case import Case
from firsthand.store.seen import Seen

__all__ = ["captures_under", "content_of"]

_COLUMNS = ("id", "key", "address", "seen", "channel", "media_type")


def captures_under(case: Case, key: str) -> tuple[Seen, ...]:
    """Every sighting under a key, in order, without its content."""
    captures, payloads = schema.captures, schema.payloads
    query = (
        select(*(captures.c[name] for name in _COLUMNS), payloads.c.sha256, payloads.c.size)
        .outerjoin(payloads, payloads.c.id == captures.c.payload)
        .where(captures.c.key == key)
        .order_by(captures.c.id)
    )
    return tuple(Seen(*tuple(row)) for row in case.connection.execute(query))


def content_of(case: Case, number: int) -> tuple[Seen, bytes] | None:
    """What was seen as capture of that number; None where there is none, or it was seen to be gone.

    Raises:
        CaseError: the archive cannot be read, or no longer holds what was seen.
    """
    captures, payloads, records = schema.captures, schema.payloads, schema.records
    query = (
        select(
            *(captures.c[name] for name in _COLUMNS),
            *(payloads.c.sha256, payloads.c.size, records.c.segment, records.c.offset),
        )
        .join(payloads, payloads.c.id == captures.c.payload)
        .join(records, records.c.id == payloads.c.record)
        .where(captures.c.id == number)
    )
    row = case.connection.execute(query).first()
    if row is None:
        return None
    seen = Seen(*row[:-2])
    content = case.archive.payload(str(row[-2]), int(row[-1]))
    if hashlib.sha256(content).hexdigest() != seen.sha256:
        raise CaseError(f"Capture {number} is no longer what was seen: run `firsthand verify`.")
    return seen, content
