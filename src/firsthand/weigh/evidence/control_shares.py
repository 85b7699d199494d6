"""Which share of a place each map shows as held: a place is a disc on the ground, never a point.

Nothing is projected: a disc is drawn in degrees, what lies in it is cut out in degrees, and areas are those on a sphere
as large as the Earth, exact for edges that are straight in degrees. So a share does not hang on how a ring is written.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

import numpy as np
import shapely
from numpy.typing import NDArray

from firsthand.weigh.evidence.control_maps import DatedMap
from firsthand.weigh.evidence.control_rings import Box

__all__ = ["Disc", "Layer", "Series", "layers_of"]

_RADIUS = 6371.0072
"""Of the sphere with the Earth's surface, in km."""
_EDGES = 128
"""Of a disc: it is .04 % smaller than the circle, and shares are of what is drawn."""
_NORTHMOST = 89.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A place: degrees, and km on the ground."""

    lat: float
    lon: float
    radius_km: float

    @property
    def drawn(self) -> shapely.Polygon:
        """The disc in degrees: points at its distance in every direction (destination by bearing on a sphere)."""
        bearing = np.linspace(0, 2 * np.pi, _EDGES, endpoint=False)
        far, lat = self.radius_km / _RADIUS, np.radians(self.lat)
        north = np.arcsin(np.sin(lat) * np.cos(far) + np.cos(lat) * np.sin(far) * np.cos(bearing))
        across, along = np.sin(bearing) * np.sin(far) * np.cos(lat), np.cos(far) - np.sin(lat) * np.sin(north)
        east = np.arctan2(across, along)
        return shapely.Polygon(np.column_stack([self.lon + np.degrees(east), np.degrees(north)]))

    @property
    def at_pole(self) -> bool:
        """Whether it reaches so near to a pole that degrees tell nothing."""
        return not abs(self.lat) + math.degrees(self.radius_km / _RADIUS) <= _NORTHMOST


@dataclass(frozen=True)
class Series:
    """The share of one place that one layer shows as held by `holder`, on each of its days, in their order.

    Between days with a map there is nothing: no share is ever filled in.
    """

    layer: str
    holder: str
    days: tuple[date, ...]
    shares: tuple[float, ...]
    records: tuple[str, ...] = ()

    def on(self, day: date) -> float | None:
        """The share on a day; None where there is no map of it."""
        at = bisect_left(self.days, day)
        return self.shares[at] if at < len(self.days) and self.days[at] == day else None

    def first(self, least: float, since: date = date.min) -> date | None:
        """The first day from `since` on with such a share or more; None where it never comes to it."""
        pairs = zip(self.days, self.shares, strict=True)
        return next((day for day, share in pairs if share >= least and day >= since), None)

    def last(self, least: float) -> date | None:
        """The last day with such a share or more."""
        pairs = zip(self.days[::-1], self.shares[::-1], strict=True)
        return next((day for day, share in pairs if share >= least), None)

    @cached_property
    def missing(self) -> tuple[date, ...]:
        """The days between the first map and the last of which there is none."""
        if not self.days:
            return ()
        there = {day.toordinal() for day in self.days}
        between = range(self.days[0].toordinal(), self.days[-1].toordinal())
        return tuple(date.fromordinal(day) for day in between if day not in there)


class Layer:
    """All maps of one layer, ready to be asked."""

    def __init__(self, maps: Sequence[DatedMap]) -> None:
        self.name, self.holder = maps[0].layer, maps[0].holder
        self.days = tuple(each.day for each in maps)
        self._maps = tuple(maps)
        self._areas = np.array([each.area for each in maps], dtype=object)
        self._boxes = shapely.bounds(self._areas)

    def on(self, day: date) -> DatedMap | None:
        """The map of a day; None where there is none."""
        at = bisect_left(self.days, day)
        return self._maps[at] if at < len(self.days) and self.days[at] == day else None

    @property
    def bounds(self) -> Box | None:
        """What surely holds all that is drawn on any day."""
        if np.isnan(self._boxes).all():
            return None
        west, south = np.nanmin(self._boxes[:, :2], axis=0)
        east, north = np.nanmax(self._boxes[:, 2:], axis=0)
        return float(west), float(south), float(east), float(north)

    def series(self, disc: Disc) -> Series:
        """What it shows of a place, without the days on which what was drawn there could not be read."""
        held = self._held(disc)
        box = disc.drawn.bounds
        told = [n for n, each in enumerate(self._maps) if not any(_turned(unread, box) for unread in each.unread)]
        days = tuple(self.days[number] for number in told)
        records = tuple(self._maps[number].record for number in told)
        return Series(self.name, self.holder, days, tuple(float(held[number]) for number in told), records)

    def _held(self, disc: Disc) -> NDArray[np.float64]:
        """The share of the disc on each day."""
        drawn = disc.drawn
        west, south, east, north = drawn.bounds
        found = np.full(len(self._areas), shapely.Polygon(), dtype=object)
        for turn in (-360.0, 0.0, 360.0):
            box = west + turn, south, east + turn, north
            near = _near(self._boxes, box)
            if near.any():
                cut = _sound(np.asarray(shapely.clip_by_rect(self._areas[near], *box)))
                cut = _sound(np.asarray(shapely.intersection(cut, shapely.transform(drawn, _turning(turn)))))
                found[near] = shapely.union(found[near], shapely.transform(cut, _turning(-turn)))
        return np.asarray(np.clip(_areas(found) / _areas(np.array([drawn]))[0], 0.0, 1.0), dtype=np.float64)


def layers_of(maps: Sequence[DatedMap]) -> tuple[Layer, ...]:
    """Maps in the order of layer and day, as layers."""
    return tuple(Layer(tuple(group)) for _, group in groupby(maps, key=lambda each: each.layer))


def _turning(by: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    return lambda points: points + np.array([by, 0.0])


def _areas(found: NDArray[np.object_]) -> NDArray[np.float64]:
    """The area of each on a sphere of radius 1, for degrees.

    Along an edge that is straight in degrees, the integral of sin(latitude) over longitude is known exactly; round a
    ring it sums up to its area (Green's theorem), wherever further points stand on its edges.
    """
    parts, of_part = shapely.get_parts(found, return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, of_part = parts[areal], of_part[areal]
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    every = np.bincount(of_ring, _ring_areas(rings), minlength=len(parts))
    outer = _ring_areas(shapely.get_exterior_ring(parts))
    summed = np.bincount(of_part, 2 * outer - every, minlength=len(found))  # `every` counts the outer ring too
    return summed.astype(np.float64)  # without any part it would count whole numbers


def _ring_areas(rings: NDArray[np.object_]) -> NDArray[np.float64]:
    points, of_point = shapely.get_coordinates(rings, return_index=True)
    points = np.radians(points)
    within = of_point[1:] == of_point[:-1]
    (wide, high), middle = np.diff(points, axis=0).T, (points[1:, 1] + points[:-1, 1]) / 2
    swept = wide * np.sin(middle) * np.sinc(high / (2 * np.pi))
    return np.abs(np.bincount(of_point[1:][within], swept[within], minlength=len(rings)))


def _sound(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cutting may let edges touch: such pieces are put right."""
    broken = ~shapely.is_valid(areas)
    if broken.any():
        areas = areas.copy()
        areas[broken] = shapely.buffer(shapely.make_valid(areas[broken]), 0)
    return areas


def _near(boxes: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return np.asarray(meets, dtype=bool)


def _turned(unread: Box, box: Box) -> bool:
    """Whether two boxes meet, on any turn round the globe."""
    west, south, east, north = unread
    return any(
        west + turn <= box[2] and box[0] <= east + turn and south <= box[3] and box[1] <= north
        for turn in (-360.0, 0.0, 360.0)
    )
