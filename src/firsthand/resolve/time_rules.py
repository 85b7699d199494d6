"""What each kind of time expression means: one function for each rule that `data/times.yaml` names."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

__all__ = ["RULES", "UNKNOWN", "Rule", "Setting", "When", "holiday", "weekday"]

_BLUR: dict[float, int] = {
    7: 3,
    14: 3,
    30: 15,
    91: 45,
    3650: 1825,
    36500: 18250,
}  # days either side of "two months ago"
_VAGUE: dict[float, int] = {
    1: 3,
    7: 28,
    30: 180,
    365: 1825,
}  # "the coming weeks" ends nowhere; "a few weeks ago" lies within these days


@dataclass(frozen=True, slots=True)
class When:
    """What an expression means: first and last day, None for unknown; `edtf` only where it is not plain."""

    start: date | None = None
    end: date | None = None
    edtf: str | None = None


UNKNOWN = When()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules may look at beside the match: the anchor, the word lists, and whether it speaks of
    the future.
    """

    anchor: date | None
    lists: dict[str, dict[str, float]]
    future: bool

    def number(self, name: str, word: str) -> int:
        """What the list says of the word."""
        return int(self.fraction(name, word))

    def fraction(self, name: str, word: str) -> float:
        """The same, not rounded: an hour is a part of a day."""
        return self.lists[name][re.sub(r"\s+", " ", word)]


Rule = Callable[[re.Match[str], Setting], When | None]


# --- the rules: each reads one kind of match; None refuses it, UNKNOWN keeps it without an anchor


def iso_date(match: re.Match[str], setting: Setting) -> When | None:
    """A date in ISO form, such as 2025-11-22, is that day."""
    return _one_day(_day(int(match["year"]), int(match["month"]), int(match["day"])))


def numeric_date(match: re.Match[str], setting: Setting) -> When | None:
    """A date in figures, such as 22.11.2025, is that day; one whose day and month could change places
    stays open.
    """
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    day_first, month_first = _day(year, b, a), _day(year, a, b)
    if match["sep"] == "." or month_first is None or a == b:
        return _one_day(day_first)
    return _one_day(month_first) if day_first is None else UNKNOWN


def day_and_month(match: re.Match[str], setting: Setting) -> When | None:
    """A day and month, such as 14 May or May 14-16, is that day; without a year, the nearest one to
    publication.
    """
    month, first = setting.number("months", match["month"]), int(match["day"])
    last = int(match["until"]) if _has(match, "until") else first
    year = _year_for(match, setting, month, first)
    if year is None:
        return UNKNOWN if _day(2024, month, first) and _day(2024, month, last) else None
    start, end = _day(year, month, first), _day(year, month, last)
    if start is None or end is None or end < start:
        return None
    return When(start, end)


def month(match: re.Match[str], setting: Setting) -> When | None:
    """A month, such as November 2025 or late November, runs from its first day to its last, or is a third
    of that.
    """
    number = setting.number("months", match["month"])
    year = _year_for(match, setting, number, 1)
    if year is not None and setting.anchor and not _has(match, "year"):
        current = setting.anchor
        if _has(match, "last") and (year, number) >= (current.year, current.month):
            year -= 1
        if _has(match, "next") and (year, number) <= (current.year, current.month):
            year += 1
    if year is None or not MINYEAR <= year <= MAXYEAR:
        return UNKNOWN
    start, end = _month(year, number)
    return _third(match, start, end, f"{year:04}-{number:02}")


def year(match: re.Match[str], setting: Setting) -> When | None:
    """A year after a word such as "in" or "since", a span of years, or a part of a year such as
    "mid-2024".
    """
    first = int(match["year"])
    last = first
    if _has(match, "until"):
        written = match["until"]
        last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
        if last <= first:
            return None
        return When(date(first, 1, 1), date(last, 12, 31), f"{first:04}/{last:04}")
    return _third(match, date(first, 1, 1), date(last, 12, 31), f"{first:04}")


def decade(match: re.Match[str], setting: Setting) -> When | None:
    """A decade, such as the 1990s."""
    first = int(match["decade"]) * 10
    return When(date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10}X")


def quarter(match: re.Match[str], setting: Setting) -> When | None:
    """A quarter of a year, such as the third quarter of 2025 or Q3 2025."""
    number = int(match["q"]) if match["q"] else next(n for n in (1, 2, 3, 4) if match[f"q{n}"])
    year = int(match["year"])
    return When(date(year, 3 * number - 2, 1), _month(year, 3 * number)[1])


