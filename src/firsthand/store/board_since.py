"""What a board says otherwise since it was made: a small file beside it, which is laid over it when it is opened.

A verdict changes a few claims of a hundred thousand. They are written here, and the board itself stays as it is.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import compress

import orjson

from firsthand.errors import CaseError
from firsthand.store.board_rows import BoardRow

__all__ = ["SINCE", "Renewed", "laid_over", "unwritable", "write_since"]

SINCE = "board-since.db"
_PACKED = 1
_TABLES = """
create table if not exists about (base text, state text);
create table if not exists claims (n integer primary key, row blob, written blob, known blob);
create table if not exists sources (id text primary key, page blob);
create table if not exists kept (name text primary key, data blob);
delete from about;
"""
_VIEWS = """
create temp view claims as
    select own.n, own.id, coalesce(new.row, own.row) as row
    from main.claims own left join since.claims new on new.n = own.n;
create temp view pages as
    select own.n, own.view, coalesce(new.written, own.written) as written, coalesce(new.known, own.known) as known
    from main.pages own left join since.claims new on new.n = own.n;
create temp view sources as
    select own.n, own.id, own.row, coalesce(new.page, own.page) as page
    from main.sources own left join since.sources new on new.id = own.id;
create temp view kept as
    select own.name, coalesce(new.data, own.data) as data
    from main.kept own left join since.kept new on new.name = own.name;
"""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A claim as it is now: its row, the claim as JSON, and what is known of it."""

    row: BoardRow
    written: bytes
    known: object


def write_since(
    folder: Path,
    base: str,
    state: str,
    claims: Mapping[int, Renewed],
    sources: Mapping[str, object],
    kept: Mapping[str, bytes],
) -> None:
    """Put what is otherwise now beside what was so already; all of it is there at once.

    Args:
        base: of which board (`BoardFile.base`); what belongs to another one is dropped.
        state: of the case, that the board shows with it.
        claims: by their places on the board, from 0.
        sources: what the pages of sources are made from, by their ids.
        kept: as `BoardWriter.keep`.

    Raises:
        CaseError: the disk refuses.
    """
    made = folder / f"{SINCE}.{os.getpid()}"
    try:
        made.unlink(missing_ok=True)
        if _base_of(folder / SINCE) == base:
            shutil.copyfile(folder / SINCE, made)
        with closing(sqlite3.connect(made)) as connection, connection:
            connection.executescript(f"pragma journal_mode = off; pragma synchronous = off; {_TABLES}")
            connection.execute("insert into about values (?, ?)", (base, state))
            connection.executemany("replace into claims values (?, ?, ?, ?)", map(_packed, claims.items()))
            pages = ((name, compress(orjson.dumps(page), _PACKED)) for name, page in sources.items())
            connection.executemany("replace into sources values (?, ?)", pages)
            connection.executemany("replace into kept values (?, ?)", kept.items())
        made.replace(folder / SINCE)
    except (sqlite3.Error, OSError) as error:
        raise unwritable(folder, error) from error
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def laid_over(connection: sqlite3.Connection, folder: Path, base: str) -> str | None:
    """Have a connection to a board read what is said otherwise since; the state that it is of then. None where there is
    nothing, or nothing that can be read: then the board is as it was made."""
    file = folder / SINCE
    if _base_of(file) != base:
        return None
    connection.execute("attach database ? as since", (_address(file),))
    found, state = connection.execute("select base, state from since.about").fetchone()
    if found != base:  # another one was put in its place at this moment
        connection.execute("detach database since")
        return None
    connection.executescript(_VIEWS)
    return str(state)


def unwritable(folder: Path, error: Exception) -> CaseError:
    """Why a board could not be written, in words."""
    reason = (error.strerror if isinstance(error, OSError) else str(error)) or "no reason given"
    return CaseError(
        f"The board cannot be written to {folder}: {reason}. Make room there; it is tried again by itself, and nothing "
        "that was kept is lost."
    )


def _packed(one: tuple[int, Renewed]) -> tuple[int, bytes, bytes, bytes]:
    number, new = one
    known = compress(orjson.dumps(new.known), _PACKED)
    return number + 1, orjson.dumps(new.row), compress(new.written, _PACKED), known


def _base_of(file: Path) -> str | None:
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(_address(file), uri=True)) as connection:
            (found,) = connection.execute("select base from about").fetchone()
            connection.execute("select count(*) from claims").fetchone()
    except (sqlite3.Error, TypeError):  # damaged, or half of one
        return None
    return str(found)


def _address(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro&immutable=1"
