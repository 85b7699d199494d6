"""The words of a mail written in HTML: in their order, by paragraphs, with the addresses that lie on them.

A mail is laid out in nested tables and has no article to be found in it, so all that is shown is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

__all__ = ["text_of_html"]

# fmt: off
_PARAGRAPHS = frozenset({
    "p", "div", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre",
    "section", "article", "header", "footer", "center", "dl", "dt", "dd", "figure", "figcaption", "hr", "body", "main",
})
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "select"})
# fmt: on
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_UNPRINTED = re.compile("[\u200b-\u200d\u2060\ufeff\u034f\u00ad]+")
"""Newsletters put hundreds of them behind the line that mail programs show in a list."""
_ADDRESS = re.compile(r"(?:https?|mailto):\S+", re.IGNORECASE)
_MOST_LINKS = 2000


@dataclass(slots=True)
class _Page:
    """Words as they come, and the links among them."""

    paragraphs: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    target: str | None = None
    linked: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        if text:
            self._put(_UNPRINTED.sub("", text).replace("\v", " "))

    def line(self) -> None:
        self._put("\v")

    def _put(self, shown: str) -> None:
        self.words.append(shown)
        if self.target is not None:
            self.linked.append(shown)

    def end(self) -> None:
        """Of a paragraph; a link that goes on behind it lies on both."""
        paragraph = _shown(self.words)
        if paragraph:
            self.paragraphs.append(paragraph)
        self.words.clear()
        self._close()

    def open_link(self, target: str) -> None:
        self._close()
        self.target = target.strip() if _ADDRESS.fullmatch(target.strip()) else None

    def close_link(self) -> None:
        self._close()
        self.target = None

    def _close(self) -> None:
        words = _shown(self.linked)
        if self.target is not None and words and len(self.links) < _MOST_LINKS:
            self.links.append((words, self.target))
        self.linked.clear()


def _shown(parts: list[str]) -> str:
    """White space as a mail program shows it; a vertical tab stands for a line break."""
    lines = [_SPACE.sub(" ", line).strip() for line in "".join(parts).split("\v")]
    return "\n".join(line for line in lines if line)


def text_of_html(source: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text, paragraphs parted by blank lines, and (words, address) of each link; empty where nothing is shown."""
    try:
        tree = etree.fromstring(source.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):
        return "", ()
    if tree is None:
        return "", ()
    page = _Page()
    unseen: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            if unseen is None and _is_unseen(element):
                unseen = element
            if unseen is None:
                _open(page, element)
            continue
        if unseen is None:
            _close(page, element)
        elif element is unseen:
            unseen = None
        if unseen is None:
            page.add(element.tail)
    page.end()
    return "\n\n".join(page.paragraphs), tuple(page.links)


def _is_unseen(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:  # comments have no tag
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _open(page: _Page, element: etree._Element) -> None:
    if element.tag in _PARAGRAPHS:
        page.end()
    elif element.tag == "br":
        page.line()
    elif element.tag == "a":
        page.open_link(element.get("href") or "")
    page.add(element.text)


def _close(page: _Page, element: etree._Element) -> None:
    if element.tag in _PARAGRAPHS:
        page.end()
    elif element.tag == "a":
        page.close_link()
