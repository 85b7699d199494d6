"""What the rules that build a frame may look at: the statement, its trigger, and all that was resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from firsthand.model import Actor, Document, Interval, Place, Quantity, Span, Statement
from firsthand.resolve.data import for_language, load
from firsthand.resolve.declension import forms
from firsthand.resolve.event_words import EventType, event_types, phrases
from firsthand.resolve.events import Trigger
from firsthand.resolve.lexicon import Phrases, Words

__all__ = ["Located", "Mentions", "Scene", "WordLists", "datelines", "in_parts", "start_of", "within", "word_lists"]


_UPPER = "A-ZÀ-ÞА-ЯЁІЇЄҐ"
_DATELINE = re.compile(
    rf"^(?:[{_UPPER}]{{3,30}}(?:[ -][{_UPPER}]{{2,20}}){{0,3}}"  # NAIROBI
    r"(?:[,.] [^\n()–—:;./]{1,40}\.?[^\n()–—:;./]{0,12})?"  # , Oct. 2
    rf"|[{_UPPER}][\w’'-]{{2,30}}[,.] \d{{1,2}} \w{{3,10}}\.?)"  # Київ, 12 травня
    r"(?:\s*\([^()\n]{1,30}\)|\.? ?/[^/\n]{2,30}/\.?|\. [A-ZА-Я.]{4,20})?"  # (AFP)
    r"(?:\s+[-–—]{1,2}\s|(?<=/\.) )",
    re.MULTILINE,
)


class Located(Protocol):
    @property
    def span(self) -> Span: ...


L = TypeVar("L", bound=Located)


@dataclass(frozen=True, slots=True)
class WordLists:
    """The word lists of a language for everything but the event. `doer_case` are endings of the case in which the doer
    stands after a passive or a noun, `prepositions` those that give a word another role; both empty without cases.
    """

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
    doer_case: tuple[str, ...]
    prepositions: frozenset[str]


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

    `language` is that of the sentence. The sequences are in text order; `actors_in` and the like are those inside the
    parts of the content.
    `told` are the statements before, with their frames.
    """

    document: Document
    language: str
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
    data = for_language("events", language)
    if data is None:
        return None

    def listed(name: str) -> Phrases[None]:
        return phrases(((phrase, None) for phrase in data[name]), data, language)

    def words(name: str) -> frozenset[str]:
        if not data.get("inflected"):
            return frozenset(data[name])
        return frozenset(form for word in data[name] for form in forms(word, language))

    return WordLists(
        by=words("by"),
        of=words("of"),
        subsets=words("subsets"),
        first_person=words("first_person"),
        clause=frozenset(data["clause"]),
        here=listed("here"),
        beside=listed("beside"),
        home_of_speaker=listed("home_of_speaker"),
        called=words("called"),
        definite=words("definite"),
        on_the_spot=words("on_the_spot"),
        counted=load("events.yaml")["counted"],
        carries_on=listed("carries_on"),
        doer_case=tuple(data.get("doer_case", ())),
        prepositions=frozenset(data.get("prepositions", ())),
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
