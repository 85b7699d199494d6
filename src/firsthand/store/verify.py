"""Whether a case is still what was written: bytes, records and rows held against the log, the log against itself.

Everything is read as it was at one moment, so that a writer does not disturb it, and nothing is written.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy import ColumnElement, Table, func, literal_column, select

from firsthand.errors import CaseError
from firsthand.store import schema
from firsthand.store.case import Case
from firsthand.store.chain import START, entry_hash, row_hash
from firsthand.store.database import raw_text, snapshot
from firsthand.store.finding import Finding
from firsthand.store.identity import FILE
from firsthand.store.known import clean
from firsthand.store.locks import being_written
from firsthand.store.recovery import HEAD, acknowledged
from firsthand.store.soundness import unsound

__all__ = ["Finding", "verify"]

_BLOCK = 1 << 20
_PATIENCE = 10.0
"""Seconds without any change after which bytes that no row knows are not being written, whoever holds the lock."""
_LOOK = 0.1
Hashes = dict[tuple[str, str], tuple[str, int]]
"""For (table, number of the row): the hash it should have, and the entry of the log that says so."""
Place = tuple[int, int, int, str]
"""Of a record: its number, where it begins, how long it is, its hash."""


def verify(case: Case) -> Iterator[Finding]:
    """Everything that is wrong with a case, the log first; nothing where all is well."""
    should: Hashes = {}
    noted = _noted(case)  # before the moment that is looked at: so the log of that moment has it
    with case.snapshot(), raw_text(case.connection):
        yield from _readable("log", _chain(case, should))
        yield from _head(case, noted)
        for table in schema.rows_of(case.version):
            yield from _rows(case, table, should)
        for (table_name, number), (_, entry) in sorted(should.items()):
            yield Finding(f"{table_name} {number}", f"missing: entry {entry} of the log wrote it")
        yield from _identity(case)
        yield from unsound(case.connection, case.folder, case.version)
        yield from _readable("records", _archive(case))


def _readable(where: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """What is found, and that the rest cannot be read where the database gives up."""
    try:
        yield from findings
    except CaseError as error:
        yield Finding(where, f"cannot be read to its end: {error}")


def _row_texts(case: Case, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as the driver gives them: a value of another kind than it should be is no error here."""
    columns: list[ColumnElement[Any]] = [literal_column(f'"{column.name}"') for column in table.columns]
    query = select(*columns).select_from(table).order_by(literal_column("id"))
    for row in case.connection.execute(query.execution_options(yield_per=1000)):
        yield tuple(row)


# ---------------------------------------------------------------- the log


def _chain(case: Case, should: Hashes) -> Iterator[Finding]:
    """Walk the log, gathering what the rows should be."""
    previous, expected = START, 1
    for row in _row_texts(case, schema.log):
        number, at, actor, action, body, before, found = row
        where = f"log {_told(number)}"
        if number != expected:
            yield Finding(where, f"entry {expected} should stand here: entries are missing or were added")
        if before != previous:
            yield Finding(where, "does not follow the entry before: the hash of what came before differs")
        if _entry_hash(number, at, actor, action, body, before) != found:
            yield Finding(where, "changed: its hash does not fit what it says")
        yield from _gathered(where, expected, body, should)
        previous, expected = found, (number if isinstance(number, int) else expected) + 1


def _entry_hash(*said: Any) -> str | None:
    try:
        return entry_hash(*said)
    except TypeError:  # text that is none
        return None


def _gathered(where: str, number: int, body: Any, should: Hashes) -> Iterator[Finding]:
    try:
        rows = orjson.loads(body)["rows"]
        for table, hashes in rows.items():
            should.update({(table, one): (str(value), number) for one, value in hashes.items()})
    except (orjson.JSONDecodeError, KeyError, AttributeError, TypeError):
        yield Finding(where, "unreadable: it no longer says which rows it wrote")


def _noted(case: Case) -> tuple[int, str] | str | None:
    try:
        return acknowledged(case.folder)
    except CaseError as error:
        return str(error)


def _head(case: Case, noted: tuple[int, str] | str | None) -> Iterator[Finding]:
    if isinstance(noted, str):
        yield Finding(HEAD, f"changed: {noted}")
    elif noted is not None and not case.has_entry(*noted):
        yield Finding(HEAD, f"the log does not have entry {noted[0]}, which was acknowledged: the database is older")


def _identity(case: Case) -> Iterator[Finding]:
    if case.setting("id") != case.number:
        yield Finding(FILE, "changed: it has the number of another case than the database")


