"""Reading: the text of a capture, and every statement in it with whose word it is."""

from collections.abc import Callable

from firsthand.read.document import document_of_text, read_document
from firsthand.read.en import attribution, modes, voices
from firsthand.read.en.clauses import evidence_clause, own_words
from firsthand.read.en.grammar import find_attributions, quotation_alone, quotation_announced
from firsthand.read.en.reading import likeliest_mode
from firsthand.read.languages import LANGUAGES
from firsthand.read.reading import Language, OwnWords, Reading, SpanFinder
from firsthand.read.statements import find_statements
from firsthand.read.trained import shipped_reader, trained_reader

__all__ = [
    "LANGUAGES",
    "RULES",
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

RULES: tuple[Callable[..., object], ...] = (
    *attribution.RULES,
    quotation_alone,
    quotation_announced,
    trained_reader,
    evidence_clause,
    own_words,
    *voices.RULES,
    *modes.RULES,
    likeliest_mode,
)
"""Every rule of this room, in the order in which it is tried; the docstrings are the users' documentation."""
