"""Ukrainian, as one of the languages that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from firsthand.model import Document
from firsthand.read.reading import Reading, SpanFinder

if TYPE_CHECKING:
    from firsthand.read.trees.lexicon import Lexicon
    from firsthand.read.uk.analysis import UkrainianAnalyser

__all__ = ["Ukrainian"]


@dataclass(frozen=True, slots=True)
class Ukrainian:
    """Its words are in this folder; they are read when a text is met.

    `dictionary`: whether to use that of the extra `uk-dictionary`; None uses it where it is installed.
    `model`: a spaCy model to parse with; None uses the best that is installed, "" none.
    """

    code: str = "uk"
    dictionary: bool | None = None
    model: str | None = None

    def read(self, document: Document, finder: SpanFinder | None = None) -> Reading:
        from firsthand.read.trees.reading import TreeReading
        from firsthand.read.uk.dictionary import installed
        from firsthand.read.uk.spacy_model import SpacyAnalyser, model_name

        model = model_name() if self.model is None else self.model
        dictionary = installed() if self.dictionary is None else self.dictionary
        analyser = SpacyAnalyser(model) if model else _analyser(dictionary)
        return TreeReading(document, analyser, _lexicon(), finder)


@cache
def _lexicon() -> Lexicon:
    from firsthand.read.trees.lexicon import load_lexicon

    return load_lexicon(__package__)


@cache
def _analyser(dictionary: bool = False) -> UkrainianAnalyser:
    from firsthand.read.uk.analysis import UkrainianAnalyser, short_forms

    words = _lexicon()
    speakers = frozenset().union(*(words.sets[kind] for kind in ("persons", "organisations", "groups", "vague_bodies")))
    cues = frozenset({*words.cues, *words.sets["impersonal"]})
    return UkrainianAnalyser(cues, speakers, dictionary, shorts=short_forms(words.short_nouns, words.short_adjectives))
