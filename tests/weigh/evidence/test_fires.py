"""Fires against what is usual: when they speak for a claim, when they do not, and when nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from firsthand.claims import Ground
from firsthand.errors import InputError, TableError
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.resolve.events import event_types
from firsthand.weigh.evidence.fires import EXPECTED, POSSIBLE, Fires
from firsthand.weigh.weights import prior_weights

_HEADING = (
    "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_ti5,frp,"
    "daynight"
)
_FIRST = date(2025, 1, 1)
_DAYS = 300
_DAY = date(2025, 6, 15)
_GROUND = Ground("made", 48.0, 37.0, 3.0)
_ASKED = Asked("c1", _DAY, event="air_strike", ground=_GROUND, since=_DAY, until=_DAY)
_FIRES = Fires(lambda: date(2026, 1, 1))


def _line(
    day: date, lat: float = 48.01, lon: float = 37.01, minute: str = "0012", satellite: str = "N", confidence: str = "n"
) -> str:
    return f"{lat},{lon},330.1,0.41,0.5,{day},{minute},{satellite},VIIRS,{confidence},2.0NRT,290.1,4.5,N"


def _far(first: date = _FIRST, days: int = _DAYS, satellite: str = "N") -> list[str]:
    """A fire on every day, 60 km away: so the archive covers all days, and has none at the place."""
    return [_line(first + timedelta(days=n), 48.55, 37.0, satellite=satellite) for n in range(days)]


def _write(path: Path, lines: list[str], heading: str = _HEADING) -> Path:
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def _found(path: Path, asked: Asked = _ASKED, **options: str) -> Evidence:
    (found,) = _FIRES.open(str(path), "made", options).asked(asked)
    return found


def test_fires_where_there_are_none_otherwise_speak_for_a_strike(tmp_path: Path) -> None:
    """The one case in which fires say something: more than on other days."""
    lines = _far() + [_line(_DAY, minute=f"00{n:02d}") for n in range(4)]
    found = _found(_write(tmp_path / "f.csv", lines))
    assert (found.verdict, found.rule) == (Verdict.SUPPORTS, "fires_more_than_usual")
    measured = {each.what: each for each in found.measured}
    assert measured["detections"].value == 4
    assert measured["usual, by the 60 days before and after"].value == 0
    chance = next(each for each in found.measured if each.what.startswith("chance"))
    assert chance.low is not None
    assert chance.high is not None
    assert 0 <= chance.low <= chance.value <= chance.high <= 1
    assert "cloud" in found.limitation
    assert found.since == _DAY - timedelta(days=1)
    assert found.until == _DAY + timedelta(days=1)


def test_as_many_as_on_other_days_are_only_consistent(tmp_path: Path) -> None:
    """A place that burns every second day is no witness of a strike."""
    lines = _far() + [_line(_FIRST + timedelta(days=n)) for n in range(0, _DAYS, 2)]
    found = _found(_write(tmp_path / "f.csv", lines))
    assert (found.verdict, found.rule) == (Verdict.CONSISTENT, "fires_as_usual")


def test_clusters_are_usual_where_fires_come_in_clusters(tmp_path: Path) -> None:
    """Ten detections on one day are extraordinary for independent events, and not where every week has such a day."""
    lines = _far()
    for start in [*range(0, _DAYS, 7), (_DAY - _FIRST).days]:
        lines += [_line(_FIRST + timedelta(days=start), minute=f"00{n:02d}") for n in range(10)]
    assert _found(_write(tmp_path / "f.csv", lines)).rule == "fires_as_usual"


def test_fires_at_the_front_are_held_against_the_weeks_around(tmp_path: Path) -> None:
    """Where it has burned daily for months, quiet earlier years do not make one of these days unusual."""
    lines = _far(date(2023, 1, 1), 3 * 365) + [_line(_DAY + timedelta(days=n)) for n in range(-80, 81)]
    found = _found(_write(tmp_path / "f.csv", lines))
    assert found.rule == "fires_as_usual"
    assert {each.what for each in found.measured} >= {"usual, by the same season of other years"}


def test_fires_of_the_season_are_usual_too(tmp_path: Path) -> None:
    """Where stubble is burnt every summer, four fires in June are nothing, though there were none before this year."""
    lines = _far(date(2015, 1, 1), 11 * 365) + [_line(_DAY, minute=f"00{n:02d}") for n in range(4)]
    for year in range(2015, 2025):
        days = [date(year, 5, 15) + timedelta(days=n) for n in range(0, 60, 6)]
        lines += [_line(day, minute=f"00{n:02d}") for day in days for n in range(4)]
    assert _found(_write(tmp_path / "f.csv", lines)).rule == "fires_as_usual"


@pytest.mark.parametrize("event", sorted(POSSIBLE))
def test_what_can_be_without_fire_is_never_supported(tmp_path: Path, event: str) -> None:
    """Fire goes with a capture or a crash, and does not show it."""
    lines = _far() + [_line(_DAY, minute=f"00{n:02d}") for n in range(4)]
    found = _found(_write(tmp_path / "f.csv", lines), replace(_ASKED, event=event))
    assert (found.verdict, found.rule) == (Verdict.CONSISTENT, "fires_beside")


@pytest.mark.parametrize("event", [None, "election", "merger"])
def test_other_events_are_none_of_its_business(tmp_path: Path, event: str | None) -> None:
    """An election does not burn."""
    body = _FIRES.open(str(_write(tmp_path / "f.csv", [*_far(), _line(_DAY)])), "made", {})
    assert not list(body.asked(replace(_ASKED, event=event)))


def test_no_fire_never_contradicts(tmp_path: Path) -> None:
    """Clouds, and strikes that burn nothing: absence says nothing."""
    for event in sorted(EXPECTED | POSSIBLE):
        found = _found(_write(tmp_path / "f.csv", _far()), replace(_ASKED, event=event))
        assert (found.verdict, found.rule) == (Verdict.SILENT, "no_fires")


def test_both_sides_are_treated_alike(tmp_path: Path) -> None:
    """Whoever is said to have done it, the same fires say the same."""
    path = _write(tmp_path / "f.csv", [*_far(), _line(_DAY)])
    assert _found(path, replace(_ASKED, actor="RU")) == _found(path, replace(_ASKED, actor="UA"))


def test_too_little_background_says_that_it_does_not_know(tmp_path: Path) -> None:
    """A file of the claimed week alone cannot tell what is usual."""
    lines = [*_far(_DAY - timedelta(days=10), 21), _line(_DAY)]
    found = _found(_write(tmp_path / "f.csv", lines))
    assert (found.verdict, found.rule) == (Verdict.SILENT, "fires_usual_unknown")


def test_a_day_outside_of_the_archive_is_not_covered(tmp_path: Path) -> None:
    """Nothing seen after the last day of a file is not the same as nothing there."""
    path = _write(tmp_path / "f.csv", _far())
    later = date(2025, 12, 24)
    found = _found(path, replace(_ASKED, since=later, until=later))
    assert (found.verdict, found.rule) == (Verdict.SILENT, "fires_not_covered")
    assert _found(path, replace(_ASKED, since=later, until=later), covers="2025-01-01/2025-12-31").rule == "no_fires"


def test_the_gap_between_two_files_is_no_quiet_time(tmp_path: Path) -> None:
    """A year that nobody downloaded would make every other year look extraordinary."""
    _write(tmp_path / "a.csv", _far(date(2023, 1, 1), 30))
    _write(tmp_path / "b.csv", [*_far(_DAY - timedelta(days=5), 11), _line(_DAY)])
    assert _found(tmp_path).rule == "fires_usual_unknown"


def test_a_new_satellite_does_not_make_a_day_unusual(tmp_path: Path) -> None:
    """Each sensor is held against its own past: one that flies since last week sees more, it does not burn more."""
    old = _far() + [_line(_FIRST + timedelta(days=n)) for n in range(0, _DAYS, 2)]
    week = _DAY - timedelta(days=5)
    new = [_line(week + timedelta(days=d), minute=f"00{n:02d}", satellite="N21") for d in range(11) for n in range(9)]
    found = _found(_write(tmp_path / "f.csv", old + _far(week, 11, "N21") + new))
    assert found.rule == "fires_as_usual"
    assert "NOAA-21" not in found.detail


def test_the_same_detection_in_two_files_counts_once(tmp_path: Path) -> None:
    """Files downloaded for overlapping times must not double what burned."""
    lines = [*_far(), _line(_DAY)]
    _write(tmp_path / "a.csv", lines)
    _write(tmp_path / "b.csv", lines)
    assert _found(tmp_path).measured[0].value == 1


def test_detections_of_low_confidence_count_only_where_wanted(tmp_path: Path) -> None:
    """Glint of the sun is what the low ones often are."""
    path = _write(tmp_path / "f.csv", [*_far(), _line(_DAY, confidence="l")])
    assert _found(path).rule == "no_fires"
    assert _found(path, confidence="low").rule == "fires_more_than_usual"


def test_a_pixel_that_touches_the_place_counts(tmp_path: Path) -> None:
    """A detection is somewhere in its pixel: half a km beyond the radius it may still be inside, 2 km it may not."""
    beyond = 48.0 + (3.0 + 0.45) / 111.2
    path = _write(tmp_path / "f.csv", [*_far(), _line(_DAY, lat=beyond, lon=37.0)])
    assert _found(path).rule == "fires_more_than_usual"
    path = _write(tmp_path / "f.csv", [*_far(), _line(_DAY, lat=48.0 + 5 / 111.2, lon=37.0)])
    assert _found(path).rule == "no_fires"


def test_a_place_across_the_180th_meridian(tmp_path: Path) -> None:
    """Fiji and Chukotka lie on both ends of the scale."""
    lines = [_line(_FIRST + timedelta(days=n), -17.5, 179.5) for n in range(_DAYS)] + [_line(_DAY, -17.0, -179.99)]
    asked = replace(_ASKED, ground=Ground("made", -17.0, 179.99, 5.0))
    assert _found(_write(tmp_path / "f.csv", lines), asked).rule == "fires_more_than_usual"


def test_swapped_axes_are_said(tmp_path: Path) -> None:
    """Both numbers are possible latitudes there: only the place shows that they are swapped."""
    lines = [_line(_FIRST + timedelta(days=n), 37.01, 48.01) for n in range(_DAYS)]
    found = _found(_write(tmp_path / "f.csv", lines))
    assert (found.verdict, found.rule) == (Verdict.SILENT, "fires_swapped")


def test_an_archive_of_somewhere_else_says_nothing(tmp_path: Path) -> None:
    """Fires of another country are no evidence, also not of quiet."""
    lines = [_line(_FIRST + timedelta(days=n), 10.0, 10.0) for n in range(_DAYS)]
    assert not list(_FIRES.open(str(_write(tmp_path / "f.csv", lines)), "made", {}).asked(_ASKED))


def test_a_whole_region_or_month_is_too_much(tmp_path: Path) -> None:
    """Somewhere in an oblast something always burns."""
    path = _write(tmp_path / "f.csv", [*_far(), _line(_DAY)])
    assert _found(path, replace(_ASKED, ground=replace(_GROUND, radius_km=90.0))).rule == "fires_place_too_wide"
    assert _found(path, replace(_ASKED, since=_DAY - timedelta(days=40))).rule == "fires_too_long"


def test_a_claim_without_a_day_is_held_against_when_it_was_told(tmp_path: Path) -> None:
    """Most reports of a strike are of the same day."""
    path = _write(tmp_path / "f.csv", [*_far(), *(_line(_DAY, minute=f"00{n:02d}") for n in range(4))])
    assert _found(path, replace(_ASKED, since=None, until=None)).rule == "fires_more_than_usual"


def test_the_version_is_that_of_the_data_and_the_options(tmp_path: Path) -> None:
    """Results are kept under it: the same data under another name is the same, one line more is not."""
    one = _write(tmp_path / "a.csv", _far())
    version = _FIRES.open(str(one), "x", {}).version
    assert _FIRES.open(str(one.rename(tmp_path / "b.csv")), "y", {}).version == version
    assert _FIRES.open(str(tmp_path / "b.csv"), "x", {"chance": "0.01"}).version != version
    assert _FIRES.open(str(_write(tmp_path / "b.csv", [*_far(), _line(_DAY)])), "x", {}).version != version


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("confidence", "l"),
        ("chance", "x"),
        ("chance", "nan"),
        ("widest", "-1"),
        ("covers", "2024"),
        ("radius", "3"),
        ("covers", "2025-01-02/2025-01-01"),
        ("covers", "0001-01-01/9999-12-31"),
        ("background", "inf"),
    ],
)
def test_an_option_that_is_none_is_refused(tmp_path: Path, option: str, value: str) -> None:
    """With what it should be; nothing is guessed."""
    with pytest.raises(TableError, match=option):
        _FIRES.open(str(_write(tmp_path / "f.csv", _far())), "made", {option: value})


def test_an_address_is_refused() -> None:
    """Nothing is fetched here."""
    with pytest.raises(InputError, match="download"):
        _FIRES.open("https://firms.example/a.csv", "made", {})


def test_every_type_of_event_is_one_there_is() -> None:
    """A key that is misspelt would silently never match."""
    assert set(event_types()) >= EXPECTED | POSSIBLE
    assert not EXPECTED & POSSIBLE


def test_every_rule_stands_in_the_table_of_weights() -> None:
    """What speaks for neither weighs nothing."""
    rules = prior_weights().rules
    assert rules["fires_more_than_usual"][0] > rules["fires_beside"][0] >= rules["fires_as_usual"][0] >= 0
    silent = ("no_fires", "fires_usual_unknown", "fires_not_covered", "fires_place_too_wide", "fires_too_long")
    for rule in (*silent, "fires_swapped"):
        assert rules[rule][:3] == (0, 0, 0)
