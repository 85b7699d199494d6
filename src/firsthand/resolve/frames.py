"""What a statement says to have happened: the event, who did it, to whom, where, when, and how many.

Each part is chosen by the first rule that finds one. The rules stand in ordered tuples; each leaves a reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol, TypeVar

from firsthand.model import (
    Actor,
    Document,
    Frame,
    Interval,
    Mode,
    Place,
    PlaceKind,
    Quantity,
    Reason,
    Span,
    Statement,
    Voice,
)
from firsthand.resolve.actors import find_actors, nationality_before
from firsthand.resolve.data import block
from firsthand.resolve.events import UNSPECIFIED, EventType, Figure, Trigger, event_types, find_trigger
from firsthand.resolve.lexicon import Phrases, Words, words_of
from firsthand.resolve.quantities import kind_of_unit

__all__ = ["RULES", "frame_of", "own_claim", "side_of_voice"]

_REMEMBERED = 40  # mentions of places looked back for "the city"
_OPENING = 3  # words after which a content has a subject of its own
_CLAUSE = 10  # tokens that "and" or a comma between a figure and its verb counts for
_NEAR_VERB = 12  # words between the actor and its verb
_KIND_ORDER = {PlaceKind.SETTLEMENT: 0, PlaceKind.OTHER: 1, PlaceKind.REGION: 2, PlaceKind.COUNTRY: 3}


class _Located(Protocol):
    @property
    def span(self) -> Span: ...


L = TypeVar("L", bound=_Located)


@dataclass(frozen=True, slots=True)
class _Lists:
    by: frozenset[str]
    of: frozenset[str]
    subsets: frozenset[str]
    first_person: frozenset[str]
    clause: frozenset[str]
    here: Phrases[None]
    home_of_speaker: Phrases[None]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the rules may look at: the statement, its trigger, and what was resolved in the document.

    The sequences are in text order; `actors_in` and the like are those inside the parts of the content.
    """

    document: Document
    statement: Statement
    words: Words
    lists: _Lists
    trigger: Trigger | None
    places: Sequence[Place]
    times: Sequence[Interval]
    actors: Sequence[Actor]
    places_in: tuple[Place, ...]
    times_in: tuple[Interval, ...]
    actors_in: tuple[Actor, ...]
    quantities_in: tuple[Quantity, ...]

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
def _lists(language: str) -> _Lists | None:
    data = block("events.yaml", language)
    if data is None:
        return None
    return _Lists(
        by=frozenset(data["by"]),
        of=frozenset(data["of"]),
        subsets=frozenset(data["subsets"]),
        first_person=frozenset(data["first_person"]),
        clause=frozenset(data["clause"]),
        here=Phrases((phrase, None) for phrase in data["here"]),
        home_of_speaker=Phrases((phrase, None) for phrase in data["home_of_speaker"]),
    )


def _within(items: Sequence[L], span: Span) -> Iterator[L]:
    """The items that lie in the span."""
    at = bisect_left(items, span.start, key=_start)
    while at < len(items) and items[at].span.start < span.end:
        if items[at].span.end <= span.end:
            yield items[at]
        at += 1


def _start(item: _Located) -> int:
    return item.span.start


def _in_parts(items: Sequence[L], statement: Statement) -> tuple[L, ...]:
    return tuple(item for part in statement.contents for item in _within(items, part))


# --- the actor


def doer_by_phrase(scene: Scene) -> Actor | None:
    """After a passive or a noun, the doer is the one after "by": "the capture of the town by Russian
    forces".
    """
    if scene.trigger is None:
        return None
    return next((a for a in _after_trigger(scene) if _led_by(scene, a, scene.lists.by)), None)


def subject_of_verb(scene: Scene) -> Actor | None:
    """Before an active verb, the doer is the nearest actor: "forcing Ukrainian troops to retreat"."""
    trigger = scene.trigger
    if trigger is None or not trigger.verb or (_is_passive(scene) and not _undergoes(scene)):
        return None
    before = [a for a in scene.actors_in if a.span.end <= trigger.span.start]
    near = [a for a in before if trigger.start - scene.token(a.span.end) <= _NEAR_VERB]
    return next((a for a in reversed(near) if not _led_by(scene, a, scene.lists.by)), None)


