"""The word lists that the rules read, one YAML file per language, beside this module.

An entry is a phrase as it stands in running text. `*` is any ending ("captur*"), `…` up to four
words in between ("did not … respond"). A language without a file has empty lists, so that a rule
which needs words stays silent there. What is counted goes by English names in every language, so that the
lists of units stand once, in `units.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib import resources
from itertools import repeat
from typing import Any

import yaml

from firsthand.model import Span

__all__ = ["Pair", "Phrases", "Words", "stem", "words_for"]

_GAP = r"(?:\s+[\w'’-]+){0,4}?\s+"
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Phrases:
    """One word list, as one pattern, made when it is first looked for. An empty list never matches."""

    entries: tuple[str, ...] = ()

    @cached_property
    def literal(self) -> frozenset[str]:
        """The entries in lower case."""
        return frozenset(entry.lower() for entry in self.entries)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds each entry as whole words, the longest first."""
        return _pattern(self.entries) if self.entries else _NEVER

    def find(self, text: str, within: Span | None = None) -> list[Span]:
        """Every place where a phrase stands, in text order."""
        start, end = (within.start, within.end) if within else (0, len(text))
        return [Span(m.start(), m.end()) for m in self.pattern.finditer(text, start, end)]

    def first(self, text: str, within: Span | None = None) -> Span | None:
        """The first place where a phrase stands."""
        return next(iter(self.find(text, within)), None)

    def has(self, text: str) -> bool:
        return self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of a headline, and the words of a body that show them untrue."""

    headline: Phrases
    body: Phrases


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of one language, each read by the rules that its file names above it."""

    stop: Phrases = Phrases()
    locative: Phrases = Phrases()
    region_words: Phrases = Phrases()
    routes: Phrases = Phrases()
    vicinity: Phrases = Phrases()
    speech: Phrases = Phrases()
    said_so: Phrases = Phrases()
    distance: Phrases = Phrases()
    distance_but: Phrases = Phrases()
    confirm: Phrases = Phrases()
    contested: Phrases = Phrases()
    part: Phrases = Phrases()
    whole: Phrases = Phrases()
    steps: Phrases = Phrases()
    auxiliary: Phrases = Phrases()
    intransitive: Phrases = Phrases()
    alleging: Phrases = Phrases()
    not_yet: Phrases = Phrases()
    people: Phrases = Phrases()
    weighty: Phrases = Phrases()
    light: Phrases = Phrases()
    institution: Phrases = Phrases()
    house: Phrases = Phrases()
    no_answer: Phrases = Phrases()
    no_answer_but: Phrases = Phrases()
    accuse: Phrases = Phrases()
    recording: Phrases = Phrases()
    paper: Phrases = Phrases()
    proof: Phrases = Phrases()
    published: Phrases = Phrases()
    no_evidence: Phrases = Phrases()
    certain: Phrases = Phrases()
    loaded: Phrases = Phrases()
    loaded_mild: Phrases = Phrases()
    concede: Phrases = Phrases()
    documents: Phrases = Phrases()
    insurgents: Phrases = Phrases()
    forces: Phrases = Phrases()
    loaded_but: Phrases = Phrases()
    several: Phrases = Phrases()
    record: Phrases = Phrases()
    own_books: Phrases = Phrases()
    journal: Phrases = Phrases()
    local: Phrases = Phrases()
    enemy: Phrases = Phrases()
    leak: Phrases = Phrases()
    forwarded: Phrases = Phrases()
    conclude: Phrases = Phrases()
    provisional: Phrases = Phrases()
    another: Phrases = Phrases()
    taken_up: Phrases = Phrases()
    structures: Phrases = Phrases()
    media: Phrases = Phrases()
    office: Phrases = Phrases()
    mutual: Phrases = Phrases()
    none: Phrases = Phrases()
    relay: Phrases = Phrases()
    approve: Phrases = Phrases()
    disapprove: Phrases = Phrases()
    disagree: Phrases = Phrases()
    in_court: Phrases = Phrases()
    told_where: Phrases = Phrases()
    unpublished: Phrases = Phrases()
    shown_to_few: Phrases = Phrases()
    government: Phrases = Phrases()
    not_charged: Phrases = Phrases()
    kept_inside: Phrases = Phrases()
    no_answer_not: Phrases = Phrases()
    no_answer_verb: Phrases = Phrases()
    that: Phrases = Phrases()
    abbreviations: Phrases = Phrases()
    leading: Phrases = Phrases()
    articles: Phrases = Phrases()
    indefinite: Phrases = Phrases()
    holder: Phrases = Phrases()
    both: Phrases = Phrases()
    both_sides: Phrases = Phrases()
    pronouns: Phrases = Phrases()
    joining: Phrases = Phrases()
    own: Phrases = Phrases()
    known: Phrases = Phrases()
    possessive: Phrases = Phrases()
    says: Phrases = Phrases()
    including: Phrases = Phrases()
    charge_of: Phrases = Phrases()
    labelling: Phrases = Phrases()
    asked_to_comment: Phrases = Phrases()
    of_oneself: Phrases = Phrases()
    aspects: tuple[Phrases, ...] = ()
    changes: tuple[Phrases, ...] = ()
    contradictions: tuple[Pair, ...] = ()


@cache
def words_for(language: str) -> Words:
    """The word lists of a language ("en", "en-GB"); empty lists where there is no file."""
    name = f"{language.split('-')[0].lower()}.yaml"
    if not (resources.files(__package__) / name).is_file():
        return Words()
    lists = {**_lists("units.yaml"), **_lists(name)}
    unknown = sorted(set(lists) - {field.name for field in fields(Words)})
    if unknown:
        raise ValueError(f"{name}: no rule reads the list {', '.join(unknown)}")
    aspects = tuple(_phrases(group) for group in lists.pop("aspects", ()))
    changes = tuple(_phrases(group) for group in lists.pop("changes", ()))
    pairs = tuple(Pair(_phrases(pair["headline"]), _phrases(pair["body"])) for pair in lists.pop("contradictions", ()))
    rest = {name: _phrases(entries) for name, entries in lists.items()}
    return Words(aspects=aspects, changes=changes, contradictions=pairs, **rest)


def _lists(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where it can be: the lists are long
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    return found


_STEM = 5
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_VOWELS = "аеиоуыэюяіїєйьё"


def stem(word: str) -> str:
    """A folded word without its ending: its first five letters, in Cyrillic without the vowels at their end."""
    cut = word[:_STEM]
    shorter = cut.rstrip(_VOWELS) if _CYRILLIC.match(word) else cut
    return shorter if len(shorter) > 2 else cut


def _phrases(entries: list[str]) -> Phrases:
    return Phrases(tuple(map(str, entries)))


def _pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(entries, key=len, reverse=True)
    either = "|".join(map(_group, dict.fromkeys(entry[0].lower() for entry in longest_first), repeat(longest_first)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _group(first: str, phrases: list[str]) -> str:
    """The phrases that begin with one character: the others are not tried where another one stands."""
    own = "|".join(_regex(phrase) for phrase in phrases if phrase[0].lower() == first)
    ahead = f"(?=[{first}{first.upper()}])" if first.isalpha() else ""
    return f"{ahead}(?:{own})"


def _regex(phrase: str) -> str:
    escaped = re.escape(phrase.replace(" … ", "…"))
    for plain, pattern in (("\\ ", r"\s+"), ("'", "['’]"), ("\\-", "[-‑ ]"), ("\\*", r"\w*"), ("…", _GAP)):
        escaped = escaped.replace(plain, pattern)
    return escaped
