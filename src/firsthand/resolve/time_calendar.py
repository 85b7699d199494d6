"""What each kind of calendar time means: one function for each rule that the patterns name.

A rule returns None to refuse the match, and UNKNOWN to keep it without dates.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

from firsthand.resolve.time_days import day_of, month_of, one_day, shift, third, year_for
from firsthand.resolve.time_meaning import UNKNOWN, Rule, Setting, When, has

__all__ = [
    "CALENDAR_RULES",
    "century",
    "day_and_month",
    "decade",
    "first_months",
    "iso_date",
    "month",
    "numeric_date",
    "part_of_month",
    "period_up_to",
    "quarter",
    "season",
    "year",
]


def iso_date(match: re.Match[str], setting: Setting) -> When | None:
    """A date in ISO form, such as 2025-11-22, is that day."""
    return one_day(day_of(int(match["year"]), int(match["month"]), int(match["day"])))


def numeric_date(match: re.Match[str], setting: Setting) -> When | None:
    """A date in figures, such as 22.11.2025, is that day; one whose day and month could change places keeps
    both readings.
    """
    a, b = int(match["a"]), int(match["b"])
    year = _short_year(match, setting) if has(match, "short") else year_for(match, setting, b, a)
    if year is None:
        return UNKNOWN if day_of(2024, b, a) else None
    day_first, month_first = day_of(year, b, a), day_of(year, a, b)
    if match["sep"] == "." or month_first is None or a == b or setting.lists_word("habits", "day first"):
        return one_day(day_first)
    if day_first is None:
        return one_day(month_first)
    readings = ",".join(sorted((day_first.isoformat(), month_first.isoformat())))
    return When(edtf=f"[{readings}]", doubt="day and month could change places")


def _short_year(match: re.Match[str], setting: Setting) -> int:
    """A year of two figures lies at most ten years after publication, else a century before."""
    year, latest = 2000 + int(match["short"]), (setting.anchor.year if setting.anchor else 2030) + 10
    return year if year <= latest else year - 100


def day_and_month(match: re.Match[str], setting: Setting) -> When | None:
    """A day and month, such as 14 May or May 14-16, is that day; without a year, the nearest one to
    publication.
    """
    number, first = setting.number("months", match["month"]), _day_number(match, setting)
    last = int(match["until"]) if has(match, "until") else int(match["also"]) if has(match, "also") else first
    year = year_for(match, setting, number, first)
    if year is None:
        return UNKNOWN if day_of(2024, number, first) and day_of(2024, number, last) else None
    start, end = day_of(year, number, first), day_of(year, number, last)
    if start is None or end is None or end < start:
        return None
    days = [first, *_listed(match), last]
    if days != sorted(set(days)) and has(match, "listed"):
        return None
    apart = has(match, "also") and last - first >= len(days)
    listed = ",".join(str(start.replace(day=day)) for day in days)
    return When(start, end, f"{{{listed}}}" if apart else None)


def _listed(match: re.Match[str]) -> list[int]:
    """The days between the first and the last of a list such as "2, 4 and 9 October"."""
    return [int(day) for day in re.findall(r"\d+", match["listed"])] if has(match, "listed") else []


def _day_number(match: re.Match[str], setting: Setting) -> int:
    return int(match["day"]) if has(match, "day") else setting.number("ordinals", match["ordinal"])


def month(match: re.Match[str], setting: Setting) -> When | None:
    """A month, such as November 2025 or late November, runs from its first day to its last, or is a third
    or half of that.
    """
    number = setting.number("months", match["month"])
    year = year_for(match, setting, number, 1, near=0 if has(match, "until_month") else 60)
    if setting.future and setting.anchor and not _says_year(match):
        ends = setting.number("months", match["until_month"]) if has(match, "until_month") else number
        year = setting.anchor.year + (ends < setting.anchor.month)  # a month that is over is not ahead
    if year is not None and setting.anchor and not has(match, "year"):
        current = setting.anchor
        if has(match, "last") and (year, number) >= (current.year, current.month):
            year -= 1
        if has(match, "next") and (year, number) <= (current.year, current.month):
            year += 1
    if year is None or not MINYEAR <= year <= MAXYEAR:
        return UNKNOWN
    start, end = month_of(year, number)
    if has(match, "until_month"):
        last = setting.number("months", match["until_month"])
        if last <= number:
            return None
        apart = has(match, "apart") and last > number + 1
        months = f"{{{year:04}-{number:02},{year:04}-{last:02}}}"
        return When(start, month_of(year, last)[1], months if apart else None)
    return third(match, start, end, f"{year:04}-{number:02}")


def _says_year(match: re.Match[str]) -> bool:
    return any(has(match, group) for group in ("year", "lastyear", "thisyear", "nextyear"))


def part_of_month(match: re.Match[str], setting: Setting) -> When | None:
    """A week of a month is counted in sevens from its first day, a third of a month in tens; "the first
    days" or "the last days" are about five, "the first ten days" are ten; "the week of 12 May" is the calendar
    week around that day.
    """
    number = setting.number("months", match["month"])
    year = year_for(match, setting, number, 1)
    if year is None:
        return UNKNOWN
    if has(match, "day"):
        day = day_of(year, number, int(match["day"]))
        if day is None:
            return None
        monday = date.fromordinal(max(1, day.toordinal() - day.weekday()))
        return When(monday, date.fromordinal(min(monday.toordinal() + 6, date.max.toordinal())))
    first, last = month_of(year, number)
    counted = _whole_number(match, setting)
    if (has(match, "days") or has(match, "last_days")) and has(match, "number") and counted:
        if counted > last.day:
            return None
        few = timedelta(days=counted - 1)
        return When(first, first + few) if has(match, "days") else When(last - few, last)
    if has(match, "last_days"):
        return When(last.replace(day=last.day - 4), last, f"{last.replace(day=last.day - 4)}~/{last}")
    if has(match, "days"):
        return When(first, first.replace(day=5), f"{first}/{first.replace(day=5)}~")
    size, count = (10, 3) if has(match, "ten") else (7, 4)
    which = setting.number("ordinals", match["which"])
    if not 1 <= which <= count:
        return None
    end = last if (size, which) == (10, 3) else first.replace(day=which * size)
    return When(first.replace(day=(which - 1) * size + 1), end)


def year(match: re.Match[str], setting: Setting) -> When | None:
    """A year after a word such as "in" or "since", a span of years, or a part of a year such as
    "mid-2024".
    """
    first = int(match["year"])
    last = first
    if has(match, "until"):
        written = match["until"]
        last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
        if last <= first:
            return None
        return When(date(first, 1, 1), date(last, 12, 31), f"{first:04}/{last:04}")
    if has(match, "fiscal"):
        doubt = "a fiscal year may begin in another month than January"
        return When(date(first, 1, 1), date(last, 12, 31), f"{first:04}", doubt=doubt)
    return third(match, date(first, 1, 1), date(last, 12, 31), f"{first:04}")


def decade(match: re.Match[str], setting: Setting) -> When | None:
    """A decade, such as the 1990s; "early" is its first four years, "late" its last three."""
    written = match["decade"]
    tens = int(written) if written.isdecimal() else setting.number("decades", written)
    first = (tens if tens >= 100 else 190 + tens) * 10
    low, high = (0, 3) if has(match, "early") else (4, 6) if has(match, "mid") else (7, 9)
    if not (has(match, "early") or has(match, "mid") or has(match, "late")):
        return When(date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10}X")
    return When(date(first + low, 1, 1), date(first + high, 12, 31), f"{first + low}/{first + high}")


def century(match: re.Match[str], setting: Setting) -> When | None:
    """A century, such as the 17th, runs from the year 01 to the year 00."""
    written = match["century"]
    number = int(written) if written.isdecimal() else setting.number("romans", written)
    if not 1 <= number <= 21:
        return None
    first = (number - 1) * 100 + 1
    low, high = first, first + 99
    if has(match, "early") or has(match, "mid") or has(match, "late"):
        low = first + (0 if has(match, "early") else 33 if has(match, "mid") else 67)
        high = low + (32 if not has(match, "mid") else 33)
    if has(match, "half1") or has(match, "half2"):
        low, high = (first, first + 49) if has(match, "half1") else (first + 50, first + 99)
    return When(date(low, 1, 1), date(high, 12, 31), f"{low:04}/{high:04}")


def quarter(match: re.Match[str], setting: Setting) -> When | None:
    """A quarter or half of a year, such as the third quarter of 2025 or Q3 2025; without a year, the last
    one that had begun.
    """
    number = 4 if has(match, "final") else _which_quarter(match, setting)
    months = 6 if has(match, "halves") else 3
    if not 1 <= number <= 12 // months:
        return None
    first = months * (number - 1) + 1
    if not _says_year(match):
        if setting.anchor is None:
            return UNKNOWN
        year = setting.anchor.year - (1 if first > setting.anchor.month and not setting.future else 0)
    else:
        said = year_for(match, setting, first, 1)
        if said is None:
            return UNKNOWN
        year = said
    return third(match, date(year, first, 1), month_of(year, first + months - 1)[1], None)


def _which_quarter(match: re.Match[str], setting: Setting) -> int:
    return setting.number("ordinals", match["which"]) if has(match, "which") else int(match["q"])


def season(match: re.Match[str], setting: Setting) -> When | None:
    """A season, such as summer 2023 or last winter, by the months of the northern half of the world."""
    code = setting.number("seasons", match["season"])
    if has(match, "year"):
        return _season(int(match["year"]), code)
    if setting.anchor is None:
        return UNKNOWN
    anchor = setting.anchor
    for group, step in (("lastyear", -1), ("thisyear", 0), ("nextyear", 1)):
        if has(match, group):
            return _season(max(MINYEAR, min(anchor.year + step, MAXYEAR - 1)), code)
    by_year = [_season(anchor.year + k, code) for k in (-2, -1, 0, 1) if MINYEAR < anchor.year + k < MAXYEAR - 1]
    begun = [s for s in by_year if s.start and s.start <= anchor]
    over = [s for s in begun if s.end and s.end < anchor]
    ahead = [s for s in by_year if s.start and s.start > anchor]
    if has(match, "last"):
        return over[-1] if over else UNKNOWN
    if has(match, "next") or (setting.future and not has(match, "this")):
        return ahead[0] if ahead else UNKNOWN
    if has(match, "this"):
        return min(by_year, key=lambda s: _days_off(s, anchor), default=UNKNOWN)
    return begun[-1] if begun else UNKNOWN


def _days_off(period: When, day: date) -> int:
    """How many days the period is over, or ahead of the day."""
    if period.start is None or period.end is None:
        return date.max.toordinal()
    return max((period.start - day).days, (day - period.end).days, 0)


def _season(year: int, code: int) -> When:
    if code == 24:
        after = min(year + 1, MAXYEAR)
        return When(date(year, 12, 1), month_of(after, 2)[1], f"{year:04}-24")
    first = 3 * (code - 20)
    return When(date(year, first, 1), month_of(year, first + 2)[1], f"{year:04}-{code}")


def first_months(match: re.Match[str], setting: Setting) -> When | None:
    """The first months of a year, such as "the first nine months of 2025" in company reports, are counted
    from January.
    """
    written = match["number"]
    count = int(written) if written.isdecimal() else int(float(setting.entry("numbers", written)))
    year = year_for(match, setting, 1, 1)
    if year is None:
        return UNKNOWN
    return When(date(year, 1, 1), month_of(year, count)[1]) if 1 <= count <= 12 else None


def period_up_to(match: re.Match[str], setting: Setting) -> When | None:
    """A period told by its end, such as "the week ending 13 October" or "the nine months to 30 September",
    is so many whole weeks, months or years that end on that day.
    """
    number = setting.number("months", match["month"])
    year = year_for(match, setting, number, int(match["day"]) if has(match, "day") else 1)
    if year is None:
        return UNKNOWN
    end = day_of(year, number, int(match["day"])) if has(match, "day") else month_of(year, number)[1]
    count = _whole_number(match, setting)
    if end is None or count is None:
        return None
    start = _start_of(end, count, int(float(setting.entry("units", match["unit"]))))
    return When(start, end) if start else UNKNOWN


def _whole_number(match: re.Match[str], setting: Setting) -> int | None:
    written = match.groupdict().get("number")
    if written is None:
        return 1
    number = float(written) if written.isdecimal() else float(setting.entry("numbers", written))
    return int(number) if number >= 1 and number.is_integer() else None


def _start_of(end: date, count: int, unit: int) -> date | None:
    """The first day of so many units that end on that day; months are those of the calendar."""
    if unit < 30:
        return shift(end, 1 - count * max(unit, 1))
    after = shift(end, 1)
    if after is None:
        return None
    year, number = divmod(after.year * 12 + after.month - 1 - count * round(unit / 30.4), 12)
    return day_of(year, number + 1, min(after.day, 28) if after.day > 28 else after.day)


CALENDAR_RULES: tuple[Rule, ...] = (
    iso_date,
    numeric_date,
    day_and_month,
    month,
    part_of_month,
    year,
    decade,
    century,
    quarter,
    season,
    first_months,
    period_up_to,
)
