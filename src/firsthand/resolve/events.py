"""What is said to have happened: the event types, and which of them a piece of text speaks of.

The table stands in `data/events.yaml`: types with their PLOVER and ACLED codes, and triggers per language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from firsthand.model import Reason, Span
from firsthand.resolve.data import block, load
from firsthand.resolve.lexicon import Phrases, Words, words_of

__all__ = [
    "RULES",
    "UNSPECIFIED",
    "EventType",
    "Trigger",
    "classify",
    "event_types",
    "find_trigger",
    "inflected",
]

UNSPECIFIED = "unspecified"
_RANK = 5
_AHEAD, _BACK = 8, 6  # words looked at for the object after an active verb, and before a passive one
_ENDS = frozenset(".;!?")


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
class Trigger:
    """The words that speak of an event: tokens `start` to `end` of the text, and the rule that took them."""

    key: str
    span: Span
    start: int
    end: int
    verb: bool
    passive: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    verb: bool
    needs: tuple[str, ...]
    lacks: tuple[str, ...]
    subject: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """An entry at a place: `object_at` is the token of the object it asked for."""

    entry: _Entry
    start: int
    end: int
    object_at: int | None
    passive: bool

    @property
    def strength(self) -> tuple[int, int, int, int]:
        kind = event_types()[self.entry.key]
        return kind.rank, -self.start, int(self.object_at is not None), self.end - self.start


@dataclass(frozen=True, slots=True)
class _Triggers:
    phrases: Phrases[list[_Entry]]
    objects: dict[str, frozenset[str]]
    determiners: frozenset[str]
    passive: frozenset[str]
    active_before: frozenset[str]
    active_ending: str

    def is_passive(self, words: Words, at: int) -> bool:
        """Whether the verb at token `at` is in the passive."""
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


def _as_listed(verb: str, irregular: dict[str, list[str]]) -> Iterator[str]:
    return iter((verb, *irregular.get(verb, ())))


_INFLECT: dict[str, Callable[[str, dict[str, list[str]]], Iterator[str]]] = {"en": inflected}
"""How a language inflects its verbs; one without an entry lists every form in its data."""


def _parsed(key: str, written: str, *, verb: bool) -> tuple[str, _Entry]:
    subject = "<" in written
    phrase, _, classes = written.partition("<" if subject else ">")
    names = classes.split()
    needs = tuple(name for name in names if not name.startswith("!"))
    lacks = tuple(name[1:] for name in names if name.startswith("!"))
    return phrase.strip(), _Entry(key, verb, needs, lacks, subject)


@cache
def _triggers(language: str) -> _Triggers | None:
    data = block("events.yaml", language)
    if data is None:
        return None
    inflect = _INFLECT.get(language, _as_listed)
    entries: dict[str, list[_Entry]] = {}
    for key, kinds in data["triggers"].items():
        for written in kinds["verbs"]:
            verb, entry = _parsed(key, written, verb=True)
            for form in inflect(verb, data["irregular"]):
                entries.setdefault(form, []).append(entry)
        for written in kinds["words"]:
            phrase, entry = _parsed(key, written, verb=False)
            entries.setdefault(phrase, []).append(entry)
    objects = {name: frozenset(map(str, words)) for name, words in data["objects"].items()}
    return _Triggers(
        phrases=Phrases(entries.items()),
        objects=objects,
        determiners=frozenset(data["determiners"]),
        passive=frozenset(data["passive"]),
        active_before=frozenset(data["active"]["before"]),
        active_ending=data["active"]["ending"],
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Tokens `start` to `end` of a possible trigger, in a content of tokens `lo` to `hi`."""

    words: Words
    start: int
    end: int
    lo: int
    hi: int
    known: _Triggers


# --- the rules: which of the matches is taken


def trigger_with_object(matches: list[_Match]) -> _Match | None:
    """A verb or noun whose object decides its sense: "captured the town" is territory, "captured 4
    soldiers" is not.
    """
    return max((m for m in matches if m.object_at is not None), key=lambda m: m.strength, default=None)


def trigger_phrase(matches: list[_Match]) -> _Match | None:
    """Several words that together name the event, such as "artillery fire" or "pulled back"."""
    return max((m for m in matches if m.end - m.start > 1), key=lambda m: m.strength, default=None)


