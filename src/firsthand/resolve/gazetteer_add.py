"""Adding places to a gazetteer: GeoNames' dumps, the Ukrainian codifier, tables of one's own, GeoJSON.

The work is done in a copy beside the file, which takes its place in one step at the end: after any error, and
after an interruption, the gazetteer is what it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import lmdb

from firsthand.errors import GazetteerError
from firsthand.model import Candidate
from firsthand.resolve import gazetteer_geonames, gazetteer_katottg, gazetteer_tables
from firsthand.resolve.gazetteer import Gazetteer, default_path
from firsthand.resolve.gazetteer_build import beside, no_collector, told_as_gazetteer_error
from firsthand.resolve.gazetteer_file import Entry
from firsthand.resolve.gazetteer_lines import fault, lines
from firsthand.resolve.gazetteer_merge import Merger
from firsthand.resolve.gazetteer_room import told_as_os_error
from firsthand.resolve.place_geometry import distance_km

__all__ = ["Added", "Kind", "add", "kind_of"]

Progress = Callable[[int, int], None]

_SEEN_SIZE = 1 << 36  # bytes of addresses, an upper limit only
_SEEN_BATCH = 20_000
_MOST_DOUBTS = 10
_COUNTRY_REACH = 2.0  # of a country's radius: its farthest corner, unless it is very long
_COUNTRY_KM = 100.0
_SWAPPED = "{}, line {}: {} lies outside {}; are latitude and longitude swapped?"


class Kind(StrEnum):
    """What a file is."""

    GEONAMES = "geonames"
    NAMES = "names"
    KATOTTG = "katottg"
    TABLE = "table"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: places that are new, places that were known and joined, names of known places, and
    names whose place the gazetteer has not."""

    new: int = 0
    joined: int = 0
    names: int = 0
    left_out: int = 0
    doubts: tuple[str, ...] = ()
    """What was added and looks wrong, a sentence each; the first ones only."""

    def __add__(self, other: Added) -> Added:
        return Added(
            self.new + other.new,
            self.joined + other.joined,
            self.names + other.names,
            self.left_out + other.left_out,
            (*self.doubts, *other.doubts)[:_MOST_DOUBTS],
        )


