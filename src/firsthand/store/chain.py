"""The log of a case: a chain of hashes over everything that was ever done to it.

Each entry holds the hash of the one before and the hashes of all rows it wrote. Changing, removing or adding
anything breaks the chain or contradicts it, and `firsthand verify` says where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Table

__all__ = ["START", "Entry", "entry_bytes", "entry_hash", "row_hash", "written"]

START = "0" * 64
"""What stands for the entry before the first."""

Hashes = dict[str, dict[str, str]]
"""For each table the hash of each row, by its number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `body` is JSON: what it was about, and under "rows" the hashes of what it wrote."""

    id: int
    at: str
    actor: str
    action: str
    body: str
    previous: str
    hash: str

    @property
    def rows(self) -> Hashes:
        """The hashes of the rows it wrote."""
        rows: Hashes = orjson.loads(self.body).get("rows", {})
        return rows


def row_hash(row: Sequence[object]) -> str:
    """SHA-256 of a row's values in the order of the table's columns; bytes count by their own hash."""
    values = [{"sha256": hashlib.sha256(value).hexdigest()} if isinstance(value, bytes) else value for value in row]
    return hashlib.sha256(orjson.dumps(values)).hexdigest()


def written(rows: Iterable[tuple[Table, Mapping[str, object]]]) -> Hashes:
    """The hashes of rows that are about to be written."""
    hashes: Hashes = {}
    for table, row in rows:
        values = [row[column.name] for column in table.columns]
        hashes.setdefault(str(table.name), {})[str(row["id"])] = row_hash(values)
    return hashes


def entry_hash(number: int, at: str, actor: str, action: str, body: str, previous: str) -> str:
    """SHA-256 of everything an entry says, and so of all entries before it."""
    return hashlib.sha256(entry_bytes(number, at, actor, action, body, previous)).hexdigest()


def entry_bytes(number: int, at: str, actor: str, action: str, body: str, previous: str) -> bytes:
    """What an entry's hash is the SHA-256 of: a line of JSON."""
    return orjson.dumps([number, at, actor, action, body, previous])
