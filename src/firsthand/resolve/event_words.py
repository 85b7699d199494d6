"""The event types, and the words that speak of them in each language, as the tables have them.

`data/events.yaml` holds the types with their PLOVER and ACLED codes. The words stand beside it, in one file per
language; a language with cases writes them as stems with a class of endings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar

from firsthand.resolve.data import for_language, load
from firsthand.resolve.declension import Inflected, forms
from firsthand.resolve.lexicon import Phrases, Words

__all__ = ["ENDS", "IDLE", "Entry", "EventType", "Triggers", "event_types", "inflected", "phrases", "triggers"]

T = TypeVar("T")

IDLE = "idle"
"""Stands for the type of phrases that look like a trigger and report nothing."""

ENDS = frozenset(".;!?")
_RANK = 5
_GAP = "…"  # in a trigger: "drive … out of"


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of happening. `plover` is (event, mode), `acled` (type, sub-event type), None where none fits.

    `contested`: a party gains by claiming it. `counts`: classes of units that a figure of it may have.
    """

    key: str
    label: str
    plover: tuple[str, str | None] | None
    acled: tuple[str, str] | None
    contested: bool
    rank: int
    counts: frozenset[str]
    own: bool = False
    subject_undergoes: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    verb: bool
    needs: tuple[str, ...]
    lacks: tuple[str, ...]
    subjects: tuple[str, ...]
    tail: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Triggers:
    phrases: Phrases[list[Entry]]
    objects: dict[str, frozenset[str]]
    determiners: frozenset[str]
    passive: frozenset[str]
    active_before: frozenset[str]
    active_ending: str
    clause: frozenset[str]
    dates: frozenset[str]
    threats: frozenset[str]
    participants: Phrases[None]
    unlike: dict[str, frozenset[str]]
    breaks: frozenset[str]
    free_order: bool
    passive_forms: tuple[str, ...]
    attributive_forms: tuple[str, ...]

    def is_passive(self, words: Words, at: int) -> bool:
        """Whether the verb at token `at` is in the passive: by its ending, or by the words before it."""
        if self.passive_forms:
            return words.low[at].endswith(self.passive_forms)
        if at == 0 or words.low[at - 1] in self.active_before or words.low[at].endswith(self.active_ending):
            return False
        return not self.passive.isdisjoint(words.low[max(0, at - 2) : at])


@cache
def event_types() -> dict[str, EventType]:
    """Every event type by its key."""
    return {
        key: EventType(
            key=key,
            label=row["label"],
            plover=tuple(row["plover"]) if row["plover"] else None,
            acled=tuple(row["acled"]) if row["acled"] else None,
            contested=row["contested"],
            rank=row.get("rank", _RANK),
            counts=frozenset(row["counts"]),
            own=row.get("own", False),
            subject_undergoes=row.get("doer") == "subject",
        )
        for key, row in load("events.yaml")["types"].items()
    }


def inflected(verb: str, irregular: dict[str, list[str]]) -> Iterator[str]:
    """An English verb, of one word or more, in every form of its first word."""
    first, _, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    forms = [first, *irregular[first]] if first in irregular else _regular(first)
    return (form + rest for form in forms)


def _regular(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    s = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [verb, verb + s, verb + "ed", verb + "ing"]


_MARK = re.compile("([<>])")


def _parsed(key: str, written: str, inflect: Callable[[str], frozenset[str]], *, verb: bool) -> tuple[str, Entry]:
    """One trigger as it is written in the table: its first words, and the entry."""
    words, *marked = _MARK.split(written)  # after the words, marks and the names of classes by turns
    classes: dict[str, list[str]] = {"<": [], ">": []}
    for mark, names in zip(marked[::2], marked[1::2], strict=True):
        classes[mark] += names.split()
    head, _, tail = words.partition(_GAP)
    return head.strip(), Entry(
        key=key,
        verb=verb,
        needs=tuple(name for name in classes[">"] if not name.startswith("!")),
        lacks=tuple(name[1:] for name in classes[">"] if name.startswith("!")),
        subjects=tuple(classes["<"]),
        tail=tuple(map(inflect, tail.split())),
    )


@cache
def triggers(language: str) -> Triggers | None:
    data = for_language("events", language)
    if data is None:
        return None
    inflect = partial(_forms, language=language if data.get("inflected") else None)
    objects = {name: frozenset().union(*map(inflect, words)) for name, words in data["objects"].items()}
    return Triggers(
        phrases=phrases(_entries(data, inflect).items(), data, language),
        objects=objects,
        determiners=frozenset(data["determiners"]),
        passive=frozenset(data["passive"]),
        active_before=frozenset(data["active"]["before"]),
        active_ending=data["active"]["ending"],
        clause=frozenset(data["clause"]),
        dates=frozenset(data["dates"]),
        threats=frozenset().union(*map(inflect, data["threats"])),
        participants=phrases(((phrase, None) for phrase in data["participants"]), data, language),
        unlike={key: frozenset().union(*(objects[name] for name in names)) for key, names in data["unlike"].items()},
        breaks=frozenset(data["clause"]) | ENDS,
        free_order=data.get("free_order", False),
        passive_forms=tuple(data.get("passive_forms", ())),
        attributive_forms=tuple(data.get("attributive_forms", ())),
    )


def phrases(entries: Iterable[tuple[str, T]], data: dict[str, Any], language: str) -> Phrases[T]:
    """The phrases of a language's list, in any form of their words where it writes them as stems."""
    return Inflected(entries, language) if data.get("inflected") else Phrases(entries)


def _forms(word: object, language: str | None) -> frozenset[str]:
    """The forms of a listed word: itself only, where the language lists every form."""
    return frozenset((str(word),)) if language is None else frozenset(forms(str(word), language))


def _entries(data: dict[str, Any], inflect: Callable[[str], frozenset[str]]) -> dict[str, list[Entry]]:
    """The triggers by their first words; English verbs, which are listed in the base form, in every form."""
    entries: dict[str, list[Entry]] = {}
    for key, kinds in (*data["triggers"].items(), (IDLE, data[IDLE])):
        for written in kinds["verbs"]:
            verb, entry = _parsed(key, written, inflect, verb=True)
            for form in (verb,) if data.get("inflected") else inflected(verb, data["irregular"]):
                entries.setdefault(form, []).append(entry)
        for written in kinds["words"]:
            phrase, entry = _parsed(key, written, inflect, verb=False)
            entries.setdefault(phrase, []).append(entry)
    return entries
