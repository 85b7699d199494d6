"""Turns a report annotated by hand into the records the rules read: they are measured without a reader.

What the annotation leaves out is found by the plainest means: names of places that it mentions elsewhere,
figures before a noun, adjectives of nations, and one statement for the headline.
"""

from __future__ import annotations

import re
from pathlib import Path

from bench.gold import GoldReport, GoldStatement, GoldVoice, load

from firsthand.model import (
    Actor,
    Bound,
    Candidate,
    Document,
    Frame,
    Mode,
    Place,
    PlaceKind,
    Quantity,
    Resolution,
    Span,
    Statement,
    Voice,
    VoiceKind,
)

__all__ = ["NATIONS", "records", "records_of"]

OUTLET = Voice(VoiceKind.OUTLET, "")

NATIONS = {
    "RU": r"Russian?s?|Moscow|Kremlin",
    "UA": r"Ukrain(?:e|ian|ians)|Kyiv",
    "TH": r"Thai(?:land)?|Bangkok",
    "KH": r"Cambodian?s?|Phnom Penh",
}
_KNOWN = (
    Candidate(709717, "Donetsk", 48.02, 37.80, PlaceKind.SETTLEMENT, "UA", 900_000, "UA-14"),
    Candidate("UA-14", "Donetsk", 48.1, 37.7, PlaceKind.REGION, "UA"),
    Candidate(710035, "Dimitrov", 48.30, 37.26, PlaceKind.SETTLEMENT, "UA", 50_000, "UA-14"),
    Candidate(710035, "Mirnograd", 48.30, 37.26, PlaceKind.SETTLEMENT, "UA", 50_000, "UA-14"),
    Candidate(709293, "Kramatorsk", 48.72, 37.56, PlaceKind.SETTLEMENT, "UA", 150_000, "UA-14"),
    Candidate(712473, "Bakhmut", 48.59, 38.0, PlaceKind.SETTLEMENT, "UA", 70_000, "UA-14"),
)
_NUMBERS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "nineteen", "twenty"),
)
_WORDS = dict(zip(_NUMBERS, (*range(2, 16), 19, 20), strict=True))
_FIGURE = re.compile(
    r"(?P<bound>over|more than|at least|about|some|nearly|up to)?\s*\b"
    rf"(?P<figure>[$£€]?\d[\d,]*(?:\.\d+)?|{'|'.join(_NUMBERS)}|dozens of|hundreds of)"
    r"(?P<scale>m\b| million| billion| thousand)?"
    r"(?: (?P<unit>(?:[a-z]+ ){0,2}(?:soldiers|civilians|workers|figures)|[a-z]{3,}))?",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:in|at|near|from|around)\s+([A-Z][\w’-]+)")


def records(path: Path) -> tuple[Document, Resolution]:
    """The document and resolution of one gold file."""
    return records_of(load(path))


def records_of(gold: GoldReport) -> tuple[Document, Resolution]:
    document = Document(gold.text, gold.title, "en")
    places = _places(gold)
    found = [_quantity(m) for m in _FIGURE.finditer(gold.text)]
    quantities = tuple(_as_annotated(gold, q) for q in found)
    actors = tuple(
        Actor(Span(m.start(), m.end()), m.group(), side)
        for side, pattern in NATIONS.items()
        for m in re.finditer(rf"\b(?:{pattern})\b", gold.text)
    )
    body = [_statement(gold, s, places, quantities, actors) for s in gold.statements]
    headline = _headline(gold, body, places, quantities)
    return document, Resolution((headline, *body), places, quantities, actors=actors)


def _headline(
    gold: GoldReport, body: list[Statement], places: tuple[Place, ...], quantities: tuple[Quantity, ...]
) -> Statement:
    first = next((s.frame for s in body if s.frame), None)
    place = next((p for p in places if p.span in gold.title), None)
    quantity = next((q for q in quantities if q.span in gold.title), None)
    frame = Frame(first.event, place=place, quantity=quantity) if first else None
    return Statement(gold.title, (OUTLET,), Mode.ASSERTED, gold.title, frame=frame)


