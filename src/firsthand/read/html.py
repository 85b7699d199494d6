"""The article of a web page: its words, links and what the page says about itself.

trafilatura finds the article. It is loaded only where a page is read, because loading takes longer than
reading a plain text. Where it finds nothing, every paragraph outside menus and forms is taken. How many
words are left out is told in a Skip.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urljoin

from lxml import etree

from firsthand.errors import EmptyInput
from firsthand.model import Link, Skip
from firsthand.read.blocks import Blocks, ReadText
from firsthand.read.flat_page import flat_text, flat_title
from firsthand.read.page_article import for_extractor, unmarked
from firsthand.read.page_source import PageSource, head_title, prepare, published_time, too_many_tags, tree_of
from firsthand.read.plain import parse_time

__all__ = ["read_html"]

_HEAVY, _MANY_TAGS = 1_000_000, 30_000  # the extractor takes seconds for this, minutes for ten times it
_SHORT = 300  # below this the extractor gives all words of the page in one paragraph
# fmt: off
_BREAKING = frozenset({
    "p", "head", "item", "quote", "row", "code", "list", "table", "div", "h1", "h2", "h3", "h4",
    "h5", "h6", "li", "blockquote", "pre", "tr", "section", "article", "dd", "dt", "figure",
    "figcaption", "aside", "nav", "header", "footer", "form", "option", "button",
})
# fmt: on
# fmt: off
_ASIDE = frozenset({
    "script", "style", "nav", "footer", "aside", "header", "form", "button", "select", "noscript",
    "iframe", "head", "template",
})
# fmt: on
_INVISIBLE = frozenset({"script", "style", "iframe", "head", "template"})
_WORD = re.compile(r"\w+")
_EXTRACTOR_FAILURES = (
    RecursionError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    etree.LxmlError,
)
_HINT = (
    "This page holds no article text. If a browser shows one, scripts draw it: save the page from the "
    "browser, or copy its text into a file."
)


def read_html(source: str, address: str | None = None) -> ReadText:
    """The article on a page.

    Args:
        source: the page, decoded.
        address: where it came from, to complete its links.

    Raises:
        EmptyInput: there is no article text.
    """
    page = prepare(source)
    if too_many_tags(page.markup):
        return _flat(page)
    base = address if address and address.startswith(("http://", "https://")) else None
    tree = tree_of(page.markup)
    found = _extracted(page, base)
    if len(found.body) < _SHORT:
        whole = _all_paragraphs(tree, base, found)
        found = whole if not found.body or 0 < len(whole.body) < 2 * len(found.body) else found
    if not found.body:
        raise EmptyInput(_HINT)
    published = published_time(page, tree) or found.published
    found = replace(found, title=found.title or _shortened(head_title(tree), found.outlet), published=published)
    return replace(found, skips=(*page.skips, *found.skips, *_left_out(tree, found)))


def _flat(page: PageSource) -> ReadText:
    """The words of a page that has too many tags for anything else."""
    body = flat_text(page.markup)
    if not body:
        raise EmptyInput(_HINT)
    skip = Skip("read", "links, and finding the article", "left out for a page of so many tags; every word was taken")
    return ReadText(flat_title(page.markup), body, (), published=published_time(page, None), skips=(*page.skips, skip))


def _left_out(tree: etree._Element | None, found: ReadText) -> tuple[Skip, ...]:
    """How many words of the page are not in the document."""
    if tree is None:
        return ()
    whole, _ = _running_text(tree, None, None, muted_tags=_INVISIBLE)
    kept = f"{found.title or ''} {found.body}"
    if len(whole) > _HEAVY:
        missing = sum(1 for _ in _WORD.finditer(whole)) - sum(1 for _ in _WORD.finditer(kept))
    else:
        missing = (Counter(_WORD.findall(whole)) - Counter(_WORD.findall(kept))).total()
    if missing <= 0:
        return ()
    return (
        Skip("read", f"{missing:,} words of the page", "outside the article: menus, side notes, forms and the like"),
    )


def _extracted(page: PageSource, base: str | None) -> ReadText:
    """What trafilatura finds; an empty body where it fails or finds nothing."""
    if len(page.markup) > _HEAVY or page.markup.count("<") > _MANY_TAGS:
        return _nothing("is left out for a page of this size")
    ready = tree_of(page.markup)  # one of its own, because it is changed
    if ready is None:
        return ReadText(None, "", ())
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            page.with_records(for_extractor(ready)),
            url=base,
            include_links=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except _EXTRACTOR_FAILURES as error:
        return _nothing(f"failed ({type(error).__name__})")
    if found is None or isinstance(found, dict) or found.body is None:
        return ReadText(None, "", ())
    title = _shortened(found.title, found.sitename)
    body, links = _running_text(unmarked(found.body), base, title)
    return ReadText(
        title=title,
        body=body,
        links=links,
        author=found.author or None,
        outlet=found.sitename or None,
        published=parse_time(found.date),
    )


def _nothing(why: str) -> ReadText:
    skip = Skip("read", "finding the article", f"{why}; every paragraph of the page was taken")
    return ReadText(None, "", (), skips=(skip,))


def _all_paragraphs(tree: etree._Element | None, base: str | None, found: ReadText) -> ReadText:
    """Every word outside menus, forms and the like: for pages too short or too odd for the extractor."""
    if tree is None:
        return found
    heading = next(tree.iter("h1"), None)
    title = found.title or (_words(heading) if heading is not None else None)
    body, links = _running_text(tree, base, title)
    return replace(found, title=title, body=body, links=links)


def _running_text(
    top: etree._Element, base: str | None, title: str | None, muted_tags: frozenset[str] = _ASIDE
) -> tuple[str, tuple[Link, ...]]:
    """The words under an element, without recursion, and without the heading that repeats the title."""
    blocks = Blocks()
    muted: etree._Element | None = None
    begun = False
    for event, element in etree.iterwalk(top, events=("start", "end")):
        if event == "start":
            if muted is not None:
                continue
            repeats = not begun and element.tag in ("head", "h1", "h2") and _words(element) == title
            if repeats or (element.tag in muted_tags and not _is_heading(element)):
                muted = element
                continue
            begun = begun or element.tag == "p"
            _open(blocks, element, base)
            continue
        if muted is None:
            _close(blocks, element)
        elif element is muted:
            muted = None
        if muted is None and element is not top:
            blocks.words(element.tail or "")
    return blocks.text(), blocks.links()


def _is_heading(element: etree._Element) -> bool:
    """trafilatura calls a heading <head>, which elsewhere is the invisible part of a page."""
    return element.tag == "head" and element.get("rend") is not None


def _open(blocks: Blocks, element: etree._Element, base: str | None) -> None:
    if element.tag in _BREAKING:
        blocks.paragraph()
    elif element.tag in ("lb", "br"):
        blocks.line()
    elif element.tag in ("ref", "a"):
        blocks.link(_target(element.get("target" if element.tag == "ref" else "href") or "", base))
    blocks.words(element.text or "")


def _close(blocks: Blocks, element: etree._Element) -> None:
    if element.tag in _BREAKING:
        blocks.paragraph()
    elif element.tag in ("ref", "a"):
        blocks.unlink()
    elif element.tag in ("cell", "td", "th"):
        blocks.words(" ")


def _target(address: str, base: str | None) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # such as an unclosed bracket in the host
        return address


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _shortened(title: str | None, outlet: str | None) -> str | None:
    """The title without the outlet's name after it ("… | The Courier")."""
    if not title:
        return None
    title = " ".join(title.split())
    if outlet:
        for mark in (" | ", " - ", " – ", " — ", " :: ", " / "):
            head, found, tail = title.rpartition(mark)
            if found and tail.strip().lower() == outlet.lower():
                return head.strip() or None
    return title or None
