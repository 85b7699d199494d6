"""What bodies of evidence answered, beside the database of a case: a copy, that may go at any time.

An answer is known by what was asked, of which body, in which version of its data, by which version of the program: with
all four the same it is the same, and nothing is asked anew. For each question the answer that was used last is noted:
that is what holds until somebody asks again. A file that is damaged is made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from firsthand.errors import CaseBusy, CaseError
from firsthand.evidence import Evidence
from firsthand.store.exact import packed, unpacked

__all__ = ["FILE", "Answers", "Key"]

FILE = "evidence.db"
_TOGETHER = 50
"""Answers that are written at a time: so many are lost by a kill, at most."""
_PATIENCE = 30.0
"""Seconds that are waited for another process that writes to the file."""
_TABLES = (
    "create table if not exists answers (body text, asked text, version text, program text, evidence blob, "
    "primary key (body, asked, version, program)) without rowid",
    "create table if not exists latest (body text, asked text, version text, program text, "
    "primary key (body, asked)) without rowid",
)


@dataclass(frozen=True, slots=True)
class Key:
    """Of an answer. `body` is a hash of the kind, name, place and options of a body, `asked` one of the question."""

    body: str
    asked: str
    version: str
    program: str


@dataclass(frozen=True, slots=True)
class _Answer:
    evidence: tuple[Evidence, ...]


class Answers:
    """The kept answers of a case. Use `Answers.open` or `Answers.read`, in a `with` block."""

    def __init__(self, connection: sqlite3.Connection, file: Path | None) -> None:
        self._connection = connection
        self._waiting = 0
        self.file = file
        """Where they are kept; None where they are only held in memory."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Those of the case in a folder, to be added to; in memory where the folder cannot be written."""
        file = folder / FILE
        for _ in range(2):
            try:
                return cls(_made(file), file)
            except sqlite3.OperationalError:  # not to be opened or written: a folder in the way, no leave
                break
            except sqlite3.DatabaseError:  # damaged: it is only a copy
                with suppress(OSError):
                    file.unlink(missing_ok=True)
        return cls(_made(None), None)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Those of the case in a folder as they are; none where there are none that can be read."""
        file = folder / FILE
        if file.is_file():
            try:
                return cls(_readable(file), file)
            except sqlite3.Error:
                pass
        return cls(_made(None), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        with closing(self._connection):
            self.flush()

    def kept(self, key: Key) -> tuple[Evidence, ...] | None:
        """The answer of that key; None where it has to be asked for."""
        query = "select evidence from answers where (body, asked, version, program) = (?, ?, ?, ?)"
        return self._evidence(query, (key.body, key.asked, key.version, key.program))

    def latest(self, body: str, asked: str) -> tuple[Evidence, ...] | None:
        """The answer that was used last, whatever version it is of; None where there was none."""
        query = (
            "select evidence from answers join latest using (body, asked, version, program) "
            "where (body, asked) = (?, ?)"
        )
        return self._evidence(query, (body, asked))

    def keep(self, key: Key, evidence: Sequence[Evidence]) -> None:
        """Keep an answer, and that it is the one that holds.

        Raises:
            ValueError: something in it is no number.
            CaseError: the file cannot be written.
        """
        answer = packed(_Answer(tuple(evidence)))
        with _told(self.file):
            self._connection.execute(
                "insert or replace into answers values (?, ?, ?, ?, ?)",
                (key.body, key.asked, key.version, key.program, answer),
            )
        self.use(key)

    def use(self, key: Key) -> None:
        """Note that an answer which is kept is the one that holds. Raises CaseError."""
        with _told(self.file):
            done = self._connection.execute(
                "insert into latest values (?, ?, ?, ?) on conflict (body, asked) do update set "
                "version = excluded.version, program = excluded.program "
                "where (version, program) <> (excluded.version, excluded.program)",
                (key.body, key.asked, key.version, key.program),
            )
        self._waiting += done.rowcount > 0
        if self._waiting >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what waits. Raises CaseError."""
        with _told(self.file):
            self._connection.commit()
        self._waiting = 0

    def _evidence(self, query: str, values: tuple[str, ...]) -> tuple[Evidence, ...] | None:
        try:
            row = self._connection.execute(query, values).fetchone()
            return unpacked(_Answer, row[0]).evidence if row else None
        except (sqlite3.DatabaseError, ValueError, TypeError, MemoryError):  # damaged: it is asked for again
            return None


def _made(file: Path | None) -> sqlite3.Connection:
    """A connection to the file, or to one in memory, with its tables."""
    connection = sqlite3.connect(":memory:" if file is None else file, timeout=_PATIENCE)
    try:
        for table in _TABLES:
            connection.execute(table)
        connection.execute("select count(*) from (select 1 from answers, latest limit 1)").fetchone()
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _readable(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
    try:
        for table in ("answers", "latest"):
            connection.execute(f"select body, asked, version, program from {table} limit 1").fetchone()  # noqa: S608  ours
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _told(file: Path | None) -> Iterator[None]:
    """Says of which file it is that something went wrong."""
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
        if busy:
            raise CaseBusy(f"{file} is being written by another process. Wait for it, and run this again.") from error
        raise CaseError(
            f"{file} cannot be written: {error}. It holds only copies of answers: it may be deleted."
        ) from error
