"""Rules about whose word a report rests on."""

from __future__ import annotations

from firsthand.model import Mode, Quantity, SourcingWarning, Span, Statement, Voice, VoiceKind
from firsthand.warn.drift import contested
from firsthand.warn.topic import (
    PUBLIC,
    Lead,
    alike,
    compatible,
    event_frame,
    find_lead,
    one_event,
    same_happening,
)
from firsthand.warn.view import OPPOSING, ReportView, quote
from firsthand.warn.who import (
    all_words,
    answers,
    by_office,
    carrier,
    crew,
    dependent,
    forwards,
    names,
    officer_named,
    person_speaks,
    press,
    side,
    unresolved,
    voice_key,
)

__all__ = [
    "bears_on",
    "disputed_by_name",
    "figure_on_unnamed_source",
    "no_named_person",
    "own_word_of_a_side",
    "single_origin",
    "unnamed_chorus",
]

_SAYS_SO = frozenset({Mode.ASSERTED, Mode.CONFIRMED, Mode.HEDGED, Mode.SPECULATED})
_PEOPLE = frozenset({VoiceKind.UNNAMED_PERSON, VoiceKind.UNNAMED_GROUP})
_NO_FACTS = frozenset({Mode.OPINION, Mode.ASKED, Mode.PREDICTED, Mode.SPECULATED})
_SUFFERED = PUBLIC | {"air_strike", "drone_strike", "missile_strike", "shelling"}
_ACTS = frozenset({"aid", "agreement", "appointment", "court_verdict", "price_change", "sanction"})
_DONE_BY_BOTH = "prisoners_exchanged"  # whichever side tells of it took part in it, as the other did
_PREFIX = 60  # characters in which a headline names its source before a colon
_CHORUS = 3
_MANY_BODIES = 2  # times as often as people without a name, and the report is the bodies'
_SUBJECT = 4  # words at the start of a claim that name whose deed it is
_FEW = 5  # a count of people or things, or a share in per cent, below this is no figure of weight


def single_origin(view: ReportView) -> list[SourcingWarning]:
    """The lead claim goes back to one voice, and nobody independent of it supports it.

    A voice without a name that is known through another counts as that other one. A named voice that plainly says what
    fits the claim is support; an opinion on it is not. It is silent where a named voice denies the claim, where a body
    that keeps the record or did it itself tells of it, outside a fight, and where the head of a place tells of what was
    struck there. A bulletin of a fight in which only one side speaks goes back to that side. An office that tells of
    its own act (a sanction, a law, a post, a tariff) is enough, and so are several people who told a paper; a leak
    of what others will do is one voice.
    """
    lead = find_lead(view)
    if lead is None:
        return []
    if (bulletin := own_word_of_a_side(view, lead)) is not None:
        reason = (
            f"The lead claim, {quote(view.text, lead.first.content)}, is one side's own word: "
            f"{quote(view.text, bulletin)}; nobody else speaks of it."
        )
        return [SourcingWarning("single_origin", reason, (lead.first.content, bulletin))]
    told = [s for s in lead.statements if len(s.chain) > 1 and _says_so(view, s) and not view.negated(s)]
    if not told or told[0].content.start >= view.opening_end:
        return []
    root = carrier(told[0])
    if unresolved(view, root) or not _can_be_checked(view, told[0]):
        return []
    others = [carrier(s) for s in told if answers(view, carrier(s)) or not answers(view, root)]
    if (
        _several(view, root)
        or _told_to_the_press_by_several(view, told[0])
        or any(not _same_house(view, lead, root, other) for other in others)
    ):
        return []
    if (
        _both_sides_heard(view, root)
        or _supported(view, lead, root)
        or disputed_by_name(view, lead, root)
        or (root.kind.unnamed and _another_tells(view))
        or _on_record(view, lead, told[0], root)
    ):
        return []
    span = root.refers_to or root.span  # “she” would tell nobody who that is
    named = quote(view.text, span) if span else f"“{root.text}”"
    reason = f"The lead claim, {quote(view.text, told[0].content)}, goes back to {named} alone."
    return [SourcingWarning("single_origin", reason, _spans(told[0].content, span))]


