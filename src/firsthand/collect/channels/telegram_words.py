"""The readable text of an element of HTML, with its line breaks, and the links on it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree, html

__all__ = ["readable"]

_BLOCKS = frozenset({"blockquote", "div", "li", "ol", "p", "pre", "ul"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_AROUND = re.compile(r" *\n *")


def readable(element: html.HtmlElement, channel: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text, and each link as its words and its address; a tag (#…) leads to a search, and is no link."""
    writer = _Writer(channel)
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            writer.open(node)
        else:
            writer.close(node, last=node is element)
    return writer.text(), tuple(writer.links)


class _Writer:
    """The text as far as it is written."""

    def __init__(self, channel: str) -> None:
        self.links: list[tuple[str, str]] = []
        self._base = f"https://t.me/s/{channel}"
        self._parts: list[str] = []
        self._pre = 0
        self._opened: list[int] = []

    def text(self) -> str:
        return _AROUND.sub("\n", "".join(self._parts)).strip()

    def open(self, node: etree._Element) -> None:
        tag = node.tag
        self._pre += tag == "pre"
        if tag == "br":
            self._parts.append("\n")
        elif tag in _BLOCKS:
            self._new_line()
        elif tag == "a":
            self._opened.append(len(self._parts))
        self._write(node.text)

    def close(self, node: etree._Element, *, last: bool) -> None:
        if node.tag in _BLOCKS:
            self._new_line()
        elif node.tag == "a":
            self._link("".join(self._parts[self._opened.pop() :]).strip(), (node.get("href") or "").strip())
        self._pre -= node.tag == "pre"
        if not last:
            self._write(node.tail)

    def _link(self, words: str, written: str) -> None:
        if not words or written.startswith("?"):
            return
        try:
            address = urljoin(self._base, written)
        except ValueError:
            return
        if address.lower().startswith(("http://", "https://")):
            self.links.append((words, address))

    def _write(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._pre else _SPACES.sub(" ", text))

    def _new_line(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")
