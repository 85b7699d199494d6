"""Reads a map file: GeoJSON, KML or Shapefile, told apart by their bytes. All come out in one form, `Shape`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from firsthand.errors import InputError
from firsthand.weigh.evidence.control_files import Parcel
from firsthand.weigh.evidence.control_rings import Ring

__all__ = ["Shape", "degrees", "shapes_of"]

_SHAPEFILE = b"\x00\x00\x27\x0a"
_DEEPEST = 32
"""Collections in collections."""
_EARTH = 6_378_137.0
_KNOWN_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG:4258", "EPSG::4258")
_KNOWN_MERCATOR = ("EPSG::3857", "EPSG:3857", "EPSG:900913", "EPSG::900913", "EPSG:102100")


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn thing: its properties, and the rings of its polygons in degrees, the outer one first.

    `other` says what of it is no polygon ("Point"); `unreadable` what could not be read.
    """

    properties: Mapping[str, str]
    polygons: tuple[tuple[Ring, ...], ...] = ()
    other: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def shapes_of(parcel: Parcel, most: int) -> Iterator[Shape]:
    """What a file holds, in its order; at most so many coordinates.

    Raises:
        InputError: it is none of the three, is damaged, is in a projection that is not known, or holds too much.
    """
    _check_marks(parcel.data, most)
    start = parcel.data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if parcel.data[:4] == _SHAPEFILE:
        from firsthand.weigh.evidence.control_shapefile import shapefile_shapes

        shapes = shapefile_shapes(parcel, most)
    elif start[:1] == b"{":
        shapes = _geojson_shapes(parcel.data)
    elif start[:1] == b"<" or parcel.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        from firsthand.weigh.evidence.control_kml import kml_shapes

        shapes = kml_shapes(parcel.data)
    else:
        raise InputError("not GeoJSON, KML or a shapefile, by its first bytes")
    left = most
    for shape in shapes:
        left -= sum(len(ring) for polygon in shape.polygons for ring in polygon)
        if left < 0:
            raise InputError(f"more than {most:,} coordinates in one map; simplify it")
        yield shape


def _check_marks(data: bytes, most: int) -> None:
    """What is read becomes far larger than its bytes: what opens lists, objects and elements, and what stands between
    coordinates, is counted first. A shapefile is no text, and says itself how much it holds."""
    if data[:4] != _SHAPEFILE and any(data.count(mark) > 2 * most + 10_000 for mark in (b"[", b"{", b"<")):
        raise InputError(f"more than {most:,} coordinates in one map, or as many empty marks; simplify it")
    if data[:4] != _SHAPEFILE and data.count(b",") > 8 * most + 100_000:
        raise InputError(f"more than {most:,} coordinates in one map; simplify it")


def degrees(ring: Ring, projection: str) -> Ring:
    """A ring in degrees. `projection` is what the file says of itself, empty where it says nothing.

    Web Mercator is turned back (spherical, EPSG:3857); raises InputError for others that are not in degrees.
    """
    if not projection or any(name in projection for name in _KNOWN_DEGREES) or projection.startswith("GEOGCS"):
        return ring
    if any(name in projection for name in _KNOWN_MERCATOR) or "Mercator_Auxiliary_Sphere" in projection:
        north = np.degrees(2 * np.arctan(np.exp(ring[:, 1] / _EARTH)) - np.pi / 2)
        return np.column_stack([np.degrees(ring[:, 0] / _EARTH), north])
    raise InputError(f"in a projection that is not known here ({projection[:60]!r}); export it as WGS 84 (EPSG:4326)")


def _geojson_shapes(data: bytes) -> Iterator[Shape]:
    found = _parsed(data)
    if not isinstance(found, dict):
        raise InputError("not GeoJSON: no object")
    projection = _projection(found)
    kind = found.get("type")
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list):
            raise InputError("not GeoJSON: its features are no list")
    elif kind == "Feature":
        features = [found]
    elif isinstance(kind, str):
        features = [{"geometry": found}]
    else:
        raise InputError("JSON, but not GeoJSON: it has no type")
    for feature in features:
        yield _Feature(projection).shape(feature)


def _parsed(data: bytes) -> object:
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        pass  # what writes NaN for a number is no JSON, and still tells the rest
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {str(error)[:120]}. Fetch it again") from error


def _projection(found: Mapping[str, object]) -> str:
    named = found.get("crs")
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


class _Feature:
    """Reads one feature, however deep its collections nest."""

    def __init__(self, projection: str) -> None:
        self._projection = projection
        self._polygons: list[tuple[Ring, ...]] = []
        self._other: list[str] = []
        self._unreadable: list[str] = []

    def shape(self, feature: object) -> Shape:
        if not isinstance(feature, dict):
            return Shape({}, unreadable=("a feature is no object",))
        told = feature.get("properties")
        properties = told if isinstance(told, dict) else {}
        self._geometry(feature.get("geometry"))
        plain = {key: str(value) for key, value in properties.items() if isinstance(value, str | int | float)}
        return Shape(plain, tuple(self._polygons), tuple(self._other), tuple(self._unreadable))

    def _geometry(self, outermost: object) -> None:
        waiting: list[tuple[object, int]] = [(outermost, 0)]
        while waiting:
            geometry, depth = waiting.pop()
            if geometry is None:  # "no geometry" is allowed, and says nothing
                continue
            if not isinstance(geometry, dict) or depth > _DEEPEST:
                self._unreadable.append("a geometry is no object, or lies too deep in collections")
            elif geometry.get("type") == "GeometryCollection":
                inner = geometry.get("geometries")
                if isinstance(inner, list):
                    waiting.extend((each, depth + 1) for each in reversed(inner))
                else:
                    self._unreadable.append("a collection of geometries is no list")
            else:
                self._plain(geometry.get("type"), geometry.get("coordinates"))

    def _plain(self, kind: object, coordinates: object) -> None:
        if kind in ("Point", "MultiPoint", "LineString", "MultiLineString"):
            self._other.append(str(kind))
        elif kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
            self._unreadable.append(f"a geometry of the type {str(kind)[:40]!r} has no polygon in it")
        else:
            for polygon in [coordinates] if kind == "Polygon" else coordinates:
                self._polygon(polygon)

    def _polygon(self, polygon: object) -> None:
        try:
            if not isinstance(polygon, list):
                raise TypeError
            self._polygons.append(tuple(degrees(_ring(ring), self._projection) for ring in polygon))
        except (TypeError, ValueError, LookupError, OverflowError):
            self._unreadable.append("a ring is no list of longitude and latitude")


def _ring(positions: Sequence[Sequence[float]]) -> Ring:
    """Numbers only, whatever stands behind the first two. Raises TypeError, ValueError, LookupError, OverflowError."""
    if not isinstance(positions, list):
        raise TypeError
    if not positions:
        return np.empty((0, 2))
    found = np.array([(position[0], position[1]) for position in positions])
    if found.dtype.kind not in "iuf":
        raise TypeError
    return found.astype(np.float64)
