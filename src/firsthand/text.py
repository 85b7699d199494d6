"""Normalising and span arithmetic: what every room needs to know about characters.

Nothing here changes the length of a text without saying so: spans must go on pointing at the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from firsthand.model import Span

__all__ = ["TOKEN", "fold", "span_union_length", "tokens", "trim"]

TOKEN = re.compile(
    r"[A-Za-zА-яЁёІіЇїЄєҐґ]{2,}+(?![\w'’ʼ\-:])"  # most words, told in a fraction of the time; those below cover them
    r"|\d+(?:[.,:]\d+)*"  # 1,200  3.5  10:30
    r"|https?://[^\s<>\"”’»)\]]+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S.  J.K.
    r"|[^\W\d_]+(?:['’ʼ\-][^\W\d_]+)*"  # words; don't, O’Brien, south-eastern
    r"|\w+"
    r"|[^\w\s]",
    re.UNICODE,
)
"""A number, an address, initials, a word with its inner apostrophes and hyphens, or one mark."""

_FOLDED = (("ё", "е"), ("Ё", "Е"), ("’", "'"), ("ʼ", "'"), ("‘", "'"), ("`", "'"), ("\u00a0", " "), ("‑", "-"))


def fold(text: str) -> str:
    """Lower case, ё→е, one kind of apostrophe and hyphen. The length stays the same for our alphabets."""
    if not text.isascii() or "`" in text:
        for written, folded in _FOLDED:  # many times as fast as str.translate, which asks a dictionary for each letter
            if written in text:
                text = text.replace(written, folded)
    return text.lower()


def tokens(text: str, within: Span | None = None) -> list[Span]:
    """The tokens of `text`, or of a part of it, as spans of `text`."""
    start, end = (within.start, within.end) if within is not None else (0, len(text))
    return [Span(m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]


def trim(text: str, span: Span, strip: str = " \t\n\r\u00a0") -> Span:
    """The span without the given characters at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in strip:
        start += 1
    while end > start and text[end - 1] in strip:
        end -= 1
    return Span(start, end)


def span_union_length(spans: Iterable[Span]) -> int:
    """How many characters the spans cover together, counting each once."""
    total, reached = 0, -1
    for span in sorted(spans):
        start = max(span.start, reached)
        if span.end > start:
            total += span.end - start
            reached = span.end
    return total
