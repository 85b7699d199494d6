"""From the rings of a map file to sound polygons: closed, finite, within the globe, whole over the antimeridian.

What cannot be read is never left out silently: it leaves a box in which the map of that day says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from firsthand.errors import InputError

__all__ = ["EVERYWHERE", "Box", "Drawn", "NotDegrees", "Ring", "joined", "polygon_of"]

Ring = NDArray[np.float64]
"""Longitude and latitude in degrees, one point a line: shape (n, 2)."""
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
EVERYWHERE: Box = (-180.0, -90.0, 180.0, 90.0)
_FEW = 500
"""Points up to which a broken polygon may be as tangled as it likes."""
_MANY = 20_000
"""Points from which on a map is looked through before anything is computed from it."""
_CROWD = 50
"""Other edges that an edge may lie close to, on average, before a drawing counts as a tangle."""


class NotDegrees(InputError):
    """Coordinates that are no degrees of longitude and latitude, in this order: the whole file is refused."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A polygon, or the box in which one could not be read; `notes` say what was put right, or what was wrong."""

    polygon: shapely.Polygon | None
    notes: tuple[str, ...] = ()
    unread: Box | None = None


def polygon_of(rings: Sequence[Ring]) -> Drawn:
    """One polygon from its rings, the outer one first; not yet repaired where it crosses itself (see `joined`).

    Raises:
        NotDegrees: a coordinate lies where no degree of longitude or latitude can.
    """
    rings = [ring for ring in rings if len(ring)]
    if not rings:
        return Drawn(None)
    if not all(np.isfinite(ring).all() for ring in rings):
        return Drawn(None, ("a coordinate is no number",), _box_of(rings))
    for ring in rings:
        _check_degrees(ring)
    notes = ("a ring was not closed: closed",) if any((ring[0] != ring[-1]).any() for ring in rings) else ()
    whole = [_whole(_closed(ring)) for ring in rings]
    if any(abs(ring[0, 0] - ring[-1, 0]) > 1 for ring in whole):
        return Drawn(None, ("a ring goes round a pole",), EVERYWHERE)
    if len(whole[0]) < 4:
        return Drawn(None, (*notes, "a polygon of fewer than three points has no area"))
    shell = _turned(whole[0], -float(np.round(whole[0][:, 0].mean() / 360)))
    holes = [_beside(ring, shell) for ring in whole[1:] if len(ring) > 3]
    return Drawn(shapely.Polygon(shell, holes), notes)


def joined(polygons: Sequence[shapely.Polygon]) -> tuple[shapely.Geometry, tuple[str, ...]]:
    """All polygons of a map as one area, those that cross themselves repaired; with what was put right.

    Raises:
        InputError: they are so tangled that the area they mean cannot be told in bounded time.
    """
    if sum(map(int, shapely.get_num_coordinates(list(polygons)))) > _MANY:
        _check_tangle(polygons)
    together = shapely.MultiPolygon(list(polygons))
    if together.is_valid:
        return together, ()
    _check_tangle(polygons)
    broken = [polygon for polygon in polygons if not polygon.is_valid]
    notes = tuple(f"a polygon crosses itself ({shapely.is_valid_reason(each)}): repaired" for each in broken[:3])
    if len(broken) > 3:
        notes += (f"and {len(broken) - 3} more repaired",)
    return shapely.union_all([_repaired(polygon) for polygon in polygons]), notes


def _repaired(polygon: shapely.Polygon) -> shapely.Geometry:
    """Valid, and only what has an area. Where a ring crosses itself, each loop of it counts as inside."""
    if polygon.is_valid:
        return polygon
    return shapely.union_all(list(_areas(shapely.make_valid(polygon))))


def _areas(geometry: shapely.Geometry) -> Iterable[shapely.Polygon]:
    for part in shapely.get_parts(shapely.get_parts(shapely.get_parts(geometry))):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            yield part


def _check_tangle(polygons: Sequence[shapely.Polygon]) -> None:
    """Where n edges lie close to n others, repairing takes n² steps and as much memory: that is refused."""
    edges = [edge for polygon in polygons for edge in _edges_of(polygon)]
    boxes = np.concatenate(edges) if edges else np.empty((0, 4))
    if len(boxes) <= _FEW:
        return
    tree = shapely.STRtree(shapely.box(*boxes.T))
    close, most, step = 0, _CROWD * len(boxes), 64
    for start in range(0, len(boxes), step):
        close += tree.query(shapely.box(*boxes[start : start + step].T)).shape[1]
        if close > most:
            raise InputError(
                f"its {len(boxes):,} edges are so tangled that no area can be told; draw it anew, or simplify it"
            )


def _edges_of(polygon: shapely.Polygon) -> Iterable[NDArray[np.float64]]:
    """The boxes of the edges of each ring: shape (n, 4)."""
    for ring in shapely.get_rings(polygon):
        points = shapely.get_coordinates(ring)
        yield np.hstack([np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])])


def _check_degrees(ring: Ring) -> None:
    longitude, latitude = float(np.abs(ring[:, 0]).max()), float(np.abs(ring[:, 1]).max())
    if latitude <= 90 and longitude <= 360:
        return
    if longitude <= 90 and latitude <= 360:
        raise NotDegrees(
            f"latitude and longitude look exchanged: a second coordinate is {latitude:.6g}, which is no latitude. "
            "Export it as longitude, latitude (WGS 84)"
        )
    raise NotDegrees(
        f"not in degrees: a coordinate is {max(longitude, latitude):.6g}. Export it as longitude, latitude (WGS 84)"
    )


def _closed(ring: Ring) -> Ring:
    return ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])


def _whole(ring: Ring) -> Ring:
    """A ring that jumps from 179° to -179° goes on at 181°. A jump of exactly 360° is an edge round the globe."""
    steps = np.diff(ring[:, 0])
    jumps = (np.abs(steps) > 180) & (np.abs(steps) < 360)
    if not jumps.any():
        return ring
    turns = np.concatenate([[0.0], np.cumsum(np.where(jumps, -360 * np.sign(steps), 0.0))])
    return np.column_stack([ring[:, 0] + turns, ring[:, 1]])


def _beside(hole: Ring, shell: Ring) -> Ring:
    """A hole on the same turn round the globe as its shell."""
    return _turned(hole, float(np.round((shell[:, 0].mean() - hole[:, 0].mean()) / 360)))


def _turned(ring: Ring, turns: float) -> Ring:
    return np.column_stack([ring[:, 0] + 360 * turns, ring[:, 1]])


def _box_of(rings: Sequence[Ring]) -> Box:
    """What surely holds rings of which some coordinates are no numbers; everywhere, where too little is known."""
    points = np.concatenate(rings)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 3:
        return EVERYWHERE
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    wide, high = (east - west) or 1.0, (north - south) or 1.0
    return float(west - wide), float(south - high), float(east + wide), float(north + high)