def season(match: re.Match[str], setting: Setting) -> When | None:
    """A season, such as summer 2023 or last winter, by the months of the northern half of the world."""
    code = setting.number("seasons", match["season"])
    if _has(match, "year"):
        return _season(int(match["year"]), code)
    if setting.anchor is None:
        return UNKNOWN
    anchor = setting.anchor
    by_year = [_season(anchor.year + k, code) for k in (-2, -1, 0, 1) if MINYEAR < anchor.year + k < MAXYEAR - 1]
    past = [s for s in by_year if s.end and s.end < anchor]
    ahead = [s for s in by_year if s.start and s.start > anchor]
    if _has(match, "last"):
        return past[-1] if past else UNKNOWN
    if _has(match, "next"):
        return ahead[0] if ahead else UNKNOWN
    return next((s for s in by_year if s.end and s.end >= anchor), UNKNOWN)


def weekday(match: re.Match[str], setting: Setting) -> When | None:
    """A day of the week is the last one up to the day of publication, or the next one where the future is
    spoken of.
    """
    if setting.anchor is None:
        return UNKNOWN
    back = (setting.anchor.weekday() - setting.number("weekdays", match["weekday"])) % 7
    if _has(match, "last"):
        back = back or 7
    elif _has(match, "next") or (setting.future and back):
        back -= 7
    return _one_day(_shift(setting.anchor, -back)) or UNKNOWN


def overnight(match: re.Match[str], setting: Setting) -> When | None:
    """A night, such as "overnight" or "overnight into 14 May", is the two days it joins."""
    if _has(match, "day"):
        number, day = setting.number("months", match["month"]), int(match["day"])
        year = _year_for(match, setting, number, day)
        if year is None:
            return UNKNOWN
        morning = _day(year, number, day)
        if morning is None:
            return None
    elif setting.anchor is None:
        return UNKNOWN
    elif _has(match, "weekday"):
        back = (setting.anchor.weekday() - setting.number("weekdays", match["weekday"])) % 7
        morning = _shift(setting.anchor, -back if match["into"] else 1 - back)
    else:
        morning = setting.anchor
    evening = _shift(morning, -1) if morning else None
    return When(evening, morning) if evening else UNKNOWN


def relative_day(match: re.Match[str], setting: Setting) -> When | None:
    """Yesterday, today, tonight, tomorrow and their mornings and evenings, counted from the day of
    publication.
    """
    if setting.anchor is None:
        return UNKNOWN
    return _one_day(_shift(setting.anchor, setting.number("relative", match["relative"]))) or UNKNOWN


def holiday(match: re.Match[str], setting: Setting) -> When | None:
    """A feast on a fixed day, such as "since Christmas", is the last one up to the day of publication, or the next
    one where the future is spoken of.
    """
    month, day = divmod(setting.number("holidays", match["holiday"]), 100)
    if _has(match, "year"):
        return _one_day(_day(int(match["year"]), month, day))
    if setting.anchor is None:
        return UNKNOWN
    this = date(setting.anchor.year, month, day)
    step = 1 if setting.future and this < setting.anchor else -1 if not setting.future and this > setting.anchor else 0
    return _one_day(_day(this.year + step, month, day)) or UNKNOWN


def part_of_day(match: re.Match[str], setting: Setting) -> When | None:
    """A part of a day without a day, such as "in the evening", is kept, and stays open."""
    return UNKNOWN


def past_period(match: re.Match[str], setting: Setting) -> When | None:
    """A period up to publication, such as "the past week" or "the last three days"; "recent" ones have no
    start.
    """
    days = _length(match, setting)
    if setting.anchor is None:
        return UNKNOWN
    start = _shift(setting.anchor, -days) if days is not None and not _has(match, "recent") else None
    return When(start, setting.anchor)


def coming_period(match: re.Match[str], setting: Setting) -> When | None:
    """A period from publication on, such as "the next two weeks"; "the coming days" has no end."""
    days = _length(match, setting)
    if setting.anchor is None:
        return UNKNOWN
    return When(setting.anchor, _shift(setting.anchor, days) if days is not None else None)


def ago(match: re.Match[str], setting: Setting) -> When | None:
    """A distance back from publication, such as "three days ago"; the coarser the unit, the wider the
    interval.
    """
    unit, count = setting.fraction("units", match["unit"]), _count(match, setting)
    if setting.anchor is None:
        return UNKNOWN
    if count is None:
        start = _shift(setting.anchor, -_VAGUE.get(unit, 3))
        return When(start, setting.anchor, f"{start}~/{setting.anchor}") if start else UNKNOWN
    centre = _shift(setting.anchor, -int(count * unit))
    around = _BLUR.get(unit, 0)
    if unit == 365:
        return _year_before(setting.anchor, count)
    start, end = (_shift(centre, -around), _shift(centre, around)) if centre else (None, None)
    if start is None or end is None:
        return UNKNOWN
    return When(start, min(end, setting.anchor), f"{centre}~" if around else None)


