"""The lines of a post: which of them are items of a list, which stand at the top or above a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from firsthand.model import Span
from firsthand.read.trees.layout import EMOJI
from firsthand.text import fold, trim

__all__ = ["Line", "Lines"]

_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(
    rf"\s*(?:(?P<number>\d{{1,2}}(?:[.)]\s|\ufe0f?\u20e3))|(?P<dash>[—–-]\s)|(?P<picture>[{EMOJI}]))[{EMOJI}\s]*"
)
_LABEL = re.compile(r"\W*([^\W\d_]+(?: [^\W\d_]+){0,2}):")
_ADDRESS = re.compile(r"\W*(?:https?://|t\.me/|www\.)\S*\s*$")
_BARE = re.compile(rf"[{EMOJI}\s.!?…:;]*")
_NEAR = 4
"""Lines. Items of one list are no farther apart, whatever stands between them."""
_FOOT = 3
"""Lines. So many at the end of a post may name the channel."""
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something. `item`: others near it have the same mark; `label`: of the words before its colon,
    where other lines have the same; `address`: nothing but a link follows it; `opens` and `closes` the text;
    `foot`: it is among the last lines; `before_item`: an item of a list follows."""

    span: Span = _NOWHERE
    item: bool = False
    label: str = ""
    address: bool = False
    opens: bool = False
    closes: bool = False
    before_item: bool = False
    foot: bool = False

    def whole(self, text: str, sentence: Span) -> bool:
        """Whether a sentence is all that stands in the line, marks aside."""
        before = _MARKER.match(text, self.span.start, self.span.end)
        start = before.end() if before else self.span.start
        return sentence.start <= start + _dressing(text, start) and self.ends_with(text, sentence)

    def ends_with(self, text: str, sentence: Span) -> bool:
        """Whether nothing follows the sentence in its line but marks."""
        return _BARE.fullmatch(text, sentence.end, max(sentence.end, self.span.end)) is not None


def _dressing(text: str, start: int) -> int:
    match = _BARE.match(text, start)
    return match.end() - start if match else 0


class Lines:
    """All lines of a text, and which of them holds a position."""

    def __init__(self, text: str) -> None:
        spans = [bare for m in _LINE.finditer(text) if (bare := trim(text, Span(m.start(), m.end())))]
        marks = [_mark(text, span) for span in spans]
        labels = [_label(text, span) for span in spans]
        common = Counter(labels)
        items = [bool(mark) and mark in (*marks[max(0, n - _NEAR) : n], *marks[n + 1 : n + 1 + _NEAR])
                 for n, mark in enumerate(marks)]  # fmt: skip
        last = len(spans) - 1
        self._lines = [
            Line(
                span,
                items[n],
                labels[n] if common[labels[n]] > 1 else "",
                n < last and _ADDRESS.match(text, spans[n + 1].start, spans[n + 1].end) is not None,
                n == 0,
                n == last,
                n < last and items[n + 1] and marks[n + 1] != marks[n],
                n > max(0, last - _FOOT),
            )
            for n, span in enumerate(spans)
        ]
        self._starts = [line.span.start for line in self._lines]

    def at(self, position: int) -> Line:
        """The line that holds a character."""
        number = bisect_right(self._starts, position) - 1
        return self._lines[number] if number >= 0 else Line()


def _mark(text: str, span: Span) -> str:
    """What a line opens with: "1" for any number, "-" for any dash, or the picture."""
    match = _MARKER.match(text, span.start, span.end)
    if match is None:
        return ""
    return "1" if match["number"] else "-" if match["dash"] else match["picture"]


def _label(text: str, span: Span) -> str:
    match = _LABEL.match(text, span.start, span.end)
    return fold(match[1]) if match else ""
