"""The board of a case as one file beside its database: every claim, document and source as the desk shows them.

It is a copy that may go at any time, like `accounts`: all of it follows from the case. It is written whole and put in
place of the last one, so that whoever reads one goes on reading that.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from queue import Empty, LifoQueue
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar
from zlib import compress, decompress
from zlib import error as ZlibError  # noqa: N812  a class by its library's name

import numpy as np
import numpy.typing as npt
import orjson

from firsthand.errors import CaseError
from firsthand.kinds import Outcome
from firsthand.store.board_rows import BoardRow, DocumentRow, SourceRow
from firsthand.store.board_since import SINCE, laid_over, unwritable
from firsthand.weigh.track_record import Resolved

__all__ = ["FILE", "TERM", "BoardFile", "BoardRow", "BoardWriter", "DocumentRow", "SourceRow", "board_of_case"]

_Kind = TypeVar("_Kind")
_Read = TypeVar("_Read")

FILE = "board.db"
_FORMAT = "7"
"""Of the file: one of another format is made anew."""
_CONNECTIONS = 8
"""Threads that read one board at once; more wait for a moment."""
_PACKED = 1  # of nine: quick, and it is read more often than it is written
_TABLES = """
create table about (state text, made text, counts text);
create table claims (n integer primary key, id text unique, row blob);
create table pages (n integer primary key, view blob, written blob, known blob);
create table kept (name text primary key, data blob);
create table documents (n integer primary key, key text unique, reading integer, row blob);
create table told (document integer, claim integer);
create table parts (document integer, claim integer, part blob, primary key (document, claim)) without rowid;
create table sources (n integer primary key, id text unique, row blob, page blob);
create table outcomes (claim text, who text, source integer, kind text, made text, outcome text, observed text);
create table leans (claim text, who text, told text);
create virtual table words using fts5(
    title, told, who, place, terms, content='', tokenize='unicode61 remove_diacritics 2', prefix='1 2'
);
create virtual table titles using fts5(title, outlet, content='', tokenize='unicode61 remove_diacritics 2');
"""
_INDEXES = """
create index told_document on told (document);
create index told_claim on told (claim);
create index documents_reading on documents (reading);
create index outcomes_who on outcomes (who, source);
create index outcomes_claim on outcomes (claim);
create index leans_who on leans (who);
"""


TERM = "\ue000"
"""Before a term in the index of words: no word that anybody types begins so, and the index takes it for a letter."""
_REMEMBERED = 64
"""Answers of the index of words: the pages of one answer, its facets and its map are asked for one after the other."""

Places = npt.NDArray[np.int64]
"""Of claims or documents on the board, from 0."""


def _lives(number: str) -> bool:
    """Whether there is a process of that number; where that cannot be told, it counts as alive."""
    if os.name != "posix" or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True


class BoardWriter:
    """Writes a new board; use it in a `with` block, at the end of which it takes the place of the last one."""

    def __init__(self, folder: Path, state: str, made: str) -> None:
        self._folder, self._state, self._made = folder, state, made
        self._path = folder / f"{FILE}.{os.getpid()}"
        for half in (*folder.glob(f"{FILE}.[0-9]*"), *folder.glob(f"{SINCE}.[0-9]*")):
            if half == self._path or not _lives(half.suffix[1:]):  # of a process that was killed at it
                half.unlink(missing_ok=True)
        try:
            self._connection = sqlite3.connect(self._path)
            self._connection.executescript(f"pragma journal_mode = off; pragma synchronous = off; {_TABLES}")
        except sqlite3.Error as error:
            self._path.unlink(missing_ok=True)
            raise unwritable(folder, error) from error
        self._counts = {"claims": 0, "documents": 0, "sources": 0}
        self._numbers: dict[str, int] = {}

    def document(self, row: DocumentRow) -> None:
        """Documents come before the claims they tell."""
        number = self._counted("documents")
        self._numbers[row.key] = number
        self._put("insert into documents values (?, ?, ?, ?)", number, row.key, row.reading, orjson.dumps(row))
        self._put("insert into titles (rowid, title, outlet) values (?, ?, ?)", number, row.title, row.outlet)

    def claim(
        self,
        row: BoardRow,
        view: object,
        written: bytes,
        known: object,
        documents: Iterable[str],
        told: str,
        terms: Iterable[str],
        parts: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """The next claim, in the order of the board.

        Args:
            view: the record its page is made from; `written` is the claim as JSON, `known` what is known of it.
            told: all its words, once each; `terms` are those of any language that stand for them.
            parts: where the view is large, of each document what concerns it alone; see `BoardFile.view_in`.
        """
        number = self._counted("claims")
        packed = (compress(orjson.dumps(each), _PACKED) for each in (view, known))
        viewed, weighed = packed
        self._put("insert into claims values (?, ?, ?)", number, row.id, orjson.dumps(row))
        self._put("insert into pages values (?, ?, ?, ?)", number, viewed, compress(written, _PACKED), weighed)
        for key in documents:
            if key in self._numbers:
                self._put("insert into told values (?, ?)", self._numbers[key], number)
        for key, part in parts.items():
            if key in self._numbers:
                packed_part = compress(orjson.dumps(part), _PACKED)
                self._put("insert into parts values (?, ?, ?)", self._numbers[key], number, packed_part)
        who = " ".join((*row.said_by, *row.denied_by, *row.sources))
        self._put(
            "insert into words (rowid, title, told, who, place, terms) values (?, ?, ?, ?, ?, ?)",
            *(number, row.title, told, who, row.place or "", " ".join(TERM + each for each in terms)),
        )

    def source(self, row: SourceRow, page: object) -> None:
        number = self._counted("sources")
        packed = compress(orjson.dumps(page), _PACKED)
        self._put("insert into sources values (?, ?, ?, ?)", number, row.id, orjson.dumps(row), packed)

    def document_fields(self) -> Iterator[Mapping[str, Any]]:
        """Every document so far, as `BoardFile.document_fields`."""
        for (row,) in self._connection.execute("select row from documents order by n"):
            yield orjson.loads(row)

    def outcomes(self, resolved: Iterable[Resolved], *, sources: bool) -> None:
        """What became of each claim as evidence alone says, by voices or by `sources`."""
        for each in resolved:
            shown = None if each.observed is None else each.observed.isoformat()
            told = (each.kind, each.made.isoformat(), each.outcome.value, shown)
            self._put("insert into outcomes values (?, ?, ?, ?, ?, ?, ?)", each.claim, each.who, int(sources), *told)

    def leans(self, claim: str, who: Iterable[str], told: date) -> None:
        """Of a claim the voices whose track record up to that day it was weighed with."""
        for each in who:
            self._put("insert into leans values (?, ?, ?)", claim, each, told.isoformat())

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every claim so far, as `BoardFile.rows`."""
        return _rows(self._connection)

    def keep(self, name: str, data: bytes) -> None:
        """Something made of the board beside it, to be had back by `BoardFile.kept`."""
        self._put("insert into kept values (?, ?)", name, data)

    def _counted(self, what: str) -> int:
        self._counts[what] += 1
        return self._counts[what]

    def _put(self, statement: str, *values: object) -> None:
        clean = [each.encode("utf-8", "replace").decode() if isinstance(each, str) else each for each in values]
        self._connection.execute(statement, clean)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, __: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
            self._connection.close()
            if kind is None:
                self._path.replace(self._folder / FILE)
                (self._folder / SINCE).unlink(missing_ok=True)  # it was of the last one
        except (sqlite3.Error, OSError) as error:
            raise unwritable(self._folder, error) from error
        finally:
            self._connection.close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        if isinstance(raised, sqlite3.Error):
            raise unwritable(self._folder, raised) from raised

    def _finish(self) -> None:
        counts = orjson.dumps(self._counts).decode()
        self._put("insert into about values (?, ?, ?)", f"{_FORMAT} {self._state}", self._made, counts)
        self._connection.executescript(_INDEXES)
        self._connection.commit()


