"""Clock times, and the zones they are told in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from firsthand.resolve.time_days import shift
from firsthand.resolve.time_meaning import Rule, Setting, When, has

__all__ = ["CLOCK_RULES", "clock", "hours", "iso_moment", "moment_of"]

_NEAR = 7
"""Days before publication, within which a day named in the sentence before holds for a clock time."""

_FROM_BEFORE = "the day is that of the sentence before"


@cache
def _zone(name: str) -> tzinfo | None:
    """The zone of that name; "local" for a clock whose place only the reader can know."""
    if name == "local":
        return None
    return UTC if name == "UTC" else ZoneInfo(name)


def clock(match: re.Match[str], setting: Setting) -> When | None:
    """A clock time, such as 06:40, 5 p.m. or 03:00 GMT, is on the day named beside it or before it in the
    sentence, or in the sentence before where that is at most a week from publication, else on the last day up to
    publication that had it; its zone is only taken where it is
    written. In words, such as "half past seven", it is of the morning unless the half of the day is said.
    """
    at = _time_of_day(match, setting)
    if at is None:
        return None
    if has(match, "zone"):
        at = at.replace(tzinfo=_zone(str(setting.entry("zones", match["zone"]))))
    doubt = "whether it is before or after noon is not said" if _either_half(match) else ""
    told = _day_told(setting)
    if told is not None:
        return replace(_at(told, at), doubt=doubt or ("" if setting.close else _FROM_BEFORE))
    if _after_publication(at, setting) and setting.anchor is not None:
        doubt = "the clock time is later than that of publication, so it is taken to be the day before"
        return replace(_at(shift(setting.anchor, -1), at), doubt=doubt)
    return replace(_at(setting.anchor, at), doubt=doubt)


def _time_of_day(match: re.Match[str], setting: Setting) -> time | None:
    """The clock time that is written, or None where there is none such."""
    hour, minute = _hour_and_minute(match, setting)
    half = _half(match, setting)
    for name, group in (("offsets", "offset"), ("offsets_to", "offset_to")):
        if has(match, group):
            in_half, day = (24, 0) if half is None else (12, half)
            minutes = (60 * hour + setting.number(name, match[group])) % (60 * in_half) + 60 * day
            return time(*divmod(minutes, 60))
    if half is not None:
        if hour > 12:
            return None
        hour = hour % 12 + half
    if hour == 24 and minute == 0:
        hour, minute = 23, 59
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _hour_and_minute(match: re.Match[str], setting: Setting) -> tuple[int, int]:
    for name, group in (("clock_words", "named"), ("half_hours", "half_hour")):
        if has(match, group):
            return divmod(setting.number(name, match[group]), 100)
    if has(match, "hour"):
        return int(match["hour"]), int(match["minute"]) if has(match, "minute") else 0
    if has(match, "hour_begun"):
        return setting.number("hours_begun", match["hour_begun"]), 0
    return setting.number("hours", match["hour_word"]), 0


def _half(match: re.Match[str], setting: Setting) -> int | None:
    """The hours to add for the half of the day, where one is said."""
    for name, group in (("halves_of_day", "half"), ("halves_said", "half_said")):
        if has(match, group):
            return setting.number(name, match[group])
    return None


def _either_half(match: re.Match[str]) -> bool:
    in_words = any(has(match, group) for group in ("offset", "offset_to", "half_hour"))
    return in_words and not (has(match, "half") or has(match, "half_said"))


def hours(match: re.Match[str], setting: Setting) -> When | None:
    """Two clock times that share a half of the day or a zone, such as "between 3 and 5 a.m.", are the time
    from the first to the last.
    """
    first, last = _hour(match, setting, "hour"), _hour(match, setting, "until_hour")
    shift_by = setting.number("halves_of_day", match["half"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    end = last % 12 + shift_by
    start = first % 12 + shift_by
    if start >= end:
        start -= 12
    minutes = [int(match[group]) if has(match, group) else 0 for group in ("minute", "until_minute")]
    if start < 0 or start > end or max(minutes) > 59:
        return None
    zone = _zone(str(setting.entry("zones", match["zone"]))) if has(match, "zone") else None
    told = _day_told(setting)
    day = told or setting.anchor
    doubt = _FROM_BEFORE if told is not None and not setting.close else ""
    return When(day, day, None, time(start, minutes[0], tzinfo=zone), time(end, minutes[1], tzinfo=zone), doubt)


def _day_told(setting: Setting) -> date | None:
    """The day named before in the sentence, or in the one before that where it is near and lies behind."""
    day = setting.previous.start if setting.previous is not None else None
    if day is None or setting.close:
        return day
    near = setting.just_before and not setting.future and setting.anchor is not None
    return day if near and setting.anchor and 0 <= (setting.anchor - day).days <= _NEAR else None


def _hour(match: re.Match[str], setting: Setting, group: str) -> int:
    written = match[group]
    return int(written) if written.isdecimal() else setting.number("hours", written)


def _at(day: date | None, at: time) -> When:
    return When(day, day, starts_at=at, ends_at=at)


def _after_publication(at: time, setting: Setting) -> bool:
    """Whether the report cannot speak of that time on the day of publication, unless it speaks of the future."""
    if setting.anchor is None or setting.moment is None or setting.future:
        return False
    there = datetime.combine(setting.anchor, at)
    if at.tzinfo is None:
        return there > setting.moment.replace(tzinfo=None)
    return setting.moment.tzinfo is not None and there > setting.moment


def iso_moment(match: re.Match[str], setting: Setting) -> When | None:
    """A date and clock time in ISO form, such as 2026-01-12T06:40:00Z, is that moment."""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        at = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None
    if has(match, "zone"):
        at = at.replace(tzinfo=_zone(str(setting.entry("zones", match["zone"]))))
    elif has(match, "offset"):
        hours, minutes = int(match["offset"][1:3]), int(match["offset"][-2:])
        if hours > 14 or minutes > 59:
            return None
        sign = -1 if match["offset"][0] in "-\u2212" else 1
        offset = timedelta(hours=hours, minutes=minutes)
        at = at.replace(tzinfo=timezone(sign * offset))
    return When(day, day, starts_at=at, ends_at=at)


def moment_of(day: date | None, at: time | None) -> datetime | None:
    """The moment, with the offset that its zone had on that day."""
    if day is None or at is None:
        return None
    moment = datetime.combine(day, at)
    if isinstance(at.tzinfo, ZoneInfo):
        offset = moment.utcoffset()
        return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment
    return moment


CLOCK_RULES: tuple[Rule, ...] = (clock, hours, iso_moment)