def _statement(
    gold: GoldReport,
    statement: GoldStatement,
    places: tuple[Place, ...],
    quantities: tuple[Quantity, ...],
    actors: tuple[Actor, ...],
) -> Statement:
    content, *continued = statement.contents
    start = max(gold.text.rfind(mark, 0, content.start) for mark in (". ", "\n", ".’ ", ".” ")) + 1
    end = gold.text.find("\n", content.end)
    event, frame = statement.event, None
    if event is not None and event.type is not None:
        inside = [q for q in quantities if any(q.span in part for part in statement.contents)]
        named = [p for p in places if p.span.of(gold.text) == event.place]
        actor = next((a for a in actors if a.span in content or a.side == event.actor), None)
        frame = Frame(
            event.type,
            actor=actor if actor and event.actor and actor.side == event.actor else None,
            place=named[0] if named else None,
            quantity=inside[0] if inside and event.quantity else None,
        )
    return Statement(
        content=content,
        chain=(OUTLET, *map(_voice, statement.voices)),
        mode=statement.mode,
        sentence=Span(start, end if end > 0 else len(gold.text)),
        cue=statement.cue,
        continued=tuple(continued),
        quoted=bool(statement.quoted),
        hedge=statement.hedge,
        medium=statement.medium,
        frame=frame,
    )


def _voice(voice: GoldVoice) -> Voice:
    return Voice(voice.kind, voice.text, voice.span, voice.same_as, condition=voice.condition)


def _places(gold: GoldReport) -> tuple[Place, ...]:
    names = {s.event.place for s in gold.statements if s.event and s.event.place}
    names |= {m.group(1).strip() for m in _AT.finditer(gold.title.of(gold.text))}
    names |= {c.name for c in _KNOWN}
    found = [
        Place(Span(m.start(), m.end()), known, known[0])
        for name in names
        if (known := _candidates(name))
        for m in re.finditer(rf"\b{re.escape(name)}\b", gold.text)
    ]
    return tuple(sorted(found, key=lambda p: p.span))


def _candidates(name: str) -> tuple[Candidate, ...]:
    known = tuple(c for c in _KNOWN if c.name == name)
    apart = sum(map(ord, name)) % 80
    return known or (Candidate(f"test:{name}", name, float(apart), float(apart), PlaceKind.SETTLEMENT, None),)


def _as_annotated(gold: GoldReport, quantity: Quantity) -> Quantity:
    """The figure with the unit and limits that the annotation gives it."""
    for statement in gold.statements:
        given = statement.event.quantity if statement.event else None
        inside = any(quantity.span in part for part in statement.contents)
        if given is not None and inside and quantity.value in {given.value, given.low, given.high}:
            least = given.bound is Bound.AT_LEAST
            low = given.value if given.low is None else given.low
            high = None if least else given.value if given.high is None else given.high
            return Quantity(quantity.span, given.value, low, high, given.unit, given.bound)
    return quantity


def _quantity(match: re.Match[str]) -> Quantity:
    figure, words = match["figure"].lower(), (match["unit"] or "").lower().split()
    money = {"$": "USD", "£": "GBP", "€": "EUR"}.get(figure[0])
    unit = money or (words[-1] if words else None)
    if figure.endswith(" of"):
        span = Span(match.start("figure"), match.end())
        return Quantity(span, None, 24 if figure[0] == "d" else 200, None, unit, Bound.AT_LEAST)
    digits, scale = figure.lstrip("$£€").replace(",", ""), (match["scale"] or "").strip().lower()
    factor = {"m": 1e6, "million": 1e6, "billion": 1e9, "thousand": 1e3}.get(scale, 1)
    value = factor * (float(digits) if digits[0].isdigit() else _WORDS[digits])
    least = (match["bound"] or "").lower() in {"over", "more than", "at least"}
    span = Span(match.start("bound") if match["bound"] else match.start("figure"), match.end())
    return Quantity(span, value, value, None if least else value, unit, Bound.AT_LEAST if least else Bound.EXACT)