def add(
    sources: Sequence[Path],
    path: Path | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    kind: Kind | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the files, in their order, to the gazetteer at `path`, by default the one at `default_path()`.

    `columns` maps our fields ("name", "lat", "lon", …; see `gazetteer_tables.FIELDS`) to the columns of a
    table or the properties of GeoJSON. `kind` says what the files are where that cannot be read off them.
    `progress` is called with (bytes, bytes in all) of each file. Only a part of a file is in memory at a time.

    Raises GazetteerError with file, line and column of the first fault, or if a file has nothing to add, the gazetteer
    is missing or cannot be written, and MissingInput if a file is; in every case the gazetteer stays as it was.
    """
    path = path or default_path()
    with Gazetteer.open(path):
        before = path.stat()
    kinds = [kind or kind_of(source) for source in sources]
    tell = progress or (lambda done, total: None)
    with told_as_gazetteer_error(path), beside(path) as temporary, no_collector():
        shutil.copyfile(path, temporary)
        added = Added()
        with Merger.open(temporary) as merger:
            for number, (source, each) in enumerate(zip(sources, kinds, strict=True)):
                with _Seen(temporary.with_suffix(f".seen{number}")) as seen:
                    added += _something(source, _added(source, each, columns or {}, merger, seen, tell))
                merger.settle()  # so that the next file finds this one's places by name
            merger.remember()
        now = path.stat()
        if (now.st_ino, now.st_mtime_ns) != (before.st_ino, before.st_mtime_ns):
            raise GazetteerError(
                f"The gazetteer at {path} was changed by another command meanwhile. Add the file again."
            )
        temporary.replace(path)
    return added


def kind_of(source: Path) -> Kind:
    """What the file is, by its name and its first line. Raises GazetteerError where neither tells."""
    plain = source.name.lower().removesuffix(".gz").removesuffix(".zip")
    if plain.endswith((".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson")):
        return Kind.GEOJSON
    first = next(iter(lines(source, lambda done, total: None)), None)
    if first is None:
        raise GazetteerError(f"{source} is empty: there is nothing to add.")
    if first.text.lstrip().startswith("{"):
        return Kind.GEOJSON
    if first.text.lstrip('"').startswith(gazetteer_katottg.HEADER):
        return Kind.KATOTTG
    cells = first.text.split("\t")
    if cells[0].isdigit():
        if plain.startswith("alternatenames") or (len(cells) <= 10 and len(cells) > 3 and cells[1].isdigit()):
            return Kind.NAMES
        if plain.endswith(".txt") or len(cells) >= 15 or len(cells) == 1:
            return Kind.GEONAMES
    if any(mark in first.text for mark in ",;\t|"):
        return Kind.TABLE
    raise fault(
        source, 1, "", "this is neither a dump of GeoNames, nor the codifier, nor a table, nor GeoJSON", "See --kind."
    )


def _added(source: Path, kind: Kind, columns: Mapping[str, str], merger: Merger, seen: _Seen, tell: Progress) -> Added:
    new = joined = names = left_out = 0
    if kind is Kind.NAMES:
        for identity, found in gazetteer_geonames.alternate_names(source, merger, tell):
            seen.look_at(source, identity, found.line)
            if merger.add_names(found.identity, found.names):
                names += len(found.names)
            else:
                left_out += 1
        return Added(names=names, left_out=left_out)
    doubts: list[str] = []
    for line, entry in _entries(source, kind, columns, merger, tell):
        if kind in (Kind.TABLE, Kind.GEOJSON) and len(doubts) < _MOST_DOUBTS and _looks_swapped(entry.place, merger):
            doubts.append(_SWAPPED.format(source, line, entry.place.name, entry.place.country))
        seen.look_at(source, entry.codes[-1] if kind is Kind.KATOTTG else str(entry.place.id), line)
        if merger.merge(entry):
            new += 1
        else:
            joined += 1
    return Added(new=new, joined=joined, doubts=tuple(doubts))


def _something(source: Path, added: Added) -> Added:
    """What came of the file. Raises GazetteerError if that is nothing, as of a header without rows."""
    if added == Added():
        raise GazetteerError(
            f"{source}: there is nothing in it to add, be it places or names. Give a file that has some. "
            "Nothing was added; the gazetteer is as it was."
        )
    return added


def _looks_swapped(place: Candidate, merger: Merger) -> bool:
    """Whether the place lies far from the country it is said to be in, and would lie in it the other way round."""
    country = merger.find(place.country) if place.country else None
    if country is None or abs(place.lon) > 90:
        return False
    reach = _COUNTRY_REACH * country.radius_km + _COUNTRY_KM
    here = distance_km(place.lat, place.lon, country.lat, country.lon)
    return here > reach >= distance_km(place.lon, place.lat, country.lat, country.lon)


def _entries(
    source: Path, kind: Kind, columns: Mapping[str, str], merger: Merger, tell: Progress
) -> Iterator[tuple[int, Entry]]:
    if kind is Kind.GEONAMES:
        return gazetteer_geonames.places(source, merger, tell)
    if kind is Kind.KATOTTG:
        return gazetteer_katottg.units(source, merger, tell)
    if kind is Kind.GEOJSON:
        return gazetteer_tables.geojson(source, columns, merger, tell)
    return gazetteer_tables.table(source, columns, merger, tell)


class _Seen:
    """The identifiers of one file with their lines, on disk: a dump of millions must not fill the memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with told_as_os_error(path):
            self._file = lmdb.open(str(path), subdir=False, map_size=_SEEN_SIZE, lock=False, sync=False)
            self._writing = self._file.begin(write=True)
        self._waiting = 0

    def __enter__(self) -> _Seen:
        return self

    def __exit__(self, *_: object) -> None:
        self._writing.abort()
        self._file.close()
        self._path.unlink()  # frees the room for the next file

    def look_at(self, source: Path, identity: str, line: int) -> None:
        """Raises GazetteerError if the identifier stood in an earlier line."""
        key = identity.encode()[:500]
        before = self._writing.get(key)
        if before is not None:
            wrong = f"the identifier {identity} stands in line {bytes(before).decode()} already"
            raise fault(source, line, "", wrong, "Take one of the two out.")
        with told_as_os_error(self._path):
            self._writing.put(key, str(line).encode())
            self._waiting += 1
            if self._waiting >= _SEEN_BATCH:
                self._writing.commit()
                self._writing, self._waiting = self._file.begin(write=True), 0
