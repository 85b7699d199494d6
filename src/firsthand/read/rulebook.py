"""Every rule of this room, for who wants to read what they do: no text is read through this list."""

from collections.abc import Callable

from firsthand.read.en import attribution, kinds, modes
from firsthand.read.en.clauses import evidence_clause, own_words
from firsthand.read.en.grammar import (
    deed_and_colon,
    quotation_after_deed,
    quotation_alone,
    quotation_announced,
    ticker_line,
)
from firsthand.read.en.reading import likeliest_mode
from firsthand.read.en.turns import interview_guest, speaker_label
from firsthand.read.retractions import denies_what_was_said, takes_back
from firsthand.read.trained import trained_reader
from firsthand.read.trees import attribution as trees_attribution
from firsthand.read.trees import modes as trees_modes
from firsthand.read.trees import voices as trees_voices
from firsthand.read.trees.grammar import about_this, forwarded_note, spoken_point, taken_back, taken_back_at_once

__all__ = ["RULES"]

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
    taken_back_at_once,
    forwarded_note,
    spoken_point,
    *trees_voices.RULES,
    *trees_modes.RULES,
    takes_back,
    denies_what_was_said,
)
_NAMES = frozenset(rule.__name__ for rule in _ENGLISH)

RULES: tuple[Callable[..., object], ...] = (
    *_ENGLISH,
    *(rule for rule in _OVER_TREES if rule.__name__ not in _NAMES),
)
"""Every rule of this room, in the order in which it is tried; the docstrings are the users' documentation. A rule over
trees that has the name of an English one means the same, and is told once."""
