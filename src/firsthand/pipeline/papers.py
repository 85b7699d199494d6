"""The documents of a case as they stand now, each with what its channel told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import groupby
from zlib import decompress

from sqlalchemy import select

from firsthand.claims import Paper
from firsthand.collect.sources import Table, source_of
from firsthand.pipeline.own_sources import table_of
from firsthand.store import Case, schema
from firsthand.store.about import about_of
from firsthand.store.reports import report_of

__all__ = ["Papers", "first_seen", "papers_of", "readings_of"]

_TOGETHER = 200
"""Documents whose readings are fetched at a time: memory stays flat."""
_HELD = 1_000
"""Documents that are held at once where they are asked for one by one."""


class Papers(Mapping[str, Paper]):
    """The documents of an open case by their keys, each read when it is asked for."""

    def __init__(self, case: Case, readings: Mapping[str, int]) -> None:
        self._readings = readings
        self._one = lru_cache(_HELD)(partial(_paper, case, readings, table_of(case)))

    def __getitem__(self, key: str) -> Paper:
        if key not in self._readings:
            raise KeyError(key)
        return self._one(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._readings)

    def __len__(self) -> int:
        return len(self._readings)


def readings_of(case: Case) -> dict[str, int]:
    """The number of the reading that stands for each document, by its key, in the order of keys.

    A document is what was last seen under its key with a content that could be read: one that is gone, or of which the
    latest content could not be read, is still told of as it was before.
    """
    captures, readings = schema.captures, schema.readings
    query = (
        select(
            captures.c.key, captures.c.id, captures.c.seen, captures.c.payload, readings.c.id, readings.c.report != b""
        )
        .outerjoin(readings, (readings.c.capture == captures.c.id) & readings.c.replaced.is_(None))
        .where(captures.c.payload.is_not(None))
        .order_by(captures.c.key, captures.c.id)
    )
    found: dict[str, int] = {}
    for key, rows in groupby(case.connection.execute(query), key=lambda row: str(row[0])):
        sightings = list(rows)
        of_payload = {payload: reading for _, _, _, payload, reading, readable in sightings if readable}
        # What is taken in later may have been seen before: an old archive changes nothing of what stands.
        for _, _, _, payload, _, _ in sorted(sightings, key=lambda row: (_moment(row[2]), row[1])):
            if payload in of_payload:
                found[key] = of_payload[payload]
    return dict(sorted(found.items()))


def _moment(seen: str) -> datetime:
    moment = datetime.fromisoformat(seen)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def first_seen(case: Case, keys: Collection[str] | None = None) -> dict[str, str]:
    """When each document, or each of these, was seen for the first time (ISO 8601), by its key."""
    captures = schema.captures
    query = select(captures.c.key, captures.c.seen).where(captures.c.payload.is_not(None))
    found: dict[str, str] = {}
    for key, seen in case.connection.execute(query if keys is None else query.where(captures.c.key.in_(keys))):
        known = found.get(key)
        if known is None or (seen != known and _moment(seen) < _moment(known)):
            found[key] = seen
    return found


def papers_of(case: Case, readings: Mapping[str, int] | None = None) -> Iterator[Paper]:
    """The documents of a case, or those of these readings, in the order of keys.

    Raises:
        TableError: the case's own table of sources does not fit this version of the package.
    """
    wanted = list((readings_of(case) if readings is None else readings).items())
    table = table_of(case)
    for at in range(0, len(wanted), _TOGETHER):
        yield from _papers(case, dict(wanted[at : at + _TOGETHER]), table)


def _paper(case: Case, readings: Mapping[str, int], table: Table, key: str) -> Paper:
    return next(_papers(case, {key: readings[key]}, table))


def _papers(case: Case, wanted: Mapping[str, int], table: Table) -> Iterator[Paper]:
    captures, readings = schema.captures, schema.readings
    columns = (captures.c.key, captures.c.address, captures.c.about, readings.c.report)
    read = case.connection.execute(
        select(*columns).join(captures, captures.c.id == readings.c.capture).where(readings.c.id.in_(wanted.values()))
    ).all()
    first = first_seen(case, wanted)
    for key, address, told, kept in sorted(read, key=lambda row: str(row[0])):
        report, about = report_of(decompress(kept)), about_of(str(told))
        source = source_of(about, str(address), table)
        yield Paper(key, report, source, report.credits, about.forward, about.answers, first[key])
