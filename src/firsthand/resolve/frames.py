"""What a statement says to have happened: the event, who did it, to whom, where, when, and how many.

Each part is chosen by the first rule that finds one. The rules stand in ordered tuples; each leaves a reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from firsthand.model import Document, Frame, Interval, Mode, Place, PlaceKind, Quantity, Reason, Span, Statement
from firsthand.resolve.doers import ACTOR_RULES, object_of_verb, side_of_voice
from firsthand.resolve.events import UNSPECIFIED, Figure, Trigger, event_types, find_trigger
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.place_actors import of_a_body
from firsthand.resolve.place_spotting import page_of
from firsthand.resolve.quantities import kind_of_unit
from firsthand.resolve.scene import Located, Mentions, Scene, datelines, in_parts, start_of, within, word_lists
from firsthand.resolve.stretches import language_at

__all__ = ["RULES", "Mentions", "frame_of", "nothing_to_confirm", "own_claim", "side_of_voice"]

_REMEMBERED = 40  # mentions of places looked back for "the city"
_BESIDE = 8  # words between a speaker and where he or she speaks
_TOLD = 12  # statements looked back for "the city"
_LINES = 2  # line breaks between a list and what announces it
_LISTED = 3  # tokens that a line of a list has at least: "41 over Kursk"
_CLAUSE = 10  # tokens that "and" or a comma between a figure and its verb counts for
_KIND_ORDER = {PlaceKind.SETTLEMENT: 0, PlaceKind.OTHER: 1, PlaceKind.REGION: 2, PlaceKind.COUNTRY: 3}

L = TypeVar("L", bound=Located)


# --- the place


def place_in_content(scene: Scene) -> Place | None:
    """The place is one that the content names: a settlement before a region, a region before a country."""
    return _best_place(scene, scene.places_in)


def place_of_story(scene: Scene) -> Place | None:
    """“The city”, “the town”, “here” in the content is the last settlement that something is said to have happened
    in.
    """
    if _here(scene) is None:
        return None
    for statement in reversed(scene.told[-_TOLD:]):
        place = statement.frame.place if statement.frame else None
        if place and place.chosen and _kind(place) is PlaceKind.SETTLEMENT:
            return place
    return None


def place_back_reference(scene: Scene) -> Place | None:
    """Else “the city” is the last settlement mentioned before."""
    at = _here(scene)
    if at is None:
        return None
    end = bisect_left(scene.places, at, key=start_of)
    before = scene.places[max(0, end - _REMEMBERED) : end]
    towns = [p for p in before if _kind(p) is PlaceKind.SETTLEMENT and p.chosen and not _speaks_for(scene, p)]
    return min(reversed(towns), key=lambda p: _aside(scene, p), default=None)


def place_in_sentence(scene: Scene) -> Place | None:
    """Else the place is one that the rest of the sentence names, but not where a speaker comes from."""
    if scene.trigger is None and not scene.quantities_in:
        return None
    if _names_unknown(scene):
        return None
    others = within(scene.places, scene.statement.sentence)
    return _best_place(scene, tuple(place for place in others if not _beside_speaker(scene, place)))


PLACE_RULES: tuple[Callable[[Scene], Place | None], ...] = (
    place_in_content,
    place_of_story,
    place_back_reference,
    place_in_sentence,
)


def _names_unknown(scene: Scene) -> bool:
    """Whether the content names a place that the gazetteer lacks ("the village of X"): no other one will do."""
    words, lists = scene.words, scene.lists
    for part in scene.statement.contents:
        lo, hi = words.range(part)
        for i in range(lo, hi - 2):
            name = i + 2 if words.low[i + 1] in lists.of else i + 1
            if words.low[i] in lists.called and (name == i + 2 or not lists.of) and words.capitalised(name):
                return not any(place.span.start == words.starts[name] for place in scene.places_in)
    return False


def _here(scene: Scene) -> int | None:
    """Where the content says "the city" or the like."""
    for part in scene.statement.contents:
        lo, hi = scene.words.range(part)
        for i in range(lo, hi):
            found = scene.lists.here.at(scene.words, i, hi) if scene.words.low[i] in scene.lists.here else None
            if found and not _named_after(scene, found[0], hi):
                return scene.words.starts[i]
    return None


def _named_after(scene: Scene, at: int, stop: int) -> bool:
    """Whether a name follows: "the city of X", «в городе X»."""
    if scene.lists.of:
        return scene.low(at) in scene.lists.of
    return at < stop and (scene.words.capitalised(at) or scene.low(at) in ("«", "„"))


def _best_place(scene: Scene, places: tuple[Place, ...]) -> Place | None:
    """What is no dateline, and no mere landmark; of these the most exact kind, then the nearest to the trigger."""
    at = scene.trigger.span.start if scene.trigger else scene.statement.content.start
    fit = [p for p in places if p.candidates and not _speaks_for(scene, p)]
    return min(fit, key=lambda p: (_aside(scene, p), _KIND_ORDER[_kind(p)], abs(p.span.start - at)), default=None)


def _aside(scene: Scene, place: Place) -> int:
    """2 for where a report was filed, 1 for what a place is only near: "Rocca di Papa, near Rome"; else 0."""
    if any(place.span in line for line in datelines(scene.document.text)):
        return 2
    return int(scene.lists.beside.before(scene.words, scene.token(place.span.start), 0) is not None)


def _kind(place: Place) -> PlaceKind:
    return (place.chosen or place.candidates[0]).kind if place.candidates else PlaceKind.OTHER


def _speaks_for(scene: Scene, place: Place) -> bool:
    """Whether the name stands for a government, or tells where the one who speaks is from."""
    document, best = scene.document, place.chosen or next(iter(place.candidates), None)
    if of_a_body(page_of(document.text, document.title, document.language), best, place.span):
        return True
    near = Span(max(0, place.span.start - 80), place.span.end + 80)
    if any(actor.span.overlaps(place.span) for actor in within(scene.actors, near)):
        return True
    if not any(v.span and place.span in v.span for v in scene.statement.chain):
        return False
    if not scene.lists.on_the_spot.isdisjoint(words_of(scene.statement.voice.text).low):
        return False
    at = scene.token(place.span.start)
    return scene.lists.home_of_speaker.before(scene.words, at, 0) is not None


def _beside_speaker(scene: Scene, place: Place) -> bool:
    """“told reporters in Bangkok”: outside the content, near the voice or the cue, it is where the speaker is.

    Residents and witnesses speak of where they are.
    """
    statement = scene.statement
    if len(statement.chain) < 2 or any(place.span in part for part in statement.contents):
        return False
    if not scene.lists.on_the_spot.isdisjoint(words_of(statement.voice.text).low):
        return False
    at = scene.token(place.span.start)
    spoken = [span for span in (statement.cue, *(voice.span for voice in statement.chain)) if span is not None]
    return any(
        abs(at - scene.token(span.end)) <= _BESIDE or abs(at - scene.token(span.start)) <= _BESIDE for span in spoken
    )


# --- time and figure


def time_in_content(scene: Scene) -> Interval | None:
    """The time is the first one that the content gives, one that can be anchored before one that cannot."""
    return _best_time(scene, scene.times_in) if scene.trigger or scene.quantities_in else None


def time_in_sentence(scene: Scene) -> Interval | None:
    """Else the time is one that the rest of the sentence gives."""
    return _best_time(scene, tuple(within(scene.times, scene.statement.sentence))) if scene.trigger else None


TIME_RULES: tuple[Callable[[Scene], Interval | None], ...] = (time_in_content, time_in_sentence)


def _best_time(scene: Scene, times: tuple[Interval, ...]) -> Interval | None:
    """One that can be anchored before one that cannot; the day of a dateline last."""
    filed = datelines(scene.document.text)
    ranked = sorted(times, key=lambda t: (any(t.span in line for line in filed), not (t.start or t.end)))
    return next(iter(ranked), None)


def figure_of_event(scene: Scene) -> Quantity | None:
    """The figure is the one nearest to the event's words whose unit fits the event, and that is no part of
    another.
    """
    trigger, event = scene.trigger, scene.event
    if trigger is None or event is None:
        return None
    language = scene.language
    fit = [q for q in scene.quantities_in if q.unit is None or kind_of_unit(q.unit, language) in event.counts]
    return min(fit, key=lambda q: (_is_subset(scene, q), _distance(scene, q.span, trigger)), default=None)


def figure_alone(scene: Scene) -> Quantity | None:
    """Without an event, the first figure of the content counts; "the nine dams" only names what is counted
    elsewhere and comes later, shares and lengths of time come last.
    """
    if scene.trigger is not None:
        return None
    language = scene.language
    return min(
        scene.quantities_in,
        key=lambda q: (kind_of_unit(q.unit, language) in ("time", "percent"), _is_definite(scene, q)),
        default=None,
    )


QUANTITY_RULES: tuple[Callable[[Scene], Quantity | None], ...] = (figure_of_event, figure_alone)


def _is_definite(scene: Scene, quantity: Quantity) -> bool:
    return scene.before(quantity.span) in scene.lists.definite


def _is_subset(scene: Scene, quantity: Quantity) -> bool:
    return scene.before(quantity.span) in scene.lists.subsets


def _distance(scene: Scene, span: Span, trigger: Trigger) -> int:
    """Tokens between the figure and the trigger; a clause boundary between them counts as many."""
    first, last = scene.token(span.start), scene.token(span.end)
    gap = slice(last, trigger.start) if last <= trigger.start else slice(trigger.end, first)
    between = scene.words.low[gap]
    return len(between) + _CLAUSE * sum(word in scene.lists.clause for word in between)


# --- the event, where no word of the content tells it


def counted_unit(scene: Scene) -> tuple[str, Reason] | None:
    """Where no word tells the event, the counted thing may: prisoners are held, aftershocks are an earthquake's."""
    if scene.trigger is not None:
        return None
    for quantity in scene.quantities_in:
        key = scene.lists.counted.get(quantity.unit or "")
        if key:
            detail = f"{quantity.unit} are counted: {event_types()[key].label}"
            return key, Reason(counted_unit.__name__, detail, (quantity.span,), 0.6)
    return None


