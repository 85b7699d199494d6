"""Rules that hold the end of a report against its beginning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.model import Actor, Bound, Mode, Quantity, SourcingWarning, Span, Statement, Voice
from firsthand.text import fold, tokens
from firsthand.warn.topic import MILITARY, alike, event_frame, find_lead, one_event
from firsthand.warn.view import OPPOSING, SOFT, ReportView, near, quote
from firsthand.warn.who import acts_for, carrier, dependent

__all__ = ["contested", "modality_hardens", "scope_grows"]

_AUXILIARIES = 5  # words between what it happens to and what happens
_OBJECT_WITHIN = 4  # words between what happens and what it happens to
_NAMES = re.compile(r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w’'\-]+(?: [A-ZÀ-ÞА-ЯЁІЇЄҐ][\w’'\-]+)*")
_OWNED = re.compile(r"['’]s? (\w+)")
_ALL_OF_IT = re.compile(r"water|staff|workforce|population|\w+s")
_COUNTED = 10  # a smaller number is easily seen
_BUILT_ON = frozenset({Mode.ASSERTED, Mode.CONFIRMED, Mode.OPINION})
_HEADLINE = 0.4  # of the content words of a headline, in a sentence that repeats it
_CONCLUSION = 0.2  # of them, in a sentence that says that it draws a conclusion
_CAPTURE = 0  # of the lists of changes, the one that steps into a place lead to
_REACH = 300  # statements after an allegation in which it may turn into a fact
_BEFORE = 4  # words before it, in which "failed to", "plans to" or "not" undo it


@dataclass(frozen=True, slots=True)
class _Reach:
    """Something that happens, and to how much: a part, or the whole."""

    change: int
    span: Span
    whole: bool


def scope_grows(view: ReportView) -> list[SourcingWarning]:
    """A part becomes the whole by the end: some buildings turn into the town, some workers into the staff.

    It is silent where the report speaks of the whole from the start, or where another voice, independent of
    the first, says so of the whole.
    """
    reaches = _reaches(view)
    for whole in (r for r in reaches if r.whole):
        same = [r for r in reaches if r.change == whole.change and r.span.start < whole.span.start]
        if not same or any(r.whole for r in same) or not _one_place(view, same[0], whole):
            continue
        if _newly_attributed(view, same[0], whole):
            continue
        reason = f"At first it is {quote(view.text, same[0].span)}, later {quote(view.text, whole.span)}."
        return [SourcingWarning("scope_grows", reason, (same[0].span, whole.span))]
    return []


def _reaches(view: ReportView) -> list[_Reach]:
    found = []
    unknown = _names_of_the_headline(view)
    marked: dict[Span, list[tuple[Span, bool]]] = {}
    for number, change in (*enumerate(view.words.changes), (_CAPTURE, view.words.steps)):
        for hit in change.find(view.text, view.document.body):
            sentence = view.sentence_at(hit)
            marks = marked.get(sentence) or marked.setdefault(sentence, _marks(view, sentence, unknown))
            reach = _object_after(view, hit, marks) or _subject_before(view, hit, marks)
            if reach is None:
                continue
            whole, span = reach
            if not whole or (change is not view.words.steps and not _undone(view, hit, sentence)):
                found.append(_Reach(number, span, whole))
    return sorted(found, key=lambda r: r.span)


def _marks(view: ReportView, sentence: Span, names: re.Pattern[str]) -> list[tuple[Span, bool]]:
    """What says "part" (False) or "whole" (True) in a sentence, in text order."""
    parts = view.words.part.find(view.text, sentence)
    counted = [q.span for q in view.quantities_in([sentence]) if not view.words.light.has(q.unit or "")]
    wholes = [_with_what_it_owns(view, hit) for hit in view.words.whole.find(view.text, sentence)]
    places = [p.span for p in view.places_in(sentence)]
    mentioned = (Span(m.start(), m.end()) for m in names.finditer(view.text, sentence.start, sentence.end))
    unknown = [span for span in mentioned if not any(span.overlaps(p) for p in places)]
    known = [whole for whole in wholes if whole is not None]
    return sorted([(s, False) for s in (*parts, *counted)] + [(s, True) for s in (*known, *places, *unknown)])


def _with_what_it_owns(view: ReportView, whole: Span) -> Span | None:
    """The whole, with what is all of it ("the town’s bridges"); None where one thing is meant ("the town’s bridge")."""
    owned = _OWNED.match(view.text, whole.end)
    if owned is None:
        return whole
    return Span(whole.start, owned.end()) if _ALL_OF_IT.fullmatch(owned[1]) else None


def _names_of_the_headline(view: ReportView) -> re.Pattern[str]:
    """Names that the headline puts things at, or says that it happens to, though no gazetteer knows them."""
    headline = view.title.of(view.text)
    before = [*view.words.locative.find(headline), *(hit for c in view.words.changes for hit in c.find(headline))]
    matches = [_NAMES.match(headline, where.end + 1) for where in before]
    found = {name for match in matches if match for name in (match[0], match[0].split()[0])}
    names = sorted(found, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names) or "(?!)")


def _object_after(view: ReportView, hit: Span, marks: list[tuple[Span, bool]]) -> tuple[bool, Span] | None:
    following = [(span, whole) for span, whole in marks if span.start >= hit.end]
    if not following:
        return None
    span, whole = following[0]
    between = view.text[hit.end : span.start]
    if len(between.split()) > _OBJECT_WITHIN or any(mark in between for mark in ",;:.—–"):
        return None
    if whole and (view.words.locative.has(between) or _inner(view, span, marks)):
        return None
    return whole, Span(hit.start, _noun_end(view, span))


def _noun_end(view: ReportView, span: Span) -> int:
    """A bare figure takes the word it counts with it."""
    if span.of(view.text)[-1:].isdigit():
        following = tokens(view.text, Span(span.end, min(len(view.text), span.end + 30)))
        return following[0].end if following else span.end
    return span.end


def _inner(view: ReportView, span: Span, marks: list[tuple[Span, bool]]) -> bool:
    """Whether the name is followed by what it only qualifies ("the Lyon office")."""
    after = view.text[span.end : span.end + 2]
    return any(whole and other.start == span.end + 1 for other, whole in marks) and after.startswith(" ")


def _subject_before(view: ReportView, hit: Span, marks: list[tuple[Span, bool]]) -> tuple[bool, Span] | None:
    preceding = [(span, whole) for span, whole in marks if span.end <= hit.start]
    if not preceding:
        return None
    span, whole = preceding[-1]
    between = view.text[span.end : hit.start].split()
    if len(between) > _AUXILIARIES or not all(view.words.auxiliary.has(view.without_months(word)) for word in between):
        return None
    parts = [s for s, w in preceding[:-1] if not w and len(view.text[s.end : span.start].split()) <= 4]
    if whole and not parts and not between and not view.words.intransitive.has(hit.of(view.text)):
        return None
    return whole and not parts, Span(parts[0].start if parts else span.start, hit.end)


def _undone(view: ReportView, hit: Span, sentence: Span) -> bool:
    before = view.text[sentence.start : hit.start].split()[-_BEFORE:]
    return view.words.not_yet.has(view.without_months(" ".join(before)))


def _one_place(view: ReportView, part: _Reach, whole: _Reach) -> bool:
    """Whether the whole may be the one the part belongs to: a name has to be named before."""
    named = view.places_in(whole.span)
    if not named:
        return True
    around = view.neighbours(view.sentence_at(part.span))
    before = (*view.places_in(around), *view.places_in(view.title))
    ids = {p.id for p in before}
    words = {fold(p.span.of(view.text)) for p in before}
    return any((p.id is not None and p.id in ids) or fold(p.span.of(view.text)) in words for p in named)


def _newly_attributed(view: ReportView, part: _Reach, whole: _Reach) -> bool:
    first = [s for s in view.stated_at(part.span) if len(s.chain) > 1]
    later = [s for s in view.stated_at(whole.span) if len(s.chain) > 1]
    if not later:
        return False
    return not any(dependent(view, carrier(a), carrier(b), military=True) for a in first for b in later)


def modality_hardens(view: ReportView) -> list[SourcingWarning]:
    """Within the body an allegation turns into a fact, or a party is said to "confirm" its own claim.

    To confirm is to say so of what somebody else has said before. It is silent where an independent voice
    does say so, and where nobody contests what the party says of its own doing. What the outlet concludes in its own
    voice from a claim it gave with reserve ("thus …") is a fact too.
    """
    return (
        _party_confirms(view)
        or _allegation_becomes_fact(view)
        or _figure_becomes_fact(view)
        or _headline_taken_for_granted(view)
    )


def _party_confirms(view: ReportView) -> list[SourcingWarning]:
    for statement in view.attributed:
        cue = statement.cue
        if cue is None or not view.words.confirm.has(cue.of(view.text)) or statement.mode in OPPOSING:
            continue
        speaker = _party(view, statement)
        if not _own_claim(view, statement) or _independent_support(view, statement):
            continue
        mark = contested(view, statement)
        if mark is None:
            continue
        party = quote(view.text, speaker.span) if speaker.span else f"“{speaker.text}”"
        reason = (
            f"{party} is a party to it and can only claim it, yet the report writes {quote(view.text, cue)}; "
            f"elsewhere it says {quote(view.text, mark)}."
        )
        return [SourcingWarning("modality_hardens", reason, (cue, statement.content, mark))]
    return []


def _party(view: ReportView, statement: Statement) -> Voice:
    """The voice of the chain that is said to have done it; the first where there is none."""
    frame, voices = event_frame(statement), statement.chain[1:]
    return next((v for v in voices if frame is not None and acts_for(view, v, frame.actor)), voices[0])


def _own_claim(view: ReportView, statement: Statement) -> bool:
    """Whether the voice is the one who is said to have done it; with no actor, a deed of war is its own."""
    frame = event_frame(statement)
    if frame is None:
        return False
    if frame.actor is not None and not (frame.event in MILITARY and _its_own(view, frame.actor)):
        return acts_for(view, _party(view, statement), frame.actor)
    return frame.event in MILITARY


def _its_own(view: ReportView, actor: Actor) -> bool:
    """Whether the actor is named through the speaker only: "its forces"."""
    before = view.text[max(0, actor.span.start - 12) : actor.span.start].split()
    return actor.side is None and bool(before) and fold(before[-1]) in view.words.own.literal


def _independent_support(view: ReportView, statement: Statement) -> bool:
    speaker = _party(view, statement)
    return any(
        one_event(statement, other)
        and other.mode in {Mode.ASSERTED, Mode.CONFIRMED}
        and not view.negated(other)
        and not dependent(view, carrier(other), speaker, military=True)
        for other in view.attributed
        if other is not statement
    )


def contested(view: ReportView, statement: Statement) -> Span | None:
    """The words by which the report itself keeps its distance from a statement, if it does."""
    lead = find_lead(view)
    about_lead = lead is not None and statement in lead.statements
    for other in view.body:
        if other is statement:
            continue
        kin = one_event(statement, other)
        if other.mode in OPPOSING and (kin or about_lead):
            return other.cue or other.content
        if kin and other.mode is Mode.HEDGED:
            return other.hedge or other.content
    return view.words.contested.first(view.text, view.document.body) if about_lead else None


def _allegation_becomes_fact(view: ReportView) -> list[SourcingWarning]:
    for number, soft in enumerate(view.body):
        if soft.mode is not Mode.HEDGED and not _alleged(view, soft):
            continue
        later = view.body[number : number + _REACH]
        fact = next((s for s in later if _plain_fact_of(view, soft, s)), None)
        if fact is None or _somebody_answers(view, soft):
            continue
        mark = soft.hedge or soft.cue or soft.content
        reason = (
            f"First it is given with reserve ({quote(view.text, mark)}), "
            f"later as a fact: {quote(view.text, fact.content)}."
        )
        return [SourcingWarning("modality_hardens", reason, (mark, fact.content))]
    return []


def _figure_becomes_fact(view: ReportView) -> list[SourcingWarning]:
    """“As many as 200 boars may roam the woods”, and later, in the outlet's own voice, "the 200 boars"."""
    guessed = [(s, q) for s in view.body for q in view.quantities_in(s.contents) if _guessed(view, s, q)]
    for soft, figure in guessed:
        for fact in view.body:
            if fact.content.start < soft.content.end or not _plainly_told(view, fact):
                continue
            same = next((q for q in view.quantities_in(fact.contents) if _same_number(figure, q)), None)
            if same is None or not _definite(view, same) or _figure_answered(view, soft, figure):
                continue
            reason = (
                f"First it is a guess ({quote(view.text, figure.span)}), later a fact: "
                f"{quote(view.text, fact.content)}."
            )
            return [SourcingWarning("modality_hardens", reason, (figure.span, fact.content))]
    return []


