"""What times mean that are counted from publication, or from a day named before.

A rule returns None to refuse the match, and UNKNOWN to keep it without dates.
"""

from __future__ import annotations

import math
import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

from firsthand.resolve.time_days import day_of, month_of, one_day, shift, third, year_for
from firsthand.resolve.time_meaning import UNKNOWN, Rule, Setting, When, has

__all__ = [
    "RELATIVE_RULES",
    "ago",
    "calendar_period",
    "coming_period",
    "day_of_month",
    "from_another_time",
    "from_event",
    "in_some_time",
    "overnight",
    "part_of_day",
    "past_period",
    "relative_day",
    "weekday",
    "within_a_period",
]

_BLUR = {7: 3, 14: 3, 91: 45}
"""Days either side of "two weeks ago"."""

_HALF_YEAR = 182
_HALF_DAY, _HOUR = 0.49, 0.04

_VAGUE = {1: 3, 7: 28, 30: 180, 365: 1825}
""""The coming weeks" ends nowhere; "a few weeks ago" lies within these days."""


def weekday(match: re.Match[str], setting: Setting) -> When | None:
    """A day of the week is the last one up to the day of publication, or the next one where the future is
    spoken of; "Thursday last week" is of that week.
    """
    if setting.anchor is None:
        return UNKNOWN
    for group, weeks in (("lastweek", -1), ("thisweek", 0), ("nextweek", 1)):
        if has(match, group):
            day = 7 * weeks - setting.anchor.weekday() + setting.number("weekdays", match["weekday"])
            return one_day(shift(setting.anchor, day)) or UNKNOWN
    back = (setting.anchor.weekday() - setting.number("weekdays", match["weekday"])) % 7
    if has(match, "last"):
        back = back or 7
    elif has(match, "next") or (setting.future and back):
        back -= 7
    return one_day(shift(setting.anchor, -back)) or UNKNOWN


def overnight(match: re.Match[str], setting: Setting) -> When | None:
    """A night, such as "overnight" or "overnight into 14 May", is the two days it joins."""
    morning = _morning(match, setting)
    if morning is None:
        return None if has(match, "day") and setting.anchor else UNKNOWN
    evening = shift(morning, -1)
    return When(evening, morning) if evening else UNKNOWN


def _morning(match: re.Match[str], setting: Setting) -> date | None:
    """The day on which the night ends."""
    if has(match, "new_year"):
        year = year_for(match, setting, 1, 1)
        return day_of(year, 1, 1) if year else None
    if has(match, "b"):
        year = year_for(match, setting, int(match["b"]), int(match["a"]))
        return day_of(year, int(match["b"]), int(match["a"])) if year else None
    if has(match, "month"):
        number, day = setting.number("months", match["month"]), int(match["day"])
        year = year_for(match, setting, number, day)
        return day_of(year, number, day) if year else None
    if setting.anchor is None:
        return None
    if has(match, "weekday"):
        back = (setting.anchor.weekday() - setting.number("weekdays", match["weekday"])) % 7
        if setting.future and back:
            back -= 7
        return shift(setting.anchor, -back if has(match, "into") else 1 - back)
    if has(match, "relative"):
        return shift(setting.anchor, setting.number("relative", match["relative"]))
    return shift(setting.anchor, 1) if setting.future else setting.anchor


def relative_day(match: re.Match[str], setting: Setting) -> When | None:
    """Yesterday, today, tonight, tomorrow and their mornings and evenings, counted from the day of
    publication.
    """
    if setting.anchor is None:
        return UNKNOWN
    return one_day(shift(setting.anchor, setting.number("relative", match["relative"]))) or UNKNOWN


def day_of_month(match: re.Match[str], setting: Setting) -> When | None:
    """A day of the month without a month, such as "on the 14th", is the one nearest to the date or month that the
    paragraph named last; else the last one up to publication, or the next where the future is spoken of.
    """
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    if setting.anchor is None:
        return UNKNOWN
    near = _nearest_to(setting.lately, day, setting)
    if near is not None:
        return one_day(near)
    index = setting.anchor.year * 12 + setting.anchor.month - 1
    months = (index, index + 1) if setting.future else (index, index - 1)
    for year, month in (divmod(m, 12) for m in months):
        there = day_of(year, month + 1, day)
        if there and (there >= setting.anchor if setting.future else there <= setting.anchor):
            return one_day(there)
    return UNKNOWN


