"""Where an attribution stands in its text, and which of two lies inside the other."""

from __future__ import annotations

from firsthand.model import Attribution, Span

__all__ = ["hull_of", "parts_of", "within"]


def parts_of(attribution: Attribution) -> tuple[Span, ...]:
    """Source, cue and contents, as far as there are any."""
    return tuple(s for s in (attribution.source, attribution.cue, *attribution.contents) if s)


def hull_of(attribution: Attribution) -> Span:
    """From its first character to its last."""
    spans = parts_of(attribution)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def within(inner: Attribution, outer: Attribution) -> bool:
    """Whether one attribution is a part of what another says."""
    hull = hull_of(inner)
    return any(hull in content and (hull != content or inner.cue) for content in outer.contents)
