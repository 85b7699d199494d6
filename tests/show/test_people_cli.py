"""Seeing to the people of a desk from the command line."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from firsthand.errors import CaseError, FirsthandError, MissingInput, PeopleError
from firsthand.kinds import Role
from firsthand.show.case_cli import add_case_commands
from firsthand.show.export_cli import add_export_commands
from firsthand.show.people_cli import add_people_commands
from firsthand.store.desk import Desk
from firsthand.store.desk.notes import NoteOn, write
from firsthand.store.desk.passwords import Cost, Passwords
from firsthand.store.desk.people import password_of, person_named
from firsthand.store.desk.tokens import token_of
from firsthand.store.identity import write_identity

PASSWORD = "ліхтар над мостом 7"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write_identity(tmp_path, "0" * 32, None)
    return tmp_path


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing at the cost of tests."""
    monkeypatch.setattr("firsthand.store.desk.passwords.Cost", lambda: Cost(passes=1, kib=8, lanes=1))


def run(*arguments: str | Path, given: str = f"{PASSWORD}\n") -> Result:
    app = typer.Typer()
    add_people_commands(app)
    app.command("other")(lambda: None)  # or the group would be the whole app
    done = CliRunner().invoke(app, ["people", *map(str, arguments)], input=given)
    if done.exception is not None and not isinstance(done.exception, (SystemExit, FirsthandError)):
        raise done.exception
    return done


def add(case: Path, name: str, role: str) -> Result:
    return run("add", case, name, "--role", role, "--password-from", "-")


def refused(done: Result, kind: type[FirsthandError], says: str) -> None:
    assert isinstance(done.exception, kind), done.output
    assert says in str(done.exception)


def test_people_come_change_and_go(case: Path) -> None:
    """Each with one line that says what is so now; the list tells the rest."""
    first = add(case, "Олена Ткач", "analyst").stdout
    assert first.startswith("Олена Ткач is one of the people of this desk now, as analyst.\nNobody is an admin")
    assert "Nobody" not in add(case, "Taras", "admin").stdout
    assert run("role", case, "олена ткач", "Reader").stdout == "Олена Ткач is reader now.\n"
    assert run("disable", case, "олена ткач").stdout.startswith("Олена Ткач is kept out now.")
    lines = run("list", case).stdout.splitlines()
    assert lines[0].startswith("Taras: admin; since ")
    assert lines[1].startswith("Олена Ткач: reader, disabled since ")
    assert run("enable", case, "олена ткач").exit_code == 0
    told = json.loads(run("list", case, "--json").stdout)["people"]
    assert [(one["name"], one["role"], one["password"], one["disabled"], one["tokens"]) for one in told] == [
        ("Taras", "admin", True, None, 0), ("Олена Ткач", "reader", True, None, 0)
    ]  # fmt: skip
    assert run("remove", case, "Олена Ткач", given="n\n").exit_code == 1
    assert run("remove", case, "Олена Ткач", "--yes").stdout == "Олена Ткач is removed.\n"
    assert len(run("list", case).stdout.splitlines()) == 1


