"""Before against after over a place: window by window, so that memory stays flat however large the images are.

    stacks that have enough images → sums per pixel → scores of each block and of what came after → shares

What is looked at is the circle of the claim, or the footprints in it; the same is counted around it, out to twice its
radius. Rain, snow and harvest change both: only what the circle has and its surroundings have not is of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from firsthand.model import Skip
from firsthand.weigh.evidence.change_rasters import (
    Folder,
    Grid,
    Image,
    Unreadable,
    labels_of,
    onto,
    read_decibels,
    typical_level,
)
from firsthand.weigh.evidence.change_scores import Plan, Rate, Sums, Tally, combined, plan_of

__all__ = ["Look", "Window", "look"]

_TILE = 512
_ALIKE = 9.0
"""Pixels that one 3 by 3 mean spreads over."""
_MOST_WORK = 4_000_000_000
"""Pixels times images: a few minutes on two cores."""
_OWN = 20
"""Footprints in a place from which they are tested against themselves, and not against all around."""

Pixels = npt.NDArray[np.float64]
_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a claim, and how many days before and after are looked at."""

    since: date
    until: date
    before: int
    after: int

    def side(self, day: date) -> int:
        """-1 before, 1 after, 0 neither."""
        if self.since - timedelta(days=self.before) <= day < self.since:
            return -1
        return 1 if self.until < day <= self.until + timedelta(days=self.after) else 0


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: the share of `unit` ("pixels", "footprints") in the place that changed, that around it, the false
    alarms measured on unchanged ground, and the stacks by name with their numbers of images before and after."""

    unit: str
    changed: Rate
    around: Rate
    false_alarms: Rate
    threshold: float
    stacks: tuple[tuple[str, int, int], ...]
    days: tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Level:
    image: Image
    level: float
    decibels: bool


@dataclass(frozen=True, slots=True)
class _Stack:
    name: str
    images: tuple[_Level, ...]
    plan: Plan


class _Damaged(Exception):
    def __init__(self, image: Image, reason: str) -> None:
        super().__init__(reason)
        self.image = image


def look(
    folder: Folder, area: BaseGeometry, footprints: Sequence[BaseGeometry], window: Window, alarms: float
) -> tuple[Look | str | None, list[Skip]]:
    """Whether an area (in degrees) changed; in words why that cannot be told; None where the images are of elsewhere.

    A file that turns out to be damaged is left out, and all is counted anew without it.
    """
    skips: list[Skip] = []
    images = list(folder.images)
    while True:
        try:
            return _looked(folder.grid, images, area, footprints, window, alarms), skips
        except _Damaged as damaged:
            skips.append(Skip("weigh", damaged.image.label, str(damaged)))
            images = [each for each in images if each.path != damaged.image.path]


def _looked(
    grid: Grid,
    images: Sequence[Image],
    area: BaseGeometry,
    footprints: Sequence[BaseGeometry],
    window: Window,
    alarms: float,
) -> Look | str | None:
    place = onto(grid, area)
    rows, columns, inner = _extent(grid, place)
    if inner <= 0:
        return None
    if inner < 0.5:
        return "the images show less than half of the place"
    timely = [each for each in images if window.side(each.day)]
    if (rows[1] - rows[0]) * (columns[1] - columns[0]) * len(timely) > _MOST_WORK:
        return "there is too much to compare: name a smaller place, or give images with larger pixels"
    stacks = _stacks(timely, rows, columns, window)
    if not stacks:
        return f"too few images: a stack needs 6 before and 2 after ({_numbers(timely, window)})"
    counting: _Pixelwise | _Footprints = _Pixelwise(grid, place, stacks)
    if footprints:
        drawn = _Footprints(grid, place, _near(footprints, area), stacks)
        if not drawn.inside.any():
            return "no footprint lies in the place; are longitude and latitude of the footprints swapped?"
        counting = drawn
    for tile in _tiles(rows, columns):
        counting.add(*tile, _scores(stacks, *tile))
    return _concluded(counting, stacks, alarms)


def _extent(grid: Grid, place: BaseGeometry) -> tuple[_Range, _Range, float]:
    """The rows and columns out to twice the radius, and which share of the place itself the images show."""
    west, south, east, north = place.bounds
    wide, high = (east - west) / 2, (north - south) / 2
    top, bottom, left, right = grid.window((west - wide, south - high, east + wide, north + high))
    a, _, x, _, e, y = grid.transform
    shown = box(x, y + e * grid.height, x + a * grid.width, y).intersection(place).area / place.area
    return (top, bottom), (left, right), float(shown) if bottom > top and right > left else 0.0


def _stacks(images: Sequence[Image], rows: _Range, columns: _Range, window: Window) -> list[_Stack]:
    """Those with enough images that show something there, the images by day; all with as many blocks."""
    together: dict[str, list[_Level]] = {}
    for each in images:
        try:
            level = typical_level(each, rows, columns)
        except Unreadable as error:
            raise _Damaged(each, str(error)) from error
        if level is not None:
            together.setdefault(each.stack, []).append(_Level(each, *level))
    found = []
    for name, levels in sorted(together.items()):
        before = sum(window.side(each.image.day) < 0 for each in levels)
        plan = plan_of(before, len(levels) - before)
        if plan is not None:
            found.append((name, tuple(sorted(levels, key=lambda each: each.image.day)), plan))
    blocks = min((plan.blocks for _, _, plan in found), default=0)
    return [_Stack(name, levels, Plan(p.before, p.after, p.length, blocks)) for name, levels, p in found]


def _numbers(images: Sequence[Image], window: Window) -> str:
    """How many each stack has, in words."""
    stacks = sorted({each.stack for each in images})
    parts = []
    for name in stacks[:5]:
        sides = [window.side(each.day) for each in images if each.stack == name]
        parts.append(f"{name}: {sides.count(-1)} before, {sides.count(1)} after")
    return "; ".join(parts) or "none in that time"


def _tiles(rows: _Range, columns: _Range) -> Iterator[tuple[_Range, _Range]]:
    for top in range(rows[0], rows[1], _TILE):
        for left in range(columns[0], columns[1], _TILE):
            yield (top, min(rows[1], top + _TILE)), (left, min(columns[1], left + _TILE))


def _scores(stacks: Sequence[_Stack], rows: _Range, columns: _Range) -> list[Pixels]:
    """Per pixel of a tile the score of each block, and last of what came after: the largest of all stacks.

    Each image is levelled by its median over the place and around it: a wet day lifts all of it.
    """
    shape = rows[1] - rows[0], columns[1] - columns[0]
    found: list[list[Pixels]] = []
    for stack in stacks:
        sums = Sums(stack.plan, shape)
        for number, each in enumerate(stack.images):
            try:
                values = read_decibels(each.image, rows, columns, decibels=each.decibels)
            except Unreadable as error:
                raise _Damaged(each.image, str(error)) from error
            sums.add(number, values - each.level)
        found.append([sums.score(block) for block in (*range(stack.plan.blocks), None)])
    return [combined(scores) for scores in zip(*found, strict=True)]


def _near(footprints: Sequence[BaseGeometry], area: BaseGeometry) -> list[BaseGeometry]:
    """Those within twice the radius of an area, all in degrees."""
    west, south, east, north = area.bounds
    wide, high = (east - west) / 2, (north - south) / 2
    edges = shapely.bounds(np.array(footprints, dtype=object))
    near = (edges[:, 2] >= west - wide) & (edges[:, 0] <= east + wide)
    near &= (edges[:, 3] >= south - high) & (edges[:, 1] <= north + high)
    return [footprints[number] for number in np.flatnonzero(near).tolist()]


class _Pixelwise:
    """Counts pixels in the place and around it."""

    unit = "pixels"

    def __init__(self, grid: Grid, place: BaseGeometry, stacks: Sequence[_Stack]) -> None:
        self._grid, self._place = grid, place
        self.blocks = stacks[0].plan.blocks
        self.within = Tally(self.blocks, _ALIKE)
        self.around = Tally(self.blocks, _ALIKE)

    def add(self, rows: _Range, columns: _Range, scores: Sequence[Pixels]) -> None:
        inside = labels_of(self._grid, rows, columns, [self._place]) > 0
        for number, each in enumerate(scores):
            block = number if number < self.blocks else None
            self.within.add(block, each[inside])
            self.around.add(block, each[~inside])

    def tallies(self) -> tuple[Tally, Tally, Tally]:
        """What is unchanged, what is asked about, what is around it."""
        return self.within, self.within, self.around


class _Footprints:
    """Means over footprints: a footprint may lie in several tiles, so sums are kept until the end."""

    unit = "footprints"

    def __init__(
        self, grid: Grid, place: BaseGeometry, footprints: Sequence[BaseGeometry], stacks: Sequence[_Stack]
    ) -> None:
        here = [onto(grid, footprint) for footprint in footprints]
        self._grid, self._here = grid, here
        self.inside = np.array([each.intersects(place) for each in here], dtype=bool)
        self.blocks = stacks[0].plan.blocks
        self._sums = np.zeros((self.blocks + 1, len(here) + 1))
        self._counts = np.zeros((self.blocks + 1, len(here) + 1))

    def add(self, rows: _Range, columns: _Range, scores: Sequence[Pixels]) -> None:
        labels = labels_of(self._grid, rows, columns, self._here)
        for number, each in enumerate(scores):
            known = np.isfinite(each) & (labels > 0)
            size = len(self._here) + 1
            self._sums[number] += np.bincount(labels[known], each[known], minlength=size)
            self._counts[number] += np.bincount(labels[known], minlength=size)

    def tallies(self) -> tuple[Tally, Tally, Tally]:
        """What is unchanged, what is asked about, what is around it. Where the place has few footprints, all of them
        before the claim are the unchanged ground."""
        with np.errstate(invalid="ignore"):
            means = (self._sums / np.where(self._counts > 0, self._counts, np.nan))[:, 1:]
        every, within, around = (Tally(self.blocks) for _ in range(3))
        for number, row in enumerate(means):
            block = number if number < self.blocks else None
            every.add(block, row)
            within.add(block, row[self.inside])
            around.add(block, row[~self.inside])
        return (within if self.inside.sum() >= _OWN else every), within, around


def _concluded(counting: _Pixelwise | _Footprints, stacks: Sequence[_Stack], alarms: float) -> Look | str:
    unchanged, within, around = counting.tallies()
    if unchanged.unchanged < 2 / alarms * counting.blocks:
        return f"there are too few {counting.unit} to measure how often this says so of unchanged ground"
    threshold = unchanged.threshold(alarms)
    changed = within.changed(threshold)
    if not changed.of:
        return "the images have no values in the place"
    beside = around.changed(around.threshold(alarms) if counting.unit == "pixels" else threshold)
    days = [each.image.day for stack in stacks for each in stack.images]
    return Look(
        counting.unit,
        changed,
        beside,
        unchanged.false_alarms(alarms),
        threshold,
        tuple((stack.name, stack.plan.before, stack.plan.after) for stack in stacks),
        (min(days), max(days)),
    )
