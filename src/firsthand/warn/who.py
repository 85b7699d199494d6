"""Who is who among the voices of one report: the same voice, the same house, the same side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.model import Actor, Span, Statement, Voice, VoiceKind
from firsthand.text import fold
from firsthand.warn.view import ReportView

__all__ = [
    "acts_for",
    "all_words",
    "answers",
    "by_office",
    "carrier",
    "dependent",
    "heard",
    "line_start",
    "names",
    "officer_named",
    "origin",
    "person_speaks",
    "side",
    "spelled_out",
    "voice_key",
]

_LEADING = re.compile(
    r"^(?:the|a|an|its|his|her|their|some|several|many|other|another|one|two|three|unnamed|anonymous)\s+"
)
_WORD = re.compile(r"[^\W\d_][\w’'\-]*")
_ARTICLES = frozenset({"the", "a", "an"})
_SPEAKS_FOR = re.compile(r"(?i:\bspokes\w+|\bspeaking) (?:\w+ ){0,3}(?:for|of|at) (?:the )?[A-ZÀ-ÞА-ЯЁІЇЄҐ]")
_SHORT = re.compile(r"\b[A-Z]{2,6}\b")
_BOTH = re.compile(r"(?i:both|each|either|the two)\b")
_FULL_NAME = r"[A-ZÀ-Þ][\w’'-]+(?: (?:[A-Z]\.|d[aei]|al|bin|van|von|el|de la|[A-ZÀ-Þ][\w’'-]+)){0,2} [A-ZÀ-Þ][\w’'-]+"
_FAR = 700  # characters back to which a pronoun is followed
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_FULL = re.compile(_FULL_NAME)
_SAYS = "(?:said|says|told|added|wrote|recalled|explained|insisted|warned)"
_SPEAKING = re.compile(
    rf"\b{_SAYS} (?P<after>{_FULL_NAME})(?=[,.])|(?<!\w )(?P<before>{_FULL_NAME})(?:, [^,.\n]{{2,60}},)? {_SAYS}\b"
)
_THE_ONE = re.compile(r"(?:the|its|The|Its)\s|[\w-]+(?:’s|'s)\s|[A-Z]")
_OFFICER = re.compile(rf"\b(?:its|their|whose|the) (?:[a-z-]+ ){{0,3}}[a-z-]+, {_FULL_NAME},")
_NAME_AFTER = re.compile(rf", {_FULL_NAME}(?=,|\.| said| told| added)")
_NAME_BEFORE = re.compile(rf"(?:^|[\s“‘\"]){_FULL_NAME}, $")
_SMALL = frozenset({"the", "of", "and", "for", "de", "la", "s"})
_STEM = 5  # "Russia" and "Russian", "Ukraine" and "Ukrainian" share their first five letters


def voice_key(view: ReportView, voice: Voice) -> str:
    """One key for every mention of a voice within a report, whatever words it goes by."""
    text = voice.text
    if voice.refers_to is not None:
        fuller = view.voice_at(voice.refers_to)
        text = fuller.text if fuller and fuller.refers_to is None else voice.refers_to.of(view.text)
    if voice.kind is VoiceKind.NAMED_PERSON:
        return fold(next(iter(reversed(_capitalised(text))), text))
    return _plain(spelled_out(view, text))


def spelled_out(view: ReportView, text: str) -> str:
    """The text with its short names in full, where the report gives both: "RSF" is the Rapid Support Forces."""
    return _SHORT.sub(lambda short: view.short_names.get(short[0], short[0]), text)


def _plain(text: str) -> str:
    plain = fold(text).strip(" '\"“”«»,.")
    while (shorter := _LEADING.sub("", plain).strip("'")) != plain:
        plain = shorter
    return plain


def names(text: str) -> frozenset[str]:
    """The capitalised words of a phrase, cut to a stem."""
    return frozenset(fold(word)[:_STEM] for word in _capitalised(text)) - _ARTICLES


def _capitalised(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word[0].isupper()]


def side(view: ReportView, voice: Voice) -> str | None:
    """The side a voice speaks for, where the resolver gave one to an actor in the same words."""
    spans = [s for s in (voice.span, voice.refers_to) if s is not None]
    sides = [actor.side for span in spans for actor in view.actors_over(span) if actor.side]
    return sides[0] if sides else None


def carrier(statement: Statement) -> Voice:
    """The voice that answers for a statement: the innermost that has a name, else the innermost.

    "The ministry said, citing field reports": whoever filed them is known through the ministry only.
    """
    named = [v for v in statement.chain[1:] if not v.kind.unnamed]
    return named[-1] if named else statement.voice


def origin(view: ReportView, statement: Statement) -> str:
    """The key of the voice that answers for a statement."""
    return voice_key(view, carrier(statement))


def dependent(view: ReportView, one: Voice, other: Voice, *, military: bool = False) -> bool:
    """Whether two voices may speak for the same house: same voice, same body, or same warring side."""
    first, second = voice_key(view, one), voice_key(view, other)
    if first == second or _belongs(view, one, second) or _belongs(view, other, first):
        return True
    sides = side(view, one), side(view, other)
    if military and sides[0] and sides[0] == sides[1]:
        return bool(_official(view, one) and _official(view, other))
    shorter, longer = sorted((set(first.split()), set(second.split())), key=len)
    organisations = {one.kind, other.kind} == {VoiceKind.NAMED_ORGANISATION}
    return organisations and bool(shorter) and shorter <= longer


def _belongs(view: ReportView, voice: Voice, body: str) -> bool:
    """“The group's director” belongs to “the group”; a spokesman to the affiliation that is given."""
    phrases = [voice.text, voice.role or "", voice.affiliation or ""]
    spans = [s for s in (voice.refers_to,) if s is not None]
    phrases += [span.of(view.text) for span in spans]
    return len(body) > 3 and any(body in fold(phrase) and body != _plain(phrase) for phrase in phrases)


