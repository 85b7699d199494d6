"""The measures of coreference must be those of the literature, or the figures compare with nothing."""

from __future__ import annotations

import pytest
from bench.clusterings import ceaf_e, conll, muc

GOLD = "aaabbbb"
FOUND = "aabbccc"
"""Items 1 to 7: {1 2 3} {4 5 6 7} by people, {1 2} {3 4} {5 6 7} as found."""


def test_muc_counts_links() -> None:
    """People have 2 + 3 links, of which 1 + 2 are found; found are 1 + 1 + 2 links, of which 1 + 0 + 2 are right."""
    scores = muc(FOUND, GOLD)
    assert scores.precision == pytest.approx(3 / 4)
    assert scores.recall == pytest.approx(3 / 5)
    assert scores.f1 == pytest.approx(2 / 3)


def test_ceaf_matches_clusters_one_to_one() -> None:
    """{1 2} goes with {1 2 3}: 4/5, {5 6 7} with {4 5 6 7}: 6/7, and {3 4} with nothing."""
    scores = ceaf_e(FOUND, GOLD)
    like = 4 / 5 + 6 / 7
    assert scores.precision == pytest.approx(like / 3)
    assert scores.recall == pytest.approx(like / 2)


def test_ceaf_matches_for_the_whole_and_not_greedily() -> None:
    """{1 2 3 4} against {1 2} {3 4 5}, found {1 2 3} {4 5}: the nearest pairs first would be no better."""
    scores = ceaf_e("aaabb", "aabbb")
    assert scores.precision == scores.recall == pytest.approx((4 / 5 + 4 / 5) / 2)


def test_b_cubed_stands_in_the_mean() -> None:
    """Precision of each item: 1 1 ½ ½ 1 1 1, recall 2/3 2/3 1/3 1/4 3/4 3/4 3/4."""
    scores = conll(FOUND, GOLD)
    precision, recall = 6 / 7, (2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 3 * 3 / 4) / 7
    assert scores.b_cubed.f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert scores.f1 == pytest.approx((scores.muc.f1 + scores.b_cubed.f1 + scores.ceaf_e.f1) / 3)


def test_what_is_wholly_right_is_one_and_what_stands_alone_has_no_links() -> None:
    """The ends of the scale."""
    assert conll(GOLD, GOLD).f1 == pytest.approx(1)
    assert muc("abcdefg", GOLD).f1 == 0
    assert conll("", "").muc.f1 == 0
