"""Bringing a case of an older version up to this one's, with a copy made first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import BigInteger, Column, Connection, LargeBinary, MetaData, Table, Text

__all__ = ["MIGRATIONS", "Migration", "steps"]

Migration = Callable[[Connection], None]
"""Changes the tables from one version to the next, inside one transaction."""


def _stamps(connection: Connection) -> None:
    """1 → 2: a table for stamps. It is written out here, as it was then: the schema goes on changing."""
    number, text = BigInteger, Text
    table = Table("stamps", MetaData(), Column("id", number, primary_key=True, autoincrement=False))
    for name, kind in (("entry", number), ("head", text), ("kind", text), ("server", text), ("asked", text)):
        table.append_column(Column(name, kind, nullable=False))
    table.append_column(Column("upgraded", text))
    table.append_column(Column("token", LargeBinary, nullable=False))
    table.create(connection)


MIGRATIONS: Sequence[Migration] = (_stamps,)
"""The first brings version 1 to 2, and so on."""


def steps(version: int, migrations: Sequence[Migration] = MIGRATIONS) -> Sequence[Migration]:
    """What a case of that version still needs, in order."""
    return migrations[version - 1 :]
