"""From label scores to spans."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.read.trained.decoding import begin_chances, best_labels, spans_of

FREE = np.zeros((1, 4, 3))


def scores(best: str) -> "np.ndarray[tuple[int, int, int], np.dtype[np.float64]]":
    """One layer in which each word prefers the given label: O, B or I."""
    rows = np.full((len(best), 1, 3), -5.0)
    for index, label in enumerate(best):
        rows[index, 0, "OBI".index(label)] = -0.1
    return rows


def test_runs_of_labels_are_spans() -> None:
    """Begin and inside make a span; a second begin starts another."""
    assert spans_of(scores("OBIIOBBI"), FREE) == [[(1, 4), (5, 6), (6, 8)]]


def test_layers_do_not_touch_each_other() -> None:
    """Each layer of labels has its own spans, over the same words."""
    both = np.concatenate([scores("BIO"), scores("OOB")], axis=1)
    assert spans_of(both, np.zeros((2, 4, 3))) == [[(0, 2)], [(2, 3)]]


def test_steps_decide_where_the_scores_do_not() -> None:
    """A layer in which "inside" hardly ever ends goes on over a word in doubt."""
    doubtful = np.log(np.array([[[0.1, 0.8, 0.1]], [[0.5, 0.0001, 0.4999]], [[0.1, 0.1, 0.8]]]))
    loyal = FREE.copy()
    loyal[0, 1, 2] = loyal[0, 2, 2] = 1.0
    assert spans_of(doubtful, loyal) == [[(0, 3)]]


@given(st.lists(st.tuples(*[st.floats(-9, 9)] * 3), max_size=40))
def test_no_span_starts_inside(rows: list[tuple[float, float, float]]) -> None:
    """Whatever the scores, "inside" follows "begin" or "inside" only."""
    given_scores = np.array(rows, dtype=np.float64).reshape(len(rows), 1, 3)
    if not rows:
        assert spans_of(given_scores, FREE) == [[]]
        return
    labels = [0, *best_labels([given_scores], FREE)[0][:, 0].tolist()]
    assert all(before for before, label in pairwise(labels) if label == 2)


@given(st.lists(st.lists(st.tuples(*[st.floats(-9, 9)] * 6), max_size=12), max_size=5))
def test_texts_together_are_labelled_as_each_alone(texts: list[list[tuple[float, ...]]]) -> None:
    """What else is decoded at the same time changes nothing."""
    scored = [np.array(rows, dtype=np.float64).reshape(len(rows), 2, 3) for rows in texts]
    steps = np.linspace(-1, 1, 24).reshape(2, 4, 3)
    together = best_labels(scored, steps)
    alone = [best_labels([one], steps)[0] for one in scored]
    assert [rows.tolist() for rows in together] == [rows.tolist() for rows in alone]


@given(st.lists(st.lists(st.tuples(*[st.floats(-6, 6)] * 3), max_size=5), max_size=3))
def test_chances_are_those_of_all_sequences(texts: list[list[tuple[float, ...]]]) -> None:
    """The chance that a span begins at a word is the share of all allowed sequences, weighed, in which it does."""
    steps = np.linspace(-1, 1, 12).reshape(1, 4, 3)
    scored = [np.array(rows, dtype=np.float64).reshape(len(rows), 1, 3) for rows in texts]
    for rows, chances in zip(scored, begin_chances(scored, steps), strict=True):
        total, begun = 0.0, np.zeros(len(rows))
        for labels in product(range(3), repeat=len(rows)):
            befores = [3, *labels][: len(labels)]
            if any(label == 2 and before in (0, 3) for before, label in zip(befores, labels, strict=True)):
                continue
            pairs = zip(befores, labels, rows[:, 0], strict=True)
            weight = np.exp(sum(row[label] + steps[0, before, label] for before, label, row in pairs))
            total += weight
            begun += weight * (np.array(labels) == 1)
        np.testing.assert_allclose(chances[:, 0], begun / total if len(rows) else begun, atol=1e-9)
