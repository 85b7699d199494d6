"""From scores to spans: the best sequence of labels in which "inside" always follows "begin" or "inside"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

__all__ = ["best_labels", "runs", "spans_of"]

_NEVER = -1e4


def spans_of(scores: Floats, steps: Floats) -> list[list[tuple[int, int]]]:
    """Spans of each layer, as (first word, past the last).

    Args:
        scores: (words, layers, 3), how well "outside", "begin" and "inside" fit each word.
        steps: (layers, 4, 3), how well a label follows "outside", "begin", "inside", or the beginning of the text.
    """
    if not len(scores):
        return [[] for _ in range(scores.shape[1])]
    return [runs(row) for row in best_labels(scores, steps).T.tolist()]


def best_labels(scores: Floats, steps: Floats) -> NDArray[np.int8]:
    """The best labels, (words, layers), by Viterbi over all layers at once."""
    count, layers, _ = scores.shape
    allowed = steps.copy()
    allowed[:, 0, 2] = allowed[:, 3, 2] = _NEVER
    best = scores[0] + allowed[:, 3]
    back = np.zeros((count, layers, 3), dtype=np.int8)
    between = allowed[:, :3]
    for index in range(1, count):
        reached = best[:, :, None] + between
        back[index] = reached.argmax(1)
        best = reached.max(1) + scores[index]
    labels = np.zeros((count, layers), dtype=np.int8)
    labels[-1] = best.argmax(1)
    every = np.arange(layers)
    for index in range(count - 1, 0, -1):
        labels[index - 1] = back[index, every, labels[index]]
    return labels


def runs(labels: Iterable[int]) -> list[tuple[int, int]]:
    """The spans that a row of labels tells: each from a 1 ("begin") over the 2s ("inside") after it."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for index, label in enumerate([*labels, 0]):
        if start is not None and label != 2:
            spans.append((start, index))
            start = None
        if label == 1:
            start = index
    return spans
