"""From a written time to days: EDTF (ISO 8601-2), as claims hold it and as people type it."""

from __future__ import annotations

import calendar
import re
from datetime import date

__all__ = ["Days", "days_of_edtf"]

_LONGEST = 200
"""Characters; what a claim holds has a tenth of it."""
_MOST_READINGS = 20
_MARKS = "?~%"
_PLAIN = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|\dXXX|XXXX)(?:-(?P<month>\d\d|\dX|XX)(?:-(?P<day>\d\d|\dX|XX))?)?", re.ASCII
)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
_SEASONS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2), 25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 2),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
"""First and last month of the seasons (in the north), quarters, thirds and halves of a year that EDTF numbers so. The
winter of a year begins with its December."""

Days = tuple[date | None, date | None]
"""First and last day, both included; None where it is open on that side."""


def days_of_edtf(written: str) -> Days:
    """The days that a written time speaks of: "2026-01" → 1 to 31 January 2026, "2025-11-22/.." → 22 November on.

    Days, months, seasons, years, decades ("202X"), moments, with or without marks of doubt ("2025~"), intervals, and
    one of several ("[2025-11-12,2025-12-11]"), of which the first and the last day count. Compact ISO 8601 ("20251122",
    "2025-W47-6") is a day as well.

    Raises:
        ValueError: it is none of these, or no such day.
    """
    given = written.strip()
    if len(given) > _LONGEST or not given.isascii():
        raise ValueError("no time in EDTF")
    if given[:1] in ("[", "{"):
        return _readings(given)
    start, mark, end = given.partition("/")
    if not mark:
        return _one(given)
    if not start.strip(". ") and not end.strip(". "):
        raise ValueError("an interval without days")
    first = _end_of(start)[0]
    last = _end_of(end)[1]
    return _ordered(first, last)


def _end_of(part: str) -> Days:
    """One end of an interval; open where it is empty or two dots."""
    return (None, None) if part in ("", "..") else _one(part)


def _readings(given: str) -> Days:
    """The first and the last day of all that it may be: "[2025-11-12,2025-12-11]", "{2024..2026}"."""
    if given[-1:] != {"[": "]", "{": "}"}[given[0]]:
        raise ValueError("a list without an end")
    parts = given[1:-1].split(",")
    if len(parts) > _MOST_READINGS:
        raise ValueError("too many readings")
    found = [_reading(each.strip()) for each in parts]
    starts, ends = [each[0] for each in found], [each[1] for each in found]
    first = None if None in starts else min(filter(None, starts))
    last = None if None in ends else max(filter(None, ends))
    return _ordered(first, last)


def _reading(part: str) -> Days:
    start, mark, end = part.partition("..")
    if not mark:
        return _one(part)
    if not start and not end:
        raise ValueError("a reading without a day")
    return _ordered(_one(start)[0] if start else None, _one(end)[1] if end else None)


def _one(part: str) -> Days:
    """A day, a month, a season, a year, a decade, a century, or a moment, with what marks a doubt left out."""
    plain = part.strip().translate({ord(mark): None for mark in _MARKS})
    if moment := _MOMENT.fullmatch(plain):
        plain = moment[1]
    found = _PLAIN.fullmatch(plain)
    if found is None:
        day = date.fromisoformat(plain)
        return day, day
    if "X" in found["year"]:
        return _years(found)
    year, month = int(found["year"]), found["month"]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if "X" in month:
        return _unknown_month(year, month, found["day"])
    if int(month) in _SEASONS and found["day"] is None:
        return _season(year, *_SEASONS[int(month)])
    return _in_month(year, int(month), found["day"])


def _years(found: re.Match[str]) -> Days:
    """Of a year that is not told to the last digit the whole span, whatever month is told."""
    if found["month"] is not None and not _fits(found["month"], 1, 12):
        raise ValueError("no such month")
    if found["day"] is not None and not _fits(found["day"], 1, 31):
        raise ValueError("no such day")
    first, last = int(found["year"].replace("X", "0")), int(found["year"].replace("X", "9"))
    return date(max(first, 1), 1, 1), date(last, 12, 31)


def _unknown_month(year: int, month: str, day: str | None) -> Days:
    if not _fits(month, 1, 12) or (day is not None and not _fits(day, 1, 31)):
        raise ValueError("no such month")
    first, last = max(1, int(month.replace("X", "0"))), min(12, int(month.replace("X", "9")))
    return date(year, first, 1), _last_of(year, last)


def _in_month(year: int, month: int, day: str | None) -> Days:
    if day is not None and "X" not in day:
        told = date(year, month, int(day))
        return told, told
    first, last = date(year, month, 1), _last_of(year, month)
    if day is None or day == "XX":
        return first, last
    start, end = max(1, int(day.replace("X", "0"))), min(last.day, int(day.replace("X", "9")))
    return first.replace(day=start), first.replace(day=end)


def _fits(told: str, least: int, most: int) -> bool:
    return int(told.replace("X", "9")) >= least and int(told.replace("X", "0")) <= most


def _season(year: int, first: int, last: int) -> Days:
    return date(year, first, 1), _last_of(year + (last < first), last)


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _ordered(first: date | None, last: date | None) -> Days:
    if first is not None and last is not None and last < first:
        raise ValueError("it ends before it begins")
    return first, last
