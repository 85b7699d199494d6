"""What comes after another moment of its item is not taken to lie on a day before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import TableError
from firsthand.weigh.fusion import fuse
from firsthand.weigh.fusion.fuse import Fusing
from firsthand.weigh.fusion.order import in_order
from firsthand.weigh.fusion.records import Fused, Kind, Option, ValueType
from firsthand.weigh.fusion.table import Layout, Table
from firsthand.weigh.fusion.times import DAY, read_moment, written_moment

KINDS = {
    "departure": Kind("departure", ValueType.TIME, 10.0),
    "arrival": Kind("arrival", ValueType.TIME, 10.0, after="departure"),
}


def night_trains(folder: Path, trains: int = 60) -> Table:
    """Trains that leave at 23:05 and come at 05:40: two boards write the day of departure beside both, one knows."""
    path, rows = folder / "night.csv", ["source,item,kind,value"]
    for number in range(trains):
        day, next_day = f"2026-05-{number % 27 + 1:02}", f"2026-05-{number % 27 + 2:02}"
        for source, arrives in (("board", day), ("mirror", day), ("depot", next_day)):
            rows.append(f"{source},train {number:02},departure,{day} 23:05")
            rows.append(f"{source},train {number:02},arrival,{arrives} 05:{40 + number % 3}")
    path.write_text("\n".join(rows) + "\n")
    table = Table(Layout())
    table.add(path)
    return table


def arrivals(fusing: Fusing) -> list[Fused]:
    return [each for each in fusing.fused() if each.kind == "arrival"]


def test_an_arrival_after_midnight_gets_the_day_after_departure(tmp_path: Path) -> None:
    """Boards that write one day beside all clocks do not make a train arrive before it leaves, and it is said."""
    found = arrivals(Fusing(night_trains(tmp_path), KINDS))
    assert len(found) == 60
    for number, each in enumerate(found):
        assert each.value == f"2026-05-{number % 27 + 2:02} 05:{40 + number % 3}"
        assert each.moved
        assert [option.sources for option in each.options] == [3]
        assert each.low is not None
        assert each.high is not None
        assert each.low <= each.value <= each.high


def test_without_an_order_the_majority_of_boards_is_not_moved(tmp_path: Path) -> None:
    """Nothing is moved that nobody asked for."""
    plain = {name: Kind(name, ValueType.TIME, 10.0) for name in KINDS}
    assert not any(each.moved for each in Fusing(night_trains(tmp_path), plain).fused())


def test_a_file_too_large_to_hold_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items that are judged in a stream find what they come after, and nothing is skipped twice."""
    whole = {each.item: each.value for each in arrivals(Fusing(night_trains(tmp_path), KINDS))}
    monkeypatch.setattr(fuse, "_LEARN", 40)
    streamed = Fusing(night_trains(tmp_path), KINDS)
    assert streamed.sampled
    assert {each.item: each.value for each in arrivals(streamed)} == whole


def test_a_clock_of_another_zone_is_left_alone() -> None:
    """Who flies east across the date line lands at an hour before that of departure: up to seven hours are left."""
    told = fused("2026-05-01 10:00")
    assert next(in_order(iter([told]), iter([fused("2026-05-01 16:55")]), 10.0)) == told


def test_what_has_nothing_before_it_is_left_alone() -> None:
    """An item without a departure keeps its arrival, wherever the others lie in the alphabet."""
    told = [fused("2026-05-01 01:00", item) for item in ("a", "b", "c", "d")]
    before = [fused("2026-05-01 22:00", item) for item in ("aa", "c", "cc")]
    found = {each.item: each for each in in_order(iter(told), iter(before), 10.0)}
    assert [name for name, each in found.items() if each.moved] == ["c"]
    assert found["c"].value == "2026-05-02 01:00"


@pytest.mark.parametrize(
    ("after", "kind", "named"),
    [
        ("start", ValueType.TIME, "no such other kind"),
        ("arrival", ValueType.TIME, "no such other kind"),
        ("departure", ValueType.NUMBER, "type time"),
    ],
)
def test_an_order_that_cannot_be_is_refused(tmp_path: Path, after: str, kind: ValueType, named: str) -> None:
    """Kinds that are not there, that are no times, or that come after themselves are named."""
    kinds = KINDS | {"arrival": Kind("arrival", kind, 1.0, after=after)}
    with pytest.raises(TableError, match=named):
        Fusing(night_trains(tmp_path), kinds)


def test_an_order_of_three_is_refused(tmp_path: Path) -> None:
    """Each comes after one that stands by itself, so that what is moved does not hang on the order of reading."""
    kinds = KINDS | {"departure": Kind("departure", ValueType.TIME, 1.0, after="arrival")}
    with pytest.raises(TableError, match="comes after another itself"):
        Fusing(night_trains(tmp_path), kinds)


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**7), min_size=1, max_size=6, unique=True))
def test_nothing_lies_more_than_zones_before(start: int, minutes: list[int]) -> None:
    """No option is left on a day before, none is moved further than it must, and no source is lost."""
    options = tuple(Option(written_moment(float(each)), 1 / len(minutes), 1, 1.0) for each in minutes)
    told = Fused("x", "arrival", options[0].value, options[0].probability, len(minutes), options)
    found = next(in_order(iter([told]), iter([fused(written_moment(float(start)), "x")]), 0.0))
    assert sum(option.sources for option in found.options) == len(minutes)
    for option in found.options:
        read = read_moment(option.value)
        assert read is not None
        assert read.minutes >= start - 420
        assert read.minutes in minutes or read.minutes < start - 420 + DAY


def fused(value: str, item: str = "x") -> Fused:
    return Fused(item, "arrival", value, 1.0, 1, (Option(value, 1.0, 1, 1.0),), value, value)
