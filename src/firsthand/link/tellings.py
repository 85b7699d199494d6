"""What linking sees of a document: its statements, in parts that tell one thing each, as what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from firsthand.claims import Figure, Ground, Paper, Telling, Told
from firsthand.link.pieces import pieces
from firsthand.link.terms import terms_of
from firsthand.model import Actor, Document, Interval, Mode, Place, Quantity, Report, Span, Statement

__all__ = ["tellings_of"]

_Found = TypeVar("_Found", Place, Quantity, Interval, Actor)

_LEAD = 300  # characters of the body that say what a report is about, beside its heading
_FAR = 400  # characters of its sentence before and behind a piece
_LEAST = 2
"""Terms of a heading that tells something."""


def tellings_of(paper: Paper) -> Iterator[Telling]:
    """The tellings of a document, in text order. What is asked or only guessed at is told as well; so is a heading in
    which nothing was read, unless it asks."""
    report = paper.report
    document, about = report.document, _about(report.document)
    found = list(_pieces_of(report))
    if _tells(document) and not any(piece.start < document.title.end for _, piece in found):
        yield _telling(paper.key, report, None, document.title, about)
    for statement, piece in found:
        yield _telling(paper.key, report, statement, piece, about)


def _pieces_of(report: Report) -> Iterator[tuple[Statement, Span]]:
    """The parts of all statements, each once."""
    seen: set[Span] = set()
    for statement in report.statements:
        for content in statement.contents:
            for piece in pieces(report.document.text, content, report.document.language):
                if piece and piece not in seen:
                    seen.add(piece)
                    yield statement, piece


def _tells(document: Document) -> bool:
    """Whether the heading may tell something: "28 dead at the mine", but not "What next?"."""
    heading = document.title.of(document.text)
    return "?" not in heading and len(terms_of(heading, document.language)) >= _LEAST


def _telling(key: str, report: Report, statement: Statement | None, piece: Span, about: frozenset[str]) -> Telling:
    document = report.document
    places = [place for place in _inside(report.places, piece) if place.chosen]
    figures = [each for each in _inside(report.quantities, piece) if each.value is not None]
    times = [each for each in _inside(report.times, piece) if each.start]
    named = [*(each.span for each in places), *(each.span for each in figures), *(each.span for each in times)]
    since, until = _days(times)
    sentence = _terms_in(_around(statement.sentence, piece) if statement else piece, document)
    published = document.published
    return Telling(
        Told(key, piece),
        document.language,
        terms=_terms(document, piece, named) | _actors(report.actors, piece),
        around=about | sentence,
        sentence=sentence,
        figures=tuple(sorted({_figure(each) for each in figures}, key=str)),
        places=tuple(dict.fromkeys(ground for place in places for ground in _ground(place))),
        near=_ground_near(report.places, piece) if not places else (),
        event=statement.frame.event if statement and statement.frame else None,
        mode=statement.mode if statement else Mode.ASSERTED,
        since=since,
        until=until,
        published=published.toordinal() if published else None,
        voice=_voice(document, statement) if statement else frozenset(),
        quoted=statement is not None and statement.quoted,
        heading=piece.end <= document.title.end,
    )


def _about(document: Document) -> frozenset[str]:
    lead = Span(document.title.end, document.title.end + _LEAD)
    return _terms_in(document.title, document) | _terms_in(lead, document)


def _around(sentence: Span, piece: Span) -> Span:
    """The sentence of a piece; of a very long one what is near, so that a thousand pieces do not say it all again."""
    start, end = max(sentence.start, piece.start - _FAR), min(sentence.end, piece.end + _FAR)
    return Span(start, end) if start < end else sentence


def _terms_in(span: Span, document: Document) -> frozenset[str]:
    return terms_of(span.of(document.text), document.language)


def _terms(document: Document, piece: Span, named: Iterable[Span]) -> frozenset[str]:
    """The terms of what is neither a place nor a figure nor a time: these are compared as what they are."""
    text = piece.of(document.text)
    for span in named:
        start, end = span.start - piece.start, span.end - piece.start
        text = text[:start] + " " * (end - start) + text[end:]
    return terms_of(text, document.language)


def _actors(actors: Iterable[Actor], piece: Span) -> frozenset[str]:
    return frozenset(f"a:{each.id or each.side}" for each in _inside(actors, piece) if each.id or each.side)


def _figure(quantity: Quantity) -> Figure:
    return Figure(quantity.value or 0.0, quantity.unit, quantity.low, quantity.high)


def _ground(place: Place) -> tuple[Ground, ...]:
    chosen = place.chosen
    if chosen is None:
        return ()
    extent = place.extent
    lat, lon, radius = (
        (extent.lat, extent.lon, extent.radius_km) if extent else (chosen.lat, chosen.lon, chosen.radius_km)
    )
    return (Ground(chosen.id, lat, lon, radius),)


def _ground_near(places: Sequence[Place], piece: Span) -> tuple[Ground, ...]:
    """The last place that was named before: of it is spoken where none is named."""
    before = [place for place in places if place.chosen and place.span.end <= piece.start]
    return _ground(before[-1]) if before else ()


def _days(times: Sequence[Interval]) -> tuple[int | None, int | None]:
    starts = [each.start.toordinal() for each in times if each.start]
    ends = [(each.end or each.start or date.min).toordinal() for each in times]
    return (min(starts), max(ends)) if starts else (None, None)


def _voice(document: Document, statement: Statement) -> frozenset[str]:
    if len(statement.chain) < 2:
        return frozenset()
    return terms_of(statement.voice.text, document.language)


def _inside(found: Iterable[_Found], piece: Span) -> list[_Found]:
    return [each for each in found if each.span in piece]
