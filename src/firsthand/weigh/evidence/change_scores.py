"""Whether backscatter changed, pixel by pixel, and how often that is said of ground that did not.

The Pixel-Wise T-Test of Ballinger 2024 ("Open access battle damage detection via pixel-wise t-test on Sentinel-1
imagery", arXiv:2405.06323): Student's t with a pooled variance on the logarithm of backscatter, the reference period
against the time after, its absolute value, the largest over orbits and polarisations, and the mean over a footprint.

Other than there: t is read as the normal score of its own degrees of freedom, so that stacks of different length, and
the tests on unchanged ground, can be compared; and the threshold is not given once for all. The reference is cut into
blocks as long as the time after, and each block is tested against the others: nothing happened there, so whatever is
called changed is a false alarm. The threshold is the score that a chosen share of those exceed; its rate is measured on
each block with the threshold of the other blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import stats

from firsthand.weigh.evidence.fires_usual import wilson

__all__ = ["LEAST_AFTER", "LEAST_BEFORE", "Plan", "Rate", "Sums", "Tally", "combined", "plan_of"]

Pixels = npt.NDArray[np.float64]

LEAST_BEFORE, LEAST_AFTER = 6, 2
"""Images of a stack without which it is not tested: three blocks of two, and two after."""
_MOST_BLOCKS = 6
_MOST_T = 60.0
_STEPS = 4000
_MOST_SCORE = 20.0
_BINS = 4000
_LEAST_SPREAD = 1e-6
"""Of the logarithm; below it values are the same number, not the same ground."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many images of a stack are before and after, and how the latest of those before are cut: `blocks` of
    `length` images each. What is earlier than the first block is reference always."""

    before: int
    after: int
    length: int
    blocks: int

    def group_of(self, number: int) -> int:
        """Where the `number`-th image goes: 0 reference, 1 to `blocks` a block, `blocks` + 1 after."""
        if number >= self.before:
            return self.blocks + 1
        first = self.before - self.blocks * self.length
        return 0 if number < first else (number - first) // self.length + 1


def plan_of(before: int, after: int) -> Plan | None:
    """The plan for a stack; None where it has too few images."""
    if before < LEAST_BEFORE or after < LEAST_AFTER:
        return None
    length = min(after, before // 3)
    return Plan(before, after, length, min(_MOST_BLOCKS, before // length))


class Sums:
    """Count, sum and sum of squares per pixel and group of images: all that every test on them needs."""

    def __init__(self, plan: Plan, shape: tuple[int, int]) -> None:
        self.plan = plan
        groups = (plan.blocks + 2, *shape)
        self._count = np.zeros(groups)
        self._sum = np.zeros(groups)
        self._square = np.zeros(groups)

    def add(self, number: int, values: Pixels) -> None:
        """The `number`-th image of the stack, in decibels or another logarithm; NaN where it has no value."""
        group = self.plan.group_of(number)
        known = np.isfinite(values)
        plain = np.where(known, values, 0.0)
        self._count[group] += known
        self._sum[group] += plain
        self._square[group] += plain * plain

    def score(self, block: int | None) -> Pixels:
        """Per pixel how much a block (from 0) differs from the rest of the reference; None for what came after.

        As a normal score, 0 and above; NaN where there are too few values.
        """
        last = self.plan.blocks + 1
        group = last if block is None else block + 1
        other = [each for each in range(last) if each != group]
        one = (self._count[group], self._sum[group], self._square[group])
        rest = (self._count[other].sum(0), self._sum[other].sum(0), self._square[other].sum(0))
        return _score(one, rest)


_Moments = tuple[Pixels, Pixels, Pixels]


def _score(one: _Moments, rest: _Moments) -> Pixels:
    (n, total, square), (m, others, other_square) = one, rest
    enough = (n >= LEAST_AFTER) & (m >= LEAST_AFTER)
    n, m = np.where(enough, n, 2.0), np.where(enough, m, 2.0)
    inside = np.maximum(square - total**2 / n, 0) + np.maximum(other_square - others**2 / m, 0)
    freedom = n + m - 2
    spread = np.maximum(np.sqrt(inside / freedom * (1 / n + 1 / m)), _LEAST_SPREAD)
    t = np.abs(total / n - others / m) / spread
    scores = np.full(t.shape, np.nan)
    for each in np.unique(freedom[enough]):
        at = enough & (freedom == each)
        scores[at] = np.interp(t[at], *_table(int(each)))
    return scores


@lru_cache(maxsize=256)
def _table(freedom: int) -> tuple[Pixels, Pixels]:
    """t → the normal score that is exceeded as seldom."""
    t = np.linspace(0, _MOST_T, _STEPS)
    return t, np.minimum(-stats.norm.ppf(np.maximum(stats.t.sf(t, freedom), 1e-80)), _MOST_SCORE)


def combined(scores: Sequence[Pixels]) -> Pixels:
    """The largest over stacks: orbits and polarisations; NaN where none has a value."""
    largest: Pixels = np.fmax.reduce(list(scores))
    return largest


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of `of` pixels or footprints that are called changed, with an interval."""

    value: float
    low: float
    high: float
    of: int


class Tally:
    """How often each score came, for each block and for what came after: thresholds and rates without keeping them.

    `alike` is how many of what is counted tell as much as one: pixels beside each other are smoothed together.
    """

    def __init__(self, blocks: int, alike: float = 1.0) -> None:
        self._blocks, self._alike = blocks, alike
        self._counts = np.zeros((blocks + 1, _BINS + 1), dtype=np.int64)

    def add(self, block: int | None, scores: Pixels) -> None:
        """Scores of a block (from 0), or of what came after; NaN is left out."""
        known = scores[np.isfinite(scores)]
        bins = np.minimum((known * (_BINS / _MOST_SCORE)).astype(np.int64), _BINS)
        self._counts[self._blocks if block is None else block] += np.bincount(bins, minlength=_BINS + 1)

    @property
    def unchanged(self) -> int:
        """How many scores of unchanged ground there are."""
        return int(self._counts[: self._blocks].sum())

    def threshold(self, alarms: float, leave: int | None = None) -> float:
        """The score that at most a share `alarms` of those on unchanged ground exceed; without the block `leave`."""
        kept = [each for each in range(self._blocks) if each != leave]
        counts = self._counts[kept].sum(0)
        above = counts[::-1].cumsum()[::-1]  # in this bin or a higher one
        fits = np.flatnonzero(above <= alarms * counts.sum())
        return float(fits[0] if len(fits) else _BINS + 1) * (_MOST_SCORE / _BINS)

    def false_alarms(self, alarms: float) -> Rate:
        """Measured: each block with the threshold of the others. From the least to the most of the blocks, and no
        narrower than the number of pixels or footprints allows."""
        found = [self._over(block, self.threshold(alarms, leave=block)) for block in range(self._blocks)]
        rates = [over / of for over, of in found if of]
        of = sum(of for _, of in found)
        mean = sum(over for over, _ in found) / of if of else 0.0
        low, high = wilson(mean * of / self._alike / self._blocks, of / self._alike / self._blocks)
        return Rate(mean, min([low, *rates]), max([high, *rates]), of)

    def changed(self, threshold: float) -> Rate:
        """The share after that exceeds a threshold."""
        over, of = self._over(self._blocks, threshold)
        low, high = wilson(over / self._alike, of / self._alike)
        return Rate(over / of if of else 0.0, low, high, of)

    def _over(self, row: int, threshold: float) -> tuple[int, int]:
        first = round(threshold * (_BINS / _MOST_SCORE))
        return int(self._counts[row, first:].sum()), int(self._counts[row].sum())
