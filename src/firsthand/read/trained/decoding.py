"""From scores to spans: the best sequence of labels in which "inside" always follows "begin" or "inside"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

__all__ = ["begin_chances", "best_labels", "runs", "spans_of"]

_NEVER = -1e4
_SCALE = 8
"""Words after which the products are scaled: often enough that none grows too small."""


def spans_of(scores: Floats, steps: Floats) -> list[list[tuple[int, int]]]:
    """Spans of each layer, as (first word, past the last).

    Args:
        scores: (words, layers, 3), how well "outside", "begin" and "inside" fit each word.
        steps: (layers, 4, 3), how well a label follows "outside", "begin", "inside", or the beginning of the text.
    """
    return [runs(row) for row in best_labels([scores], steps)[0].T.tolist()]


def best_labels(texts: Sequence[Floats], steps: Floats) -> list[NDArray[np.int8]]:
    """The best labels of each text, (words, layers), by Viterbi over all texts and layers at once."""
    order = _longest_first(texts)
    lengths = np.array([len(texts[number]) for number in order])
    labels = (
        _best([texts[number] for number in order], lengths, steps)
        if lengths.any()
        else np.zeros((0, len(order), len(steps)), np.int8)
    )
    found = {number: labels[: len(texts[number]), row] for row, number in enumerate(order)}
    return [found[number] for number in range(len(texts))]


def _best(texts: list[Floats], lengths: NDArray[np.int_], steps: Floats) -> NDArray[np.int8]:
    """(words of the longest, texts, layers), for texts from the longest to the shortest: those at an end drop out."""
    longest, layers = len(texts[0]), len(steps)
    scores = np.zeros((longest, len(texts), layers, 3), dtype=np.result_type(*texts))
    for row, text in enumerate(texts):
        scores[: len(text), row] = text
    allowed = _allowed(steps)
    between = allowed[:, :3]
    going = _going(lengths)
    back = np.zeros((longest, len(texts), layers, 3), dtype=np.int8)
    best = scores[0] + allowed[:, 3]
    for index in range(1, longest):
        on = going[index]
        reached = best[:on, :, :, None] + between
        back[index, :on] = reached.argmax(2)
        best[:on] = reached.max(2) + scores[index, :on]
    labels = np.zeros((longest, len(texts), layers), dtype=np.int8)
    last = best.argmax(2)
    rows, columns = np.arange(len(texts))[:, None], np.arange(layers)
    for index in range(longest - 1, 0, -1):
        on = going[index]
        labels[index, :on] = last[:on]
        last[:on] = back[index, rows[:on], columns, last[:on]]
    labels[0] = last
    return labels


def begin_chances(texts: Sequence[Floats], steps: Floats) -> list[Floats]:
    """How likely a span of each layer begins at each word, (words, layers) for each text, from 0 to 1.

    The marginal probability under all sequences of labels that may be (forward-backward; Rabiner, 1989).
    """
    order = _longest_first(texts)
    lengths = np.array([len(texts[number]) for number in order])
    if not lengths.any():
        return [np.zeros((0, len(steps)))] * len(texts)
    fits = np.zeros((len(texts[order[0]]), len(texts), len(steps), 3))
    for row, number in enumerate(order):
        fits[: lengths[row], row] = np.exp(texts[number] - texts[number].max(2, keepdims=True))
    allowed = np.exp(_allowed(steps))
    going = _going(lengths)
    chances = _forward(fits, going, allowed) * _backward(fits, going, allowed)
    begins = chances[..., 1] / np.maximum(chances.sum(3), np.finfo(float).tiny)
    found = {number: begins[: lengths[row], row] for row, number in enumerate(order)}
    return [found[number] for number in range(len(texts))]


def _longest_first(texts: Sequence[Floats]) -> list[int]:
    return sorted(range(len(texts)), key=lambda number: -len(texts[number]))


def _allowed(steps: Floats) -> Floats:
    allowed = steps.copy()
    allowed[:, 0, 2] = allowed[:, 3, 2] = _NEVER
    return allowed


def _forward(fits: Floats, going: list[int], allowed: Floats) -> Floats:
    reached = np.ones_like(fits)
    reached[0] = fits[0] * allowed[:, 3]
    for index in range(1, len(fits)):
        on = going[index]
        rows = (reached[index - 1, :on, :, None] @ allowed[:, :3])[:, :, 0] * fits[index, :on]
        reached[index, :on] = rows if index % _SCALE else _scaled(rows)
    return reached


def _backward(fits: Floats, going: list[int], allowed: Floats) -> Floats:
    ahead = np.ones_like(fits)
    for index in range(len(fits) - 1, 0, -1):
        on = going[index]
        rows = (allowed[:, :3] @ (fits[index, :on] * ahead[index, :on])[..., None])[..., 0]
        ahead[index - 1, :on] = rows if index % _SCALE else _scaled(rows)
    return ahead


def _scaled(rows: Floats) -> Floats:
    """Each three made to add up to one, so that no product of many grows too small."""
    scaled: Floats = rows / np.maximum(rows.sum(-1, keepdims=True), np.finfo(float).tiny)
    return scaled


def _going(lengths: NDArray[np.int_]) -> list[int]:
    """How many texts, the longest first, have a word at each place."""
    return [int((lengths > index).sum()) for index in range(int(lengths[0]))]


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
