"""The scorer of mentions, against cases counted by hand."""

import pytest
from bench.attributions import Tally
from bench.entities import all_types, error_bars, mention_tallies, totals

from firsthand.model import Span

GOLD = [("person", Span(0, 4)), ("group", Span(0, 20)), ("place", Span(9, 13)), ("place", Span(30, 36))]


def test_types_and_ends_counted_by_hand() -> None:
    """One right; a wrong end and a wrong type are each one missed and one too many; nesting does no harm."""
    found = [("person", Span(0, 4)), ("group", Span(0, 19)), ("place", Span(9, 13)), ("person", Span(30, 36))]
    assert mention_tallies(GOLD, found) == {
        "group": Tally(0, 1, 1),
        "person": Tally(1, 0, 1),
        "place": Tally(1, 1, 0),
    }


def test_a_mention_found_twice_counts_once() -> None:
    """Overlapping windows may find one mention twice."""
    assert mention_tallies(GOLD[:1], [*GOLD[:1], *GOLD[:1]]) == {"person": Tally(1, 0, 0)}


def test_documents_add_up_by_type() -> None:
    """Two documents: places 2 right of 4 and none too many, F1 2/3; over all types 4 of 8 right, F1 2/3 as well."""
    counted = totals([(GOLD, GOLD), (GOLD, [])])
    assert counted["place"] == Tally(2, 2, 0)
    assert all_types(counted) == Tally(4, 4, 0)
    assert all_types(counted).f1 == pytest.approx(2 / 3)
    assert totals([]) == {}


def test_the_same_span_in_another_document_is_another_mention() -> None:
    """Characters count from the start of each document."""
    assert totals([(GOLD[:1], []), ([], GOLD[:1])])["person"] == Tally(0, 1, 1)


def test_error_bars_by_type() -> None:
    """A type that is missing in one document varies with the draw; one that is always right does not."""
    each = [mention_tallies(GOLD, GOLD), mention_tallies(GOLD, GOLD[:3])]
    bars = error_bars(each)
    assert bars["person"] == 0.0
    assert bars["place"] > 0.0
