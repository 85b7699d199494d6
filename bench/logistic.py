"""Logistic regression with a penalty on its weights, and the threshold with the best F1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Fitted", "best_threshold", "f1", "fit"]

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

_ROUNDS = 50
_DONE = 1e-8


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each column usually is, what it weighs, and what is added to every row."""

    means: Floats
    weights: Floats
    base: float

    def shares(self, rows: Floats) -> Floats:
        """How probable each row is to be true."""
        odds = self.base + (rows - self.means) @ self.weights
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))))


def fit(rows: Floats, truths: Truths, penalty: float = 10.0) -> Fitted:
    """Weights by Newton's method. Columns are brought to the same spread first, so that the penalty (half of it times
    the sum of squared weights) is the same to all; a column that never changes weighs nothing."""
    means, spreads = rows.mean(axis=0), rows.std(axis=0)
    spreads = np.where(spreads > 0, spreads, np.inf)
    scaled = np.hstack([np.ones((len(rows), 1)), (rows - means) / spreads])
    weights = np.zeros(scaled.shape[1])
    ridge = np.full(scaled.shape[1], penalty)
    ridge[0] = 0.0
    for _ in range(_ROUNDS):
        shares = 1 / (1 + np.exp(-np.clip(scaled @ weights, -50, 50)))
        slope = scaled.T @ (shares - truths) + ridge * weights
        curve = (scaled * (shares * (1 - shares))[:, None]).T @ scaled + np.diag(ridge + _DONE)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < _DONE:
            break
    return Fitted(means, weights[1:] / spreads, float(weights[0]))


def f1(truths: Truths, found: Truths) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is found and nothing is there."""
    return 2 * float((truths & found).sum()) / max(1.0, float(truths.sum() + found.sum()))


def best_threshold(truths: Truths, scores: Floats) -> float:
    """The least score that counts as found, so that F1 on these rows is greatest."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truths[order])
    values = 2 * right / (truths.sum() + np.arange(1, len(order) + 1))
    return float(scores[order][int(values.argmax())])
