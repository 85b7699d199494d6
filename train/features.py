"""From marked paragraphs to what the network learns from: word pieces, their shape, labels, and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenizers import Tokenizer
from train.corpus import Marked, Paragraph
from train.reader import WINDOW, shapes

from firsthand.model import Mode, Span, VoiceKind

__all__ = ["HEADS", "KINDS", "MODES", "Example", "examples"]

HEADS = ("source", "cue", "content", "nested")
"""The layers of spans. `nested` holds contents that stand inside another content."""
KINDS = tuple(str(kind) for kind in VoiceKind if kind is not VoiceKind.OUTLET)
MODES = tuple(str(mode) for mode in Mode)
OUTSIDE, BEGIN, INSIDE, IGNORE = 0, 1, 2, -100


@dataclass(frozen=True, slots=True)
class Example:
    """One window. Labels are per piece; links are pairs of pieces where an anchor and a part begin."""

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    labels: tuple[tuple[int, ...], ...]
    """One row per head: 0 outside, 1 begin, 2 inside, -100 where it does not count."""
    kinds: tuple[int, ...]
    modes: tuple[int, ...]
    sources: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]
    weight: float = 1.0


def examples(
    paragraphs: Iterable[Paragraph], tokenizer: Tokenizer, *, labelled: bool = True, weight: float = 1.0
) -> Iterator[Example]:
    """The windows of the paragraphs. A longer paragraph falls into several, cut between pieces."""
    for paragraph in paragraphs:
        encoding = tokenizer.encode(paragraph.text, add_special_tokens=False)
        ids, offsets = encoding.ids, encoding.offsets
        for first in range(0, max(1, len(ids)), WINDOW - 2):
            last = min(first + WINDOW - 2, len(ids))
            yield _window(paragraph, ids[first:last], offsets[first:last], weight)


def _window(paragraph: Paragraph, ids: list[int], offsets: list[tuple[int, int]], weight: float) -> Example:
    pieces = (101, *ids, 102)
    spots = ((0, 0), *offsets, (0, 0))
    rows = [[OUTSIDE] * len(pieces) for _ in HEADS]
    kinds, modes = [IGNORE] * len(pieces), [IGNORE] * len(pieces)
    sources: list[tuple[int, int]] = []
    contents: list[tuple[int, int]] = []
    for row in rows:
        row[0] = row[-1] = IGNORE
    for marked in paragraph.attributions:
        begun = {
            "source": [_paint(rows[0], span, spots) for span in marked.source],
            "cue": [_paint(rows[1], span, spots) for span in marked.cue],
            "content": [_paint(rows[3 if _nested(marked, paragraph) else 2], span, spots) for span in marked.content],
        }
        starts = {name: [b for b in found if b is not None] for name, found in begun.items()}
        anchor = next(iter(starts["cue"] or starts["source"]), None)
        if starts["source"] and marked.kind is not None:
            kinds[starts["source"][0]] = KINDS.index(str(marked.kind))
        if starts["content"] and marked.kind is not None:
            modes[starts["content"][0]] = MODES.index(str(marked.mode))
        if anchor is not None:
            sources += [(anchor, start) for start in starts["source"][:1]]
            contents += [(anchor, start) for start in starts["content"]]
    return Example(
        pieces,
        tuple(shapes(paragraph.text, list(spots))),
        spots,
        tuple(tuple(row) for row in rows),
        tuple(kinds),
        tuple(modes),
        tuple(sources),
        tuple(contents),
        weight,
    )


def _paint(row: list[int], span: Span, spots: tuple[tuple[int, int], ...]) -> int | None:
    """Label the pieces of a span; the first that lies in the window, or None."""
    first = None
    for index, (start, end) in enumerate(spots):
        if end > start and start < span.end and end > span.start:
            row[index] = BEGIN if first is None else INSIDE
            first = index if first is None else first
    return first


def _nested(marked: Marked, paragraph: Paragraph) -> bool:
    mine = marked.content[0]
    return bool(marked.source or marked.cue) and any(
        mine in other and mine != other for a in paragraph.attributions if a is not marked for other in a.content
    )