# ---------------------------------------------------------------- rows


def _rows(case: Case, table: Table, should: Hashes) -> Iterator[Finding]:
    name = str(table.name)
    try:
        for row in _row_texts(case, table):
            where = f"{name} {_told(row[0])}"
            expected = should.pop((name, str(row[0])), None)
            if expected is None:
                yield Finding(where, "extra: no entry of the log wrote it")
            elif _row_hash(row) != expected[0]:
                yield Finding(where, f"changed since entry {expected[1]} of the log wrote it")
    except CaseError as error:
        left = [key for key in should if key[0] == name]
        for key in left:
            del should[key]
        yield Finding(name, f"cannot be read to its end: {error} {len(left)} rows are not held against the log.")


def _row_hash(row: tuple[Any, ...]) -> str | None:
    try:
        return row_hash(row)
    except TypeError:  # text that is none, or a number that is too large
        return None


def _told(value: object) -> str:
    return clean(str(value))


# ---------------------------------------------------------------- the archive


def _archive(case: Case) -> Iterator[Finding]:
    """Every record by its hash, and nothing between or behind them."""
    records = schema.records
    named = [str(name) for (name,) in case.connection.execute(select(records.c.segment).distinct())]
    on_disk = {path.name: path for path in case.archive.segments()}
    for name in sorted({*on_disk, *named}):
        if name not in on_disk:
            yield Finding(f"archive/{clean(name)}", "missing")
            continue
        yield from _segment(case, on_disk[name], _places(case, name))
    for path in case.archive.strangers():
        yield Finding(f"archive/{clean(path.name)}", "extra: no segment of this case")


def _places(case: Case, name: str) -> list[Place]:
    """Where the records of a segment lie; rows that no longer say so were found above."""
    records = schema.records
    query = (
        select(records.c.id, records.c.offset, records.c.length, records.c.sha256)
        .where(records.c.segment == name)
        .order_by(records.c.offset)
    )
    rows = [tuple(row) for row in case.connection.execute(query)]
    return [(i, at, size, str(sha)) for i, at, size, sha in rows if isinstance(at, int) and isinstance(size, int)]


def _segment(case: Case, path: Path, places: list[Place]) -> Iterator[Finding]:
    where = f"archive/{path.name}"
    end, size, cut_off = 0, path.stat().st_size, 0
    with path.open("rb") as file:
        for number, offset, length, sha256 in places:
            if offset > end:
                yield Finding(f"{where} bytes {end}–{offset}", "extra: they belong to no record")
            elif offset < end:
                yield Finding(f"{where} bytes {offset}–{end}", f"record {number} begins within the one before")
            if offset + length > size:
                cut_off += 1
            elif _hash(file, offset, length) != sha256:
                yield Finding(f"{where} bytes {offset}–{offset + length}", f"changed: record {number} has another hash")
            end = max(end, offset + length)
    if cut_off:
        yield Finding(f"{where} byte {size}", f"missing: {cut_off} records go on to byte {end}")
    elif size > end and not _is_written(case, path, size):
        yield Finding(f"{where} bytes {end}–{size}", "extra: they belong to no record")


def _is_written(case: Case, path: Path, size: int) -> bool:
    """Whether bytes behind the last record of the moment that is looked at are those of a writer at its work: a row has
    come for them since, or they are gone again. One that is at it is waited for."""
    if case.may_write:  # this is the writer itself
        return False
    before, since = None, time.monotonic()
    while time.monotonic() < since + _PATIENCE:
        at_work = being_written(case.folder)
        now = path.stat().st_size if path.exists() else 0
        end = _end_now(case, path.name)
        if end >= min(size, now):
            return True
        if not at_work:
            return False
        if (now, end) != before:
            before, since = (now, end), time.monotonic()
        time.sleep(_LOOK)
    return False


def _end_now(case: Case, name: str) -> int:
    """Where the last record of a segment ends by now."""
    records = schema.records
    query = select(func.max(records.c.offset + records.c.length)).where(records.c.segment == name)
    with case.connection.engine.connect() as other, snapshot(other):
        return int(other.execute(query).scalar() or 0)


def _hash(file: BinaryIO, offset: int, length: int) -> str:
    digest = hashlib.sha256()
    file.seek(offset)
    while length > 0:
        block = file.read(min(_BLOCK, length))
        if not block:
            break
        digest.update(block)
        length -= len(block)
    return digest.hexdigest()
