"""Getting a page ready for the extractor, which throws away more than menus.

Captions of pictures, repeated paragraphs and dates within a sentence are words of the report: the extractor
leaves them out unless they look different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

__all__ = ["for_extractor", "unmarked"]

_PLACES = frozenset({"article", "main", "section", "body", "html"})
_DROPPED_INLINE = ("time", "label", "output")
_FEW = 4  # children of an element that wraps one figure
_FIRST_MARK, _MARKS = 0xE0100, 240
_MARK = re.compile("[\U000e0100-\U000e01ef]")
"""Variation selectors, which are invisible and stand in no text outside East Asia."""


def for_extractor(tree: etree._Element) -> str:
    """The page as markup in which captions are paragraphs, and no two paragraphs are the same."""
    for caption in list(tree.iter("figcaption")):
        _as_paragraph(caption)
    for element in list(tree.iter(*_DROPPED_INLINE)):
        if next(element.iterancestors("p", "li", "blockquote", "h1", "h2"), None) is not None:
            element.tag = "span"
    if not any(map(_MARK.search, map(str, tree.itertext()))):
        _mark_repeated(tree)
    return str(lxml_html.tostring(tree, encoding="unicode"))


def unmarked(body: etree._Element) -> etree._Element:
    """The extracted article without the marks that `for_extractor` has set."""
    for element in body.iter():
        if element.text:
            element.text = _MARK.sub("", element.text)
        if element.tail:
            element.tail = _MARK.sub("", element.tail)
    return body


def _as_paragraph(caption: etree._Element) -> None:
    """Move a caption behind its figure, and behind what wraps nothing but the figure."""
    place = next(caption.iterancestors("figure"), None)
    words = _words(caption)
    if place is None or not words:
        return
    for outer in place.iterancestors():
        if outer.tag in _PLACES or len(outer) > _FEW or _words(outer) != words:
            break
        place = outer
    caption.tag = "p"
    caption.attrib.clear()
    caption.tail = None if not (caption.tail or "").strip() else caption.tail
    place.addnext(caption)


def _mark_repeated(tree: etree._Element) -> None:
    """Make a paragraph that stands on the page already differ from it, by a mark nobody sees."""
    seen: dict[str, int] = {}
    for element in tree.iter("p", "li", "blockquote"):
        words = _words(element)
        count = seen.get(words, 0)
        seen[words] = count + 1
        if words and count:
            element.text = "".join(_mark(count)) + (element.text or "")


def _mark(number: int) -> Iterator[str]:
    while number:
        number, rest = divmod(number, _MARKS)
        yield chr(_FIRST_MARK + rest)


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
