"""The audit: it only grows, and what is done to it behind the desk's back is seen."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firsthand.store.chain import START
from firsthand.store.desk import By, Desk
from firsthand.store.desk.audit import Deed, audit, broken, note

OLENA = By(3, "Олена", "analyst", "192.0.2.7")
TARAS = By(4, "Taras", "reader", "192.0.2.8")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    note(desk, [Deed(OLENA, "saw", "/claims/c1", "200"), Deed(TARAS, "saw", "/claims/c1", "200")])
    note(desk, [Deed(OLENA, "decided", "/claims/c1", "303")])
    return desk


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "desk.db", isolation_level=None)


def test_it_tells_who_saw_and_did_what(filled: Desk) -> None:
    """The last first, by person, by what it was about, and page by page."""
    last, *_ = audit(filled)
    assert (last.number, last.deed) == (3, Deed(OLENA, "decided", "/claims/c1", "303"))
    assert last.at == "2026-03-04T09:00:00.000000+00:00"
    assert [seen.number for seen in audit(filled, who="Олена")] == [3, 1]
    assert [seen.number for seen in audit(filled, before=3, limit=1, about="/claims/c1")] == [2]
    assert audit(filled, about="/claims/c2") == ()
    assert audit(filled)[-1].previous == START
    assert broken(filled) is None


@pytest.mark.parametrize(
    "change",
    [
        "update audit set who = 'Taras' where id = 1",
        "delete from audit",
        "delete from audit where id = 3",
        "insert or replace into audit select 2, at, person, 'x', role, what, about, address, outcome, previous, hash "
        "from audit where id = 2",
        "insert into audit select 9, at, person, who, role, what, about, address, outcome, previous, hash "
        "from audit where id = 2",
    ],
)
def test_the_database_itself_refuses_changes(filled: Desk, folder: Path, change: str) -> None:
    """Whoever asks: also a mistake in this program."""
    connection = raw(folder)
    with pytest.raises(sqlite3.IntegrityError, match="what was seen and done"):
        connection.execute(change)
    connection.close()
    assert len(audit(filled)) == 3
    assert broken(filled) is None


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ("update audit set who = 'Taras' where id = 1", 1),
        ("update audit set outcome = '403' where id = 2", 2),
        ("delete from audit where id = 2", 2),
        ("delete from audit where id = 1", 1),
        ("update audit set hash = '0' where id = 3", 3),
    ],
)
def test_who_takes_the_triggers_away_is_found_out(filled: Desk, folder: Path, change: str, at: int) -> None:
    """The chain says at which entry."""
    connection = raw(folder)
    for trigger in ("audit_stays", "audit_is_kept", "audit_goes_on"):
        connection.execute(f"drop trigger {trigger}")
    connection.execute(change)
    connection.close()
    assert broken(filled) == at


def test_an_entry_is_made_whatever_it_is_about(desk: Desk) -> None:
    """Too long is cut, and what no database holds is replaced: nothing keeps a deed from being noted."""
    note(desk, [Deed(By(None, "a" * 500, "\ud800", "::1"), "x" * 999, "\x00\ud83d /" + "я" * 9999)])
    (seen,) = audit(desk)
    assert len(seen.deed.about) == 500
    assert len(seen.deed.by.who) == 64
    assert broken(desk) is None
