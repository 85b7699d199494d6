"""What a reader made of a capture, from the JSON in which the case keeps it."""

from __future__ import annotations

from zlib import decompress

import orjson
from sqlalchemy import select

from firsthand.model import Report
from firsthand.store import schema
from firsthand.store.case import Case
from firsthand.store.records import record_of

__all__ = ["report_of", "report_under"]


def report_of(kept: bytes) -> Report:
    """The report that was written as this JSON; fields that are not told, as in one of an older version, are empty.

    Raises:
        ValueError: it has a value that no report of this version has.
    """
    return record_of(Report, orjson.loads(kept))


def report_under(case: Case, key: str, payload: int) -> Report | None:
    """What the latest reader made of that content under that key; None where it made nothing of it, or has not yet."""
    captures, readings = schema.captures, schema.readings
    query = (
        select(readings.c.report)
        .join(captures, captures.c.id == readings.c.capture)
        .where(captures.c.key == key, captures.c.payload == payload, readings.c.replaced.is_(None))
        .order_by(readings.c.id.desc())
        .limit(1)
    )
    kept = case.connection.execute(query).scalar()
    return report_of(decompress(kept)) if kept else None
