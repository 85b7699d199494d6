"""The patterns of time expressions, one file of data for each language, and their matches in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from firsthand.model import Span
from firsthand.resolve.data import load
from firsthand.resolve.lexicon import Words
from firsthand.resolve.time_clock import CLOCK_RULES
from firsthand.resolve.time_days import Rule
from firsthand.resolve.time_relative import RELATIVE_RULES
from firsthand.resolve.time_rules import CALENDAR_RULES

__all__ = ["LANGUAGES", "RULES", "Grammar", "Match", "grammar_of", "language_at", "match_at"]

LANGUAGES = {"en": "times-en.yaml", "ru": "times-ru.yaml", "uk": "times-uk.yaml"}
"""The languages there are patterns for, and their files. Another language is one more file."""

RULES: tuple[Rule, ...] = (*CALENDAR_RULES, *RELATIVE_RULES, *CLOCK_RULES)

_STEM = 4
_LINE_START, _FIGURES = "^", "#"
_GOES_ON = "-/\\.,:%+=@&#№$€£₴₽°×<>"
_ADDRESS = re.compile(r"\S+://\S+|\S+\.\w+/\S*|@\w+")
_FEW = 4
"""Where letters of the other alphabet are so many times those of the language's own, the line is in another."""
_CYRILLIC, _LATIN = re.compile("[а-яёіїєґ]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґ]", re.IGNORECASE), re.compile("[ыэъё]", re.IGNORECASE)


