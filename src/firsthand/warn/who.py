"""Who is who among the voices of one report: the same voice, the same house, the same side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from firsthand.model import Actor, Span, Statement, Voice, VoiceKind
from firsthand.text import fold
from firsthand.warn.view import ReportView
from firsthand.warn.words import Phrases, Words, stem

__all__ = [
    "acts_for",
    "all_words",
    "answers",
    "by_office",
    "carrier",
    "crew",
    "dependent",
    "forwards",
    "heard",
    "line_start",
    "names",
    "officer_named",
    "origin",
    "person_speaks",
    "press",
    "side",
    "spelled_out",
    "unresolved",
    "voice_key",
]

_WORD = re.compile(r"[^\W\d_][\w’'\-]*")
_SHORT = re.compile(r"\b[A-ZА-ЯІЇЄҐ]{2,6}\b")
_UPPER = "A-ZÀ-ÞА-ЯЁІЇЄҐ"
_LOWER = "a-zß-öø-ÿа-яёіїєґ"
_NAME = rf"[{_UPPER}][\w’'-]+"
_FULL_NAME = rf"{_NAME}(?: (?:[{_UPPER}]\.|d[aei]|al|bin|van|von|el|de la|{_NAME})){{0,2}} {_NAME}"
_FAR = 700  # characters back to which a pronoun is followed
_FULL = re.compile(_FULL_NAME)
_NAMED = re.compile(rf"\s+(?:[\w-]+\s+){{0,4}}?[\"«„“]?[{_UPPER}]")
_ARTICLES = frozenset({"the", "a", "an"})
_LATIN_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SMALL = frozenset({"the", "of", "and", "for", "de", "la", "s"})
_CYRILLIC = re.compile("[а-яіїєґА-ЯІЇЄҐ]")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What tells of people in the words of one language."""

    leading: re.Pattern[str]
    speaking: re.Pattern[str]
    officer: re.Pattern[str]
    name_after: re.Pattern[str]
    name_before: re.Pattern[str]


@cache
def _patterns(words: Words) -> _Patterns:
    says = f"(?:{_either(words.says)})"
    comma = "," if words.articles.literal else ",?"  # before a name in apposition
    return _Patterns(
        leading=re.compile(rf"^(?:{_either(words.leading)})\s+"),
        speaking=re.compile(
            rf"\b{says} (?P<after>{_FULL_NAME})(?=[,.])"
            rf"|(?<!\w )(?P<before>{_FULL_NAME})(?:, [^,.\n]{{2,60}},)? {says}\b"
        ),
        officer=re.compile(
            rf"\b(?:{_either(words.possessive)}) (?:[{_LOWER}-]+ ){{0,3}}[{_LOWER}-]+{comma} {_FULL_NAME}{comma}"
        ),
        name_after=re.compile(rf"{comma} {_FULL_NAME}(?=,|\.| {says})"),
        name_before=re.compile(rf"(?:^|[\s“‘\"«(]){_FULL_NAME}, $"),
    )


def _either(phrases: Phrases) -> str:
    return "|".join(sorted(map(re.escape, phrases.literal), key=len, reverse=True)) or "(?!)"


def voice_key(view: ReportView, voice: Voice) -> str:
    """One key for every mention of a voice within a report, whatever words it goes by."""
    text = voice.text
    if voice.refers_to is not None:
        fuller = view.voice_at(voice.refers_to)
        text = fuller.text if fuller and fuller.refers_to is None else voice.refers_to.of(view.text)
    if voice.kind is VoiceKind.NAMED_PERSON:
        name = fold(next(iter(reversed(_capitalised(text))), text))
        return stem(name) if _CYRILLIC.search(name) else name
    return _plain(view, spelled_out(view, text))


def spelled_out(view: ReportView, text: str) -> str:
    """The text with its short names in full, where the report gives both: "RSF" is the Rapid Support Forces."""
    return _SHORT.sub(lambda short: view.short_names.get(short[0], short[0]), text)


def _plain(view: ReportView, text: str) -> str:
    """The words of a name, without what leads it; in Cyrillic without the endings of cases."""
    plain = fold(text).strip(" '\"“”«»„,.")
    leading = _patterns(view.words).leading
    while (shorter := leading.sub("", plain).strip("'")) != plain:
        plain = shorter
    return _uninflected(plain)


def _uninflected(folded: str) -> str:
    return " ".join(map(stem, _WORD.findall(folded))) if _CYRILLIC.search(folded) else folded