def owner_of_noun(scene: Scene) -> Actor | None:
    """A nationality before a noun: "Ukrainian artillery fire", "Russia's capture of the town"."""
    trigger = scene.trigger
    if trigger is None or trigger.verb:
        return None
    owner = nationality_before(scene.document.text, scene.document.language, trigger.span.start)
    return owner if owner and any(owner.span in part for part in scene.statement.contents) else None


def of_phrase(scene: Scene) -> Actor | None:
    """After a noun for moving back or losing, the actor after "of": "the withdrawal of French troops"."""
    if scene.trigger is None or scene.trigger.verb or not _undergoes(scene):
        return None
    return next((a for a in _after_trigger(scene) if _led_by(scene, a, scene.lists.of)), None)


def own_deed(scene: Scene) -> Actor | None:
    """A party that reports a gain or a loss of ground without naming the doer speaks of itself."""
    event, trigger = scene.event, scene.trigger
    if event is None or trigger is None or scene.statement.mode not in (Mode.ASSERTED, Mode.CONFIRMED, Mode.HEDGED):
        return None
    if not event.own or _is_passive(scene):
        return None
    first = scene.token(scene.statement.content.start)
    says_we = any(w in scene.lists.first_person for w in scene.words.low[first : trigger.start])
    if trigger.verb and not says_we and trigger.start - first > _OPENING - 1:
        return None
    return next(_sided_voices(scene.statement, scene.actors, scene.document.language), None)


def nearest_in_sentence(scene: Scene) -> Actor | None:
    """Else the nearest actor of the same sentence, outside the content, who is not the one that speaks."""
    trigger = scene.trigger
    if trigger is None or _is_passive(scene) or scene.actors_in:
        return None
    spoken = [v.span for v in scene.statement.chain if v.span]
    others = [
        actor
        for actor in _within(scene.actors, scene.statement.sentence)
        if not any(actor.span.overlaps(span) for span in spoken)
    ]
    return min(others, key=lambda a: abs(a.span.start - trigger.span.start), default=None)


ACTOR_RULES: tuple[Callable[[Scene], Actor | None], ...] = (
    doer_by_phrase,
    subject_of_verb,
    owner_of_noun,
    of_phrase,
    own_deed,
    nearest_in_sentence,
)


def object_of_verb(scene: Scene) -> Actor | None:
    """It is done to the actor after an active verb or a noun, or before a passive one."""
    trigger = scene.trigger
    if trigger is None:
        return None
    if _is_passive(scene):
        before = [a for a in scene.actors_in if a.span.end <= trigger.span.start]
        return before[-1] if before else None
    if _undergoes(scene):
        return None
    return next((a for a in _after_trigger(scene) if not _led_by(scene, a, scene.lists.by)), None)


def _undergoes(scene: Scene) -> bool:
    return scene.event is not None and scene.event.subject_undergoes


def _is_passive(scene: Scene) -> bool:
    return scene.trigger is not None and scene.trigger.passive


def _after_trigger(scene: Scene) -> Iterator[Actor]:
    trigger = scene.trigger
    if trigger is not None:
        yield from (
            a
            for a in scene.actors_in
            if a.span.start >= trigger.span.start and scene.token(a.span.start) - trigger.end <= _NEAR_VERB
        )


def _led_by(scene: Scene, actor: Actor, words: frozenset[str]) -> bool:
    """Whether one of the words stands before the actor, at most one word apart."""
    at = scene.token(actor.span.start)
    return scene.low(at - 1) in words or scene.low(at - 2) in words


def _sided_voices(statement: Statement, actors: Sequence[Actor], language: str) -> Iterator[Actor]:
    """The voices that have a side, from the innermost outwards."""
    for voice in reversed(statement.chain):
        actor = _actor_of(voice, actors, language)
        if actor is not None:
            yield actor


def _actor_of(voice: Voice, actors: Sequence[Actor], language: str) -> Actor | None:
    for span in (voice.span, voice.refers_to):
        found = next((a for a in _within(actors, span) if a.side), None) if span else None
        if found:
            return found
    named = next((a for a in find_actors(voice.text, language) if a.side), None)
    return Actor(voice.span, voice.text, named.side) if named and voice.span else None


def side_of_voice(statement: Statement, actors: Sequence[Actor], language: str) -> str | None:
    """The side of the innermost voice that has one; `actors` are those of the document, in text order."""
    return next((a.side for a in _sided_voices(statement, actors, language)), None)


