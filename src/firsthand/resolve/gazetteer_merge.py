"""Putting single places into a gazetteer's file that is there already, and taking them out of an older one.

Only as much is in memory as one batch of places needs: a dump of any size can be streamed through. Places lie in
the file in the order in which they come; their names are spread over all of it, so these are collected first
(see `gazetteer_postings`) and put in by their order.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import lmdb

from firsthand.errors import GazetteerError
from firsthand.model import Candidate, PlaceId
from firsthand.resolve.gazetteer import mapped
from firsthand.resolve.gazetteer_file import (
    DATABASES,
    OWN,
    Entry,
    PlaceName,
    Role,
    abbreviation_key,
    code_key,
    name_key,
    pack_names,
    pack_place,
    roles_of,
    unpack_names,
    unpack_place,
    unpack_postings,
)
from firsthand.resolve.gazetteer_postings import PostingLog
from firsthand.resolve.gazetteer_room import told_as_os_error

__all__ = ["Merger", "take_over"]

ADDED = b"added"
"""The fact that says that something was added to the file."""

_MAP_SIZE = 1 << 38  # bytes of addresses, an upper limit only
_BATCH = 10_000  # places between two commits: what is held in memory at once
_LOOKED_UP = frozenset({"ADM1", "ADM2", "PCLI"})  # what later lines of the same file are joined with by name
_LEAST = (Role.ALTERNATE, Role.TRANSLITERATION, Role.EXONYM)  # what a better word for the same name replaces


class Merger:
    """A file that is being written to, and that nobody reads yet. To be used with `with`."""

    def __init__(self, file: lmdb.Environment, path: Path) -> None:
        self._file, self._path = file, path
        self._log = PostingLog(path)
        self._areas: dict[str, list[int]] = {}  # divisions put in since `settle`, by name
        self._tables = {table: file.open_db(table) for table in DATABASES}
        self._writing = file.begin(write=True)
        self._next = int(self._writing.stat(self._tables[b"places"])["entries"])
        self._waiting = 0
        base = self._get(b"facts", b"base")
        self._base = int(struct.unpack(">I", base)[0]) if base else 0

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises GazetteerError if there is no gazetteer at the path."""
        try:
            file = lmdb.open(
                str(path), subdir=False, map_size=_MAP_SIZE, max_dbs=len(DATABASES), lock=False, sync=False
            )
            return cls(file, path)
        except lmdb.Error as error:
            raise GazetteerError(f"{path} is no gazetteer that can be added to ({error}).") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            try:
                self.settle()
                with told_as_os_error(self._path):
                    self._writing.commit()
                    self._file.sync(True)
            finally:
                self._close()
        else:
            self._close()

    def _close(self) -> None:
        self._writing.abort()  # does nothing after a commit
        self._log.close()
        self._file.close()

    def settle(self) -> None:
        """Put the names that were collected into the file, so that `named` finds all that was merged."""
        self._commit()
        self._write_names()
        self._areas.clear()

    def find(self, identity: PlaceId) -> Candidate | None:
        """The place with that identifier, if it is in the file."""
        number = self._number(identity)
        return None if number is None else self._place(number)

    def named(self, name: str) -> list[Candidate]:
        """The places with that name: those that are settled, and divisions and countries that came since."""
        key = name_key(name)
        found = [number for number, _ in unpack_postings(self._get(b"names", key.encode("utf-8", "replace")))]
        return [self._place(number) for number in dict.fromkeys((*found, *self._areas.get(key, ())))]

    def merge(self, entry: Entry) -> bool:
        """Put the place in, or join it with what is there under one of its identifiers; true if it is new.

        Names that are there stay. The main name that another one replaces becomes one among others.
        """
        identities = (entry.place.id, *(code for code in entry.codes if not code.startswith(OWN)))
        number = next((found for each in identities if (found := self._number(each)) is not None), None)
        new = number is None
        before: tuple[PlaceName, ...] = ()
        if number is None:
            number, self._next = self._next, self._next + 1
            place, names = entry.place, entry.names
        else:
            old, before = self._place(number), self._names(number)
            place = replace(entry.place, id=old.id, region=entry.place.region or old.region)
            place = replace(
                place, district=place.district or old.district, population=place.population or old.population
            )
            names = tuple(_joined(old, before, entry))
            if number < self._base and pack_place(place) != pack_place(old):
                self._put(b"facts", _changed(number), b"1")
        for each in identities:
            self._put(b"codes", code_key(each), struct.pack(">I", number))
        for each in entry.codes:
            if each.startswith(OWN) and not self._get(b"codes", code_key(each)):
                self._put(b"codes", code_key(each), struct.pack(">I", number))
        self._store(number, place, names, before)
        return new

    def add_names(self, identity: PlaceId, names: Iterable[PlaceName]) -> bool:
        """Give a place that is in the file more names; false if there is no such place."""
        number = self._number(identity)
        if number is None:
            return False
        place, before = self._place(number), self._names(number)
        self._store(number, place, tuple(_joined(place, before, Entry(place, tuple(names)))), before)
        return True

    def add_code(self, identity: PlaceId, code: str) -> None:
        """Let another identifier lead to the place."""
        number = self._number(identity)
        if number is not None:
            self._put(b"codes", code_key(code), struct.pack(">I", number))

    def remember(self) -> None:
        """Note that the file holds more than what it was built with."""
        self._put(b"facts", ADDED, b"1")

    def _store(
        self, number: int, place: Candidate, names: tuple[PlaceName, ...], before: tuple[PlaceName, ...]
    ) -> None:
        self._put(b"places", struct.pack(">I", number), pack_place(place))
        known, roles = roles_of(before), roles_of(names)
        for key in known.keys() - roles.keys():
            self._post(key, number, None)
        for key, role in roles.items():
            if known.get(key) is not role:
                self._post(key, number, role)
            if place.feature in _LOOKED_UP:
                self._areas.setdefault(key, []).append(number)
        self._put(b"spellings", struct.pack(">I", number), pack_names(names))
        self._waiting += 1
        if self._waiting >= _BATCH:
            self._commit()

    def _post(self, key: str, number: int, role: Role | None) -> None:
        self._log.note(key.encode("utf-8", "replace"), number, role)
        if self._log.is_full:
            self._commit()
            self._write_names()

    def _write_names(self) -> None:
        with told_as_os_error(self._path):
            self._writing = self._log.write(self._file, self._writing, self._tables[b"names"])

    def _commit(self) -> None:
        with told_as_os_error(self._path):
            self._writing.commit()
            self._writing, self._waiting = self._file.begin(write=True), 0

    def _place(self, number: int) -> Candidate:
        return unpack_place(self._get(b"places", struct.pack(">I", number)))

    def _names(self, number: int) -> tuple[PlaceName, ...]:
        return tuple(unpack_names(self._get(b"spellings", struct.pack(">I", number))))

    def _number(self, identity: PlaceId) -> int | None:
        coded = code_key(identity)
        found = self._get(b"codes", coded) if coded else b""
        return int(struct.unpack(">I", found)[0]) if found else None

    def _get(self, table: bytes, key: bytes) -> bytes:
        return bytes(self._writing.get(key, b"", db=self._tables[table]))

    def _put(self, table: bytes, key: bytes, value: bytes) -> None:
        with told_as_os_error(self._path):
            self._writing.put(key, value, db=self._tables[table])


