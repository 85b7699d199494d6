"""Words, marks and figures as they are compared; types and tolerances as a person writes them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import TableError
from firsthand.weigh.fusion.records import Kind, ValueType
from firsthand.weigh.fusion.values import kind_of, normal_code, normal_text, read_number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Terminal D - D09", "D9"),
        ("Term C - C15", "C15"),
        (" D-9 ", "D9"),
        ("d9/D", "D9"),
        ("Gate 5", "5"),
        ("39?", "39"),
        ("Terminal N", None),
        ("--", None),
        ("Not provided by airline", None),
    ],
)
def test_a_mark_is_the_same_however_it_is_dressed(text: str, code: str | None) -> None:
    """What says nothing must not be a value that many sites share."""
    assert normal_code(text) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1,200", 1200.0),
        ("$ 12.50", 12.5),
        ("22 buildings", 22.0),
        ("-4", -4.0),
        ("12-13", None),
        ("about 22", None),
        ("nan", None),
    ],
)
def test_a_figure_is_read_or_left(text: str, number: float | None) -> None:
    """Half of a range is no figure."""
    assert read_number(text) == number


@given(st.text(max_size=1200))
def test_no_text_is_too_much(text: str) -> None:
    """Every value comes from outside; making it alike twice changes nothing more."""
    number = read_number(text)
    assert number is None or math.isfinite(number)
    folded = normal_text(text)
    assert folded is None or normal_text(folded) in (folded, None)
    normal_code(text)


def test_kinds_are_given_as_a_person_writes_them() -> None:
    """Ten minutes, five of a hundred, two days: each in the unit that is compared."""
    assert kind_of("a", "time", "10min") == Kind("a", ValueType.TIME, 10.0)
    assert kind_of("a", "time", "2h") == Kind("a", ValueType.TIME, 120.0)
    assert kind_of("a", "date", "2") == Kind("a", ValueType.DATE, 2880.0)
    assert kind_of("a", "number", "5%") == Kind("a", ValueType.NUMBER, 0.05, relative=True)


@pytest.mark.parametrize(("type_", "tolerance"), [("colour", None), ("text", "5"), ("number", "5min"), ("number", "x")])
def test_what_cannot_be_is_said(type_: str, tolerance: str | None) -> None:
    """A tolerance on words would silently do nothing."""
    with pytest.raises(TableError, match="'a'"):
        kind_of("a", type_, tolerance)