def same_matter(scene: Scene) -> tuple[str, Reason] | None:
    """Content that starts with "the toll", "the figure" and the like goes on about the statement before it in the
    same paragraph; so does "it" or "they" with a figure, a place or a time. A bare figure with a place ("41 — over the
    region") does so in the next line of a list too.
    """
    previous = scene.previous
    if scene.trigger is not None or previous is None or previous.frame is None or previous.frame.event == UNSPECIFIED:
        return None
    listed = _bare_figure(scene)
    opens = listed or _carries_on(scene)
    if opens is None or scene.document.text.count("\n", previous.content.end, opens.start) > (_LINES if listed else 0):
        return None
    key = previous.frame.event
    detail = f"“{opens.of(scene.document.text)}” goes on about {event_types()[key].label}"
    return key, Reason(same_matter.__name__, detail, (opens, previous.content), 0.3)


EVENT_RULES: tuple[Callable[[Scene], tuple[str, Reason] | None], ...] = (counted_unit, same_matter)


def _bare_figure(scene: Scene) -> Span | None:
    """The figure that the content starts with, where a mark or a preposition follows, and a place stands in it."""
    lo, hi = scene.words.range(scene.statement.content)
    if hi - lo < _LISTED or not scene.places_in or not scene.words.low[lo].isdigit():
        return None
    follows = scene.words.low[lo + 1]
    led = follows in scene.lists.prepositions or follows in scene.lists.subsets or follows in ("—", "–", "-", ":")
    return scene.words.span(lo, lo + 1) if led else None


