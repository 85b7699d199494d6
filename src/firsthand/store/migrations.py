"""Bringing a case of an older version up to this one's, with a copy made first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import BigInteger, Column, Connection, Index, LargeBinary, MetaData, Table, Text, inspect, text

from firsthand.errors import CaseError

__all__ = ["MIGRATIONS", "Migration", "steps", "version_of"]

Migration = Callable[[Connection], None]
"""Changes the tables from one version to the next, inside one transaction."""


def _stamps(connection: Connection) -> None:
    """1 → 2: a table for stamps. It is written out here, as it was then: the schema goes on changing."""
    number, words = BigInteger, Text
    table = Table("stamps", MetaData(), Column("id", number, primary_key=True, autoincrement=False))
    for name, kind in (("entry", number), ("head", words), ("kind", words), ("server", words), ("asked", words)):
        table.append_column(Column(name, kind, nullable=False))
    table.append_column(Column("upgraded", words))
    table.append_column(Column("token", LargeBinary, nullable=False))
    table.create(connection)


def _decisions(connection: Connection) -> None:
    """2 → 3: a table for what people decide."""
    table = Table("decisions", MetaData(), Column("id", BigInteger, primary_key=True, autoincrement=False))
    for name in ("at", "analyst", "kind", "about", "reason"):
        table.append_column(Column(name, Text, nullable=False))
    for name in ("undone", "undone_by"):
        table.append_column(Column(name, Text))
    table.create(connection)


def _evidence(connection: Connection) -> None:
    """3 → 4: tables for bodies of evidence, for assessments, and for the weights they were made with."""
    others = MetaData()
    evidence = Table("evidence", others, Column("id", BigInteger, primary_key=True, autoincrement=False))
    for name in ("at", "analyst", "connector", "name", "what", "options", "version"):
        evidence.append_column(Column(name, Text, nullable=False))
    for name in ("undone", "undone_by"):
        evidence.append_column(Column(name, Text))
    weights = Table("weight_tables", others, Column("id", BigInteger, primary_key=True, autoincrement=False))
    for name in ("sha256", "words"):
        weights.append_column(Column(name, Text, nullable=False))
    assessments = Table("assessments", others, Column("id", BigInteger, primary_key=True, autoincrement=False))
    for name in ("at", "claim"):
        assessments.append_column(Column(name, Text, nullable=False))
    assessments.append_column(Column("weights", BigInteger, nullable=False))
    assessments.append_column(Column("version", Text, nullable=False))
    for name in ("facts", "assessment"):
        assessments.append_column(Column(name, LargeBinary, nullable=False))
    Index("assessments_claim", assessments.c.claim)
    others.create_all(connection)


MIGRATIONS: Sequence[Migration] = (_stamps, _decisions, _evidence)
"""The first brings version 1 to 2, and so on."""


def version_of(connection: Connection) -> int | None:
    """The version of the schema, or None where there is no case."""
    if not inspect(connection).has_table("settings"):
        connection.rollback()
        return None
    found = connection.execute(text("SELECT value FROM settings WHERE name = 'version'")).scalar()
    connection.rollback()
    if found is None:
        return None
    if not str(found).isascii() or not str(found).isdigit() or int(found) < 1:
        raise CaseError(f"The database of the case says that its tables are of version {found!a}.")
    return int(found)


def steps(version: int, migrations: Sequence[Migration] = MIGRATIONS) -> Sequence[Migration]:
    """What a case of that version still needs, in order."""
    return migrations[version - 1 :]
