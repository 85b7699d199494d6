"""Ukrainian, as one of the languages that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from firsthand.model import Document
from firsthand.read.reading import Reading, SpanFinder
from firsthand.read.trees.lexicon import Lexicon, load_lexicon
from firsthand.read.trees.reading import TreeReading
from firsthand.read.uk.analysis import UkrainianAnalyser

__all__ = ["Ukrainian"]


@dataclass(frozen=True, slots=True)
class Ukrainian:
    """Its words are in this folder; they are read when a text is met."""

    code: str = "uk"

    def read(self, document: Document, finder: SpanFinder | None = None) -> Reading:
        return TreeReading(document, _analyser(), _lexicon(), finder)


@cache
def _lexicon() -> Lexicon:
    return load_lexicon(__package__)


@cache
def _analyser() -> UkrainianAnalyser:
    words = _lexicon()
    speakers = frozenset().union(*(words.sets[kind] for kind in ("persons", "organisations", "groups", "vague_bodies")))
    return UkrainianAnalyser(frozenset({*words.cues, *words.sets["impersonal"]}), speakers)
