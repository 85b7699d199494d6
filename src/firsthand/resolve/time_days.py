"""Arithmetic on the calendar, and the year of a day that is written without one."""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

from firsthand.resolve.time_meaning import Setting, When, has

__all__ = ["day_of", "month_of", "nearest_year", "one_day", "shift", "third", "year_for"]

_NEAR, _BACK, _YEAR = 90, 14, 365
"""A day without a year is at most so many days after publication, or before it where the future is spoken of."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def shift(day: date, days: int) -> date | None:
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def one_day(day: date | None) -> When | None:
    return When(day, day) if day else None


def month_of(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_for(match: re.Match[str], setting: Setting, month: int, day: int, near: int = _NEAR) -> int | None:
    """The year that is written, or said ("last year"), or the one that puts the day at most `near` days
    after publication, or two weeks before it where the future is spoken of.
    """
    if has(match, "year"):
        return int(match["year"])
    if setting.anchor is None:
        return None
    this = setting.anchor.year
    for group, step in (("lastyear", -1), ("thisyear", 0), ("nextyear", 1)):
        if has(match, group):
            return this + step
    return nearest_year(setting, month, day, near)


def nearest_year(setting: Setting, month: int, day: int, near: int = _NEAR) -> int | None:
    """The year that puts the day at most `near` days after publication, or two weeks before it where the
    future is spoken of; None without publication.
    """
    if setting.anchor is None:
        return None
    this = setting.anchor.year
    for year in (this - 1, this, this + 1):
        there = day_of(year, month, min(day, 28))
        if there is None:
            continue
        ahead = (there - setting.anchor).days
        if ahead >= -_BACK if setting.future else ahead > near - _YEAR:
            return year
    return this


def third(match: re.Match[str], start: date, end: date, edtf: str | None) -> When:
    """The first, middle or last third, or the first or second half, where the match says so, else the
    whole. Years are parted by months.
    """
    if has(match, "half1") or has(match, "half2"):
        return _half(start, end, second=has(match, "half2"))
    if (start.day, end.day) != (1, 31) or (start.month, end.month) != (1, 12):
        return _third_of_days(match, start, end, edtf)
    if end.year == start.year:
        first, last = (1, 4) if has(match, "early") else (5, 8) if has(match, "mid") else (9, 12)
        if has(match, "early") or has(match, "mid") or has(match, "late"):
            return When(month_of(start.year, first)[0], month_of(start.year, last)[1])
    return When(start, end, edtf)


def _third_of_days(match: re.Match[str], start: date, end: date, edtf: str | None) -> When:
    part = ((end - start).days + 1) // 3
    if has(match, "early"):
        return When(start, start + timedelta(days=part - 1 if part else 0))
    if has(match, "mid"):
        return When(start + timedelta(days=part), end - timedelta(days=part))
    if has(match, "late"):
        return When(end - timedelta(days=part - 1 if part else 0), end)
    return When(start, end, edtf)


def _half(start: date, end: date, *, second: bool) -> When:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return When(date(start.year, 7, 1), end) if second else When(start, date(start.year, 6, 30))
    middle = start + timedelta(days=((end - start).days + 1) // 2 - 1)
    return When(middle + timedelta(days=1), end) if second else When(start, middle)
