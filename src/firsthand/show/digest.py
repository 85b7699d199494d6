"""What every view of a report says in words: the headline sentence, the voices, plain names for things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from firsthand.model import (
    Bound,
    Document,
    Frame,
    Quantity,
    Reason,
    Report,
    Span,
    Statement,
    Voice,
    VoiceKind,
)
from firsthand.show.plain import one_line
from firsthand.text import fold

__all__ = [
    "KIND_WORDS",
    "VoiceGroup",
    "chain_words",
    "content_words",
    "frame_words",
    "headline",
    "origin_words",
    "quoted_spans",
    "reasons_of",
    "shorten",
    "voice_groups",
    "voice_words",
    "warning_words",
]

KIND_WORDS = {
    VoiceKind.NAMED_PERSON: "named person",
    VoiceKind.NAMED_ORGANISATION: "named organisation",
    VoiceKind.UNNAMED_PERSON: "person without a name",
    VoiceKind.UNNAMED_GROUP: "group without a name",
    VoiceKind.UNNAMED_ORGANISATION: "organisation without a name",
    VoiceKind.OUTLET: "the report itself",
}
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their)\s+")


@dataclass(frozen=True, slots=True)
class VoiceGroup:
    """One innermost voice, under its fullest mention, with what it says as (number from 1, statement)."""

    voice: Voice
    name: str
    statements: tuple[tuple[int, Statement], ...]


def headline(report: Report) -> str:
    """One sentence: how much is said, on whose word, and the worst of it."""
    if not report.statements:
        return "No statement was found in this text."
    voices = _distinct_voices(report)
    unnamed = sum(voice.kind.unnamed for voice in voices)
    persons = sum(voice.kind is VoiceKind.NAMED_PERSON for voice in voices)
    organisations = sum(voice.kind is VoiceKind.NAMED_ORGANISATION for voice in voices)
    said = _count(len(report.statements), "statement")
    if not voices:
        return f"{said}, all in the report’s own voice; {_verdict(report)}."
    nobody = "no named person" if organisations else "nobody named"
    counts = [
        said,
        f"{_count(unnamed, 'voice')} without a name" if unnamed else "",
        _count(organisations, "named organisation") if organisations else "",
        _count(persons, "named person") if persons else nobody,
    ]
    return f"{', '.join(part for part in counts if part)}; {_verdict(report)}."


_VERDICTS = (
    ("single_origin", "the lead claim goes back to one voice"),
    ("headline_contradicts_body", "the headline contradicts the body"),
    ("headline_place_differs", "the headline puts it somewhere else than the body"),
    ("headline_quantity_differs", "the headline has another figure than the body"),
    ("headline_hardens", "the headline is surer than the body"),
    ("scope_grows", "a part becomes the whole on the way"),
    ("modality_hardens", "what was alleged becomes fact on the way"),
)


def _verdict(report: Report) -> str:
    kinds = {warning.kind for warning in report.warnings}
    for kind, words in _VERDICTS:
        if kind in kinds:
            return words
    if kinds:
        return f"{_count(len(kinds), 'thing')} to stop at"
    return "nothing in the sourcing to stop at"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def origin_words(document: Document) -> list[str]:
    """Where the report comes from, as far as known: outlet, author, date, address.

    Of a local file only the name: a page that is passed on must not tell how a disk is laid out.
    """
    address = document.address or ""
    if "://" not in address:
        address = "" if address == "-" else PurePath(address).name
    known = (document.outlet, document.author, str(document.published or ""), address)
    return [one_line(part) for part in known if part]


def voice_groups(report: Report) -> tuple[VoiceGroup, ...]:
    """The statements by innermost voice, in the order in which the voices first speak; the outlet last."""
    text = report.document.text
    found: dict[tuple[bool, str], list[tuple[int, Statement]]] = {}
    for number, statement in enumerate(report.statements, 1):
        found.setdefault(_identity(text, statement.voice), []).append((number, statement))
    groups = [
        VoiceGroup(statements[0][1].voice, _fullest(text, statements), tuple(statements))
        for statements in found.values()
    ]
    return tuple(sorted(groups, key=lambda group: group.voice.kind is VoiceKind.OUTLET))


def _distinct_voices(report: Report) -> list[Voice]:
    """The voices of the body, each once: a headline only names again, shortened, who speaks below it."""
    text, title = report.document.text, report.document.title
    voices = {
        _identity(text, voice): voice
        for statement in report.statements
        if not title.overlaps(statement.content)
        for voice in statement.chain
        if voice.kind is not VoiceKind.OUTLET
    }
    return list(voices.values())


def _identity(text: str, voice: Voice) -> tuple[bool, str]:
    """Two mentions are one voice if they are told to be, or have the same words but for an article."""
    if voice.kind is VoiceKind.OUTLET:
        return True, ""
    words = voice.refers_to.of(text) if voice.refers_to else voice.text
    return False, _ARTICLE.sub("", fold(one_line(words)))


def _fullest(text: str, statements: Iterable[tuple[int, Statement]]) -> str:
    names = [
        voice_words(voice.refers_to.of(text) if voice.refers_to else voice.text, voice.kind)
        for voice in (statement.voice for _, statement in statements)
    ]
    return max(names, key=len)


def voice_words(text: str, kind: VoiceKind) -> str:
    """What a voice is called in a view."""
    if kind is VoiceKind.OUTLET:
        return "The report, in its own voice"
    words = one_line(text) or "somebody"
    return words[0].upper() + words[1:]


def chain_words(statement: Statement) -> str:
    """The chain on one line, from the outlet inwards: "the report ← the ministry ← field reports"."""
    return " ← ".join(
        "the report" if voice.kind is VoiceKind.OUTLET else one_line(voice.text) for voice in statement.chain
    )


def content_words(text: str, statement: Statement) -> str:
    """The content on one line, its parts joined by " … "."""
    return " … ".join(one_line(part.of(text)) for part in statement.contents)


def frame_words(frame: Frame) -> str:
    """What is said to have happened: "territory captured: UA → RU, Bakhmut, 14 streets, 2024-03-05"."""
    place, quantity, time = frame.place, frame.quantity, frame.time
    parties = [one_line(actor.side or actor.text) if actor else "?" for actor in (frame.actor, frame.target)]
    parts = [
        " → ".join(parties if frame.target else parties[:1]) if frame.actor or frame.target else "",
        one_line(place.chosen.name) if place and place.chosen else "",
        _quantity_words(quantity) if quantity else "",
        one_line(time.edtf or "") if time else "",
    ]
    said = ", ".join(part for part in parts if part)
    event = "" if frame.event == "unspecified" else one_line(frame.event.replace("_", " "))
    return ": ".join(part for part in (event, said) if part)


_BOUND_WORDS = {Bound.ABOUT: "about ", Bound.AT_LEAST: "at least ", Bound.AT_MOST: "at most "}


def _quantity_words(quantity: Quantity) -> str:
    if quantity.bound is Bound.RANGE and quantity.low is not None and quantity.high is not None:
        figure = f"{quantity.low:,.10g} to {quantity.high:,.10g}"
    else:
        known = next((n for n in (quantity.value, quantity.low, quantity.high) if n is not None), None)
        figure = _BOUND_WORDS.get(quantity.bound, "") + (f"{known:,.10g}" if known is not None else "?")
    return f"{figure} {one_line(quantity.unit or '')}".strip()


def warning_words(kind: str) -> str:
    """A warning kind in words: "headline_place_differs" → "Headline place differs"."""
    return one_line(kind.replace("_", " ")).capitalize()


def reasons_of(statement: Statement) -> tuple[Reason, ...]:
    """Every rule behind a statement, those behind its frame included."""
    return statement.reasons + (statement.frame.reasons if statement.frame else ())


def quoted_spans(text: str, spans: Iterable[Span], limit: int = 90) -> list[str]:
    """The words of the spans, each on one line, cut in the middle where longer than `limit` characters."""
    return [shorten(words, limit) for span in spans if (words := one_line(span.of(text)))]


def shorten(words: str, limit: int) -> str:
    """At most `limit` characters: the middle gives way to " … "."""
    if len(words) <= limit:
        return words
    half = max((limit - 3) // 2, 1)
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"