def _carries_on(scene: Scene) -> Span | None:
    """The pronoun or short form that the content starts with."""
    lo, hi = scene.words.range(scene.statement.content)
    while lo < hi and not scene.words.low[lo][0].isalnum():
        lo += 1
    found = scene.lists.carries_on.at(scene.words, lo, hi)
    if found is None:
        return None
    says_more = scene.quantities_in or scene.places_in or scene.times_in
    return scene.words.span(lo, found[0]) if found[0] - lo > 1 or says_more else None


# --- the frame


def _trigger(scene: Scene) -> Trigger | None:
    """The strongest trigger of the content. A word in a name ("Treaty Organization") or a date ("March") is none."""
    avoid = [*(actor.span for actor in scene.actors_in), *(time.span for time in scene.times_in)]
    document, language = scene.document, scene.language
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
    mentions: Mentions,
    told: Sequence[Statement] = (),
) -> Frame | None:
    """What the statement says to have happened; None where its content has neither event, figure nor place.

    `told` are the statements before it in the text, already with their frames.
    """
    language = language_at(statement.sentence.of(document.text), document.language)
    lists = word_lists(language)
    if lists is None:
        return None
    scene = Scene(
        document=document,
        language=language,
        statement=statement,
        words=words_of(document.text),
        lists=lists,
        told=told,
        trigger=None,
        places=mentions.places,
        times=mentions.times,
        actors=mentions.actors,
        places_in=in_parts(mentions.places, statement),
        times_in=in_parts(mentions.times, statement),
        actors_in=in_parts(mentions.actors, statement),
        quantities_in=in_parts(mentions.quantities, statement),
    )
    return _frame(replace(scene, trigger=_trigger(scene)))