def _guessed(view: ReportView, statement: Statement, quantity: Quantity) -> bool:
    """Whether a count of ten or more is given as a limit, or as what may be."""
    if quantity.value is None or quantity.value < _COUNTED or quantity.unit is None:
        return False
    unsure = statement.mode in {Mode.HEDGED, Mode.SPECULATED, Mode.PREDICTED} or statement.hedge is not None
    return unsure or any(view.distant(part) for part in statement.contents)


def _plainly_told(view: ReportView, fact: Statement) -> bool:
    """Whether the outlet says it in its own voice, without reserve."""
    if len(fact.chain) > 1 or fact.hedge is not None or fact.mode not in {Mode.ASSERTED, Mode.CONFIRMED}:
        return False
    return not any(view.distant(part) for part in fact.contents)


def _same_number(guess: Quantity, other: Quantity) -> bool:
    return other.value == guess.value and other.unit == guess.unit and other.bound is Bound.EXACT


def _definite(view: ReportView, quantity: Quantity) -> bool:
    """“The 200 boars” takes for known what nobody counted."""
    words = near(view.text, quantity.span, 8).split()
    return any(fold(word) in view.words.known.literal for word in words[:-1])


def _figure_answered(view: ReportView, soft: Statement, figure: Quantity) -> bool:
    """Whether somebody with a name says the same number plainly."""
    return any(
        s is not soft
        and s.mode not in SOFT
        and not s.voice.kind.unnamed
        and any(_same_number(figure, q) for q in view.quantities_in(s.contents))
        for s in view.attributed
    )


