"""What the network sees: word pieces, the shape of each, and what the rules say of it; one row of labels per word.

    text → words → word pieces (in windows) → shapes, hints

The network labels words, not pieces: a span never ends in the middle of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from firsthand.model import Attribution, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["HINTS", "OVERLAP", "WINDOW", "Window", "parties", "rows_of", "windows", "words"]

WINDOW = 254
"""Word pieces that the network sees at once, without the two marks at its ends."""
OVERLAP = 64
"""Word pieces by which windows of a longer text overlap: each piece is read with text on both sides."""
HINTS = ("source", "cue", "content", "nested")
"""What the rules can say of a word; `nested` is a content inside another content."""

_FIRST, _LAST = 101, 102
_OTHER = 3
_WORD = re.compile(
    r"[A-Za-z]{2,}+(?![\w'’ʼ\-:])"  # most words, told in a fraction of the time; those below cover them
    r"|''|``"
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
    hints: list[tuple[int, ...]]
    """Four numbers per piece, in the order of `HINTS`: 0 outside, 1 begin, 2 inside."""
    starts: list[int]
    """The places, in the lists above, of the pieces that begin a word."""
    words: list[Span]
    """Those words, in characters of the text."""


@cache
def parties() -> dict[str, str]:
    """For each name of a country, its people or its capital the one word that the network reads instead."""
    text = (files(__package__) / "parties.yaml").read_text("utf-8")
    rows: dict[str, list[str]] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe, and in C where it can be
    same: dict[str, str] = {}
    for word, names in rows.items():
        for name in names:
            same.setdefault(name, word)  # "French" is an adjective first, and a people second
    return {**{name.upper(): word for name, word in same.items()}, **same}


@cache
def _endings() -> frozenset[str]:
    """The last words of the names in several words."""
    return frozenset(words[-1] for name in parties() if len(words := [m.group() for m in _WORD.finditer(name)]) > 1)


def words(text: str) -> list[Span]:
    """The words and marks of a text; clitics and pairs of single quotation marks are words of their own.

    A name of a party in several words ("Phnom Penh") is one.
    """
    found: list[Span] = []
    endings = _endings()
    for match in _WORD.finditer(text):
        span = Span(match.start(), match.end())
        for before in (2, 1) if match.group() in endings else ():
            if len(found) >= before and text[found[-before].start : span.end] in parties():
                span = Span(found[-before].start, span.end)
                del found[-before:]
                break
        found.append(span)
    return found


def windows(
    text: str, tokenizer: Tokenizer, hinted: Iterable[Attribution] = (), overlap: int = OVERLAP
) -> Iterator[Window]:
    """The windows of a text, in order. `hinted` counts characters of the same text."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    every = words(text)
    ids, offsets = _neutral(text, every, encoding.ids, encoding.offsets, tokenizer)
    begins = _begins(every, offsets)
    columns = list(zip(*rows_of(hinted, offsets), strict=True))
    outside = (0,) * len(HINTS)
    first = 0
    while first < len(ids):
        last = _cut(first, len(ids), begins)
        inside = [i for i in range(first, last) if i in begins]
        yield Window(
            [_FIRST, *ids[first:last], _LAST],
            [_OTHER, *(_shape(text, offset) for offset in offsets[first:last]), _OTHER],
            [outside, *columns[first:last], outside],
            [i - first + 1 for i in inside],
            [_whole(every[begins[i]], offsets[i]) for i in inside],
        )
        if last >= len(ids):
            return
        first = max(first + 1, last - overlap)
        while first not in begins and first < last:
            first += 1


def _neutral(
    text: str, every: list[Span], ids: list[int], offsets: list[tuple[int, int]], tokenizer: Tokenizer
) -> tuple[list[int], list[tuple[int, int]]]:
    """The pieces with each name of a party as one and the same piece, whichever party it is."""
    known = parties()
    named = {word.start: word for word in every if word.of(text) in known}
    if not named:
        return ids, offsets
    kept: list[tuple[int, tuple[int, int]]] = []
    end = 0
    for piece, offset in zip(ids, offsets, strict=True):
        if word := named.get(offset[0]):
            if offset[0] >= end:
                kept.append((tokenizer.token_to_id(known[word.of(text)]) or piece, (word.start, word.end)))
            end = word.end
        elif offset[0] >= end:
            kept.append((piece, offset))
    return [piece for piece, _ in kept], [offset for _, offset in kept]


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


def _whole(word: Span, offset: tuple[int, int]) -> Span:
    """A word up to the end of its first piece, which may hold the next as well: "14th", "1990s"."""
    return Span(word.start, max(word.end, offset[1]))


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
