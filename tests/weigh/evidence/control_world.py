"""Small maps drawn for the tests: squares around a made-up town, in every format and packing."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import shapefile

from firsthand.weigh.evidence.control import Control, Maps

LAT, LON = 48.0, 37.0
"""The middle of the town."""
TODAY = date(2025, 12, 31)
SQUARE = [[36.0, 47.0], [38.0, 47.0], [38.0, 49.0], [36.0, 49.0], [36.0, 47.0]]
"""A ring far round the town."""


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A closed ring against the clock."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def held_up_to(east: float) -> list[list[float]]:
    """A ring round the west of the town, up to a longitude."""
    return square(36.0, 47.0, east, 49.0)


def feature(*rings: Sequence[Sequence[float]], **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [*rings]}}


def geojson(*features: object, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [*features], **more}).encode()


def kml(inside: str, head: str = "") -> bytes:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'.encode()


def kml_polygon(ring: Sequence[Sequence[float]], more: str = "") -> str:
    told = " ".join(f"{x},{y},0" for x, y in ring)
    outer = f"<outerBoundaryIs><LinearRing><coordinates>{told}</coordinates></LinearRing></outerBoundaryIs>"
    return f"<Placemark>{more}<Polygon>{outer}</Polygon></Placemark>"


def shapefile_parts(*polygons: Sequence[Sequence[Sequence[float]]], day: str = "") -> dict[str, bytes]:
    """The bytes of a shapefile by the end of its name; rings as given, outer ones with the clock."""
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, shapeType=shapefile.POLYGON) as writer:
        writer.field("day", "C", size=10)
        for polygon in polygons:
            writer.poly([list(ring) for ring in polygon])
            writer.record(day)
    return {".shp": shp.getvalue(), ".shx": shx.getvalue(), ".dbf": dbf.getvalue()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def opened(what: Path, **options: str) -> Maps:
    """Maps of that folder or file, drawn by makers of nobody's side, of what "RU" holds, unless told otherwise."""
    return Control(lambda: TODAY).open(str(what), "Test map", {"holder": "RU", **options})


def share_on(maps: Maps, day: str, radius_km: float = 2.5, lat: float = LAT, lon: float = LON) -> float | None:
    """What the only layer shows of the town on a day."""
    (series,) = maps.series(lat, lon, radius_km)
    return series.on(date.fromisoformat(day))


def packed_gz(data: bytes) -> bytes:
    return gzip.compress(data)
