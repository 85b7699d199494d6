"""The file of the desk: private, whole after every kill, and never silently made anew."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.store.desk.conftest import HOST

from firsthand.errors import CaseBusy, CaseError, CaseTooNew
from firsthand.kinds import Role
from firsthand.store.desk import Desk
from firsthand.store.desk import database as module
from firsthand.store.desk.audit import audit, broken
from firsthand.store.desk.notes import notes
from firsthand.store.desk.people import add_person, people

ROOT = Path(__file__).parents[3]


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.desk.noter", str(folder), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_only_the_owner_reads_it(folder: Path) -> None:
    """The file and those beside it, also where one with wider rights was there before."""
    (folder / "desk.db").touch(mode=0o666)
    (folder / "desk.db").chmod(0o666)
    with Desk.open(folder) as desk:
        add_person(desk, "Олена", Role.ADMIN, None, HOST)
        for file in folder.glob("desk.db*"):
            assert file.stat().st_mode & 0o777 == 0o600, file.name
        assert len(list(folder.glob("desk.db*"))) == 3


def test_a_link_in_its_place_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever can put one there could otherwise choose which file is opened and whose rights change."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "other.db"
    elsewhere.write_bytes(b"")
    (folder / "desk.db").symlink_to(elsewhere)
    with pytest.raises(CaseError, match="no plain file"):
        Desk.open(folder)
    assert elsewhere.read_bytes() == b""


def test_a_folder_that_is_no_case_gets_none(tmp_path: Path) -> None:
    """A slip in the path makes no file."""
    with pytest.raises(CaseError, match="is no case"):
        Desk.open(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_is_refused_and_stays(folder: Path) -> None:
    """It holds what nothing can make anew: it is never replaced by an empty one."""
    (folder / "desk.db").write_bytes(b"no database at all" * 500)
    with pytest.raises(CaseError, match="cannot be made anew"):
        Desk.open(folder)
    assert (folder / "desk.db").read_bytes() == b"no database at all" * 500


def test_a_newer_file_is_refused(folder: Path) -> None:
    """As a case of a newer version is."""
    Desk.open(folder).close()
    connection = sqlite3.connect(folder / "desk.db")
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(CaseTooNew):
        Desk.open(folder)


def test_two_processes_may_have_it_open(folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """People are added on the command line while the desk is served; one that does not end is told of."""
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    with Desk.open(folder) as other:
        add_person(other, "Taras", Role.READER, None, HOST)
        assert [person.name for person in people(desk)] == ["Taras"]
        with desk.writing(), pytest.raises(CaseBusy):
            add_person(other, "Олена", Role.READER, None, HOST)
    assert len(people(desk)) == 1


def test_its_secret_outlives_a_restart_and_is_its_own(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is derived from it in an open page is good after a restart, and at no other desk."""
    with Desk.open(folder) as desk:
        first = desk.secret()
    with Desk.open(folder) as desk:
        assert desk.secret() == first
    (folder / "desk.db").unlink()
    with Desk.open(folder) as desk:
        assert desk.secret() != first
        assert len(first) == 32


def test_what_fails_half_way_is_not_there(desk: Desk) -> None:
    """A transaction is whole or not at all, and the next one works."""

    def half() -> None:
        with desk.writing() as connection:
            connection.execute("insert into people (name, key, role, made) values ('a', 'a', 'reader', '')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert not people(desk)
    add_person(desk, "Олена", Role.ADMIN, None, HOST)
    assert len(people(desk)) == 1


def test_an_end_inside_a_transaction_leaves_nothing_of_it(folder: Path) -> None:
    """The process ends without another instruction: what it told of is there, what it had begun is not."""
    process = start(folder, "3")
    told, _ = process.communicate()
    assert process.returncode == 7
    assert told.count("person ") == 3
    with Desk.open(folder) as desk:
        assert len(people(desk)) == 3
        assert "never done" not in [seen.deed.what for seen in audit(desk)]
        assert broken(desk) is None


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    """After each of some kills everything that was told of is there, and the chain of the audit holds."""
    chance = random.Random(7)
    told: list[str] = []
    for _ in range(4):
        process = start(folder)
        assert process.stdout is not None
        told.append(process.stdout.readline().strip())
        time.sleep(chance.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split("\n")
        process.wait()
        process.stdout.close()
        with Desk.open(folder) as desk:
            known = {person.name: person.number for person in people(desk)}
            seen = {entry.deed.about for entry in audit(desk, limit=1000)}
            for line in told:
                what, _, which = line.partition(" ")
                if what == "person":
                    assert which in known
                elif what == "note":
                    assert notes(desk, known[f"Олена {which}"])[0].words == f"запитати ще раз {which}"
                elif what == "deed":
                    assert {which, which.replace("documents", "claims")} <= seen
            assert broken(desk) is None
    assert len(told) > 12
