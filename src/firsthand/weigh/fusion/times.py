"""Moments as sites and tables write them: "12/1/11 2:06 PM (-05:00)", "2:07 PMDec 01", "Dec 02 - 12:05noon".

The clock is taken as it is written: a zone behind it is no part of it, so that "12:18PM CST" and "12:18 PM" at one
place are the same. What a moment leaves open (its day, its year, which number is the month) is settled by the item's
other values, see `settled`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

__all__ = ["DAY", "Moment", "read_moment", "settled", "written_moment"]

DAY = 1440.0
"""Minutes."""
_YEAR = 366 * DAY
"""Stands for "some year": it is never added, see `_in_years`."""
_LONGEST = 120
_EPOCH = date(2000, 1, 1)
_LEAP = 2000  # a year with every day, for dates without one

_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTHS = {name: number for number, name in enumerate(_SHORT, 1)}
_CLOCK = re.compile(
    r"(?<![\d/.:-])(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?!\d)\s*"
    r"([ap]\.?m|(?-i:[apAP](?![a-z]))|noon|midnight)?",
    re.I,
)
_HOUR = re.compile(r"(?<![\d/.:-])(\d{1,2})()()\s*([ap]\.?m)\b", re.I)
_ZONE = re.compile(r"\((?:UTC|GMT)?[+-]\d\d:?\d\d\)|(?<=\d)\s*(?:UTC|GMT)?[+-]\d\d:\d\d$|(?<=\d)[+-]\d\d\d\d$")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_NAME = re.compile(rf"(?<![\d:])(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]*{_NAME}(?:[\s,.-]*(\d{{4}})(?!\d))?", re.I)
_NAME_DAY = re.compile(rf"{_NAME}[\s.-]*(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:[\s,-]+(\d{{4}})(?!\d))?", re.I)
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.I)
_WORD = re.compile(r"[^\W\d_]{2}")
_PARTS = re.compile(r"(?<![\d.])(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """Minutes since the first of 2000. `period` is what may be added to it: a day where the date is missing, a year
    where the year is, 0 where nothing is. `other` is what it is with day and month the other way round."""

    minutes: float
    period: float = 0.0
    other: float = math.nan


def read_moment(text: str, *, day: bool = False) -> Moment | None:
    """A moment as it is written, or the `day` of it; None where there is none, or one that cannot be.

    The last date of a text counts: "2011-12-01 12/2 1:05 AM" stands on a page of the first of December and means the
    second; what that one leaves out is taken from the first.
    """
    text = text[:_LONGEST].replace("&nbsp", " ").replace("\u00a0", " ").replace("\u202f", " ").strip()
    try:
        clock, rest = _clock(_ZONE.sub(" ", re.sub(r"(?<=\d)T(?=\d\d:)", " ", text)))
        dates, left = _dates(rest)
    except ValueError:  # no such hour, no such day
        return None
    if not dates:
        return None if clock is None or day else Moment(clock, DAY)
    if clock is None and (not day or _WORD.search(_WEEKDAY.sub("", left))):
        return None  # "Dec 01 - cancelled"
    last = dates[-1]
    if last.period and len(dates) > 1 and not dates[0].period:
        first = dates[0].minutes
        last = Moment(float(_in_years(np.array([last.minutes]), np.array([first]))[0]))
    minutes = 0.0 if day or clock is None else clock
    return Moment(last.minutes + minutes, last.period, last.other + minutes)


def settled(
    minutes: NDArray[np.float64],
    period: NDArray[np.float64],
    other: NDArray[np.float64],
    item: NDArray[np.int64],
    usual: float = math.nan,
) -> NDArray[np.float64]:
    """What moments leave open, settled by the other values of their item (`item` rises): the nearest to the middle of
    those that leave nothing open. Where there is none of these, to `usual`, where that is known."""
    if not len(minutes):
        return minutes
    whole = (period == 0) & np.isnan(other)
    count = int(item[-1]) + 1
    anchors = np.full(count, usual)
    if whole.any():
        order = np.lexsort((minutes[whole], item[whole]))
        items, values = item[whole][order], minutes[whole][order]
        first = np.searchsorted(items, np.arange(count))
        size = np.searchsorted(items, np.arange(count), side="right") - first
        there = size > 0
        anchors[there] = values[(first + (size - 1) // 2)[there]]
    anchor = anchors[item]
    anchor = np.where(np.isnan(anchor), minutes, anchor)
    found = _nearest(minutes, period, anchor)
    closer = np.abs(np.nan_to_num(other, nan=np.inf) - anchor) < np.abs(found - anchor)
    return np.where(closer, np.nan_to_num(other), found)


def written_moment(minutes: float) -> str:
    """Minutes since the first of 2000 as "2011-12-01 14:07"; with seconds where there are any."""
    seconds = round(minutes * 60)
    days, rest = divmod(seconds, 86_400)
    day = _EPOCH + timedelta(days=days)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}"
    return f"{day.isoformat()} {clock}" + (f":{rest % 60:02}" if rest % 60 else "")


def _nearest(
    minutes: NDArray[np.float64], period: NDArray[np.float64], anchor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What has no day on the day, what has no year in the year, in which it lies nearest to the anchor."""
    days = minutes + np.round((anchor - minutes) / DAY) * DAY
    found = np.where(period == DAY, days, minutes)
    yearless = period == _YEAR
    found[yearless] = _in_years(minutes[yearless], anchor[yearless])
    return found