def test_a_password_comes_from_a_file_or_is_asked_for(case: Path, tmp_path: Path) -> None:
    """Never from an argument; what is kept is a hash."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\r\nsecond line\n", encoding="utf-8")
    assert run("add", case, "Олена", "--password-from", file).exit_code == 0
    assert run("password", case, "Олена", "--password-from", "-", given="інший довгий пароль\n").exit_code == 0
    with Desk.open(case) as desk:
        _, kept = password_of(desk, "Олена")
    assert Passwords(Cost(passes=1, kib=8, lanes=1)).match(kept, "інший довгий пароль")
    refused(run("add", case, "Taras"), PeopleError, "There is no terminal to ask")
    refused(run("add", case, "Taras", "--password-from", tmp_path / "none"), MissingInput, "No such file")
    refused(run("add", case, "Taras", "--password-from", "-", given="short\n"), PeopleError, "at least 12")
    file.write_bytes(b"\xff\xfe" * 20)
    refused(run("add", case, "Taras", "--password-from", file), PeopleError, "no text in UTF-8")
    assert run("add", case, "Taras", "--no-password").exit_code == 0
    assert run("add", case, "Ivan", "--no-password", "--password-from", "-").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("role", "Nobody", "reader"), "nobody of the name Nobody"),
        (("role", "Taras", "reader"), "Nobody would be left"),
        (("disable", "Taras"), "Nobody would be left"),
        (("add", "TARAS", "--no-password"), "somebody of the name"),
        (("add", "x<y", "--no-password"), "A name is made of"),
        (("token", "Taras", "--for", "x", "--days", "500"), "at most 366 days"),
        (("token", "Taras", "--remove", "9"), "no token of the number 9"),
    ],
)
def test_what_cannot_be_is_refused(case: Path, arguments: tuple[str, ...], says: str) -> None:
    """With what is wrong, and nothing is changed."""
    add(case, "Taras", "admin")
    command, *more = arguments
    refused(run(command, case, *more), PeopleError, says)
    with Desk.open(case) as desk:
        person = person_named(desk, "Taras")
    assert person is not None
    assert person.role is Role.ADMIN


def test_a_role_that_is_none_is_a_wrong_option(case: Path) -> None:
    """Before anything is asked for."""
    assert run("add", case, "Taras", "--role", "king").exit_code == 2
    assert run("token", case, "Taras", "--role", "king").exit_code == 2
    refused(run("list", case / "elsewhere"), CaseError, "is no case")


def test_a_token_is_printed_alone_and_once(case: Path) -> None:
    """So that a script can take it; the list shows its beginning."""
    add(case, "Taras", "admin")
    done = run("token", case, "taras", "--for", "карта", "--role", "analyst", "--days", "3")
    secret = done.stdout.strip()
    assert "not shown again" in done.stderr
    with Desk.open(case) as desk:
        held = token_of(desk, secret)
    assert held is not None
    assert held.role is Role.ANALYST
    listed = run("token", case, "taras", "--list").stdout
    assert listed.startswith(f"1  {secret[:14]}…  analyst, until ")
    assert secret not in listed
    assert run("token", case, "taras").exit_code == 2
    assert run("token", case, "taras", "--for", "x", "--days", "0").exit_code == 2
    assert run("token", case, "taras", "--remove", "1").stdout == "The token for карта is gone.\n"
    assert run("token", case, "taras", "--list").stdout == "Taras has no token.\n"


def test_what_was_done_is_told_and_can_be_checked(case: Path) -> None:
    """Also what is done by these commands; a change behind the desk's back is named."""
    add(case, "Taras", "admin")
    run("add", case, "Олена", "--no-password")
    lines = run("audit", case).stdout.splitlines()
    assert "command line: added person Олена, reader [done]" in lines[0]
    (told,) = json.loads(run("audit", case, "--about", "Taras, admin", "--json").stdout)["audit"]
    assert (told["number"], told["what"], told["address"], told["outcome"]) == (
        1,
        "added person",
        "command line",
        "done",
    )
    assert run("audit", case, "--who", "nobody").stdout == "Nothing was noted that fits.\n"
    assert run("audit", case, "--limit", "1").stdout.count("\n") == 1
    assert run("audit", case, "--check").stdout == "All 2 entries are as they were written.\n"
    connection = sqlite3.connect(case / "desk.db")
    connection.execute("drop trigger audit_stays")
    connection.execute("update audit set who = 'somebody else' where id = 1")
    connection.commit()
    connection.close()
    refused(run("audit", case, "--check"), PeopleError, "Entry 1 of the audit is not as it was written")


def test_an_export_holds_none_of_it(told_case: Path, tmp_path: Path) -> None:
    """Neither people nor notes leave with a case; and the case verifies with them beside it."""
    case, package = tmp_path / "case", tmp_path / "case.wacz"
    shutil.copytree(told_case, case)
    add(case, "Олена", "analyst")
    with Desk.open(case) as desk:
        person = person_named(desk, "Олена")
        assert person is not None
        write(desk, person.number, NoteOn.SOURCE, "example.org", "просить не називати")
    app = typer.Typer()
    add_export_commands(app)
    add_case_commands(app)
    for command in (("export", case, package), ("verify", case)):
        done = CliRunner().invoke(app, list(map(str, command)))
        assert done.exit_code == 0, done.output
    with zipfile.ZipFile(package) as opened:
        assert not [name for name in opened.namelist() if "desk" in name]
        assert all("називати".encode() not in opened.read(name) for name in opened.namelist())
