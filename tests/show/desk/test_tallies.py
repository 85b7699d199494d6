"""Claims counted by place and by day: nothing is counted twice or lost, and odd days do not stretch the strip."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.kinds import Status
from firsthand.show.desk.columns import Columns, Mask, columns_of
from firsthand.show.desk.tallies import GROUPS, Group, Unit, days_of, places_of
from firsthand.store.board import BoardRow


def row(number: int, **more: object) -> BoardRow:
    given: dict[str, object] = {"status": "single origin", "first": "2025-11-22T10:00:00+00:00", **more}
    return BoardRow(f"c{number}", f"c{number}", "22 здания в Димитрове", "ru", 1, 1, 1, "named", **given)  # type: ignore[arg-type]


def columns(*rows: BoardRow) -> Columns:
    return columns_of(map(asdict, rows))


def every(made: Columns) -> Mask:
    return np.ones(made.size, dtype=bool)


TOWN = {"place": "Myrnohrad", "lat": 48.3099, "lon": 37.26513}


def test_every_status_has_a_colour() -> None:
    """A status that somebody adds is not drawn as another by chance."""
    assert set(GROUPS) == set(Status)
    assert set(GROUPS.values()) == set(Group)


def test_a_place_is_one_mark_of_its_most_telling_status() -> None:
    """All its claims count, the widest uncertainty is kept, and one that is disputed makes a ring."""
    made = columns(
        row(1, **TOWN, radius_km=2.4),
        row(2, **TOWN, status="contradicted by evidence"),
        row(3, **TOWN, status="disputed", disputed=True, radius_km=12.0),
        row(4, place="Київ", lat=50.45, lon=30.52),
        row(5),
    )
    places = places_of(made, every(made))
    assert (places.names, places.count.tolist(), places.nowhere) == (("Myrnohrad", "Київ"), [3, 1], 1)
    assert [tuple(Group)[each] for each in places.group] == [Group.AGAINST, Group.OPEN]
    assert places.groups.tolist() == [[1, 0, 1, 0, 1], [0, 0, 0, 0, 1]]
    assert (places.radius.tolist(), places.disputed.tolist()) == ([12.0, 0.0], [True, False])
    assert places.member.tolist() == [0, 0, 0, 1, -1]


def test_two_towns_of_one_name_stay_two() -> None:
    """There are several Pokrovsks; and one place under two names is not silently made one either."""
    made = columns(
        row(1, place="Покровск", lat=48.28, lon=37.18),
        row(2, place="Покровск", lat=61.48, lon=129.15),
        row(3, place="Красноармейск", lat=48.28, lon=37.18),
    )
    assert len(places_of(made, every(made))) == 3


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["А", "Б", None])), max_size=30))
def test_every_claim_with_a_place_is_in_one(where: list[tuple[float, float, str | None]]) -> None:
    """Anywhere on the globe, poles and the antimeridian with it."""
    made = columns(*(row(at, lat=lat, lon=lon, place=name) for at, (lat, lon, name) in enumerate(where)))
    places = places_of(made, every(made))
    assert places.count.sum() == len(where) == places.groups.sum()
    assert (np.bincount(places.member, minlength=len(places)) == places.count).all()


def test_days_of_happening_and_of_telling() -> None:
    """A claim stands above on the day it speaks of, and below on the day it was told."""
    made = columns(
        row(1, since="2025-11-20", until="2025-11-22"),
        row(2, since="2025-11-22", until="2025-11-22", status="disputed"),
        row(3, since="2025-01-01", until="2025-12-31", first="2025-11-23T06:00:00+00:00"),
        row(4, first="2025-11-23T06:00:00+00:00"),
    )
    days = days_of(made, every(made))
    assert (days.unit, days.starts[0], days.end) == (Unit.DAY, date(2025, 11, 20), date(2025, 11, 23))
    assert days.happened.sum(axis=1).tolist() == [1, 0, 1, 0]
    assert days.told.sum(axis=1).tolist() == [0, 0, 2, 2]
    assert days.happened[2].tolist() == [0, 0, 1, 0, 0]
    assert (days.before, days.after, days.undated) == (0, 0, 2)


def test_one_wrong_year_does_not_stretch_the_strip() -> None:
    """A document of 1970, a claim about 1943: they are counted beside it."""
    often = [row(at, since="2025-11-22", until="2025-11-22") for at in range(100)]
    made = columns(*often, row(100, first="1970-01-01"), row(101, since="1943-02-02", until="1943-02-02"))
    days = days_of(made, every(made))
    assert (days.unit, days.starts, days.before) == (Unit.DAY, (date(2025, 11, 22),), 2)


@pytest.mark.parametrize(
    ("days", "unit"), [(("2025-11-01", "2025-12-24"), "day"), (("2024-11-01", "2025-11-24"), "week")]
)
def test_bars_are_as_long_as_there_is_room_for(days: tuple[str, str], unit: str) -> None:
    """Weeks begin on Mondays, and the last bar reaches to the last claim."""
    made = columns(*(row(at, first=days[at % 2]) for at in range(40)))
    found = days_of(made, every(made))
    assert found.unit == unit
    assert found.told.sum() == 40
    assert unit == "day" or found.starts[0].weekday() == 0


_DAYS = st.dates().map(str) | st.sampled_from([None, "0001-01-01", "9999-12-31", "не дата"])


@given(st.lists(st.tuples(_DAYS, _DAYS, _DAYS), max_size=20))
def test_any_days_are_drawn(given_days: list[tuple[str | None, str | None, str | None]]) -> None:
    """From the first day that there is to the last: never an error, no more bars than fit, and all in their order."""
    made = columns(*(row(at, since=one, until=two, first=told or "") for at, (one, two, told) in enumerate(given_days)))
    found = days_of(made, every(made))
    assert len(found.starts) <= 500
    assert list(found.starts) == sorted(found.starts)
    assert found.end is None or found.end >= found.starts[-1]
    assert found.told.shape == found.happened.shape == (len(found.starts), len(Group))
