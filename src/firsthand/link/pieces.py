"""The parts of a content that tell one thing each: "28 people died and 150 were saved" is two."""

from __future__ import annotations

import re

from firsthand.link.terms import terms_of
from firsthand.model import Span

__all__ = ["pieces"]

_CUT = re.compile(
    r"[,;:]\s+|\s[—–-]\s+|\s+(?=(?:and|but|while|however|и|а|но|хотя|та|й|і|але|хоча)\s)",
)
_LEAST = 3
"""Terms on both sides of a cut: with fewer, what stands there tells nothing alone."""
_TRIMMED = " \n\t,;:—–-"


def pieces(text: str, content: Span, language: str) -> tuple[Span, ...]:
    """The content cut between clauses, in text order; whole where no part would tell enough."""
    whole = content.of(text)
    cuts = [0, *(cut.end() for cut in _CUT.finditer(whole)), len(whole)]
    found: list[tuple[int, int]] = []
    start = 0
    for cut in cuts[1:-1]:
        if len(terms_of(whole[start:cut], language)) >= _LEAST and len(terms_of(whole[cut:], language)) >= _LEAST:
            found.append((start, cut))
            start = cut
    found.append((start, len(whole)))
    return tuple(_trimmed(text, content.start + start, content.start + end) for start, end in found)


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    while start < end and text[start] in _TRIMMED:
        start += 1
    return Span(start, end)
