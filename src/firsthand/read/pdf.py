"""A PDF with text: its lines put together again into paragraphs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from statistics import median
from typing import TypedDict

from firsthand.errors import NoTextLayer, NotText
from firsthand.model import Skip

__all__ = ["Line", "PdfText", "paragraphs_of", "read_pdf"]

_SECONDS = 15
_LOCKED = 3
_EDGE = 0.09  # of the page height: where running heads and page numbers stand
_PAGE_NUMBER = re.compile(r"(?:page|стр\.?|с\.)?\s*[-–—]?\s*\d{1,4}(?:\s*(?:/|of|из|з)\s*\d{1,4})?\s*[-–—]?", re.I)
_FOOT = re.compile(r".{0,60}\b(?:page|стр\.?|сторінка)\s*\d{1,4}(?:\s*(?:/|of|из|з)\s*\d{1,4})?", re.I)
_FINAL = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PLACEHOLDERS = frozenset({"", "untitled", "(anonymous)", "anonymous", "unknown", "(unspecified)"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page and its box, in points from the lower left corner."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    top: float
    page_height: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class PdfText:
    """Paragraphs in reading order, the headline apart where there is one."""

    title: str | None
    paragraphs: tuple[str, ...]
    author: str | None = None
    skips: tuple[Skip, ...] = ()


def read_pdf(data: bytes, name: str = "This PDF") -> PdfText:
    """The text of a PDF; `name` is what messages call it.

    Raises:
        NoTextLayer: it is locked, or its pages are pictures.
        NotText: it is damaged beyond reading, or reading it takes more time or memory than allowed.
    """
    found = _found_in(data, name)
    kept, skips = _without_edges([Line(*fields) for fields in found["lines"]])
    if not kept:
        raise NoTextLayer(f"{name} holds pictures, not text. Run it through text recognition (OCR) first.")
    headline, body = _headline(kept, _field(found["title"]))
    skips = (*_pages_left_out(found), *skips)
    return PdfText(headline, tuple(paragraphs_of(body)), _field(found["author"]), skips)


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Lines joined into paragraphs, words that a line break had parted put together."""
    if not lines:
        return []
    known = Counter(word.lower() for line in lines for word in _WORDS.findall(line.text))
    gap = _usual_gap(lines)
    paragraphs, current, previous = [], lines[0].text, lines[0]
    right = _right_edges(lines)
    for line in lines[1:]:
        if _begins_paragraph(previous, line, gap, right[previous.page]):
            paragraphs.append(current)
            current = line.text
        else:
            current = _joined(current, line.text, known)
        previous = line
    paragraphs.append(current)
    cleaned = (" ".join(paragraph.replace("\xad", "").split()) for paragraph in paragraphs)
    return [paragraph for paragraph in cleaned if paragraph]


class _Found(TypedDict):
    """What `pdf_lines` writes."""

    title: str | None
    author: str | None
    pages: int
    read: int
    broken: list[int]
    lines: list[tuple[int, str, float, float, float, float, float]]


def _found_in(data: bytes, name: str) -> _Found:
    script = find_spec("firsthand.read.pdf_lines")
    assert script is not None
    assert script.origin is not None
    command = [sys.executable, "-P", script.origin, str(_SECONDS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise NotText(
            f"{name} takes over {_SECONDS} seconds to read: too long, or damaged. Give a part of it."
        ) from error
    if done.returncode == _LOCKED:
        raise NoTextLayer(f"{name} is locked with a password. Unlock it, or copy its text into a file.")
    if done.returncode != 0:
        raise NotText(f"{name} cannot be read: it is damaged, or needs more memory or time than allowed.")
    found: _Found = json.loads(done.stdout)
    return found


def _pages_left_out(found: _Found) -> tuple[Skip, ...]:
    """The pages that are damaged, and those beyond the most that are read."""
    skips = [Skip("read", f"page {number}", "damaged; its text is left out") for number in found["broken"]]
    beyond = found["pages"] - found["read"]
    if beyond:
        last = f"{found['read'] + 1:,} to {found['pages']:,}"
        skips.append(Skip("read", f"{beyond:,} pages ({last})", f"only the first {found['read']:,} are read"))
    return tuple(skips)


def _field(value: str | None) -> str | None:
    words = " ".join((value or "").split())
    return None if words.lower() in _PLACEHOLDERS else words


def _without_edges(lines: Sequence[Line]) -> tuple[list[Line], tuple[Skip, ...]]:
    """Leave out page numbers, and heads and feet that repeat from page to page."""
    repeated = Counter(_DIGITS.sub("#", line.text) for line in lines if _at_edge(line))
    kept, dropped = [], Counter[str]()
    for line in lines:
        known = repeated[_DIGITS.sub("#", line.text)] > 1
        numbered = _PAGE_NUMBER.fullmatch(line.text) or _FOOT.fullmatch(line.text)
        if _at_edge(line) and (known or numbered):
            dropped[_DIGITS.sub("#", line.text)] += 1
        else:
            kept.append(line)
    skips = (Skip("read", f"{text!r}, {count} times", "head or foot of a page") for text, count in dropped.items())
    return kept, tuple(skips)


def _at_edge(line: Line) -> bool:
    return line.bottom < _EDGE * line.page_height or line.top > (1 - _EDGE) * line.page_height


def _headline(lines: Sequence[Line], title: str | None) -> tuple[str | None, Sequence[Line]]:
    """The first lines, if they are set larger than the rest or are the title that the file names."""
    usual = median(line.height for line in lines)
    count = 0
    while count < min(4, len(lines) - 1) and lines[count].height > 1.15 * usual:
        count += 1
    if count:
        return " ".join(line.text for line in lines[:count]).replace("\xad ", ""), lines[count:]
    if title and len(lines) > 1 and lines[0].text.strip() == title:
        return title, lines[1:]
    return None, lines


def _usual_gap(lines: Sequence[Line]) -> float:
    """Distance from one line to the next within a paragraph, in points."""
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    close = [step for step in steps if 0 < step < 60]
    return median(close) if close else 14.0


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for line in lines:
        edges[line.page] = max(edges.get(line.page, 0.0), line.right)
    return edges


def _begins_paragraph(previous: Line, line: Line, gap: float, right: float) -> bool:
    ended = bool(_FINAL.search(previous.text))
    step = previous.bottom - line.bottom
    if previous.page != line.page or step < -gap:  # a new page or column
        return ended
    if step > 1.3 * gap or abs(line.height - previous.height) > 0.15 * max(line.height, previous.height):
        return True
    width = max(right - previous.left, 1.0)
    return ended and (line.left - previous.left > 6 or right - previous.right > 0.2 * width)


def _joined(text: str, following: str, known: Counter[str]) -> str:
    """Two lines as one; a hyphen at the break goes unless the word is written with it elsewhere."""
    if not text.endswith(("\xad", "-")) or text.endswith((" -", "--")):
        return f"{text} {following}"
    stem = text[:-1]
    left, right = _last_word(stem), _WORDS.match(following)
    if not left or right is None or not right[0][0].isalpha():
        return f"{stem}-{following}"
    whole, hyphened = f"{left}{right[0]}".lower(), f"{left}-{right[0]}".lower()
    if known[whole] or (right[0][0].islower() and not known[hyphened] and left[-1].isalpha()):
        return stem + following
    return f"{stem}-{following}"


def _last_word(text: str) -> str:
    found = _WORDS.findall(text[-40:])
    return found[-1] if found and text.endswith(found[-1]) else ""
