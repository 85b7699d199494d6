"""The circle that a place is, in degrees, and which share of it a scene shows."""

from __future__ import annotations

import math
from collections.abc import Iterable

import shapely
from shapely.affinity import translate
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from firsthand.claims import Ground

__all__ = ["KM_PER_DEGREE", "boxes_of", "disc", "share_shown"]

KM_PER_DEGREE = 111.195
"""Of latitude, on a sphere of 6371 km."""
_CORNERS = 64
_LEAST_KM = 0.1


def disc(ground: Ground) -> Polygon:
    """The circle around a place, longitude first. Near the 180th meridian it reaches beyond 180."""
    radius = max(ground.radius_km, _LEAST_KM) / KM_PER_DEGREE
    wide = radius / max(math.cos(math.radians(ground.lat)), 0.01)
    turns = [2 * math.pi * n / _CORNERS for n in range(_CORNERS)]
    return Polygon(
        [(ground.lon + wide * math.sin(turn), _latitude(ground.lat + radius * math.cos(turn))) for turn in turns]
    )


def _latitude(degrees: float) -> float:
    return min(90.0, max(-90.0, degrees))


def boxes_of(ground: Ground) -> list[tuple[float, float, float, float]]:
    """West, south, east, north around a place: two boxes where it lies across the 180th meridian."""
    west, south, east, north = disc(ground).bounds
    if west < -180:
        return [(west + 360, south, 180.0, north), (-180.0, south, east, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]


def share_shown(area: Polygon, scenes: Iterable[BaseGeometry]) -> float:
    """Which share of an area several scenes show together, from 0 to 1."""
    parts = [part for scene in scenes for part in _parts(area, scene)]
    return float(shapely.union_all(parts).area / area.area) if parts else 0.0


def _parts(area: Polygon, scene: BaseGeometry) -> list[BaseGeometry]:
    """What a scene shows of an area; an area near the 180th meridian has two longitudes."""
    moved = [scene] + [translate(scene, xoff=turn) for turn in (-360.0, 360.0) if _reaches_over(area, scene)]
    return [part for part in (each.intersection(area) for each in moved) if not part.is_empty]


def _reaches_over(*shapes: BaseGeometry) -> bool:
    return any(shape.bounds[0] < -180 or shape.bounds[2] > 180 for shape in shapes)