def _says_so(view: ReportView, statement: Statement) -> bool:
    """Whether somebody tells it as known; a leak of what will be done is told so by who cannot do it."""
    if statement.mode is Mode.PREDICTED:
        return view.words.leak.has(all_words(view, statement.voice)) and event_frame(statement) is not None
    return statement.mode in _SAYS_SO


def _several(view: ReportView, voice: Voice) -> bool:
    """Whether the words stand for several voices: "two employees", "both clubs"."""
    if not voice.kind.unnamed:
        return False
    return answers(view, voice) or (voice.kind is VoiceKind.UNNAMED_GROUP and view.words.several.has(voice.text))


def _told_to_the_press_by_several(view: ReportView, told: Statement) -> bool:
    """“Three officials told the paper”: a paper that carries the word of several is not their only source."""
    body = carrier(told)
    foreign = body.text.isascii() and not view.words.articles.literal  # «Financial Times» in a Cyrillic text
    return _several(view, told.voice) and (foreign or press(view, body))


def own_word_of_a_side(view: ReportView, lead: Lead) -> Span | None:
    """The words by which a report of a fight is one side's own: its name before the headline's colon, or "the enemy".

    Nobody speaks in it but that side.
    """
    if not lead.military or lead.first.mode not in _SAYS_SO:
        return None
    if view.words.mutual.first(view.text, view.title) is not None:
        return None
    issuer = _before_the_colon(view)
    if issuer is not None:
        return issuer if _alone(view, issuer) else None
    partisan = [hit for hit in view.words.enemy.find(view.text) if view.own_words(hit)]
    return partisan[0] if partisan and not view.attributed else None


def _alone(view: ReportView, issuer: Span) -> bool:
    """Whether only voices of the issuer's own army speak, and none of them against another."""
    own = view.words.forces if view.words.forces.first(view.text, issuer) else view.words.insurgents
    sides = {actor.side for actor in view.actors_over(issuer)} | {side(view, voice) for voice in view.voices}
    opposed = any(s.mode in OPPOSING for s in view.body)
    return not opposed and len(sides - {None}) < 2 and all(own.has(all_words(view, voice)) for voice in view.voices)


def _before_the_colon(view: ReportView) -> Span | None:
    """The army or armed group that a headline opens with: "Defence ministry: 14 drones shot down"."""
    colon = view.text.find(":", view.title.start, min(view.title.end, view.title.start + _PREFIX))
    prefix = Span(view.title.start, max(colon, view.title.start))
    return next(
        (hit for kind in (view.words.forces, view.words.insurgents) if (hit := kind.first(view.text, prefix))), None
    )


def _can_be_checked(view: ReportView, told: Statement) -> bool:
    """Whether it says that something happened, or how much, and does not only judge, or tell a mood: "I'm ashamed"."""
    mood = view.words.of_oneself.first(view.text, told.content) if told.quoted else None
    if mood is not None and mood.start <= told.content.start + 1:
        return False
    if event_frame(told) is not None or bool(view.quantities_in(told.contents)):
        return True
    return told.mode is Mode.ASSERTED and view.words.leak.has(all_words(view, told.voice))


def _on_record(view: ReportView, lead: Lead, told: Statement, root: Voice) -> bool:
    """Whether the claim is a matter of record, and the voice the body that keeps it or that acted itself."""
    words = all_words(view, root)
    if told.voice is not root or contested(view, told) is not None:
        return False
    if view.words.local.has(words) and (lead.frame is None or lead.frame.event in _SUFFERED):
        return True
    if lead.military or not (answers(view, root) or crew(view, root) or by_office(view, root)):
        return False
    if _official_act(view, lead, words):
        return True
    if view.words.record.has(words) or view.words.journal.has(told.sentence.of(view.text)):
        return True
    if root.kind is VoiceKind.NAMED_ORGANISATION and _own_books(view, told, words):
        return True
    subject = " ".join(told.content.of(view.text).split()[:_SUBJECT])
    if view.words.institution.has(words):
        return lead.frame is not None and lead.frame.event == _DONE_BY_BOTH
    return bool(names(subject) & names(words)) or (bool(names(subject)) and _its_own_house(view, told, root))


