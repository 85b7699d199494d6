"""What the network sees: word pieces, the shape of each, and what the rules say of it; one row of labels per word.

    text → words → word pieces (in windows) → shapes, hints

The network labels words, not pieces: a span never ends in the middle of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.model import Attribution, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["HINTS", "OVERLAP", "WINDOW", "Window", "rows_of", "windows", "words"]

WINDOW = 254
"""Word pieces that the network sees at once, without the two marks at its ends."""
OVERLAP = 64
"""Word pieces by which windows of a longer text overlap: each piece is read with text on both sides."""
HINTS = ("source", "cue", "content", "nested")
"""What the rules can say of a word; `nested` is a content inside another content."""

_FIRST, _LAST = 101, 102
_OTHER = 3
_WORD = re.compile(
    r"''|``"
    r"|\d+(?:[.,:]\d+)*"
    r"|https?://[^\s<>\"”’»)\]]+"
    r"|(?:[^\W\d_]\.){2,}"
    r"|['’](?:s|re|ll|ve|d|m|S|RE|LL|VE|D|M)\b"  # “he’s” is a source and the beginning of a cue
    r"|[^\W\d_]+(?:['’ʼ\-](?!(?:s|re|ll|ve|d|m|S|RE|LL|VE|D|M)\b)[^\W\d_]+)*"
    r"|\w+"
    r"|[^\w\s]",
    re.UNICODE,
)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text as the network reads it. Lists have one entry per piece, end marks included."""

    pieces: list[int]
    shapes: list[int]
    hints: list[list[int]]
    """Four numbers per piece, in the order of `HINTS`: 0 outside, 1 begin, 2 inside."""
    starts: list[int]
    """The places, in the lists above, of the pieces that begin a word."""
    words: list[Span]
    """Those words, in characters of the text."""


def words(text: str) -> list[Span]:
    """The words and marks of a text; clitics and pairs of single quotation marks are words of their own."""
    return [Span(m.start(), m.end()) for m in _WORD.finditer(text)]


def windows(
    text: str, tokenizer: Tokenizer, hinted: Iterable[Attribution] = (), overlap: int = OVERLAP
) -> Iterator[Window]:
    """The windows of a text, in order. `hinted` counts characters of the same text."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = encoding.ids, encoding.offsets
    every = words(text)
    begins = _begins(every, offsets)
    rows = rows_of(hinted, offsets)
    first = 0
    while first < len(ids):
        last = _cut(first, len(ids), begins)
        inside = [i for i in range(first, last) if i in begins]
        yield Window(
            [_FIRST, *ids[first:last], _LAST],
            [_OTHER, *(_shape(text, offset) for offset in offsets[first:last]), _OTHER],
            [[0] * len(HINTS), *([row[i] for row in rows] for i in range(first, last)), [0] * len(HINTS)],
            [i - first + 1 for i in inside],
            [every[begins[i]] for i in inside],
        )
        if last >= len(ids):
            return
        first = max(first + 1, last - overlap)
        while first not in begins and first < last:
            first += 1


def _begins(every: list[Span], offsets: list[tuple[int, int]]) -> dict[int, int]:
    """Which piece begins which word. A word the tokenizer knows no piece for has none."""
    found: dict[int, int] = {}
    number = 0
    for index, (start, end) in enumerate(offsets):
        while number < len(every) and every[number].end <= start:
            number += 1
        if number < len(every) and end > every[number].start and end > start:
            found[index] = number
            number += 1
    return found


def _cut(first: int, count: int, begins: dict[int, int]) -> int:
    """Where a window ends: before a word, as far on as there is room."""
    last = min(first + WINDOW, count)
    while last < count and last not in begins and last > first + WINDOW // 2:
        last -= 1
    return last


def _shape(text: str, offset: tuple[int, int]) -> int:
    """0 small, 1 Capital, 2 CAPITALS, 3 other: what an uncased vocabulary hides."""
    word = text[offset[0] : offset[1]]
    if not word[:1].isalpha():
        return _OTHER
    return 2 if word.isupper() and len(word) > 1 else int(word[0].isupper())


def rows_of(attributions: Iterable[Attribution], offsets: list[tuple[int, int]]) -> list[list[int]]:
    """One row per kind of hint: for each piece 0 outside, 1 begin, 2 inside."""
    rows = [[0] * len(offsets) for _ in HINTS]
    starts = [start for start, _ in offsets]
    known = list(attributions)
    for attribution in known:
        nested = attribution.contents and _nested(attribution, known)
        parts = (
            (0, attribution.source),
            (1, attribution.cue),
            *((3 if nested else 2, c) for c in attribution.contents),
        )
        for row, span in parts:
            if span is not None:
                _paint(rows[row], span, starts, offsets)
    return rows


def _nested(attribution: Attribution, known: list[Attribution]) -> bool:
    mine = attribution.contents[0]
    return any(mine in c and mine != c for other in known if other is not attribution for c in other.contents)


def _paint(row: list[int], span: Span, starts: list[int], offsets: list[tuple[int, int]]) -> None:
    index = max(0, bisect_right(starts, span.start) - 1)
    value = 1
    while index < len(offsets) and offsets[index][0] < span.end:
        if offsets[index][1] > span.start:
            row[index], value = value, 2
        index += 1
