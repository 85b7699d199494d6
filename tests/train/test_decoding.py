"""From label scores to spans."""

import pytest

pytest.importorskip("numpy", reason="needs the train extra")

import numpy as np
from train.decoding import spans_of


def scores(best: str) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Log-probabilities in which each piece prefers the given label: O, B or I."""
    rows = np.full((len(best), 3), -5.0)
    for index, label in enumerate(best):
        rows[index, "OBI".index(label)] = -0.1
    return rows


def test_runs_of_labels_are_spans() -> None:
    """Begin and inside make a span; a second begin starts another."""
    assert spans_of(scores("OBIIOBBI")) == [(1, 4), (5, 6), (6, 8)]


def test_no_span_starts_inside() -> None:
    """A span never starts with "inside": the best allowed labelling is taken."""
    assert all(start != 0 or end > 0 for start, end in spans_of(scores("IIO")))
    assert spans_of(scores("OIO")) in ([], [(1, 2)], [(0, 2)])


def test_nothing_gives_nothing() -> None:
    """No pieces, no spans."""
    assert spans_of(np.zeros((0, 3))) == []
