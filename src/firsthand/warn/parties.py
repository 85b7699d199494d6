"""Rules about who is heard and who is not."""

from __future__ import annotations

import re
from functools import cache

from firsthand.model import Actor, Mode, SourcingWarning, Span, Statement, VoiceKind
from firsthand.text import fold
from firsthand.warn.topic import MILITARY, Lead, event_frame, find_lead
from firsthand.warn.view import OPPOSING, ReportView, quote
from firsthand.warn.voices import own_word_of_a_side
from firsthand.warn.who import acts_for, all_words, carrier, heard, line_start, names, side, spelled_out
from firsthand.warn.words import Phrases

_CLOSE = 34  # characters between "has not" and "responded"
_BEFALLS = frozenset({"accident", "disaster", "disaster_earthquake", "disaster_flood", "disaster_storm", "wildfire"})
_NAMED_ELSEWHERE = 2  # times that a report names whom it speaks of
_OPENS = "«„“\"‘'"  # what a name may stand in
_SHORT = 2  # words of a subject that is only a pronoun

__all__ = ["party_has_not_answered"]


def party_has_not_answered(view: ReportView) -> list[SourcingWarning]:
    """Somebody accused or contradicted has not answered, by the report's own words, or is nowhere heard.

    The first is found by its wording ("has yet to respond", "declined to comment"). The second needs an
    accusation against somebody named, or a claim in a fight of which only one side speaks.
    """
    return _by_its_own_words(view) or _accused_unheard(view) or _other_side_unheard(view) or _one_army_speaks(view)


def _by_its_own_words(view: ReportView) -> list[SourcingWarning]:
    found = []
    for sentence in view.sentences:
        hit = view.words.no_answer.first(view.text, sentence) or _not_answering(view, sentence)
        if hit is None or view.words.no_answer_but.first(view.text, sentence) or not view.own_words(hit):
            continue
        if _speaks_elsewhere(view, Span(sentence.start, hit.start)) or view.words.not_charged.has(
            sentence.of(view.text)
        ):
            continue
        if _merely_silent(view, Span(sentence.start, hit.start)):
            continue
        subject = view.text[sentence.start : hit.start].rsplit(",", 1)[-1].strip()
        start = hit.start - len(subject) - 1 if 0 < len(subject) < 60 else hit.start
        span = Span(max(start, sentence.start), _clause_end(view, hit, sentence))
        reason = f"By the report's own words, one side has not answered: {quote(view.text, span, 90)}."
        found.append(SourcingWarning("party_has_not_answered", reason, (span,)))
    return found[:1]


def _not_answering(view: ReportView, sentence: Span) -> Span | None:
    """A word for "not", and a word for "answer" close behind it."""
    for verb in view.words.no_answer_verb.find(view.text, sentence):
        before = Span(max(sentence.start, verb.start - _CLOSE), verb.start)
        denial = view.words.no_answer_not.find(view.text, before)
        if denial and not any(mark in view.text[denial[-1].end : verb.start] for mark in ",;:"):
            return Span(denial[-1].start, verb.end)
    return None


def _speaks_elsewhere(view: ReportView, before: Span) -> bool:
    """Whether the silent one does speak: a person with a name, also through a lawyer, or who has just spoken."""
    subject = view.text[before.start : before.end].rsplit(",", 1)[-1]
    words = subject.split()
    if words and words[0].lower() in view.words.pronouns.literal | view.words.joining.literal and len(words) <= _SHORT:
        return any(len(s.chain) > 1 for s in view.stated_at(Span(line_start(view, before.end), before.end)))
    person = bool(words) and all(word[:1].isupper() for word in words)
    wanted = names(subject)
    spoken = (v for s in view.attributed if s.cue is not None for v in s.chain[1:])
    return person and any(wanted & names(all_words(view, v)) for v in spoken)


def _merely_silent(view: ReportView, before: Span) -> bool:
    """Whether a government has only not spoken yet: nobody says anything against it, or of it."""
    lead = find_lead(view)
    subject = fold(view.text[before.start : before.end].rsplit(",", 1)[-1]).strip().removeprefix("the ")
    if lead is None or lead.military or not view.words.institution.has(subject):
        return False
    if view.words.accuse.first(view.text) is not None or any(s.mode in OPPOSING for s in view.attributed):
        return False
    event = event_frame(lead.first)
    befell = event is not None and event.event in _BEFALLS and event.actor is None
    return befell or (view.words.government.has(subject) and fold(view.text).count(subject) < _NAMED_ELSEWHERE)


def _clause_end(view: ReportView, hit: Span, sentence: Span) -> int:
    """Where the clause ends that the words stand in."""
    rest = view.text[hit.end : sentence.end]
    cut = min((rest.find(mark) for mark in ",;.:—" if mark in rest), default=len(rest))
    return hit.end + min(cut, 60)