class BoardFile:
    """A board that is read, by several threads at once. It stays what it was when another takes its place: all of its
    connections are opened at the beginning."""

    def __init__(self, path: Path) -> None:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._free: LifoQueue[sqlite3.Connection | None] = LifoQueue()
        self._holding = threading.Lock()
        self._holders, self._closed, self._ended = 0, False, False
        about = set()
        self._path, self._file = path, path.stat().st_ino
        for _ in range(_CONNECTIONS):
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._free.put(connection)
            own = connection.execute("select state, made, counts from main.about").fetchone()
            about.add((*own, laid_over(connection, path.parent, f"{own[0]} {own[1]}")))
        if len(about) != 1:
            self.close()
            raise CaseError("Another board took its place while it was opened.")
        ((state, self.made, counts, since),) = about
        self.base = f"{state} {self.made}"
        """What tells this board from any other of the case; what is said otherwise since then names it."""
        self.format, _, self.state = str(state).partition(" ")
        self.state = self.state if since is None else since
        self.counts: dict[str, int] = orjson.loads(counts)
        self._answers: OrderedDict[str, Places] = OrderedDict()
        self._remembering = threading.Lock()

    def close(self) -> None:
        """Once those who hold it are through. Who asks for something after that is told to load the page again."""
        with self._holding:
            self._closed = True
            if not self._holders:
                self._end()

    @contextmanager
    def held(self) -> Iterator[None]:
        """For whoever reads it for long, such as an export: it is not closed before they are through."""
        with self._holding:
            self._holders += 1
        try:
            yield
        finally:
            with self._holding:
                self._holders -= 1
                if self._closed and not self._holders:
                    self._end()

    def _end(self) -> None:
        if self._ended:
            return
        self._ended = True
        for _ in range(self._free.qsize()):
            with suppress(Empty):
                if (connection := self._free.get_nowait()) is not None:
                    connection.close()
        self._free.put(None)  # who waits for a connection hears that there is none any more

    # ------------------------------------------------------------ claims

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every claim in the order of the board: the fields of its `BoardRow`, as they come."""
        with self._reading() as connection:
            yield from _rows(connection)

    def rows_at(self, numbers: Sequence[int]) -> list[BoardRow]:
        """The rows of these places (from 0), in that order."""
        found = dict(self._in("select n, row from claims where n in", [n + 1 for n in numbers]))
        return [self._whole(_row, BoardRow, found[n + 1]) for n in numbers if n + 1 in found]

    def kept(self, name: str) -> bytes | None:
        """What `BoardWriter.keep` was given under that name."""
        found = self._all("select data from kept where name = ?", name)
        return bytes(found[0][0]) if found else None

    def number_of(self, claim: str) -> int | None:
        """The place (from 0) of the claim of that id, or of the only one that begins so."""
        query = "select n from claims where id >= ? and id < ? order by id limit 2"
        found = self._all(query, claim, claim + "\U0010ffff")
        if exact := self._all("select n from claims where id = ?", claim):
            return int(exact[0][0]) - 1
        return int(found[0][0]) - 1 if len(found) == 1 and claim else None

    def view(self, number: int) -> object:
        """What `BoardWriter.claim` was given as view, as plain JSON."""
        return self._packed("select view from pages where n = ?", number)

    def view_in(self, number: int, key: str) -> object:
        """The same, or only what concerns this document where that was given by itself."""
        query = "select part from parts where document = (select n from documents where key = ?) and claim = ?"
        found = self._all(query, key, number + 1)
        return self._unpacked(found[0][0]) if found else self.view(number)

    def known(self, number: int) -> object:
        """What is known of the claim, as plain JSON."""
        return self._packed("select known from pages where n = ?", number)

    def written(self, number: int) -> bytes:
        """The claim as JSON, without what people concluded of it."""
        (data,) = self._one("select written from pages where n = ?", number + 1)
        return self._whole(decompress, data)

    def matching(self, query: str) -> Places:
        """The places of the claims that a query of the index of words finds. Raises CaseError: it is no query."""
        with self._remembering:
            if (known := self._answers.get(query)) is not None:
                self._answers.move_to_end(query)
                return known
        found = self._indexed("words", query)
        with self._remembering:
            self._answers[query] = found
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        return found

    # ------------------------------------------------------------ documents and sources

    def document(self, key: str) -> DocumentRow | None:
        found = self._all("select row from documents where key = ?", key)
        return self._whole(_row, DocumentRow, found[0][0]) if found else None

    def documents(self, keys: Sequence[str]) -> dict[str, DocumentRow]:
        """Those of these documents that are there, by their keys."""
        found = self._in("select key, row from documents where key in", keys)
        return {str(key): self._whole(_row, DocumentRow, row) for key, row in found}

    def latest_documents(self, most: int) -> list[DocumentRow]:
        """Those that were taken in last, the latest first."""
        found = self._all("select row from documents order by reading desc, n limit ?", most)
        return [self._whole(_row, DocumentRow, row) for (row,) in found]

    def all_documents(self) -> Iterator[DocumentRow]:
        with self._reading() as connection:
            for (row,) in connection.execute("select row from documents order by n"):
                yield self._whole(_row, DocumentRow, row)

    def document_fields(self) -> Iterator[Mapping[str, Any]]:
        """Every document in the order of keys: the fields of its `DocumentRow`, as they come."""
        with self._reading() as connection:
            for (row,) in connection.execute("select row from documents order by n"):
                yield orjson.loads(row)

    def documents_titled(self, query: str) -> list[int]:
        """The places of the documents whose title or outlet a query finds. Raises CaseError: it is no query."""
        found: list[int] = np.sort(self._indexed("titles", query)).tolist()
        return found

    def documents_at(self, numbers: Sequence[int]) -> list[DocumentRow]:
        found = dict(self._in("select n, row from documents where n in", [n + 1 for n in numbers]))
        return [self._whole(_row, DocumentRow, found[n + 1]) for n in numbers if n + 1 in found]

    def claims_in(self, key: str) -> list[int]:
        """The places of the claims that a document tells."""
        query = "select claim from told join documents on documents.n = told.document where key = ? order by claim"
        return [n - 1 for (n,) in self._all(query, key)]

    def sources(self) -> list[SourceRow]:
        found = self._all("select row from sources order by n")
        return [self._whole(_row, SourceRow, row) for (row,) in found]

    def source(self, name: str) -> tuple[SourceRow, object] | None:
        """A source and what its page is made from, as plain JSON."""
        for row, page in self._all("select row, page from sources where id = ?", name):
            return self._whole(_row, SourceRow, row), self._unpacked(page)
        return None

    # ------------------------------------------------------------ what became of claims

    def resolved(self, who: str, *, sources: bool) -> list[Resolved]:
        """What became of the claims of a voice, or of a source, as evidence alone says."""
        query = "select claim, who, kind, made, outcome, observed from outcomes where who = ? and source = ?"
        return [_resolved(*row) for row in self._all(query, who, int(sources))]

    def resolved_of(self, claim: str, *, sources: bool) -> list[Resolved]:
        """What became of a claim: once for each voice that made it, or for each of its sources."""
        query = "select claim, who, kind, made, outcome, observed from outcomes where claim = ? and source = ?"
        return [_resolved(*row) for row in self._all(query, claim, int(sources))]

    def leaning(self, who: str) -> dict[str, date]:
        """The claims that were weighed with the track record of a voice, each with the day that it went up to."""
        found = self._all("select claim, told from leans where who = ?", who)
        return {str(claim): date.fromisoformat(told) for claim, told in found}

    # ------------------------------------------------------------ how

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        connection = self._free.get()
        if connection is None:
            self._free.put(None)
            raise CaseError("The board was made anew meanwhile. Load the page again.")
        try:
            yield connection
        except sqlite3.OperationalError:  # what was asked is none; the file may be whole
            raise
        except sqlite3.DatabaseError as error:
            raise self._damaged() from error
        finally:
            with self._holding:
                if self._ended:
                    connection.close()
                else:
                    self._free.put(connection)

    def _damaged(self) -> CaseError:
        """The file goes, so that another is made: all of it follows from the case."""
        with suppress(OSError):
            if self._path.stat().st_ino == self._file:
                self._path.unlink()
        return CaseError("The board was damaged, and is made anew by itself. Load the page again in a moment.")

    def _whole(self, read: Callable[..., _Read], *written: object) -> _Read:
        """What is read of the file's bytes. Raises CaseError: they are none that anything was written as."""
        try:
            return read(*written)
        except (ZlibError, orjson.JSONDecodeError) as error:
            raise self._damaged() from error

    def _unpacked(self, packed: bytes) -> object:
        return self._whole(lambda: orjson.loads(decompress(packed)))

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._reading() as connection:
            return connection.execute(query, values).fetchall()

    def _indexed(self, index: str, query: str) -> Places:
        """What an index of words finds. It comes as one text: row by row, threads would wait for each other at each."""
        statement = f"select group_concat(rowid) from {index} where {index} match ?"  # noqa: S608  one of two names
        try:
            ((told,),) = self._all(statement, query)
        except sqlite3.Error as error:
            raise CaseError(f"The words cannot be searched for: {error}.") from error
        return np.fromstring(told, dtype=np.int64, sep=",") - 1 if told else np.zeros(0, dtype=np.int64)

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        found = self._all(query, *values)
        if not found:
            raise CaseError("The board of the case has no such entry: it was made anew meanwhile. Load the page again.")
        return found[0]

    def _packed(self, query: str, number: int) -> object:
        (data,) = self._one(query, number + 1)
        assert isinstance(data, bytes)
        return self._unpacked(data)

    def _in(self, query: str, values: Sequence[object]) -> Iterator[tuple[object, bytes]]:
        for at in range(0, len(values), 500):
            own = values[at : at + 500]
            yield from self._all(f"{query} ({','.join('?' * len(own))})", *own)


def _rows(connection: sqlite3.Connection) -> Iterator[Mapping[str, Any]]:
    for (row,) in connection.execute("select row from claims order by n"):
        yield orjson.loads(row)


def _resolved(claim: str, who: str, kind: str, made: str, outcome: str, observed: str | None) -> Resolved:
    shown = None if observed is None else date.fromisoformat(observed)
    return Resolved(claim, who, kind, date.fromisoformat(made), Outcome(outcome), shown)


def _row(kind: type[_Kind], written: bytes) -> _Kind:
    """A row of the board. It is a record of this very version, so it need not be looked at field by field."""
    told = orjson.loads(written)
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})


def board_of_case(folder: Path) -> BoardFile | None:
    """The board that was made last; None where there is none, or one that cannot be read."""
    try:
        found = BoardFile(folder / FILE)
    except (sqlite3.Error, OSError, ZlibError, ValueError, CaseError):
        return None
    if found.format == _FORMAT:
        return found
    found.close()
    return None