def _official_act(view: ReportView, lead: Lead, words: str) -> bool:
    """Whether an office tells of an act that is valid because it is published: a sanction, a law, a post, a tariff."""
    office = view.words.institution.has(words) or view.words.holder.has(words) or view.words.office.has(words)
    announced = lead.first.mode in {Mode.ASSERTED, Mode.PREDICTED}
    return lead.frame is not None and lead.frame.event in _ACTS and office and announced


def _own_books(view: ReportView, told: Statement, words: str) -> bool:
    """“The group reported an 18% fall in profit”: nobody else's name stands in what it tells of its accounts."""
    content = told.content.of(view.text)
    return view.words.own_books.has(content) and names(content) <= names(words)


def _its_own_house(view: ReportView, told: Statement, voice: Voice) -> bool:
    """“Ajax have dismissed the coach, the club said”: the body that the content begins with, under a common noun."""
    named = voice.text.split()
    return (
        len(named) > 1
        and named[0].lower() in view.words.articles.literal
        and view.words.house.has(named[-1])
        and voice.span is not None
        and told.content.end < voice.span.start < told.sentence.end
    )


def _both_sides_heard(view: ReportView, root: Voice) -> bool:
    """Whether the report opens with the word of both sides, or says so in its headline."""
    if view.words.mutual.first(view.text, view.title) is not None:
        return True
    own = side(view, root)
    told = (s for s in view.attributed if s.content.start < view.opening_end and s.mode not in _NO_FACTS)
    opening = (v for s in told for v in s.chain[1:])
    return own is not None and any(other not in {None, own} for other in (side(view, v) for v in opening))


def _same_house(view: ReportView, lead: Lead, one: Voice, other: Voice) -> bool:
    return dependent(view, one, other, military=lead.military)


def _supported(view: ReportView, lead: Lead, root: Voice) -> bool:
    """Whether a named voice from another house bears the lead claim out."""
    for statement in view.attributed:
        voice = carrier(statement)
        if not (answers(view, voice) or _agree(view, statement)) or _same_house(view, lead, root, voice):
            continue
        if statement.cue is not None and view.words.concede.has(statement.cue.of(view.text)):
            return True
        if statement.mode not in OPPOSING | _NO_FACTS and bears_on(view, lead, statement):
            return True
    return False


def _another_tells(view: ReportView) -> bool:
    """Whether the opening goes on with a further voice, also without a name: "another resident says …"."""
    told = (s for s in view.attributed if s.content.start < view.opening_end and s.mode in _SAYS_SO)
    hits = (view.words.another.first(s.voice.text) for s in told)
    return any(hit is not None and hit.start == 0 for hit in hits)


def _agree(view: ReportView, statement: Statement) -> bool:
    """Whether several people, though without a name, say that it is so of what another has said."""
    cue = statement.cue.of(view.text) if statement.cue else ""
    return _several(view, statement.voice) and (view.words.concede.has(cue) or view.words.confirm.has(cue))


def disputed_by_name(view: ReportView, lead: Lead, root: Voice) -> bool:
    """Whether a named voice from another house denies the lead claim, or what stands beside it."""
    beside = view.neighbours(view.sentence_at(lead.first.content))
    return any(
        s.mode in OPPOSING
        and answers(view, carrier(s))
        and not _same_house(view, lead, root, carrier(s))
        and (bears_on(view, lead, s) or beside.overlaps(s.content))
        for s in view.attributed
    )