def _accused_unheard(view: ReportView) -> list[SourcingWarning]:
    for sentence in view.sentences:
        for hit in view.words.accuse.find(view.text, sentence):
            accused = _accused(view, Span(hit.end, sentence.end))
            if accused is None or heard(view, accused.of(view.text)):
                continue
            reason = f"{quote(view.text, accused)} is accused, and nobody speaks for it in the report."
            return [SourcingWarning("party_has_not_answered", reason, (Span(hit.start, accused.end),))]
    return []


@cache
def _charge(prepositions: frozenset[str]) -> re.Pattern[str]:
    """What follows the accused in "accused X of Y"."""
    either = "|".join(sorted(map(re.escape, prepositions))) or "(?!)"
    return re.compile(rf"\s+(?:{either})\s+|[,.;:!?”»]")


def _accused(view: ReportView, rest: Span) -> Span | None:
    """The proper name that follows, up to the word that brings the charge."""
    words = _charge(view.words.charge_of.literal).split(rest.of(view.text), maxsplit=1)[0]
    if len(words) == len(rest) or len(words.split()) > 8:
        return None
    start = rest.start + len(words) - len(words.lstrip())
    span = Span(start, rest.start + len(words.rstrip()))
    named = any(word.lstrip(_OPENS)[:1].isupper() for word in span.of(view.text).split())
    return span if named else None


def _other_side_unheard(view: ReportView) -> list[SourcingWarning]:
    lead = find_lead(view)
    for statement in lead.statements if lead else ():
        if statement.frame is None or statement.frame.event not in MILITARY or len(statement.chain) < 2:
            continue
        if statement.mode in {Mode.DENIED, Mode.DOUBTED}:
            continue
        other = _opponent(view, statement)
        if other is not None and not heard(view, other.text, other.side):
            return [_unheard(view, statement, other)]
    return [_unheard(view, lead.first, other)] if lead and (other := _enemy_of_the_issuer(view, lead)) else []


def _unheard(view: ReportView, statement: Statement, other: Actor) -> SourcingWarning:
    reason = (
        f"Only one side of the fight speaks of {quote(view.text, statement.content)}; "
        f"nobody speaks for {quote(view.text, other.span)}."
    )
    return SourcingWarning("party_has_not_answered", reason, (statement.content, other.span))


def _enemy_of_the_issuer(view: ReportView, lead: Lead) -> Actor | None:
    """The side that a bulletin of the other side names, without its word: "Ministry of one: 14 drones of other"."""
    issuer = own_word_of_a_side(view, lead)
    own = {actor.side for actor in view.actors_over(issuer) if actor.side} if issuer else set()
    return next((a for a in view.resolution.actors if own and a.side and a.side not in own), None)


def _opponent(view: ReportView, statement: Statement) -> Actor | None:
    """The warring side that the statement's own side fights, as the report names it."""
    frame, voice = statement.frame, carrier(statement)
    own = side(view, voice)
    assert frame is not None
    involved = [a for a in (frame.actor, frame.target) if a is not None]
    if own is None and not any(acts_for(view, voice, actor) for actor in involved):
        return None
    others = [*involved, *(a for a in view.resolution.actors if a.side)]
    for actor in others:
        if actor.side and own and actor.side != own:
            return actor
    return None


def _accused_of_it_speaks(view: ReportView, lead: Lead, own: Phrases) -> bool:
    """Whether a body that the lead claim names, other than the one that makes it, is heard: "the LDF said"."""
    told = names(spelled_out(view, view.words_of(lead.first)))
    voices = (all_words(view, v) for v in view.voices if v.kind is VoiceKind.NAMED_ORGANISATION)
    return any(not own.has(words) and names(spelled_out(view, words)) & told for words in voices)


def _one_army_speaks(view: ReportView) -> list[SourcingWarning]:
    """Where no side has a flag: government forces and rebels, of whom only one is heard."""
    lead = find_lead(view)
    if lead is None or not lead.military or len(lead.first.chain) < 2:
        return []
    opening = Span(view.title.start, view.sentence_at(lead.first.content).end)
    for own, other in (
        (view.words.forces, view.words.insurgents),
        (view.words.insurgents, view.words.forces),
    ):
        named = other.first(view.text, opening)
        spoken = [all_words(view, voice) for voice in view.voices]
        if named is None or any(other.has(words) for words in spoken) or _accused_of_it_speaks(view, lead, own):
            continue
        if any(own.has(words) for words in spoken):
            reason = f"Only one side of the fight is heard; nobody speaks for {quote(view.text, named)}."
            return [SourcingWarning("party_has_not_answered", reason, (lead.first.content, named))]
    return []
