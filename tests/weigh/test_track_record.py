"""What became of earlier claims, and what that makes of the next."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weigh.facts_made import record

from firsthand.assessments import Weight
from firsthand.kinds import Outcome
from firsthand.weigh.track_record import Resolved, TrackRecords, interval_of, with_record

NEUTRAL = Weight("neutral_named", "a mayor", 1.6, 0.8, 2.6)
EVEN = Weight("party", "a party", 0.0, -0.8, 0.8)
FIRST = date(2025, 3, 1)


def resolved(claim: str, outcome: Outcome, day: int = 0, kind: str = "casualties", seen: int | None = None) -> Resolved:
    observed = None if seen is None else FIRST + timedelta(seen)
    return Resolved(claim, "the mayor", kind, FIRST + timedelta(day), outcome, observed)


def test_a_record_lists_the_claims_behind_each_count() -> None:
    """By kind, and of all kinds; what was left open is kept apart."""
    made = [
        resolved("c1", Outcome.BORNE_OUT),
        resolved("c2", Outcome.CONTRADICTED, kind="shelling"),
        resolved("c3", Outcome.OPEN),
    ]
    records = TrackRecords(made)
    every, own = records.record("the mayor", ""), records.record("the mayor", "casualties")
    assert every is not None
    assert own is not None
    assert (every.borne_out, every.contradicted, every.open) == (("c1",), ("c2",), ("c3",))
    assert (own.borne_out, own.contradicted, own.open) == (("c1",), (), ("c3",))
    assert records.everyone() == (("the mayor", ""), ("the mayor", "casualties"), ("the mayor", "shelling"))


def test_only_what_was_told_before_counts() -> None:
    """A claim is never weighed by itself, nor by what came after it."""
    records = TrackRecords([resolved("c1", Outcome.BORNE_OUT, 0), resolved("c2", Outcome.BORNE_OUT, 5)])
    assert records.record("the mayor", "", FIRST) is None
    early = records.record("the mayor", "", FIRST + timedelta(5))
    assert early is not None
    assert early.borne_out == ("c1",)
    assert records.record("somebody else", "") is None


def test_days_early_and_late_are_kept() -> None:
    """Above 0 where it was told before it was observed, below where it came after."""
    found = TrackRecords(
        [resolved("c1", Outcome.BORNE_OUT, 0, seen=3), resolved("c2", Outcome.BORNE_OUT, 4, seen=2)]
    ).record("the mayor", "")
    assert found is not None
    assert found.early_days == (3, -2)


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_record_moves_towards_what_it_says(good: int, bad: int) -> None:
    """A borne-out claim more never lowers, a contradicted one never raises, and the range narrows with the record."""
    now = with_record(NEUTRAL, record(good, bad))
    assert with_record(NEUTRAL, record(good + 1, bad)).bits >= now.bits
    assert with_record(NEUTRAL, record(good, bad + 1)).bits <= now.bits
    assert now.low <= now.bits <= now.high
    assert now.high - now.low <= NEUTRAL.high - NEUTRAL.low + 1e-9


def test_what_was_left_open_says_nothing() -> None:
    """Nor does a voice without a record."""
    assert with_record(NEUTRAL, None) == NEUTRAL
    assert with_record(NEUTRAL, record(0, 0)) == NEUTRAL


def test_a_long_record_says_what_it_says_whoever_it_is() -> None:
    """A party that was right in 300 of 400 claims weighs what a neutral voice with that record does."""
    one, other = with_record(EVEN, record(300, 100)), with_record(NEUTRAL, record(300, 100))
    assert one.bits == pytest.approx(other.bits, abs=0.1)
    assert "300 were borne out" in one.says
    assert "400 earlier claims" in one.says


@given(st.integers(1, 300), st.data())
def test_the_interval_is_wilsons(all_: int, data: st.DataObject) -> None:
    """Its ends are the shares from which what was counted lies 1.2816 standard deviations, as he defines it."""
    good = data.draw(st.integers(0, all_))
    for end in interval_of(good, all_):
        if 0 < end < 1:
            away = abs(good / all_ - end)
            assert away == pytest.approx(1.2816 * math.sqrt(end * (1 - end) / all_), abs=1e-6)


def test_of_nothing_anything_may_be() -> None:
    """No claims leave the whole range."""
    assert interval_of(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_share(all_: int, data: st.DataObject) -> None:
    """And never leaves 0 to 1."""
    good = data.draw(st.integers(0, all_))
    low, high = interval_of(good, all_)
    assert 0 <= low <= good / all_ + 1e-12
    assert good / all_ - 1e-12 <= high <= 1


def test_the_interval_holds_the_share_it_is_of() -> None:
    """To the last digit, also where all or none were borne out."""
    for count in range(1, 60):
        for good in (0, count // 2, count):
            low, high = interval_of(good, count)
            assert 0 <= low <= good / count <= high <= 1