def _headline_taken_for_granted(view: ReportView) -> list[SourcingWarning]:
    """The outlet gives the lead claim with reserve, and later builds on the headline as if it were a fact."""
    lead = find_lead(view)
    if lead is None or not (_reserved(view, lead.first)) or _somebody_answers(view, lead.first):
        return []
    headline, after = view.title.of(view.text), lead.first.sentence.end
    own = (s for s in view.body if len(s.chain) == 1 and s.content.start >= after and s.mode in _BUILT_ON)
    for fact in own:
        words = view.words_of(fact)
        if view.words.asked_to_comment.has(words):
            continue
        share = _CONCLUSION if view.words.conclude.first(view.text, fact.sentence) else _HEADLINE
        if any(view.distant(part) for part in fact.contents) or not alike(view, headline, words, share=share):
            continue
        mark = lead.first.hedge or lead.first.cue or lead.first.content
        reason = (
            f"First it is given with reserve ({quote(view.text, mark)}), "
            f"later taken for granted: {quote(view.text, fact.content)}."
        )
        return [SourcingWarning("modality_hardens", reason, (mark, fact.content))]
    return []


def _reserved(view: ReportView, statement: Statement) -> bool:
    uncertain = statement.mode in {Mode.HEDGED, Mode.SPECULATED, Mode.DOUBTED} or statement.hedge is not None
    return uncertain or _alleged(view, statement) or any(view.distant(part) for part in statement.contents)


