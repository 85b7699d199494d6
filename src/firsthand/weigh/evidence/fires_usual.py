"""How many fires are usual in a place, and how often so many are seen there on days when nothing is claimed.

Fires come in clusters: a field burns for days and is seen by four satellites, and then nothing for weeks. So no formula
for independent events is used (Poisson would call every second cluster extraordinary). What counts is how often a
window of as many days, in the same place and before the same satellites, held as many detections: its empirical
distribution, with the window itself counted in, as in a permutation test (Phipson and Smyth 2010).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.weigh.evidence.fires_read import Seen

__all__ = ["LEAST_WINDOWS", "Coverage", "Usual", "counts_of", "coverage_of", "least_of", "usual_of", "wilson"]

LEAST_WINDOWS = 19
"""Fewer windows than these cannot show that one is among the rarest 5%."""
_QUIET = 30
"""Days without a detection anywhere in a file after which it is taken not to cover them."""
_AROUND = 60
_SEASON = 45
_YEAR = 365.2425
_RESAMPLED = 400
_Z = 1.959964
"""Of the normal distribution, for an interval of 95%."""

_Days = npt.NDArray[np.int64]
_Yes = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days (proleptic ordinals) that an archive covers, from `first` on, for some sensors: `days[i]` is whether
    all of them cover the day `first + i`."""

    first: int
    days: _Yes
    sensors: tuple[str, ...]

    def has(self, since: int, until: int) -> bool:
        """Whether it covers every day from `since` to `until`."""
        low, high = since - self.first, until - self.first + 1
        return 0 <= low < high <= len(self.days) and bool(self.days[low:high].all())


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual: of `background` ("the 60 days before and after"), over `days` days, detections `per_day` with an
    interval of 95%; `chance` of as many as were seen in a window as long, with an interval of 95%."""

    background: str
    days: int
    per_day: float
    low: float
    high: float
    chance: float
    chance_low: float
    chance_high: float


def coverage_of(days: Mapping[tuple[int, str], Sequence[int]], stated: tuple[int, int] | None) -> dict[str, Coverage]:
    """For each sensor the days that the files cover, all on one scale.

    A file holds what was seen, and says nothing of days on which nothing was. It is taken to cover all from its first
    to its last day, but not more than 30 days in a row without anything: there it may have a hole. `stated` are a first
    and a last day for which somebody says that it is whole.
    """
    known = [each for each in days.values() if each]
    first = min([each[0] for each in known] + ([stated[0]] if stated else []))
    last = max([each[-1] for each in known] + ([stated[1]] if stated else []))
    covered: dict[str, _Yes] = {}
    for (_, sensor), seen in days.items():
        marked = covered.setdefault(sensor, np.zeros(last - first + 1, dtype=bool))
        for one, other in zip(seen, [*seen[1:], seen[-1]], strict=True):
            marked[one - first : (other if other - one <= _QUIET else one) - first + 1] = True
    if stated:
        for marked in covered.values():
            marked[stated[0] - first : stated[1] - first + 1] = True
    return {sensor: Coverage(first, marked, (sensor,)) for sensor, marked in covered.items()}


def least_of(length: int, days: int) -> int:
    """Days of background that a window of `length` days needs: `days`, or as many as have 19 such windows."""
    return max(days, LEAST_WINDOWS * length)


def counts_of(seen: Iterable[Seen], coverage: Coverage) -> _Days:
    """Detections on each day of a coverage, by its sensors."""
    counts = np.zeros(len(coverage.days), dtype=np.int64)
    for each in seen:
        at = each.day - coverage.first
        if each.sensor in coverage.sensors and 0 <= at < len(counts):
            counts[at] += each.count
    return counts


def usual_of(counts: _Days, coverage: Coverage, since: int, until: int, least: int) -> list[Usual]:
    """What is usual in windows as long as that from `since` to `until` (both in it), against each background there is.

    The backgrounds are the 60 days before and after, and the same season of other years; where neither has `least`
    days, all other days. None where those have not either. A window and as many days on each side of it are no
    background of itself: what burns goes on burning.
    """
    length = until - since + 1
    starts = np.arange(len(counts) - length + 1)
    total = np.concatenate([[0], np.cumsum(counts)])
    sums = total[starts + length] - total[starts]
    whole = np.concatenate([[0], np.cumsum(coverage.days)])
    away = np.abs(starts + coverage.first - since)
    usable = (whole[starts + length] - whole[starts] == length) & (away >= 2 * length)
    phase = np.abs((starts + coverage.first - since + _YEAR / 2) % _YEAR - _YEAR / 2)
    near = usable & (away <= _AROUND + 2 * length)
    season = usable & ~near & (phase <= _SEASON)
    observed = int(sums[since - coverage.first])
    named = [(f"the {_AROUND} days before and after", near), ("the same season of other years", season)]
    found = [_against(name, sums, chosen, counts, length, observed) for name, chosen in named]
    fit = [each for each in found if each is not None and each.days >= least]
    if not fit:
        every = _against("all other days", sums, usable, counts, length, observed)
        fit = [every] if every is not None and every.days >= least else []
    return fit


def _against(name: str, sums: _Days, chosen: _Yes, counts: _Days, length: int, observed: int) -> Usual | None:
    """A background: the windows that begin where `chosen`. They overlap, so they count as no more than fit side by
    side; the window that is asked about counts among them, so that no chance is 0."""
    if not chosen.any():
        return None
    inside = np.zeros(len(counts), dtype=bool)
    for shift in range(length):
        inside[np.flatnonzero(chosen) + shift] = True
    days = int(inside.sum())
    windows = days / length
    share = float((sums[chosen] >= observed).mean())
    low, high = wilson(share * windows, windows)
    chance = (share * windows + 1) / (windows + 1)
    mean = float(counts[inside].mean())
    rate_low, rate_high = _interval(sums[chosen] / length, windows, mean, days)
    return Usual(name, days, mean, rate_low, rate_high, chance, min(low, chance), max(high, chance))


def _interval(rates: npt.NDArray[np.float64], windows: float, mean: float, days: int) -> tuple[float, float]:
    """95% of a mean rate, by drawing as many windows as fit side by side; where nothing was ever seen, up to 3 in the
    whole time (the rule of three)."""
    if not rates.any():
        return 0.0, 3 / days
    drawn = np.random.default_rng(0).choice(rates, size=(_RESAMPLED, max(1, round(windows))))
    low, high = np.quantile(drawn.mean(axis=1), [0.025, 0.975])
    return min(float(low), mean), max(float(high), mean)


def wilson(found: float, of: float) -> tuple[float, float]:
    """The interval of 95% of a share (Wilson 1927); it stays between 0 and 1 and is sound for few as well."""
    if of <= 0:
        return 0.0, 1.0
    share, square = found / of, _Z**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
