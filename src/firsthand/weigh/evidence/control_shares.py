"""Which share of a place each map shows as held: a place is a disc on the ground, never a point.

Shares are areas in a Lambert azimuthal equal-area projection about the middle of the disc, on a sphere as large as the
Earth (Snyder 1987, Map Projections, p. 185): on it a disc is a circle, and no area is distorted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from firsthand.weigh.evidence.control_maps import DatedMap
from firsthand.weigh.evidence.control_rings import Box

__all__ = ["Disc", "Layer", "Series", "layers_of"]

_RADIUS = 6371.0072
"""Of the sphere with the Earth's surface, in km."""
_QUARTER = 32
"""Edges of a quarter of the circle; its area is .04 % too small, and so is every share's."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A place: degrees, and km on the ground."""

    lat: float
    lon: float
    radius_km: float

    @property
    def box(self) -> Box:
        """What surely holds it; over all longitudes where it reaches a pole."""
        high = np.degrees(self.radius_km / _RADIUS) * 1.001
        south, north = self.lat - high, self.lat + high
        if south <= -90 or north >= 90:
            return -180.0, max(south, -90.0), 180.0, min(north, 90.0)
        sine = np.sin(np.radians(high)) / np.cos(np.radians(self.lat))
        wide = float(np.degrees(np.arcsin(min(1.0, sine)))) * 1.001 if sine < 1 else 180.0
        return self.lon - wide, south, self.lon + wide, north

    @property
    def circle(self) -> shapely.Polygon:
        """In the projection about its middle, in km."""
        radius = 2 * _RADIUS * np.sin(self.radius_km / (2 * _RADIUS))
        return shapely.Point(0, 0).buffer(radius, quad_segs=_QUARTER)

    def projected(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees (n, 2) to km from the middle (n, 2)."""
        turn, lat, middle = np.radians(points[:, 0] - self.lon), np.radians(points[:, 1]), np.radians(self.lat)
        east = np.cos(lat) * np.sin(turn)
        north = np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(turn)
        near = 1 + np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(turn)
        scale = _RADIUS * np.sqrt(2 / np.maximum(near, 1e-12))
        return np.column_stack([scale * east, scale * north])


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
        box = disc.box
        told = [n for n, each in enumerate(self._maps) if not any(_turned(unread, box) for unread in each.unread)]
        days = tuple(self.days[number] for number in told)
        records = tuple(self._maps[number].record for number in told)
        return Series(self.name, self.holder, days, tuple(float(held[number]) for number in told), records)

    def _held(self, disc: Disc) -> NDArray[np.float64]:
        """The share of the disc on each day."""
        west, south, east, north = disc.box
        circle = disc.circle
        pieces: NDArray[np.object_] | None = None
        for turn in (-360.0, 0.0, 360.0):
            box = west + turn, south, east + turn, north
            near = _near(self._boxes, box)
            if not near.any():
                continue
            cut = np.full(len(self._areas), shapely.Polygon(), dtype=object)
            cut[near] = _projected(_cut(self._areas[near], box), disc)
            pieces = cut if pieces is None else shapely.union(pieces, cut)
        if pieces is None:
            return np.zeros(len(self._areas))
        shares = shapely.area(shapely.intersection(pieces, circle)) / circle.area
        return np.asarray(np.clip(shares, 0.0, 1.0), dtype=np.float64)


def layers_of(maps: Sequence[DatedMap]) -> tuple[Layer, ...]:
    """Maps in the order of layer and day, as layers."""
    names = sorted({each.layer for each in maps})
    return tuple(Layer([each for each in maps if each.layer == name]) for name in names)


def _cut(areas: NDArray[np.object_], box: Box) -> NDArray[np.object_]:
    """What lies in a box, of each: the rest of a map need not be projected."""
    return np.asarray(_sound(shapely.clip_by_rect(areas, *box)))


def _projected(areas: NDArray[np.object_], disc: Disc) -> NDArray[np.object_]:
    return _sound(np.asarray(shapely.transform(areas, disc.projected)))


def _sound(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cutting and projecting may let edges touch: such pieces are put right."""
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