def _nearest_to(named: When | None, day: int, setting: Setting) -> date | None:
    """The day of that number nearest to the time named; none ahead of publication where that time is not."""
    if named is None or named.start is None or named.end is None or setting.anchor is None:
        return None
    index = named.end.year * 12 + named.end.month - 1
    found = [there for m in (index - 1, index, index + 1) if (there := day_of(m // 12, m % 12 + 1, day))]
    if not setting.future and named.end <= setting.anchor:
        found = [there for there in found if there <= setting.anchor]
    start, end = named.start, named.end
    return min(found, key=lambda there: max((start - there).days, (there - end).days, 0), default=None)


def part_of_day(match: re.Match[str], setting: Setting) -> When | None:
    """A part of a day without a day, such as "in the evening", is kept, and stays open."""
    return UNKNOWN


def past_period(match: re.Match[str], setting: Setting) -> When | None:
    """A period up to publication, such as "the past week" or "the last three days"; "recent" ones have no
    start.
    """
    if setting.anchor is None:
        return UNKNOWN
    days = None if has(match, "recent") else _length(match, setting)
    return When(shift(setting.anchor, -days) if days is not None else None, setting.anchor)


def coming_period(match: re.Match[str], setting: Setting) -> When | None:
    """A period from publication on, such as "the next two weeks"; "the coming days" has no end."""
    if setting.anchor is None:
        return UNKNOWN
    days = _length(match, setting)
    return When(setting.anchor, shift(setting.anchor, days) if days is not None else None)


def within_a_period(match: re.Match[str], setting: Setting) -> When | None:
    """A period that may lie on either side of publication, such as "within two weeks", is ahead where the future is
    spoken of, and else behind; in English it is behind after a verb of the past only. Less than half a day that is
    behind, and minutes, are how long something took.
    """
    count, unit = _count(match, setting), float(setting.entry("units", match["unit"]))
    if unit < _HOUR or (unit < 1 and not setting.future and (count or 1) * unit < _HALF_DAY):
        return None
    return (coming_period if setting.future else past_period)(match, setting)


def ago(match: re.Match[str], setting: Setting) -> When | None:
    """A distance back from publication, such as "three days ago"; the coarser the unit, the wider the
    interval.
    """
    if setting.anchor is None:
        return UNKNOWN
    unit, count = float(setting.entry("units", match["unit"])), _count(match, setting)
    if count is None:
        start = shift(setting.anchor, -_VAGUE.get(int(unit), 3))
        return When(start, setting.anchor, f"{start}~/{setting.anchor}") if start else UNKNOWN
    if unit < 1:
        if setting.moment is not None and setting.moment.year > MINYEAR + 2:
            return one_day((setting.moment - timedelta(days=count * unit)).date())
        return one_day(shift(setting.anchor, -int(count * unit)))
    found = _away(setting.anchor, -count, int(unit))
    if found.start and found.end and found.end > setting.anchor >= found.start:
        return When(found.start, setting.anchor, found.edtf)
    return found


def _away(day: date, count: float, unit: int) -> When:
    """So many units from the day: exact in days, around it in weeks, the month or year in months or years."""
    if unit == _HALF_YEAR:
        count, unit = 6 * count, 30
    if count % 1 and unit >= 365:
        count, unit = (12 * count, 30) if unit == 365 else (count * (unit // 365), 365)
    count = int(count)
    if unit == 30:
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        if not MINYEAR <= year <= MAXYEAR:
            return UNKNOWN
        return When(*month_of(year, month + 1), f"{year:04}-{month + 1:02}~")
    if unit >= 365:
        year = day.year + count * (unit // 365)
        wide = unit // 365 // 5
        if not MINYEAR <= year - wide <= year + wide <= MAXYEAR:
            return UNKNOWN
        return When(date(year - wide, 1, 1), date(year + wide, 12, 31), f"{year:04}~")
    centre, around = shift(day, count * unit), _BLUR.get(unit, 0)
    start, end = (shift(centre, -around), shift(centre, around)) if centre else (None, None)
    return When(start, end, f"{centre}~" if around else None) if start and end else UNKNOWN


def in_some_time(match: re.Match[str], setting: Setting) -> When | None:
    """A distance ahead, such as "in three days", is counted from a day named shortly before, or from
    publication where the future is spoken of; "in" alone would also be a duration, and is refused.
    """
    surely = has(match, "surely") and not setting.future
    after = setting.previous is not None and (setting.close or surely) and not has(match, "ahead")
    if not after and not setting.future:
        return UNKNOWN if has(match, "surely") else None
    day = setting.previous.start if after and setting.previous else setting.anchor
    count = _count(match, setting)
    if day is None or count is None:
        return UNKNOWN
    return _from_day(day, count, float(setting.entry("units", match["unit"])))


def from_another_time(match: re.Match[str], setting: Setting) -> When | None:
    """A distance from another time, such as "two days later" or "the same day", is counted from the day the
    paragraph named last; without one it is kept, and stays open.
    """
    if setting.previous is None or setting.previous.start is None:
        return UNKNOWN
    day = setting.previous.start
    if has(match, "same"):
        return one_day(day)
    if not has(match, "unit"):
        return one_day(shift(day, -1 if has(match, "earlier") else 1)) or UNKNOWN
    count = _count(match, setting)
    if count is None:
        return UNKNOWN
    return _from_day(day, -count if has(match, "earlier") else count, float(setting.entry("units", match["unit"])))


def from_event(match: re.Match[str], setting: Setting) -> When | None:
    """A distance from an event, such as "three weeks after the ceasefire", is counted where the event has a
    date beside it or one that everybody knows, and else kept without dates.
    """
    event, unit = setting.event, float(setting.entry("units", match["unit"]))
    if event is None or event.start is None or (event.start != event.end and unit < 30):
        return When(doubt="it is counted from an event that has no date here")
    count = _count(match, setting)
    if count is None:
        return UNKNOWN
    return _from_day(event.start, -count if has(match, "earlier") else count, unit)


def _from_day(day: date, count: float, unit: float) -> When:
    return _away(day, count, int(unit)) if unit >= 1 else UNKNOWN


def calendar_period(match: re.Match[str], setting: Setting) -> When | None:
    """A calendar week, month, quarter or year: last week, this month, next year; "earlier" and "later" cut at
    publication, "the end of the year" is a part of it.
    """
    if setting.anchor is None:
        return UNKNOWN
    step = -2 if has(match, "before_last") else -1 if has(match, "last") else 1 if has(match, "next") else 0
    unit = str(setting.entry("periods", match["unit"]))
    on_weekday = setting.anchor.weekday() < 5
    if unit == "weekend" and step == 0 and on_weekday and not setting.future and not has(match, "this"):
        step = -1  # "at the weekend" is the last one
    whole = _calendar(setting.anchor, unit, step)
    if whole.start is None or whole.end is None:
        return UNKNOWN
    if step == 0 and has(match, "so_far"):
        return When(whole.start, min(setting.anchor, whole.end))
    if step == 0 and has(match, "rest"):
        return When(max(setting.anchor, whole.start), whole.end)
    return third(match, whole.start, whole.end, whole.edtf)


def _calendar(anchor: date, unit: str, step: int) -> When:
    if unit in ("week", "weekend"):
        monday = shift(anchor, 7 * step - anchor.weekday())
        sunday = shift(monday, 6) if monday else None
        saturday = shift(monday, 5) if monday else None
        return When(saturday if unit == "weekend" else monday, sunday)
    if unit == "quarter":
        year, number = divmod(anchor.year * 4 + (anchor.month - 1) // 3 + step, 4)
        if not MINYEAR <= year <= MAXYEAR:
            return UNKNOWN
        return When(date(year, 3 * number + 1, 1), month_of(year, 3 * number + 3)[1])
    if unit == "month":
        index = anchor.year * 12 + anchor.month - 1 + step
        year, number = index // 12, index % 12 + 1
        if not MINYEAR <= year <= MAXYEAR:
            return UNKNOWN
        return When(*month_of(year, number), edtf=f"{year:04}-{number:02}")
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    first = (anchor.year // size + step) * size
    if first < MINYEAR or first + size - 1 > MAXYEAR:
        return UNKNOWN
    edtf = f"{first:04}" if size == 1 else None
    return When(date(first, 1, 1), date(first + size - 1, 12, 31), edtf)


def _count(match: re.Match[str], setting: Setting) -> float | None:
    """How many of the unit, 1 where no number is written; None for "several" and the like."""
    written = match.groupdict().get("number")
    half = 0.5 if has(match, "and_half") else 0
    if written is None:
        return 1 + half
    number = int(written) if written.isdecimal() else float(setting.entry("numbers", written))
    return number + half if number else None


def _length(match: re.Match[str], setting: Setting) -> int | None:
    """The length of a period in days, at least one; None where it is vague ("the coming days")."""
    count, unit = _count(match, setting), float(setting.entry("units", match["unit"]))
    vague = not has(match, "number") and setting.lists_word("plurals", match["unit"])
    return None if count is None or vague else max(1, math.ceil(count * unit))


RELATIVE_RULES: tuple[Rule, ...] = (
    weekday,
    overnight,
    relative_day,
    day_of_month,
    part_of_day,
    past_period,
    coming_period,
    within_a_period,
    ago,
    in_some_time,
    from_another_time,
    from_event,
    calendar_period,
)
