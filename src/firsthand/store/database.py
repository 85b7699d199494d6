"""The engine of a case's database: SQLite in its folder, or PostgreSQL at an address."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from firsthand.errors import CaseError

__all__ = ["backed_up", "begun", "connected", "engine_for"]

_SQLITE = "case.db"
_WAIT_MS = 5000


def engine_for(folder: Path, database: str | None) -> Engine:
    """An engine for the SQLite file of the folder, or for `database`, a PostgreSQL address.

    Raises:
        CaseError: the address is none, or of another kind of database.
    """
    if database is None:
        engine = create_engine(URL.create("sqlite+pysqlite", database=str(folder / _SQLITE)))
        event.listen(engine, "connect", _prepare)
        return engine
    try:
        url = make_url(database)
        if url.get_backend_name() != "postgresql":
            raise CaseError(f"{url.get_backend_name()} is not supported. Give a postgresql:// address, or none.")
        return create_engine(url.set(drivername="postgresql+psycopg"))
    except ArgumentError as error:
        raise CaseError("That is no database address. One looks like postgresql://user@host/name.") from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise CaseError("PostgreSQL needs the extra: pip install 'firsthand[postgres]'.") from error


def connected(engine: Engine) -> Connection:
    """A connection.

    Raises:
        CaseError: there is no database, or it cannot be opened; says why in its own words.
    """
    try:
        return engine.connect()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CaseError(f"The database of the case cannot be opened: {reason}.") from error


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


def _prepare(connection: object, _: object) -> None:
    """Write-ahead log, and nothing acknowledged before it is on the disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_WAIT_MS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
