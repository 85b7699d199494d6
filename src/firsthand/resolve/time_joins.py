"""Expressions that stand together become one: a range, a day with its clock time, "since" a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from firsthand.model import Span
from firsthand.resolve.lexicon import Words
from firsthand.resolve.time_calendar import (
    day_and_month,
    iso_date,
    month,
    numeric_date,
    part_of_month,
    season,
    year,
)
from firsthand.resolve.time_clock import clock, hours, iso_moment
from firsthand.resolve.time_days import shift
from firsthand.resolve.time_feasts import anniversary, holiday, turning_point
from firsthand.resolve.time_grammar import Grammar
from firsthand.resolve.time_matching import Match
from firsthand.resolve.time_meaning import UNKNOWN, Rule, Setting, When, has
from firsthand.resolve.time_recurring import RECURRING_RULES
from firsthand.resolve.time_relative import (
    RELATIVE_RULES,
    calendar_period,
    from_another_time,
    from_event,
    part_of_day,
    relative_day,
    weekday,
)

__all__ = ["CLOCKS", "JOIN_RULES", "Expression", "joined", "leaf"]

_LOOK_BACK, _LOOK_AHEAD = 8, 8
_SEASON = 92
"""Days to step back so that "since September" is the last one, not the next."""
_DAYS = frozenset({day_and_month, numeric_date, iso_date, weekday, relative_day, holiday})
_DATES = frozenset({day_and_month, numeric_date, iso_date})
_EVENTS = _DATES | {holiday, turning_point, anniversary, year, month, iso_moment}
_EVENT_REACH = 5
"""How many words after "three weeks after" the event may be named in: "the signing of the ceasefire"."""
CLOCKS = frozenset({clock, hours})
_RECURRING = frozenset(RECURRING_RULES)
_BEGIN = _DAYS | {month, year, season, calendar_period, part_of_month, clock}
_AT = frozenset({clock, iso_moment, from_another_time})
_DAY_NAMES = frozenset(rule.__name__ for rule in (*_DAYS, iso_moment, from_another_time))
_COUNTED = frozenset(rule.__name__ for rule in RELATIVE_RULES)
_ENDS = frozenset(".!?;:,\"'“”«»()")
_NEXT_ONES = frozenset(rule.__name__ for rule in (weekday, season, holiday, calendar_period))
_BEFORE = frozenset({"until", "before"})
_POSSESSIVE = re.compile(r"['’]s\b")

Read = Callable[[Setting], When | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression and how to read it; `rules` are those it rests on, `dated` says a year is written,
    `spread` that it is a range or list in itself."""

    span: Span
    first: int
    end: int
    read: Read
    rules: tuple[str, ...]
    rule: Rule | None
    dated: bool
    spread: bool
    grammar: Grammar

    @property
    def named_day(self) -> bool:
        """Whether it names a day, from which others can be counted."""
        return self.rule in _DAYS or (self.rule in _AT and any(name in _DAY_NAMES for name in self.rules))

    @property
    def absolute(self) -> bool:
        """Whether it needs no day of publication."""
        return self.dated and all(rule not in _COUNTED for rule in self.rules)


def leaf(match: Match, words: Words, grammar: Grammar) -> Expression:
    """A single match as an expression."""
    future = _speaks_of_future(words, match, grammar)
    if not future and has(match.found, "unless_past"):
        future = not _speaks_of_past(words, match.first, grammar)

    def read(setting: Setting) -> When | None:
        return match.rule(match.found, setting.read_with(grammar.lists, future or setting.future))

    dated = has(match.found, "year") or has(match.found, "lastyear")
    spread = any(has(match.found, group) for group in ("until", "also", "until_month"))
    rules = (match.rule.__name__,)
    return Expression(match.span, match.first, match.end, read, rules, match.rule, dated, spread, grammar)


def _speaks_of_future(words: Words, match: Match, grammar: Grammar) -> bool:
    """Whether a word of the future stands before in the clause, or after where the sentence starts so."""
    for word in reversed(words.low[max(0, match.first - _LOOK_BACK) : match.first]):
        if word in '.!?;”»"':
            break
        if _of_future(word, match, grammar):
            return True
    starts = match.first < 2 or any(word in ".!?" for word in words.low[match.first - 2 : match.first])
    starts = starts or "\n" in words.text[words.ends[max(0, match.first - 3)] : match.span.start]
    ahead = words.low[match.end : match.end + (_LOOK_AHEAD if starts else 2)]
    for word in ahead:
        if word in _ENDS:
            return False
        if _of_future(word, match, grammar):
            return True
    return False


