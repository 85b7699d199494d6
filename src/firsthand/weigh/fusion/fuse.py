"""Fusing a table: learn about its sources from as many items as fit, then judge every item in a stream."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from firsthand.errors import EmptyInput, TableError
from firsthand.model import Skip
from firsthand.weigh.fusion.accu import accu
from firsthand.weigh.fusion.camps import camps
from firsthand.weigh.fusion.crh import crh
from firsthand.weigh.fusion.methods import Judged, Known, Method
from firsthand.weigh.fusion.order import check_order, in_order
from firsthand.weigh.fusion.parts import Part, Reading, parts_of
from firsthand.weigh.fusion.records import Camp, Copied, Fused, Kind, Option, Past, Source, ValueType
from firsthand.weigh.fusion.table import Table
from firsthand.weigh.fusion.times import read_moment
from firsthand.weigh.fusion.truthfinder import truthfinder
from firsthand.weigh.fusion.vote import vote
from firsthand.weigh.fusion.world import Floats, Ints

__all__ = ["DEFAULT", "MEANS_ANOTHER", "METHODS", "Fusing", "records_of"]

METHODS: Mapping[str, Method] = {
    "camps": camps,
    "accu": accu,
    "crh": crh,
    "truthfinder": truthfinder,
    "vote": vote,
}
"""By name: ours first, then those it is measured against."""
DEFAULT = "camps"

_LEARN, _LEARN_PAIRS = 1_000_000, 24_000_000
"""Tellings, and pairs of them both ways, from which is learned: about 1 GB of memory."""
MEANS_ANOTHER = 0.3
"""A camp means something else where more than this share of its contested values is not what is taken to be right."""
_INTERVAL = 0.9
_OPTIONS = 20
_USUAL = 2_000


class Fusing:
    """What was learned of the sources of a table; `fused` then gives every item.

    `past` is the track record of sources by name and kind; a table that holds known values brings its own, which is
    added.
    """

    def __init__(
        self,
        table: Table,
        kinds: Mapping[str, Kind],
        method: str = DEFAULT,
        past: Mapping[tuple[str, str], Past] | None = None,
    ) -> None:
        """Raises TableError for a method that is not there, EmptyInput where no value can be compared."""
        if method not in METHODS:
            raise TableError(f"There is no method {method!r}. There are: {', '.join(METHODS)}.")
        self._table, self.method = table, method
        self.kinds = _named(table, kinds)
        self._kinds = {kind.name: kind for kind in self.kinds}
        check_order(self._kinds)
        self.names = table.sources
        self.items, self.tellings, pairs = table.size()
        self._one_in = max(1, math.ceil(self.tellings / _LEARN), math.ceil(pairs / _LEARN_PAIRS))
        self._usual = _usual_moment(table, self.kinds)
        reading = self._reading()
        part = next(parts_of(table.rows(self._one_in), reading, whole=True), None)
        if part is None:
            raise EmptyInput("There is no value that can be compared.")
        self._part, self._world = part, part.world
        self.past = dict(past or {})
        for key, own in records_of(table, kinds).items():
            before = self.past.get(key, Past(0, 0))
            self.past[key] = Past(before.right + own.right, before.told + own.told)
        self.learned = METHODS[method](self._world, self._known())
        self._skips = reading.skips

    @property
    def sampled(self) -> bool:
        """Whether there are too many items to learn from all."""
        return self._one_in > 1

    @property
    def learned_from(self) -> int:
        """Of how many items was learned: fewer than there are where they would not fit."""
        return len(self._world.kind_of_item)

    @property
    def skips(self) -> tuple[Skip, ...]:
        """What could not be read; complete once all items were given."""
        return (*self._table.skips, *self._skips)

    def fused(self) -> Iterator[Fused]:
        """Every item, by kind and name."""
        reading = self._reading()
        for kind in self.kinds:
            told = self._told(kind, reading)
            if kind.after is None:
                yield from told
                continue
            before = self._told(self._kinds[kind.after], self._reading())
            yield from in_order(told, before, kind.tolerance)
        if self.sampled:
            self._skips = reading.skips

    def sources(self) -> tuple[Source, ...]:
        """What is found of each source, by name; from the items that were learned from."""
        world, judged = self._world, self._judged
        best = world.value_of[world.best(judged.score)][world.item]
        right = np.abs(world.value - best) <= world.tolerance[world.item] * (1 + 1e-9)
        accuracy = self.learned.accuracy
        shape = (world.sources, len(self.kinds))
        cell, size = world.source * shape[1] + world.kind, shape[0] * shape[1]
        told = np.bincount(cell, minlength=size).reshape(shape).astype(np.int64)
        shares = np.bincount(cell, right, size).reshape(shape) / np.maximum(told, 1)
        if accuracy is not None:
            shares = accuracy
        away = np.where(right | ~world.numeric[world.kind], np.nan, world.value - best)
        return tuple(
            self._source(number, shares, told, away, cell) for number in range(world.sources) if told[number].any()
        )

    def copied(self) -> tuple[Copied, ...]:
        """Which sources have it from each other, or from a third, the surest first."""
        return tuple(
            Copied(self.names[tie.one], self.names[tie.other], tie.share, tie.wrong) for tie in self.learned.ties
        )

    def camps(self) -> tuple[Camp, ...]:
        """Where sources mean different things by one kind of item: who is with whom, and how far from the rest."""
        world, judged = self._world, self._judged
        away = world.value - world.value_of[world.best(judged.score)][world.item]
        off = np.abs(away) > world.tolerance[world.item] * (1 + 1e-9)
        found = []
        for kind, groups in self.learned.camps.items():
            of_kind = (world.kind == kind) & world.contested[world.item]
            camps = []
            for group in groups:
                own = of_kind & np.isin(world.source, group)
                offset = float(np.median(away[own & off])) if (own & off).any() else 0.0
                names = tuple(self.names[number] for number in group)
                camps.append(Camp(self.kinds[kind].name, names, offset, float(off[own].mean()) if own.any() else 0.0))
            if len(camps) > 1 and any(camp.differs > MEANS_ANOTHER for camp in camps):
                found += camps
        return tuple(sorted(found, key=lambda camp: (camp.kind, camp.differs, camp.sources)))

    def _told(self, kind: Kind, reading: Reading) -> Iterator[Fused]:
        """The items of one kind by name, each by itself."""
        if not self.sampled:  # all of it was learned from, and is at hand
            yield from _fused(self._part, self._judged, kind)
            return
        for part in parts_of(self._table.rows(kind=kind.name), reading):
            yield from _fused(part, self.learned.judge(part.world), kind)

    @cached_property
    def _judged(self) -> Judged:
        """What is found of the items that were learned from."""
        return self.learned.judge(self._world)

    def _reading(self) -> Reading:
        return Reading(self.kinds, self.names, self._usual)

    def _known(self) -> Known | None:
        if not self.past:
            return None
        shape = (len(self.names), len(self.kinds))
        right, told = np.zeros(shape), np.zeros(shape)
        for number, name in enumerate(self.names):
            for place, kind in enumerate(self.kinds):
                past = self.past.get((name, kind.name), Past(0, 0))
                right[number, place], told[number, place] = past.right, past.told
        return Known(right, told)

    def _source(self, number: int, shares: Floats, told: Ints, away: Floats, cell: Ints) -> Source:
        accuracy, counts, offset = {}, {}, {}
        for place, kind in enumerate(self.kinds):
            if not told[number, place]:
                continue
            accuracy[kind.name] = round(float(shares[number, place]), 4)
            counts[kind.name] = int(told[number, place])
            own = away[cell == number * len(self.kinds) + place]
            own = own[~np.isnan(own)]
            if len(own):
                offset[kind.name] = round(float(np.median(own)), 3)
        return Source(self.names[number], accuracy, counts, offset)


def records_of(table: Table, kinds: Mapping[str, Kind]) -> dict[tuple[str, str], Past]:
    """How the values of each source and kind turned out, by what is known: only where sources differ, since where all
    agree nothing is learned of whom to believe where they do not."""
    if not table.knows:
        return {}
    sources = table.sources
    own = _named(table, kinds)
    reading = Reading(own, sources, _usual_moment(table, own))
    right, told = np.zeros((len(sources), len(own))), np.zeros((len(sources), len(own)))
    for part in parts_of(table.rows(only_known=True), reading):
        world = part.world
        truth = np.array([part.known.get(item, math.nan) for item in range(len(part.items))])[world.item]
        counts = world.contested[world.item] & ~np.isnan(truth)
        is_right = counts & (np.abs(world.value - truth) <= world.tolerance[world.item] * (1 + 1e-9))
        np.add.at(told, (world.source[counts], world.kind[counts]), 1)
        np.add.at(right, (world.source[is_right], world.kind[is_right]), 1)
    return {
        (sources[one], own[kind].name): Past(float(right[one, kind]), float(told[one, kind]))
        for one, kind in zip(*np.nonzero(told), strict=True)
    }


def _named(table: Table, kinds: Mapping[str, Kind]) -> tuple[Kind, ...]:
    """Every kind of the table, as it is given by its name, or by "" for all that are not named."""
    return tuple(replace(kinds.get(name, kinds.get("", Kind(name))), name=name) for name in table.kinds)


def _fused(part: Part, judged: Judged, of: Kind) -> Iterator[Fused]:
    world = part.world
    starts, told, kinds = world.candidates.tolist(), world.told.tolist(), world.kind_of_item.tolist()
    values, share, score = world.value_of.tolist(), judged.share.tolist(), judged.score.round(9).tolist()
    votes = world.gather(np.ones(len(world.item))).tolist()
    counted = world.gather(judged.independent).tolist()
    reaches = (world.tolerance * (1 + 1e-9)).tolist()
    for item, name in enumerate(part.items):
        kind, places = world.kinds[kinds[item]], range(starts[item], starts[item + 1])
        if kind.name != of.name:
            continue
        groups = _grouped(places, values, score, reaches[item])
        options = tuple(
            Option(
                part.written(item, values[best]),
                min(sum(share[at] for at in group), 1.0),
                round(sum(votes[at] for at in group)),
                round(sum(counted[at] for at in group), 2),
            )
            for best, group in groups[:_OPTIONS]
        )
        low, high = _interval(places, values, share) if kind.numeric else (None, None)
        yield Fused(
            name,
            kind.name,
            options[0].value,
            options[0].probability,
            told[item + 1] - told[item],
            options,
            None if low is None else part.written(item, low),
            None if high is None else part.written(item, high),
        )


def _grouped(
    places: Sequence[int], values: Sequence[float], score: Sequence[float], reach: float
) -> list[tuple[int, list[int]]]:
    """The candidates of an item of which none is within reach of a better one, best first, each with those within its
    reach."""
    left = sorted(places, key=lambda at: (-score[at], values[at]))
    found = list[tuple[int, list[int]]]()
    while left and len(found) < _OPTIONS:
        best = left[0]
        found.append((best, [at for at in places if abs(values[at] - values[best]) <= reach]))
        left = [at for at in left if abs(values[at] - values[best]) > reach]
    return found


def _interval(places: Sequence[int], values: Sequence[float], share: Sequence[float]) -> tuple[float, float]:
    """The values between which nine tenths of what the told ones have of the posterior lie."""
    total, running = sum(share[at] for at in places), 0.0
    low = high = None
    for at in places:  # their values rise
        running += share[at]
        if low is None and running >= total * (1 - _INTERVAL) / 2:
            low = values[at]
        if high is None and running >= total * (1 + _INTERVAL) / 2 - 1e-12:
            high = values[at]
    last = values[places[-1]]
    return last if low is None else low, last if high is None else high


def _usual_moment(table: Table, kinds: Sequence[Kind]) -> float:
    """The middle of the moments that leave nothing open, by a sample; NaN where there are none."""
    times = [kind.name for kind in kinds if kind.type in (ValueType.TIME, ValueType.DATE)]
    read = [read_moment(text, day=True) for text in table.some(times, _USUAL)] if times else []
    found = [each.minutes for each in read if each is not None and not each.period and math.isnan(each.other)]
    return float(np.median(found)) if found else math.nan
