"""One writer at a time: a lock on the folder of a case and, where a team shares it, one in its database."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection

from firsthand.errors import CaseBusy, CaseError

__all__ = ["LOCK", "being_written", "lock_database", "locked"]

LOCK = "lock"
_WAIT = 2.0
"""Seconds that a second writer waits for the first."""
_AGAIN = 0.1


def locked(folder: Path) -> FileLock:
    """The lock of the folder, held.

    Raises:
        CaseBusy: another process holds it.
        CaseError: the folder cannot be written.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=_WAIT)
    except Timeout as error:
        raise CaseBusy(f"Another process is writing to {folder}. Wait for it to end, then try again.") from error
    except OSError as error:
        raise CaseError(f"{folder} cannot be written: {error.strerror}.") from error
    return lock


def being_written(folder: Path) -> bool:
    """Whether another process holds the lock of the folder at this moment; makes no file."""
    if not (folder / LOCK).exists():
        return False
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # a folder that this user may only read: there is no telling
        return False
    lock.release()
    return False


def lock_database(connection: Connection, number: str) -> None:
    """Hold the database of the case of that number, as long as the connection is open; SQLite lies in the folder.

    Raises:
        CaseBusy: a process holds it already, on this machine or another, from this folder or a copy of it.
    """
    if connection.dialect.name == "sqlite":
        return
    key = int.from_bytes(hashlib.sha256(f"firsthand {number}".encode()).digest()[:8], "big", signed=True)
    until = time.monotonic() + _WAIT
    while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({key})").scalar():
        if time.monotonic() > until:
            raise CaseBusy("Another process is writing to the case's database. Wait for it to end, then try again.")
        time.sleep(_AGAIN)
    connection.rollback()  # the lock is that of the session, and stays
