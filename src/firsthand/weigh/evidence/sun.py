"""Where the sun stood, and whether a shadow or the light in a picture fits that.

    load_sun()(48.30, 37.27, time) → Sun(elevation=21.4, azimuth=167.9)

A person reads the shadow: how long it is beside what throws it, where it points, whether it is day. This only reckons
(astral, after NOAA's solar calculator and Meeus, "Astronomical Algorithms"; good to some tenths of a degree, with the
air's refraction). Angles are degrees; azimuth runs from north by east. Level ground and an upright object are assumed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from firsthand.errors import InputError

__all__ = ["Held", "Light", "Reading", "Sun", "SunAt", "held_against", "load_sun"]

_YEARS = range(1900, 2101)  # the formulas are made for these
_STEP = timedelta(minutes=5)  # in which the sun goes 1.25° at most
_DAY_FROM, _NIGHT_BELOW = -6.0, 0.0
"""Elevations between which it is twilight: that may pass for day in one camera and for night in another."""


@dataclass(frozen=True, slots=True)
class Sun:
    """How high the sun stands over the horizon (below 0: under it), and in which direction; degrees."""

    elevation: float
    azimuth: float


SunAt = Callable[[float, float, datetime], Sun]
"""The sun at a latitude and longitude (degrees, WGS 84), at a time with its zone."""


def load_sun() -> SunAt:
    """The calculator.

    It raises InputError for a time without a zone or out of 1900 to 2100, and for degrees that are none.

    Raises:
        InputError: astral is not installed.
    """
    try:
        astral, sun = import_module("astral"), import_module("astral.sun")
    except ImportError as error:
        raise InputError(
            "Reckoning where the sun stood needs astral, which is not installed: pip install 'firsthand[media]'."
        ) from error

    def sun_at(lat: float, lon: float, when: datetime) -> Sun:
        _check(lat, lon, when)
        observer: Any = astral.Observer(latitude=lat, longitude=lon)
        moment = when.astimezone(UTC)
        return Sun(float(sun.elevation(observer, moment)), float(sun.azimuth(observer, moment)))

    return sun_at


def _check(lat: float, lon: float, when: datetime) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # NaN is none of these
        raise InputError(f"{lat}, {lon} is no latitude (-90 to 90) and longitude (-180 to 180); are they swapped?")
    if when.tzinfo is None:
        raise InputError(f"{when.isoformat()} has no time zone: write 2025-11-22T11:30+02:00, or Z for UTC.")
    if when.year not in _YEARS:
        raise InputError(f"{when.isoformat()} lies out of 1900 to 2100, for which the sun is reckoned.")


@dataclass(frozen=True, slots=True)
class Light:
    """What a person read in a picture. None for what they could not read.

    `ratio` is the length of a shadow over the height of what throws it, on level ground; it may be wrong by the share
    `ratio_tolerance`. `direction` is where the shadow points, wrong by `direction_tolerance` degrees at most. `day`
    says that it is daylight, or that it is night.
    """

    ratio: float | None = None
    ratio_tolerance: float = 0.2
    direction: float | None = None
    direction_tolerance: float = 15.0
    day: bool | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading with the place and time that are claimed for the picture. A date alone stands for any time of it, by
    the sun's own clock there; a time may be wrong by `minutes`."""

    lat: float
    lon: float
    when: datetime | date
    light: Light
    minutes: float = 15.0


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a reading fits the sun, and why. `sun` is where it stood at the claimed time; None for a day alone.
    `fitting` are the times of that day (UTC) from and to which it would fit."""

    fits: bool
    says: str
    sun: Sun | None
    fitting: tuple[tuple[datetime, datetime], ...]


def held_against(reading: Reading, sun_at: SunAt) -> Held:
    """Hold a reading against the sun of the claimed place and time.

    Raises:
        InputError: the place or the time cannot be reckoned with.
    """
    when = reading.when
    if isinstance(when, datetime):
        sun = sun_at(reading.lat, reading.lon, when)
        slack = timedelta(minutes=reading.minutes)
        moments = _moments(when - slack, when + slack)
        stood = f"the sun stood {sun.elevation:.0f}° high at {sun.azimuth:.0f}°"
        at = f"at {when.astimezone(UTC):%Y-%m-%d %H:%M} UTC {stood}"
    else:
        sun, moments, at = None, (), f"on {when.isoformat()}"
    times = _fitting(reading, sun_at)
    fits = any(_fits(reading.light, sun_at(reading.lat, reading.lon, each)) for each in moments) if sun else bool(times)
    return Held(fits, _said(reading.light, at, times, fits=fits), sun, times)


def _moments(since: datetime, until: datetime) -> tuple[datetime, ...]:
    count = math.ceil((until - since) / _STEP)
    return (*(since + k * _STEP for k in range(count)), until)


def _fitting(reading: Reading, sun_at: SunAt) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when it fits on that day, from one midnight of the sun's clock there to the next."""
    turned = timedelta(hours=reading.lon / 15)
    when = reading.when
    day = (when.astimezone(UTC) + turned).date() if isinstance(when, datetime) else when
    midnight = datetime.combine(day, time(), UTC) - turned
    found: list[tuple[datetime, datetime]] = []
    for moment in _moments(midnight, midnight + timedelta(days=1)):
        if _fits(reading.light, sun_at(reading.lat, reading.lon, moment)):
            if found and moment - found[-1][1] <= _STEP:
                found[-1] = found[-1][0], moment
            else:
                found.append((moment, moment))
    return tuple(found)


def _fits(light: Light, sun: Sun) -> bool:
    """Whether everything that was read can be so with the sun there."""
    if light.day is not None and not (sun.elevation >= _DAY_FROM if light.day else sun.elevation <= _NIGHT_BELOW):
        return False
    if light.ratio is not None:
        low, high = _elevations(light.ratio, light.ratio_tolerance)
        if not low <= sun.elevation <= high:
            return False
    if light.direction is not None:
        off = abs((sun.azimuth + 180 - light.direction + 180) % 360 - 180)
        return sun.elevation > 0 and off <= light.direction_tolerance
    return True


def _elevations(ratio: float, tolerance: float) -> tuple[float, float]:
    """How high the sun may stand for a shadow of that length."""
    longest, shortest = ratio * (1 + tolerance), ratio * (1 - tolerance)
    return math.degrees(math.atan2(1, longest)), math.degrees(math.atan2(1, max(0.0, shortest)))


def _said(light: Light, at: str, times: Sequence[tuple[datetime, datetime]], *, fits: bool) -> str:
    read = []
    if light.ratio is not None:
        low, high = _elevations(light.ratio, light.ratio_tolerance)
        read.append(f"a shadow of {light.ratio:g} times the height (the sun {low:.0f} to {high:.0f}° high)")
    if light.direction is not None:
        read.append(f"a shadow towards {light.direction:g}° (± {light.direction_tolerance:g}°)")
    if light.day is not None:
        read.append("daylight" if light.day else "night")
    spans = ", ".join(f"{since:%H:%M} to {until:%H:%M}" for since, until in times)
    when = f"it fits from {spans} UTC" if spans else "it fits no time of that day"
    return f"{' and '.join(read)} {'fits' if fits else 'does not fit'}: {at}; there, that day, {when}"
