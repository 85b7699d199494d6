"""What waits for a reader: captures that none of the wanted version has read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select

from firsthand.model import Capture
from firsthand.store import schema
from firsthand.store.about import about_of

__all__ = ["Waiting", "capture_of", "waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A capture that no reader of the wanted version has read, and where its content lies."""

    id: int
    capture: Capture


def waiting(version: str, last: int, portion: int) -> Select[Any]:
    """The next captures behind number `last`, at most `portion`, with where their content lies."""
    captures, readings, earlier = schema.captures, schema.readings, schema.captures.alias()
    read = select(readings.c.id).where(readings.c.capture == captures.c.id, readings.c.version == version)
    before = select(earlier.c.id).where(
        earlier.c.key == captures.c.key, earlier.c.payload == captures.c.payload, earlier.c.id < captures.c.id
    )
    return (
        select(captures, schema.payloads.c.sha256, schema.records.c.segment, schema.records.c.offset)
        .join(schema.payloads, schema.payloads.c.id == captures.c.payload)
        .join(schema.records, schema.records.c.id == schema.payloads.c.record)
        .where(captures.c.id > last, ~exists(read), ~exists(before))
        .order_by(captures.c.id)
        .limit(portion)
    )


def capture_of(row: Mapping[str, object], data: bytes) -> Capture:
    """The capture of a row of that query, with its content."""
    return Capture(
        data=data,
        address=str(row["address"]),
        fetched=datetime.fromisoformat(str(row["seen"])),
        sha256=str(row["sha256"]),
        media_type=_or_none(row["media_type"]),
        charset=_or_none(row["charset"]),
        key=str(row["key"]),
        about=about_of(str(row["about"])),
    )


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)