def bears_on(view: ReportView, lead: Lead, statement: Statement) -> bool:
    """Whether a statement bears on the lead claim: the same event, or its words again."""
    if statement in lead.statements:
        return True
    frame = event_frame(statement)
    if lead.frame is not None and frame is not None:
        return {lead.frame.event, frame.event} <= PUBLIC or same_happening(lead.frame, frame)
    return alike(view, view.words_of(lead.first), view.words_of(statement))


def _spans(*spans: Span | None) -> tuple[Span, ...]:
    return tuple(span for span in spans if span is not None)


def figure_on_unnamed_source(view: ReportView) -> list[SourcingWarning]:
    """A figure of weight (people, animals, jobs, homes, money, damage, a share; from five on) rests only on a voice
    without a name.

    It is silent where a voice with a name gives the same figure, and where the voice is an office or a
    document that can be looked up. A body with a name that gives its own people's figure answers for it; one
    that only reports what others say does not.
    """
    found = []
    named = [s for s in view.attributed if answers(view, s.voice)]
    told = view.quantities_in(part for s in named for part in s.contents)
    for statement in view.attributed:
        voice = statement.voice
        if answers(view, voice) or by_office(view, voice) or view.words.documents.has(voice.text):
            continue
        if _answered_for(view, statement):
            continue
        for quantity in _figures(view, statement):
            if any(_same_figure(quantity, other) for other in told):
                continue
            who = quote(view.text, voice.span) if voice.span else f"“{voice.text}”"
            without = "who have no name" if voice.kind is VoiceKind.UNNAMED_GROUP else "who has no name"
            reason = f"The figure {quote(view.text, quantity.span)} rests on {who}, {without}."
            found.append(SourcingWarning("figure_on_unnamed_source", reason, _spans(quantity.span, voice.span)))
    return found


def _answered_for(view: ReportView, statement: Statement) -> bool:
    """Whether a body with a name gives the figure as its own, and does not only pass it on."""
    body = carrier(statement)
    if body is statement.voice or press(view, body) or forwards(view, body):
        return False
    return statement.cue is None or not view.words.relay.has(statement.cue.of(view.text))


def _figures(view: ReportView, statement: Statement) -> tuple[Quantity, ...]:
    inside = view.quantities_in(statement.contents)
    if not inside and statement.frame is not None and statement.frame.quantity is not None:
        inside = (statement.frame.quantity,)
    return tuple(q for q in inside if _of_weight(view, q))


def _of_weight(view: ReportView, quantity: Quantity) -> bool:
    size = max((n for n in (quantity.value, quantity.low, quantity.high) if n is not None), default=0.0)
    return size >= _FEW and quantity.unit is not None and view.words.weighty.has(quantity.unit)


def _same_figure(one: Quantity, other: Quantity) -> bool:
    return compatible(one, other) and (one.unit == other.unit or one.value == other.value)


def no_named_person(view: ReportView) -> list[SourcingWarning]:
    """Nobody in a report that quotes people has a name.

    It is silent where nobody is quoted, and where bodies with a name (an agency, a court), or those who
    speak for them by their office, say nearly everything.
    """
    if len(view.attributed) < 2 or any(v.kind is VoiceKind.NAMED_PERSON for v in view.voices):
        return []
    people = [v for v in view.voices if v.kind in _PEOPLE and not (by_office(view, v) or crew(view, v))]
    if not people or any(answers(view, v) for v in people) or _officer_named(view) or _name_speaks(view):
        return []
    bodies = [v for v in view.voices if v.kind not in _PEOPLE or by_office(view, v) or crew(view, v)]
    bodies = [v for v in bodies if answers(view, v) or by_office(view, v) or crew(view, v)]
    bodies = [v for v in bodies if not forwards(view, v)]
    if len(bodies) >= _MANY_BODIES * len(people):
        return []
    first = {voice_key(view, v): v for v in reversed(people)}
    spans = sorted(v.span for v in first.values() if v.span is not None)
    some = ", ".join(quote(view.text, span) for span in spans[:3])
    reason = f"Nobody who speaks in this report has a name; it quotes {some}."
    return [SourcingWarning("no_named_person", reason, tuple(spans))]


