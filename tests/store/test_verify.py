"""`verify` finds whatever was changed, removed or added, wherever it is."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from filelock import FileLock
from sqlalchemy import Executable, LargeBinary, Table, delete, insert, select, text, update
from tests.forked import telling
from tests.store import importer
from tests.store.captures import capture, gone
from tests.store.weighed import WEIGHTS, assessment, facts

from firsthand.claims import Told
from firsthand.errors import CaseError
from firsthand.model import Skip, Span
from firsthand.store import (
    Case,
    Reading,
    StampKind,
    decide,
    keep_readings,
    keep_stamp,
    keep_upgrade,
    schema,
    undo,
    verify,
)
from firsthand.store.assessments import keep_assessments
from firsthand.store.database import Use, engine_for
from firsthand.store.decisions import LINKS
from firsthand.store.evidence import hold, let_go
from firsthand.store.identity import FILE, identity_of, write_identity

TABLES = [*schema.ROWS, schema.log]


Filled = tuple[Path, dict[Table, list[dict[str, object]]]]
"""The folder of a case with a row in every table, closed; and its rows, as the database gives them."""


@pytest.fixture(scope="session")
def filled() -> dict[bool, Filled]:
    """One on SQLite and one on a server, each made when it is first asked for and copied from then on."""
    return {}


@pytest.fixture
def full(
    database: str | None, filled: dict[bool, Filled], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    """A case with a row in every table."""
    folder, served = tmp_path / "case", database is not None
    if served in filled:
        shutil.copytree(filled[served][0], folder)
        if database is not None:
            _put(filled[served], folder, database)
    else:
        with Case.make(folder, database) as case:
            _fill(case)
            rows = {table: case.rows(select(table)) for table in schema.METADATA.sorted_tables}
        filled[served] = shutil.copytree(folder, tmp_path_factory.mktemp("filled") / "case"), rows
    with Case.open(folder, write=True) as case:
        yield case


def _put(filled: Filled, folder: Path, database: str) -> None:
    """Into another database what was in that of the case that the folder is a copy of."""
    number = identity_of(folder).number
    assert number is not None
    (folder / FILE).unlink()
    write_identity(folder, number, database)
    engine = engine_for(folder, database, Use.MAKE)
    with engine.begin() as connection:
        schema.METADATA.create_all(connection)
        for table, rows in filled[1].items():
            if rows:
                connection.execute(insert(table), rows)
    engine.dispose()


def _fill(case: Case) -> None:
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
    sides = Told("k2", Span(0, 32)), Told("k3", Span(0, 32))
    words = "У місті 2 пошкоджено 4 будинки", "У місті 3 пошкоджено 5 будинки"
    for kind in LINKS:
        decide(case, kind, *sides, words, "Олена Ткач", "інший район")
    undo(case, 1, "J. Smith")
    for name in ("камера", "журнал"):
        hold(case, "notes", name, f"/srv/{name}.tsv", {"rule": "seen"}, "ab" * 32, "Олена Ткач")
    let_go(case, "журнал", "J. Smith")
    keep_assessments(case, [(facts("c1"), assessment("c1")), (facts("c2"), assessment("c2"))], WEIGHTS, "1.0+ab")
    case.end(run, {"taken": 6})
    assert not list(verify(case))


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


# ---------------------------------------------------------------- the file of the database


@pytest.fixture
def file(full: Case) -> Path:
    """The SQLite file of that case, closed, with all in it."""
    if full.connection.dialect.name != "sqlite":
        pytest.skip("a server's files are its own")
    full.close()
    assert not (full.folder / "case.db-wal").exists()
    return full.folder / "case.db"


def _dumped(file: Path) -> list[list[tuple[object, ...]]]:
    """All rows, once by their tables and once by their indexes, as bytes."""
    with closing(sqlite3.connect(file)) as connection:
        connection.text_factory = bytes
        orders = ("rowid", "id")
        return [connection.execute(f'SELECT * FROM "{t.name}" ORDER BY {o}').fetchall() for t in TABLES for o in orders]


def _findings(folder: Path) -> list[str]:
    """Where something is wrong; a database that cannot be opened is one place."""
    try:
        with Case.open(folder) as case:
            return [finding.where for finding in verify(case)]
    except CaseError:
        return ["case.db"]


def test_any_bit_of_the_database_file(file: Path) -> None:
    """A bit that is flipped anywhere in the file is found, or it lies where no row, index or table is: then every row
    is read as it was written."""
    whole, chance = file.read_bytes(), random.Random(8)
    rows, found = _dumped(file), 0
    places = [*chance.sample(range(100), 40), *chance.sample(range(4096), 80), *chance.sample(range(len(whole)), 200)]
    for at in places:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        if _findings(file.parent):
            found += 1
        else:
            assert _dumped(file) == rows, at
    assert found > len(places) // 6  # much of the first pages is empty
    file.write_bytes(whole)
    assert not _findings(file.parent)


def test_text_that_is_none_names_its_row(file: Path) -> None:
    """Bytes that are no UTF-8 keep no other row from being looked at."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE captures SET about = CAST(x'7bff7d' AS TEXT) WHERE id IN (2, 4)")
        connection.commit()
    assert _findings(file.parent) == ["captures 2", "captures 4"]


