"""Who does it, and to whom it is done. Each is chosen by the first rule of an ordered tuple that finds one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from firsthand.model import Actor, Mode, Statement, Voice
from firsthand.resolve.actors import find_actors, nationality_before
from firsthand.resolve.scene import Scene, within

__all__ = ["ACTOR_RULES", "object_of_verb", "side_of_voice"]

_OPENING = 3  # words after which a content has a subject of its own
_NEAR_VERB = 12  # words between the actor and its verb
_BESIDE = 2  # words between a verb and the subject after it
_ATTACKS = frozenset({"air_strike", "drone_strike", "ground_assault", "missile_strike", "shelling"})


def doer_by_phrase(scene: Scene) -> Actor | None:
    """After a passive or a noun, the doer is the one after "by", or in the case of a doer: "the capture of the town by
    Russian forces", «взятие города российскими войсками».
    """
    trigger = scene.trigger
    if trigger is None:
        return None
    before = scene.actors_in if _is_passive(scene) and scene.lists.doer_case else ()
    return next((a for a in (*_after_trigger(scene), *before) if _is_doer(scene, a)), None)


def subject_of_verb(scene: Scene) -> Actor | None:
    """Before an active verb, the doer is the nearest actor: "forcing Ukrainian troops to retreat"."""
    trigger = scene.trigger
    if trigger is None or not trigger.verb or (_is_passive(scene) and not _undergoes(scene)):
        return None
    before = [a for a in scene.actors_in if a.span.end <= trigger.span.start]
    near = [a for a in before if trigger.start - scene.token(a.span.end) <= _NEAR_VERB]
    return next((a for a in reversed(near) if not _is_doer(scene, a) and not _has_preposition(scene, a)), None)


def subject_after_verb(scene: Scene) -> Actor | None:
    """Where the order of words is free and nobody stands before the verb, the doer may stand right after it: «город
    взяли российские войска».
    """
    trigger = scene.trigger
    if trigger is None or not trigger.verb or _is_passive(scene) or not scene.lists.doer_case:
        return None
    first = next(_after_trigger(scene), None)
    opens = trigger.start == scene.token(scene.statement.content.start)  # then it may be done to whoever follows
    if first is None or opens or scene.token(first.span.start) - trigger.end > _BESIDE:
        return None
    return None if _is_doer(scene, first) or _has_preposition(scene, first) else first


def owner_of_noun(scene: Scene) -> Actor | None:
    """A nationality before a noun: "Ukrainian artillery fire", "Russia's capture of the town"."""
    trigger = scene.trigger
    if trigger is None or trigger.verb:
        return None
    owner = nationality_before(scene.document.text, scene.language, trigger.span.start)
    return owner if owner and any(owner.span in part for part in scene.statement.contents) else None


def of_phrase(scene: Scene) -> Actor | None:
    """After a noun for moving back or losing, the actor after "of": "the withdrawal of French troops". In a language
    with cases it stands right after the noun, after one for an attack too: «удар ВСУ по складу».
    """
    trigger = scene.trigger
    if (
        trigger is None
        or trigger.verb
        or not (_undergoes(scene) or (scene.lists.doer_case and trigger.key in _ATTACKS))
    ):
        return None
    return next((a for a in _after_trigger(scene) if _owns(scene, a)), None)


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
    return next(_sided_voices(scene.statement, scene.actors, scene.language), None)


def nearest_in_sentence(scene: Scene) -> Actor | None:
    """Else the nearest actor of the same sentence, outside the content, who is not the one that speaks."""
    trigger = scene.trigger
    if trigger is None or _is_passive(scene) or scene.actors_in:
        return None
    spoken = [v.span for v in scene.statement.chain if v.span]
    others = [
        actor
        for actor in within(scene.actors, scene.statement.sentence)
        if not any(actor.span.overlaps(span) for span in spoken)
    ]
    return min(others, key=lambda a: abs(a.span.start - trigger.span.start), default=None)


ACTOR_RULES: tuple[Callable[[Scene], Actor | None], ...] = (
    doer_by_phrase,
    subject_of_verb,
    subject_after_verb,
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
    return next((a for a in _after_trigger(scene) if not _is_doer(scene, a)), None)


def _is_doer(scene: Scene, actor: Actor) -> bool:
    """Whether it is led by "by", or stands in the case of a doer without a preposition."""
    if _led_by(scene, actor, scene.lists.by):
        return True
    in_case = bool(scene.lists.doer_case) and actor.text.lower().endswith(scene.lists.doer_case)
    return in_case and not _has_preposition(scene, actor)


def _has_preposition(scene: Scene, actor: Actor) -> bool:
    return bool(scene.lists.prepositions) and _led_by(scene, actor, scene.lists.prepositions)


def _owns(scene: Scene, actor: Actor) -> bool:
    """Whether it is led by "of", or stands right after the trigger in a language without such a word."""
    if scene.lists.of:
        return _led_by(scene, actor, scene.lists.of)
    assert scene.trigger is not None
    beside = scene.token(actor.span.start) - scene.trigger.end <= 1
    return beside and actor.kind != "country" and not _is_doer(scene, actor) and not _has_preposition(scene, actor)


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
        found = next((a for a in within(actors, span) if a.side), None) if span else None
        if found:
            return found
    named = next((a for a in find_actors(voice.text, language) if a.side), None)
    return Actor(voice.span, voice.text, named.side) if named and voice.span else None


def side_of_voice(statement: Statement, actors: Sequence[Actor], language: str) -> str | None:
    """The side of the innermost voice that has one; `actors` are those of the document, in text order."""
    return next((a.side for a in _sided_voices(statement, actors, language)), None)
