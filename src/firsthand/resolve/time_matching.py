"""Where the patterns of a language match in a text: only at the words that may start one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Span
from firsthand.resolve.lexicon import Words
from firsthand.resolve.time_grammar import STEM, Grammar, Pattern, grammar_of, is_figure, trigger_of
from firsthand.resolve.time_meaning import Rule, has

__all__ = ["Match", "matches"]

_AHEAD = 9
"""Among how many tokens, from the first of the match on, one of the words `ahead` of a pattern has to stand."""
_LINE_START, _FIGURES = "^", "#"
_GOES_ON = "-/\\.,:%+=@&#№$€£₴₽°×<>"
_IDENTIFIER = re.compile("_(?!_)")


@dataclass(frozen=True, slots=True)
class Match:
    """A match before it is anchored: the tokens first ≤ i < end it covers, and the rule that reads it."""

    span: Span
    found: re.Match[str]
    rule: Rule
    first: int
    end: int


@lru_cache(maxsize=1 << 15)
def _triggered(language: str, word: str) -> tuple[Pattern, ...]:
    """The patterns that the folded word may start; most words start none."""
    grammar = grammar_of(language)
    key = word if word.isalpha() else trigger_of(word)
    return grammar.by_first.get(key, ()) + grammar.by_first.get(key[:STEM] + "*", ()) if grammar else ()


def matches(words: Words, folded: str, lo: int, hi: int, grammar: Grammar) -> Iterator[Match]:
    """The matches among the tokens lo ≤ i < hi, in order and apart: the longest at each place."""
    low, openings, free = words.low, grammar.openings, lo
    for i in [i for i in range(lo, hi) if low[i][:STEM] in openings or not low[i].isalpha()]:
        patterns = _triggered(grammar.language, low[i])
        if not patterns or i < free:
            continue
        match = None
        if i > free and low[i - 1] in grammar.articles:
            match = _longest(words, folded, i - 1, tuple(p for p in patterns if p.article), grammar)
        match = match or _longest(words, folded, i, patterns, grammar)
        if match:
            yield match
            free = match.end


def _longest(words: Words, folded: str, i: int, patterns: tuple[Pattern, ...], grammar: Grammar) -> Match | None:
    """The longest match of these patterns that starts at token `i`, if any."""
    if _glued_to_more(words, i):
        return None
    best: re.Match[str] | None = None
    rule: Rule | None = None
    ahead = words.low[i : i + _AHEAD]
    for pattern in patterns:
        if pattern.ahead is not None and pattern.ahead.isdisjoint(ahead):
            continue
        if pattern.after is not None and not _stands_after(words, i, pattern.after):
            continue
        match = pattern.regex.match(folded, words.starts[i])
        if match and (best is None or match.end() > best.end()) and _well_written(match, words, grammar):
            best, rule = match, pattern.rule
    if best is None or rule is None:
        return None
    end = i
    while end < len(words) and words.starts[end] < best.end():
        end += 1
    return Match(Span(best.start(), best.end()), best, rule, i, end)


def _stands_after(words: Words, i: int, after: frozenset[str]) -> bool:
    if i and (words.low[i - 1] in after or (_FIGURES in after and is_figure(words.low[i - 1]))):
        return True
    if _LINE_START not in after:
        return False
    return i == 0 or words.text.find("\n", words.ends[i - 1], words.starts[i]) >= 0


def _glued_to_more(words: Words, i: int) -> bool:
    """Whether the token goes on from something before it without a space, as in T-72, 9/11 or €2024."""
    if not words.glued(i) or not is_figure(words.low[i]):
        return False
    before = words.low[i - 1][-1]
    return before.isalnum() or before in _GOES_ON


def _well_written(match: re.Match[str], words: Words, grammar: Grammar) -> bool:
    """Whether names of months and days have, or lack, their capital as the language writes them, and the
    match does not end inside a word.
    """
    end, text = match.end(), words.text
    if text[end - 1].isalnum() and (text[end : end + 1].isalnum() or _IDENTIFIER.match(text, end)):
        return False
    for group in ("month", "weekday"):
        if not has(match, group):
            continue
        name, start = match[group], match.start(group)
        if name in grammar.capitals and not text[start].isupper():
            return False
        written = text[start : match.end(group)]
        if name in grammar.small and written[0].isupper() and not written.isupper() and start > match.start():
            return False
    return True
