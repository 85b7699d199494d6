"""Whether a database is sound in itself: its file, its tables, and what stands in it beside them.

Rows are not looked at here: the log answers for those.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, text

from firsthand.errors import CaseError
from firsthand.store import schema
from firsthand.store.database import SQLITE
from firsthand.store.finding import Finding
from firsthand.store.known import clean

__all__ = ["unsound"]

_EMPTY = bytes(4)
_HEADER = (
    (0, b"SQLite format 3\0"),
    (18, b"\2\2\0\x40\x20\x20"),
    (44, b"\0\0\0\4", _EMPTY),
    (48, bytes(8)),
    (56, b"\0\0\0\1", _EMPTY),
    (60, bytes(32)),
)
"""What stands at some places of every case's file; the second, where there is one, before its first checkpoint."""
_POSTGRESQL_TYPES = {"BIGINT": "bigint", "TEXT": "text", "BLOB": "bytea"}
Parts = dict[tuple[str, str], str]
"""What a database is made of: (kind, name) and, in words of its own, how."""


def unsound(connection: Connection, folder: Path, version: int) -> Iterator[Finding]:
    """What is wrong with the database of a case of that version, apart from its rows."""
    try:
        if connection.dialect.name == "sqlite":
            yield from _header(folder / SQLITE)
            yield from _checked(connection)
            yield from _compared(_sqlite(connection), _sqlite_expected(version))
        else:
            yield from _compared(_postgresql(connection), _postgresql_expected(version))
    except CaseError as error:
        yield Finding("database", str(error))


def _header(file: Path) -> Iterator[Finding]:
    """The bytes in the head of the file that are the same in every case (sqlite.org/fileformat2.html, 1.3)."""
    with file.open("rb") as opened:
        head = opened.read(100)
    for at, *allowed in _HEADER:
        end = at + len(allowed[0])
        if head[at:end] not in allowed:
            yield Finding(f"{SQLITE} bytes {at}–{end}", "changed: the head of the file says something else there")


def _checked(connection: Connection) -> Iterator[Finding]:
    """SQLite's own check: of the pages, and of every index against its table."""
    for (told,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        for line in str(told).splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Finding(SQLITE, f"SQLite finds: {clean(line)}")


def _compared(found: Parts, expected: Parts) -> Iterator[Finding]:
    for kind, name in sorted(found.keys() | expected.keys()):
        where = f"{kind} {clean(name)}"
        if (kind, name) not in found:
            yield Finding(where, "missing from the database")
        elif (kind, name) not in expected:
            yield Finding(where, "extra: no version of firsthand makes it")
        elif found[kind, name] != expected[kind, name]:
            yield Finding(where, "changed: it is not made as firsthand makes it")


def _sqlite(connection: Connection) -> Parts:
    """Tables, indexes, triggers and views, each as the SQL that makes it; how that is spaced does not matter."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master").all()
    return {(str(kind), str(name)): f"{on}: {''.join(str(sql).split())}" for kind, name, on, sql in rows}


def _tables(version: int) -> list[Table]:
    return [*schema.rows_of(version), schema.log]


@cache
def _sqlite_expected(version: int) -> Parts:
    engine = create_engine("sqlite+pysqlite:///:memory:")
    with engine.connect() as connection:
        schema.METADATA.create_all(connection, tables=_tables(version))
        parts = _sqlite(connection)
    engine.dispose()
    return parts


_POSTGRESQL = {
    "table": """
        SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = current_schema()
        """,
    "column": """
        SELECT table_name || '.' || column_name, data_type || ' ' || is_nullable || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = current_schema()
        """,
    "index": """
        SELECT indexname, replace(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
        """,
    "constraint": """
        SELECT relname || ' ' || conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
        JOIN pg_class r ON r.oid = c.conrelid
        WHERE contype <> 'n' AND c.connamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
        """,
    "trigger": """
        SELECT relname || ' ' || tgname, '' FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
        WHERE NOT tgisinternal AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
        """,
    "rule": """
        SELECT tablename || ' ' || rulename, '' FROM pg_rules WHERE schemaname = current_schema()
        """,
}


def _postgresql(connection: Connection) -> Parts:
    parts: Parts = {}
    for kind, query in _POSTGRESQL.items():
        rows = connection.execute(text(query)).all()
        parts |= {(kind, str(name)): str(made) for name, made in rows}
    return parts


@cache
def _postgresql_expected(version: int) -> Parts:
    parts: Parts = {}
    for table in _tables(version):
        name = str(table.name)
        parts["table", name] = "BASE TABLE"
        parts["index", f"{name}_pkey"] = f"CREATE UNIQUE INDEX {name}_pkey ON {name} USING btree (id)"
        parts["constraint", f"{name} {name}_pkey"] = "PRIMARY KEY (id)"
        for column in table.columns:
            kind = _POSTGRESQL_TYPES[column.type.compile()]
            parts["column", f"{name}.{column.name}"] = f"{kind} {'YES' if column.nullable else 'NO'}"
        for index in table.indexes:
            on = ", ".join(str(column.name) for column in index.columns)
            parts["index", str(index.name)] = f"CREATE INDEX {index.name} ON {name} USING btree ({on})"
    return parts
