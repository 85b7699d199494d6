"""Opens what maps come packed in: a file, a folder, gzip and zip in each other; by their bytes, never by their names.

    path → Parcel (one file, unpacked, with what lies beside it) or Skip

Everything is bounded: how large a file may become, how much is unpacked in all, how many files, how deep they nest.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from firsthand.errors import InputError, MissingInput
from firsthand.model import Skip

__all__ = ["Limits", "Parcel", "parcels"]

_GZIP, _ZIP, _SHAPEFILE = b"\x1f\x8b", b"PK\x03\x04", b"\x00\x00\x27\x0a"
_BESIDE = (".dbf", ".prj", ".cpg")
"""What belongs to a shapefile and is read with it."""
_COMPANIONS = (*_BESIDE, ".shx", ".sbn", ".sbx", ".qix", ".shp.xml", ".qmd", ".qpj")
_STEP = 1 << 20
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken at most: bytes of one file and of all, unpacked; files; containers in each other; coordinates
    of one map and of all; and maps."""

    file_bytes: int = 32 * _MIB
    all_bytes: int = 1024 * _MIB
    files: int = 20_000
    depth: int = 3
    map_coordinates: int = 300_000
    all_coordinates: int = 10_000_000
    maps: int = 20_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """One file, unpacked. `name` says where it was found ("maps.zip/day.geojson"); `beside` holds the bytes of what
    belongs to it, by the end of its name (".dbf")."""

    name: str
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


def parcels(what: Path, limits: Limits) -> Iterator[Parcel | Skip]:
    """Every file at a path, in the order of the names; a `Skip` for what cannot be opened, and on with the rest.

    Raises:
        InputError: there is no such path, or it may not be read.
    """
    if not what.exists():
        raise MissingInput(f"{what}: no such file or folder. Name a map, an archive of maps, or a folder of them.")
    yield from _Opening(limits).at(what)


class _TooMuch(InputError):
    """More than the limits allow; never leaves this module."""


class _Opening:
    """Walks what is named, and keeps count of what was unpacked."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes = 0
        self._files = 0

    def at(self, what: Path) -> Iterator[Parcel | Skip]:
        try:
            paths = sorted(path for path in what.rglob("*") if path.is_file()) if what.is_dir() else [what]
        except OSError as error:
            raise InputError(f"{what}: cannot be read: {error.strerror or error}.") from error
        base = what if what.is_dir() else what.parent
        names = {path.relative_to(base).as_posix(): path for path in paths}

        def read(name: str) -> bytes:
            with names[name].open("rb") as stream:
                return self._bounded(stream)

        if what.suffix.lower() == ".shp":
            names.update({path.name: path for path in what.parent.iterdir() if _belongs(path.name, what.name)})
        yield from self._listed([path.relative_to(base).as_posix() for path in paths], frozenset(names), read, "", 0)

    def _listed(
        self, wanted: list[str], there: frozenset[str], read: Callable[[str], bytes], within: str, depth: int
    ) -> Iterator[Parcel | Skip]:
        for name in wanted:
            if _companion(name, there):
                continue
            self._files += 1
            record = within + name
            if self._files > self._limits.files:
                yield _skip(record, f"more than {self._limits.files:,} files; this and what follows was not read")
                return
            try:
                beside = {end: read(other) for end in _BESIDE for other in there if _belongs(other, name, end)}
                parcel = Parcel(record, read(name), beside)
            except _TooMuch as error:
                yield _skip(record, str(error))
            except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                yield _skip(record, f"cannot be opened: {error}. Fetch it again, or unpack it yourself.")
            else:
                yield from self._opened(parcel, depth)

    def _opened(self, parcel: Parcel, depth: int) -> Iterator[Parcel | Skip]:
        packed = parcel.data[:2] == _GZIP or parcel.data[:4] == _ZIP
        if packed and depth >= self._limits.depth:
            yield _skip(parcel.name, f"packed in more than {self._limits.depth} archives in each other; not opened")
        elif parcel.data[:2] == _GZIP:
            yield from self._gunzipped(parcel, depth)
        elif packed:
            yield from self._unzipped(parcel, depth)
        else:
            yield parcel

    def _gunzipped(self, parcel: Parcel, depth: int) -> Iterator[Parcel | Skip]:
        name = parcel.name[:-3] if parcel.name.lower().endswith(".gz") else parcel.name
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(parcel.data)) as stream:
                data = self._bounded(stream)
        except _TooMuch as error:
            yield _skip(parcel.name, str(error))
        except (OSError, EOFError, zlib.error) as error:
            yield _skip(parcel.name, f"damaged gzip: {error}. Fetch it again.")
        else:
            yield from self._opened(Parcel(name, data, parcel.beside), depth + 1)

    def _unzipped(self, parcel: Parcel, depth: int) -> Iterator[Parcel | Skip]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(parcel.data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            yield _skip(parcel.name, f"damaged zip: {error}. Fetch it again.")
            return
        with archive:
            names = sorted({each.filename for each in archive.infolist() if not each.is_dir()})

            def read(name: str) -> bytes:
                with archive.open(name) as stream:
                    return self._bounded(stream)

            yield from self._listed(names, frozenset(names), read, parcel.name + "/", depth + 1)

    def _bounded(self, stream: IO[bytes] | gzip.GzipFile) -> bytes:
        """What a stream holds, read in steps so that a bomb is noticed before it goes off."""
        parts, size = [], 0
        while data := stream.read(_STEP):
            size += len(data)
            self._bytes += len(data)
            if size > self._limits.file_bytes:
                raise _TooMuch(f"larger than {self._limits.file_bytes:,} bytes unpacked; cut it into smaller files")
            if self._bytes > self._limits.all_bytes:
                raise _TooMuch(f"more than {self._limits.all_bytes:,} bytes unpacked in all; add it as other evidence")
            parts.append(data)
        return b"".join(parts)


def _skip(record: str, reason: str) -> Skip:
    return Skip("weigh", record, reason)


def _companion(name: str, there: frozenset[str]) -> bool:
    """Whether a file only belongs to a shapefile that is there too."""
    lower = name.lower()
    end = next((end for end in _COMPANIONS if lower.endswith(end)), None)
    return end is not None and any(name[: -len(end)] + shape in there for shape in (".shp", ".SHP", ".Shp"))


def _belongs(other: str, name: str, end: str = "") -> bool:
    """Whether another file belongs to a shapefile: the same name with one of their ends."""
    if not name.lower().endswith(".shp"):
        return False
    one, two = PurePosixPath(name), PurePosixPath(other)
    ends = (end,) if end else _BESIDE
    return one.parent == two.parent and one.stem == two.stem and two.suffix.lower() in ends