def names(text: str) -> frozenset[str]:
    """The capitalised words of a phrase, cut to a stem: "Russia" and "Russian" share it."""
    return frozenset(stem(fold(word)) for word in _capitalised(text)) - _ARTICLES


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
    if _taken_up(view, one) or _taken_up(view, other):
        return True
    sides = side(view, one), side(view, other)
    if military and sides[0] and sides[0] == sides[1]:
        return bool(_official(view, one) and _official(view, other))
    shorter, longer = sorted((set(first.split()), set(second.split())), key=len)
    organisations = {one.kind, other.kind} == {VoiceKind.NAMED_ORGANISATION}
    return organisations and bool(shorter) and shorter <= longer


def _taken_up(view: ReportView, voice: Voice) -> bool:
    """Whether a common noun takes up some body named before, and the reader does not say which: «ведомство»."""
    return voice.refers_to is None and fold(voice.text) in view.words.taken_up.literal


def _belongs(view: ReportView, voice: Voice, body: str) -> bool:
    """“The group's director” belongs to “the group”; a spokesman to the affiliation that is given."""
    phrases = [voice.text, voice.role or "", voice.affiliation or ""]
    spans = [s for s in (voice.refers_to,) if s is not None]
    phrases += [span.of(view.text) for span in spans]
    return len(body) > 3 and any(
        body in _uninflected(fold(phrase)) and body != _plain(view, phrase) for phrase in phrases
    )


def _official(view: ReportView, voice: Voice) -> bool:
    return view.words.institution.has(all_words(view, voice))


def by_office(view: ReportView, voice: Voice) -> bool:
    """Whether a voice without a name holds a named office: "the governor of Leyte" can be looked up."""
    first, *rest = voice.text.split() or [""]
    of_a_named_body = first.endswith(("’s", "'s")) and first[0].isupper()
    of_a_named_place = first.lower() in view.words.articles.literal and any(word[0].isupper() for word in rest)
    office = view.words.holder.first(voice.text)
    speaks_for_a_named_body = office is not None and _NAMED.match(voice.text, office.end) is not None
    if voice.condition is not None:
        return False
    return of_a_named_body or of_a_named_place or speaks_for_a_named_body or _head_of_the_place(view, voice)


def _head_of_the_place(view: ReportView, voice: Voice) -> bool:
    """Whether it is the one head of a town or region, said in a language without articles: «мэр», not «некий мэр»."""
    hit = view.words.local.first(voice.text)
    return hit is not None and hit.start == 0 and not view.words.articles.literal


def answers(view: ReportView, voice: Voice) -> bool:
    """Whether a voice can be asked: it has a name, or one stands beside it that the reader left out.

    "Both clubs", "both sides" are named by what stands before them.
    """
    if not voice.kind.unnamed:
        return True
    if view.words.both_sides.has(voice.text):
        return True
    if voice.kind is VoiceKind.UNNAMED_ORGANISATION and (_both(view, voice) or _official_body(view, voice)):
        return True
    if _stands_for_a_name(view, voice) or _holds_a_name(view, voice):
        return True
    if fold(voice.text) in view.words.pronouns.literal and voice.span is not None:
        line = line_start(view, voice.span.start)
        if voice.refers_to is None or voice.refers_to.start < line:
            return _FULL.search(view.text, line, voice.span.start) is not None
    return any(_name_beside(view, span) for span in (voice.span, voice.refers_to) if span is not None)


def crew(view: ReportView, voice: Voice) -> bool:
    """Whether it is the people of a service that keeps records, as a body: "firefighters", «спасатели»."""
    return voice.kind is VoiceKind.UNNAMED_GROUP and view.words.record.has(voice.text)


def press(view: ReportView, voice: Voice) -> bool:
    """Whether it is a newspaper, an agency or a channel, by its words or because the resolver knows it as one."""
    spans = (span for span in (voice.span, voice.refers_to) if span is not None)
    known = any(actor.kind == "media" for span in spans for actor in view.actors_over(span))
    return known or view.words.media.has(all_words(view, voice))


def forwards(view: ReportView, voice: Voice) -> bool:
    """Whether it is the channel that a post was forwarded from: it passes on, whoever it was that said so."""
    text = fold(voice.text)
    passed_on = (s for s in view.attributed if s.cue is not None and view.words.forwarded.has(s.cue.of(view.text)))
    return any(fold(s.chain[1].text) == text for s in passed_on)


def unresolved(view: ReportView, voice: Voice) -> bool:
    """Whether the voice is a pronoun of which the reader does not know for whom it stands."""
    return voice.refers_to is None and fold(voice.text) in view.words.pronouns.literal


