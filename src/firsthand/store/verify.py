"""Whether a case is still what was written: bytes, records and rows held against the log, the log against itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson
from sqlalchemy import Table, select

from firsthand.store import schema
from firsthand.store.case import Case
from firsthand.store.chain import START, entry_hash, row_hash

__all__ = ["Finding", "verify"]

_BLOCK = 1 << 20
Hashes = dict[tuple[str, str], tuple[str, int]]
"""For (table, number of the row): the hash it should have, and the entry of the log that says so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: where, and what is wrong there."""

    where: str
    what: str


def verify(case: Case) -> Iterator[Finding]:
    """Everything that is wrong with a case, the log first; nothing where all is well."""
    should: Hashes = {}
    yield from _chain(case, should)
    for table in schema.rows_of(case.version):
        yield from _rows(case, table, should)
    for (table_name, number), (_, entry) in sorted(should.items()):
        yield Finding(f"{table_name} {number}", f"missing: entry {entry} of the log wrote it")
    yield from _archive(case)


def _chain(case: Case, should: Hashes) -> Iterator[Finding]:
    """Walk the log, gathering what the rows should be."""
    previous, expected = START, 1
    query = select(schema.log).order_by(schema.log.c.id)
    for row in case.connection.execute(query.execution_options(yield_per=1000)):
        number, at, actor, action, body, before, found = row
        where = f"log {number}"
        if number != expected:
            yield Finding(where, f"entry {expected} should stand here: entries are missing or were added")
        if before != previous:
            yield Finding(where, f"does not follow entry {number - 1}: the hash of what came before differs")
        if entry_hash(number, at, actor, action, body, before) != found:
            yield Finding(where, "changed: its hash does not fit what it says")
        yield from _gathered(where, number, body, should)
        previous, expected = found, number + 1


def _gathered(where: str, number: int, body: str, should: Hashes) -> Iterator[Finding]:
    try:
        rows = orjson.loads(body)["rows"]
        for table, hashes in rows.items():
            should.update({(table, one): (str(value), number) for one, value in hashes.items()})
    except (orjson.JSONDecodeError, KeyError, AttributeError, TypeError):
        yield Finding(where, "unreadable: it no longer says which rows it wrote")


def _rows(case: Case, table: Table, should: Hashes) -> Iterator[Finding]:
    query = select(table).order_by(table.c.id)
    for row in case.connection.execute(query.execution_options(yield_per=1000)):
        where = f"{table.name} {row[0]}"
        expected = should.pop((str(table.name), str(row[0])), None)
        if expected is None:
            yield Finding(where, "extra: no entry of the log wrote it")
        elif row_hash(row) != expected[0]:
            yield Finding(where, f"changed since entry {expected[1]} of the log wrote it")


def _archive(case: Case) -> Iterator[Finding]:
    """Every record by its hash, and nothing between or behind them."""
    records = schema.records
    on_disk = {path.name: path for path in case.archive.segments()}
    named = [str(name) for (name,) in case.connection.execute(select(records.c.segment).distinct())]
    for name in sorted({*on_disk, *named}):
        if name not in on_disk:
            yield Finding(f"archive/{name}", "missing")
            continue
        query = (
            select(records.c.id, records.c.offset, records.c.length, records.c.sha256)
            .where(records.c.segment == name)
            .order_by(records.c.offset)
        )
        rows = [(int(i), int(at), int(size), str(sha)) for i, at, size, sha in case.connection.execute(query)]
        yield from _segment(on_disk[name], rows)
    for path in sorted((case.folder / "archive").iterdir()):
        if path.name not in on_disk:
            yield Finding(f"archive/{path.name}", "extra: no segment of this case")


def _segment(path: Path, rows: list[tuple[int, int, int, str]]) -> Iterator[Finding]:
    place = f"archive/{path.name}"
    end, size = 0, path.stat().st_size
    with path.open("rb") as file:
        for number, offset, length, sha256 in rows:
            if offset != end:
                yield Finding(f"{place} bytes {end}–{offset}", "extra: they belong to no record")
            if offset + length > size:
                yield Finding(f"{place} byte {size}", f"missing: record {number} goes on to byte {offset + length}")
            elif _hash(file, offset, length) != sha256:
                yield Finding(f"{place} bytes {offset}–{offset + length}", f"changed: record {number} has another hash")
            end = max(end, offset + length)
    if size > end:
        yield Finding(f"{place} bytes {end}–{size}", "extra: they belong to no record")


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
