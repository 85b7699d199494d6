"""`verify` finds whatever was changed, removed or added, wherever it is."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import Executable, LargeBinary, Table, delete, insert, select, update
from tests.store.captures import capture, gone

from firsthand.model import Skip
from firsthand.store import Case, Reading, StampKind, keep_readings, keep_stamp, keep_upgrade, schema, verify

TABLES = [*schema.ROWS, schema.log]


@pytest.fixture
def full(case: Case) -> Case:
    """A case with a row in every table."""
    run = case.begin("сводка")
    for number in range(6):
        case.keep(
            [capture(f"У місті {number} пошкоджено {number + 2} будинки", f"k{number}", paged=number % 2 == 0)],
            run,
            "page",
        )
    case.keep(
        [capture("У місті 0 пошкоджено 2 будинки", "k0", paged=True, hours=1), gone("k1")],
        run,
        "page",
        [Skip("collect", "a", "b")],
    )
    keep_readings(case, [Reading(1, b'{"statements": []}'), Reading(2, None, failure="empty")], run, "1")
    keep_readings(case, [Reading(1, b'{"statements": [1]}')], run, "2")
    with case.writing("watched") as batch:
        batch.add(schema.watches, what="https://news.example/feed", channel="feed", state="{}", due="2025-11-03")
        batch.add(schema.sources, key="a", name="A", kind=None, country=None, language=None, side=None, family=None)
    stamp = keep_stamp(case, 2, "ab" * 32, StampKind.OPENTIMESTAMPS, "https://calendar.example", b"promised")
    keep_upgrade(case, stamp, "проба".encode())
    case.end(run, {"taken": 6})
    assert not list(verify(case))
    return case


def _written(case: Case, change: Executable) -> None:
    case.connection.execute(change)
    case.connection.commit()


def test_any_byte_of_the_archive(full: Case) -> None:
    """Every single byte of a record, of its compression and of what lies between is held to."""
    path = full.archive.segments()[0]
    whole = path.read_bytes()
    chance = random.Random(6)
    for at in {0, len(whole) - 1, *chance.sample(range(len(whole)), 200)}:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        (finding,) = verify(full)
        first, last = finding.where.partition(" bytes ")[2].split("–")
        assert int(first) <= at < int(last)
    path.write_bytes(whole)
    assert not list(verify(full))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_any_character_of_any_row(full: Case, table: Table) -> None:
    """Every value of every row is held to, and the finding names the row; so is every entry of the log."""
    chance = random.Random(str(table.name))
    for row in full.rows(select(table)):
        for column in table.columns:
            if column.name == "id" or (not row[column.name] and not isinstance(column.type, LargeBinary)):
                continue
            other = _other(row[column.name], chance)
            here, changed = table.c.id == row["id"], {column.name: other}
            _written(full, update(table).where(here).values(changed))
            findings = list(verify(full))
            assert any(finding.where == f"{table.name} {row['id']}" for finding in findings), (column.name, findings)
            _written(full, update(table).where(here).values(row))
    assert not list(verify(full))


def _other(value: object, chance: random.Random) -> object:
    if isinstance(value, bytes):
        at = chance.randrange(len(value)) if value else 0
        return value[:at] + b"\x00\x01" + value[at + 1 :]
    if isinstance(value, int):
        return value + 1
    text = str(value)
    at = chance.randrange(len(text))
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_row_that_is_missing_or_was_added(full: Case, table: Table) -> None:
    """A row that goes or comes without the log is named."""
    row = full.rows(select(table).order_by(table.c.id.desc()).limit(1))[0]
    added = row | {"id": int(str(row["id"])) + 1000}
    _written(full, insert(table).values(added))
    assert any(finding.where == f"{table.name} {added['id']}" for finding in verify(full))
    _written(full, delete(table).where(table.c.id == added["id"]))
    if table is not schema.log:
        _written(full, delete(table).where(table.c.id == row["id"]))
        assert any(f.where == f"{table.name} {row['id']}" and f.what.startswith("missing") for f in verify(full))


def test_an_entry_taken_out_of_the_log(full: Case) -> None:
    """The chain breaks where an entry is missing, also at its end: the rows that it answered for are extra then."""
    for number in (3, full.head()[0]):
        (row,) = full.rows(select(schema.log).where(schema.log.c.id == number))
        _written(full, delete(schema.log).where(schema.log.c.id == number))
        assert list(verify(full))
        _written(full, insert(schema.log).values(row))


def test_bytes_behind_the_last_record_and_strange_files(full: Case, tmp_path: Path) -> None:
    """What lies in the archive and belongs to no record is named with its place."""
    path = full.archive.segments()[0]
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"more")
    assert [finding.where for finding in verify(full)] == [f"archive/{path.name} bytes {size}–{size + 4}"]
    os.truncate(path, size)
    (path.parent / "note.txt").write_text("x")
    assert [finding.where for finding in verify(full)] == ["archive/note.txt"]
    (path.parent / "note.txt").unlink()
    os.truncate(path, size - 10)
    assert [finding.what.split(":")[0] for finding in verify(full)] == ["missing"]
    path.unlink()
    assert [finding.what for finding in verify(full)] == ["missing"]
