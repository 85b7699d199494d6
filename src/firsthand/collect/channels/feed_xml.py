"""RSS and Atom, entry by entry: each as an XML document of its own, read by feedparser."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import feedparser
from lxml import etree

from firsthand.collect.channels.feed_entry import MOST_ENTRIES, Entry, language_of, moment_of, shortened
from firsthand.collect.channels.markup import Readable, readable
from firsthand.collect.channels.web_page import skipped
from firsthand.collect.channels.xml_elements import free, xml_elements
from firsthand.model import Skip

__all__ = ["Head", "xml_entries"]

_XML = "{http://www.w3.org/XML/1998/namespace}"
_AROUND = {
    "rss": (b'<rss version="2.0"%s><channel>', b"</channel></rss>"),
    "feed": (b'<feed xmlns="http://www.w3.org/2005/Atom"%s>', b"</feed>"),
    "RDF": (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"%s>',
        b"</rdf:RDF>",
    ),
}

_FULL_TEXT = ("yandex_full-text", "full-text", "fulltext")
"""Where feeds for the news services of Yandex and ukr.net have the whole text."""


_XHTML = "http://www.w3.org/1999/xhtml"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_UNDECLARED = {"content": _CONTENT, "dc": _DC, "yandex": "http://news.yandex.ru"}
_SPACES = re.compile(
    rf"|{re.escape(_CONTENT)}|{re.escape(_DC)}|http://purl\.org/dc/terms/|http://news\.yandex\.ru/?"
    r"|http://www\.w3\.org/2005/Atom|http://purl\.org/atom/ns#|http://purl\.org/rss/1\.0/|http://purl\.org/net/rss1\.1#"
    r"|http://my\.netscape\.com/.{0,40}|http://backend\.userland\.com/.{0,20}"
)
_FIELDS = frozenset(
    {"title", "link", "guid", "id", "pubDate", "published", "issued", "created", "modified", "updated", "date",
     "description", "summary", "content", "encoded", "author", "creator", "name", "full-text", "fulltext"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself. `around` is what its entries stand in."""

    outlet: str | None
    language: str | None
    around: tuple[bytes, bytes]


def xml_entries(text: str, address: str) -> Iterator[Entry | Skip]:
    """The entries in their order, each freed as soon as it is read. Broken XML is read as far as it goes.

    `Entry.data` is the entry's element in canonical form (exclusive XML Canonicalization 1.0): it does not change with
    what stands around it.
    """
    head, inside, count = None, 0, 0
    for found in xml_elements(text, address, ("item", "entry"), ("start", "end")):
        if isinstance(found, Skip):
            yield found
            continue
        event, element = found
        inside += 1 if event == "start" else -1
        head = head or _head(element)
        if inside:
            continue
        count += 1
        if count > MOST_ENTRIES:
            yield skipped(address, f"more than {MOST_ENTRIES} entries: the rest of the feed is not read")
            return
        data = _canonical(element)
        yield _entry(data, _known_only(element), head, address)
        free(element)


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def _canonical(element: etree._Element) -> bytes:
    element.tail = None
    try:
        return etree.tostring(element, method="c14n", exclusive=True)
    except etree.C14NError:  # a namespace whose name is no address
        return etree.tostring(element, encoding="utf-8")


def _known_only(element: etree._Element) -> bytes:
    """The element with everything unnamed that is not needed: some of what feedparser knows, such as places, makes it
    fail where it is not as it should be.
    """
    for part in element.iterdescendants(etree.Element):
        space, _, name = str(part.tag).rpartition("}")
        prefix, colon, local = name.rpartition(":")
        space, name = (_UNDECLARED.get(prefix, prefix), local) if colon else (space[1:], name)
        if space != _XHTML and not (name in _FIELDS and _SPACES.fullmatch(space)):
            part.tag = "unnamed"
        elif colon:
            part.tag = f"{{{space}}}{name}"
        for attribute in [attribute for attribute in part.keys() if ":" in str(attribute).rpartition("}")[2]]:  # noqa: SIM118
            del part.attrib[attribute]
    return etree.tostring(element, encoding="utf-8")


def _head(first: etree._Element) -> Head:
    """What stands before the first entry."""
    root = first.getroottree().getroot()
    parent = first.getparent()
    told = root if parent is None else parent
    if _name(root) == "RDF":
        told = next((child for child in root if _name(child) == "channel"), root)
    values = {
        _name(child): shortened("".join(map(str, child.itertext()))) for child in told if _name(child) != _name(first)
    }
    base = told.get(f"{_XML}base") or root.get(f"{_XML}base")
    attribute = f" xml:base={quoteattr(base)}".encode() if base else b""
    start, end = _AROUND.get(_name(root), _AROUND["rss"])
    outlet = shortened(readable(values.get("title") or "").text)
    return Head(outlet, language_of(values.get("language") or root.get(f"{_XML}lang")), (start % attribute, end))


def _entry(data: bytes, known: bytes, head: Head, address: str) -> Entry:
    whole = io.BytesIO(known.join(head.around))  # not bytes: feedparser would take them for a name to open
    told = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    # Its cleaning of HTML takes hours for some that is made for it; the text is taken from it here in another way.
    found = feedparser.parse(whole, response_headers=told, sanitize_html=False, resolve_relative_uris=False)
    media_type = "application/atom+xml" if b"Atom" in head.around[0] else "application/rss+xml"
    if not found.entries:
        return Entry(data, media_type, outlet=head.outlet, language=head.language)
    entry = found.entries[0]
    content = _content(entry, address)
    title = entry.get("title_detail") or {}
    return Entry(
        data,
        media_type,
        id=shortened(entry.get("id")) or "",
        link=shortened(entry.get("link")) or "",
        title=shortened(_read(title, address).text) or "",
        readable=content or _read(entry.get("summary_detail"), address),
        whole=content is not None,
        published=_moment(entry, "published"),
        updated=_moment(entry, "updated"),
        outlet=head.outlet,
        author=shortened(entry.get("author")),
        language=language_of(title.get("language")) or head.language,
    )


def _content(entry: Mapping[str, Any], address: str) -> Readable | None:
    """The longest text that the entry gives as its content; an address of one is none."""
    parts = [*(entry.get("content") or ()), *({"value": entry.get(name)} for name in _FULL_TEXT)]
    texts = [_read(part, address) for part in parts]
    best = max(texts, key=lambda text: len(text.text), default=None)
    return best if best is not None and best.text else None


def _read(part: Mapping[str, Any] | None, address: str) -> Readable:
    """The words of what feedparser tells of an element: its value, whether that is HTML, and where it stands."""
    value = part.get("value") if part else None
    if part is None or not isinstance(value, str):
        return Readable("")
    return Readable(value.strip()) if part.get("type") == "text/plain" else readable(value, part.get("base") or address)


def _moment(entry: dict[str, Any], name: str) -> datetime | date | None:
    """As it is written, with its zone; what only feedparser can read is given in UTC."""
    written, parsed = (dict.get(entry, key) for key in (name, f"{name}_parsed"))  # its own get would mix the dates up
    found = moment_of(written)
    if found is not None or parsed is None:
        return found
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
