"""Reading: the text of a capture, and every statement in it with whose word it is. `rulebook` lists every rule."""

from firsthand.read.document import document_of_text, read_document
from firsthand.read.en.grammar import find_attributions
from firsthand.read.languages import LANGUAGES
from firsthand.read.reading import Language, OwnWords, Reading, SpanFinder
from firsthand.read.statements import find_statements
from firsthand.read.trained import shipped_reader

__all__ = [
    "LANGUAGES",
    "Language",
    "OwnWords",
    "Reading",
    "SpanFinder",
    "document_of_text",
    "find_attributions",
    "find_statements",
    "read_document",
    "shipped_reader",
]
