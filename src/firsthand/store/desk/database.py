"""The file of the desk: SQLite, for its owner only, forced to the disk with every change."""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from firsthand.errors import CaseBusy, CaseError, CaseTooNew
from firsthand.store.desk.tables import TABLES, VERSION
from firsthand.store.identity import identity_of

__all__ = ["FILE", "Desk", "stamp"]

FILE = "desk.db"
_MODE = 0o600
_PATIENCE = 10.0
"""Seconds that are waited for another process, such as `firsthand people`, to end its writing."""
_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "foreign_keys = on",
    "trusted_schema = off",
    "secure_delete = on",  # a note that is thrown away is gone from the file too
)


def stamp(moment: datetime) -> str:
    """A moment as it is kept: ISO 8601 in UTC to the microsecond, so that the order of texts is that of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Desk:
    """The open file. It may be used by many threads: each reads by a connection of its own, and one writes at a time.

    Use `Desk.open`, and close it, or use it in a `with` block.
    """

    def __init__(self, file: Path, clock: Callable[[], datetime]) -> None:
        self.file = file
        self.clock = clock
        self._writing = threading.Lock()
        self._writer = _connected(file)
        self._readers: list[sqlite3.Connection] = []
        self._closed = False

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], datetime] | None = None) -> Self:
        """That of the case in a folder, made where there is none yet. `clock` tells the time, in any zone.

        Raises:
            CaseError: the folder is no case, or the file is damaged, or is not its owner's alone and cannot be made so.
            CaseBusy: another process writes to it, and does not end.
            CaseTooNew: a newer version of firsthand wrote it.
        """
        identity_of(folder)
        file = folder / FILE
        with _told(file):
            _private(file)
            desk = cls(file, clock or _now)
            try:
                _prepared(desk._writer, file)
            except BaseException:
                desk.close()
                raise
        return desk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """What was acknowledged is on the disk already."""
        with self._writing:
            self._closed = True
            self._writer.close()
            while self._readers:
                self._readers.pop().close()

    @property
    def now(self) -> str:
        """This moment, as it is kept."""
        return stamp(self.clock())

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that only reads. Raises CaseError where the file cannot be read."""
        with _told(self.file):
            try:
                connection = self._readers.pop()
            except IndexError:
                connection = _connected(self.file)
                connection.execute("pragma query_only = on")
            try:
                yield connection
            finally:
                if self._closed:
                    connection.close()
                else:
                    self._readers.append(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk when the block ends, or none of it where it fails.

        Raises:
            CaseError: the file cannot be written.
            CaseBusy: another process is writing to it.
        """
        with _told(self.file), self._writing:
            self._writer.execute("begin immediate")
            try:
                yield self._writer
                self._writer.execute("commit")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk may have ended the transaction already
                    self._writer.execute("rollback")
                raise

    def secret(self) -> bytes:
        """32 random bytes that stay the same as long as the file does: what is derived from them outlives a restart."""
        with self.reading() as connection:
            (found,) = connection.execute("select value from secrets").fetchone()
        return bytes(found)


def _now() -> datetime:
    return datetime.now(UTC)


def _private(file: Path) -> None:
    """The file is there, a plain one, and only its owner reads it: SQLite gives those beside it the same rights."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _MODE))
    found = file.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise CaseError(f"{file} is no plain file. Move it away; the people of the desk have to lie in the case.")
    if os.name == "posix" and found.st_mode & 0o077:
        try:
            file.chmod(_MODE)
        except OSError as error:
            raise CaseError(f"{file} can be read by others than its owner. Its owner has to run: chmod 600") from error


def _connected(file: Path) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepared(connection: sqlite3.Connection, file: Path) -> None:
    """The tables are there, and of this version."""
    connection.execute("begin immediate")
    (version,) = connection.execute("pragma user_version").fetchone()
    if version > VERSION:
        raise CaseTooNew(f"{file} was written by a newer version of firsthand. Use that one.")
    if version == 0:
        for table in TABLES:
            connection.execute(table)
        connection.execute("insert into secrets values (1, ?)", (secrets.token_bytes(32),))
        connection.execute(f"pragma user_version = {VERSION}")
    connection.execute("commit")
    with closing(connection.execute("select value from secrets")) as found:
        if found.fetchone() is None:
            raise sqlite3.DatabaseError("its secret is gone")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Says of which file it is that something went wrong."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise CaseBusy(f"{file} is being written by another process. Wait for it, then try again.") from error
        raise CaseError(
            f"{file} cannot be used: {error}. It holds people, notes and who saw what, which cannot be made anew: "
            "put back a copy, or move it away to begin without people."
        ) from error
    except OSError as error:
        raise CaseError(f"{file} cannot be used: {error.strerror or error}.") from error
