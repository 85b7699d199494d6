"""The patterns and word lists of time expressions: one file of data for each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from firsthand.resolve.data import load
from firsthand.resolve.time_meaning import Rule
from firsthand.resolve.time_rules import RULES

__all__ = ["LANGUAGES", "STEM", "Grammar", "Pattern", "grammar_of", "is_figure", "trigger_of", "whole_grammar"]

LANGUAGES = {"en": "times-en.yaml", "ru": "times-ru.yaml", "uk": "times-uk.yaml"}
"""The languages there are patterns for, and their files. Another language is one more file."""

STEM = 4
"""Letters of a stem: patterns may be filed by all words that share their first ones."""

_FIGURES = "#"
_SHAPES = {1: "#", 2: "#", 3: "###", 4: "####"}


@dataclass(frozen=True)
class Pattern:
    """A regular expression over the folded text, with the {names} in it not yet filled in. `after` are the
    words of which one has to stand before, `ahead` those of which one has to stand among the next few: looking
    for them is cheaper than trying. `article` says that it may begin with an article.
    """

    rule: Rule
    source: str
    data: dict[str, Any]
    after: frozenset[str] | None
    ahead: frozenset[str] | None
    article: bool

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first tried: a text needs only some of the patterns."""
        return re.compile(_filled(self.source, self.data))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns by their first word, the word lists, and how expressions join (see `time_joins`). `openings` are
    the first letters of those words, up to as many as a stem has.
    """

    language: str
    by_first: dict[str, tuple[Pattern, ...]]
    openings: frozenset[str]
    lists: dict[str, dict[str, Any]]
    capitals: frozenset[str]
    small: frozenset[str]
    articles: frozenset[str]
    future: frozenset[str]
    future_form: re.Pattern[str] | None
    scheduled: frozenset[str]
    ordered: frozenset[str]
    granted: frozenset[str]
    went_on: frozenset[str]
    past: frozenset[str]
    past_form: re.Pattern[str] | None
    infinitive: re.Pattern[str] | None
    done_by: frozenset[str]
    done_form: re.Pattern[str] | None
    closing: frozenset[tuple[str, ...]]
    durations: frozenset[str]
    events: frozenset[str]
    links: dict[str, frozenset[tuple[str, ...]]]
    ranges: dict[str, frozenset[str]]
    bounds: dict[tuple[str, ...], str]


def is_figure(word: str) -> bool:
    return word[0].isdecimal()


def trigger_of(word: str) -> str:
    """What a word is looked up by: figures by their shape ("#" of one or two digits, "###", "####", "#.#",
    "#:#"), another word by its part before a hyphen or possessive.
    """
    if not is_figure(word):
        return word.removesuffix("'s").partition("-")[0]
    if word.isdecimal():
        return _SHAPES.get(len(word), "")
    return "#:#" if ":" in word else "#.#" if "." in word else ""


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


def _firsts(first: list[str], data: dict[str, Any]) -> tuple[frozenset[str], bool]:
    """The triggers of a pattern, and whether it may begin with an article, which is none itself: shapes of
    figures, words, a word with "*" for all that share its first letters, {name} for a list.
    """
    triggers, article = set(), False
    for item in first:
        named = re.fullmatch(r"\{(\w+)\}", item)
        for phrase in data[named[1]] if named else [item]:
            words = str(phrase).split()
            opens = words[0] in data["articles"]
            article = article or opens
            if not opens or len(words) > 1:
                word = words[1] if opens else words[0]
                figures = re.match(r"\d+", word)
                triggers.add(word if word.startswith(_FIGURES) else trigger_of(figures[0] if figures else word))
    return frozenset(triggers), article


def _words_ahead(listed: list[str], data: dict[str, Any]) -> frozenset[str]:
    """The words, with {name} for the last ones of a list's phrases; also as possessives, such as "today's"."""
    found = set()
    for item in listed:
        named = re.fullmatch(r"\{(\w+)\}", item)
        for phrase in data[named[1]] if named else [item]:
            last = str(phrase).rpartition(" ")[2]
            found |= {last, f"{last}'s"}
    return frozenset(found)


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
        after = frozenset(data[entry["after"]]) if "after" in entry else None
        triggers, article = _firsts(entry["first"], data)
        ahead = _words_ahead(entry["ahead"], data) if "ahead" in entry else None
        pattern = Pattern(rules[entry["rule"]], entry["pattern"], data, after, ahead, article)
        for word in triggers:
            by_first.setdefault(word, []).append(pattern)
    return Grammar(
        language=language,
        by_first={word: tuple(patterns) for word, patterns in by_first.items()},
        openings=frozenset(word[:STEM] for word in by_first),
        lists={name: words for name, words in data.items() if isinstance(words, dict) and name != "where"},
        capitals=_firsts(data["capitals"], data)[0],
        small=_firsts(data["small"], data)[0],
        articles=frozenset(data["articles"]),
        future=frozenset(data["future"]),
        future_form=re.compile(_filled(data["future_form"], data)) if "future_form" in data else None,
        scheduled=frozenset(data["scheduled"]),
        ordered=frozenset(data["ordered"]),
        granted=frozenset(data["granted"]),
        went_on=frozenset(data["went_on"]),
        past=frozenset(data.get("past", ())),
        past_form=re.compile(data["past_form"]) if "past_form" in data else None,
        infinitive=re.compile(data["infinitive"]) if "infinitive" in data else None,
        done_by=frozenset(data["done_by"]),
        done_form=re.compile(data["done_form"]) if "done_form" in data else None,
        closing=_phrases(data["closing"]),
        durations=frozenset(data["durations"]),
        events=frozenset(data["events"]),
        links={name: _phrases(listed) for name, listed in data["links"].items()},
        ranges={str(opener): frozenset(joiners) for opener, joiners in data["ranges"].items()},
        bounds={tuple(str(phrase).split()): kind for phrase, kind in data["bounds"].items()},
    )


@cache
def whole_grammar(language: str) -> Grammar | None:
    """The grammar with every pattern compiled, so that no later text waits for that."""
    grammar = grammar_of(language)
    for patterns in grammar.by_first.values() if grammar else ():
        for pattern in patterns:
            _ = pattern.regex
    return grammar
