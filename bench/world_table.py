"""What the table of weights would be if it were learned from made worlds: each rule's weight beside the one it has.

Every rule that fired is counted for each claim (by half where the waterfall counts it by half), without track records,
and the weights that make the truths most likely are fitted to the counts: logistic regression, held to the table by a
weak normal prior, so that a rule which seldom fires stays where it was. It is a mirror, not a source: worlds are made
up, and where the two differ, either may be wrong.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.world_made import Made
from firsthand.weigh.reasons import waterfall_of
from firsthand.weigh.weights import Weights, prior_weights

__all__ = ["Row", "fitted_table"]

_SPREAD = 2.0
"""Standard deviation, in bits, of the prior around the table."""
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: its weight in the table with the least and the most, the fitted weight with its standard error, and in
    how many claims it fired."""

    rule: str
    bits: float
    low: float
    high: float
    fitted: float
    error: float
    claims: int

    @property
    def within(self) -> bool:
        """Whether the fitted weight lies between the least and the most."""
        return self.low <= self.fitted <= self.high


def fitted_table(worlds: Sequence[Sequence[Made]], weights: Weights | None = None) -> tuple[Row, ...]:
    """Every rule that fired, in the order of the table."""
    table = prior_weights() if weights is None else weights
    ones = Weights({rule: _one(row) for rule, row in table.rules.items()}, table.parts)
    claims = [each for world in worlds for each in world]
    counts = [_counts(each, ones) for each in claims]
    rules = [rule for rule in table.rules if any(rule in each for each in counts)]
    inputs = np.array([[each.get(rule, 0.0) for rule in rules] for each in counts])
    true = np.array([each.true for each in claims])
    prior = np.array([table.rules[rule][0] for rule in rules]) * math.log(2)
    fit, error = prior.copy(), prior
    hold = np.eye(len(rules)) / (_SPREAD * math.log(2)) ** 2
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ fit, -40, 40)))
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + hold
        step = np.linalg.solve(bend, inputs.T @ (true - chance) - hold @ (fit - prior))
        fit = fit + step
        error = np.sqrt(np.diag(np.linalg.inv(bend)))
        if float(np.abs(step).max()) < 1e-8:
            break
    fired = (inputs != 0).sum(axis=0).tolist()
    in_bits = zip((fit / math.log(2)).tolist(), (error / math.log(2)).tolist(), fired, strict=True)
    return tuple(Row(rule, *table.rules[rule][:3], *own) for rule, own in zip(rules, in_bits, strict=True))


def _one(row: tuple[float, float, float, str]) -> tuple[float, float, float, str]:
    """The same rule with one bit on its own side, so that what the waterfall gives are counts."""
    sign = -1.0 if row[0] < 0 else 1.0
    return sign, sign, sign, row[3]


def _counts(made: Made, ones: Weights) -> Mapping[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for each in waterfall_of(made.facts, ones):
        counts[each.rule] += abs(each.bits)
    return counts
