"""The claims of a case as they were last worked out, beside its database: a copy, that may go at any time.

It is no part of what the log answers for: all of it follows from what is. So it is made anew where it is missing or
damaged, or of another state of the case.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from zlib import compress, decompress
from zlib import error as ZlibError  # noqa: N812  a class by its library's name

import orjson

from firsthand.claims import Account
from firsthand.store.records import record_of

__all__ = ["FILE", "keep_accounts", "kept_accounts"]

FILE = "claims.db"
_PACKED = 1  # of nine: quick, and it is read more often than it is written


def kept_accounts(folder: Path, state: str) -> tuple[Account, ...] | None:
    """The claims as they were worked out for that state of the case; None where they have to be worked out."""
    if not (folder / FILE).is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{(folder / FILE).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("select state from about").fetchone() != (state,):
                return None
            rows = connection.execute("select account from accounts order by number").fetchall()
        return tuple(record_of(Account, orjson.loads(decompress(packed))) for (packed,) in rows)
    except (sqlite3.Error, ZlibError, ValueError, TypeError, MemoryError):  # damaged: lengths that nothing has
        return None


def keep_accounts(folder: Path, state: str, accounts: Iterable[Account]) -> bool:
    """Keep them for the next time, in place of those of another state; whether that could be done.

    What cannot be written is no error: then they are worked out again.
    """
    made = folder / f"{FILE}.{os.getpid()}"
    try:
        made.unlink(missing_ok=True)  # a process of the same number may have been killed at it
        with closing(sqlite3.connect(made)) as connection, connection:
            connection.execute("create table about (state text)")
            connection.execute("create table accounts (number integer primary key, account blob)")
            connection.execute("insert into about values (?)", (state,))
            packed = ((compress(orjson.dumps(account), _PACKED),) for account in accounts)
            connection.executemany("insert into accounts (account) values (?)", packed)
        made.replace(folder / FILE)
    except (sqlite3.Error, OSError, orjson.JSONEncodeError):
        return False
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
    return True
