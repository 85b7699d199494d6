"""The table of publicly claimed captures: sound in itself, and what the maps make of it."""

from __future__ import annotations

from datetime import date

import pytest
from bench.control import compared, stated
from bench.gold import shared_data

from firsthand.weigh.evidence.control import CONTROL


def test_the_table_of_claims_is_sound() -> None:
    """At least twelve claims of the four months, of both sides, each at a place and with a share."""
    claims = [asked for _, asked in stated()]
    assert len(claims) >= 12
    assert all(date(2025, 10, 1) <= each.told <= date(2026, 1, 31) for each in claims)
    assert {each.actor for each in claims} == {"RU", "UA"}
    grounds = [each.ground for each in claims if each.ground is not None]
    assert len(grounds) == len(claims)
    assert all(44 < each.lat < 52 and 31 < each.lon < 41 and 1 <= each.radius_km <= 5 for each in grounds)
    assert all(each.share is not None and 0 < each.share[0] <= 1 for each in claims)


def test_the_days_between_claim_and_map() -> None:
    """More than half of the case's town was claimed sixteen days before the map shows half of it."""
    folder = shared_data()
    maps = folder / "bench/control/deepstate" if folder else None
    if maps is None or not maps.is_dir():
        pytest.skip("no daily maps to measure on: set FIRSTHAND_DATA to the folder that holds bench/control/deepstate")
    daily = CONTROL.open(str(maps), "DeepState", {"holder": "RU", "side": "UA"})
    found = {(each.place, each.day): each for each in (compared(daily, *claim) for claim in stated())}
    half = found["Myrnohrad (Dimitrov)", "2025-12-18"]
    assert (half.half, half.half_after, half.verdict) == ("2026-01-03", 16, "contradicts")
    assert found["Kupiansk", "2025-11-20"].whole == "not yet"