# --- the place


def place_in_content(scene: Scene) -> Place | None:
    """The place is one that the content names: a settlement before a region, a region before a country."""
    return _best_place(scene, scene.places_in)


def place_back_reference(scene: Scene) -> Place | None:
    """“The city”, “the town”, “here” in the content is the last settlement mentioned before."""
    at = _here(scene)
    if at is None:
        return None
    end = bisect_left(scene.places, at, key=_start)
    for place in reversed(scene.places[max(0, end - _REMEMBERED) : end]):
        if _kind(place) is PlaceKind.SETTLEMENT and place.chosen and not _speaks_for(scene, place):
            return place
    return None


def place_in_sentence(scene: Scene) -> Place | None:
    """Else the place is one that the rest of the sentence names, but not where a speaker comes from."""
    if scene.trigger is None and not scene.quantities_in:
        return None
    return _best_place(scene, tuple(_within(scene.places, scene.statement.sentence)))


PLACE_RULES: tuple[Callable[[Scene], Place | None], ...] = (
    place_in_content,
    place_back_reference,
    place_in_sentence,
)


def _here(scene: Scene) -> int | None:
    """Where the content says "the city" or the like."""
    for part in scene.statement.contents:
        lo, hi = scene.words.range(part)
        for i in range(lo, hi):
            if scene.words.low[i] in scene.lists.here and scene.lists.here.at(scene.words, i, hi):
                return scene.words.starts[i]
    return None


def _best_place(scene: Scene, places: tuple[Place, ...]) -> Place | None:
    """The most exact kind, then the nearest to the trigger."""
    at = scene.trigger.span.start if scene.trigger else scene.statement.content.start
    fit = [p for p in places if p.candidates and not _speaks_for(scene, p)]
    return min(fit, key=lambda p: (_KIND_ORDER[_kind(p)], abs(p.span.start - at)), default=None)


def _kind(place: Place) -> PlaceKind:
    return (place.chosen or place.candidates[0]).kind if place.candidates else PlaceKind.OTHER


def _speaks_for(scene: Scene, place: Place) -> bool:
    """Whether the name stands for a government, or tells where the one who speaks is from."""
    near = Span(max(0, place.span.start - 80), place.span.end + 80)
    if any(actor.span.overlaps(place.span) for actor in _within(scene.actors, near)):
        return True
    if not any(v.span and place.span in v.span for v in scene.statement.chain):
        return False
    at = scene.token(place.span.start)
    return scene.lists.home_of_speaker.before(scene.words, at, 0) is not None


# --- time and figure


def time_in_content(scene: Scene) -> Interval | None:
    """The time is the first one that the content gives, one that can be anchored before one that cannot."""
    return _best_time(scene.times_in) if scene.trigger or scene.quantities_in else None


def time_in_sentence(scene: Scene) -> Interval | None:
    """Else the time is one that the rest of the sentence gives."""
    return _best_time(tuple(_within(scene.times, scene.statement.sentence))) if scene.trigger else None


TIME_RULES: tuple[Callable[[Scene], Interval | None], ...] = (time_in_content, time_in_sentence)


def _best_time(times: tuple[Interval, ...]) -> Interval | None:
    return next((t for t in times if t.start or t.end), times[0] if times else None)


def figure_of_event(scene: Scene) -> Quantity | None:
    """The figure is the one nearest to the event's words whose unit fits the event, and that is no part of
    another.
    """
    trigger, event = scene.trigger, scene.event
    if trigger is None or event is None:
        return None
    language = scene.document.language
    fit = [q for q in scene.quantities_in if q.unit is None or kind_of_unit(q.unit, language) in event.counts]
    return min(fit, key=lambda q: (_is_subset(scene, q), _distance(scene, q.span, trigger)), default=None)


def figure_alone(scene: Scene) -> Quantity | None:
    """Without an event, the first figure of the content counts; shares and lengths of time come last."""
    if scene.trigger is not None:
        return None
    language = scene.document.language
    return min(scene.quantities_in, key=lambda q: kind_of_unit(q.unit, language) in ("time", "percent"), default=None)


QUANTITY_RULES: tuple[Callable[[Scene], Quantity | None], ...] = (figure_of_event, figure_alone)


