"""What is said to have happened: the event types, and which of them a piece of text speaks of.

The table stands in `data/events.yaml`: types with their PLOVER and ACLED codes, and triggers per language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.model import Reason, Span
from firsthand.resolve.data import block, load
from firsthand.resolve.lexicon import Phrases, Words, words_of

__all__ = [
    "RULES",
    "UNSPECIFIED",
    "EventType",
    "Figure",
    "Trigger",
    "classify",
    "event_types",
    "find_trigger",
    "inflected",
]

UNSPECIFIED = "unspecified"
_RANK = 5
_IDLE = "idle"  # phrases that look like a trigger and report nothing
_GAP = "…"  # in a trigger: "drive … out of"
_AHEAD, _BACK = 8, 10  # words looked at for the object after an active verb, and before a passive one
_GAP_WORDS = 10  # words that may stand in a gap
_DATED_BY = 4  # words looked back for "before", "since" and the like
_BACKGROUND = 3  # how much rank it costs to stand after "before", "since" or the like
_CLAUSE = 10  # tokens that a clause boundary between a figure and a trigger counts for
_FIGURE_WORDS = 12  # tokens that a figure may be away from its trigger
_CLAUSE_WORDS = 8  # words on either side looked at for what an army does not do
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
class Figure:
    """A figure of the content: its tokens `start` to `end`, and the class of its unit."""

    start: int
    end: int
    group: str


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    verb: bool
    needs: tuple[str, ...]
    lacks: tuple[str, ...]
    subjects: tuple[str, ...]
    tail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """An entry at a place: `object_at` is the token of the object it asked for, `until` where all of it ends.

    `background`: it only dates something else ("before the town fell").
    """

    entry: _Entry
    start: int
    end: int
    object_at: int | None
    passive: bool
    until: int
    background: bool

    @property
    def rank(self) -> int:
        return event_types()[self.entry.key].rank - _BACKGROUND * self.background

    @property
    def strength(self) -> tuple[int, int, int, int]:
        return self.rank, -self.start, int(self.object_at is not None), self.end - self.start


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the rules choose from: the matches of one content, and its figures, in text order."""

    words: Words
    matches: Sequence[_Match]
    figures: Sequence[Figure]
    clause: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Triggers:
    phrases: Phrases[list[_Entry]]
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


_CLASSES = re.compile(r"([<>])([^<>]*)")


def _parsed(key: str, written: str, *, verb: bool) -> tuple[str, _Entry]:
    """One trigger as it is written in the table: its first words, and the entry."""
    classes: dict[str, list[str]] = {"<": [], ">": []}
    for mark, names in _CLASSES.findall(written):
        classes[mark] += names.split()
    head, _, tail = re.split("[<>]", written, maxsplit=1)[0].partition(_GAP)
    return head.strip(), _Entry(
        key=key,
        verb=verb,
        needs=tuple(name for name in classes[">"] if not name.startswith("!")),
        lacks=tuple(name[1:] for name in classes[">"] if name.startswith("!")),
        subjects=tuple(classes["<"]),
        tail=tuple(tail.split()),
    )


@cache
def _triggers(language: str) -> _Triggers | None:
    data = block("events.yaml", language)
    if data is None:
        return None
    inflect = _INFLECT.get(language, _as_listed)
    entries: dict[str, list[_Entry]] = {}
    for key, kinds in (*data["triggers"].items(), (_IDLE, data[_IDLE])):
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
        clause=frozenset(data["clause"]),
        dates=frozenset(data["dates"]),
        threats=frozenset(data["threats"]),
        participants=Phrases((phrase, None) for phrase in data["participants"]),
        unlike={key: frozenset().union(*(objects[name] for name in names)) for key, names in data["unlike"].items()},
        breaks=frozenset(data["clause"]) | _ENDS,
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


def trigger_of_first_figure(choice: _Choice) -> _Match | None:
    """Where several events are told with figures, the first figure's is the main one: "22 people died and
    61,400 left their homes" speaks of deaths.
    """
    top = max((match.rank for match in choice.matches), default=0)
    rivals = [match for match in choice.matches if match.rank >= top - 1]
    if len(rivals) < 2:
        return None
    for figure in choice.figures:
        near = [(_away(choice, figure, match), match) for match in rivals if _counts(match, figure)]
        away, match = min(near, key=lambda pair: pair[0], default=(_FIGURE_WORDS, None))
        if match is not None and away < _FIGURE_WORDS:
            return match
    return None


def trigger_with_object(choice: _Choice) -> _Match | None:
    """A verb or noun whose object decides its sense: "captured the town" is territory, "captured 4
    soldiers" is not.
    """
    return max((m for m in choice.matches if m.object_at is not None), key=lambda m: m.strength, default=None)


def trigger_phrase(choice: _Choice) -> _Match | None:
    """Several words that together name the event, such as "artillery fire", "pulled back" or "took … prisoner"."""
    whole = (m for m in choice.matches if m.end - m.start > 1 or m.entry.tail)
    return max(whole, key=lambda m: m.strength, default=None)


def trigger_word(choice: _Choice) -> _Match | None:
    """One word that names the event whatever its object, such as "shelling" or "fled"."""
    return max(choice.matches, key=lambda m: m.strength, default=None)


RULES: tuple[Callable[[_Choice], _Match | None], ...] = (
    trigger_of_first_figure,
    trigger_with_object,
    trigger_phrase,
    trigger_word,
)
"""The first proposes the trigger alone. Of the others each proposes one; the one of the highest rank is
taken, and among equals the one of the earlier rule.
"""


def _counts(match: _Match, figure: Figure) -> bool:
    return figure.group in event_types()[match.entry.key].counts


