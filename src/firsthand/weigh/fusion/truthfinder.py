"""TruthFinder: a source is to be trusted that tells likely values, a value likely that trusted sources tell.

Yin, Han & Yu: Truth discovery with multiple conflicting information providers on the web. TKDE 20(6), 2008. Values that
are close speak for each other; the parameters are the paper's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from firsthand.weigh.fusion.methods import Judged, Known, Tie
from firsthand.weigh.fusion.world import Floats, Ints, World

__all__ = ["TruthFinder", "truthfinder"]

_START, _DAMPING, _SIMILAR, _MOST = 0.9, 0.3, 0.5, 1 - 1e-6
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class TruthFinder:
    """`trust` (sources) is how far each is trusted, for every kind the same."""

    trust: Floats
    kinds: int
    ties: tuple[Tie, ...] = ()
    camps: Mapping[int, tuple[Ints, ...]] = field(default_factory=dict)

    @property
    def accuracy(self) -> Floats:
        return np.repeat(self.trust[:, None], self.kinds, axis=1)

    def judge(self, world: World) -> Judged:
        """The score is the adjusted confidence; the share is it, made to sum to one."""
        score = _confidence(world, self.trust)
        total = np.add.reduceat(score, world.candidates[:-1])
        return Judged(score, score / total[world.item_of], np.ones(len(world.item)))


def truthfinder(world: World, known: Known | None = None) -> TruthFinder:
    """Learn how far to trust each source; a track record is where it starts, and no more."""
    trust = np.full(world.sources, _START)
    if known is not None:
        trust = (known.right.sum(axis=1) + 2 * _START) / (known.told.sum(axis=1) + 2)
    told = np.bincount(world.source, minlength=world.sources)
    for _ in range(_ROUNDS):
        confidence = _confidence(world, trust)
        mean = np.bincount(world.source, confidence[world.candidate], world.sources) / np.maximum(told, 1)
        trust = np.where(told > 0, mean, trust)
    return TruthFinder(trust, len(world.kinds))


def _confidence(world: World, trust: Floats) -> Floats:
    score = world.gather(-np.log(1 - np.minimum(trust, _MOST))[world.source])
    adjusted = (1 - _SIMILAR) * score + _SIMILAR * world.spread(score)
    return np.asarray(1 / (1 + np.exp(-_DAMPING * adjusted)), dtype=np.float64)