def _speaks_of_past(words: Words, first: int, grammar: Grammar, *, done: bool = False) -> bool:
    """Whether the nearest word before token `first` that tells is a verb of the past, and neither the "to" of an
    infinitive nor one; and nothing is ordered or promised before it. With `done` it is something that came to an end.
    """
    low, past = words.low, False
    form = grammar.done_form if done else None
    for k in range(first - 1, max(-1, first - 1 - _LOOK_BACK - _LOOK_AHEAD), -1):
        if low[k] in '.!?;”»"':
            break
        if low[k] in grammar.ordered:
            return False
        if not past and low[k] == "to" and low[k + 1] not in grammar.articles:
            return False
        if not past and done and grammar.infinitive is not None and grammar.infinitive.fullmatch(low[k]):
            return False
        of_past = form.fullmatch(low[k]) is not None if form else _of_past(low[k], grammar)
        past = past or (of_past and low[k - 1] != "be")
    return past


def _of_past(word: str, grammar: Grammar) -> bool:
    return word in grammar.past or (grammar.past_form is not None and grammar.past_form.fullmatch(word) is not None)


def _of_future(word: str, match: Match, grammar: Grammar) -> bool:
    """Whether the word is one of the list, or has the form of a verb of the future."""
    if word in grammar.future or (match.rule in CLOCKS and word in grammar.scheduled):
        return True
    return grammar.future_form is not None and grammar.future_form.fullmatch(word) is not None


# --- the joins, each a function of two neighbours; None where they do not belong together


def day_with_day(a: Expression, b: Expression, words: Words) -> Expression | None:
    """A weekday or "yesterday" beside a date, such as "Friday, 13 June", is one expression; where the two
    disagree, the date holds and the reason says so.
    """
    if not {a.rule, b.rule} <= _DAYS or (a.rule in _DATES) == (b.rule in _DATES):
        return None
    if _between(a, b, words) not in a.grammar.links["same_day"]:
        return None
    date, said = (a, b) if a.rule in _DATES else (b, a)

    def read(setting: Setting) -> When | None:
        when, other = date.read(setting), said.read(setting)
        if when is None or when.start is None or other is None or other.start is None:
            return when or other
        agrees = when.start == other.start or (said.rule is weekday and when.start.weekday() == other.start.weekday())
        return when if agrees else replace(when, doubt="the day named beside the date is another one")

    return _merged(a, b, read, date.rule, day_with_day)


def day_with_part(a: Expression, b: Expression, words: Words) -> Expression | None:
    """A part of a day beside a day, such as "the morning of 9 January", is that day."""
    if (a.rule is part_of_day) == (b.rule is part_of_day):
        return None
    _, day = (a, b) if a.rule is part_of_day else (b, a)
    if not day.named_day or _between(a, b, words) not in a.grammar.links["part_of_day"]:
        return None
    return _merged(a, b, day.read, day.rule, day_with_part)


def day_with_clock(a: Expression, b: Expression, words: Words) -> Expression | None:
    """A clock time beside a day, such as "06:40 on 12 January", is on that day."""
    if (a.rule in CLOCKS) == (b.rule in CLOCKS):
        return None
    at, day = (a, b) if a.rule in CLOCKS else (b, a)
    between = _between(a, b, words)
    if not day.named_day or between not in a.grammar.links["clock_first" if at is a else "day_first"]:
        return None

    def read(setting: Setting) -> When | None:
        hours, when = at.read(setting), day.read(setting)
        if hours is None or when is None:
            return when
        return replace(when, starts_at=hours.starts_at, ends_at=hours.ends_at, edtf=None)

    return _merged(a, b, read, clock, day_with_clock)


def counted_from(a: Expression, b: Expression, words: Words) -> Expression | None:
    """A distance beside the date or feast it is counted from, such as "two days before Christmas", is that
    day.
    """
    if a.rule is not from_event or b.rule not in _EVENTS or _between(a, b, words) not in a.grammar.links["event"]:
        return None

    def read(setting: Setting) -> When | None:
        return a.read(replace(setting, event=b.read(setting)))

    return _merged(a, b, read, None, counted_from)


def range_of_times(a: Expression, b: Expression, words: Words) -> Expression | None:
    """Two times with "from … to" or "between … and" are the interval from the first to the last."""
    if (a.rule is clock) != (b.rule is clock) or part_of_day in (a.rule, b.rule) or b.first - a.end != 1:
        return None
    joiner = words.low[a.end]
    opened = a.first > 0 and joiner in a.grammar.ranges.get(words.low[a.first - 1], ())
    if not opened and not (a.rule is b.rule and joiner in a.grammar.ranges[""]):
        return None

    def read(setting: Setting) -> When | None:
        return _from_to(a, b, setting)

    merged = _merged(a, b, read, clock if a.rule is clock else None, range_of_times)
    if not opened:
        return merged
    return replace(merged, first=a.first - 1, span=Span(words.starts[a.first - 1], b.span.end))


