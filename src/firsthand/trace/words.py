"""The words that the rules on origins and drift read, one YAML file per language beside this module.

An entry is a phrase as it stands in running text; `*` is any ending or, alone, any word. A language without a file has
empty lists, so that a rule that needs words is silent there. The files have the same lists, and each treats all sides
alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import yaml

from firsthand.errors import TableError
from firsthand.model import Span
from firsthand.text import fold

__all__ = ["LANGUAGES", "Phrases", "Words", "words_of"]

LANGUAGES = ("en", "ru", "uk")
_NEVER = re.compile(r"(?!)")
_STEPPED = frozenset({"steps", "fates"})


@dataclass(frozen=True, slots=True)
class Phrases:
    """One list of phrases as one pattern for folded text."""

    pattern: re.Pattern[str] = _NEVER

    def has(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return self.pattern.search(fold(text)) is not None

    def find(self, text: str, within: Span | None = None) -> tuple[Span, ...]:
        """Where they stand in a text, or in a part of it, in its order."""
        start, end = (within.start, within.end) if within else (0, len(text))
        return tuple(Span(m.start(), m.end()) for m in self.pattern.finditer(fold(text), start, end))


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of one language. `steps` and `fates` go from the small to the large, and from bad to worse."""

    office: Phrases = Phrases()
    state: Phrases = Phrases()
    there: Phrases = Phrases()
    present: Phrases = Phrases()
    nameless: Phrases = Phrases()
    body: Phrases = Phrases()
    hedge: Phrases = Phrases()
    certain: Phrases = Phrases()
    spoke: Phrases = Phrases()
    whole: Phrases = Phrases()
    idle: Phrases = Phrases()
    negation: Phrases = Phrases()
    part: Phrases = Phrases()
    many: Phrases = Phrases()
    collective: Phrases = Phrases()
    steps: tuple[Phrases, ...] = ()
    fates: tuple[Phrases, ...] = ()

    def steps_in(self, text: str) -> tuple[int, ...]:
        """How large the things are that a text names, by their numbers among the steps."""
        return tuple(number for number, phrases in enumerate(self.steps) if phrases.has(text))

    def wholes(self, text: str) -> tuple[Span, ...]:
        """Where a text says that it is all of something; "at all" and its like say nothing of it."""
        idle = self.idle.find(text)
        return tuple(span for span in self.whole.find(text) if not any(span.overlaps(each) for each in idle))

    def fate(self, text: str) -> int | None:
        """The worst that a text says of somebody, by its number among the fates."""
        return max((number for number, phrases in enumerate(self.fates) if phrases.has(text)), default=None)


@cache
def words_of(language: str) -> Words:
    """The lists of a language; empty ones where there are none. Raises TableError where a file has other lists."""
    if language not in LANGUAGES:
        return Words()
    lists = yaml.safe_load((resources.files("firsthand.trace") / f"{language}.yaml").read_text("utf-8"))
    if set(lists) != {field.name for field in fields(Words)}:
        raise TableError(f"{language}.yaml of the traces: its lists are not those that the rules read")
    plain: dict[str, Any] = {name: _phrases(entries) for name, entries in lists.items() if name not in _STEPPED}
    stepped = {name: tuple(_phrases(entries) for entries in lists[name]) for name in sorted(_STEPPED)}
    return Words(**(plain | stepped))


def _phrases(entries: list[str]) -> Phrases:
    written = sorted((_expression(fold(str(entry))) for entry in entries), key=len, reverse=True)
    return Phrases(re.compile(rf"(?<![\w-])(?:{'|'.join(written)})(?![\w-])"))


def _expression(entry: str) -> str:
    return r"\s+".join(re.escape(word).replace(r"\*", r"[\w'-]*") for word in entry.split())