def _official(view: ReportView, voice: Voice) -> bool:
    return view.words.institution.has(all_words(view, voice))


def by_office(voice: Voice) -> bool:
    """Whether a voice without a name holds a named office: "the governor of Leyte" can be looked up."""
    first, *rest = voice.text.split() or [""]
    of_a_named_body = first.endswith(("’s", "'s")) and first[0].isupper()
    of_a_named_place = first.lower() == "the" and any(word[0].isupper() for word in rest)
    speaks_for_a_named_body = _SPEAKS_FOR.search(voice.text) is not None
    return voice.condition is None and (of_a_named_body or of_a_named_place or speaks_for_a_named_body)


def answers(view: ReportView, voice: Voice) -> bool:
    """Whether a voice can be asked: it has a name, or one stands beside it that the reader left out.

    "Both clubs" are named by what stands before them.
    """
    if not voice.kind.unnamed:
        return True
    if voice.kind is VoiceKind.UNNAMED_ORGANISATION and (_BOTH.match(voice.text) or _official_body(view, voice)):
        return True
    if _stands_for_a_name(view, voice):
        return True
    if fold(voice.text) in _PRONOUNS and voice.span is not None:
        line = line_start(view, voice.span.start)
        if voice.refers_to is None or voice.refers_to.start < line:
            return _FULL.search(view.text, line, voice.span.start) is not None
    return any(_name_beside(view, span) for span in (voice.span, voice.refers_to) if span is not None)


def _stands_for_a_name(view: ReportView, voice: Voice) -> bool:
    """Whether "it", or "the firm", stands for a body that the report names: "Halden Motors … It said"."""
    if voice.kind is not VoiceKind.UNNAMED_ORGANISATION or voice.refers_to is None:
        return False
    fuller = view.voice_at(voice.refers_to)
    if fuller is not None and fuller.kind is not voice.kind:
        return not fuller.kind.unnamed
    words = [word for word in _WORD.findall(voice.refers_to.of(view.text)) if word.lower() not in _SMALL]
    return bool(words) and all(word[0].isupper() for word in words)


def line_start(view: ReportView, at: int) -> int:
    """Where the paragraph of a character begins, or what of it is near enough to look at."""
    nearest = max(0, at - _FAR)
    return max(view.text.rfind("\n", nearest, at) + 1, nearest)


def _official_body(view: ReportView, voice: Voice) -> bool:
    """Whether it is the one office of its kind: "the disaster management authority", not "an agency"."""
    fuller = voice.refers_to.of(view.text) if voice.refers_to else voice.text
    return _THE_ONE.match(fuller) is not None and view.words.office.has(fuller)


def officer_named(view: ReportView, sentence: Span) -> bool:
    """Whether a sentence names somebody by role and name."""
    return _OFFICER.search(view.text, sentence.start, sentence.end) is not None


def person_speaks(view: ReportView) -> Iterator[Span]:
    """Where "said Jo Lund" or "Jo Lund, who farms there, said" stands, and no body of that name speaks."""
    bodies = {fold(v.text) for v in view.voices if v.kind is VoiceKind.NAMED_ORGANISATION}
    for match in _SPEAKING.finditer(view.text, view.title.end):
        group = "after" if match["after"] else "before"
        if not any(fold(match[group]) in body for body in bodies):
            yield Span(match.start(group), match.end(group))


def _name_beside(view: ReportView, span: Span) -> bool:
    """Whether a person's name stands in apposition: "a spokesman in Athens, Nikos Halaris, said"."""
    before = view.text[max(line_start(view, span.start), span.start - 60) : span.start]
    return _NAME_AFTER.match(view.text, span.end) is not None or _NAME_BEFORE.search(before) is not None


def heard(view: ReportView, party: str, party_side: str | None = None) -> bool:
    """Whether any voice of the report speaks for a party, given by its words and, if known, its side."""
    wanted = names(spelled_out(view, party))
    for voice in view.voices:
        if party_side and side(view, voice) == party_side:
            return True
        phrase = spelled_out(view, all_words(view, voice))
        if wanted & names(phrase) or _plain(party) in fold(phrase):
            return True
    return False


def acts_for(view: ReportView, voice: Voice, actor: Actor | None) -> bool:
    """Whether the voice is the actor, or speaks for it."""
    if actor is None:
        return False
    own = side(view, voice)
    if own and actor.side:
        return own == actor.side
    return bool(names(voice.text) & names(actor.text)) or _plain(actor.text) == voice_key(view, voice)


def all_words(view: ReportView, voice: Voice) -> str:
    """Everything the report calls a voice: its words, its fuller mention, role and affiliation."""
    fuller = voice.refers_to.of(view.text) if voice.refers_to else ""
    return " ".join((voice.text, fuller, voice.role or "", voice.affiliation or ""))