def _from_to(a: Expression, b: Expression, setting: Setting) -> When:
    last, first = b.read(setting), a.read(setting)
    if first is None or last is None or last.end is None:
        return UNKNOWN
    if a.rule is clock:
        return _between_clocks(first if a.named_day else replace(first, start=last.start), last)
    if first.start is None or first.start > last.end or (b.dated and not a.dated):
        first = a.read(replace(setting, anchor=last.end, future=False)) or UNKNOWN
    if first.start is None or first.start > last.end:
        return UNKNOWN
    years = f"{first.edtf}/{last.edtf}"
    return When(first.start, last.end, years if re.fullmatch(r"\d{4}/\d{4}", years) else None)


def _between_clocks(first: When, last: When) -> When:
    """From one clock time to another; past midnight where the second is earlier."""
    start, end = first.start, last.end
    if first.starts_at and last.ends_at and start and start == end:
        over_midnight = first.starts_at.replace(tzinfo=None) > last.ends_at.replace(tzinfo=None)
        start = shift(start, -1) if over_midnight else start
    if start and end and start > end:
        return UNKNOWN
    starts_at, ends_at = first.starts_at, last.ends_at
    if starts_at and ends_at and starts_at.tzinfo is None:  # "from 9:00 to 18:30 Moscow time": the zone is of both
        starts_at = starts_at.replace(tzinfo=ends_at.tzinfo)
    return When(start, end, starts_at=starts_at, ends_at=ends_at)


def bounded(a: Expression, words: Words) -> Expression:
    """A time after "since" runs to publication, one after "starting" also has no end where it is ahead;
    one after "until", "by" or "before" has no start, one after "after" no end, and "around" is approximate.
    """
    found = _bound_before(a, words)
    if found is None:
        return a
    count, kind = found
    first = a.first - count
    if kind in ("before", "after") and _POSSESSIVE.match(words.text, a.span.end):
        return a
    if kind == "before" and _is_closing(a, words):
        kind = "until"  # "before the end of June": the last days of June are no more before it than the rest
    if kind == "about" and not (a.dated or a.rule in _DATES or words.low[a.first][0].isdecimal()):
        return a

    ahead = kind == "until" and _lies_ahead(a, words, first)

    def read(setting: Setting) -> When | None:
        when = a.read(replace(setting, future=setting.future or ahead))
        if kind in ("until", "before") and a.rule in (month, part_of_month) and not ahead:
            when = _nearer(when, a.read(replace(setting, future=True)), setting)
        if kind == "since" and when and when.start and setting.anchor and when.start > setting.anchor:
            when = a.read(replace(setting, anchor=shift(setting.anchor, -_SEASON)))
        return _within_bound(when, kind, setting)

    span = Span(words.starts[first], a.span.end)
    return replace(a, span=span, first=first, read=read, rules=(*a.rules, bounded.__name__))


def _is_closing(a: Expression, words: Words) -> bool:
    """Whether it is told by its end: "the end of June"."""
    return any(tuple(words.low[a.first : a.first + len(phrase)]) == phrase for phrase in a.grammar.closing)


def _lies_ahead(a: Expression, words: Words, first: int) -> bool:
    """Whether a time after "until" or "by" is one to come: an order or a deadline is told before it, or it is a day of
    the week without a clock time, a weekend, a season or a feast, and neither how long something went on, nor before
    a verb of the past, as in "By Sunday night 40 bodies had been found", nor after one, as in "was found by Sunday".
    """
    if first and words.low[first - 1] in a.grammar.granted:
        return True
    for word in reversed(words.low[max(0, first - _LOOK_BACK) : first]):
        if word in ".!?;":
            break
        if word in a.grammar.ordered:
            return True
        if word in a.grammar.went_on:
            return False
    if a.rule in CLOCKS or not any(rule in _NEXT_ONES for rule in a.rules):
        return False
    if words.low[first] in a.grammar.done_by and _speaks_of_past(words, first, a.grammar, done=True):
        return False
    starts = (
        first == 0 or words.low[first - 1] in ".!?" or "\n" in words.text[words.ends[first - 1] : words.starts[first]]
    )
    return not (starts and any(_of_past(word, a.grammar) for word in words.low[a.end : a.end + _LOOK_AHEAD]))


