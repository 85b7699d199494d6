"""The engine of a case's database: SQLite in its folder, or PostgreSQL at an address."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from firsthand.errors import CaseError

__all__ = ["SQLITE", "Use", "backed_up", "begun", "engine_for", "raw_text", "snapshot"]

SQLITE = "case.db"
_WAIT_MS = 5000
_GARBLED = "it is damaged, and holds text that is none"


class Use(StrEnum):
    """What a database is opened for. Only `MAKE` makes one that is not there."""

    MAKE = "rwc"
    WRITE = "rw"
    READ = "r"


def engine_for(folder: Path, database: str | None, use: Use) -> Engine:
    """An engine for the SQLite file of the folder, or for `database`, a PostgreSQL address.

    Whatever a database refuses through it is a `CaseError` that says why.

    Raises:
        CaseError: the address is none, or of another kind of database.
    """
    engine = _sqlite(folder / SQLITE, use) if database is None else _postgresql(database)
    event.listen(engine, "handle_error", _refused)
    return engine


def _sqlite(file: Path, use: Use) -> Engine:
    # A reader too may write to the files beside the database: without that, SQLite's write-ahead log has no readers.
    mode = Use.WRITE if use is Use.READ else use
    name = f"file:{quote(os.fsencode(file.absolute()))}"
    engine = create_engine(URL.create("sqlite+pysqlite", database=name, query={"mode": mode, "uri": "true"}))
    event.listen(engine, "connect", partial(_prepare, use))
    return engine


def _postgresql(database: str) -> Engine:
    try:
        url = make_url(database)
        if url.get_backend_name() != "postgresql":
            raise CaseError(f"{url.get_backend_name()} is not supported. Give a postgresql:// address, or none.")
        return create_engine(url.set(drivername="postgresql+psycopg"))
    except ArgumentError as error:
        raise CaseError("That is no database address. One looks like postgresql://user@host/name.") from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise CaseError("PostgreSQL needs the extra: pip install 'firsthand[postgres]'.") from error


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Everything read in the block is as it was at one moment, whoever is writing meanwhile."""
    connection.rollback()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()  # which fixes the moment
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    try:
        yield
    finally:
        connection.rollback()


@contextmanager
def raw_text(connection: Connection) -> Iterator[None]:
    """Text that is no UTF-8, which SQLite lets stand, is read in the block too: with lone surrogates."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    before: Callable[[bytes], str] = driver.text_factory
    driver.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def backed_up(connection: Connection, folder: Path, name: str) -> str:
    """Copy the whole database before it is changed; where the copy is."""
    if connection.dialect.name == "sqlite":
        target = folder / f"{name}.db"
        target.unlink(missing_ok=True)
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
        return str(target)
    schema = f"backup_{name.replace('-', '_')}"
    connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
    connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
    tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    for (table,) in tables.all():
        connection.exec_driver_sql(f'CREATE TABLE "{schema}"."{table}" AS TABLE "{table}"')
    return f"schema {schema}"


def begun(connection: Connection) -> None:
    """A transaction that changes of tables belong to too: Python's SQLite begins one for changes of rows only."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare(use: Use, connection: object, _: object) -> None:
    """Write-ahead log, and nothing acknowledged before it is on the disk; who only reads changes nothing."""
    pragmas = ["synchronous=FULL", f"busy_timeout={_WAIT_MS}", "foreign_keys=ON"]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    try:
        for pragma in [*pragmas, "query_only=ON" if use is Use.READ else "journal_mode=WAL"]:
            cursor.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as error:  # what SQLite wants to tell holds bytes of the broken file
        raise sqlite3.DatabaseError(_GARBLED) from error
    finally:
        cursor.close()


def _refused(context: ExceptionContext) -> None:
    """Every error of a database is told in one line, in its own words."""
    error = context.sqlalchemy_exception
    if isinstance(error, DBAPIError):
        reason = (str(error.orig).strip() or "no reason given").splitlines()[0].rstrip(".")
    elif isinstance(context.original_exception, UnicodeDecodeError):
        reason = _GARBLED
    else:
        return
    if context.connection is None:
        raise CaseError(f"The database of the case cannot be opened: {reason}.") from context.original_exception
    raise CaseError(
        f"The database refuses: {reason}. What was acknowledged is there; `firsthand verify` tells more."
    ) from context.original_exception
