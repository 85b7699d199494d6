"""What a case holds, capture by capture, with the records of each: for whoever takes it elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import decompress

import orjson
from sqlalchemy import Select, func, select

from firsthand.model import Capture
from firsthand.store import schema
from firsthand.store.archive import Stored, packed
from firsthand.store.case import Case, Row
from firsthand.store.known import clean

__all__ = ["Holding", "Standing", "holdings", "remade", "standing"]

_PORTION = 100
_RECORD = ("segment", "offset", "length", "sha256", "kind")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stood at one moment: its number, the last entry of its log, and the number of its last capture."""

    case: str
    entry: int
    at: str
    head: str
    last: int


@dataclass(frozen=True, slots=True)
class Holding:
    """One sighting. `about` is what its channel told of it, as JSON; `title` and `text` are what was read in it.

    `record` and `request` are the records that it was written as, `original` the one that holds its content: another
    one where only that it was seen again was written. What was seen to be gone has none of them.
    """

    id: int
    key: str
    address: str
    seen: datetime
    channel: str
    media_type: str | None
    charset: str | None
    about: str
    version: str
    payload: int | None
    sha256: str | None
    size: int | None
    record: Stored | None
    request: Stored | None
    original: Stored | None
    title: str | None
    text: str | None


def standing(case: Case) -> Standing:
    """Where the case stands now; all of it at the same moment, whoever is writing meanwhile."""
    log, captures, settings = schema.log, schema.captures, schema.settings
    last = select(func.max(captures.c.id)).scalar_subquery()
    number = select(settings.c.value).where(settings.c.name == "id").limit(1).scalar_subquery()
    query = select(log.c.id, log.c.at, log.c.hash, last, number).order_by(log.c.id.desc()).limit(1)
    entry, at, head, captured, case_id = case.connection.execute(query).one()
    return Standing(str(case_id), int(entry), str(at), str(head), int(captured or 0))


def holdings(case: Case, last: int, keys: Collection[str] = ()) -> Iterator[Holding]:
    """What the case holds up to capture number `last`, in order; of some keys only, where any are given."""
    before = 0
    wanted = [clean(key) for key in keys]
    while rows := case.rows(_query(before, last, wanted)):
        for row in rows:
            before = _int(row["id"])
            yield _holding(row)


def remade(case: Case, holding: Holding, refers_to: tuple[str, str] | None) -> list[tuple[str, bytes]]:
    """The records of a sighting as they would be without the record that holds its content, kind and bytes of each.

    Args:
        refers_to: address and time (ISO 8601) of another sighting of the same content; None gives one that holds it.

    Raises:
        CaseError: the archive cannot be read.
    """
    assert holding.record is not None
    assert holding.original is not None
    assert holding.sha256 is not None
    for stored in (holding.record, holding.request, holding.original):
        if stored is not None:
            for _ in case.archive.blocks(stored):  # which finds what was changed
                pass
    capture = Capture(
        data=case.archive.payload(holding.original.segment, holding.original.offset),
        address=holding.address,
        fetched=holding.seen,
        sha256=holding.sha256,
        media_type=holding.media_type,
        exchange=case.archive.exchange(holding.record, holding.request),
    )
    return packed(capture, refers_to)


def _query(before: int, last: int, keys: list[str]) -> Select[Any]:
    captures, payloads, readings = schema.captures, schema.payloads, schema.readings
    answer, request, original = (schema.records.alias(name) for name in ("answer", "request", "original"))
    asked = (request.c.id == answer.c.id + 1) & (request.c.kind == "request")
    query = (
        select(
            captures,
            payloads.c.sha256,
            payloads.c.size,
            readings.c.report,
            *(table.c[name].label(f"{table.name}_{name}") for table in (answer, request, original) for name in _RECORD),
        )
        .outerjoin(payloads, payloads.c.id == captures.c.payload)
        .outerjoin(answer, answer.c.id == captures.c.record)
        .outerjoin(request, asked)
        .outerjoin(original, original.c.id == payloads.c.record)
        .outerjoin(readings, (readings.c.capture == captures.c.id) & readings.c.replaced.is_(None))
        .where(captures.c.id > before, captures.c.id <= last)
        .order_by(captures.c.id)
        .limit(_PORTION)
    )
    return query.where(captures.c.key.in_(keys)) if keys else query


def _holding(row: Row) -> Holding:
    title, text = _read(row["report"])
    return Holding(
        id=_int(row["id"]),
        key=str(row["key"]),
        address=str(row["address"]),
        seen=datetime.fromisoformat(str(row["seen"])),
        channel=str(row["channel"]),
        media_type=_or_none(row["media_type"]),
        charset=_or_none(row["charset"]),
        about=str(row["about"]),
        version=str(row["version"]),
        payload=None if row["payload"] is None else _int(row["payload"]),
        sha256=_or_none(row["sha256"]),
        size=None if row["size"] is None else _int(row["size"]),
        record=_stored(row, "answer"),
        request=_stored(row, "request"),
        original=_stored(row, "original"),
        title=title,
        text=text,
    )


def _stored(row: Row, name: str) -> Stored | None:
    segment, offset, length, sha256, kind = (row[f"{name}_{field}"] for field in _RECORD)
    if segment is None:
        return None
    return Stored(str(segment), _int(offset), _int(length), str(sha256), str(kind))


def _read(report: object) -> tuple[str | None, str | None]:
    """Title and text by the latest reader, the text without the title."""
    if not isinstance(report, bytes | memoryview) or not report:
        return None, None
    document = orjson.loads(decompress(report))["document"]
    text, title = document["text"], document["title"]
    return text[title["start"] : title["end"]].strip() or None, text[title["end"] :].strip() or None


def _int(value: object) -> int:
    return int(str(value))


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)
