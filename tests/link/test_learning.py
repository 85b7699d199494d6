"""Weights that a case learns without anybody marking anything."""

import numpy as np
import pytest

from firsthand.link.comparisons import COMPARISONS
from firsthand.link.learning import LEAST_PAIRS, learned
from firsthand.link.matching import Links
from firsthand.link.weights import Weights, prior


def _drawn(pairs: int, share: float, weights: Weights, seed: int = 7) -> Links:
    """Pairs drawn as the weights say, of which that share are of one claim."""
    chance = np.random.default_rng(seed)
    same = chance.random(pairs) < share
    levels = []
    for comparison in COMPARISONS:
        shares = np.array([weights.levels[comparison.name, level.name] for level in comparison.levels])
        of_same, of_any = (each / each.sum() for each in shares.T)
        levels.append(
            np.where(
                same,
                chance.choice(len(of_same), pairs, p=of_same),
                chance.choice(len(of_any), pairs, p=of_any),
            )
        )
    numbers = np.arange(pairs)
    return Links(numbers, numbers + pairs, np.zeros(pairs), np.array(levels, np.int8))


def test_a_level_that_the_case_has_otherwise_gets_another_weight() -> None:
    """In a case where hardly any two documents appear on one day, the day says more than it does elsewhere."""
    start = prior()
    here = dict(start.levels)
    one, any_ = here["time", "day"]
    here["time", "day"] = (one, any_ / 10)
    found = learned(_drawn(20_000, 0.3, Weights(start.both, here)), start)
    assert found.weight("time", "day") > start.weight("time", "day") + 0.3


def test_few_pairs_teach_nothing() -> None:
    """A case of a handful of reports keeps the weights of the package, and is told why."""
    with pytest.raises(ValueError, match="too few"):
        learned(_drawn(LEAST_PAIRS - 1, 0.3, prior()), prior())


def test_every_weight_stays_finite() -> None:
    """Also where all pairs of the case are the same, so that most levels never hold."""
    links = _drawn(5_000, 0.5, prior())
    links.levels[:] = 0
    found = learned(links, prior())
    assert 0 < found.both < 1
    assert all(np.isfinite(found.weight(*each)) for each in found.levels)
