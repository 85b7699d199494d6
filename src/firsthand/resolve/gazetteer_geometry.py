"""The middle and the reach of a geometry of GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import cos, pi, radians, sqrt
from pathlib import Path
from typing import Any

from firsthand.resolve.gazetteer_lines import fault

__all__ = ["middle"]


def middle(path: Path, line: int, geometry: Mapping[str, Any]) -> tuple[float, float, float]:
    """Latitude, longitude, and the radius of a circle as large as the area, in km; 0 of a point.

    Parts on both sides of the date line, as RFC 7946 cuts them, are one area there. Raises GazetteerError for
    what is no geometry, and for an area over the date line that is not cut.
    """
    try:
        lat, lon, radius = _middle(geometry)
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError, RecursionError) as error:
        raise fault(path, line, "", f"the geometry cannot be read ({error})", "Mend it, or take it out.") from error
    return lat, (lon + 180.0) % 360.0 - 180.0 if abs(lon) > 180.0 else lon, radius


def _middle(geometry: Mapping[str, Any]) -> tuple[float, float, float]:
    if geometry["type"] == "GeometryCollection":
        return _middle(geometry["geometries"][0])
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        lon, lat = _corner(coordinates)
        return lat, lon, 0.0
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        points = [*_points(coordinates)]
        near = [_near(lon, points[0][0]) for lon, _ in points]
        return sum(lat for _, lat in points) / len(points), sum(near) / len(near), 0.0
    return _middle_of_area([coordinates[0]] if geometry["type"] == "Polygon" else [each[0] for each in coordinates])


def _middle_of_area(rings: Sequence[Sequence[Any]]) -> tuple[float, float, float]:
    """The middle of the outer rings, weighted by area."""
    total = east = north = 0.0
    first = _corner(rings[0][0])[0]
    for ring in rings:
        corners = [_corner(point) for point in ring]
        if any(abs(one[0] - other[0]) > 180 for one, other in pairwise(corners)):
            raise ValueError("an edge spans more than half the globe: cut the area at the date line")
        area, x, y = _ring(corners)
        x = _near(x, first)
        total, east, north = total + area, east + area * x, north + area * y
    lat, lon = north / total, east / total
    return lat, lon, 111.2 * sqrt(total * cos(radians(lat)) / pi)


def _near(lon: float, other: float) -> float:
    """The same longitude, counted on beyond 180 where the other one is nearer that way."""
    return lon + 360.0 * round((other - lon) / 360.0)


def _corner(point: Sequence[float]) -> tuple[float, float]:
    """Longitude and latitude, in degrees."""
    lon, lat = float(point[0]), float(point[1])
    if not (-360 <= lon <= 360 and -90 <= lat <= 90):
        raise ValueError(f"{lon}, {lat} is no point on Earth; are longitude and latitude swapped?")
    return lon, lat


def _ring(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Area in square degrees, and the middle, by the shoelace formula about the first corner."""
    x0, y0 = ring[0]
    area = east = north = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        area, east, north = area + cross, east + cross * (x1 + x2 + x0), north + cross * (y1 + y2 + y0)
    return abs(area) / 2, east / (3 * area), north / (3 * area)


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield _corner(coordinates)
    else:
        for part in coordinates:
            yield from _points(part)
