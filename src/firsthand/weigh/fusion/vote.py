"""Majority vote with tolerance: the value that most sources tell, or something within tolerance of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from firsthand.weigh.fusion.methods import Judged, Known, Tie
from firsthand.weigh.fusion.world import Floats, Ints, World

__all__ = ["Vote", "vote"]

_EXACT = 1e-6
"""Of values with as many votes within tolerance, the one that most tell to the letter."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Every source has one vote."""

    accuracy: Floats | None = None
    ties: tuple[Tie, ...] = ()
    camps: Mapping[int, tuple[Ints, ...]] = field(default_factory=dict)

    def judge(self, world: World) -> Judged:
        """The score is the number of votes, the share that of the votes to the letter."""
        votes = world.gather(np.ones(len(world.item)))
        share = votes / np.diff(world.told)[world.item_of]
        return Judged(world.spread(votes, flat=True) + votes * _EXACT, share, np.ones(len(world.item)))


def vote(world: World, known: Known | None = None) -> Vote:
    """There is nothing to learn."""
    del world, known
    return Vote()
