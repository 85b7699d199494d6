"""Russian, as one of the languages that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from firsthand.model import Document
from firsthand.read.reading import Reading, SpanFinder

if TYPE_CHECKING:
    from firsthand.read.trees.lexicon import Lexicon

__all__ = ["Russian"]


@dataclass(frozen=True, slots=True)
class Russian:
    """Its words are in this folder, its models in the package natasha; both are opened when a text is met."""

    code: str = "ru"

    def read(self, document: Document, finder: SpanFinder | None = None) -> Reading:
        from firsthand.read.ru.analysis import RussianAnalyser
        from firsthand.read.trees.reading import TreeReading

        return TreeReading(document, RussianAnalyser(), _lexicon(), finder)


@cache
def _lexicon() -> Lexicon:
    from firsthand.read.trees.lexicon import load_lexicon

    return load_lexicon(__package__)
