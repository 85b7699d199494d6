"""Writes small reports for the tests: statements are given by their words, spans are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.model import (
    Actor,
    Bound,
    Candidate,
    Document,
    Frame,
    Link,
    Mode,
    Place,
    PlaceKind,
    Quantity,
    Resolution,
    SourcingWarning,
    Span,
    Statement,
    Voice,
    VoiceKind,
)
from firsthand.warn import find_warnings

__all__ = ["OUTLET", "Draft"]

OUTLET = Voice(VoiceKind.OUTLET, "")

_TOWNS = {
    "Sorrel Bay": Candidate("t:sorrel", "Sorrel Bay", 10.0, 10.0, PlaceKind.SETTLEMENT, "XX", 9000, "r:west"),
    "Kestrel": Candidate("t:kestrel", "Kestrel", 14.0, 10.0, PlaceKind.SETTLEMENT, "XX", 90000, "r:west"),
    "Westmark": Candidate("r:west", "Westmark", 12.0, 10.0, PlaceKind.REGION, "XX"),
    "Estland": Candidate("c:east", "Estland", 30.0, 30.0, PlaceKind.COUNTRY, "YY"),
}


@dataclass
class Draft:
    """A report in the making: headline and body, then what stands in them."""

    headline: str
    body: str
    language: str = "en"
    statements: list[Statement] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def text(self) -> str:
        return f"{self.headline}\n\n{self.body}"

    @property
    def title(self) -> Span:
        return Span(0, len(self.headline))

    def span(self, words: str) -> Span:
        """Where the words stand: in the body if they do, else in the headline."""
        at = self.text.find(words, len(self.headline))
        at = at if at >= 0 else self.text.index(words)
        return Span(at, at + len(words))

    def voice(self, words: str, kind: str) -> Voice:
        return Voice(VoiceKind(kind), words, self.span(words))

    def figure(self, words: str, value: float, unit: str, *, at_least: bool = False) -> Quantity:
        bound = Bound.AT_LEAST if at_least else Bound.EXACT
        quantity = Quantity(self.span(words), value, value, None if at_least else value, unit, bound)
        self.quantities.append(quantity)
        return quantity

    def side(self, words: str, side: str) -> Actor:
        actor = Actor(self.span(words), words, side)
        self.actors.append(actor)
        return actor

    def says(
        self,
        content: str,
        *voices: Voice,
        mode: Mode = Mode.ASSERTED,
        cue: str = "",
        hedge: str = "",
        event: str = "",
        actor: Actor | None = None,
    ) -> Draft:
        span = self.span(content)
        place = next((p for p in self.places if p.span in span), None)
        figure = next((q for q in self.quantities if q.span in span), None)
        frame = Frame(event, actor=actor, place=place, quantity=figure) if event else None
        self.statements.append(
            Statement(
                span,
                (OUTLET, *voices),
                mode,
                span,
                cue=self.span(cue) if cue else None,
                hedge=self.span(hedge) if hedge else None,
                frame=frame,
            )
        )
        return self

    @property
    def places(self) -> tuple[Place, ...]:
        found = []
        for name, town in _TOWNS.items():
            at = self.text.find(name)
            while at >= 0:
                found.append(Place(Span(at, at + len(name)), (town,), town))
                at = self.text.find(name, at + 1)
        return tuple(sorted(found, key=lambda p: p.span))

    def records(self) -> tuple[Document, Resolution]:
        document = Document(self.text, self.title, self.language, links=tuple(self.links))
        quantities, actors = tuple(self.quantities), tuple(self.actors)
        return document, Resolution(tuple(self.statements), self.places, quantities, actors=actors)

    def warnings(self) -> tuple[SourcingWarning, ...]:
        return find_warnings(*self.records())

    def kinds(self) -> set[str]:
        return {warning.kind for warning in self.warnings()}
