"""Feasts, and the days of events that everybody dates alike.

A rule returns None to refuse the match, and UNKNOWN to keep it without dates.
"""

from __future__ import annotations

import re
from datetime import date

from firsthand.resolve.time_days import day_of, one_day, shift, year_for
from firsthand.resolve.time_meaning import UNKNOWN, Rule, Setting, When, has

__all__ = ["FEAST_RULES", "anniversary", "holiday", "turning_point"]

_MOVABLE = re.compile(r"(easter|orthodox easter)([+-]\d+)?")
_NTH_WEEKDAY = re.compile(r"(\d+)\.(\d)\.(\d)")


def holiday(match: re.Match[str], setting: Setting) -> When | None:
    """A feast, such as "over Christmas" or "on Easter Sunday", is the last one up to the day of publication or
    soon after it, or the next one where the future is spoken of.
    """
    told = str(setting.entry("holidays", match["holiday"]))
    about = _feast(told, setting.anchor.year if setting.anchor else 2000)
    if about is None:
        return None
    said = any(has(match, group) for group in ("year", "lastyear", "thisyear", "nextyear"))
    year = year_for(match, setting, about.month, about.day)
    if year is not None and setting.future and setting.anchor and not said:
        this = _feast(told, year)
        year += 1 if this and this < setting.anchor else 0
    return one_day(_feast(told, year)) if year is not None else UNKNOWN


def _feast(told: str, year: int) -> date | None:
    """The day in that year: "1225" is month and day, "easter+1" counts from Easter, "11.4.3" is the fourth
    Thursday of November (weekdays count from 0).
    """
    movable, nth = _MOVABLE.fullmatch(told), _NTH_WEEKDAY.fullmatch(told)
    if movable:
        easter = _easter(year, orthodox=movable[1] != "easter")
        return shift(easter, int(movable[2] or 0)) if easter else None
    if nth:
        month, which, weekday = map(int, nth.groups())
        first = day_of(year, month, 1)
        return shift(first, (weekday - first.weekday()) % 7 + 7 * (which - 1)) if first else None
    return day_of(year, *divmod(int(told), 100))


def _easter(year: int, *, orthodox: bool) -> date | None:
    """Easter Sunday, after J. Meeus, Astronomical Algorithms (1991), chapter 8; the Orthodox one is that of
    the Julian calendar, told in the Gregorian.
    """
    if orthodox:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        julian = day_of(year, month, day + 1)
        return shift(julian, year // 100 - year // 400 - 2) if julian else None
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return day_of(year, month, day + 1)


def turning_point(match: re.Match[str], setting: Setting) -> When | None:
    """The start of an event everybody dates alike, such as "the start of the full-scale invasion", is its
    first day.
    """
    return one_day(date.fromisoformat(str(setting.entry("turning_points", match["event"]))))


def anniversary(match: re.Match[str], setting: Setting) -> When | None:
    """An anniversary of an event everybody dates alike, such as "the third anniversary of the full-scale
    invasion", is that day so many years later; without a number, the last one.
    """
    first = date.fromisoformat(str(setting.entry("turning_points", match["event"])))
    if has(match, "which"):
        return one_day(day_of(first.year + setting.number("ordinals", match["which"]), first.month, first.day))
    if setting.anchor is None:
        return UNKNOWN
    this = day_of(setting.anchor.year, first.month, first.day)
    past = bool(this and this <= setting.anchor)
    step = 1 if past and setting.future else 0 if past or setting.future else -1
    return one_day(day_of(setting.anchor.year + step, first.month, first.day)) or UNKNOWN


FEAST_RULES: tuple[Rule, ...] = (holiday, turning_point, anniversary)
