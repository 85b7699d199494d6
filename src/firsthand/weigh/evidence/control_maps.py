"""From files to dated maps, kept apart by layer: what each shows as held, by whom, and where it says nothing.

Parcel → Shape → DatedMap, or Skip
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from firsthand.errors import InputError
from firsthand.model import Skip
from firsthand.weigh.evidence.control_dates import Named, day_in_text, named
from firsthand.weigh.evidence.control_files import Limits, Parcel, parcels
from firsthand.weigh.evidence.control_formats import Shape, shapes_of
from firsthand.weigh.evidence.control_rings import EVERYWHERE, Box, joined, polygon_of

__all__ = ["DatedMap", "Loaded", "Reading", "load"]

_DATED_BY = ("date", "day", "map_date", "when")
"""Properties that date a drawing where the file name bears no day."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How maps are to be read: what the options say (see `control.OPTIONS`), and the newest day that a map can be of.

    `holders` are pairs: a pattern for names of layers, and who holds what is drawn in them; the first that fits counts.
    """

    holders: tuple[tuple[str, str], ...]
    newest: date
    dated_by: str | None = None
    layers_by: str | None = None
    area: Box | None = None

    def holder(self, layer: str) -> str | None:
        """Who holds what is drawn in a layer; None where nobody was named."""
        return next((who for pattern, who in self.holders if fnmatchcase(layer.casefold(), pattern.casefold())), None)


@dataclass(frozen=True, slots=True)
class DatedMap:
    """What one layer shows on one day. In the boxes of `unread` it says nothing. `record` is the file it stood in."""

    layer: str
    holder: str
    day: date
    area: shapely.Geometry
    record: str
    unread: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """All maps that could be read, by layer and day; what could not; and the hash of it all."""

    maps: tuple[DatedMap, ...]
    skips: tuple[Skip, ...]
    version: str


@dataclass(slots=True)
class _Sheet:
    """What a file draws of one layer on one day."""

    polygons: list[shapely.Polygon] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[Box] = field(default_factory=list)


def load(what: Path, reading: Reading, limits: Limits) -> Loaded:
    """Every map at a path: a file, an archive, a folder. Nothing else than what is dropped is changed by a bad file.

    Raises:
        InputError: no map at all could be read; the message says why the first was not.
    """
    loading = _Loading(reading, limits)
    digest = hashlib.sha256(repr(replace(reading, newest=date.min)).encode())
    for parcel in parcels(what, limits):
        if isinstance(parcel, Skip):
            loading.skips.append(parcel)
            digest.update(repr(parcel).encode())
        else:
            digest.update(parcel.name.encode() + b"\0" + hashlib.sha256(parcel.data).digest())
            digest.update(b"".join(hashlib.sha256(parcel.beside[end]).digest() for end in sorted(parcel.beside)))
            loading.take(parcel)
    maps = _without_exchanged(loading.maps(), loading.skips)
    if not maps:
        first = [skip for skip in loading.skips if skip.record == loading.skips[0].record]
        why = f" {first[-1].record}: {first[-1].reason}." if first else " There is no file."
        raise InputError(f"{what}: no map could be read.{why}")
    digest.update(repr([(each.layer, each.day, each.record) for each in maps]).encode())
    return Loaded(maps, tuple(loading.skips), digest.hexdigest())


class _Loading:
    """Takes one file after the other, and says what it leaves out."""

    def __init__(self, reading: Reading, limits: Limits) -> None:
        self._reading = reading
        self._limits = limits
        self._left = limits.all_coordinates
        self._maps: dict[tuple[str, date], DatedMap] = {}
        self._unheld: set[str] = set()
        self.skips: list[Skip] = []

    def maps(self) -> tuple[DatedMap, ...]:
        return tuple(self._maps[key] for key in sorted(self._maps))

    def take(self, parcel: Parcel) -> None:
        try:
            sheets = self._sheets(parcel)
        except InputError as error:
            self._skip(parcel.name, str(error))
            return
        for (layer, day), sheet in sheets.items():
            if len(self._maps) >= self._limits.maps:
                self._skip(parcel.name, f"more than {self._limits.maps:,} maps; what follows of it was not used")
                return
            try:
                self._keep(parcel.name, layer, day, sheet)
            except InputError as error:
                self._skip(parcel.name, f"the map of {day}: {error}")

    def _sheets(self, parcel: Parcel) -> Mapping[tuple[str, date], _Sheet]:
        name = named(parcel.name)
        if len(name.days) > 1 and self._reading.dated_by is None:
            days = ", ".join(map(str, name.days))
            raise InputError(f"its name bears several days ({days}); leave one, or name the property with the day")
        sheets: dict[tuple[str, date], _Sheet] = defaultdict(_Sheet)
        other: dict[str, int] = defaultdict(int)
        undated = 0
        for number, shape in enumerate(shapes_of(parcel, self._limits.map_coordinates), 1):
            for kind in shape.other:
                other[kind] += 1
            if not shape.polygons and not shape.unreadable:
                continue
            layer, day = self._layer(shape, name), self._day(shape, name)
            if day is None:
                undated += 1
            else:
                _draw(sheets[layer, day], shape, number)
        if undated:
            self._skip(parcel.name, f"{undated} without a day, in the file name or in their properties: not used")
        if other:
            told = ", ".join(f"{count} of the type {kind}" for kind, count in sorted(other.items()))
            self._skip(parcel.name, f"only areas can be held: left out {told}")
        if not sheets and not any(skip.record == parcel.name for skip in self.skips):
            raise InputError("an empty layer: nothing is drawn in it, which may be a download that failed; not used")
        return sheets

    def _layer(self, shape: Shape, name: Named) -> str:
        by = self._reading.layers_by
        return (shape.properties.get(by) if by else None) or name.layer

    def _day(self, shape: Shape, name: Named) -> date | None:
        if self._reading.dated_by is not None:
            return day_in_text(shape.properties.get(self._reading.dated_by, ""))
        if name.days:
            return name.days[0]
        keys = {key.casefold(): key for key in shape.properties}
        told = [day_in_text(shape.properties[keys[key]]) for key in _DATED_BY if key in keys]
        return next((day for day in told if day is not None), None)

    def _keep(self, record: str, layer: str, day: date, sheet: _Sheet) -> None:
        for note in sheet.notes[:5]:
            self._skip(record, note)
        if len(sheet.notes) > 5:
            self._skip(record, f"and {len(sheet.notes) - 5} more of the kind")
        holder = self._holder(record, layer)
        if holder is None:
            return
        if day > self._reading.newest:
            raise InputError(f"a day to come: later than {self._reading.newest}; correct the date")
        self._left -= sum(map(int, shapely.get_num_coordinates(sheet.polygons)))
        if self._left < 0:
            raise InputError(f"more than {self._limits.all_coordinates:,} coordinates in all; add it as other evidence")
        area, notes = joined(sheet.polygons)
        for note in notes:
            self._skip(record, note)
        if area.is_empty and not sheet.unread:
            raise InputError("an empty layer: what is drawn has no area; not used")
        _check_area(area, self._reading.area)
        earlier = self._maps.setdefault((layer, day), DatedMap(layer, holder, day, area, record, tuple(sheet.unread)))
        if earlier.record != record and not shapely.equals_exact(earlier.area, area):
            raise InputError(f"{earlier.record} shows another thing of the same layer and day, and was read before")

    def _holder(self, record: str, layer: str) -> str | None:
        holder = self._reading.holder(layer)
        if holder is None and layer not in self._unheld:
            self._unheld.add(layer)
            self._skip(record, f"nobody was named who holds what the layer {layer!r} shows; the layer is not used")
        return holder

    def _skip(self, record: str, reason: str) -> None:
        self.skips.append(Skip("weigh", record, reason))


def _draw(sheet: _Sheet, shape: Shape, number: int) -> None:
    for reason in shape.unreadable:
        sheet.notes.append(f"drawing {number}: {reason}; the map says nothing anywhere that day")
        sheet.unread.append(EVERYWHERE)
    for rings in shape.polygons:
        drawn = polygon_of(rings)
        if drawn.polygon is not None:
            sheet.polygons.append(drawn.polygon)
        if drawn.unread is not None:
            sheet.unread.append(drawn.unread)
        said = "; the map says nothing around it that day" if drawn.unread is not None else ""
        sheet.notes.extend(f"drawing {number}: {note}{said}" for note in drawn.notes)


def _check_area(drawn: shapely.Geometry, area: Box | None) -> None:
    """Raises InputError where all of it lies outside of where these maps are said to be of."""
    if area is None or drawn.is_empty or shapely.box(*area).intersects(drawn):
        return
    if _meets(_exchanged(drawn.bounds), area):
        raise InputError("latitude and longitude look exchanged: the other way round it lies where it should")
    raise InputError("it lies wholly outside of the area these maps are said to be of")


def _without_exchanged(maps: Sequence[DatedMap], skips: list[Skip]) -> tuple[DatedMap, ...]:
    """Leaves out maps that lie away from the others and would lie among them with latitude and longitude exchanged.

    Where as many lie the one way as the other, nobody can say which are right: both are left out.
    """
    drawn = [each for each in maps if not each.area.is_empty]
    if len(drawn) < 2:
        return tuple(maps)
    boxes = np.array([each.area.bounds for each in drawn])
    turned = boxes[:, [1, 0, 3, 2]]
    with_it = np.array([_meeting(box, boxes).sum() for box in boxes])
    against = np.array([_meeting(box, boxes).sum() for box in turned])
    own = np.array([_meets(box, other) for box, other in zip(boxes, turned, strict=True)])
    wrong = {id(each) for each, out in zip(drawn, (against >= with_it) & (against > 0) & ~own, strict=True) if out}
    reason = "latitude and longitude look exchanged: the other way round it lies where other maps of these lie"
    skips.extend(Skip("weigh", each.record, f"the map of {each.day}: {reason}") for each in maps if id(each) in wrong)
    return tuple(each for each in maps if id(each) not in wrong)


def _meeting(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of many boxes one meets."""
    meets = (boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0]) & (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])
    return np.asarray(meets, dtype=bool)


def _exchanged(box: Iterable[float]) -> Box:
    west, south, east, north = box
    return south, west, north, east


def _meets(one: Iterable[float], other: Iterable[float]) -> bool:
    west, south, east, north = one
    left, bottom, right, top = other
    return west <= right and left <= east and south <= top and bottom <= north
