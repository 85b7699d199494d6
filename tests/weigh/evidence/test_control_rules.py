"""What maps say of claims: each rule on a case made for it, the same for every side, with its limitation beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bench.gold import shared_data
from tests.weigh.evidence.control_world import LAT, LON, SQUARE, feature, geojson, held_up_to, opened, written

from firsthand.claims import Figure, Ground
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.plugins import Body, Connector
from firsthand.weigh.evidence.control import CONTROL, Maps
from firsthand.weigh.evidence.control_rules import RULES
from firsthand.weigh.evidence.kinds import connector_called
from firsthand.weigh.weights import prior_weights

DAY = date(2025, 11, 10)
TOWN = Ground(1, LAT, LON, 2.5)
CAPTURED = Asked("c", DAY, event="territory_captured", actor="RU", ground=TOWN, share=(1.0, 1.0))
_EAST = {0.0: 36.9, 0.3: 36.989, 0.5: 37.0, 0.7: 37.011, 1.0: 37.1}
"""How far east a drawing reaches that holds about so much of the disc."""


def maps_of(folder: Path, shares: Mapping[int, float], **options: str) -> Maps:
    """Maps that show such shares of the town, so many days after the claim."""
    files = {
        f"m_{DAY + timedelta(days):%Y%m%d}.geojson": geojson(feature(held_up_to(_EAST[share])))
        for days, share in shares.items()
    }
    return opened(written(folder, files), **options)


def one(maps: Maps, asked: Asked = CAPTURED) -> Evidence:
    (found,) = maps.asked(asked)
    assert prior_weights().weight(found.rule)
    assert "grey zone" in found.limitation
    return found


RISING = {-9: 0.0, 0: 0.0, 20: 0.5, 40: 1.0}
CASES = [
    ({-5: 0.0, 0: 1.0}, None, "map_shows_it", Verdict.SUPPORTS),
    ({-5: 0.0, 0: 1.0}, "UA", "map_of_own_side_concedes", Verdict.SUPPORTS),
    ({-5: 0.0, 0: 1.0}, "RU", "map_of_claiming_side_shows_it", Verdict.SUPPORTS),
    ({-5: 0.0, 0: 0.3, 3: 1.0}, None, "map_shows_it", Verdict.SUPPORTS),
    (RISING, None, "map_shows_less", Verdict.CONTRADICTS),
    (RISING, "UA", "map_of_other_side_shows_less", Verdict.CONTRADICTS),
    (RISING, "RU", "map_of_claiming_side_shows_less", Verdict.CONTRADICTS),
    ({-5: 0.0, 0: 0.3, 9: 1.0}, "UA", "map_shows_it_later", Verdict.CONSISTENT),
    ({-5: 0.0, 0: 0.7, 9: 0.7}, "UA", "map_shows_part", Verdict.CONSISTENT),
    ({-50: 0.0, -40: 1.0, 0: 1.0}, "UA", "map_showed_it_before", Verdict.CONSISTENT),
    ({-9: 1.0, 0: 1.0}, "UA", "map_showed_it_before", Verdict.CONSISTENT),
    ({-9: 0.0, 9: 1.0}, "UA", "map_has_no_day", Verdict.SILENT),
]


@pytest.mark.parametrize(("shares", "side", "rule", "verdict"), CASES)
def test_each_rule(tmp_path: Path, shares: dict[int, float], side: str | None, rule: str, verdict: Verdict) -> None:
    """What a map shows around the claimed day, and with whom its makers sympathise, decides the rule."""
    found = one(maps_of(tmp_path, shares, **({"side": side} if side else {})))
    assert (found.rule, found.verdict) == (rule, verdict)
    assert found.side == side


@pytest.mark.parametrize(("shares", "side", "rule", "verdict"), CASES)
def test_the_sides_exchanged_give_the_same(
    tmp_path: Path, shares: dict[int, float], side: str | None, rule: str, verdict: Verdict
) -> None:
    """With every RU a UA and every UA a RU, rule and verdict stay, and the words differ by the names only."""
    other = {"RU": "UA", "UA": "RU"}
    plain = one(maps_of(tmp_path / "a", shares, **({"side": side} if side else {})))
    options = {"holder": "UA", **({"side": other[side]} if side else {})}
    swapped = one(maps_of(tmp_path / "b", shares, **options), replace(CAPTURED, actor="UA"))
    assert (swapped.rule, swapped.verdict) == (plain.rule, plain.verdict)
    assert swapped.detail.replace("UA", "_").replace("RU", "UA").replace("_", "RU") == plain.detail


def test_losing_is_taking_by_the_other(tmp_path: Path) -> None:
    """That UA lost the town is shown by the same map as that RU took it, with the same weight."""
    maps = maps_of(tmp_path, {-5: 0.0, 0: 1.0}, side="UA")
    lost = replace(CAPTURED, event="territory_lost", actor="UA")
    assert one(maps, lost).rule == one(maps).rule == "map_of_own_side_concedes"


def test_a_loss_shown_by_the_map_of_who_lost_it(tmp_path: Path) -> None:
    """A map of what RU holds, by makers on its side, that no longer shows the town concedes that RU lost it."""
    maps = maps_of(tmp_path, {-5: 1.0, 0: 0.0}, side="RU")
    lost = replace(CAPTURED, event="territory_lost")
    assert (one(maps, lost).rule, one(maps, lost).verdict) == ("map_of_own_side_concedes", Verdict.SUPPORTS)


def test_a_map_of_what_the_other_side_holds_only_says_how_much_it_can_be(tmp_path: Path) -> None:
    """That ground is not drawn as held by RU leaves room for UA, and does not show it; drawn ground contradicts."""
    taken = replace(CAPTURED, actor="UA")
    free = one(maps_of(tmp_path / "a", {-5: 1.0, 0: 0.0}, side="UA"), taken)
    assert (free.rule, free.verdict) == ("map_leaves_room", Verdict.CONSISTENT)
    held = one(maps_of(tmp_path / "b", {-5: 1.0, 0: 1.0}, side="UA"), taken)
    assert (held.rule, held.verdict) == ("map_of_claiming_side_shows_less", Verdict.CONTRADICTS)


@pytest.mark.parametrize(("side", "words"), [("RU", "RU, whom that serves"), ("UA", "UA, whom that goes against")])
def test_whom_the_makers_sympathise_with_is_said(tmp_path: Path, side: str, words: str) -> None:
    """Also where what a map shows serves the side of its makers, since that alone supports nothing."""
    assert words in one(maps_of(tmp_path, {-5: 0.0, 0: 1.0}, side=side)).detail


def test_a_flag_is_no_share_of_a_town(tmp_path: Path) -> None:
    """Where it is not told how much was taken, the map does not call it a part."""
    found = one(maps_of(tmp_path, {-5: 0.0, 0: 0.0}, side="UA"), replace(CAPTURED, share=None, figures=()))
    assert found.rule == "map_too_coarse"
    assert "How much of it was taken is not told: the claim is neither contradicted nor shown" in found.detail


def test_houses_are_too_small_for_a_map(tmp_path: Path) -> None:
    """A claim of so many buildings is neither contradicted nor shown, and just that is said."""
    houses = replace(CAPTURED, share=None, figures=(Figure(22, "buildings", 22, 22),))
    found = one(maps_of(tmp_path / "a", {-5: 0.0, 0: 0.0}, side="UA"), houses)
    assert (found.rule, found.verdict) == ("map_too_coarse", Verdict.SILENT)
    assert "22 buildings are too small" in found.detail
    assert "neither contradicted nor shown" in found.detail
    there = one(maps_of(tmp_path / "b", {-5: 0.0, 0: 0.7}), houses)
    assert (there.rule, there.verdict) == ("map_shows_side_there", Verdict.CONSISTENT)


def test_a_missing_day_is_said_and_the_nearest_map_is_named(tmp_path: Path) -> None:
    """No share is made up between maps: which day was looked at instead stands in the answer."""
    found = one(maps_of(tmp_path, {-5: 0.0, -1: 0.0, 5: 0.0}))
    assert f"There is no map of {DAY}; the nearest is of {DAY - timedelta(1)}." in found.detail
    assert found.at == f"m_{DAY - timedelta(1):%Y%m%d}.geojson"


def test_the_days_between_claim_and_map_are_measured(tmp_path: Path) -> None:
    """First day at half and at the claimed share, in days after the claim, unless the first map shows it already."""
    found = one(maps_of(tmp_path / "a", RISING))
    after = {each.what.partition(" held")[0]: each.value for each in found.measured if each.unit.startswith("days")}
    assert after == {"first day with half": 20, "first day with the claimed share": 40}
    known = one(maps_of(tmp_path / "b", {-9: 1.0, 0: 1.0}))
    assert not [each for each in known.measured if each.unit.startswith("days")]


@pytest.mark.parametrize(
    "asked",
    [
        replace(CAPTURED, event="shelling"),
        replace(CAPTURED, event=None),
        replace(CAPTURED, ground=None),
        replace(CAPTURED, ground=Ground(2, 33.5, 36.3, 5)),
        replace(CAPTURED, told=DAY - timedelta(400)),
    ],
    ids=["another kind", "no kind", "no place", "another place", "another time"],
)
def test_what_does_not_concern_a_map_gets_no_answer(tmp_path: Path, asked: Asked) -> None:
    """Silence that would stand beside every claim helps nobody: maps answer only what they are about."""
    assert list(maps_of(tmp_path, {-5: 0.0, 0: 1.0}).asked(asked)) == []


def test_what_it_cannot_say_it_says(tmp_path: Path) -> None:
    """Nobody named, a region instead of a place, and maps that may be exchanged: silent, each with its reason."""
    maps = maps_of(tmp_path, {-5: 0.0, 0: 1.0})
    nobody = one(maps, replace(CAPTURED, actor=None))
    wide = one(maps, replace(CAPTURED, ground=replace(TOWN, radius_km=150.0)))
    turned = one(maps, replace(CAPTURED, ground=Ground(1, 36.5, 48.0, 2.5)))
    assert [each.rule for each in (nobody, wide, turned)] == [
        "map_cannot_say_by_whom",
        "map_place_too_wide",
        "map_axes_doubtful",
    ]
    assert {each.verdict for each in (nobody, wide, turned)} == {Verdict.SILENT}


def test_a_point_is_asked_for_as_a_disc(tmp_path: Path) -> None:
    """A place without extent is taken as a disc of a kilometre, and the answer says so."""
    found = one(maps_of(tmp_path, {-5: 0.0, 0: 1.0}), replace(CAPTURED, ground=replace(TOWN, radius_km=0.0)))
    assert "circle of 1 km" in found.detail


def test_layers_are_kept_apart_and_disagreement_is_said(tmp_path: Path) -> None:
    """Each layer answers for itself, and names what another says of the same day."""
    files = {}
    for day, cautious in (("20251105", 36.9), ("20251110", 36.9)):
        files[f"cautious_{day}.geojson"] = geojson(feature(held_up_to(cautious)))
        files[f"eager_{day}.geojson"] = geojson(feature(SQUARE if day == "20251110" else held_up_to(36.9)))
    maps = opened(written(tmp_path, files))
    found = {each.detail.partition(":")[0]: each for each in maps.asked(CAPTURED)}
    assert found["Layer cautious"].verdict is Verdict.CONTRADICTS
    assert found["Layer eager"].verdict is Verdict.SUPPORTS
    assert "Layer eager shows 100 % as held by RU on the same day" in found["Layer cautious"].detail
    (differing,) = maps.differing(LAT, LON, 2.5)
    assert differing.day == DAY
    assert {each.layer: round(each.share, 3) for each in differing.shares} == {"cautious": 0.0, "eager": 1.0}


def test_a_claim_of_later_than_it_was_told_is_taken_as_of_that_day(tmp_path: Path) -> None:
    """The claimed day is the last on which it is said to have happened, and never lies after it was told."""
    maps = maps_of(tmp_path, {-15: 0.0, -10: 1.0, 0: 1.0})
    earlier = replace(CAPTURED, since=DAY - timedelta(12), until=DAY - timedelta(10))
    assert f"on {DAY - timedelta(10)}, on the day of the claim" in one(maps, earlier).detail
    later = replace(CAPTURED, until=DAY + timedelta(10))
    assert "10 days before the claim" in one(maps, later).detail


def test_it_fits_the_protocols_and_is_listed(tmp_path: Path) -> None:
    """The connector is found by its name, and its rules are documented and weighed."""
    connector: Connector = connector_called("control")
    body: Body = connector.open(str(_good(tmp_path)), "x", {"holder": "RU"})
    assert connector is CONTROL
    assert body.version
    assert all(rule.__doc__ for rule in RULES)


def _good(folder: Path) -> Path:
    return written(folder, {"m_20251101.geojson": geojson(feature(SQUARE))})


def test_the_case_of_the_real_maps() -> None:
    """The buildings are neither contradicted nor shown, "more than half" is contradicted, and by whom is said."""
    folder = shared_data()
    maps = folder / "bench/control/deepstate" if folder else None
    if maps is None or not maps.is_dir():
        pytest.skip("no daily maps to measure on: set FIRSTHAND_DATA to the folder that holds bench/control/deepstate")
    daily = CONTROL.open(str(maps), "DeepState", {"holder": "RU", "side": "UA"})
    town = replace(CAPTURED, ground=Ground(710035, 48.305, 37.265, 2.5))
    houses = one(daily, replace(town, told=date(2025, 11, 22), share=None, figures=(Figure(22, "buildings", 22, 22),)))
    half = one(daily, replace(town, told=date(2025, 12, 18), share=(0.5, 1.0)))
    whole = one(daily, replace(town, told=date(2025, 12, 27)))
    assert [each.verdict for each in (houses, half, whole)] == [
        Verdict.SILENT,
        Verdict.CONTRADICTS,
        Verdict.CONTRADICTS,
    ]
    assert "sympathise with UA" in half.limitation
