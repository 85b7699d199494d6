"""The methods of fusing, by name, and what each gives.

    method.learn(world, past) → Learned, which may be kept
    learned.judge(world) → Judged: a score and a share for every candidate

What was learned from one world judges another: so a method learns from as many items as fit, and judges all in a
stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from firsthand.weigh.fusion.world import Floats, Ints, World

__all__ = ["Judged", "Known", "Learned", "Method", "Tie"]


@dataclass(frozen=True, slots=True)
class Known:
    """The track record of sources as arrays (sources x kinds): how many values were right, of how many."""

    right: Floats
    told: Floats


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sources, by number, that count as one: see `records.Copied`."""

    one: int
    other: int
    share: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Judged:
    """For each candidate (C) a score, of which the highest of an item wins, and the share of the probability that it
    has; for each telling (T) as how much of an independent one it counts."""

    score: Floats
    share: Floats
    independent: Floats


class Learned(Protocol):
    """What a method has learned about sources."""

    @property
    def accuracy(self) -> Floats | None:
        """The accuracy of sources (sources x kinds), or None where the method has none."""

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The copying it found."""

    @property
    def camps(self) -> Mapping[int, tuple[Ints, ...]]:
        """For a kind the camps of sources that mean different things by it."""

    def judge(self, world: World) -> Judged:
        """Every candidate of a world of the same sources and kinds."""


class Method(Protocol):
    """One way to fuse."""

    def __call__(self, world: World, known: Known | None = None) -> Learned:
        """Learn about sources from a world, and from their track record where there is one."""
