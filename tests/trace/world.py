"""Documents made for the tests on origins and drift: who says what in which outlet, with the span of every word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firsthand.claims import Derivation, Paper, Told
from firsthand.kinds import Bound, DerivationKind, Mode, SourceKind, VoiceKind
from firsthand.link.terms import terms_of
from firsthand.model import Document, Quantity, Report, Source, Span, Statement, Voice
from firsthand.trace.speakers import Terms

__all__ = ["TERMS", "Line", "derived", "paper", "source", "told"]

TERMS: Terms = terms_of


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: its words, who says it (None for the document), and what figures stand in it."""

    content: str
    voice: str | None = None
    kind: VoiceKind = VoiceKind.NAMED_PERSON
    mode: Mode = Mode.ASSERTED
    quoted: bool = False
    figures: tuple[tuple[str, float, str], ...] = ()


def source(name: str, kind: SourceKind = SourceKind.SITE, side: str | None = None, family: str | None = None) -> Source:
    return Source(name, name, kind, side=side, family=family)


def paper(
    key: str, *lines: Line, by: Source | None = None, language: str = "en", day: int | None = 1, title: str = ""
) -> Paper:
    """A document of June 2025 with these lines, each in a sentence of its own: "VOICE: CONTENT"; heading lines have
    their content in the title."""
    text, statements, figures = title, [], []
    for line in lines:
        at = title.find(line.content) if title else -1
        begin = len(text) + 1
        if at < 0:
            text += f"\n{line.voice}: {line.content}." if line.voice else f"\n{line.content}."
            at = text.rindex(line.content)
        content = Span(at, at + len(line.content))
        spoken = Span(begin, begin + len(line.voice)) if line.voice else None
        voice = Voice(line.kind, line.voice, spoken) if line.voice else Voice(VoiceKind.OUTLET, by.name if by else key)
        chain = (Voice(VoiceKind.OUTLET, by.name if by else key), voice) if line.voice else (voice,)
        sentence = Span(min(begin, content.start), content.end)
        statements.append(Statement(content, chain, line.mode, sentence, quoted=line.quoted))
        figures += [_figure(content, line.content, *figure) for figure in line.figures]
    published = date(2025, 6, day) if day is not None else None
    document = Document(text, Span(0, len(title)), language, published, outlet=by.name if by else key)
    report = Report(document, tuple(statements), (), (), quantities=tuple(figures))
    return Paper(key, report, by)


def _figure(content: Span, words: str, written: str, value: float, unit: str) -> Quantity:
    start = content.start + words.index(written)
    bound = Bound.AT_MOST if "no more than" in words else Bound.EXACT
    return Quantity(Span(start, start + len(written)), value, value, value, unit, bound)


def told(made: Paper, number: int = 0) -> Told:
    """One of its statements."""
    return Told(made.key, made.report.statements[number].content)


def derived(taker: str, taken: str, kind: DerivationKind) -> Derivation:
    return Derivation(taker, taken, kind, ())
