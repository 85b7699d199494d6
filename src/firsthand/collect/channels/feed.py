"""Feeds: RSS, Atom and JSON Feed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urljoin

from firsthand.collect.channels.feed_entry import Entry
from firsthand.collect.channels.feed_json import json_entries
from firsthand.collect.channels.feed_xml import xml_entries
from firsthand.collect.channels.markup import characters, parsed_html, root_of
from firsthand.collect.channels.published import too_early
from firsthand.collect.channels.web_page import is_html, is_web_address, page_of, plain_address, skipped, there
from firsthand.collect.files import from_file
from firsthand.errors import AddressRefused, FetchError, InputError
from firsthand.model import About, Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["FEED", "Feed", "entries", "looks_like_feed"]

_NAME = re.compile(
    r"(?:^|/)(?:rss2?|feeds?|atom|rdf)/?$|\.(?:rss|atom|rdf)$|(?:^|/)(?:[\w.-]*[._-])?(?:rss2?|feed|atom)[\w.-]*\.(?:xml|json)$",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?:^|&)(?:feed|format|type)=(?:rss2?|atom|feed)(?:&|$)", re.IGNORECASE)
_ROOTS = frozenset({"rss", "feed", "RDF"})
_JSON = re.compile(r"\s*+\{")
_JSON_VERSION = "jsonfeed.org/version/"
_HEAD = 1 << 14
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def looks_like_feed(data: bytes) -> bool:
    """By its first bytes."""
    return root_of(data[:_HEAD]) in _ROOTS or _is_json(characters(data[:_HEAD], None))


def _is_json(head: str) -> bool:
    return bool(_JSON.match(head)) and _JSON_VERSION in head.replace("\\/", "/")


class Feed:
    """Each entry is a report: as it stands in the feed, or, where that gives a summary only, the page it leads to."""

    name = "feed"

    def takes(self, what: str) -> bool:
        if is_web_address(what):
            path, _, query = what.strip().partition("#")[0].partition("?")
            return bool(_NAME.search(path) or _QUERY.search(query))
        try:
            path_given = Path(what)
            if not path_given.is_file():
                return False
            with path_given.open("rb") as file:
                return looks_like_feed(file.read(_HEAD))
        except (OSError, ValueError):
            return False

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        if not is_web_address(wanted.what):
            yield from entries(from_file(Path(wanted.what)), wanted, None)
            return
        found = there(fetch(wanted.what.strip()), "feed")
        if found is None:
            return
        if not looks_like_feed(found.data):
            raise InputError(_no_feed(found))
        yield from entries(found, wanted, fetch)


FEED = Feed()


@dataclass
class _Reading:
    """One feed that is being read. `fetch` is None for a file: nothing is asked of the network on its behalf."""

    address: str
    seen: datetime
    wanted: Wanted
    fetch: Fetch | None
    left_out: Counter[str] = field(default_factory=Counter)

    def of(self, entry: Entry) -> Iterator[Capture | Skip]:
        """The report, or reports, of one entry."""
        if too_early(entry.updated or entry.published, self.wanted.since):
            self.left_out["published before the wanted time"] += 1
        elif entry.whole or not entry.link or self.fetch is None:
            yield self._itself(entry)
        else:
            yield from self._page(entry, self.fetch)

    def _page(self, entry: Entry, fetch: Fetch) -> Iterator[Capture | Skip]:
        """The page an entry leads to; the entry itself where that cannot be had."""
        try:
            key = plain_address(entry.link)
            if self.wanted.seen(key):
                self.left_out["their pages are there already"] += 1
                return
            found = fetch(entry.link)
        except (AddressRefused, FetchError, InputError) as error:
            yield skipped(entry.link, f"the page of an entry cannot be had, so the entry itself is taken: {error}")
            yield self._itself(entry)
            return
        if found is None:
            self.left_out["their pages have not changed"] += 1
            return
        page = skipped(entry.link, "the page is gone") if found.gone else page_of(found, _about(entry), key)
        yield page
        if isinstance(page, Skip):
            yield self._itself(entry)

    def _itself(self, entry: Entry) -> Capture | Skip:
        sha256 = hashlib.sha256(entry.data).hexdigest()
        name = entry.id or entry.link or sha256
        text = entry.readable.text or entry.title
        if not text:
            return skipped(f"{self.address}#{name}", "an entry without words")
        title = entry.title if entry.readable.text else None
        return Capture(
            data=entry.data,
            address=entry.link if is_web_address(entry.link) else f"{self.address}#{quote(name, errors='replace')}",
            fetched=self.seen,
            sha256=sha256,
            media_type=entry.media_type,
            charset="utf-8",
            key=f"{self.address}#{name}",
            about=_about(entry, text, title, entry.readable.links),
        )


def entries(feed: Capture, wanted: Wanted, fetch: Fetch | None) -> Iterator[Capture | Skip]:
    """The reports of a feed that has been fetched."""
    text = characters(feed.data, feed.charset)
    address = feed.address if is_web_address(feed.address) else Path(feed.address).absolute().as_uri()
    found = json_entries(text, address) if _is_json(text[:_HEAD]) else xml_entries(text, address)
    reading = _Reading(address, feed.fetched, wanted, fetch)
    for entry in found:
        if isinstance(entry, Skip):
            yield entry
        else:
            yield from reading.of(entry)
    for reason, count in reading.left_out.items():
        yield skipped(f"{count} entries of {address}", reason)


def _about(
    entry: Entry, text: str | None = None, title: str | None = None, links: tuple[tuple[str, str], ...] = ()
) -> About:
    return About(
        text=text,
        title=title if text else entry.title or None,
        published=entry.published or entry.updated,
        outlet=entry.outlet,
        author=entry.author,
        language=entry.language,
        links=links,
    )


def _no_feed(found: Capture) -> str:
    """What to do with a page that was taken for a feed."""
    if not is_html(found):
        return f"{found.address} is no feed: neither RSS, nor Atom, nor JSON Feed."
    tree = parsed_html(characters(found.data, found.charset))
    named: list[str] = []
    for link in () if tree is None else tree.iter("link"):
        if (link.get("type") or "").lower() in _FEED_TYPES and len(named) < 5:
            try:
                named.append(urljoin(found.address, (link.get("href") or "").strip()))
            except ValueError:
                continue
    advice = f"It names: {', '.join(named)}" if named else "It names none either."
    return f"{found.address} is a page, not a feed. {advice}"