def _frame(scene: Scene) -> Frame | None:
    event, reason = _event(scene)
    if event == UNSPECIFIED and not scene.quantities_in and not scene.places_in:
        return None
    reasons = [reason] if reason else []
    actor = _first(ACTOR_RULES, scene, reasons, "actor")
    target = _first((object_of_verb,), scene, reasons, "target")
    if target == actor:
        target = None
        reasons = [r for r in reasons if r.rule != object_of_verb.__name__]
    place = _first(PLACE_RULES, scene, reasons, "place")
    time = _first(TIME_RULES, scene, reasons, "time")
    quantity = _first(QUANTITY_RULES, scene, reasons, "figure")
    if event == UNSPECIFIED and place is None and quantity is None:
        return None
    return Frame(event, actor, target, place, time, quantity, tuple(reasons))


def _event(scene: Scene) -> tuple[str, Reason | None]:
    """The key of the event type, and why: from the content's own words before anything else."""
    if scene.trigger:
        return scene.trigger.key, scene.trigger.reason
    found = [rule(scene) for rule in EVENT_RULES]
    nothing: tuple[str, Reason | None] = (UNSPECIFIED, None)
    return next((event for event in found if event is not None), nothing)


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


def nothing_to_confirm(statement: Statement, told: Sequence[Statement], title: Span, side: str | None) -> Statement:
    """A "confirmation" of a contested event that nobody else in the text has told before is only an assertion.

    One side that owns to the other side's gain does confirm it.
    """
    frame = statement.frame
    if statement.mode is not Mode.CONFIRMED or frame is None:
        return statement
    if side and frame.actor and frame.actor.side and frame.actor.side != side:
        return statement
    kind = event_types().get(frame.event)
    if kind is None or not kind.contested:
        return statement
    before = [s for s in told if s.content.start >= title.end and s.frame and s.frame.event == frame.event]
    if any(s.voice.text != statement.voice.text for s in before):
        return statement
    reason = Reason(nothing_to_confirm.__name__, "nobody else has said so before", (statement.content,))
    return replace(statement, mode=Mode.ASSERTED, reasons=(*statement.reasons, reason))


RULES: tuple[Callable[..., object], ...] = (
    *ACTOR_RULES,
    object_of_verb,
    *PLACE_RULES,
    *TIME_RULES,
    *QUANTITY_RULES,
    *EVENT_RULES,
    own_claim,
    nothing_to_confirm,
)
"""All rules of this file, in order."""
