"""Making a hostile page harmless before it is parsed, and finding when it was published.

Scripts are taken out and hopelessly nested elements flattened: the parser gives up below some 250
levels, and what lies deeper would be lost.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from lxml import etree
from lxml import html as lxml_html

from firsthand.model import Skip
from firsthand.read.plain import parse_time

__all__ = ["PageSource", "head_title", "prepare", "published_time", "too_many_tags", "tree_of"]


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page without scripts, and the JSON-LD records that stood in some of them."""

    markup: str
    records: tuple[str, ...]
    skips: tuple[Skip, ...] = ()

    def with_records(self, markup: str) -> str:
        """Other markup of the same page with the records put back, for an extractor that reads them."""
        scripts = "".join(f'<script type="application/ld+json">{record}</script>' for record in self.records)
        return markup + scripts


_MUTE = re.compile(r"<(script|style|template|svg|textarea|object)\b([^<>]{0,2000})>|<!--", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b")
# fmt: off
_FLAT = frozenset({
    "br", "hr", "img", "meta", "link", "input", "wbr", "col", "source", "area", "base", "embed",
    "param", "track", "html", "head", "body", "p", "li", "dt", "dd", "td", "th", "tr", "option",
    "tbody", "thead", "tfoot",
})
# fmt: on
_MARK = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
# fmt: off
_KEPT = frozenset({
    "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "a", "title", "meta", "head", "body", "html",
    "time",
})
# fmt: on
_INLINE_DATA = re.compile(r"data:[a-z]+/[^\"'<>\s]{200,}", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{2000,}")
_MOST_ATTRIBUTES = 500  # the parser compares each with every other
_MOST_TAGS = 400_000
_LONGEST_NODE = 10_000_000  # more characters in one element the parser takes only if told to
_DEEPEST = 200
_LONGEST_RECORD = 500_000
_TIME_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "publishdate",
    "pubdate",
    "date",
)


def prepare(source: str) -> PageSource:
    """The page as it is safe to parse; one pass, whatever the page looks like."""
    page = _without_scripts(source)
    markup = _LONG_TAG.sub(_with_few_attributes, _INLINE_DATA.sub("data:,", page.markup))
    for kept in (_KEPT, _KEPT & _FLAT):  # headings may be nested, too
        if not too_many_tags(markup) and _depth(markup) > _DEEPEST:
            markup = _flattened(markup, kept)
    return replace(page, markup=markup)


def too_many_tags(markup: str) -> bool:
    """More tags than may be made a tree of: each takes some 250 bytes of memory."""
    return markup.count("<") > _MOST_TAGS


def tree_of(markup: str) -> etree._Element | None:
    """The parsed page, None where there is nothing to parse."""
    huge = len(markup) > _LONGEST_NODE
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
    try:
        return lxml_html.document_fromstring(markup.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def head_title(tree: etree._Element | None) -> str | None:
    """The words of the page's <title>."""
    words = tree.findtext(".//title") if tree is not None else None
    return " ".join(words.split()) or None if words else None


def published_time(page: PageSource, tree: etree._Element | None) -> datetime | date | None:
    """When the page says it was published: its JSON-LD, its meta elements, or its one <time>."""
    stamps = [*_record_times(page.records), *_meta_times(tree), *_element_times(tree)]
    times = [time for time in map(parse_time, stamps) if time is not None]
    precise = [time for time in times if isinstance(time, datetime)]
    if not times:
        return None
    first = times[0].date() if isinstance(times[0], datetime) else times[0]
    return next((time for time in precise if time.date() == first), times[0])


def _without_scripts(source: str) -> PageSource:
    kept, records, position = [], [], 0
    skips: tuple[Skip, ...] = ()
    while found := _MUTE.search(source, position):
        kept.append(source[position : found.start()])
        name = found[1].lower() if found[1] else "!--"
        end = _closing(name).search(source, found.end())
        if end and "ld+json" in (found[2] or "").lower() and end.start() - found.end() < _LONGEST_RECORD:
            records.append(source[found.end() : end.start()])
        if end is None:
            skips = _never_closed(name, source[found.end() :])
        kept.append(" ")
        position = end.end() if end else len(source)
    kept.append(source[position:])
    return PageSource("".join(kept), tuple(records), skips)


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile("-->" if name == "!--" else rf"</{name}\s*>", re.IGNORECASE)


def _never_closed(name: str, rest: str) -> tuple[Skip, ...]:
    """What a browser does not show either, but may have been meant for reading."""
    if not rest.strip():
        return ()
    return (Skip("read", f"{len(rest):,} characters", f"after a <{name} that is never closed"),)


def _flattened(markup: str, kept: frozenset[str]) -> str:
    return _MARK.sub(lambda tag: tag[0] if tag[1].lower() in kept else " ", markup)


def _with_few_attributes(tag: re.Match[str]) -> str:
    many = len(tag[0].split()) + tag[0].count("=") > _MOST_ATTRIBUTES
    return f"<{tag[1]}" if many else tag[0]


def _depth(markup: str) -> int:
    """How deep elements are nested, those left out that close by themselves."""
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _record_times(records: tuple[str, ...]) -> Iterator[str]:
    for record in records:
        try:
            content = json.loads(record)
        except (ValueError, RecursionError):
            continue
        yield from _dates_published(content)


def _dates_published(content: object) -> Iterator[str]:
    """Every datePublished in a JSON-LD record, outermost first."""
    waiting = deque([content])
    while waiting:
        item = waiting.popleft()
        if isinstance(item, dict):
            stamp = item.get("datePublished")
            if isinstance(stamp, str):
                yield stamp
            waiting.extend(value for value in item.values() if isinstance(value, (dict, list)))
        elif isinstance(item, list):
            waiting.extend(value for value in item if isinstance(value, (dict, list)))


def _meta_times(tree: etree._Element | None) -> Iterator[str]:
    if tree is None:
        return
    stamps: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").lower()
            stamps.setdefault(name, element.get("content") or "")
    yield from (stamps[name] for name in _TIME_NAMES if stamps.get(name))


def _element_times(tree: etree._Element | None) -> Iterator[str]:
    """A <time> marked as the publication, or the only one of the page."""
    if tree is None:
        return
    times = list(tree.iter("time"))
    marked = [time for time in times if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"]
    distinct = {time.get("datetime") for time in times}
    chosen = marked or (times[:1] if len(distinct) == 1 else [])
    yield from (stamp for time in chosen if (stamp := time.get("datetime")))
