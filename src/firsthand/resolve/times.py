"""Time expressions, read by a grammar of our own and anchored on the day of publication.

The patterns stand in `data/times-*.yaml`, one file per language; `time_rules` lists what a match may mean, and
names the layers. Intervals are in whole days, both ends included, and in EDTF (ISO 8601-2) where that is
possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from firsthand.model import Interval, Reason, Span
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.stretches import stretches
from firsthand.resolve.time_clock import moment_of
from firsthand.resolve.time_grammar import LANGUAGES, grammar_of, whole_grammar
from firsthand.resolve.time_joins import CLOCKS, JOIN_RULES, Expression, joined, leaf
from firsthand.resolve.time_matching import matches
from firsthand.resolve.time_meaning import Setting, When
from firsthand.resolve.time_relative import overnight
from firsthand.resolve.time_rules import RULES as MATCH_RULES
from firsthand.text import fold

__all__ = ["RULES", "dated_spans", "find_times"]

_REACH = 400
"""How many characters back a day may have been named for "two days later" to be counted from it."""

_NIGHT_FROM, _NIGHT_UNTIL = 20, 5
"""Between these hours of UTC the day is another one in much of Europe or America."""

_CALENDAR = frozenset({"day_and_month", "iso_date", "numeric_date", "month", "day_of_month"})
"""Rules by which a month is named, in which the next bare day of the month may lie."""

_SENTENCE_END = re.compile(r"[.!?]\s")


def day_of_publication(published: datetime | date | None) -> Reason | None:
    """Relative times count from the day of publication in the zone it was given in. Where there is no such
    day, or it is near midnight and the zone of the writer is not known, the reason says so.
    """
    if published is None:
        return Reason("day_of_publication", "the report has no date of publication")
    if not isinstance(published, datetime) or published.utcoffset():
        return None
    said = "in UTC" if published.tzinfo else "without a zone"
    if published.hour >= _NIGHT_FROM:
        return Reason(
            "day_of_publication", f"published {published:%H:%M} {said}: for the writer it may be the next day"
        )
    if published.hour < _NIGHT_UNTIL and published.tzinfo:
        return Reason(
            "day_of_publication", f"published {published:%H:%M} {said}: for the writer it may be the day before"
        )
    return None


RULES: tuple[Callable[..., object], ...] = (*MATCH_RULES, *JOIN_RULES, day_of_publication)


@lru_cache(maxsize=4)
def _expressions(text: str, language: str) -> tuple[Expression, ...]:
    """The expressions, joined, and not yet anchored."""
    if language not in LANGUAGES:
        return ()
    if _expressions.cache_info().currsize:  # who reads a second text reads many
        whole_grammar(language)
    words, folded = words_of(text), _folded(text)
    found: list[Expression] = []
    for here, lo, hi in stretches(words, language, 0, len(words)):
        grammar = grammar_of(here)
        if grammar is not None:
            found += [leaf(match, words, grammar) for match in matches(words, folded, lo, hi, grammar)]
    return tuple(joined(found, words))


def _folded(text: str) -> str:
    """Folded text of the same length, which lower case alone does not promise."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join(c if len(fold(c)) != 1 else fold(c) for c in text)


@dataclass(frozen=True, slots=True)
class _Named:
    """The last single day, or the last date or month, that was named, and where."""

    when: When
    end: int


def _setting(
    anchor: Setting, named: _Named | None, lately: _Named | None, expression: Expression, text: str
) -> Setting:
    at = expression.span.start
    before = lately.when if lately is not None and _within_reach(lately, at, text) else None
    if named is None or not _within_reach(named, at, text):
        return anchor if before is None else replace(anchor, lately=before)
    end = _SENTENCE_END.search(text, named.end, at)
    just_before = end is None or _SENTENCE_END.search(text, end.end(), at) is None
    return Setting(
        anchor.anchor, anchor.moment, previous=named.when, close=end is None, just_before=just_before, lately=before
    )


def _within_reach(named: _Named, at: int, text: str) -> bool:
    return at - named.end <= _REACH and text.find("\n", named.end, at) < 0


def _edtf(when: When, starts_at: datetime | None, ends_at: datetime | None) -> str | None:
    """The interval in EDTF, which has clock times for a single moment only."""
    if when.edtf or (when.start is None and when.end is None):
        return when.edtf
    if starts_at and starts_at == ends_at:
        return starts_at.isoformat().replace("+00:00", "Z")
    if when.start == when.end and when.start:
        return when.start.isoformat()
    return f"{when.start or '..'}/{when.end or '..'}"


def _interval(expression: Expression, when: When, doubt: Reason | None) -> Interval:
    starts_at, ends_at = moment_of(when.start, when.starts_at), moment_of(when.end, when.ends_at)
    reasons = [Reason(rule) for rule in expression.rules]
    if when.doubt:
        reasons[0] = Reason(expression.rules[0], when.doubt)
    if doubt is not None and not expression.absolute:
        reasons.append(doubt)
    edtf = _edtf(when, starts_at, ends_at)
    return Interval(expression.span, when.start, when.end, edtf, starts_at, ends_at, tuple(reasons))


def find_times(
    text: str, language: str, published: date | datetime | None, within: Span | None = None
) -> tuple[Interval, ...]:
    """The time expressions of `text`, in order, without overlap.

    Relative expressions count from `published`; without it they are found, but have neither start nor
    end. An unknown language gives none.
    """
    moment = published if isinstance(published, datetime) else None
    anchor = Setting(anchor=moment.date() if moment else published, moment=moment)
    doubt = day_of_publication(published)
    return tuple(
        _interval(expression, when, doubt)
        for expression, when in _read(text, language, anchor)
        if within is None or expression.span in within
    )


def _read(text: str, language: str, anchor: Setting) -> Iterator[tuple[Expression, When]]:
    """The expressions, anchored."""
    named: _Named | None = None
    lately: _Named | None = None
    for expression in _expressions(text, language):
        when = expression.read(_setting(anchor, named, lately, expression, text))
        if when is None:
            continue
        if expression.named_day and (when.start == when.end):
            named = _Named(when, expression.span.end)
        elif expression.rule is overnight and when.end and when.end != anchor.anchor:
            named = _Named(When(when.end, when.end), expression.span.end)
        elif expression.rule in CLOCKS and named is not None and when.start == named.when.start:
            named = _Named(named.when, expression.span.end)  # what follows goes on from there
        if expression.rules[0] in _CALENDAR:
            lately = _Named(when, expression.span.end)
        yield expression, when


@lru_cache(maxsize=4)
def dated_spans(text: str, language: str) -> tuple[Span, ...]:
    """Where the text has time expressions, in order: figures inside them count nothing."""
    return tuple(expression.span for expression, _ in _read(text, language, Setting()))