def from_another_time(match: re.Match[str], setting: Setting) -> When | None:
    """A distance from another time, such as "two days later", is kept, and stays open."""
    return UNKNOWN


def calendar_period(match: re.Match[str], setting: Setting) -> When | None:
    """A calendar week, month or year: last week, this month, next year; "earlier" and "later" cut at
    publication.
    """
    if setting.anchor is None:
        return UNKNOWN
    step = -1 if _has(match, "last") else 1 if _has(match, "next") else 0
    whole = _calendar(setting.anchor, match["unit"], step)
    if whole.start is None or whole.end is None:
        return UNKNOWN
    if step == 0 and _has(match, "early"):
        return When(whole.start, min(setting.anchor, whole.end))
    if step == 0 and _has(match, "late"):
        return When(max(setting.anchor, whole.start), whole.end)
    return _third(match, whole.start, whole.end, whole.edtf)


RULES: tuple[Rule, ...] = (
    iso_date,
    numeric_date,
    day_and_month,
    month,
    year,
    decade,
    quarter,
    season,
    weekday,
    overnight,
    relative_day,
    holiday,
    part_of_day,
    past_period,
    coming_period,
    ago,
    from_another_time,
    calendar_period,
)


# --- arithmetic on days


def _has(match: re.Match[str], group: str) -> bool:
    return match.groupdict().get(group) is not None


def _day(year: int, month: int, day: int) -> date | None:
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _shift(day: date, days: int) -> date | None:
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _one_day(day: date | None) -> When | None:
    return When(day, day) if day else None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year_for(match: re.Match[str], setting: Setting, month: int, day: int) -> int | None:
    """The year that is written, or the one that puts the day from nine months before the anchor to three
    after.
    """
    if _has(match, "year"):
        return int(match["year"])
    if setting.anchor is None:
        return None
    back = (setting.anchor.year - 1, setting.anchor.year, setting.anchor.year + 1)
    near = [(y, _day(y, month, min(day, 28))) for y in back]
    for year, there in near:
        if there and -275 <= (there - setting.anchor).days <= 90:
            return year
    return setting.anchor.year


def _third(match: re.Match[str], start: date, end: date, edtf: str | None) -> When:
    """The first, middle or last third where the match has such a word, else the whole."""
    third = ((end - start).days + 1) // 3
    if _has(match, "early"):
        return When(start, start + timedelta(days=third - 1 if third else 0))
    if _has(match, "mid"):
        return When(start + timedelta(days=third), end - timedelta(days=third))
    if _has(match, "late"):
        return When(end - timedelta(days=third - 1 if third else 0), end)
    return When(start, end, edtf)


def _season(year: int, code: int) -> When:
    if code == 24:
        after = min(year + 1, MAXYEAR)
        return When(date(year, 12, 1), _month(after, 2)[1], f"{year:04}-24")
    first = 3 * (code - 20)
    return When(date(year, first, 1), _month(year, first + 2)[1], f"{year:04}-{code}")


def _count(match: re.Match[str], setting: Setting) -> int | None:
    """How many of the unit, 1 where no number is written; None for "several" and the like."""
    written = match.groupdict().get("number")
    if written is None:
        return 1
    return int(written) if written.isdecimal() else setting.number("numbers", written) or None


def _length(match: re.Match[str], setting: Setting) -> int | None:
    """The length of a period in days, at least one; None where it is vague ("the coming days")."""
    count, unit = _count(match, setting), setting.fraction("units", match["unit"])
    vague = not _has(match, "number") and match["unit"].endswith("s")
    return None if count is None or vague else max(1, math.ceil(count * unit))


def _year_before(anchor: date, count: int) -> When:
    year = anchor.year - count
    return When(date(year, 1, 1), date(year, 12, 31), f"{year:04}~") if year >= MINYEAR else UNKNOWN


def _calendar(anchor: date, unit: str, step: int) -> When:
    if unit in ("week", "weekend"):
        monday = _shift(anchor, 7 * step - anchor.weekday())
        sunday = _shift(monday, 6) if monday else None
        saturday = _shift(monday, 5) if monday else None
        return When(saturday if unit == "weekend" else monday, sunday)
    if unit == "month":
        index = anchor.year * 12 + anchor.month - 1 + step
        year, number = index // 12, index % 12 + 1
        if not MINYEAR <= year <= MAXYEAR:
            return UNKNOWN
        return When(*_month(year, number), edtf=f"{year:04}-{number:02}")
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    first = (anchor.year // size + step) * size
    if first < MINYEAR or first + size - 1 > MAXYEAR:
        return UNKNOWN
    edtf = f"{first:04}" if size == 1 else None
    return When(date(first, 1, 1), date(first + size - 1, 12, 31), edtf)
