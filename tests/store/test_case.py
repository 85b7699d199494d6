"""A case keeps what it is given, once, on both databases, and says what it cannot do."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, text
from tests.store.captures import capture, gone
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from firsthand.errors import CaseError, CaseTooNew
from firsthand.model import About, Forward, Skip
from firsthand.store import Case, Reading, keep_readings, schema, unread, verify

ПОСТ = "⚡️ В ночь на 3 ноября над областью сбиты 14 беспилотников, сообщили в администрации."
ДОПИС = "Уночі над областю збили 14 безпілотників, повідомили в адміністрації."


def test_the_same_bytes_twice_are_one_payload_with_two_sightings(case: Case) -> None:
    """A copy costs nothing, and yet it is known where and when each was seen."""
    run = case.begin("test")
    case.keep([capture(ПОСТ, "a"), capture(ПОСТ, "b"), capture(ДОПИС, "c")], run, "file")
    assert len(case.rows(select(schema.payloads))) == 2
    assert [row["key"] for row in case.rows(select(schema.captures))] == ["a", "b", "c"]


def test_a_file_taken_again_is_not_seen_again_but_a_page_is(case: Case) -> None:
    """Importing one export twice sees nothing new; a server that gives the same page again was asked again."""
    run = case.begin("test")
    case.keep([capture("post", "a"), capture("page", "p", paged=True)], run, "file")
    file, page = case.keep([capture("post", "a"), capture("page", "p", paged=True, hours=1)], run, "file")
    assert (file.capture, file.new) == (None, False)
    assert page.capture is not None
    assert not page.new
    (archived,) = case.keep([capture("page", "p", paged=True)], run, "archive")
    assert archived.capture is None  # an archive taken in twice tells of the same moment


def test_an_edit_and_a_deletion_are_sightings_of_the_same_key(case: Case) -> None:
    """What a post said before it was edited stays, and that it is gone is kept too."""
    run = case.begin("test")
    for seen in (capture("17 hurt", "a"), capture("19 hurt", "a"), gone("a")):
        case.keep([seen], run, "page")
    payloads = [row["payload"] for row in case.rows(select(schema.captures).order_by(schema.captures.c.id))]
    assert payloads == [1, 2, None]


def test_what_a_channel_tells_comes_back_whole(case: Case) -> None:
    """Title, time with its zone, forward and links wait with the capture until it is read."""
    about = About(
        text=ПОСТ,
        title="Сводка",
        published=datetime(2025, 11, 3, 6, 5, tzinfo=UTC),
        outlet="Канал",
        forward=Forward("Администрация", "https://t.me/adm/7", datetime(2025, 11, 3, 6, tzinfo=UTC)),
        links=(("сообщили", "https://t.me/adm/7"),),
    )
    run = case.begin("test")
    case.keep([capture("{}", "a", about=about)], run, "table")
    (waiting,) = unread(case, "1")
    assert waiting.capture.about == about
    assert waiting.capture.data == b"{}"


def test_a_content_waits_until_a_reader_of_this_version_has_read_it(case: Case) -> None:
    """A newer reader reads again; what the older one made of it stays, and says which was which."""
    run = case.begin("test")
    case.keep([capture(ПОСТ, "a"), capture(ПОСТ, "a", paged=True, hours=1), capture("\x00", "b")], run, "page")
    first, second = unread(case, "1")
    keep_readings(case, [Reading(first.id, b'{"n": 1}'), Reading(second.id, None, failure="no text in it")], run, "1")
    assert not list(unread(case, "1"))
    assert [waiting.id for waiting in unread(case, "2")] == [first.id, second.id]
    keep_readings(case, [Reading(first.id, b'{"n": 2}')], run, "2")
    old, failed, new = case.rows(select(schema.readings).order_by(schema.readings.c.id))
    assert (old["version"], old["replaced"], new["version"], new["replaced"]) == ("1", new["id"], "2", None)
    assert failed["report"] == b""
    assert [row["reason"] for row in case.rows(select(schema.skips))] == ["no text in it"]
    assert not list(verify(case))


def test_the_archive_opens_in_another_reader(case: Case) -> None:
    """The records are WARC as the standard has it: checked by warcio, and read back by it."""
    run = case.begin("test")
    case.keep([capture(ПОСТ, "a"), capture(ДОПИС, "b", paged=True), capture(ПОСТ, "c\r\nX: y")], run, "page")
    (segment,) = case.archive.segments()
    assert Checker(type("Options", (), {"inputs": [str(segment)], "verbose": False})).process_all() == 0
    with segment.open("rb") as file:
        kinds = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)]
    assert kinds[1] == ("resource", ПОСТ.encode())
    assert kinds[2] == ("response", ДОПИС.encode())
    assert [kind for kind, _ in kinds[3:]] == ["request", "revisit"]


def test_a_new_segment_is_begun_when_one_is_full(case: Case) -> None:
    """No file grows without end, and what lies in an earlier one is still found."""
    case.archive._limit = 1000
    run = case.begin("test")
    for number in range(12):
        case.keep([capture(f"report {number} " * 20, str(number))], run, "file")
    assert len(case.archive.segments()) > 2
    assert [waiting.capture.data[:9] for waiting in unread(case, "1")][:2] == [b"report 0 ", b"report 1 "]
    assert not list(verify(case))


def test_what_was_dropped_is_kept_with_its_reason(case: Case) -> None:
    """A row that cannot be read is no reason to forget that it was there."""
    run = case.begin("test")
    case.keep([], run, "table", [Skip("collect", "row 3", "no text in it")])
    assert [row["record"] for row in case.rows(select(schema.skips))] == ["row 3"]


def test_names_that_no_database_takes_are_cleaned(case: Case) -> None:
    """NULs, lone surrogates and line ends in an address break neither database nor archive."""
    run = case.begin("test")
    case.keep([capture("x", "a\x00\ud800\r\nb", address="https://news.example/\x00\ud800\r\nX-Evil: 1")], run, "file")
    assert not list(verify(case))
    (waiting,) = unread(case, "1")
    assert waiting.capture.data == b"x"


def test_two_writers_do_not_meet(tmp_path: Path, case: Case) -> None:
    """A second process that wants to write is told to wait; one that only reads is let in."""
    script = "import sys, pathlib, firsthand.store as s; s.Case.open(pathlib.Path(sys.argv[1]), write=True)"
    done = subprocess.run([sys.executable, "-c", script, case.folder], capture_output=True, text=True, check=False)
    assert "CaseBusy" in done.stderr
    with Case.open(case.folder) as reader:
        assert not list(verify(reader))
        with pytest.raises(CaseError, match="for reading only"):
            reader.begin("test")


def test_a_newer_case_is_left_alone(case: Case) -> None:
    """An older program does not touch what it does not know."""
    case.connection.execute(text("UPDATE settings SET value = '999' WHERE name = 'version'"))
    case.connection.commit()
    with pytest.raises(CaseTooNew, match="newer"):
        Case.open(case.folder)


def test_a_clock_that_goes_back_is_noted(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the log is that of its numbers; a time before the last is written as it is, and told."""
    case.begin("before")

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("firsthand.store.case.datetime", Earlier)
    case.begin("after")
    (last,) = case.rows(select(schema.log).order_by(schema.log.c.id.desc()).limit(1))
    assert "earlier than that of entry" in orjson.loads(str(last["body"]))["clock"]
    assert not list(verify(case))


