# ruff: noqa: E501 - tables read best with one case to a line
"""Time expressions: what they cover, counted from the day of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.resolve.times import find_times

WEDNESDAY = date(2025, 6, 18)

# text, expression, first day, last day, EDTF
TIMES = [
    ("It fell on 22 November 2024.", "22 November 2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("It fell on November 22, 2024.", "November 22, 2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("It fell on Nov. 22, 2024, they say.", "Nov. 22, 2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 2024-11-22.", "2024-11-22", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 22.11.2024.", "22.11.2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 11/22/2024.", "11/22/2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 11/12/2024.", "11/12/2024", None, None, "[2024-11-12,2024-12-11]"),
    ("On 14 May it rained.", "14 May", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On the 14th of May it rained.", "the 14th of May", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On May 14 it rained.", "May 14", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On 20 December it snowed.", "20 December", "2024-12-20", "2024-12-20", "2024-12-20"),
    ("On 2 July it opens.", "2 July", "2025-07-02", "2025-07-02", "2025-07-02"),
    ("From 14-16 May it rained.", "14-16 May", "2025-05-14", "2025-05-16", "2025-05-14/2025-05-16"),
    ("From May 14-16 it rained.", "May 14-16", "2025-05-14", "2025-05-16", "2025-05-14/2025-05-16"),
    ("On Saturday, 14 June, it rained.", "Saturday, 14 June", "2025-06-14", "2025-06-14", "2025-06-14"),
    ("On Saturday, June 14, it rained.", "Saturday, June 14", "2025-06-14", "2025-06-14", "2025-06-14"),
    ("It rained on Tuesday.", "Tuesday", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rained on Wednesday.", "Wednesday", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It rained on Thursday.", "Thursday", "2025-06-12", "2025-06-12", "2025-06-12"),
    ("They will meet on Friday.", "Friday", "2025-06-20", "2025-06-20", "2025-06-20"),
    ("Talks are due on Monday.", "Monday", "2025-06-23", "2025-06-23", "2025-06-23"),
    ("It rained last Wednesday.", "last Wednesday", "2025-06-11", "2025-06-11", "2025-06-11"),
    ("It opens next Monday.", "next Monday", "2025-06-23", "2025-06-23", "2025-06-23"),
    ("It rained on Tuesday night.", "Tuesday night", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It has rained since Tuesday.", "since Tuesday", "2025-06-17", "2025-06-18", "2025-06-17/2025-06-18"),
    ("Leave by Friday.", "by Friday", None, "2025-06-20", "../2025-06-20"),
    ("It has rained since Christmas.", "since Christmas", "2024-12-25", "2025-06-18", "2024-12-25/2025-06-18"),
    ("It rained on New Year's Day 2023.", "New Year's Day 2023", "2023-01-01", "2023-01-01", "2023-01-01"),
    ("It will open by Christmas.", "by Christmas", None, "2025-12-25", "../2025-12-25"),
    ("It rained over Christmas.", "Christmas", "2024-12-25", "2024-12-25", "2024-12-25"),
    ("It rained yesterday.", "yesterday", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rained yesterday evening.", "yesterday evening", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rains today.", "today", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It rained this morning.", "this morning", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It will rain tonight.", "tonight", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It will rain tomorrow.", "tomorrow", "2025-06-19", "2025-06-19", "2025-06-19"),
    ("It rained the day before yesterday.", "the day before yesterday", "2025-06-16", "2025-06-16", "2025-06-16"),
    ("It rained last night.", "last night", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rained overnight.", "overnight", "2025-06-17", "2025-06-18", "2025-06-17/2025-06-18"),
    ("It rained overnight into 14 May.", "overnight into 14 May", "2025-05-13", "2025-05-14", "2025-05-13/2025-05-14"),
    ("It rained overnight into Tuesday.", "overnight into Tuesday", "2025-06-16", "2025-06-17", "2025-06-16/2025-06-17"),
    ("On the night of 13-14 May.", "the night of 13-14 May", "2025-05-13", "2025-05-14", "2025-05-13/2025-05-14"),
    ("It rained in the past week.", "the past week", "2025-06-11", "2025-06-18", "2025-06-11/2025-06-18"),
    ("It rained over the last three days.", "the last three days", "2025-06-15", "2025-06-18", "2025-06-15/2025-06-18"),
    ("It rained in the past 24 hours.", "the past 24 hours", "2025-06-17", "2025-06-18", "2025-06-17/2025-06-18"),
    ("It rained for the past two months.", "the past two months", "2025-04-19", "2025-06-18", "2025-04-19/2025-06-18"),
    ("It rained in recent weeks.", "recent weeks", None, "2025-06-18", "../2025-06-18"),
    ("It rained last week.", "last week", "2025-06-09", "2025-06-15", "2025-06-09/2025-06-15"),
    ("It rained last month.", "last month", "2025-05-01", "2025-05-31", "2025-05"),
    ("It rained last year.", "last year", "2024-01-01", "2024-12-31", "2024"),
    ("It rains this month.", "this month", "2025-06-01", "2025-06-30", "2025-06"),
    ("It opens next month.", "next month", "2025-07-01", "2025-07-31", "2025-07"),
    ("It rained earlier this week.", "earlier this week", "2025-06-16", "2025-06-18", "2025-06-16/2025-06-18"),
    ("It opens later this year.", "later this year", "2025-06-18", "2025-12-31", "2025-06-18/2025-12-31"),
    ("It rained late last year.", "late last year", "2024-09-01", "2024-12-31", "2024-09-01/2024-12-31"),
    ("It rained three days ago.", "three days ago", "2025-06-15", "2025-06-15", "2025-06-15"),
    ("It rained two weeks ago.", "two weeks ago", "2025-06-01", "2025-06-07", "2025-06-04~"),
    ("It rained a year ago.", "a year ago", "2024-01-01", "2024-12-31", "2024~"),
    ("It came two days later.", "two days later", None, None, None),
    ("In late November it snowed.", "late November", "2024-11-21", "2024-11-30", "2024-11-21/2024-11-30"),
    ("By mid-May it was dry.", "By mid-May", None, "2025-05-21", "../2025-05-21"),
    ("In November 2023 it snowed.", "November 2023", "2023-11-01", "2023-11-30", "2023-11"),
    ("In March the rains came.", "March", "2025-03-01", "2025-03-31", "2025-03"),
    ("In 2024 it was dry.", "2024", "2024-01-01", "2024-12-31", "2024"),
    ("The 2022 invasion changed it.", "2022", "2022-01-01", "2022-12-31", "2022"),
    ("It has been so since 2014.", "since 2014", "2014-01-01", "2025-06-18", "2014-01-01/2025-06-18"),
    ("In 2019-2021 it was dry.", "2019-2021", "2019-01-01", "2021-12-31", "2019/2021"),
    ("The 1990s were wet.", "The 1990s", "1990-01-01", "1999-12-31", "199X"),
    ("In summer 2023 it was dry.", "summer 2023", "2023-06-01", "2023-08-31", "2023-22"),
    ("It was dry last winter.", "last winter", "2024-12-01", "2025-02-28", "2024-24"),
    ("Sales in the third quarter of 2024.", "the third quarter of 2024", "2024-07-01", "2024-09-30",
     "2024-07-01/2024-09-30"),
    ("More rain in the coming days.", "the coming days", "2025-06-18", None, "2025-06-18/.."),
    ("Over the next two weeks it opens.", "the next two weeks", "2025-06-18", "2025-07-02", "2025-06-18/2025-07-02"),
    ("It ends within 48 hours.", "within 48 hours", "2025-06-18", "2025-06-20", "2025-06-18/2025-06-20"),
    ("They swam in the evening.", "in the evening", None, None, None),
]  # fmt: skip

NOT_TIMES = [
    "They shot down 12 of 37 drones.", "There is no heat in 300 homes.", "There is no heat in 2024 homes.",
    "They may 14 times refuse.", "The march 20 metres on.", "On May 14 people died there.", "He sat down.",
    "A T-2024 engine and the A/2023 form.", "It cost 2,024 euros.", "Rooms 31 and 32.", "31 February", "Second Street",
    "A score of 14-16 points.", "It is 2024.5 metres.", "The fall of the town.", "In spring water.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expression", "start", "end", "edtf"), TIMES)
def test_time_is_anchored_on_publication(
    text: str, expression: str, start: str | None, end: str | None, edtf: str | None
) -> None:
    """An expression keeps its words and covers the days a reader of that day would take."""
    (found,) = find_times(text, "en", WEDNESDAY)
    assert found.span.of(text) == expression
    assert (found.start and found.start.isoformat(), found.end and found.end.isoformat()) == (start, end)
    assert found.edtf == edtf


@pytest.mark.parametrize("text", NOT_TIMES)
def test_numbers_and_words_that_are_no_dates_stay_so(text: str) -> None:
    """Figures and ordinary words never turn into dates."""
    assert [t.span.of(text) for t in find_times(text, "en", WEDNESDAY)] == []


@pytest.mark.parametrize(
    "text", ["on Tuesday", "in the past week", "yesterday", "three days ago", "14 May", "next month"]
)
def test_without_a_day_of_publication_relative_times_stay_open(text: str) -> None:
    """A relative expression is found, and invents no date."""
    (found,) = find_times(text, "en", None)
    assert (found.start, found.end, found.edtf) == (None, None, None)


def test_a_whole_date_needs_no_anchor() -> None:
    """What is written in full is dated also in an undated report."""
    (found,) = find_times("on 3 March 2021", "en", None)
    assert found.start == found.end == date(2021, 3, 3)


def test_a_moment_of_publication_counts_by_its_day() -> None:
    """Publication may be a moment with a zone; its own day is taken."""
    (found,) = find_times("yesterday", "en", datetime(2025, 6, 18, 23, 30, tzinfo=UTC))
    assert found.start == date(2025, 6, 17)


def test_times_are_found_within_a_span_only() -> None:
    """A span limits the search, and the results still point into the whole text."""
    text = "It rained yesterday. It snows today."
    (found,) = find_times(text, "en", WEDNESDAY, Span(20, len(text)))
    assert found.span.of(text) == "today"


def test_an_unknown_language_gives_no_times() -> None:
    """A language without data is left alone, and does not fail."""
    assert find_times("14 May 2024", "xx", None) == ()


_PIECES = st.sampled_from(
    ["on", "Tuesday", "May", "14", "22", "2024", "-", "–", "since", "by", "last", "next", "the", "past", "three", "days", "weeks", "years", "ago", "late", "mid", "overnight", "into", "ſunday", "Frİday", "in", "of", "winter", "9999", "1900", "decades", "century", "coming", ".", ",", "/", "Q3", "the 1990s", "this", "th", "٣"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(_PIECES, max_size=12).map(" ".join),
        st.lists(_PIECES, max_size=12).map("".join),
    ),
    st.one_of(st.none(), st.dates()),
)
def test_times_lie_in_the_text_in_order_with_start_before_end(text: str, anchor: date | None) -> None:
    """On any text and any day: spans in range and apart, and no interval that ends before it starts."""
    end = 0
    for found in find_times(text, "en", anchor):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        if found.start and found.end:
            assert found.start <= found.end
