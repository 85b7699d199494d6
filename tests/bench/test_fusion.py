"""The benchmark of fusing counts what it says it counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.fusion import KINDS, LAYOUT, days_of, gold_of, is_right, scored
from bench.gold import shared_data

from firsthand.weigh.fusion.fuse import Fusing
from firsthand.weigh.fusion.records import Fused
from firsthand.weigh.fusion.table import Table


def test_a_time_is_right_within_ten_minutes_and_with_its_date() -> None:
    """The date is looked at, and the share without it is told apart; a gold value may lack its year."""
    assert is_right("actual_departure", "2011-12-01 14:10", "Thu, Dec 1 2:05 PM") == (True, True)
    assert is_right("actual_departure", "2011-12-01 14:16", "12/01/2011 02:05 PM") == (False, False)
    assert is_right("actual_departure", "2011-12-02 00:05", "Thu., Dec.01, 2011 12:01 a.m.") == (False, True)
    assert is_right("departure_gate", "Terminal D - D09", " D-9 ") == (True, True)


def test_a_gold_value_nobody_tells_is_left_out() -> None:
    """No method can be right there."""
    gold = {("x", "departure_gate"): "D9", ("y", "departure_gate"): "D8", ("z", "departure_gate"): "D7"}
    fused = [Fused("x", "departure_gate", "d9", 0.75, 1), Fused("y", "departure_gate", "D7", 0.25, 1)]
    score = scored("vote", "one", fused, gold, 1.0)
    assert (score.right, score.gold, score.stated, score.kinds) == (0.5, 2, 0.5, {"departure_gate": 0.5})


def test_flights_of_one_day() -> None:
    """On real claims ours is above vote, and the families of sites are found."""
    shared = shared_data()
    days: list[Path] = days_of(shared / "bench/fusion/flight") if shared else []
    if not days:
        pytest.skip("there are no claims in $FIRSTHAND_DATA/bench/fusion/flight")
    table = Table(LAYOUT)
    table.add(days[0])
    gold = gold_of(days[:1])
    right = {}
    for method in ("camps", "vote"):
        fusing = Fusing(table, KINDS, method)
        right[method] = scored(method, "one", list(fusing.fused()), gold, 0.0).right
        if method == "camps":
            ties = {(each.one, each.other) for each in fusing.copied() if each.share > 0.95}
            later = [camp for camp in fusing.camps() if camp.kind == "actual_departure" and camp.differs > 0.3]
    assert right["camps"] > right["vote"] + 0.03
    assert {("flightview", "panynj"), ("flytecomm", "helloflight"), ("flightaware", "wunderground")} <= ties
    later = [camp for camp in later if camp.offset > 10]
    assert len(later) == 1
    assert {"flightaware", "flightview"} <= set(later[0].sources)
