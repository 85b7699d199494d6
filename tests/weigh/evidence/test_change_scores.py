"""The test behind change: a score that means what it says, and rates that are measured."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from firsthand.weigh.evidence.change_scores import LEAST_AFTER, LEAST_BEFORE, Plan, Sums, Tally, combined, plan_of


@given(st.integers(0, 200), st.integers(0, 60))
def test_every_image_has_its_group(before: int, after: int) -> None:
    """Blocks are full, do not overlap, and lie at the end of the reference; too few images have no plan."""
    plan = plan_of(before, after)
    if plan is None:
        assert before < LEAST_BEFORE or after < LEAST_AFTER
        return
    groups = [plan.group_of(number) for number in range(before + after)]
    assert groups == sorted(groups)
    assert groups.count(plan.blocks + 1) == after
    assert all(groups.count(block) == plan.length >= 2 for block in range(1, plan.blocks + 1))
    assert plan.blocks >= 3


def test_the_score_is_that_of_students_t() -> None:
    """As scipy computes it from the values themselves, missing ones left out."""
    random = np.random.default_rng(3)
    values = random.normal(0, 1, (12, 4, 5))
    values[9:] += 1.5
    values[2, 1, 1] = np.nan
    sums = Sums(Plan(9, 3, 3, 3), (4, 5))
    for number, each in enumerate(values):
        sums.add(number, each)
    _, chance = stats.ttest_ind(values[:9], values[9:], nan_policy="omit")
    assert sums.score(None) == pytest.approx(stats.norm.isf(np.asarray(chance) / 2), abs=0.02)


def test_pixels_without_enough_values_have_no_score() -> None:
    """One value after is no sample."""
    sums = Sums(Plan(6, 2, 2, 3), (1, 2))
    for number in range(8):
        sums.add(number, np.array([[float(number % 3), np.nan if number == 7 else 1.0]]))
    score = sums.score(None)
    assert np.isfinite(score[0, 0])
    assert np.isnan(score[0, 1])


def test_the_largest_of_several_stacks_counts() -> None:
    """One without a value takes nothing away."""
    one, other = np.array([1.0, np.nan, np.nan]), np.array([2.0, 3.0, np.nan])
    assert combined([one, other])[:2].tolist() == [2.0, 3.0]
    assert np.isnan(combined([one, other])[2])


def test_false_alarms_are_measured_on_other_blocks_than_the_threshold() -> None:
    """A block unlike the others shows in the rate and its interval, instead of moving its own threshold."""
    random = np.random.default_rng(4)
    alike, unlike = Tally(4), Tally(4)
    for block in range(4):
        scores = np.abs(random.normal(0, 1, 5000))
        alike.add(block, scores)
        unlike.add(block, scores * (2 if block == 3 else 1))
    even, odd = alike.false_alarms(0.05), unlike.false_alarms(0.05)
    assert even.value == pytest.approx(0.05, abs=0.01)
    assert even.high < 0.08
    assert odd.high > 0.2
    assert odd.value > even.value


@given(st.lists(st.floats(0, 25), min_size=40, max_size=200), st.floats(0.01, 0.3))
def test_no_more_than_was_allowed_exceed_the_threshold(scores: list[float], alarms: float) -> None:
    """Of what it was taken from."""
    tally = Tally(1)
    tally.add(0, np.array(scores))
    tally.add(None, np.array(scores))
    assert tally.changed(tally.threshold(alarms)).value <= alarms


def test_values_that_never_differ_are_not_infinitely_sure() -> None:
    """Water that is always the same number, and a step of nothing."""
    sums = Sums(Plan(6, 2, 2, 3), (1, 1))
    for number in range(8):
        sums.add(number, np.array([[-12.0]]))
    assert sums.score(None)[0, 0] == pytest.approx(0, abs=1e-6)
