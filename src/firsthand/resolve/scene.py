"""What the rules that build a frame may look at: the statement, its trigger, and all that was resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from firsthand.model import Actor, Document, Interval, Place, Quantity, Span, Statement
from firsthand.resolve.data import block
from firsthand.resolve.events import EventType, Trigger, event_types
from firsthand.resolve.lexicon import Phrases, Words

__all__ = ["Located", "Mentions", "Scene", "WordLists", "datelines", "in_parts", "start_of", "within", "word_lists"]


_DATELINE = re.compile(
    r"^[^\W\d_a-z][^\W\d_a-z .’'-]{2,30}"  # NAIROBI
    r"(?:,[^\n()–—:;.]{1,40}?\.?[^\n()–—:;.]{0,12})?"  # , Oct. 2
    r"(?:\s*\([^()\n]{1,30}\))?\s+[-–—]{1,2}\s",  # (AFP) -
    re.MULTILINE,
)


class Located(Protocol):
    @property
    def span(self) -> Span: ...


L = TypeVar("L", bound=Located)


@dataclass(frozen=True, slots=True)
class WordLists:
    by: frozenset[str]
    of: frozenset[str]
    subsets: frozenset[str]
    first_person: frozenset[str]
    clause: frozenset[str]
    here: Phrases[None]
    home_of_speaker: Phrases[None]
    beside: Phrases[None]
    called: frozenset[str]
    definite: frozenset[str]
    on_the_spot: frozenset[str]
    counted: dict[str, str]
    carries_on: Phrases[None]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every mention that was resolved in the document, each kind in text order."""

    places: Sequence[Place]
    quantities: Sequence[Quantity]
    times: Sequence[Interval]
    actors: Sequence[Actor]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the rules may look at: the statement, its trigger, and what was resolved in the document.

    The sequences are in text order; `actors_in` and the like are those inside the parts of the content.
    `told` are the statements before, with their frames.
    """

    document: Document
    statement: Statement
    words: Words
    lists: WordLists
    told: Sequence[Statement]
    trigger: Trigger | None
    places: Sequence[Place]
    times: Sequence[Interval]
    actors: Sequence[Actor]
    places_in: tuple[Place, ...]
    times_in: tuple[Interval, ...]
    actors_in: tuple[Actor, ...]
    quantities_in: tuple[Quantity, ...]

    @property
    def previous(self) -> Statement | None:
        """The statement before."""
        return self.told[-1] if self.told else None

    @property
    def event(self) -> EventType | None:
        return event_types()[self.trigger.key] if self.trigger else None

    def token(self, char: int) -> int:
        """The first token that starts at the character or after it."""
        return bisect_left(self.words.starts, char)

    def low(self, i: int) -> str:
        """The folded token, empty outside the text."""
        return self.words.low[i] if 0 <= i < len(self.words) else ""

    def before(self, span: Span) -> str:
        """The word before the span."""
        return self.low(self.token(span.start) - 1)


@cache
def word_lists(language: str) -> WordLists | None:
    data = block("events.yaml", language)
    if data is None:
        return None
    return WordLists(
        by=frozenset(data["by"]),
        of=frozenset(data["of"]),
        subsets=frozenset(data["subsets"]),
        first_person=frozenset(data["first_person"]),
        clause=frozenset(data["clause"]),
        here=Phrases((phrase, None) for phrase in data["here"]),
        beside=Phrases((phrase, None) for phrase in data["beside"]),
        home_of_speaker=Phrases((phrase, None) for phrase in data["home_of_speaker"]),
        called=frozenset(data["called"]),
        definite=frozenset(data["definite"]),
        on_the_spot=frozenset(data["on_the_spot"]),
        counted=data["counted"],
        carries_on=Phrases((phrase, None) for phrase in data["carries_on"]),
    )


@lru_cache(maxsize=4)
def datelines(text: str) -> tuple[Span, ...]:
    """Where the text says where and when it was filed: "NAIROBI, Oct 2 (AFP) -" at the start of a line."""
    return tuple(Span(m.start(), m.end()) for m in _DATELINE.finditer(text))


def within(items: Sequence[L], span: Span) -> Iterator[L]:
    """The items that lie in the span."""
    at = bisect_left(items, span.start, key=start_of)
    while at < len(items) and items[at].span.start < span.end:
        if items[at].span.end <= span.end:
            yield items[at]
        at += 1


def start_of(item: Located) -> int:
    return item.span.start


def in_parts(items: Sequence[L], statement: Statement) -> tuple[L, ...]:
    return tuple(item for part in statement.contents for item in within(items, part))