def _alleged(view: ReportView, statement: Statement) -> bool:
    cue = statement.cue
    return cue is not None and view.words.alleging.has(cue.of(view.text))


def _plain_fact_of(view: ReportView, soft: Statement, fact: Statement) -> bool:
    """Whether the outlet later states in its own voice, without reserve, what was given with reserve."""
    if fact.content.start < soft.content.end or len(fact.chain) > 1 or fact.hedge is not None:
        return False
    if fact.mode not in {Mode.ASSERTED, Mode.CONFIRMED} or any(view.distant(part) for part in fact.contents):
        return False
    if view.words.asked_to_comment.has(view.words_of(fact)):
        return False
    return _same_story(view, soft, fact)


def _somebody_answers(view: ReportView, soft: Statement) -> bool:
    """Whether a voice with a name, independent of the first, says plainly that it is so."""
    return any(
        s.mode not in SOFT
        and not s.voice.kind.unnamed
        and not dependent(view, carrier(s), carrier(soft), military=True)
        and _same_story(view, soft, s)
        for s in view.attributed
    )


def _same_story(view: ReportView, one: Statement, other: Statement) -> bool:
    words = view.words_of(one), view.words_of(other)
    told = one_event(one, other)
    if told is not None:
        return told and alike(view, *words, share=0.35)
    return alike(view, *words, least=3)
