"""Opening for writing never destroys what lies in an archive: it is moved aside, or left as it is with an error."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select
from tests.store.captures import capture

from firsthand.errors import CaseError
from firsthand.store import Case, schema, unread, verify

HALF = b"\x1f\x8b half a record"


@pytest.fixture
def folder(case: Case) -> Path:
    """A closed case with two captures, in two segments."""
    case.archive._limit = 1
    run = case.begin("test")
    case.keep([capture("Пошкоджено два будинки", "a")], run, "test")
    case.keep([capture("Повреждены три дома", "b")], run, "test")
    case.close()
    return case.folder


def archived(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "archive").iterdir()}


def last_note(case: Case) -> dict[str, object]:
    (row,) = case.rows(select(schema.log).order_by(schema.log.c.id.desc()).limit(1))
    return {"action": row["action"], **orjson.loads(str(row["body"]))}


def test_what_an_interruption_leaves_is_moved_aside(folder: Path) -> None:
    """Bytes behind the last record, and a new segment after it, are out of the archive and whole in `lost`; the log
    tells where."""
    before = archived(folder)
    with (folder / "archive/00000002.warc.gz").open("ab") as file:
        file.write(HALF)
    (folder / "archive/00000003.warc.gz").write_bytes(HALF * 2)
    with Case.open(folder) as reader:
        assert len(list(verify(reader))) == 2
    with Case.open(folder, write=True) as case:
        told = last_note(case)
        assert not list(verify(case))
        assert [(one.tail.segment, one.tail.length) for one in case.aside] == [
            ("00000002.warc.gz", len(HALF)),
            ("00000003.warc.gz", len(HALF) * 2),
        ]
        assert [(folder / one.file).read_bytes() for one in case.aside] == [HALF, HALF * 2]
        assert told["action"] == "recovered"
        assert told["moved"] == [one.note() for one in case.aside]
        case.keep([capture("Ще один", "c")], case.begin("test"), "test")
        assert not list(verify(case))
    assert archived(folder).keys() == {"00000001.warc.gz", "00000002.warc.gz"}
    assert archived(folder)["00000001.warc.gz"] == before["00000001.warc.gz"]
    with Case.open(folder, write=True) as again:
        assert again.aside == ()


def _foreign(archive: Path) -> None:
    shutil.copy(archive / "00000001.warc.gz", archive / "mine.warc.gz")


def _far(archive: Path) -> None:
    shutil.copy(archive / "00000001.warc.gz", archive / "00000007.warc.gz")


def _earlier(archive: Path) -> None:
    with (archive / "00000001.warc.gz").open("ab") as file:
        file.write(HALF)


def _shorter(archive: Path) -> None:
    (archive / "00000002.warc.gz").write_bytes((archive / "00000002.warc.gz").read_bytes()[:-1])


def _missing(archive: Path) -> None:
    (archive / "00000002.warc.gz").unlink()


def _none(archive: Path) -> None:
    shutil.rmtree(archive)
    archive.mkdir()


@pytest.mark.parametrize("change", [_foreign, _far, _earlier, _shorter, _missing, _none])
def test_what_no_interruption_leaves_is_left_alone(folder: Path, change: Callable[[Path], None]) -> None:
    """The case is refused for writing, with a word about `verify`, which names it; not a byte is changed."""
    change(folder / "archive")
    before = archived(folder)
    with Case.open(folder) as reader:
        head = reader.head()
    for _ in range(2):
        with pytest.raises(CaseError, match=r"Nothing was touched; `firsthand verify` tells"):
            Case.open(folder, write=True)
    assert archived(folder) == before
    assert not (folder / "lost").exists()
    with Case.open(folder) as reader:
        assert reader.head() == head
        assert list(verify(reader))


def _grown(folder: Path) -> None:
    with Case.open(folder, write=True) as case:
        case.keep([capture("Ще один", "c")], case.begin("more"), "test")


def test_an_older_database_takes_nothing_out_of_the_archive(tmp_path: Path) -> None:
    """A database that was put back lacks entries that were acknowledged: it is refused, and `verify` says so too."""
    folder = tmp_path / "case"
    Case.make(folder).close()
    shutil.copy(folder / "case.db", tmp_path / "old.db")
    _grown(folder)
    before = archived(folder)
    shutil.copy(tmp_path / "old.db", folder / "case.db")
    with pytest.raises(CaseError, match="older than the archive"):
        Case.open(folder, write=True)
    assert archived(folder) == before
    with Case.open(folder) as reader:
        assert "head" in [finding.where for finding in verify(reader)]


def test_a_copy_without_the_write_ahead_log_takes_nothing_out(tmp_path: Path) -> None:
    """Where a writer was killed, part of the database lies in `case.db-wal`; a copy without it has lost captures that
    the archive still has, and they stay there."""
    folder, copy = tmp_path / "case", tmp_path / "copy"
    Case.make(folder).close()
    case = Case.open(folder, write=True)
    run = case.begin("test")
    for number in range(5):
        case.keep([capture(f"Звіт {number}", f"k{number}")], run, "test")
    copied = shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("case.db-*", "lock"))
    whole = shutil.copytree(folder, tmp_path / "whole")
    case.close()
    before = archived(copied)
    assert sum(map(len, before.values())) > 1000
    with pytest.raises(CaseError, match=r"case\.db-wal"):
        Case.open(copied, write=True)
    assert archived(copied) == before
    with Case.open(whole, write=True) as complete:
        assert complete.aside == ()
        assert len(list(unread(complete, "1"))) == 5
        assert not list(verify(complete))


def test_the_file_head_lags_behind_without_harm(folder: Path) -> None:
    """A power cut may take the newest note, or all of it; the case opens all the same, and goes on noting."""
    note = (folder / "head").read_bytes()
    _grown(folder)
    for told in (note, b"", b"\x00" * len(note)):
        (folder / "head").write_bytes(told)
        _grown(folder)
        with Case.open(folder) as reader:
            number, _, digest = reader.head()
            assert not list(verify(reader))
        assert (folder / "head").read_text() == f"{number:020} {digest}\n"


def test_a_refused_opening_lets_go_of_the_case(folder: Path) -> None:
    """Whoever was refused holds neither lock nor database, so that the case can be mended and opened at once."""
    path = folder / "archive/00000001.warc.gz"
    path.rename(folder / "elsewhere")
    with pytest.raises(CaseError, match="is missing"):
        Case.open(folder, write=True)
    (folder / "elsewhere").rename(path)
    _grown(folder)


def test_what_cannot_be_moved_stays(folder: Path) -> None:
    """Nothing is taken out of the archive before its copy is on the disk and in the log."""
    with (folder / "archive/00000002.warc.gz").open("ab") as file:
        file.write(HALF)
    before = archived(folder)
    (folder / "lost").write_bytes(b"a file in the place of the folder")
    with pytest.raises(CaseError, match="cannot be moved aside"):
        Case.open(folder, write=True)
    assert archived(folder) == before
    (folder / "lost").unlink()
    with Case.open(folder, write=True) as case:
        assert (folder / case.aside[0].file).read_bytes() == HALF


def test_a_database_of_another_case_is_refused(tmp_path: Path) -> None:
    """Two folders whose databases were swapped would answer for each other's captures."""
    for name in ("one", "two"):
        Case.make(tmp_path / name).close()
    (tmp_path / "two/case.db").replace(tmp_path / "one/case.db")
    with pytest.raises(CaseError, match="another case"):
        Case.open(tmp_path / "one", write=True)
    with Case.open(tmp_path / "one") as reader:
        assert "case.toml" in [finding.where for finding in verify(reader)]


def test_a_case_without_its_database_stays_without(tmp_path: Path) -> None:
    """A database that was lost is named; no empty one takes its place."""
    Case.make(tmp_path / "case").close()
    (tmp_path / "case/case.db").unlink()
    for write in (False, True):
        with pytest.raises(CaseError, match=r"case\.db is missing"):
            Case.open(tmp_path / "case", write=write)
    assert not list((tmp_path / "case").glob("case.db*"))


def test_a_garbled_database_is_named(tmp_path: Path) -> None:
    """Neither bytes that are no database nor a version that is no number end in a traceback."""
    folder = tmp_path / "case"
    Case.make(folder).close()
    whole = (folder / "case.db").read_bytes()
    for broken in (b"xxxxxxxx" + whole[8:], whole[:5000], b""):
        (folder / "case.db").write_bytes(broken)
        for write in (False, True):
            with pytest.raises(CaseError):
                Case.open(folder, write=write)
    (folder / "case.db").write_bytes(whole)
    with sqlite3.connect(folder / "case.db") as connection:
        connection.execute("UPDATE settings SET value = 'two' WHERE name = 'version'")
    connection.close()
    with pytest.raises(CaseError, match="version 'two'"):
        Case.open(folder)
