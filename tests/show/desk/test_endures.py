"""What a desk lives through: a damaged board, a full disk, a case that is gone, an old one, and a second desk."""

from __future__ import annotations

import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from bench.served import ServedDesk, served
from tests.show.desk.pages.desks import at_desk, read_again
from tests.show.desk.pages.test_claim import read_case
from tests.store.captures import capture
from tests.store.test_migrations import _OldTables

from firsthand.errors import CaseError
from firsthand.show.desk.building import build_board, state_of
from firsthand.store import Case
from firsthand.store.board import FILE, BoardWriter, board_of_case
from firsthand.store.inbox import HandedState, hand_in, handed
from firsthand.store.schema import VERSION

__all__ = ["read_case"]  # the fixture

SECONDS = 120.0


@pytest.fixture
def folder(read_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read_case, tmp_path / "case"))


def until(found: Callable[[], object], what: str) -> None:
    """Wait for it, for a while."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found():
            return
        time.sleep(0.1)
    raise AssertionError(f"It did not come: {what}.")


# ---------------------------------------------------------------- the board


@pytest.mark.parametrize("damage", ["empty", "words", "half", "format"])
def test_a_board_that_cannot_be_read_is_none(folder: Path, damage: str) -> None:
    """It follows from the case: another is made in its place, and nobody is told of a database."""
    file = folder / FILE
    if damage == "format":
        with sqlite3.connect(file) as connection:
            connection.execute("update about set state = '1 of long ago'")
        connection.close()
    else:
        file.write_bytes({"empty": b"", "words": b"no board", "half": file.read_bytes()[:3000]}[damage])
    with at_desk(folder) as me:
        assert "The case is being read" in me.get("/", 503)
        read_again(folder)
        assert me.get("/").count('class="row') > 1


def test_a_board_that_is_damaged_while_it_is_read_goes(folder: Path) -> None:
    """Whoever meets the damage is told to come again; the file is gone, so that the worker makes another."""
    file = folder / FILE
    written = bytearray(file.read_bytes())
    for at in range(4096, len(written), 16):
        written[at : at + 8] = b"\xff" * 8
    with at_desk(folder) as me:
        me.get("/")
        file.write_bytes(written)  # the very file that is open
        broken = board_of_case(folder)
        if broken is not None:
            with pytest.raises(CaseError, match="is made anew by itself"):
                list(broken.all_documents())
            broken.close()
            assert not file.exists()
        read_again(folder)
        until(lambda: 'class="row' in me.browser.get("/").text, "the new board")


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file grows beyond so many bytes."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_board_that_finds_no_room(folder: Path) -> None:
    """The last one stays and is read on, nothing of the new one is left, and the message says what to do."""
    before = (folder / FILE).read_bytes()
    with Case.open(folder) as case, full_disk(40_000), pytest.raises(CaseError, match="Make room there"):
        build_board(case)
    assert (folder / FILE).read_bytes() == before
    assert not list(folder.glob(f"{FILE}.*"))
    with full_disk(10), pytest.raises(CaseError, match="Make room there"), BoardWriter(folder, "s", "now"):
        pass
    with Case.open(folder) as case:
        assert build_board(case) == state_of(case)


# ---------------------------------------------------------------- the case


def test_a_case_of_an_older_version_is_served(tmp_path: Path) -> None:
    """It is brought up to this version, with a copy made first, and what waited in it is read."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr("firsthand.store.case.VERSION", VERSION - 1)
        then.setattr("firsthand.store.case.schema.METADATA", _OldTables(VERSION - 1))
        with Case.make(tmp_path / "case") as case:
            run = case.begin("зведення")
            case.keep([capture("Пошкоджено три будинки, повідомив мер Харкова.", "k")], run, "page")
            case.end(run, {"taken": 1})
    with served(tmp_path / "case") as desk:
        assert "Пошкоджено три будинки" in httpx.get(f"{desk.address}/feed", timeout=SECONDS).text
    assert list((tmp_path / "case" / "backups").iterdir())


def test_a_case_that_goes_away_while_it_is_served(folder: Path, tmp_path: Path) -> None:
    """Pages that need it say so, and nothing is acknowledged that is not kept; when it is back, so is the desk."""
    with at_desk(folder) as me:
        claim = me.get("/").split('data-claim="')[1].split('"')[0]
        csrf = me.get("/decisions").split('name="csrf" value="')[1].split('"')[0]
        folder.rename(tmp_path / "elsewhere")
        for path in (f"/claims/{claim}", "/decisions"):
            time.sleep(0)
            answer = me.browser.get(path)
            assert answer.status_code in (200, 500), answer.text  # a case that is still open is read on
            assert str(tmp_path) not in answer.text
        sent = me.browser.post("/add", data={"csrf": csrf, "text": "Трамвай у Полтаві не ходить."})
        assert sent.status_code == 500
        assert "is gone" in sent.text
        assert not folder.exists()
        (tmp_path / "elsewhere").rename(folder)
        sent = me.browser.post("/add", data={"csrf": csrf, "text": "Трамвай у Полтаві не ходить."})
        assert sent.status_code == 303
        assert me.get("/").count('class="row') > 1
    with pytest.raises(CaseError, match="is gone"):
        hand_in(tmp_path / "nowhere", "Ірина", "x", {"001-x.txt": BytesIO(b"x")})


def test_two_desks_on_one_case(folder: Path) -> None:
    """What is handed in at one and concluded at the other is seen at both, each once."""
    with served(folder) as one, served(folder) as other:
        claim = httpx.get(f"{one.address}/", timeout=SECONDS).text.split('data-claim="')[1].split('"')[0]
        sent(one, "/add", text="Бібліотека в Сумах\n\nБібліотеку в Сумах закрито, повідомила міська рада.")
        sent(other, f"/claims/{claim}/decide", verdict="unproven", reason="Без фото.")
        for desk in (one, other):
            until(lambda desk=desk: "Бібліотека в Сумах" in seen(desk, "/feed"), "the report on the feed")  # type: ignore[misc]
            assert "Без фото." in seen(desk, "/decisions")
            assert "concluded: unproven" in seen(desk, "/")
    (was,) = handed(folder)
    assert was.state is HandedState.DONE
    assert len(was.keys) == 1


def seen(desk: ServedDesk, path: str) -> str:
    return httpx.get(f"{desk.address}{path}", timeout=SECONDS).text


def sent(desk: ServedDesk, path: str, **form: str) -> None:
    with httpx.Client(base_url=desk.address, timeout=SECONDS) as client:
        csrf = client.get("/decisions").text.split('name="csrf" value="')[1].split('"')[0]
        answer = client.post(path, data={"csrf": csrf, **form})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
