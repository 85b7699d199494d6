"""The file of an index: its tables, and how it is opened. It is a cache: what does not fit is thrown away.

A *node* is what copies have in common: tellings that say the same in the same way on the same day (`packed.content`).
Nodes are compared and linked, so that a post that was copied ten thousand times costs no more than one.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import duckdb

from firsthand.errors import CaseBusy, CaseError
from firsthand.link.records import COLUMNS

__all__ = ["discard", "opened"]

_FORMAT = 1
_MEMORY = "4GB"  # what DuckDB keeps in memory, at most; what is more goes to disk
_TRIES, _PAUSE = 10, 0.1
"""How often a file is tried that another process holds, and the seconds between: one that was just killed may hold it
for a moment."""
_COLUMNS = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items() if name != "keys")
_TABLES = (
    "meta (stamp varchar)",
    "documents (id bigint, key varchar, state varchar, rank ubigint, body varchar)",
    "tellings (id bigint, document bigint, place integer, first integer, last integer, node bigint)",
    "nodes (id bigint, telling bigint)",  # with the first of its tellings: that one is compared
    f"records ({_COLUMNS})",  # unique_id is the node
    "keyed (key bigint, node bigint)",
    "links (one bigint, other bigint, weight double)",  # nodes, one < other
    "counts (term varchar, count integer)",  # in how many documents of the sample
    "changed (node bigint, told boolean)",  # since the groups were last made; whether its tellings are others
    "groups (item bigint, leader bigint, tree bigint)",  # see `grouping`
    "regrouped (leader bigint)",  # when the groups were last made
    "decided (kind varchar, one bigint, other bigint)",  # as the groups know it
)


def opened(path: Path | None, stamp: str) -> duckdb.DuckDBPyConnection:
    """A connection to an index of this stamp; to an empty one where there is none, or a damaged one, or another's.

    Raises:
        CaseBusy: another process has the file open.
        CaseError: the file can be neither read nor made anew.
    """
    stamp = f"{_FORMAT} {stamp}"
    if path is None:
        return _made(_connected(None), stamp)
    for _ in range(_TRIES):
        try:
            return _read(path, stamp) or _anew(path, stamp)
        except duckdb.Error as error:
            if not _locked(error):
                break
            busy = error
        time.sleep(_PAUSE)
    else:
        raise CaseBusy(f"{path}: another process works on the links of this case; wait until it has ended") from busy
    try:
        return _anew(path, stamp)
    except (duckdb.Error, OSError) as error:
        raise CaseError(f"{path}: the index of links can be neither read nor made anew: {error}") from error


def discard(path: Path) -> None:
    """Delete the file of an index, and what DuckDB keeps beside it."""
    for each in (path, path.with_name(path.name + ".wal")):
        each.unlink(missing_ok=True)
    shutil.rmtree(_spilled(path), ignore_errors=True)


def _locked(error: duckdb.Error) -> bool:
    return isinstance(error, duckdb.IOException) and "Could not set lock" in str(error)


def _spilled(path: Path | None) -> Path:
    """The folder for what does not fit into memory: one for each index, since DuckDB empties it when it is closed."""
    if path is None:
        return Path(tempfile.gettempdir()) / f"firsthand-links-{uuid4().hex}"
    return path.with_name(path.name + ".tmp")


def _read(path: Path, stamp: str) -> duckdb.DuckDBPyConnection | None:
    """What is there already, if it is of this stamp. Raises duckdb.Error where it is damaged."""
    connection = _connected(path)
    try:
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        whole = tables >= {table.split()[0] for table in _TABLES}
        if whole and connection.execute("select stamp from meta").fetchall() == [(stamp,)]:
            return connection
    except duckdb.Error:
        connection.close()
        raise
    connection.close()
    return None


def _anew(path: Path, stamp: str) -> duckdb.DuckDBPyConnection:
    discard(path)
    return _made(_connected(path), stamp)


def _connected(path: Path | None) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "temp_directory": str(_spilled(path)),
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(":memory:" if path is None else str(path), config=settings)
    connection.execute("set enable_progress_bar = false")
    return connection


def _made(connection: duckdb.DuckDBPyConnection, stamp: str) -> duckdb.DuckDBPyConnection:
    connection.execute("begin")
    for table in _TABLES:
        connection.execute(f"create table {table}")
    connection.execute("insert into meta values (?)", [stamp])
    connection.execute("commit")
    return connection
