"""ACCU: the accuracy of sources and the probability of values, each from the other; sources are taken as independent.

Dong, Berti-Equille & Srivastava: Integrating conflicting data: the role of source dependence. PVLDB 2(1), 2009. A
source that is right with probability A counts ln(n A / (1 - A)), n being how many false values there are; close values
lend each other part of their count, as in its ACCUSIM.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from firsthand.weigh.fusion.methods import Judged, Known, Tie
from firsthand.weigh.fusion.world import Floats, Ints, World

__all__ = ["Accu", "accu", "false_values", "others_of"]

_START, _LEAST, _MOST = 0.8, 0.05, 0.99
_STRENGTH = 2.0
"""Values for which the start counts, and values of a track record for which what is learned here does."""
_FALSE = 100
"""False values that a kind has at most, as published."""
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Accu:
    """`right` (sources) is the accuracy of each, for every kind the same; `false` (kinds) how many false values."""

    right: Floats
    false: Floats
    ties: tuple[Tie, ...] = ()
    camps: Mapping[int, tuple[Ints, ...]] = field(default_factory=dict)

    @property
    def accuracy(self) -> Floats:
        return np.repeat(self.right[:, None], len(self.false), axis=1)

    def judge(self, world: World) -> Judged:
        """The score is the sum of counts, the share the probability."""
        counts = np.log(self.false[world.kind] * (self.right / (1 - self.right))[world.source])
        score = world.spread(world.gather(np.maximum(counts, 0.0)))
        return Judged(score, world.shares(score, others_of(world, self.false)), np.ones(len(world.item)))


def accu(world: World, known: Known | None = None) -> Accu:
    """Learn the accuracy of each source."""
    false = false_values(world)
    learned = Accu(np.full(world.sources, _START), false)
    told = np.bincount(world.source, minlength=world.sources)
    for _ in range(_ROUNDS):
        share = world.spread(learned.judge(world).share)[world.candidate]
        right = (np.bincount(world.source, share, world.sources) + _STRENGTH * _START) / (told + _STRENGTH)
        if known is not None:
            right = (known.right.sum(axis=1) + _STRENGTH * right) / (known.told.sum(axis=1) + _STRENGTH)
        learned = Accu(np.clip(right, _LEAST, _MOST), false)
    return learned


def false_values(world: World) -> Floats:
    """How many false values each kind (K) may have: as many as there are values but one, from 1 to 100."""
    kinds = world.kind_of_item[world.item_of]
    counts = [len(np.unique(world.value_of[kinds == number])) for number in range(len(world.kinds))]
    return np.array([float(min(max(count - 1, 1), _FALSE)) for count in counts])


def others_of(world: World, false: Floats) -> Floats:
    """For each item (N) how many values there may be that nobody tells."""
    told = np.diff(world.candidates)
    return np.asarray(np.maximum(false[world.kind_of_item] + 1 - told, 0.0), dtype=np.float64)