def _officer_named(view: ReportView) -> bool:
    """Whether a body's statement gives the name of who made it: "…, its secretary, Jo Lund, explaining"."""
    return any(officer_named(view, s.sentence) for s in view.attributed)


def _name_speaks(view: ReportView) -> bool:
    """Whether a person's name stands right beside a word of speech, though no statement was made of it."""
    for span in person_speaks(view):
        known = [*(a.span for a in view.actors_over(span)), *(p.span for p in view.places_in(span))]
        words = span.of(view.text)
        if not known and not any(
            list_.has(words) for list_ in (view.words.institution, view.words.office, view.words.media)
        ):
            return True
    return False


def unnamed_chorus(view: ReportView) -> list[SourcingWarning]:
    """Three or more voices without a name are all of one view.

    Such voices may be one voice, or chosen for what they say. It is silent where one of them disagrees, by
    its own words or by the report's ("opinions were divided").
    """
    unnamed = [s for s in view.attributed if _of_the_chorus(view, s.voice) and _takes_a_view(view, s)]
    if _divided(view, unnamed) or any(_breaks_the_chorus(view, s, unnamed) for s in unnamed):
        return []
    speakers = {voice_key(view, s.voice): s.voice for s in reversed(unnamed)}
    by_name = [s for s in view.attributed if answers(view, s.voice)]
    named = {voice_key(view, s.voice) for s in by_name}
    if len(speakers) < _CHORUS or (len(named) >= len(speakers) and len(by_name) >= len(unnamed)):
        return []
    spans = sorted(v.span for v in speakers.values() if v.span is not None)
    some = ", ".join(quote(view.text, span) for span in spans[:4])
    reason = f"{len(speakers)} voices without a name say much the same, and none disagrees: {some}."
    return [SourcingWarning("unnamed_chorus", reason, tuple(spans))]


def _of_the_chorus(view: ReportView, voice: Voice) -> bool:
    """Whether somebody without a name speaks, not a paper, a channel or an office."""
    if answers(view, voice) or by_office(view, voice):
        return False
    return not view.words.documents.has(voice.text) and not view.words.media.has(voice.text)


def _takes_a_view(view: ReportView, statement: Statement) -> bool:
    """Whether somebody speaks, or a crowd judges, foretells or bears on the lead, and not only tells what it felt."""
    crowd = statement.voice.kind is VoiceKind.UNNAMED_GROUP
    if not crowd or statement.quoted or statement.mode is not Mode.ASSERTED:
        return True
    lead = find_lead(view)
    matter = f"{view.title.of(view.text)} {view.words_of(lead.first) if lead else ''}"
    return alike(view, matter, view.words_of(statement), least=1, share=0.0)


def _breaks_the_chorus(view: ReportView, one: Statement, unnamed: list[Statement]) -> bool:
    """Whether a voice doubts, or denies what another of them says; denying a deed of its own is neither."""
    if one.mode is Mode.DENIED:
        words = view.words_of(one)
        others = (s for s in unnamed if s is not one)
        return any(one_event(one, s) or alike(view, words, view.words_of(s)) for s in others)
    return one.mode is Mode.DOUBTED


def _divided(view: ReportView, unnamed: list[Statement]) -> bool:
    """Whether the voices are for and against it, or the report says beside them that they disagree."""
    said = [f"{s.cue.of(view.text) if s.cue else ''} {view.words_of(s)}" for s in unnamed]
    if any(view.words.approve.has(words) for words in said) and any(view.words.disapprove.has(w) for w in said):
        return True
    around = (view.neighbours(view.sentence_at(s.content)) for s in unnamed)
    return any(view.words.disagree.first(view.text, part) is not None for part in around)
