"""Who saw and did what at the desk. It is only ever added to, and each entry holds the hash of the one before.

Changing, taking out or putting in an entry in the middle breaks the chain, and `broken` says where. That the last
entries were cut off cannot be seen from what is left: note the hash of the last one elsewhere, where that matters.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from firsthand.store.chain import START
from firsthand.store.desk.database import Desk
from firsthand.store.known import clean

__all__ = ["By", "Deed", "Seen", "append", "audit", "broken", "note"]

_LONGEST = {"what": 64, "about": 500, "who": 64, "role": 16, "address": 64, "outcome": 64}
"""In characters. What is longer is cut: an entry is made in any case."""
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class By:
    """Who does something: the number of a person, or None where they are none of the desk's; and from where.

    `address` is that of their machine, or "command line".
    """

    person: int | None
    who: str
    role: str
    address: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be noted: who, what ("saw", "decided"), about what ("/claims/c1f0"), and how it ended ("200")."""

    by: By
    what: str
    about: str = ""
    outcome: str = "done"


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry: a deed with its number, the moment (ISO 8601, UTC), and the hashes that hold it in its place."""

    number: int
    at: str
    deed: Deed
    previous: str
    hash: str


def note(desk: Desk, deeds: Iterable[Deed]) -> None:
    """Keep what was done, in that order, in one transaction. Raises CaseError where the file cannot be written."""
    with desk.writing() as connection:
        for deed in deeds:
            append(connection, desk.now, deed)


def append(connection: sqlite3.Connection, at: str, deed: Deed) -> None:
    """The same inside a transaction, with what is done in it: neither is kept without the other."""
    last = connection.execute("select id, hash from audit order by id desc limit 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, START)
    by = deed.by
    words = {"who": by.who, "role": by.role, "what": deed.what, "about": deed.about, "address": by.address}
    kept = {name: clean(value[: _LONGEST[name]]) for name, value in (words | {"outcome": deed.outcome}).items()}
    row = (number, at, by.person, *(kept[name] for name in ("who", "role", "what", "about", "address", "outcome")))
    connection.execute(
        "insert into audit (id, at, person, who, role, what, about, address, outcome, previous, hash) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, previous, _hash(row, previous)),
    )


def audit(
    desk: Desk, before: int | None = None, limit: int = 100, who: str | None = None, about: str | None = None
) -> tuple[Seen, ...]:
    """The latest entries, the last first: those numbered below `before`, of a person, about something."""
    conditions = {"id < ?": before, "who = ?": who, "about = ?": about}
    given = {condition: value for condition, value in conditions.items() if value is not None}
    where = f"where {' and '.join(given)}" if given else ""
    query = f"select * from audit {where} order by id desc limit ?"  # noqa: S608  the conditions are those above
    with desk.reading() as connection:
        return tuple(_seen(row) for row in connection.execute(query, (*given.values(), min(limit, _PAGE))))


def broken(desk: Desk) -> int | None:
    """The number of the first entry that is not as it was written, or follows another than it did; None if all do."""
    previous, number = START, 0
    with desk.reading() as connection:
        for row in connection.execute("select * from audit order by id"):
            number += 1
            if row[0] != number or row[-2] != previous or row[-1] != _hash(row[:-2], previous):
                return number
            previous = row[-1]
    return None


def _hash(row: tuple[object, ...], previous: str) -> str:
    return hashlib.sha256(orjson.dumps([*row, previous])).hexdigest()


def _seen(row: tuple[object, ...]) -> Seen:
    number, at, person, who, role, what, about, address, outcome, previous, digest = row
    by = By(person if isinstance(person, int) else None, str(who), str(role), str(address))
    deed = Deed(by, str(what), str(about), str(outcome))
    return Seen(int(str(number)), str(at), deed, str(previous), str(digest))
