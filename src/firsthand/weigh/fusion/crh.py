"""CRH: the values, and the weights of sources, for which all that is told lies nearest to what is taken to be true.

Li, Li, Gao, Zhao, Fan & Han: Resolving conflicts in heterogeneous data by truth discovery and source reliability
estimation. SIGMOD 2014. Loss is 0 or 1 for words, the distance in usual spreads of the item for figures and times; the
truth of these is the weighted median.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from firsthand.weigh.fusion.methods import Judged, Known, Tie
from firsthand.weigh.fusion.world import Floats, Ints, World

__all__ = ["Crh", "crh"]

_ROUNDS = 20
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Crh:
    """`weight` (sources) is that of each, for every kind the same; `accuracy` is none in this method."""

    weight: Floats
    accuracy: Floats | None = None
    ties: tuple[Tie, ...] = ()
    camps: Mapping[int, tuple[Ints, ...]] = field(default_factory=dict)

    def judge(self, world: World) -> Judged:
        """The score is 1 for the truth; the share is that of the weights."""
        weights = world.gather(self.weight[world.source])
        score = np.zeros(len(world.value_of))
        score[_truths(world, weights)] = 1.0
        total = np.add.reduceat(weights, world.candidates[:-1])
        share = weights / np.maximum(total, _LEAST)[world.item_of]
        return Judged(score, share, np.ones(len(world.item)))


def crh(world: World, known: Known | None = None) -> Crh:
    """Learn the weights; there is no place for a track record in this method."""
    del known
    weight = np.ones(world.sources)
    scale = np.maximum(_spreads(world), _LEAST)
    numeric = world.numeric[world.kind]
    told = np.maximum(np.bincount(world.source, minlength=world.sources), 1)
    for _ in range(_ROUNDS):
        truths = _truths(world, world.gather(weight[world.source]))
        away = np.abs(world.value - world.value_of[truths][world.item])
        loss = np.where(numeric, away / scale[world.item], (away > 0).astype(np.float64))
        sums = np.bincount(world.source, loss, world.sources) / told
        total = max(float(sums.sum()), _LEAST)
        weight = -np.log(np.maximum(sums, _LEAST) / (total + _LEAST * world.sources))
    return Crh(weight)


def _truths(world: World, weights: Floats) -> Ints:
    """The candidate of each item (N) with most weight; the weighted median where values have a distance."""
    most = world.best(weights)
    starts, ends = world.candidates[:-1], world.candidates[1:]
    running = np.cumsum(weights)
    before = np.where(starts > 0, running[starts - 1], 0.0)
    half = before + (running[ends - 1] - before) / 2
    middle = np.clip(np.searchsorted(running, half - _LEAST), starts, ends - 1)
    return np.where(world.numeric[world.kind_of_item], middle, most)


def _spreads(world: World) -> Floats:
    """The standard deviation of what is told of each item (N)."""
    told = np.diff(world.told)
    mean = np.bincount(world.item, world.value, len(told)) / told
    square = np.bincount(world.item, (world.value - mean[world.item]) ** 2, len(told)) / told
    return np.asarray(np.sqrt(square), dtype=np.float64)
