"""What the text itself says of spans, put over what the network says: quotations stay whole, sentences stay apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from firsthand.model import Attribution, Span

__all__ = ["settled"]

_NEAR = 3
"""Characters. A content that begins or ends this near to the mark of a quotation was meant to have it."""
_MARKS = "“\"‘'«„`"

_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that)\b", re.IGNORECASE)


def settled(
    text: str, found: Iterable[Attribution], quotes: list[Span], sentences: list[Span]
) -> Iterator[Attribution]:
    """The attributions with whole quotations, without a part twice, and without another sentence's plain words.

    Args:
        quotes: the quotations of the text, in order.
        sentences: its sentences, in order.
    """
    starts = [sentence.start for sentence in sentences]
    for attribution in found:
        source, cue = (span if span and _worded(text, span) else None for span in (attribution.source, attribution.cue))
        contents = [_whole(text, content, quotes, starts) for content in attribution.contents if _worded(text, content)]
        anchor = cue or source
        if anchor is None or not contents:
            continue
        source = _speaking(text, source, cue)
        if cue and source and not _beside(source, cue, contents, starts):
            source = None
        here = [c for c in contents if _belongs(text, c, anchor, starts)]
        if here:
            yield replace(attribution, source=source, cue=cue, contents=tuple(_outermost(here)))


def _speaking(text: str, source: Span | None, cue: Span | None) -> Span | None:
    """The source, or, of one with the cue inside, its relative pronoun: in "the mayor, who denied it" "who" denies."""
    if source is None or cue is None or cue not in source:
        return source
    pronouns = list(_RELATIVE.finditer(text, source.start, cue.start))
    return Span(*pronouns[-1].span()) if pronouns else source


def _worded(text: str, span: Span) -> bool:
    """Whether there is a letter or figure in it: a mark says nothing, and nobody is called “-”."""
    return any(char.isalnum() for char in span.of(text))


def _whole(text: str, content: Span, quotes: list[Span], starts: list[int]) -> Span:
    """Up to the marks of a quotation that begins or ends where the content does, or nearly so."""
    index = bisect_right(quotes, content.start, key=lambda quote: quote.start) - 1
    first = quotes[index] if index >= 0 else None
    start, end = content.start, content.end
    if first and first.start < start <= first.start + _NEAR and first.end <= end + _NEAR:
        start = first.start
    index = bisect_right(quotes, content.end, key=lambda quote: quote.start) - 1
    last = quotes[index] if index >= 0 else None
    if last and last.start >= start and last.end - _NEAR <= end < last.end:
        end = last.end
    return _without_next(text, Span(start, end), quotes, starts)


def _without_next(text: str, content: Span, quotes: list[Span], starts: list[int]) -> Span:
    """A content that opens with a quotation ends with it, where a sentence of plain words follows."""
    index = bisect_left(quotes, content.start, key=lambda quote: quote.start)
    if index == len(quotes) or quotes[index].start != content.start:
        return content
    after = bisect_left(starts, quotes[index].end)
    follows = after < len(starts) and starts[after] < content.end and text[starts[after]] not in _MARKS
    return quotes[index] if follows and not text[quotes[index].end : starts[after]].strip() else content


def _beside(source: Span, cue: Span, contents: list[Span], starts: list[int]) -> bool:
    """Whether a voice stands in the sentence of its cue, or of what it says: from further off it is only guessed."""
    here = {bisect_right(starts, position) for position in (source.start, source.end - 1)}
    return any(bisect_right(starts, span.start) in here for span in (cue, *contents))


def _belongs(text: str, content: Span, anchor: Span, starts: list[int]) -> bool:
    """Beyond the sentence of its cue, only a quotation goes on."""
    if ":" in text[anchor.end : content.start][-2:]:  # the cue announces it
        return True
    here = bisect_right(starts, anchor.start)
    return here in (bisect_right(starts, content.start), bisect_right(starts, content.end - 1)) or (
        text[content.start] in _MARKS
    )


def _outermost(contents: list[Span]) -> list[Span]:
    kept = dict.fromkeys(contents)
    return [part for part in kept if not any(part in other and part != other for other in kept)]
