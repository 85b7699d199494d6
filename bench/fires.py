"""How often fires are called more than usual where nothing happened, and how often where something burned.

Simulated places: detections come in clusters (a cluster on a day with some chance, its size geometric, burning on for
some days), as fires do and as Poisson's formula does not foresee. Days are drawn at random and asked about, as they are
and with detections of a strike added. What is measured is the share called more than usual; the same with Poisson's
formula stands beside it. No file of anybody's is needed.

    python -m bench.fires            print the table, and write it to bench/results/fires.json
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bench.stamp import RESULTS, write_result
from firsthand.weigh.evidence.fires_usual import Coverage, usual_of, wilson

__all__ = ["main"]

_YEARS = 3
_DAYS = 365 * _YEARS
_PLACES = 40
_ASKED = 40
_CHANCE = 0.05
_ADDED = (0, 1, 2, 5, 10, 20)

_Counts = npt.NDArray[np.int64]

_WORLDS = {
    "quiet, independent": (0.02, 1.0, 1.0),
    "nearly daily": (0.8, 1.0, 1.0),
    "quiet, in clusters": (0.02, 6.0, 3.0),
    "busy, in clusters": (0.15, 6.0, 3.0),
    "busy, clusters for a week": (0.08, 10.0, 7.0),
}
"""Name → chance of a cluster on a day, its mean size on each day, the mean number of days it lasts."""


def _made(random: np.random.Generator, chance: float, size: float, lasts: float) -> _Counts:
    """Detections on each day of a place."""
    counts = np.zeros(_DAYS, dtype=np.int64)
    for start in np.flatnonzero(random.random(_DAYS) < chance).tolist():
        for day in range(start, min(_DAYS, start + int(random.geometric(1 / lasts)))):
            counts[day] += random.geometric(1 / size)
    return counts


def _called(counts: _Counts, day: int, added: int) -> tuple[bool, bool]:
    """Whether the window around a day is called more than usual by our rule, and by Poisson's formula."""
    told = counts.copy()
    told[day] += added
    whole = Coverage(1, np.ones(_DAYS, dtype=bool), ("made",))
    observed = int(told[day - 1 : day + 2].sum())
    found = usual_of(told, whole, day, day + 2, 60)
    ours = observed > 0 and bool(found) and max(each.chance for each in found) <= _CHANCE
    mean = 3 * max((each.per_day for each in found), default=0.0)
    below = sum(math.exp(-mean) * mean**n / math.factorial(n) for n in range(min(observed, 150)))
    return ours, observed > 0 and 1 - below <= _CHANCE


def _share(found: int, of: int) -> str:
    low, high = wilson(found, of)
    return f"{found / of:.3f} ({low:.3f} to {high:.3f})"


def main(arguments: Sequence[str]) -> int:
    """Print and write the shares."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(arguments)
    random = np.random.default_rng(8)
    table: dict[str, dict[str, object]] = {}
    for name, world in _WORLDS.items():
        ours, theirs = dict.fromkeys(_ADDED, 0), dict.fromkeys(_ADDED, 0)
        for _ in range(_PLACES):
            counts = _made(random, *world)
            for day in random.integers(200, _DAYS - 200, _ASKED):
                for added in _ADDED:
                    one, other = _called(counts, int(day), added)
                    ours[added] += one
                    theirs[added] += other
        asked = _PLACES * _ASKED
        print(name)
        for added in _ADDED:
            print(f"  {added:2} added: {_share(ours[added], asked)}   Poisson: {_share(theirs[added], asked)}")
        table[name] = {str(n): {"called": ours[n] / asked, "poisson": theirs[n] / asked} for n in _ADDED}
    write_result(
        RESULTS / "fires.json",
        "bench.fires",
        arguments,
        {"asked": _PLACES * _ASKED, "chance": _CHANCE, "worlds": table},
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
