"""Weights must never be made of what they are measured on, and the baseline must be what it is said to be."""

from __future__ import annotations

import numpy as np
import pytest
from bench.logistic import best_threshold, f1, fit
from bench.paraphrases import Pair, groups_of, jaccard, load_pairs, main, part_of, scored, shared_pairs, table

from firsthand.link.likeness import RULES, SETTINGS

PAIRS = [
    Pair("Мост закрыт", "Закрыт мост через реку", True),
    Pair("Закрыт мост через реку", "Река замёрзла", False),
    Pair("Бюджет принят", "Принят бюджет города", True),
    Pair("Школа открыта", "Пожар потушен", False),
]


def test_pairs_with_a_headline_in_common_are_in_one_part() -> None:
    """Or a headline would be measured that weights were made of."""
    groups = groups_of(PAIRS)
    assert groups[0] == groups[1]
    assert len(set(groups)) == 3
    assert all(0 <= part_of(group) < 10 for group in groups)


def test_groups_do_not_hang_on_the_order_of_pairs() -> None:
    """The parts are the same in every run."""
    assert set(groups_of(PAIRS)) == set(groups_of(PAIRS[::-1]))


def test_jaccard_is_of_words() -> None:
    """Two of four words are in both."""
    assert jaccard("Мост закрыт.", "закрыт мост через реку") == pytest.approx(2 / 4)


def test_figures_of_a_method_and_their_interval() -> None:
    """Two found, one rightly, of two there are."""
    truths, found = np.array([True, False, True, False]), np.array([True, True, False, False])
    scores = scored("half", truths, found, ["a", "b", "c", "d"], draws=200)
    assert (scores.precision, scores.recall, scores.f1) == (0.5, 0.5, 0.5)
    assert scores.low <= 0.5 <= scores.high


def test_weights_are_those_of_the_penalised_likelihood() -> None:
    """What is minimised has no slope at the weights found, and a column that never changes weighs nothing."""
    chance = np.random.default_rng(3)
    rows = np.hstack([chance.normal(size=(300, 2)), np.ones((300, 1))])
    truths = chance.random(300) < 1 / (1 + np.exp(-(2 * rows[:, 0] - 1)))
    fitted = fit(rows, truths, penalty=1.0)
    spreads = rows[:, :2].std(axis=0)
    slope = ((rows - fitted.means)[:, :2] / spreads).T @ (fitted.shares(rows) - truths) + fitted.weights[:2] * spreads
    assert np.abs(slope).max() < 1e-6
    assert fitted.weights[2] == 0
    assert fitted.weights[0] > 1


def test_the_best_threshold_is_a_score_at_which_f1_is_greatest() -> None:
    """No other score gives more."""
    truths, scores = np.array([True, True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.6, 0.1])
    best = f1(truths, scores >= best_threshold(truths, scores))
    assert best == pytest.approx(6 / 7)
    assert all(f1(truths, scores >= value) <= best for value in scores)


def test_the_table_has_a_line_for_each_rule_and_a_column_for_each_setting() -> None:
    """It can be read again as it was written."""
    lines = [line.split("\t") for line in table(PAIRS).splitlines() if not line.startswith("#")]
    assert [line[0] for line in lines] == ["(always)", *(rule.__name__ for rule in RULES)]
    assert {len(line) for line in lines} == {2 + len(SETTINGS)}


def test_without_the_pairs_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A public set that is not there is told, and is no crash."""
    monkeypatch.setenv("FIRSTHAND_DATA", "/nonexistent")
    assert main([]) == 1
    assert "paraphraser_ru" in capsys.readouterr().err


def test_the_public_pairs_are_read() -> None:
    """So many pairs, about two thirds of them alike."""
    path = shared_pairs()
    if path is None:
        pytest.skip("the pairs are not in $FIRSTHAND_DATA")
    pairs = load_pairs(path)
    assert (len(pairs), sum(pair.alike for pair in pairs)) == (7227, 4645)
