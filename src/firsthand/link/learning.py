"""Weights of a case's own, learned from its links without anybody marking any.

Expectation-maximisation for the Fellegi-Sunter model (Winkler 1988), held to the weights one starts from: these count
as much as all pairs of the case, so that comparisons which hang on each other cannot run away with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from firsthand.link.comparisons import COMPARISONS
from firsthand.link.matching import Links
from firsthand.link.weights import Weights

__all__ = ["LEAST_PAIRS", "learned"]

LEAST_PAIRS = 1_000
"""Pairs below which a case says too little."""
_ROUNDS = 100
_STILL = 1e-4
"""Change of the share of pairs of one claim at which it has come to rest."""

_Floats = npt.NDArray[np.float64]
_Both = tuple[list[_Floats], list[_Floats]]


def learned(links: Links, start: Weights) -> Weights:
    """The weights that fit the pairs best, beside those to start from.

    Args:
        links: all compared pairs of the case, the unlikely ones too; LEAST_PAIRS at least.

    Raises:
        ValueError: there are too few.
    """
    pairs = links.levels.shape[1]
    if pairs < LEAST_PAIRS:
        raise ValueError(f"{pairs:,} pairs are too few to learn from: {LEAST_PAIRS:,} are needed")
    first = _shares(start, 0), _shares(start, 1)
    found, both, before = first, start.both, 0.0
    for _ in range(_ROUNDS):
        if abs(both - before) < _STILL:
            break
        chance = _chance(links, found, both)
        found = (_fitted(links, chance, first[0]), _fitted(links, 1 - chance, first[1]))
        both, before = (float(chance.sum()) + pairs * start.both) / (2 * pairs), both
    return Weights(both, dict(_by_name(found)))


def _shares(weights: Weights, which: int) -> list[_Floats]:
    """By comparison, the share of each level: 0 of pairs of one claim, 1 of any pairs."""
    return [
        np.array([weights.levels[comparison.name, level.name][which] for level in comparison.levels])
        for comparison in COMPARISONS
    ]


def _chance(links: Links, shares: _Both, both: float) -> _Floats:
    """Of each pair, that it is of one claim."""
    bits = np.full(links.levels.shape[1], math.log2(both / (1 - both)))
    for held, same, other in zip(links.levels, *shares, strict=True):
        bits += np.log2(same / other)[held]
    chance: _Floats = 1 / (1 + np.exp2(-bits))
    return chance


def _fitted(links: Links, weight: _Floats, first: list[_Floats]) -> list[_Floats]:
    """The share of each level among pairs of these weights, beside the shares to start from. Those that were fitted
    with labels need not add up to one: their sum is kept."""
    found = []
    for held, start in zip(links.levels, first, strict=True):
        counts = np.bincount(held, weight, len(start)) + len(weight) * start / start.sum()
        found.append(counts / counts.sum() * start.sum())
    return found


def _by_name(shares: _Both) -> Iterator[tuple[tuple[str, str], tuple[float, float]]]:
    for comparison, same, other in zip(COMPARISONS, *shares, strict=True):
        for level, one, any_ in zip(comparison.levels, same.tolist(), other.tolist(), strict=True):
            yield (comparison.name, level.name), (one, any_)
