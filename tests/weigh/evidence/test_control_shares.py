"""Shares of places: within bounds, of the area drawn and of nothing else, and the published figures on real maps."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
import shapely
from bench.gold import shared_data
from hypothesis import assume, given
from hypothesis import strategies as st

from firsthand.weigh.evidence.control import CONTROL, Maps
from firsthand.weigh.evidence.control_maps import DatedMap
from firsthand.weigh.evidence.control_rings import EVERYWHERE, Ring, joined, polygon_of
from firsthand.weigh.evidence.control_shares import Disc, layers_of

DAY = date(2025, 11, 1)


def share_of(disc: Disc, *polygons: list[Ring]) -> float:
    """What a map of these polygons shows of a disc."""
    drawn = [polygon_of(rings).polygon for rings in polygons]
    area, _ = joined([each for each in drawn if each is not None])
    (layer,) = layers_of([DatedMap("map", "RU", DAY, area, "file")])
    share = layer.series(disc).on(DAY)
    assert share is not None
    return share


@st.composite
def stars(draw: st.DrawFn) -> Ring:
    """A ring round a middle, of any number of points at any distance: it never crosses itself."""
    count = draw(st.integers(3, 12))
    far = draw(st.lists(st.floats(0.002, 0.2), min_size=count, max_size=count))
    lon, lat = draw(st.floats(36.9, 37.1)), draw(st.floats(47.9, 48.1))
    turns = np.linspace(0, 2 * math.pi, count, endpoint=False)
    ring: Ring = np.column_stack([lon + np.array(far) * np.cos(turns), lat + np.array(far) * np.sin(turns)])
    return np.vstack([ring, ring[:1]])


def turned(ring: Ring, by: int) -> Ring:
    """The same ring from another point on."""
    points = np.roll(ring[:-1], by, axis=0)
    return np.vstack([points, points[:1]])


DISCS = st.builds(Disc, st.floats(47.9, 48.1), st.floats(36.9, 37.1), st.floats(1, 20))


@given(DISCS, stars(), st.integers(0, 11))
def test_a_share_does_not_hang_on_how_a_ring_is_written(disc: Disc, ring: Ring, by: int) -> None:
    """Within 0 and 1, and the same from any first point, in either direction, and with a turn round the globe less."""
    share = share_of(disc, [ring])
    assert 0 <= share <= 1
    round_it = np.array([360.0, 0.0])
    for other in (turned(ring, by), ring[::-1], ring - round_it):
        assert share_of(disc, [other]) == pytest.approx(share, abs=1e-9)


@given(DISCS, stars(), st.floats(36.85, 37.15))
def test_a_polygon_cut_in_two_shows_the_same(disc: Disc, ring: Ring, at: float) -> None:
    """Along whichever meridian it is cut, its parts show what it showed."""
    whole = shapely.Polygon(ring)
    assume(whole.is_valid)
    west, south, east, north = whole.bounds
    sides = [(west - 1, south - 1, at, north + 1), (at, south - 1, east + 1, north + 1)]
    halves = [part for box in sides for part in shapely.get_parts(whole.intersection(shapely.box(*box)))]
    rings = [[np.asarray(each.exterior.coords)] for each in halves if isinstance(each, shapely.Polygon)]
    assert share_of(disc, *rings) == pytest.approx(share_of(disc, [ring]), abs=1e-6)


@given(DISCS, stars(), stars())
def test_a_share_grows_with_what_is_drawn(disc: Disc, one: Ring, other: Ring) -> None:
    """More drawn never shows less, and two drawings show no more than both together."""
    alone, beside, both = share_of(disc, [one]), share_of(disc, [other]), share_of(disc, [one], [other])
    assert max(alone, beside) - 1e-9 <= both <= alone + beside + 1e-9


@given(st.floats(-85, 85), st.floats(-180, 180), st.floats(1, 60))
def test_a_half_of_the_globe_holds_half_of_a_disc(lat: float, lon: float, radius: float) -> None:
    """Anywhere on the globe, also over the antimeridian, what is drawn west of its middle is half of a disc."""
    west = np.array([[lon - 170, -89.0], [lon, -89.0], [lon, 89.0], [lon - 170, 89.0], [lon - 170, -89.0]])
    assert share_of(Disc(lat, lon, radius), [west]) == pytest.approx(0.5, abs=1e-3)


def test_a_disc_is_as_large_as_it_says() -> None:
    """A disc inside of a smaller square: its area is that of a cap of the sphere, to a tenth of a percent."""
    disc = Disc(60.0, 30.0, 50.0)
    square = np.array([[29.9, 59.9], [30.1, 59.9], [30.1, 60.1], [29.9, 60.1], [29.9, 59.9]])
    strip = math.radians(0.2) * (math.sin(math.radians(60.1)) - math.sin(math.radians(59.9)))
    cap = 2 * math.pi * (1 - math.cos(50.0 / 6371.0072))
    assert share_of(disc, [square]) == pytest.approx(strip / cap, rel=2e-3)


def test_where_a_drawing_could_not_be_read_there_is_no_day() -> None:
    """A map says nothing where it could not be read, and all else where it could."""
    here, there = Disc(48.0, 37.0, 2.5), Disc(47.0, 30.0, 2.5)
    area = shapely.MultiPolygon([shapely.box(20, 40, 50, 60)])
    (layer,) = layers_of([DatedMap("map", "RU", DAY, area, "file", ((36.9, 47.9, 37.1, 48.1),))])
    assert layer.series(here).days == ()
    assert layer.series(there).on(DAY) == pytest.approx(1)
    (layer,) = layers_of([DatedMap("map", "RU", DAY, area, "file", (EVERYWHERE,))])
    assert layer.series(there).days == ()


def test_first_last_and_missing_days() -> None:
    """Days between maps are missing, never filled in; the first and last day at a share are days with a map."""
    drawn = {1: 37.0, 2: 38.0, 5: 38.0, 6: 36.5}
    maps = [
        DatedMap("map", "RU", date(2025, 11, day), shapely.MultiPolygon([shapely.box(36, 47, east, 49)]), "file")
        for day, east in drawn.items()
    ]
    series = layers_of(maps)[0].series(Disc(48.0, 37.0, 2.5))
    assert series.first(0.9) == date(2025, 11, 2)
    assert series.last(0.9) == date(2025, 11, 5)
    assert series.first(0.4) == date(2025, 11, 1)
    assert series.first(0.9, since=date(2025, 11, 3)) == date(2025, 11, 5)
    assert series.missing == (date(2025, 11, 3), date(2025, 11, 4))
    assert series.on(date(2025, 11, 3)) is None


@pytest.fixture(scope="module")
def daily() -> Maps:
    """Four months of real maps."""
    folder = shared_data()
    maps = folder / "bench/control/deepstate" if folder else None
    if maps is None or not maps.is_dir():
        pytest.skip("no daily maps to measure on: set FIRSTHAND_DATA to the folder that holds bench/control/deepstate")
    return CONTROL.open(str(maps), "DeepState", {"holder": "RU", "side": "UA"})


@pytest.mark.parametrize(
    ("place", "day", "share"),
    [
        ((48.305, 37.265, 2.5), "2025-11-22", 0.005),
        ((48.305, 37.265, 2.5), "2025-12-18", 0.014),
        ((48.305, 37.265, 2.5), "2025-12-27", 0.125),
        ((48.305, 37.265, 2.5), "2025-12-30", 0.447),
        ((48.305, 37.265, 2.5), "2026-01-31", 0.641),
        ((49.710, 37.617, 3.0), "2025-11-20", 0.158),
        ((49.710, 37.617, 3.0), "2025-12-18", 0.014),
    ],
)
def test_the_published_shares(daily: Maps, place: tuple[float, float, float], day: str, share: float) -> None:
    """The shares computed on these maps by others come out again."""
    (held,) = daily.who_held(*place, date.fromisoformat(day))
    assert held.share == pytest.approx(share, abs=0.02)


def test_all_days_load_and_the_missing_one_is_said(daily: Maps) -> None:
    """122 maps, nothing left out, and the one day without a map is known to be missing."""
    (series,) = daily.series(48.305, 37.265, 2.5)
    assert len(series.days) == 122
    assert daily.skips == ()
    assert series.missing == (date(2025, 11, 26),)
