"""Russian, as one of the languages that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from firsthand.model import Document
from firsthand.read.reading import Reading, SpanFinder
from firsthand.read.ru.analysis import RussianAnalyser
from firsthand.read.trees.lexicon import Lexicon, load_lexicon
from firsthand.read.trees.reading import TreeReading

__all__ = ["Russian"]


@dataclass(frozen=True, slots=True)
class Russian:
    """Its words are in this folder, its models in the package natasha; both are opened when a text is met."""

    code: str = "ru"

    def read(self, document: Document, finder: SpanFinder | None = None) -> Reading:
        return TreeReading(document, RussianAnalyser(), _lexicon(), finder)


@cache
def _lexicon() -> Lexicon:
    return load_lexicon(__package__)