def _away(choice: _Choice, figure: Figure, match: _Match) -> int:
    """Tokens between the figure and the trigger; a clause boundary between them counts as many."""
    gap = slice(figure.end, match.start) if figure.end <= match.start else slice(match.end, figure.start)
    between = choice.words.low[gap]
    return len(between) + _CLAUSE * sum(word in choice.clause for word in between)


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
        if i < covered or words.low[i] not in known.phrases:
            continue
        for end, entries in known.phrases.each_at(words, i, hi):
            place = _Place(words, i, end, lo, hi, known)
            presupposed = i > 0 and words.low[i - 1] in known.determiners
            fitting = [_fits(place, entry) for entry in entries if not (presupposed and entry.verb)]
            matches = [match for match in fitting if match is not None]
            if matches:
                covered = max(_covers(match) for match in matches)
                if all(match.entry.key != _IDLE for match in matches):
                    yield from matches
                break


def _covers(match: _Match) -> int:
    """The token up to which no other trigger is looked for. An idle phrase hides its object: "a storm of protest"."""
    if match.entry.key == _IDLE and match.object_at is not None:
        return max(match.end, match.object_at + 1)
    return match.end


def _fits(place: _Place, entry: _Entry) -> _Match | None:
    """The match, where what the entry asks for is there, and none of what it excludes comes first."""
    idle = entry.key == _IDLE  # whatever the voice, what it is about follows: "was flooded with calls"
    passive = entry.verb and not idle and place.known.is_passive(place.words, place.start)
    until = _tail_end(place, entry.tail) if entry.tail else place.end
    if until is None:
        return None
    subject = _nearest(_subject_near(place, place.known.objects[name]) for name in entry.subjects)
    at = _object(replace(place, end=until), entry, passive=passive and not entry.tail)
    if (entry.needs and at is None) or (entry.subjects and subject is None):
        return None
    for name in entry.lacks:
        near = _object_near(place, place.known.objects[name], name=False, passive=passive)
        if near is not None and (at is None or passive or near <= at):
            return None
    if _no_army(replace(place, end=until), entry.key):
        return None
    return _Match(entry, place.start, place.end, subject if at is None else at, passive, until, _background(place))


def _no_army(place: _Place, key: str) -> bool:
    """Whether its clause speaks of animals, services or weather instead: "besieged by boars", "the ferry withdrew"."""
    unlike = place.known.unlike.get(key)
    if unlike is None:
        return False
    words, first, last = place.words, place.start, place.end
    while first > max(place.lo, place.start - _CLAUSE_WORDS) and words.low[first - 1] not in place.known.breaks:
        first -= 1
    while last < min(place.hi, place.end + _CLAUSE_WORDS) and words.low[last] not in place.known.breaks:
        last += 1
    near = words.low[first:last]
    return not unlike.isdisjoint(near) and place.known.objects["forces"].isdisjoint(near)


def _background(place: _Place) -> bool:
    """Whether the trigger only names who takes part, dates something else ("before"), or is but threatened."""
    known, low = place.known, place.words.low
    if known.participants.at(place.words, place.start, place.end) is not None:
        return True
    for k in range(place.start - 1, max(place.lo, place.start - _DATED_BY) - 1, -1):
        if not low[k][0].isalnum() or low[k] in known.clause:
            return False
        if low[k] in known.threats:
            return True
        if low[k] in known.dates:
            return k > place.lo  # what opens the content with "after" is told in full
    return False


def _object(place: _Place, entry: _Entry, *, passive: bool) -> int | None:
    """The token of the nearest object of the classes that the entry asks for."""
    known = place.known.objects
    return _nearest(
        _object_near(place, known.get(name, frozenset()), name=name == "Name", passive=passive) for name in entry.needs
    )


def _nearest(tokens: Iterable[int | None]) -> int | None:
    """The first of the tokens in the text, as far as there are any."""
    return min((at for at in tokens if at is not None), default=None)


def _tail_end(place: _Place, tail: tuple[str, ...]) -> int | None:
    """The token after the words that close a gap; None where they do not follow in the clause."""
    low = place.words.low
    for k in range(place.end, min(place.hi, place.end + _GAP_WORDS + 1)):
        if low[k] in _ENDS:
            return None
        if low[k] == tail[0] and k + len(tail) <= place.hi and tuple(low[k : k + len(tail)]) == tail:
            return k + len(tail)
    return None


def find_trigger(
    text: str,
    language: str,
    within: Span | None = None,
    avoid: Iterable[Span] = (),
    figures: Sequence[Figure] = (),
) -> Trigger | None:
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
    chosen = _chosen(_Choice(words, matches, figures, known.clause))
    if chosen is None:
        return None
    match, rule = chosen
    span = words.span(match.start, match.end)
    rest = [at for at in (match.object_at, match.until - 1 if match.entry.tail else None) if at is not None]
    spans = (span, *(words.span(at, at + 1) for at in rest))
    reason = Reason(rule, f"“{span.of(text)}” speaks of {event_types()[match.entry.key].label}", spans)
    return Trigger(match.entry.key, span, match.start, match.end, match.entry.verb, match.passive, reason)


def _chosen(choice: _Choice) -> tuple[_Match, str] | None:
    """The match that is taken, and the rule that took it."""
    main, *others = RULES
    match = main(choice)
    if match is not None:
        return match, main.__name__
    best: tuple[_Match, str] | None = None
    for rule in others:
        match = rule(choice)
        if match and (best is None or match.rank > best[0].rank):
            best = match, rule.__name__
    return best


def classify(text: str, language: str) -> tuple[str, Span, Reason] | None:
    """The event type that the text speaks of, the span of its trigger, and why; None where there is none."""
    trigger = find_trigger(text, language)
    return (trigger.key, trigger.span, trigger.reason) if trigger else None