def _in_years(minutes: NDArray[np.float64], anchor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moments of the year 2000, each in the year in which it lies nearest to the anchor."""
    epoch = np.datetime64(_EPOCH)
    days, clock = np.divmod(minutes, DAY)
    dates = epoch + days.astype("timedelta64[D]")
    months = dates.astype("datetime64[M]")
    within = dates - months.astype("datetime64[D]")
    year = (epoch + (anchor // DAY).astype("timedelta64[D]")).astype("datetime64[Y]")
    tried = []
    for step in (-1, 0, 1):
        moved = ((year + step).astype("datetime64[M]") + (months.astype(np.int64) % 12)).astype(
            "datetime64[D]"
        ) + within
        tried.append((moved - epoch).astype(np.float64) * DAY + clock)
    all_of = np.stack(tried)
    best = np.abs(all_of - anchor).argmin(axis=0)
    return np.asarray(all_of[best, np.arange(len(minutes))], dtype=np.float64)


def _clock(text: str) -> tuple[float | None, str]:
    """Minutes since midnight, and the text without them. Raises ValueError for a clock that cannot be."""
    found = _CLOCK.search(text) or _HOUR.search(text)
    if found is None:
        return None, text
    hour, minute, second, half = int(found[1]), int(found[2] or 0), int(found[3] or 0), (found[4] or "").lower()
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(text)
    if half.startswith(("p", "noon")) and hour < 12:
        hour += 12
    elif half.startswith(("a", "midnight")):
        hour %= 12
    return hour * 60.0 + minute + second / 60, f"{text[: found.start()]} {text[found.end() :]}"


def _dates(text: str) -> tuple[list[Moment], str]:
    """Every date, in its order, and what is left of the text. Raises ValueError for one that cannot be."""
    found: list[tuple[int, Moment]] = []

    def take(pattern: re.Pattern[str], read: Callable[[re.Match[str]], Moment]) -> None:
        nonlocal text
        found.extend((match.start(), read(match)) for match in pattern.finditer(text))
        text = pattern.sub(lambda match: " " * len(match[0]), text)

    take(_ISO, lambda m: _dated(m[1], int(m[2]), int(m[3])))
    take(_DAY_NAME, lambda m: _dated(m[3], _MONTHS[m[2].lower()], int(m[1])))
    take(_NAME_DAY, lambda m: _dated(m[3], _MONTHS[m[1].lower()], int(m[2])))
    take(_PARTS, _parts)
    return [moment for _, moment in sorted(found, key=lambda pair: pair[0])], text


def _parts(match: re.Match[str]) -> Moment:
    """ "12/1/11": month first, unless dots say otherwise or it cannot be; the other way round is kept."""
    first, mark, second, year = int(match[1]), match[2], int(match[3]), match[4]
    if mark == "." or first > 12:
        return _dated(year, second, first)
    moment = _dated(year, first, second)
    return Moment(moment.minutes, moment.period, _dated(year, second, first).minutes if second <= 12 else math.nan)


def _dated(year: str | None, month: int, day: int) -> Moment:
    whole = int(year) + (2000 if len(year) == 2 else 0) if year else _LEAP
    return Moment((date(whole, month, day) - _EPOCH).days * DAY, 0.0 if year else _YEAR)
