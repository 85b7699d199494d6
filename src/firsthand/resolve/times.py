"""Time expressions, read by a grammar of our own and anchored on the day of publication.

The patterns stand in `data/times.yaml`, one block per language; the functions here say what a match means.
Intervals are in whole days, both ends included, and in EDTF (ISO 8601-2) where that is possible.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from firsthand.model import Interval, Span
from firsthand.resolve.data import block
from firsthand.resolve.lexicon import Words, words_of

__all__ = ["RULES", "dated_spans", "find_times"]

_LOOK_BACK = 8
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
        return self.lists[name][re.sub(r"\s+", " ", word.lower())]


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
    if year is None:
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
    by_year = [
        _season(anchor.year + k, code) for k in (-2, -1, 0, 1) if MINYEAR < anchor.year + k < MAXYEAR - 1
    ]
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
    whole = _calendar(setting.anchor, match["unit"].lower(), step)
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
    vague = not _has(match, "number") and match["unit"].lower().endswith("s")
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


# --- finding


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: Rule
    regex: re.Pattern[str]
    after: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Grammar:
    by_first: dict[str, tuple[_Pattern, ...]]
    lists: dict[str, dict[str, float]]
    capitals: frozenset[str]
    since: frozenset[str]
    until: frozenset[str]
    future: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Expression:
    """A match, before it is anchored: the tokens it covers, and the rule that reads it."""

    span: Span
    match: re.Match[str]
    rule: Rule
    first: int
    end: int
    future: bool


def _filled(pattern: str, data: dict[str, Any]) -> str:
    """The pattern with every {name} replaced: a fragment as it is, a list by its words, the longest first."""

    def replacement(found: re.Match[str]) -> str:
        name = found[1]
        if name in data["where"]:
            return _filled(data["where"][name], data)
        listed = sorted(map(str, data[name]), key=len, reverse=True)
        return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) + ")"

    return re.sub(r"\{([a-z_][a-z0-9_]*)\}", replacement, pattern)


def _firsts(first: list[str], data: dict[str, Any]) -> set[str]:
    """The first words of a pattern, folded; "#" stands for digits."""
    words: set[str] = set()
    for item in first:
        named = re.fullmatch(r"\{(\w+)\}", item)
        words |= {str(w).split()[0] for w in data[named[1]]} if named else {item}
    return words


@cache
def _grammar(language: str) -> _Grammar | None:
    data = block("times.yaml", language)
    if data is None:
        return None
    rules = {rule.__name__: rule for rule in RULES}
    by_first: dict[str, list[_Pattern]] = {}
    for entry in data["patterns"]:
        regex = re.compile(_filled(entry["pattern"], data), re.IGNORECASE)
        after = frozenset(data[entry["after"]]) if "after" in entry else None
        for word in _firsts(entry["first"], data):
            by_first.setdefault(word, []).append(_Pattern(rules[entry["rule"]], regex, after))
    return _Grammar(
        by_first={word: tuple(patterns) for word, patterns in by_first.items()},
        lists={name: words for name, words in data.items() if isinstance(words, dict) and name != "where"},
        capitals=frozenset(_firsts(data["capitals"], data)),
        since=frozenset(data["since"]),
        until=frozenset(data["until"]),
        future=frozenset(data["future"]),
    )


@lru_cache(maxsize=4)
def _expressions(text: str, language: str) -> tuple[_Expression, ...]:
    grammar = _grammar(language)
    if grammar is None:
        return ()
    words, found, i = words_of(text), [], 0
    while i < len(words):
        expression = _expression_at(words, i, grammar)
        if expression is None:
            i += 1
        else:
            found.append(expression)
            i = expression.end
    return tuple(found)


def _expression_at(words: Words, i: int, grammar: _Grammar) -> _Expression | None:
    """The longest expression that starts at token `i`, if any."""
    word = words.low[i]
    patterns = grammar.by_first.get("#" if word[0].isdecimal() else word.partition("-")[0])
    if patterns is None or _glued_to_more(words, i):
        return None
    best: re.Match[str] | None = None
    rule: Rule | None = None
    for pattern in patterns:
        if pattern.after is not None and (i == 0 or words.low[i - 1] not in pattern.after):
            continue
        match = pattern.regex.match(words.text, words.starts[i])
        if match and (best is None or match.end() > best.end()) and _well_written(match, words, i, grammar):
            best, rule = match, pattern.rule
    if best is None or rule is None:
        return None
    end = i
    while end < len(words) and words.starts[end] < best.end():
        end += 1
    future = rule is weekday and _speaks_of_future(words, i, grammar)
    return _Expression(Span(best.start(), best.end()), best, rule, i, end, future)


def _glued_to_more(words: Words, i: int) -> bool:
    """Whether the token goes on from something before it without a space, as in T-72, 9/11 or €2024."""
    if not words.glued(i) or not words.low[i][0].isdecimal():
        return False
    before = words.low[i - 1]
    return before not in "(\"'[“‘«—–" and not before[-1].isspace()


def _well_written(match: re.Match[str], words: Words, i: int, grammar: _Grammar) -> bool:
    """Whether names of months and days have their capital, and the match does not end inside a word."""
    end = match.end()
    text = words.text
    if end < len(text) and (text[end].isalnum() or text[end] == "_") and text[end - 1].isalnum():
        return False
    named = match.groupdict()
    for group in ("month", "weekday"):
        written = named.get(group)
        if written and written.lower() in grammar.capitals and not written[0].isupper():
            return False
    return True


def _speaks_of_future(words: Words, i: int, grammar: _Grammar) -> bool:
    for word in reversed(words.low[max(0, i - _LOOK_BACK) : i]):
        if word in ".!?;":
            return False
        if word in grammar.future:
            return True
    return False


def _written(when: When) -> str | None:
    """The interval in EDTF."""
    if when.edtf or (when.start is None and when.end is None):
        return when.edtf
    if when.start == when.end and when.start:
        return when.start.isoformat()
    return f"{when.start or '..'}/{when.end or '..'}"


def _interval(
    expression: _Expression, words: Words, grammar: _Grammar, anchor: date | None
) -> Interval | None:
    setting = Setting(anchor, grammar.lists, expression.future)
    when = expression.rule(expression.match, setting)
    if when is None:
        return None
    span, before = expression.span, words.low[expression.first - 1] if expression.first else ""
    if before in grammar.since | grammar.until:
        span = replace(span, start=words.starts[expression.first - 1])
        if before in grammar.until:
            when = When(None, when.end)
        elif when.start and (anchor is None or when.start <= anchor):
            when = When(when.start, anchor)
    return Interval(span, when.start, when.end, _written(when))


def find_times(
    text: str, language: str, anchor: date | datetime | None, within: Span | None = None
) -> tuple[Interval, ...]:
    """The time expressions of `text`, in order, without overlap.

    `anchor` is the day of publication; without it, relative expressions are found, but have neither start
    nor end. An unknown language gives none.
    """
    grammar = _grammar(language)
    if grammar is None:
        return ()
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    words = words_of(text)
    found = []
    for expression in _expressions(text, language):
        if within is not None and expression.span not in within:
            continue
        interval = _interval(expression, words, grammar, day)
        if interval is not None:
            found.append(interval)
    return tuple(found)


@lru_cache(maxsize=4)
def dated_spans(text: str, language: str) -> tuple[Span, ...]:
    """Where the text has time expressions, in order: figures inside them count nothing."""
    return tuple(interval.span for interval in find_times(text, language, None))
