"""What the worker of a desk does with what was handed in, also where it is not the only one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import Pipe
from pathlib import Path

import pytest
from sqlalchemy import select

from firsthand.collect.polite import Polite
from firsthand.collect.sources import Own
from firsthand.errors import BadStatus, CaseBusy
from firsthand.model import Capture
from firsthand.pipeline import adding
from firsthand.pipeline.papers import readings_of
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.show.desk import working
from firsthand.show.desk.patience import open_for_writing
from firsthand.show.desk.telling import without_folder
from firsthand.store import Case, Reading, Waiting, last_capture, schema
from firsthand.store.inbox import Handed, HandedState, files_of, hand_in, handed_in

REPORT = "Мер Мирнограда заявив, що зруйновано 22 будинки.\n".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Case.make(tmp_path / "case").close()
    return tmp_path / "case"


@contextmanager
def at_work(folder: Path) -> Iterator[working._Working]:
    """A worker in this process; what it tells goes into a pipe that nobody reads."""
    ours, theirs = Pipe(duplex=False)
    with ours, theirs:
        yield working._Working(folder, False, Polite(), False, theirs)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """What reads, started once: most of its time goes into loading."""
    with Workers(1) as found:
        yield found


def take_in(folder: Path, one: Handed, workers: Workers) -> Handed:
    """What became of it, by one worker, as it found it."""
    with at_work(folder) as worker:
        worker._take_in(one, workers)
    found = handed_in(folder, one.number)
    assert found is not None
    return found


def test_what_cannot_be_taken_is_told_by_its_name(folder: Path, workers: Workers) -> None:
    """The reason names the file as it was given, and never where the case lies; its bytes stay, also where others that
    came with it were taken."""
    files = {"001-звіт.txt": io.BytesIO(REPORT), "002-scan of it.bin": io.BytesIO(bytes(range(256)))}
    done = take_in(folder, hand_in(folder, "Ірина", "two", files), workers)
    assert (done.state, done.counts) == (HandedState.DONE, {"taken": 1, "failed": 1})
    (problem,) = done.problems
    assert problem.startswith("scan of it.bin: scan of it.bin is nothing that can be taken in.")
    assert str(folder) not in "".join((*done.problems, *done.keys))
    assert [path.name for path in files_of(folder, done)] == ["001-звіт.txt", "002-scan of it.bin"]


def test_another_desk_took_it_in(folder: Path, workers: Workers) -> None:
    """Two desks on one case: who comes second leaves what the first made of it as it is."""
    one = hand_in(folder, "a", "x", {"001-x.txt": io.BytesIO(REPORT)})
    first = take_in(folder, one, workers)
    assert first.state is HandedState.DONE
    with at_work(folder) as worker:
        worker._take_in(one, workers)
    assert handed_in(folder, one.number) == first
    with Case.open(folder) as case:
        assert last_capture(case) == 1


def test_waiting_for_another_process_is_no_try(folder: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long another process writes, what was handed in goes on waiting, and is not given up as what broke."""
    monkeypatch.setattr(working, "_PATIENCE", 0.0)
    one = hand_in(folder, "a", "x", {"001-x.txt": io.BytesIO(REPORT)})
    with Case.open(folder, write=True), pytest.raises(CaseBusy):
        take_in(folder, one, workers)
    assert handed_in(folder, one.number) == one
    assert take_in(folder, one, workers).state is HandedState.DONE


class _WritesWhileItReads(Workers):
    """Reads, and decides at the same time, as a person would."""

    wrote = 0

    def read(self, waiting: Iterable[Waiting], own: Own | None = None) -> Iterator[list[Reading]]:
        for found in self.others.read(waiting, own):
            with open_for_writing(self.folder, 0.0) as case:
                case.end(case.begin("something else"), {})
                self.wrote += 1
            yield found

    def __init__(self, folder: Path, others: Workers) -> None:
        super().__init__(1)
        self.folder, self.others = folder, others


def test_nobody_waits_while_a_report_is_read(folder: Path, workers: Workers) -> None:
    """A long report may take a minute: who decides meanwhile finds the case free."""
    one = hand_in(folder, "a", "x", {f"00{number}-x{number}.txt": io.BytesIO(REPORT) for number in range(1, 4)})
    with at_work(folder) as worker:
        writing = _WritesWhileItReads(folder, workers)
        worker._take_in(one, writing)
        assert writing.wrote
    with Case.open(folder) as case:
        assert len(readings_of(case)) == 3


def test_nobody_waits_for_the_network(folder: Path, workers: Workers) -> None:
    """An address that is slow is asked before the case is held, once, and what it gave is kept."""
    asked: list[str] = []

    def fetch(address: str) -> Capture | None:
        asked.append(address)
        with open_for_writing(folder, 0.0):
            pass
        if "gone" in address:
            raise BadStatus(f"{address} answers 500.", 500)
        page = b"<html><title>\xd0\x9c\xd0\xb5\xd1\x80</title><p>" + REPORT + b"</p></html>"
        return Capture(page, address, datetime.now(UTC), sha256(page).hexdigest(), "text/html", "utf-8", address)

    addresses = ("https://news.example/22", "https://gone.example/x")
    one = hand_in(folder, "a", "x", {}, addresses)
    with at_work(folder) as worker:
        worker._fetch = fetch
        worker._take_in(one, workers)
    found = handed_in(folder, one.number)
    assert found is not None
    assert (found.counts["taken"], found.counts["failed"]) == (1, 1)
    assert any("answers 500" in each for each in found.problems)
    assert len(asked) == len(set(asked))


def test_what_another_desk_has_read_meanwhile_is_not_read_twice(folder: Path, workers: Workers) -> None:
    """Two desks on one case read at the same time: one reading is kept."""
    with Case.open(folder, write=True) as case:
        path = folder.parent / "x.txt"
        path.write_bytes(REPORT)
        adding.add(case, [Wanted(str(path))], _no_network)
        both = [adding.read_apart(case, workers, 24) for _ in range(2)]
        tallies = [adding.Tally(), adding.Tally()]
        for readings, tally in zip(both, tallies, strict=True):
            adding.keep_read(case, readings, tally)
        assert [tally.counts["read"] for tally in tallies] == [1, 0]
        assert len(case.rows(select(schema.readings))) == 1


def _no_network(address: str) -> Capture | None:
    raise BadStatus(f"{address} was asked for", 500)


def test_where_the_case_lies_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the folder only its name is told, however it was given."""
    monkeypatch.chdir(tmp_path)
    for given in (tmp_path / "case", Path("case"), Path("./x/../case")):
        assert without_folder(f"Another process is writing to {tmp_path}/case.", given) == (
            "Another process is writing to case."
        )
    assert without_folder("It ended. Try again.", Path()) == "It ended. Try again."
