"""Building readable text paragraph by paragraph, with the links at their characters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firsthand.model import Link, Skip, Span

__all__ = ["Blocks", "ReadText"]

_SPACES = " \t\n\r\u00a0"


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a page or a marked-up text says, the body without its title; links count characters of `body`."""

    title: str | None
    body: str
    links: tuple[Link, ...]
    author: str | None = None
    outlet: str | None = None
    published: datetime | date | None = None
    skips: tuple[Skip, ...] = ()


class Blocks:
    """Collects running text; white space is folded to one space, and links keep pointing at their words.

    Paragraphs are separated by one blank line, `line()` gives a single line break.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""  # what separates the next word from the last: decided only when the word comes
        self._open: list[tuple[str, int]] = []  # target, index of the first part within
        self._links: list[Link] = []

    def words(self, text: str) -> None:
        """Running text; white space at its ends counts."""
        pieces = text.split()
        if not pieces:
            if text:
                self._space()
            return
        if text[0].isspace():
            self._space()
        if self._gap and self._length:
            self._put(self._gap)
        self._gap = ""
        self._put(" ".join(pieces))
        if text[-1].isspace():
            self._space()

    def line(self) -> None:
        """A line break within the paragraph; two in a row end it."""
        self._gap = "\n" if self._gap in ("", " ") else "\n\n"

    def paragraph(self) -> None:
        """The end of a paragraph; more of them in a row are one."""
        self._gap = "\n\n"

    def link(self, target: str) -> None:
        """The words from here to `unlink()` lead to `target`."""
        self._open.append(("" if self._open else target, len(self._parts)))  # links do not nest

    def unlink(self) -> None:
        """The end of the innermost open link; one without words is dropped."""
        if not self._open:
            return
        target, first = self._open.pop()
        if not target:
            return
        text = "".join(self._parts[first:])
        words = text.lstrip(_SPACES)  # the gap before the first word belongs to what stands before
        if words:
            self._links.append(Link(Span(self._length - len(words), self._length), target))

    def text(self) -> str:
        return "".join(self._parts)

    def links(self) -> tuple[Link, ...]:
        return tuple(sorted(self._links, key=lambda link: link.span))

    def _space(self) -> None:
        self._gap = self._gap or " "

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