@dataclass(frozen=True)
class Pattern:
    """A regular expression over the folded text. `after` are the words of which one has to stand before."""

    rule: Rule
    source: str
    after: frozenset[str] | None

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first tried: a text needs only some of the patterns."""
        return re.compile(self.source)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns by their first word, the word lists, and how expressions join (see `time_joins`)."""

    language: str
    by_first: dict[str, tuple[Pattern, ...]]
    lists: dict[str, dict[str, Any]]
    capitals: frozenset[str]
    small: frozenset[str]
    future: frozenset[str]
    links: dict[str, frozenset[tuple[str, ...]]]
    ranges: dict[str, frozenset[str]]
    bounds: dict[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Match:
    """A match before it is anchored: the tokens first ≤ i < end it covers, and the rule that reads it."""

    span: Span
    found: re.Match[str]
    rule: Rule
    first: int
    end: int


def language_at(line: str, language: str) -> str:
    """The language whose patterns a line is read with: the document's, or that of the line's letters where
    most are of another alphabet, or some belong to the other of Russian and Ukrainian only.
    """
    if language not in LANGUAGES:
        return language
    cyrillic = language in ("ru", "uk")
    mine, others = (_CYRILLIC, _LATIN) if cyrillic else (_LATIN, _CYRILLIC)
    if others.search(line):
        words = _ADDRESS.sub("", line)
        if len(others.findall(words)) > _FEW * len(mine.findall(words)):
            language = "en" if cyrillic else "ru"
    if language == "ru" and _UKRAINIAN.search(line):
        return "uk"
    if language == "uk" and _RUSSIAN.search(line) and not _UKRAINIAN.search(line):
        return "ru"
    return language


def _filled(pattern: str, data: dict[str, Any]) -> str:
    """The pattern with every {name} replaced: a fragment as it is, a list by its words, the longest first."""

    def replacement(found: re.Match[str]) -> str:
        name = found[1]
        if name in data["where"]:
            return _filled(data["where"][name], data)
        return _any_of(tuple(sorted(map(str, data[name]))))

    return re.sub(r"\{([a-z_][a-z0-9_]*)\}", replacement, pattern)


@cache
def _any_of(words: tuple[str, ...]) -> str:
    """A regular expression for any of the words, which takes the longest. Shared beginnings are tried once."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[:1], []).append(word[1:])
    ends = by_first.pop("", None) is not None
    branches = []
    for first, rests in by_first.items():
        escaped = r"\s+" if first == " " else re.escape(first)
        branches.append(escaped + (_any_of(tuple(rests)) if rests != [""] else ""))
    joined = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return joined + "?" if ends and branches else joined


def _firsts(first: list[str], data: dict[str, Any]) -> set[str]:
    """The first words of a pattern, folded: "#" stands for digits, a word with "*" for all that share its
    first letters, {name} for a list.
    """
    words: set[str] = set()
    for item in first:
        named = re.fullmatch(r"\{(\w+)\}", item)
        words |= {_key(str(w).split()[0]) for w in data[named[1]]} if named else {item}
    return words


def _key(word: str) -> str:
    """What a word is looked up by: "#" for figures, else its part before a hyphen or possessive."""
    return _FIGURES if word[0].isdecimal() else word.removesuffix("'s").partition("-")[0]


def _phrases(listed: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(str(phrase).split()) for phrase in listed)


@cache
def grammar_of(language: str) -> Grammar | None:
    """The grammar, read when first needed; None for a language without one."""
    if language not in LANGUAGES:
        return None
    data = load(LANGUAGES[language])
    rules = {rule.__name__: rule for rule in RULES}
    by_first: dict[str, list[Pattern]] = {}
    for entry in data["patterns"]:
        source = _filled(entry["pattern"], data)
        after = frozenset(data[entry["after"]]) if "after" in entry else None
        for word in _firsts(entry["first"], data):
            by_first.setdefault(word, []).append(Pattern(rules[entry["rule"]], source, after))
    return Grammar(
        language=language,
        by_first={word: tuple(patterns) for word, patterns in by_first.items()},
        lists={name: words for name, words in data.items() if isinstance(words, dict) and name != "where"},
        capitals=frozenset(_firsts(data["capitals"], data)),
        small=frozenset(_firsts(data["small"], data)),
        future=frozenset(data["future"]),
        links={name: _phrases(listed) for name, listed in data["links"].items()},
        ranges={str(opener): frozenset(joiners) for opener, joiners in data["ranges"].items()},
        bounds={tuple(str(phrase).split()): kind for phrase, kind in data["bounds"].items()},
    )


@lru_cache(maxsize=1 << 15)
def _starting_with(language: str, word: str) -> tuple[Pattern, ...]:
    """The patterns that the folded word may start."""
    grammar = grammar_of(language)
    key = _key(word)
    return grammar.by_first.get(key, ()) + grammar.by_first.get(key[:_STEM] + "*", ()) if grammar else ()


def match_at(words: Words, folded: str, i: int, grammar: Grammar) -> Match | None:
    """The longest match that starts at token `i`, if any."""
    patterns = _starting_with(grammar.language, words.low[i])
    if not patterns or _glued_to_more(words, i):
        return None
    best: re.Match[str] | None = None
    rule: Rule | None = None
    for pattern in patterns:
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
    if i and (words.low[i - 1] in after or (_FIGURES in after and words.low[i - 1][0].isdecimal())):
        return True
    if _LINE_START not in after:
        return False
    return i == 0 or "\n" in words.text[words.ends[i - 1] : words.starts[i]]


def _glued_to_more(words: Words, i: int) -> bool:
    """Whether the token goes on from something before it without a space, as in T-72, 9/11 or €2024."""
    if not words.glued(i) or not words.low[i][0].isdecimal():
        return False
    before = words.low[i - 1][-1]
    return before.isalnum() or before in _GOES_ON


def _well_written(match: re.Match[str], words: Words, grammar: Grammar) -> bool:
    """Whether names of months and days have, or lack, their capital as the language writes them, and the
    match does not end inside a word.
    """
    end, text = match.end(), words.text
    if text[end - 1].isalnum() and (text[end : end + 1].isalnum() or re.match("_(?!_)", text[end:])):
        return False
    for group in ("month", "weekday"):
        name = match.groupdict().get(group)
        if name is None:
            continue
        start = match.start(group)
        if name in grammar.capitals and not text[start].isupper():
            return False
        written = text[start : match.end(group)]
        if name in grammar.small and written[0].isupper() and not written.isupper() and start > match.start():
            return False
    return True
