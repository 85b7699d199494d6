"""How good chances are against what was so: calibration, Brier score and its parts, log loss, and what a refit gains.

Intervals are the middle 95 % of draws of whole worlds with replacement: claims of one world err together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = [
    "Bin",
    "Method",
    "Parts",
    "accuracy_of",
    "bins_of",
    "brier_of",
    "fitted",
    "interval_over_worlds",
    "line_of",
    "log_loss_of",
    "method_of",
    "parts_of",
    "within_ranges",
]

Chances = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

_BINS = 10
_DRAWS = 400
_FAR = 0.3
_Z = 1.96
_LEAST, _MOST = 1e-4, 1 - 1e-4


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with chances from `start` up to `end`: how many, the mean chance, how many of them are so with its 95 %
    interval (Wilson 1927), and the means of the ranges that were given."""

    start: float
    end: float
    claims: int
    mean: float
    rate: float
    rate_low: float
    rate_high: float
    low: float
    high: float

    @property
    def within(self) -> bool:
        """Whether the rate of those that are so lies in the mean range."""
        return self.low <= self.rate <= self.high


@dataclass(frozen=True, slots=True)
class Parts:
    """The Brier score's parts (Murphy 1973): score = calibration - resolution + uncertainty, nearly, over ten bins.

    Calibration is best at 0; resolution, how far the bins' rates lie from the rate of all, is best large.
    """

    calibration: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Method:
    """The figures of one method. `refitted` is the Brier score after the line of log odds that fits the other half of
    the worlds best: what the method could reach if somebody had told it how it errs. `far_from_even` is the share of
    claims that got .2 or less, or .8 or more."""

    brier: float
    brier_interval: tuple[float, float]
    refitted: float
    log_loss: float
    accuracy: float
    calibration: float
    resolution: float
    uncertainty: float
    slope: float
    far_from_even: float


def method_of(true: Truths, chances: Chances, worlds: Sequence[slice]) -> Method:
    """All figures of a method; `worlds` says where each world stands."""
    parts = parts_of(true, chances)
    return Method(
        brier_of(true, chances),
        interval_over_worlds(brier_of, [(true[each], chances[each]) for each in worlds]),
        _refitted(true, chances, worlds[len(worlds) // 2].start),
        log_loss_of(true, chances),
        accuracy_of(true, chances),
        parts.calibration,
        parts.resolution,
        parts.uncertainty,
        line_of(true, chances)[0],
        float(np.mean(np.abs(chances - 0.5) >= _FAR)),
    )


def _refitted(true: Truths, chances: Chances, half: int) -> float:
    one, other = slice(0, half), slice(half, None)
    moved = [fitted(chances[to], line_of(true[by], chances[by])) for by, to in ((other, one), (one, other))]
    return brier_of(true, np.concatenate(moved))


def bins_of(true: Truths, value: Chances, low: Chances, high: Chances) -> tuple[Bin, ...]:
    """Ten bins of equal width; those without a claim are left out."""
    where = np.minimum((value * _BINS).astype(int), _BINS - 1)
    found = []
    for number in range(_BINS):
        own = where == number
        if count := int(own.sum()):
            rate = float(true[own].mean())
            between = _wilson(rate, count)
            means = (float(each[own].mean()) for each in (low, high))
            found.append(
                Bin(number / _BINS, (number + 1) / _BINS, count, float(value[own].mean()), rate, *between, *means)
            )
    return tuple(found)


def _wilson(rate: float, count: int) -> tuple[float, float]:
    middle = (rate + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z * math.sqrt(rate * (1 - rate) / count + _Z**2 / (4 * count**2)) / (1 + _Z**2 / count)
    # Where all or none are so the interval ends there, and must not end a rounding error before it.
    return max(0.0, min(rate, middle - half)), min(1.0, max(rate, middle + half))


def brier_of(true: Truths, value: Chances) -> float:
    """The mean squared difference of chance and truth (Brier 1950): 0 is best, .25 is what always .5 gets."""
    return float(np.mean((value - true) ** 2))


def log_loss_of(true: Truths, value: Chances) -> float:
    """The mean surprise in bits: 1 is what always .5 gets."""
    held = np.clip(value, _LEAST, _MOST)
    return float(-np.mean(np.log2(np.where(true, held, 1 - held))))


def accuracy_of(true: Truths, value: Chances) -> float:
    """How often a chance of .5 or more is so, or one below is not."""
    return float(np.mean((value >= 0.5) == true))


def parts_of(true: Truths, value: Chances) -> Parts:
    """The parts over ten bins."""
    all_, rate = len(true), float(true.mean())
    bins = bins_of(true, value, value, value)
    calibration = sum(each.claims * (each.mean - each.rate) ** 2 for each in bins) / all_
    resolution = sum(each.claims * (each.rate - rate) ** 2 for each in bins) / all_
    return Parts(calibration, resolution, rate * (1 - rate))


def within_ranges(bins: Sequence[Bin]) -> float:
    """The share of claims in bins of which the rate of those that are so lies in the mean range."""
    return sum(each.claims for each in bins if each.within) / sum(each.claims for each in bins)


def line_of(true: Truths, value: Chances) -> tuple[float, float]:
    """Slope and offset (in bits) that would make the log odds fit best (Cox 1958): a slope below 1 says over-confident.

    Newton's method on two numbers; where all chances are one, the slope is 0.
    """
    held = np.clip(value, _LEAST, _MOST)
    odds = np.log(held / (1 - held))
    if float(np.ptp(odds)) == 0:
        rate = min(_MOST, max(_LEAST, float(true.mean())))
        return 0.0, math.log2(rate / (1 - rate))
    inputs, fit = np.stack([odds, np.ones_like(odds)], axis=1), np.array([1.0, 0.0])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-inputs @ fit))
        slope = inputs.T @ (true - chance) - 1e-6 * fit
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        fit = fit + np.clip(step, -2, 2)
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(fit[0]), float(fit[1] / math.log(2))


def fitted(value: Chances, line: tuple[float, float]) -> Chances:
    """Chances moved along a line of log odds that was fitted elsewhere."""
    held = np.clip(value, _LEAST, _MOST)
    odds = line[0] * np.log(held / (1 - held)) + line[1] * math.log(2)
    moved: Chances = 1 / (1 + np.exp(-odds))
    return moved


def interval_over_worlds(
    measure: Callable[[Truths, Chances], float], worlds: Sequence[tuple[Truths, Chances]], seed: int = 8
) -> tuple[float, float]:
    """The middle 95 % of a measure over draws of worlds."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(_DRAWS):
        drawn = [worlds[int(each)] for each in random.integers(0, len(worlds), len(worlds))]
        true, value = (np.concatenate([each[part] for each in drawn]) for part in (0, 1))
        found.append(measure(true.astype(bool), value))
    low, high = np.percentile(found, [2.5, 97.5]).tolist()
    return float(low), float(high)