@pytest.mark.parametrize("broken", ["", "id = 1", "\xff", 'database = "mysql://x/y"'])
def test_a_folder_that_is_no_case_is_named(tmp_path: Path, broken: str) -> None:
    """Whatever is wrong with the folder, one line says what to do."""
    with pytest.raises(CaseError):
        Case.open(tmp_path / "nothing")
    (tmp_path / "case.toml").write_text(broken, encoding="latin-1")
    with pytest.raises(CaseError):
        Case.open(tmp_path)


def test_a_folder_with_something_in_it_becomes_no_case(tmp_path: Path) -> None:
    """Nobody's files are mixed with a case."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CaseError, match="not empty"):
        Case.make(tmp_path)


def test_a_database_with_a_case_takes_no_second(case: Case, database: str | None, tmp_path: Path) -> None:
    """Two cases in one database would answer for each other's rows."""
    if database is None:
        pytest.skip("each folder has an SQLite file of its own")
    with pytest.raises(CaseError, match="already"):
        Case.make(tmp_path / "second", database)


def test_a_refusing_database_takes_nothing_and_goes_on(case: Case) -> None:
    """Where the database cannot write, neither rows nor records of the attempt are there, and the next try works."""
    run = case.begin("test")
    case.keep([capture("first", "a")], run, "file")
    with pytest.raises(CaseError, match="refuses"):
        case.keep([capture("second", "b")], run, None)  # type: ignore[arg-type]
    assert not list(verify(case))
    case.keep([capture("second", "b")], run, "file")
    assert not list(verify(case))


def test_an_interruption_right_behind_the_commit_loses_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C may come when the rows are safe and nobody was told yet: their records stay where the rows say."""
    run = case.begin("test")
    commit = case.connection.commit

    def commit_then_stop() -> None:
        commit()
        raise KeyboardInterrupt

    monkeypatch.setattr(case.connection, "commit", commit_then_stop)
    with pytest.raises(KeyboardInterrupt):
        case.keep([capture(ПОСТ, "a")], run, "file")
    monkeypatch.undo()
    assert [waiting.capture.data.decode() for waiting in unread(case, "1")] == [ПОСТ]
    assert not list(verify(case))
    case.keep([capture(ДОПИС, "b")], run, "file")
    assert not list(verify(case))