def _is_subset(scene: Scene, quantity: Quantity) -> bool:
    return scene.before(quantity.span) in scene.lists.subsets


def _distance(scene: Scene, span: Span, trigger: Trigger) -> int:
    """Tokens between the figure and the trigger; a clause boundary between them counts as many."""
    first, last = scene.token(span.start), scene.token(span.end)
    gap = slice(last, trigger.start) if last <= trigger.start else slice(trigger.end, first)
    between = scene.words.low[gap]
    return len(between) + _CLAUSE * sum(word in scene.lists.clause for word in between)


# --- the frame


def _trigger(scene: Scene) -> Trigger | None:
    """The strongest trigger of the content. A word in a name ("Treaty Organization") or a date ("March") is none."""
    avoid = [item.span for item in (*scene.actors_in, *scene.times_in)]
    document, language = scene.document, scene.document.language
    figures = [
        Figure(scene.token(q.span.start), scene.token(q.span.end), kind_of_unit(q.unit, language))
        for q in scene.quantities_in
        if not _is_subset(scene, q)
    ]
    found = (find_trigger(document.text, language, part, avoid, figures) for part in scene.statement.contents)
    known = [t for t in found if t is not None]
    return max(known, key=lambda t: event_types()[t.key].rank, default=None)


def _first(rules: Iterable[Callable[[Scene], L | None]], scene: Scene, reasons: list[Reason], what: str) -> L | None:
    """What the first rule that finds anything finds; it leaves its reason."""
    for rule in rules:
        found = rule(scene)
        if found is not None:
            text = found.span.of(scene.document.text)
            reasons.append(Reason(rule.__name__, f"{what}: “{text}”", (found.span,)))
            return found
    return None


def frame_of(
    document: Document,
    statement: Statement,
    places: Sequence[Place],
    quantities: Sequence[Quantity],
    times: Sequence[Interval],
    actors: Sequence[Actor],
) -> Frame | None:
    """What the statement says to have happened; None where its content has neither event, figure nor place.

    The sequences are all mentions of the document, in text order.
    """
    lists = _lists(document.language)
    if lists is None:
        return None
    scene = Scene(
        document=document,
        statement=statement,
        words=words_of(document.text),
        lists=lists,
        trigger=None,
        places=places,
        times=times,
        actors=actors,
        places_in=_in_parts(places, statement),
        times_in=_in_parts(times, statement),
        actors_in=_in_parts(actors, statement),
        quantities_in=_in_parts(quantities, statement),
    )
    scene = replace(scene, trigger=_trigger(scene))
    if scene.trigger is None and not scene.quantities_in and not scene.places_in:
        return None
    return _frame(scene)


def _frame(scene: Scene) -> Frame | None:
    reasons = [scene.trigger.reason] if scene.trigger else []
    actor = _first(ACTOR_RULES, scene, reasons, "actor")
    target = _first((object_of_verb,), scene, reasons, "target")
    if target == actor:
        target = None
        reasons = [r for r in reasons if r.rule != object_of_verb.__name__]
    place = _first(PLACE_RULES, scene, reasons, "place")
    time = _first(TIME_RULES, scene, reasons, "time")
    quantity = _first(QUANTITY_RULES, scene, reasons, "figure")
    if scene.trigger is None and place is None and quantity is None:
        return None
    event = scene.trigger.key if scene.trigger else UNSPECIFIED
    return Frame(event, actor, target, place, time, quantity, tuple(reasons))


def own_claim(statement: Statement, side: str | None) -> Statement:
    """A party that "confirms" its own deed, where it gains by claiming it, only asserts it."""
    frame = statement.frame
    if statement.mode is not Mode.CONFIRMED or frame is None or frame.actor is None or side is None:
        return statement
    kind = event_types().get(frame.event)
    if kind is None or not kind.contested or frame.actor.side != side:
        return statement
    spans = (statement.cue,) if statement.cue else ()
    reason = Reason(own_claim.__name__, f"the voice and the doer are of one side ({side})", spans)
    return replace(statement, mode=Mode.ASSERTED, reasons=(*statement.reasons, reason))


RULES: tuple[Callable[..., object], ...] = (
    *ACTOR_RULES,
    object_of_verb,
    *PLACE_RULES,
    *TIME_RULES,
    *QUANTITY_RULES,
    own_claim,
)
"""All rules of this file, in order."""