def _both(view: ReportView, voice: Voice) -> bool:
    hit = view.words.both.first(voice.text)
    return hit is not None and hit.start == 0


def _stands_for_a_name(view: ReportView, voice: Voice) -> bool:
    """Whether "it", or "the firm", stands for a body that the report names: "Halden Motors … It said"."""
    if voice.kind is not VoiceKind.UNNAMED_ORGANISATION or voice.refers_to is None:
        return False
    fuller = view.voice_at(voice.refers_to)
    if fuller is not None and fuller.kind is not voice.kind:
        return not fuller.kind.unnamed
    words = [word for word in _WORD.findall(voice.refers_to.of(view.text)) if word.lower() not in _SMALL]
    return bool(words) and all(word[0].isupper() for word in words)


def _holds_a_name(view: ReportView, voice: Voice) -> bool:
    """Whether the words for one person end with a name that is no place's: «учителька з Тростянця Айше Кая»."""
    if voice.kind is not VoiceKind.UNNAMED_PERSON or voice.span is None:
        return False
    found = list(_FULL.finditer(view.text, voice.span.start, voice.span.end))
    if not found or found[-1].end() < voice.span.end:
        return False
    name = Span(found[-1].start(), found[-1].end())
    places = [place.span for place in view.places_in(name)]
    return len(found[-1][0].split()) > len([word for place in places for word in place.of(view.text).split()]) + 1


def line_start(view: ReportView, at: int) -> int:
    """Where the paragraph of a character begins, or what of it is near enough to look at."""
    nearest = max(0, at - _FAR)
    return max(view.text.rfind("\n", nearest, at) + 1, nearest)


def _official_body(view: ReportView, voice: Voice) -> bool:
    """Whether it is the one office of its kind: "the disaster management authority", not "an agency"."""
    fuller = voice.refers_to.of(view.text) if voice.refers_to else voice.text
    return _the_one(view, fuller) and view.words.office.has(fuller)


def _the_one(view: ReportView, text: str) -> bool:
    """Whether a known one is meant: "the authority", "its agency", or, without articles, what is not "some" agency."""
    first = next(iter(text.split()), "")
    if not view.words.articles.literal:
        return first.lower() not in view.words.indefinite.literal
    return first.lower() in ("the", "its") or first.endswith(("’s", "'s")) or first[:1] in _LATIN_CAPITALS


def officer_named(view: ReportView, sentence: Span) -> bool:
    """Whether a sentence names somebody by role and name."""
    return _patterns(view.words).officer.search(view.text, sentence.start, sentence.end) is not None


def person_speaks(view: ReportView) -> Iterator[Span]:
    """Where "said Jo Lund" or "Jo Lund, who farms there, said" stands, and no body of that name speaks."""
    bodies = {fold(v.text) for v in view.voices if v.kind is VoiceKind.NAMED_ORGANISATION}
    for match in _patterns(view.words).speaking.finditer(view.text, view.title.end):
        group = "after" if match["after"] else "before"
        if not any(fold(match[group]) in body for body in bodies):
            yield Span(match.start(group), match.end(group))


def _name_beside(view: ReportView, span: Span) -> bool:
    """Whether a person's name stands in apposition: "a spokesman in Athens, Nikos Halaris, said"."""
    before = view.text[max(line_start(view, span.start), span.start - 60) : span.start]
    patterns = _patterns(view.words)
    return patterns.name_after.match(view.text, span.end) is not None or patterns.name_before.search(before) is not None


def heard(view: ReportView, party: str, party_side: str | None = None) -> bool:
    """Whether any voice of the report speaks for a party, given by its words and, if known, its side."""
    wanted = names(spelled_out(view, party))
    for voice in view.voices:
        if party_side and side(view, voice) == party_side:
            return True
        phrase = spelled_out(view, all_words(view, voice))
        if wanted & names(phrase) or _plain(view, party) in _uninflected(fold(phrase)):
            return True
    return False


def acts_for(view: ReportView, voice: Voice, actor: Actor | None) -> bool:
    """Whether the voice is the actor, or speaks for it."""
    if actor is None:
        return False
    own = side(view, voice)
    if own and actor.side:
        return own == actor.side
    return bool(names(voice.text) & names(actor.text)) or _plain(view, actor.text) == voice_key(view, voice)


def all_words(view: ReportView, voice: Voice) -> str:
    """Everything the report calls a voice: its words, its fuller mention, role and affiliation."""
    fuller = voice.refers_to.of(view.text) if voice.refers_to else ""
    return " ".join((voice.text, fuller, voice.role or "", voice.affiliation or ""))
