"""How the chances get worse where what is assumed does not hold: one assumption at a time, all else as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bench.world_made import Assumptions, Made, made_world
from bench.world_scores import (
    Chances,
    Truths,
    accuracy_of,
    bins_of,
    brier_of,
    line_of,
    log_loss_of,
    parts_of,
    within_ranges,
)
from bench.world_weighed import VOTES, Records, Weighed, weighed_world

__all__ = ["SWEEPS", "Pool", "Scored", "pooled", "scored", "swept"]


@dataclass(frozen=True, slots=True)
class Pool:
    """All claims of many worlds: truths, chances, ranges, the chances by each vote, and where each world stands."""

    true: Truths
    value: Chances
    low: Chances
    high: Chances
    votes: Mapping[str, Chances]
    worlds: tuple[slice, ...]
    claims: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """How good the chances of one setting are, beside the best of the votes. `slope` below 1 says over-confident;
    `within` is the share of claims in bins of which the rate of those that are so lies in the mean range."""

    setting: str
    claims: int
    so: float
    brier: float
    log_loss: float
    accuracy: float
    calibration: float
    slope: float
    within: float
    best_vote: float
    best_vote_accuracy: float


def pooled(worlds: Iterable[Sequence[Made]], records: Records = Records.ALL) -> Pool:
    """Every claim of some worlds, weighed."""
    weighed = [weighed_world(world, records) for world in worlds]
    claims = tuple(each for world in weighed for each in world)
    ends = np.cumsum([0, *map(len, weighed)]).tolist()
    votes = {name: np.array([each.votes[number] for each in claims]) for number, name in enumerate(VOTES)}
    return Pool(
        np.array([each.true for each in claims]),
        np.array([each.value for each in claims]),
        np.array([each.low for each in claims]),
        np.array([each.high for each in claims]),
        votes,
        tuple(slice(start, end) for start, end in pairwise(ends)),
        claims,
    )


def scored(setting: str, pool: Pool) -> Scored:
    """The figures of one setting."""
    true, value = pool.true, pool.value
    return Scored(
        setting,
        len(true),
        float(true.mean()),
        brier_of(true, value),
        log_loss_of(true, value),
        accuracy_of(true, value),
        parts_of(true, value).calibration,
        line_of(true, value)[0],
        within_ranges(bins_of(true, value, pool.low, pool.high)),
        min(brier_of(true, each) for each in pool.votes.values()),
        max(accuracy_of(true, each) for each in pool.votes.values()),
    )


def swept(seeds: Sequence[int], processes: int = 2) -> dict[str, tuple[Scored, ...]]:
    """Every sweep, in order; each setting over the same seeds."""
    with ProcessPoolExecutor(processes) as pool:
        waiting = {
            title: [pool.submit(_setting, name, given, tuple(seeds)) for name, given in settings.items()]
            for title, settings in SWEEPS.items()
        }
        return {title: tuple(each.result() for each in own) for title, own in waiting.items()}


def _setting(name: str, given: Assumptions, seeds: tuple[int, ...]) -> Scored:
    return scored(name, pooled(made_world(given, seed) for seed in seeds))


_BASE = Assumptions()


def _around(middle: float) -> tuple[float, float]:
    return max(0.0, middle - 0.05), min(1.0, middle + 0.05)


SWEEPS: Mapping[str, Mapping[str, Assumptions]] = {
    "copies taken for origins that may be copies": {
        f"{share:.0%}": replace(_BASE, mistaken=share, mistaken_surely=0) for share in (0, 0.05, 0.1, 0.2, 0.5)
    },
    "copies taken for origins surely": {
        f"{share:.0%}": replace(_BASE, mistaken=share, mistaken_surely=1) for share in (0, 0.05, 0.1, 0.2, 0.5)
    },
    "a party invents what serves it, where it is not so": {
        f"{share:.0%}": replace(_BASE, invents=_around(share)) for share in (0.1, 0.3, 0.65, 0.95)
    },
    "the harmed side denies, whatever is so": {
        f"{share:.0%}": replace(_BASE, denies_true=_around(share), denies_false=_around(share))
        for share in (0.05, 0.25, 0.95)
    },
    "eyewitnesses are right": {
        f"{share:.0%}": replace(_BASE, eyewitness=_around(share)) for share in (0.95, 0.85, 0.7, 0.5)
    },
    "all observers are less often right, by": {
        f"{less:.0%}": replace(
            _BASE,
            neutral=(0.65 - less, 0.9 - less),
            eyewitness=(0.75 - less, 0.95 - less),
            outlet=(0.5 - less, 0.8 - less),
        )
        for less in (0, 0.1, 0.2, 0.3)
    },
    "maps err": {
        f"{share:.0%}": replace(
            _BASE, evidence=0.7, errors=replace(_BASE.errors, map_false=share, map_hit=0.82 - share)
        )
        for share in (0.02, 0.12, 0.25, 0.41)
    },
    "observers err together": {f"{share:.0%}": replace(_BASE, together=share) for share in (0, 0.25, 0.5, 1)},
    "who knows that it is not so keeps silent": {
        f"{share:.0%}": replace(_BASE, silent=share) for share in (0, 0.3, 0.6, 1)
    },
    "happenings that are so": {f"{share:.0%}": replace(_BASE, base_rate=share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)},
    "denials read as telling it, or the reverse": {
        f"{share:.0%}": replace(_BASE, misread=share) for share in (0, 0.03, 0.1, 0.2)
    },
    "words given to the wrong party": {f"{share:.0%}": replace(_BASE, misheard=share) for share in (0, 0.03, 0.1, 0.2)},
}
"""What is varied, as it is printed, and the worlds of each setting."""
