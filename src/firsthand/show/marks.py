"""Cutting a text into pieces at the edges of all its marks, which may nest and overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.model import Span

__all__ = ["Mark", "Piece", "pieces"]


@dataclass(frozen=True, slots=True)
class Mark:
    """`what` is content, cue, voice, hedge or warning; `name` the statement or warning it belongs to."""

    span: Span
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters under the same marks, the tightest first; which of them start and end with the piece."""

    span: Span
    marks: tuple[Mark, ...]
    starting: tuple[Mark, ...]
    ending: tuple[Mark, ...]


def pieces(within: Sequence[Span], marks: Iterable[Mark]) -> Iterator[tuple[Piece, ...]]:
    """For each part of the text (paragraphs, in order) its pieces. Empty marks are left out.

    Cost grows with the number of marks times how deep they nest, not with its square.
    """
    waiting = sorted((mark for mark in marks if mark.span), key=lambda mark: mark.span, reverse=True)
    active: list[Mark] = []
    for part in within:
        active = [mark for mark in active if mark.span.end > part.start]
        found: list[Piece] = []
        position = part.start
        while position < part.end:
            while waiting and waiting[-1].span.start <= position:
                active.append(waiting.pop())
            active = [mark for mark in active if mark.span.end > position]
            cut = min((mark.span.end for mark in active), default=part.end)
            if waiting:
                cut = min(cut, waiting[-1].span.start)
            cut = min(cut, part.end)
            found.append(_piece(Span(position, cut), active))
            position = cut
        yield tuple(found)


def _piece(span: Span, active: list[Mark]) -> Piece:
    marks = tuple(sorted(active, key=lambda mark: (len(mark.span), mark.span)))
    return Piece(
        span,
        marks,
        tuple(mark for mark in marks if mark.span.start == span.start),
        tuple(mark for mark in marks if mark.span.end == span.end),
    )
