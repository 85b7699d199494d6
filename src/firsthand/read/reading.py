"""What a language has to give, so that `statements` can put a document together: the one interface of every language.

A `Language` opens a document and gives a `Reading`: the sentences in this language, the attributions in them, and
what voices, modes and clauses are. Everything is said in spans of `Document.text`; how a language looks at words is
its own business. docs/developers/languages.md shows how to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from firsthand.model import Attribution, Document, Mode, Reason, Skip, Span, Voice

__all__ = ["Language", "OwnWords", "Reading", "SpanFinder"]

SpanFinder = Callable[[Document], tuple[Attribution, ...]]
"""What finds sources, cues and contents in a document; the rules of a language, or anything trained."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A clause that the outlet says in its own voice; in several parts where something interrupts it."""

    parts: tuple[Span, ...]
    rule: str
    evidence: Span | None = None


class Reading(Protocol):
    """One document, or what of it is in one language."""

    @property
    def sentences(self) -> Sequence[Span]:
        """The sentences of this language, in text order."""

    @property
    def skips(self) -> Sequence[Skip]:
        """What could not be read as it should."""

    def attributions(self) -> Sequence[Attribution]:
        """Every attribution whose source can speak; one without contents ("citing X") lends its voice to what
        was said before."""

    def voice(self, attribution: Attribution) -> Voice | None:
        """Whose word it is, followed back to a fuller mention; None for the outlet's. Called in text order."""

    def last_voice(self, before: int) -> Voice | None:
        """The voice met last before a position."""

    def own_medium(self, attribution: Attribution) -> bool:
        """Whether the source is only the channel of the voice around it ("their post")."""

    def contents(self, attribution: Attribution) -> list[tuple[Span, ...]]:
        """What is said, trimmed: a tuple of parts for each statement that the attribution makes."""

    def mode(self, parts: Sequence[Span], attribution: Attribution | None, own: bool) -> tuple[Mode, Reason]:
        """How the voice stands to the content. `attribution` is None in the outlet's own clauses; `own` tells whether
        the voice is the outlet."""

    def hedge(self, content: Span) -> Span | None:
        """A mark of distance in the content."""

    def medium(self, attribution: Attribution) -> Span | None:
        """The channel that the voice spoke through."""

    def evidence(self, content: Span) -> Span | None:
        """What the content holds up as proof."""

    def own_words(self, number: int, taken: list[Span]) -> list[OwnWords]:
        """The clauses of sentence `number` that belong to no attribution; `taken` are the stretches that do."""


class Language(Protocol):
    """A language that statements can be read in."""

    @property
    def code(self) -> str:
        """ISO 639-1."""

    def read(self, document: Document, finder: SpanFinder | None = None) -> Reading:
        """Open a document; `finder` takes the place of the rules that find attributions."""
