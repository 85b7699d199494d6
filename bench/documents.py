"""A text of a public set as the reader takes it; apart from the scorers, so that timing can do without them."""

from __future__ import annotations

from firsthand.model import Document, Span

__all__ = ["as_document"]


def as_document(text: str) -> Document:
    """The first line is the title."""
    return Document(text=text, title=Span(0, len(text.split("\n", 1)[0])), language="en")
