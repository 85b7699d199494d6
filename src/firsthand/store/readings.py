"""What a reader makes of captures: those that wait for one of the wanted version, and what it found.

Earlier readings stay, each with the version that said so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zlib import compress

from sqlalchemy import Select, exists, select

from firsthand.model import Capture
from firsthand.store import schema
from firsthand.store.about import about_of
from firsthand.store.case import Case, Row
from firsthand.store.known import clean, portions

__all__ = ["Reading", "Waiting", "keep_readings", "still_unread", "unread"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A capture that no reader of the wanted version has read, and where its content lies."""

    id: int
    capture: Capture


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a capture: a `Report` as JSON, and whom it credits; or the reason why there is none."""

    capture: int
    report: bytes | None
    credits: str = "[]"
    failure: str = ""


def unread(case: Case, version: str, portion: int = 200) -> Iterator[Waiting]:
    """Each content under each key, once, that no reader of this version has read; the oldest first.

    The content is read from the archive as it is asked for. What is written meanwhile may come too.
    """
    last = 0
    while rows := case.rows(_waiting(version, last, portion)):
        for row in rows:
            last = int(str(row["id"]))
            data = case.archive.payload(str(row["segment"]), int(str(row["offset"])))
            yield Waiting(last, _capture_of(row, data))


def still_unread(case: Case, numbers: Collection[int], version: str) -> frozenset[int]:
    """Of the captures of these numbers those that no reader of this version has read until now."""
    readings = schema.readings
    read = {
        int(str(row["capture"]))
        for some in portions(set(numbers))
        for row in case.rows(
            select(readings.c.capture).where(readings.c.capture.in_(some), readings.c.version == version)
        )
    }
    return frozenset(numbers) - read


def keep_readings(case: Case, readings: Sequence[Reading], run: int, version: str) -> None:
    """Write what a reader of this version made of captures; earlier readings stay, and point to the new one.

    Raises:
        CaseError: the database cannot be written; none of them is there then.
    """
    with case.writing("read", {"run": run, "version": version}) as batch:
        before: dict[object, Row] = {}
        for numbers in portions({reading.capture for reading in readings}):
            query = select(schema.readings).where(
                schema.readings.c.capture.in_(numbers), schema.readings.c.replaced.is_(None)
            )
            before |= {row["capture"]: row for row in case.rows(query)}
        for reading in readings:
            report = compress(reading.report) if reading.report is not None else b""
            number = batch.add(
                schema.readings,
                capture=reading.capture,
                version=version,
                read=datetime.now(UTC).isoformat(),
                report=report,
                credits=reading.credits,
                replaced=None,
            )
            if reading.report is None:
                batch.add(schema.skips, run=run, capture=reading.capture, stage="read",
                          record=f"capture {reading.capture}", reason=clean(reading.failure))  # fmt: skip
            if old := before.get(reading.capture):
                batch.change(schema.readings, old | {"replaced": number})


def _waiting(version: str, last: int, portion: int) -> Select[Any]:
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


def _capture_of(row: Mapping[str, object], data: bytes) -> Capture:
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
