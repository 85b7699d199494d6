"""Records come back from their JSON as they were, and what is none is refused in a foreseen way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.show.claims_gold import gold_accounts

from firsthand.claims import Account
from firsthand.store.records import record_of


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Small:
    start: int
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Large:
    """One field of each shape that records have."""

    name: str
    id: int | str
    small: Small
    none: Small | None = None
    many: tuple[Small, ...] = ()
    pairs: tuple[tuple[str, Small], ...] = ()
    moment: datetime | date | None = None
    only: datetime | None = None
    score: float = 0.0
    nested: tuple[tuple[int, ...], ...] = ()


_SMALL = st.builds(Small, st.integers(0, 2**53), st.sampled_from(Colour))
_TEXT = st.text(st.characters(codec="utf-8"))
_ZONES = st.just(UTC) | st.none() | st.just(timezone(timedelta(hours=3)))
_MOMENTS = st.datetimes(timezones=_ZONES)
_LARGE = st.builds(
    Large,
    _TEXT,
    st.integers(0, 2**53) | _TEXT,
    _SMALL,
    st.none() | _SMALL,
    st.lists(_SMALL, max_size=3).map(tuple),
    st.lists(st.tuples(_TEXT, _SMALL), max_size=3).map(tuple),
    st.none() | _MOMENTS | st.dates(),
    st.none() | _MOMENTS,
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.lists(st.integers(0, 9), max_size=3).map(tuple), max_size=3).map(tuple),
)


@given(_LARGE)
def test_a_record_comes_back_as_it_was(record: Large) -> None:
    """Whatever its fields are: unions, tuples of records, days and moments from the year 1 to 9999."""
    assert record_of(Large, orjson.loads(orjson.dumps(record))) == record


def test_claims_of_a_whole_case_come_back_as_they_were() -> None:
    """Every account of the written case, with origins, derivations and drift."""
    accounts = gold_accounts()[0]
    assert tuple(record_of(Account, orjson.loads(orjson.dumps(each))) for each in accounts) == accounts


def test_fields_of_another_version_are_passed_by_or_empty() -> None:
    """What is not told has its default, what no field has is left."""
    told = {"name": "a", "id": 1, "small": {"start": 3, "width": 9}, "added_later": [1]}
    assert record_of(Large, told) == Large("a", 1, Small(3))


@pytest.mark.parametrize(
    "told",
    [
        {"name": "a", "id": 1},
        {"name": "a", "id": 1, "small": {"start": 3, "colour": "green"}},
        {"name": "a", "id": 1, "small": {"start": 3}, "many": 5},
        {"name": "a", "id": 1, "small": {"start": 3}, "many": {"start": 3}},
        {"name": "a", "id": 1, "small": {"start": 3}, "pairs": [["a"]]},
        {"name": "a", "id": 1, "small": {"start": 3}, "only": 12},
        {"name": "a", "id": 1, "small": {"start": 3}, "only": "soon"},
        {"name": "a", "id": 1, "small": "start"},
        {"name": "a", "id": 1, "small": [3]},
        ["a", 1],
        "a",
        None,
    ],
)
def test_what_is_no_such_record_is_refused(told: Any) -> None:
    """With ValueError or TypeError and nothing else: a damaged copy is made anew, and ends no command."""
    with pytest.raises((ValueError, TypeError)):
        record_of(Large, told)
