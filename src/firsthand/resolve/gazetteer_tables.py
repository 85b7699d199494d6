"""Tables of one's own: CSV and TSV with a header, and GeoJSON. One map of columns serves all of them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from firsthand.errors import GazetteerError
from firsthand.model import Candidate, PlaceKind
from firsthand.resolve.gazetteer_entries import language_of, with_romanised
from firsthand.resolve.gazetteer_file import OWN, Entry, PlaceName, Role, name_key, place_id
from firsthand.resolve.gazetteer_geometry import middle
from firsthand.resolve.gazetteer_lines import DAMAGED, EMPTIEST, Bytes, Progress, degrees, fault, lines, opened
from firsthand.resolve.gazetteer_merge import Merger
from firsthand.resolve.place_geometry import distance_km

__all__ = ["FIELDS", "geojson", "table"]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "title", "place", "placename", "назва", "название", "name_en", "name:en"),
    "lat": ("lat", "latitude", "y", "широта"),
    "lon": ("lon", "lng", "long", "longitude", "x", "довгота", "долгота"),
    "id": ("id", "code", "uid", "geonameid", "pcode", "osm_id", "@id"),
    "names": ("names", "alternatenames", "alternate_names", "aliases", "alt_name", "other_names"),
    "former": ("former", "old_name", "former_names"),
    "country": ("country", "country_code", "countrycode", "cc", "iso2"),
    "region": ("region", "admin1", "admin1_code", "iso3166-2"),
    "population": ("population", "pop"),
    "kind": ("kind", "type", "class"),
    "radius": ("radius", "radius_km"),
}
"""What may be told of a place, and the headers that are understood without being mapped."""

_DELIMITERS = ",;\t|"
_LIST_MARKS = ";|"
_LONGEST_NAME = 200  # characters, as in GeoNames
_MOST_PEOPLE = 1e10
_HALFWAY_ROUND = 20_000.0  # km; nothing on Earth is farther away
_SAME_KM = 50.0  # a place of the same name and identifier in another copy of a table is the same so near
_BLOCK = 1 << 16
_LARGEST_FEATURE = 64 << 20  # characters
_LOOK = "Look into the file."
_MAP_HINT = "Say which column is meant, such as: --columns name=TITLE,lat=Y,lon=X"


@dataclass(frozen=True, slots=True)
class _Source:
    """The file, and what its own identifiers begin with."""

    path: Path

    @property
    def prefix(self) -> str:
        return self.path.name.split(".")[0].lower()


def table(path: Path, columns: Mapping[str, str], merger: Merger, tell: Progress) -> Iterator[tuple[int, Entry]]:
    """The places of a table, each with the number of its line. The delimiter is read off the header.

    Raises GazetteerError at the first row that cannot be read.
    """
    source, numbers = _Source(path), _LineNumbers()
    text = (numbers.note(line.number, line.text) for line in lines(path, tell))
    header = next(text, None)
    if header is None:
        raise GazetteerError(f"{path} is empty. Give a table with a header.")
    delimiter = max(_DELIMITERS, key=header.count)
    names = [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter))]
    twice = next((name for name, times in Counter(map(str.lower, names)).items() if name and times > 1), None)
    if twice:
        raise fault(path, 1, twice, "two columns are called so", "Rename one, or take it out.")
    places = _mapping(source, names, columns, need_point=True)
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for row in rows:
            if len(row) != len(names):
                wrong = f"there are {len(row)} columns, and the header has {len(names)}"
                raise fault(
                    path, numbers.last, "", wrong, "Mend the row; a comma within a cell needs quotes around it."
                )
            cells = {field: row[names.index(column)].strip() for field, column in places.items()}
            yield numbers.last, _entry(source, numbers.last, cells, places, merger)
    except csv.Error as error:
        raise fault(
            path, numbers.last, "", f"the row is not written as CSV ({error})", "Look for a quote that is not closed."
        ) from error


@dataclass(slots=True)
class _LineNumbers:
    last: int = 0

    def note(self, number: int, text: str) -> str:
        self.last = number
        return text + "\n"


def _mapping(source: _Source, names: Sequence[str], columns: Mapping[str, str], *, need_point: bool) -> dict[str, str]:
    """Which column holds which field."""
    low = {name.lower(): name for name in reversed(names)}
    unknown = [column for column in columns.values() if column.lower() not in low]
    if unknown:
        raise fault(source.path, 1, "", f"there is no column “{unknown[0]}” among: {', '.join(names)}", _MAP_HINT)
    found = {
        field: name
        for field, headers in FIELDS.items()
        if (name := next((low[header] for header in headers if header in low), None))
    }
    found.update({field: low[column.lower()] for field, column in columns.items()})
    for field in ("name", "lat", "lon") if need_point else ():
        if field not in found:
            raise fault(source.path, 1, "", f"no column is known as “{field}” among: {', '.join(names)}", _MAP_HINT)
    return found


def _entry(source: _Source, line: int, cells: Mapping[str, str], columns: Mapping[str, str], merger: Merger) -> Entry:
    name = _name(source, line, cells["name"], columns["name"])
    lat = degrees(source.path, line, cells["lat"], columns["lat"], 90)
    lon = degrees(source.path, line, cells["lon"], columns["lon"], 180)
    country = cells.get("country", "").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise fault(
            source.path, line, columns["country"], f"“{country[:40]}” is no ISO 3166 code of two letters", "Mend it."
        )
    kind = _kind(source, line, cells.get("kind", ""), columns)
    place = Candidate(
        id="",
        name=name,
        lat=lat,
        lon=lon,
        kind=kind,
        country=country or None,
        population=int(_amount(source, line, cells, columns, "population", _MOST_PEOPLE)),
        region=_region(cells.get("region", ""), country, merger),
        feature="PPL" if kind is PlaceKind.SETTLEMENT else "",
        radius_km=_amount(source, line, cells, columns, "radius", _HALFWAY_ROUND),
    )
    names = [PlaceName(name, Role.PREFERRED, language_of(name), added=True)]
    for field, role in (("former", Role.FORMER), ("names", Role.ALTERNATE)):
        several = (_name(source, line, each, columns[field]) for each in _several(cells.get(field, "")))
        names += [PlaceName(each, role, language_of(each), added=True) for each in several]
    return _identified(source, place, cells, columns, tuple(with_romanised(names, place.country)), merger)


def _identified(
    source: _Source,
    place: Candidate,
    cells: Mapping[str, str],
    columns: Mapping[str, str],
    names: tuple[PlaceName, ...],
    merger: Merger,
) -> Entry:
    """The place under an identifier of its own table, or the one it has from an earlier copy of the table.

    Only a column called “geonameid” holds geonameids; any other number is the table's own, and leads to no
    place of GeoNames, neither now nor when a dump brings one with that number.
    """
    own = " ".join(cells.get("id", "").split())
    if own and columns.get("id", "").lower() == "geonameid":
        return Entry(replace(place, id=place_id(own)), names)
    identity = own or f"{name_key(place.name)}@{place.lat:.3f},{place.lon:.3f}"
    full = f"{source.prefix}:{identity}"
    same = (
        other
        for other in merger.named(place.name)
        if str(other.id).partition(":")[2].lower() == identity.lower()
        and distance_km(other.lat, other.lon, place.lat, place.lon) <= _SAME_KM
    )
    known = None if merger.find(full) else next(same, None)
    return Entry(replace(place, id=known.id if known else full), names, (full, *((f"{OWN}{own}",) if own else ())))


def _name(source: _Source, line: int, name: str, column: str) -> str:
    """The name. Raises GazetteerError where there is none, or what no place can be called."""
    if not name:
        raise fault(source.path, line, column, "the place has no name", "Give it one, or take the row out.")
    if len(name) > _LONGEST_NAME:
        wrong = f"a name of {len(name):,} characters; {_LONGEST_NAME} is the most"
        raise fault(source.path, line, column, wrong, "Is a text in the column for names?")
    if not any(letter.isalpha() for letter in name):
        raise fault(source.path, line, column, f"“{name[:40]}” has no letter, so it is no name", "Mend it.")
    return name


def _several(cell: str) -> list[str]:
    """A cell with names parted by semicolons or bars; by commas where there is neither."""
    mark = next((mark for mark in _LIST_MARKS if mark in cell), ",")
    return [name for part in cell.split(mark) if (name := part.strip())]


def _region(cell: str, country: str, merger: Merger) -> str | None:
    for code in (cell, f"{country}.{cell}", f"{country}-{cell}"):
        found = merger.find(code) if cell else None
        if found is not None and found.kind is PlaceKind.REGION:
            return str(found.id)
    same = [place for place in merger.named(cell) if place.feature == "ADM1"] if cell else []
    same = [place for place in same if not country or place.country == country]
    return str(same[0].id) if len(same) == 1 else None


def _kind(source: _Source, line: int, cell: str, columns: Mapping[str, str]) -> PlaceKind:
    if not cell:
        return PlaceKind.SETTLEMENT
    try:
        return PlaceKind(cell.lower())
    except ValueError:
        if "kind" in columns and columns["kind"].lower() != "kind":
            return PlaceKind.OTHER  # a column of somebody else's words, such as OpenStreetMap's
        known = ", ".join(PlaceKind)
        raise fault(source.path, line, columns["kind"], f"“{cell[:40]}” is none of {known}", "Mend it.") from None


def _amount(
    source: _Source, line: int, cells: Mapping[str, str], columns: Mapping[str, str], field: str, most: float
) -> float:
    cell = cells.get(field, "")
    if not cell:
        return 0.0
    try:
        value = float(cell)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        wrong = f"“{cell[:40]}” is no amount from 0 to {most:,.0f}"
        raise fault(source.path, line, columns[field], wrong, "Write digits only, or leave it empty.")
    return value


def geojson(path: Path, columns: Mapping[str, str], merger: Merger, tell: Progress) -> Iterator[tuple[int, Entry]]:
    """The places of a GeoJSON file: one collection, or a feature a line. Areas stand as their middle and reach.

    Raises GazetteerError at the first feature that cannot be read.
    """
    source = _Source(path)
    for line, feature in _features(path, tell):
        properties, geometry = feature.get("properties"), feature.get("geometry")
        if not isinstance(properties, dict) or not isinstance(geometry, dict):
            raise fault(path, line, "", "a feature has no properties or no geometry", "Mend it, or take it out.")
        lat, lon, radius = middle(path, line, geometry)
        told = {str(key): _told(value) for key, value in properties.items()}
        names = _mapping(source, list(told), {k: v for k, v in columns.items() if v in told}, need_point=False)
        for column in names.values():
            if not _is_plain(properties[column]):
                wrong = "a text, a number or a list of them is needed, not an object"
                raise fault(path, line, column, wrong, "Mend it, or take it out.")
        if "name" not in names:
            wrong = f"no property is known as “name” among: {', '.join(told) or 'none'}"
            raise fault(path, line, "", wrong, "Say which is meant, such as: --columns name=TITLE")
        cells = {field: told[column] for field, column in names.items() if field not in ("lat", "lon")}
        cells.setdefault("id", str(feature.get("id", "") or ""))
        cells.update(lat=str(lat), lon=str(lon))
        if radius:
            cells.setdefault("radius", f"{radius:.1f}")
            cells.setdefault("kind", PlaceKind.REGION.value)
        names.update(lat="geometry", lon="geometry")
        yield line, _entry(source, line, cells, {"kind": "kind", "radius": "radius", **names}, merger)


def _is_plain(value: Any) -> bool:
    return not any(isinstance(each, (dict, list)) for each in (value if isinstance(value, list) else [value]))


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(str(each) for each in value)
    return "" if value is None else str(value)


def _features(path: Path, tell: Progress) -> Iterator[tuple[int, dict[str, Any]]]:
    """The features one after the other, each with its line; no more than one is in memory."""
    decoder = json.JSONDecoder()
    with opened(path, tell) as file:
        text = _Text(path, file)
        text.skip_to_features()
        while text.next_item():
            start = text.line
            while True:
                try:
                    feature, end = decoder.raw_decode(text.ahead, 0)
                    break
                except (json.JSONDecodeError, RecursionError) as error:
                    if text.ended or len(text.ahead) > _LARGEST_FEATURE:
                        at = start + text.ahead.count("\n", 0, getattr(error, "pos", 0))
                        wrong = f"the JSON breaks off or is broken here ({error})"
                        raise fault(path, at, "", wrong, "The file may be cut short: fetch it again.") from error
                    text.more()
            text.drop(end)
            if not isinstance(feature, dict) or feature.get("type") != "Feature":
                raise fault(path, start, "", "this is no feature of GeoJSON", "Give a FeatureCollection.")
            yield start, feature


class _Text:
    """The part of the file that has been read and not been used, and the line it starts in."""

    def __init__(self, path: Path, file: Bytes) -> None:
        self._path, self._file, self._rest = path, file, b""
        self.ahead, self.line, self.ended, self._closed = "", 1, False, False

    def more(self) -> None:
        """Read as much again as there is, and at least a block; a letter cut in two waits for its rest."""
        try:
            block = self._file.read(max(_BLOCK, len(self.ahead)))
        except DAMAGED as error:
            wrong = f"the file is cut short or damaged here ({error})"
            raise fault(self._path, self.line, "", wrong, "Fetch it again.") from error
        data = self._rest + block
        self.ended = not block
        try:
            text, self._rest = data.decode(), b""
        except UnicodeDecodeError as error:
            if len(data) - error.start > 3 or self.ended:
                at = self.line + self.ahead.count("\n") + data.count(b"\n", 0, error.start)
                wrong = f"the byte 0x{data[error.start]:02x} is no UTF-8"
                raise fault(self._path, at, "", wrong, "Convert the file to UTF-8 first.") from error
            text, self._rest = data[: error.start].decode(), data[error.start :]
        self.ahead += text

    def drop(self, count: int) -> None:
        self.line += self.ahead.count("\n", 0, count)
        self.ahead = self.ahead[count:]

    def skip_to_features(self) -> None:
        """To the first feature of a collection, or stay at the start where each line is a feature."""
        self.more()
        self.drop(1 if self.ahead.startswith("\ufeff") else 0)
        if not self.ahead.lstrip().startswith("{"):
            raise fault(self._path, 1, "", "this is no GeoJSON", "Give a FeatureCollection, or a feature a line.")
        head = self.ahead.lstrip().split("\n", 1)[0]
        if '"Feature"' in head.split('"features"')[0]:
            return
        while '"features"' not in self.ahead:
            if self.ended or len(self.ahead) > _LARGEST_FEATURE:
                raise fault(self._path, 1, "", "there is no list “features” in it", "Give a FeatureCollection.")
            self.more()
        self.drop(self.ahead.index('"features"') + len('"features"'))
        self._closed = True

    def next_item(self) -> bool:
        """Whether a feature follows; skips what stands between. A list that is not closed is a cut file."""
        skipped = 0
        while True:
            used = len(self.ahead) - len(self.ahead.lstrip(" \t\r\n,:[\x1e"))
            skipped += used
            if skipped > EMPTIEST:
                raise fault(self._path, self.line, "", "there is nothing for 4 MB where a feature should be", _LOOK)
            self.drop(used)
            if self.ahead:
                return self.ahead[0] != "]"
            if self.ended:
                break
            self.more()
        if self._closed:
            raise fault(
                self._path,
                self.line,
                "",
                "the list of features is not closed",
                "The file is cut short: fetch it again.",
            )
        return False