def _joined(old: Candidate, names: tuple[PlaceName, ...], entry: Entry) -> Iterator[PlaceName]:
    """The names of both, the old ones first, each in the best of its roles."""
    better = {_key(name): name for name in reversed(entry.names)}
    main = name_key(old.name)
    replaced = name_key(entry.place.name) != main
    seen: set[str] = set()
    for name in names:
        key = _key(name)
        seen.add(key)
        other = better.get(key)
        if other is not None and (name.role in _LEAST or other.role is Role.FORMER):
            yield replace(other, language=other.language or name.language)
        elif replaced and key == main and name.role is Role.PREFERRED:
            yield replace(name, role=Role.ALTERNATE)
        else:
            yield name
    yield from (name for name in entry.names if _key(name) not in seen)


def _key(name: PlaceName) -> str:
    return abbreviation_key(name.text) if name.role is Role.ABBREVIATION else name_key(name.text)


def _changed(number: int) -> bytes:
    """The fact that says that a place of the base was given another position or population."""
    return b"changed " + struct.pack(">I", number)


def take_over(older: Path, merger: Merger) -> None:
    """Put what was added to the gazetteer at `older` into the merger's file: places, names and identifiers.

    Raises GazetteerError if the older file is damaged.
    """
    try:
        file = mapped(older)
        tables: dict[bytes, Any] = {table: file.open_db(table, create=False) for table in DATABASES}
        with file.begin() as reading:
            if reading.get(ADDED, db=tables[b"facts"]):
                _take_over(reading, tables, merger)
                merger.remember()
    except (lmdb.Error, struct.error, ValueError, TypeError) as error:
        raise GazetteerError(f"The gazetteer at {older} is damaged ({error}).") from error


def _take_over(reading: Any, tables: dict[bytes, Any], merger: Merger) -> None:
    base = struct.unpack(">I", reading.get(b"base", db=tables[b"facts"]))[0]
    for coded, packed in reading.cursor(tables[b"codes"]):
        place, code = unpack_place(reading.get(packed, db=tables[b"places"])), coded.decode()
        names = tuple(name for name in unpack_names(reading.get(packed, db=tables[b"spellings"])) if name.added)
        number = struct.unpack(">I", packed)[0]
        if number >= base:
            merger.merge(Entry(place, names, (code,)))
            continue
        if merger.find(place.id) is not None and reading.get(_changed(number), db=tables[b"facts"]):
            merger.merge(Entry(place, names))
        elif names:
            merger.add_names(place.id, names)
        if merger.find(code) is None:
            merger.add_code(place.id, code)
