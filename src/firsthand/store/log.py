"""The log of a case as it is read: entry by entry, each with the hashes that hold it in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import select

from firsthand.errors import CaseError
from firsthand.store import schema
from firsthand.store.case import Case, Row

__all__ = ["Entry", "entries", "entries_after"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: what was done (`action`), when (ISO 8601), by whom, and what it says of it. `previous` is the hash of
    the entry before, `hash` its own."""

    number: int
    at: str
    actor: str
    action: str
    note: Mapping[str, object]
    previous: str
    hash: str


def entries(case: Case, before: int | None = None, limit: int = 100) -> tuple[Entry, ...]:
    """The latest entries, the last first; with `before` those of lower numbers. What an entry says of rows is left out:
    it is hashes of all that it wrote.

    Raises:
        CaseError: an entry was changed so that it says nothing.
    """
    table = schema.log
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return tuple(map(_entry, case.rows(query if before is None else query.where(table.c.id < before))))


def entries_after(case: Case, number: int, limit: int) -> tuple[tuple[Entry, frozenset[str]], ...]:
    """The entries of higher numbers in their order, the first so many, each with the tables that it wrote to.

    Raises:
        CaseError: an entry was changed so that it says nothing.
    """
    table = schema.log
    query = select(table).where(table.c.id > number).order_by(table.c.id).limit(limit)
    rows = case.rows(query)
    return tuple((_entry(row), frozenset(orjson.loads(str(row["body"])).get("rows", ()))) for row in rows)


def _entry(row: Row) -> Entry:
    try:
        return Entry(
            number=int(str(row["id"])),
            note={name: value for name, value in orjson.loads(str(row["body"])).items() if name != "rows"},
            **{name: str(row[name]) for name in ("at", "actor", "action", "previous", "hash")},
        )
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise CaseError("An entry of the log no longer says what was done: run `firsthand verify`.") from error