def _nearer(when: When | None, ahead: When | None, setting: Setting) -> When | None:
    """Of two years of a month, the one nearer to publication: "before the end of June" is ahead in March."""
    day = setting.anchor
    if day is None or when is None or when.end is None or ahead is None or ahead.end is None:
        return when
    return ahead if abs((ahead.end - day).days) < abs((when.end - day).days) else when


def _bound_before(a: Expression, words: Words) -> tuple[int, str] | None:
    """The longest phrase of bounds that ends right before: its length in tokens, and its kind."""
    if a.spread or a.rule in _RECURRING:
        return None
    for count in (4, 3, 2, 1):
        if count <= a.first:
            kind = a.grammar.bounds.get(tuple(words.low[a.first - count : a.first]))
            if kind == "from" and a.rule not in _BEGIN:
                continue
            if kind == "counted from" and a.rule in _DATES and not words.capitalised(a.first - count):
                continue  # "an order of 3 February" is dated so, and does not last since
            if kind == "counted from" or (kind == "from" and words.capitalised(a.first - count)):
                kind = "starting"
            if kind is not None:
                return count, kind
    return None


def _within_bound(when: When | None, kind: str, setting: Setting) -> When | None:
    if when is None or when == UNKNOWN or (when.start is None and when.end is None):
        return when
    if when.starts_at or when.ends_at:
        return _clock_bound(when, kind)
    anchor = setting.anchor
    if kind == "about":
        plain = when.edtf or (when.start.isoformat() if when.start and when.start == when.end else "")
        return replace(when, edtf=f"{plain}~") if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", plain) else when
    if kind == "until":
        return When(None, when.end, doubt=when.doubt)
    if kind == "before":
        return When(None, shift(when.start, -1) if when.start else None)
    if kind == "after":
        return When(shift(when.end, 1) if when.end else None, None)
    over = bool(when.start and anchor and when.start <= anchor)
    if kind in ("since", "starting") and over and (kind == "since" or when.start != anchor):
        return When(when.start, anchor)
    return when if kind == "from" and (over or anchor is None) else When(when.start, None)


def _clock_bound(when: When, kind: str) -> When:
    if kind in _BEFORE:
        return replace(when, starts_at=None)
    return replace(when, ends_at=None) if kind in ("since", "starting", "after", "open") else when


def _between(a: Expression, b: Expression, words: Words) -> tuple[str, ...]:
    return tuple(words.low[a.end : b.first]) if b.first - a.end <= 3 else ("…",)


def _merged(a: Expression, b: Expression, read: Read, rule: Rule | None, join: Callable[..., object]) -> Expression:
    return Expression(
        Span(a.span.start, b.span.end),
        a.first,
        b.end,
        read,
        (*a.rules, *b.rules, join.__name__),
        rule,
        a.dated or b.dated,
        a.spread or b.spread or join is range_of_times,
        a.grammar,
    )


def _clocks(a: Expression, b: Expression, words: Words) -> Expression | None:
    return range_of_times(a, b, words) if a.rule is clock else None


_PAIRS = (_clocks, day_with_day, day_with_part, counted_from, range_of_times, day_with_clock, range_of_times)

JOIN_RULES: tuple[Callable[..., object], ...] = (
    day_with_day,
    day_with_part,
    day_with_clock,
    counted_from,
    range_of_times,
    bounded,
)


def joined(expressions: Sequence[Expression], words: Words) -> list[Expression]:
    """The expressions with all that belong together made one, in order."""
    now = list(expressions)
    for pair in _PAIRS:
        out: list[Expression] = []
        for expression in now:
            both = pair(out[-1], expression, words) if out and out[-1].grammar is expression.grammar else None
            if both is None:
                out.append(expression)
            else:
                out[-1] = both
        now = out
    apart = [e for e in now if e.rule is not from_event or words.low[max(0, e.first - 1)] not in e.grammar.durations]
    stops = [e.first for e in apart[1:]] + [len(words)]
    return [_with_event(bounded(e, words), words, stop) for e, stop in zip(apart, stops, strict=False)]


def _with_event(a: Expression, words: Words, stop: int) -> Expression:
    """The distance with the event that it is counted from, where the event is named in the next few words."""
    if a.rule is not from_event:
        return a
    for i in range(a.end, min(a.end + _EVENT_REACH, stop)):
        if not words.low[i][0].isalpha():
            break
        if words.low[i] in a.grammar.events:
            return replace(a, span=Span(a.span.start, words.ends[i]), end=i + 1)
    return a