def trigger_word(matches: list[_Match]) -> _Match | None:
    """One word that names the event whatever its object, such as "shelling" or "fled"."""
    return max(matches, key=lambda m: m.strength, default=None)


RULES: tuple[Callable[[list[_Match]], _Match | None], ...] = (
    trigger_with_object,
    trigger_phrase,
    trigger_word,
)
"""Each proposes one trigger; the one of the highest rank is taken, and among equals the one of the earlier
rule.
"""


def _object_near(place: _Place, names: frozenset[str], *, name: bool, passive: bool) -> int | None:
    """The token of an object in the clause after the trigger, or, for a passive, before it."""
    words, start, end = place.words, place.start, place.end
    if passive:
        at = _subject_near(place, names)
        return next((k for k in range(start - 3, start) if name and k >= place.lo and words.capitalised(k)), at)
    for k in range(end, min(place.hi, end + _AHEAD)):
        if words.low[k] in _ENDS:
            break
        if words.low[k] in names or (name and k < end + 3 and words.capitalised(k)):
            return k
    return None


def _subject_near(place: _Place, names: frozenset[str]) -> int | None:
    """The token of a subject in the clause before the trigger."""
    words = place.words
    for k in range(place.start - 1, max(place.lo, place.start - _BACK) - 1, -1):
        if words.low[k] in _ENDS:
            return None
        if words.low[k] in names:
            return k
    return None


def _matches(words: Words, lo: int, hi: int, known: _Triggers) -> Iterator[_Match]:
    covered = lo  # "shot down" hides the "down" in it
    for i in range(lo, hi):
        found = known.phrases.at(words, i, hi) if i >= covered and words.low[i] in known.phrases else None
        if found is None:
            continue
        place = _Place(words, i, found[0], lo, hi, known)
        presupposed = i > 0 and words.low[i - 1] in known.determiners
        for entry in found[1]:
            match = None if presupposed and entry.verb else _fits(place, entry)
            if match:
                covered = match.end
                yield match


def _fits(place: _Place, entry: _Entry) -> _Match | None:
    """The match, where an object that the entry asks for is there, and none that it excludes comes first."""
    passive = entry.verb and place.known.is_passive(place.words, place.start)
    at = None
    for name in entry.needs:
        objects = place.known.objects.get(name, frozenset((name,)))
        if entry.subject:
            near = _subject_near(place, objects)
        else:
            near = _object_near(place, objects, name=name == "Name", passive=passive)
        if near is not None and (at is None or near < at):
            at = near
    if entry.needs and at is None:
        return None
    for name in entry.lacks:
        near = _object_near(place, place.known.objects[name], name=False, passive=passive)
        if near is not None and (at is None or passive or near <= at):
            return None
    return _Match(entry, place.start, place.end, at, passive)


def find_trigger(text: str, language: str, within: Span | None = None, avoid: Iterable[Span] = ()) -> Trigger | None:
    """The most specific trigger of an event in `text`, or in a part of it, outside the spans to `avoid`."""
    known = _triggers(language)
    if known is None:
        return None
    words = words_of(text)
    lo, hi = words.range(within)
    names = tuple(avoid)
    matches = [
        match
        for match in _matches(words, lo, hi, known)
        if not any(words.span(match.start, match.end) in name for name in names)
    ]
    best: tuple[_Match, str] | None = None
    for rule in RULES:
        match = rule(matches)
        if match and (best is None or match.strength[0] > best[0].strength[0]):
            best = match, rule.__name__
    if best is None:
        return None
    match, name = best
    span = words.span(match.start, match.end)
    spans = (span,) if match.object_at is None else (span, words.span(match.object_at, match.object_at + 1))
    reason = Reason(name, f"“{span.of(text)}” speaks of {event_types()[match.entry.key].label}", spans)
    return Trigger(match.entry.key, span, match.start, match.end, match.entry.verb, match.passive, reason)


def classify(text: str, language: str) -> tuple[str, Span, Reason] | None:
    """The event type that the text speaks of, the span of its trigger, and why; None where there is none."""
    trigger = find_trigger(text, language)
    return (trigger.key, trigger.span, trigger.reason) if trigger else None
