"""From label scores to spans: the best sequence in which every "inside" follows a "begin" or an "inside"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["spans_of"]

_NEVER = -1e9
_STEPS = np.array([[0.0, 0.0, _NEVER], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
"""Row: from, column: to; outside, begin, inside."""


def spans_of(scores: NDArray[np.floating]) -> list[tuple[int, int]]:
    """(pieces, 3) log-probabilities in; the spans of the best labelling as (first, past the last) out."""
    count = len(scores)
    if count == 0:
        return []
    best = scores[0] + np.array([0.0, 0.0, _NEVER])
    back = np.zeros((count, 3), dtype=np.int8)
    for index in range(1, count):
        reached = best[:, None] + _STEPS
        back[index] = reached.argmax(0)
        best = reached.max(0) + scores[index]
    label = int(best.argmax())
    labels = [label]
    for index in range(count - 1, 0, -1):
        label = int(back[index, label])
        labels.append(label)
    return _runs(labels[::-1])


def _runs(labels: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for index, label in enumerate([*labels, 0]):
        if start is not None and label != 2:
            spans.append((start, index))
            start = None
        if label == 1:
            start = index
    return spans
