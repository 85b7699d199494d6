"""Moments in the forms that sites write them in, and what they leave open."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.weigh.fusion.times import DAY, Moment, read_moment, settled, written_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12/1/11 2:06 PM (-05:00)", "2011-12-01 14:06"),
        ("12/1/2011 2:07PM EST", "2011-12-01 14:07"),
        ("3:00P 12-01-11", "2011-12-01 15:00"),
        ("2011-12-01  2:57P", "2011-12-01 14:57"),
        ("02:07 PM  Thu 01-Dec-2011", "2011-12-01 14:07"),
        ("Thu., Dec.01, 2011 12:21 a.m.", "2011-12-01 00:21"),
        ("December 8, 2011               10:15 PM    ", "2011-12-08 22:15"),
        ("2011-12-01 Thu  23:10", "2011-12-01 23:10"),
        ("2011-12-01T14:05:30Z", "2011-12-01 14:05:30"),
        ("2011-12-01T14:05+02:00", "2011-12-01 14:05"),
        ("01.12.2011 14:05", "2011-12-01 14:05"),
        ("13/12/2011 5 pm", "2011-12-13 17:00"),
        ("2011-12-01 12:30 PM (Estimated runway)", "2011-12-01 12:30"),
        ("2011-12-01 12/2 1:05 AM", "2011-12-02 01:05"),
        ("2011-12-31 1/1 1:05 AM", "2012-01-01 01:05"),
    ],
)
def test_a_whole_moment_is_read_by_the_clock_as_it_is_written(text: str, moment: str) -> None:
    """Parsing decides more than any method: a form that is misread makes a liar of an honest site."""
    read = read_moment(text)
    assert read is not None
    assert (written_moment(read.minutes), read.period) == (moment, 0.0)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2:07 PMDec 01", "12-01 14:07"),
        ("1:55pDec 1", "12-01 13:55"),
        ("12:23aDec 2", "12-02 00:23"),
        ("Dec 02 - 12:05noon", "12-02 12:05"),
        ("Dec 02 - 12:15midnight*", "12-02 00:15"),
        ("12:27 AM, Dec 02&nbsp(Estimated)", "12-02 00:27"),
    ],
)
def test_a_missing_year_is_kept_open(text: str, clock: str) -> None:
    """The year is not invented: the item's other values give it."""
    read = read_moment(text)
    assert read is not None
    assert written_moment(read.minutes)[5:] == clock
    assert read.period > DAY


@pytest.mark.parametrize(
    "text", ["", "Not Available", "Dec 01 - Contact Airline", "2011-12-01 Cancelled", "2012-02-30 10:00", "25:61", "22"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    """A page without a time must not vote for midnight."""
    assert read_moment(text) is None


def test_a_day_is_none_where_a_clock_is_needed_and_one_where_it_is_not() -> None:
    """The bare "December 8, 2011" says nothing of when a flight left, and all of when a treaty was signed."""
    assert read_moment("December 8, 2011") is None
    days = [read_moment(text, day=True) for text in ("December 8, 2011", "2011-12-08 23:15")]
    assert [written_moment(day.minutes) for day in days if day] == ["2011-12-08 00:00"] * 2


def test_what_is_open_is_settled_by_the_items_other_values() -> None:
    """New Year's Eve: the day of a bare clock, the year of a bare day, and which number is the month."""
    told = [
        read_moment(text) for text in ("2011-12-31 23:00", "Jan 1 12:10 AM", "00:15", "1/2/12 0:20", "Dec 31 11 pm")
    ]
    read = [each for each in told if each is not None]
    found = settled(
        np.array([each.minutes for each in read]),
        np.array([each.period for each in read]),
        np.array([each.other for each in read]),
        np.zeros(5, dtype=np.int64),
    )
    written = [written_moment(each) for each in found]
    assert written == [
        *("2011-12-31 23:00", "2012-01-01 00:10", "2012-01-01 00:15", "2012-01-02 00:20", "2011-12-31 23:00")
    ]


@given(st.text(max_size=200))
def test_no_text_is_too_much(text: str) -> None:
    """Every value comes from outside."""
    read = read_moment(text)
    assert read is None or (isinstance(read, Moment) and math.isfinite(read.minutes))


@given(st.integers(0, 20_000_000))
def test_what_is_written_is_read_again(minutes: int) -> None:
    """What is printed as the fused value can be given to the next run."""
    read = read_moment(written_moment(float(minutes)))
    assert read is not None
    assert read.minutes == minutes
