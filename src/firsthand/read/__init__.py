"""Reading: the text of a capture, and every statement in it with whose word it is."""

from collections.abc import Callable

from firsthand.read.document import document_of_text, read_document
from firsthand.read.en import attribution, kinds, modes
from firsthand.read.en.clauses import evidence_clause, own_words
from firsthand.read.en.grammar import (
    deed_and_colon,
    find_attributions,
    quotation_after_deed,
    quotation_alone,
    quotation_announced,
    ticker_line,
)
from firsthand.read.en.reading import likeliest_mode
from firsthand.read.en.turns import interview_guest, speaker_label
from firsthand.read.languages import LANGUAGES
from firsthand.read.reading import Language, OwnWords, Reading, SpanFinder
from firsthand.read.retractions import takes_back
from firsthand.read.statements import find_statements
from firsthand.read.trained import shipped_reader, trained_reader
from firsthand.read.trees import attribution as trees_attribution
from firsthand.read.trees import modes as trees_modes
from firsthand.read.trees import voices as trees_voices
from firsthand.read.trees.grammar import about_this, forwarded_note, spoken_point, taken_back

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

_ENGLISH: tuple[Callable[..., object], ...] = (
    *attribution.RULES,
    quotation_after_deed,
    quotation_alone,
    quotation_announced,
    ticker_line,
    deed_and_colon,
    speaker_label,
    interview_guest,
    trained_reader,
    evidence_clause,
    own_words,
    *kinds.RULES,
    *modes.RULES,
    likeliest_mode,
)
_OVER_TREES: tuple[Callable[..., object], ...] = (
    *trees_attribution.RULES,
    about_this,
    taken_back,
    forwarded_note,
    spoken_point,
    *trees_voices.RULES,
    *trees_modes.RULES,
    takes_back,
)
_NAMES = frozenset(rule.__name__ for rule in _ENGLISH)

RULES: tuple[Callable[..., object], ...] = (
    *_ENGLISH,
    *(rule for rule in _OVER_TREES if rule.__name__ not in _NAMES),
)
"""Every rule of this room, in the order in which it is tried; the docstrings are the users' documentation. A rule over
trees that has the name of an English one means the same, and is told once."""
