"""A document as it is compared with others: its sentences and quotations with their terms, whom it names, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand.claims import Paper, Told
from firsthand.model import Source, Span, Statement
from firsthand.text import fold
from firsthand.trace.lands import flags_in
from firsthand.trace.moments import When, order_of, when_of
from firsthand.trace.names import Named, Names, bare_name
from firsthand.trace.speakers import Bodies, Speaker, Terms, is_body, speaker_of

__all__ = ["Line", "Sheet"]

_SENTENCE = re.compile(r"\S(?:[^\n.!?…]|[.!?…](?![»\"”]?\s))*(?:[.!?…]+[»\"”]*)?")
_QUOTATION = re.compile(r"«([^«»\n]+)»|“([^“”\n]+)”|„([^„“”\n]+)[“”]|\"([^\"\n]+)\"")
_WORD = re.compile(r"\w+")
_QUOTED_WORDS = 4  # of the shortest quotation that is compared: shorter ones are names and single words
_WORD_OF_NAME, _WORDS_OF_NAME, _MOST_OF_NAME = 3, 2, 0.6  # letters, words, and share of a name that is told by meaning


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a quotation: where it stands, and its terms."""

    span: Span
    terms: frozenset[str]


class Sheet:
    """A document of a case, made ready for comparison; what is not asked for is not made."""

    def __init__(self, paper: Paper, names: Names, bodies: Bodies, terms: Terms, lands: Mapping[str, str]) -> None:
        self.paper, self._names, self._bodies, self._terms, self._lands = paper, names, bodies, terms, lands
        self._speakers: dict[Told, Speaker] = {}
        self.key, self.source = paper.key, paper.source
        self.document = paper.report.document
        self.text, self.language = self.document.text, self.document.language
        self.claims: dict[str, list[Told]] = {}
        """The statements that tell a claim of the case, by its id."""

    @cached_property
    def when(self) -> When:
        """When it was published."""
        return when_of(self.paper)

    @cached_property
    def order(self) -> tuple[float, float, str]:
        """By when it was published; what bears no date comes last."""
        return order_of(self.paper)

    @cached_property
    def speaks_for_itself(self) -> bool:
        """Whether it is the word of a body in a channel of its own."""
        return self.source is not None and is_body(self.source) and self.paper.forward is None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its sentences, in order."""
        return tuple(self.line(Span(*match.span())) for match in _SENTENCE.finditer(self.text))

    @cached_property
    def terms(self) -> frozenset[str]:
        """All that it says."""
        return frozenset().union(*(line.terms for line in self.lines))

    @cached_property
    def quotations(self) -> tuple[Line, ...]:
        """What it gives as somebody's own words, in order."""
        read = [part for each in self.paper.report.statements if each.quoted for part in each.contents]
        marked = [Span(*match.span(match.lastindex or 0)) for match in _QUOTATION.finditer(self.text)]
        spans = {*read, *(span for span in marked if not any(span.overlaps(other) for other in read))}
        return tuple(self.line(span) for span in sorted(spans) if len(self.words(span)) >= _QUOTED_WORDS)

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The sources of the case that it names, but for its own."""
        own = self.source.id if self.source else None
        return tuple(each for each in self._names.named(self.text) if each.source != own)

    @cached_property
    def statements(self) -> dict[Span, Statement]:
        """What was read in it, by the characters from the first to the last of the content."""
        found = self.paper.report.statements
        return {Span(each.content.start, each.contents[-1].end): each for each in found}

    def line(self, span: Span) -> Line:
        return Line(span, self._terms(span.of(self.text), self.language))

    def speaker(self, told: Told) -> Speaker:
        """Whose word a statement is."""
        if told not in self._speakers:
            self._speakers[told] = speaker_of(told, self.paper, self._terms, self._bodies)
        return self._speakers[told]

    def means(self, span: Span, source: Source) -> frozenset[str]:
        """The terms by which some characters say most of the name of a source, written or translated otherwise; none
        if they do not."""
        said = self.line(span).terms
        words = [word for word in bare_name(source.name).split() if len(word) >= _WORD_OF_NAME]
        parts = [(len(word), self._terms(word, source.language or self.language)) for word in words]
        found = [(letters, terms) for letters, terms in parts if terms and terms <= said]
        share = sum(letters for letters, _ in found) / max(1, sum(letters for letters, _ in parts))
        if len(parts) < _WORDS_OF_NAME or share < _MOST_OF_NAME:
            return frozenset()
        return frozenset().union(*(terms for _, terms in found))

    def countries(self, span: Span) -> frozenset[str]:
        """The countries that some characters name, by noun, adjective or flag, or lie in."""
        report = self.paper.report
        places = (place.chosen.country for place in report.places if place.chosen and place.span.overlaps(span))
        actors = (actor.side for actor in report.actors if actor.span.overlaps(span))
        named = (self._lands.get(term) for term in self.line(span).terms)
        return frozenset(country for country in (*places, *actors, *named) if country) | flags_in(span.of(self.text))

    def sides(self, span: Span) -> frozenset[str]:
        """The sides of all that is said there to act."""
        actors = self.paper.report.actors
        return frozenset(actor.side for actor in actors if actor.side is not None and actor.span.overlaps(span))

    def words(self, span: Span) -> Sequence[str]:
        """The words of a part, folded."""
        return _WORD.findall(fold(span.of(self.text)))

    def around(self, told: Told) -> Span:
        """The sentence, or sentences, that a statement stands in."""
        statement = self.statements.get(told.span)
        if statement is not None:
            return statement.sentence
        within = [line.span for line in self.lines if line.span.overlaps(told.span)]
        return Span(within[0].start, within[-1].end) if within else told.span

    def paragraph(self, span: Span) -> Span:
        """The paragraph that some characters stand in."""
        start = self.text.rfind("\n", 0, span.start) + 1
        end = self.text.find("\n", span.end)
        return Span(start, end if end >= 0 else len(self.text))

    def told(self) -> Iterator[tuple[str, Told]]:
        """Each claim with each statement that tells it."""
        return ((claim, told) for claim, own in self.claims.items() for told in own)
