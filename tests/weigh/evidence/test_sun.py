"""Where the sun stood, and whether a reading of light fits it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InputError
from firsthand.weigh.evidence.sun import Light, Reading, held_against, load_sun

pytest.importorskip("astral", reason="the sun is reckoned with astral (pip install 'firsthand[media]')")
_NOON = datetime(2031, 11, 22, 9, 20, tzinfo=UTC)
_LAT, _LON = 48.3, 37.3


def test_it_stands_where_the_formulas_of_the_sphere_have_it() -> None:
    """At an equinox it is overhead at the equator at noon; at noon it is south of Europe, 90° - latitude + declination
    high; at midnight below."""
    sun_at = load_sun()
    assert sun_at(0, 0, datetime(2031, 3, 20, 12, 7, tzinfo=UTC)).elevation > 89
    noon = sun_at(_LAT, _LON, _NOON)
    assert noon.azimuth == pytest.approx(180, abs=2)
    assert noon.elevation == pytest.approx(90 - _LAT - 20.1, abs=0.5)
    assert sun_at(_LAT, _LON, _NOON + timedelta(hours=12)).elevation < -40


@pytest.mark.parametrize(
    ("lat", "lon", "when", "names"),
    [
        (137.0, 48.0, _NOON, "swapped"),
        (float("nan"), 0.0, _NOON, "latitude"),
        (48.0, 37.0, datetime(2031, 1, 1), "time zone"),
        (48.0, 37.0, datetime(3031, 1, 1, tzinfo=UTC), "2100"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_with_why(lat: float, lon: float, when: datetime, names: str) -> None:
    """Swapped axes, no number, no zone, a far year: an error, never a wrong angle."""
    with pytest.raises(InputError, match=names):
        load_sun()(lat, lon, when)


@pytest.mark.parametrize(
    ("light", "fits"),
    [
        (Light(ratio=2.5), True),
        (Light(ratio=0.6), False),
        (Light(direction=0.0), True),
        (Light(direction=359.0), True),
        (Light(direction=90.0), False),
        (Light(day=True), True),
        (Light(day=False), False),
        (Light(ratio=2.5, direction=90.0), False),
    ],
)
def test_a_shadow_and_the_light_are_held_against_the_claimed_time(light: Light, fits: bool) -> None:
    """Each thing that was read must fit at the same time; the shadow points away from the sun."""
    held = held_against(Reading(_LAT, _LON, _NOON, light), load_sun())
    assert held.fits is fits
    assert ("does not fit" in held.says) is not fits


def test_a_day_alone_stands_for_any_time_of_it() -> None:
    """A short shadow fits no time of a winter's day, a long one two spells of it."""
    sun_at = load_sun()
    day = date(2031, 11, 22)
    assert not held_against(Reading(_LAT, _LON, day, Light(ratio=0.6)), sun_at).fits
    assert len(held_against(Reading(_LAT, _LON, day, Light(ratio=5.0)), sun_at).fitting) == 2


def test_dusk_may_pass_for_day_and_for_night() -> None:
    """A camera makes either of it: neither reading contradicts."""
    sun_at = load_sun()
    dusk = next(
        at for k in range(300) if -5 < sun_at(_LAT, _LON, at := _NOON + timedelta(minutes=2 * k)).elevation < -2
    )
    assert held_against(Reading(_LAT, _LON, dusk, Light(day=True)), sun_at).fits
    assert held_against(Reading(_LAT, _LON, dusk, Light(day=False)), sun_at).fits


@given(st.floats(-89, 89), st.floats(-180, 180), st.datetimes(datetime(1901, 1, 1), datetime(2099, 12, 31)))
def test_angles_are_angles_everywhere(lat: float, lon: float, when: datetime) -> None:
    """Anywhere and any time it stands between nadir and zenith, in some direction, whatever the zone is called."""
    sun = load_sun()(lat, lon, when.replace(tzinfo=UTC))
    assert -90.5 <= sun.elevation <= 90.5
    assert 0 <= sun.azimuth <= 360
