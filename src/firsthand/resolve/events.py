"""What is said to have happened: which of the event types a piece of text speaks of, by the words of `event_words`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import contains

from firsthand.model import Reason, Span
from firsthand.resolve.event_words import ENDS, IDLE, Entry, Triggers, event_types, triggers
from firsthand.resolve.lexicon import Words, words_of

__all__ = [
    "RULES",
    "UNSPECIFIED",
    "Figure",
    "Trigger",
    "classify",
    "event_types",
    "find_trigger",
]

UNSPECIFIED = "unspecified"
_AHEAD, _BACK = 8, 10  # words looked at for the object after an active verb, and before a passive one
_OTHER_SIDE = 6  # words looked at on the other side, where the order of words is free
_GAP_WORDS = 10  # words that may stand in a gap
_DATED_BY = 4  # words looked back for "before", "since" and the like
_BACKGROUND = 3  # how much rank it costs to stand after "before", "since" or the like
_CLAUSE = 10  # tokens that a clause boundary between a figure and a trigger counts for
_FIGURE_WORDS = 12  # tokens that a figure may be away from its trigger
_CLAUSE_WORDS = 8  # words on either side looked at for what an army does not do


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
class _Match:
    """An entry at a place: `object_at` is the token of the object it asked for, `until` where all of it ends.

    `background`: it only dates something else ("before the town fell").
    """

    entry: Entry
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
        """What stands before an active verb is less surely its object than what follows; most sure is an entry
        that also asks for who does it.
        """
        follows = self.object_at is not None and (self.passive or self.object_at >= self.end)
        found = int(self.object_at is not None) + int(follows) + 2 * bool(self.entry.subjects)
        return self.rank, -self.start, found, self.end - self.start


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the rules choose from: the matches of one content, and its figures, in text order."""

    words: Words
    matches: Sequence[_Match]
    figures: Sequence[Figure]
    clause: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Tokens `start` to `end` of a possible trigger, in a content of tokens `lo` to `hi`."""

    words: Words
    start: int
    end: int
    lo: int
    hi: int
    known: Triggers


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
        away, match = min(near, key=lambda pair: (pair[0], -pair[1].rank), default=(_FIGURE_WORDS, None))
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
    """The token of an object in the clause after the trigger, or, for a passive, before it.

    Where the order of words is free, the other side comes second.
    """
    if not place.known.free_order:
        return (_object_before if passive else _object_after)(place, names, name=name)
    if passive:
        before = _object_before(place, names, name=name)
        return _object_after(place, names, name=name) if before is None else before
    after = _object_after(place, names, name=name)
    return _within(place, names, range(place.start - 1, place.start - _OTHER_SIDE - 1, -1)) if after is None else after


def _excluded(place: _Place, names: frozenset[str], *, passive: bool) -> int | None:
    """The token of an object that must not be there; who stands before an active verb is not its object."""
    if passive:
        return _object_near(place, names, name=False, passive=True)
    return _object_after(place, names, name=False)


def _object_after(place: _Place, names: frozenset[str], *, name: bool) -> int | None:
    words = place.words
    for k in range(place.end, min(place.hi, place.end + _AHEAD)):
        if words.low[k] in ENDS:
            break
        if words.low[k] in names or (name and k < place.end + 3 and words.capitalised(k)):
            return k
    return None


def _object_before(place: _Place, names: frozenset[str], *, name: bool) -> int | None:
    at = _subject_before(place, names)
    named = (k for k in range(place.start - 3, place.start) if k >= place.lo and place.words.capitalised(k))
    return next(named, at) if name else at


def _subject_near(place: _Place, names: frozenset[str]) -> int | None:
    """The token of a subject in the clause before the trigger; after it, where the order of words is free."""
    before = _subject_before(place, names)
    if before is not None or not place.known.free_order:
        return before
    return _within(place, names, range(place.end, place.end + _OTHER_SIDE))


def _subject_before(place: _Place, names: frozenset[str]) -> int | None:
    words = place.words
    for k in range(place.start - 1, max(place.lo, place.start - _BACK) - 1, -1):
        if words.low[k] in ENDS:
            return None
        if words.low[k] in names:
            return k
    return None


def _within(place: _Place, names: frozenset[str], reach: range) -> int | None:
    """The first of the tokens that is one of the names, up to the end of the clause."""
    for k in reach:
        if not place.lo <= k < place.hi or place.words.low[k] in place.known.breaks:
            return None
        if place.words.low[k] in names:
            return k
    return None


def _matches(words: Words, lo: int, hi: int, known: Triggers) -> Iterator[_Match]:
    covered = lo  # "shot down" hides the "down" in it
    for i in known.phrases.openings(words, lo, hi):
        matches = _matches_at(words, i, lo, hi, known) if i >= covered else ()
        if matches:
            covered = max(map(_covers, matches))
            if all(match.entry.key != IDLE for match in matches):
                yield from matches


def _matches_at(words: Words, i: int, lo: int, hi: int, known: Triggers) -> Sequence[_Match]:
    """The entries that fit at token `i`, by the longest phrases of which one fits."""
    matches: list[_Match] = []
    presupposed = i > 0 and words.low[i - 1] in known.determiners
    for end, entries in known.phrases.each_at(words, i, hi):
        if matches and end < matches[0].end:
            break  # a longer phrase fits
        place = _Place(words, i, end, lo, hi, known)
        fitting = [_fits(place, entry) for entry in entries if not (presupposed and entry.verb)]
        matches += [match for match in fitting if match is not None]
    return matches


def _covers(match: _Match) -> int:
    """The token up to which no other trigger is looked for. An idle phrase hides its object: "a storm of protest"."""
    if match.entry.key == IDLE and match.object_at is not None:
        return max(match.end, match.object_at + 1)
    return match.end


def _fits(place: _Place, entry: Entry) -> _Match | None:
    """The match, where what the entry asks for is there, and none of what it excludes comes first."""
    until = _tail_end(place, entry) if entry.tail else place.end
    if until is None:
        return None
    idle = entry.key == IDLE  # whatever the voice, what it is about follows: "was flooded with calls"
    passive = entry.verb and not idle and place.known.is_passive(place.words, place.start)
    subjects = entry.subjects  # most entries ask for none
    subject = _nearest(_subject_near(place, place.known.objects[name]) for name in subjects) if subjects else None
    whole = place if until == place.end else replace(place, end=until)
    at = _object(whole, entry, passive=passive and not entry.tail) if entry.needs else None
    if (entry.needs and at is None) or (subjects and subject is None):
        return None
    for name in entry.lacks:
        near = _excluded(place, place.known.objects[name], passive=passive)
        if near is not None and (at is None or passive or near <= at):
            return None
    if _no_army(whole, entry.key):
        return None
    told_before = entry.verb and place.words.low[place.start].endswith(place.known.attributive_forms or ("\n",))
    background = told_before or _background(place)
    return _Match(entry, place.start, place.end, subject if at is None else at, passive, until, background)


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


def _object(place: _Place, entry: Entry, *, passive: bool) -> int | None:
    """The token of the nearest object of the classes that the entry asks for."""
    known = place.known.objects
    return _nearest(
        _object_near(place, known.get(name, frozenset()), name=name == "Name", passive=passive) for name in entry.needs
    )


def _nearest(tokens: Iterable[int | None]) -> int | None:
    """The first of the tokens in the text, as far as there are any."""
    return min((at for at in tokens if at is not None), default=None)


def _tail_end(place: _Place, entry: Entry) -> int | None:
    """The token after the words that close a gap; None where they do not stand in the clause.

    Where the order of words is free, they may stand before the verb: «свет вернули». Then the match ends with it.
    """
    tail, words = entry.tail, place.words
    if tail[0].isdisjoint(words.low[max(0, place.start - _OTHER_SIDE) : place.end + _GAP_WORDS + 1]):
        return None  # as nearly always
    for k in range(place.end, min(place.hi, place.end + _GAP_WORDS + 1)):
        if words.low[k] in ENDS:
            break
        if _stands_at(words, tail, k, place.hi):
            return k + len(tail)
    if not (entry.verb and place.known.free_order):
        return None
    for k in range(place.start - 1, max(place.lo, place.start - _OTHER_SIDE) - 1, -1):
        if words.low[k] in place.known.breaks:
            return None
        if _stands_at(words, tail, k, place.start):
            return place.end
    return None


def _stands_at(words: Words, tail: tuple[frozenset[str], ...], at: int, hi: int) -> bool:
    return at + len(tail) <= hi and all(map(contains, tail, words.low[at : at + len(tail)]))


def find_trigger(
    text: str,
    language: str,
    within: Span | None = None,
    avoid: Iterable[Span] = (),
    figures: Sequence[Figure] = (),
) -> Trigger | None:
    """The most specific trigger of an event in `text`, or in a part of it, outside the spans to `avoid`."""
    known = triggers(language)
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