def test_an_index_that_no_longer_fits_its_table(file: Path) -> None:
    """By a wrong index the same content would be taken for a new one."""
    whole = file.read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'payloads_sha256'").fetchone()
    at = page * 4096 - 20
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert set(_findings(file.parent)) == {"case.db"}


def test_looking_makes_no_file_and_changes_none(file: Path) -> None:
    """Whoever only looks leaves the folder as it was."""
    before = {path: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()}
    assert not _findings(file.parent)
    assert {path: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()} == before


# ---------------------------------------------------------------- beside the rows


ADDED = {
    "table notes": "CREATE TABLE notes (a TEXT)",
    "index more": "CREATE INDEX more ON captures (address)",
    "captures": "ALTER TABLE captures ADD COLUMN note TEXT",
    "missing": "DROP INDEX captures_key",
}
TRIGGERS = {
    "sqlite": "CREATE TRIGGER t AFTER INSERT ON captures BEGIN UPDATE payloads SET size = 1; END",
    "postgresql": "CREATE TRIGGER t AFTER INSERT ON captures EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}


@pytest.mark.parametrize("named", [*ADDED, "trigger"])
def test_what_was_added_to_the_tables_or_taken_away(full: Case, named: str) -> None:
    """A table, column, index or trigger that no version makes may change what is written; a missing index is slow."""
    change = ADDED.get(named) or TRIGGERS[full.connection.dialect.name]
    _written(full, text(change))
    findings = list(verify(full))
    assert any(named in f"{finding.where} {finding.what}" for finding in findings)
    assert len(findings) <= 2  # PostgreSQL has the columns of a table beside it


def test_a_case_file_of_another_case(full: Case) -> None:
    """The number in `case.toml` is that of the database."""
    full.close()
    path = full.folder / "case.toml"
    told = path.read_text()
    path.write_text(told.replace(told[6:38], "0" * 32))
    assert _findings(full.folder) == ["case.toml"]


def test_the_file_head_is_held_to(full: Case) -> None:
    """A digit of it that is changed is found."""
    path = full.folder / "head"
    told = path.read_text()
    for at in (3, 19, 40):
        path.write_text(told[:at] + ("1" if told[at] != "1" else "2") + told[at + 1 :])
        assert [finding.where for finding in verify(full)] == ["head"]
    path.write_text(told + "x")
    assert [finding.where for finding in verify(full)] == ["head"]


# ---------------------------------------------------------------- beside a writer


def test_a_writer_at_work_is_no_finding(case: Case) -> None:
    """Looked at again and again while another process imports, a case is as it was written, each time."""
    case.close()
    process, told = telling(importer.main, case.folder)
    with told:
        told.readline()
        looks, heads = 0, set()
        while process.is_alive() and looks < 12:
            with Case.open(case.folder) as reader:
                assert not list(verify(reader))
                heads.add(reader.head())
            looks += 1
        process.kill()  # there has been enough to look at
    process.join()
    assert looks > 3
    assert len(heads) > 3


def test_bytes_that_are_being_written_are_waited_for(full: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes behind the last record are no finding while a writer is at work, but one when nothing comes of them."""
    full.close()
    (path,) = full.archive.segments()
    with path.open("ab") as opened:
        opened.write(b"more")
    size = path.stat().st_size - 4
    with Case.open(full.folder) as reader, FileLock(full.folder / "lock"):
        timer = Timer(0.3, os.truncate, (path, size))
        timer.start()
        assert not list(verify(reader))
        timer.join()
        with path.open("ab") as opened:
            opened.write(b"more")
        monkeypatch.setattr(sys.modules["firsthand.store.verify"], "_PATIENCE", 0.3)
        assert [finding.what for finding in verify(reader)] == ["extra: they belong to no record"]
