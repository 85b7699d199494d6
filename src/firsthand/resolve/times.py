"""Time expressions, read by a grammar of our own and anchored on the day of publication.

The patterns stand in `data/times.yaml`, one block per language; `time_rules` says what a match means.
Intervals are in whole days, both ends included, and in EDTF (ISO 8601-2) where that is possible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from firsthand.model import Interval, Span
from firsthand.resolve.data import block
from firsthand.resolve.lexicon import Words, words_of
from firsthand.resolve.time_rules import RULES, Rule, Setting, When, holiday, weekday

__all__ = ["RULES", "dated_spans", "find_times"]

_LOOK_BACK = 8


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
        regex = re.compile(_filled(entry["pattern"], data))
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
    words, low, found, i = words_of(text), _lowered(text), [], 0
    while i < len(words):
        expression = _expression_at(words, low, i, grammar)
        if expression is None:
            i += 1
        else:
            found.append(expression)
            i = expression.end
    return tuple(found)


def _expression_at(words: Words, low: str, i: int, grammar: _Grammar) -> _Expression | None:
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
        match = pattern.regex.match(low, words.starts[i])
        if match and (best is None or match.end() > best.end()) and _well_written(match, words, i, grammar):
            best, rule = match, pattern.rule
    if best is None or rule is None:
        return None
    end = i
    while end < len(words) and words.starts[end] < best.end():
        end += 1
    future = rule in (weekday, holiday) and _speaks_of_future(words, i, grammar)
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
    return not any(
        named.get(group) in grammar.capitals and not text[match.start(group)].isupper()
        for group in ("month", "weekday")
    )


def _lowered(text: str) -> str:
    """Lower case of the same length, which `str.lower` does not promise."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


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


def _interval(expression: _Expression, words: Words, grammar: _Grammar, anchor: date | None) -> Interval | None:
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
