"""Sitemaps: the pages that a site lists, with their times and, for news, their titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from firsthand.collect.channels.feed_entry import language_of, moment_of, shortened
from firsthand.collect.channels.markup import characters, root_of
from firsthand.collect.channels.published import too_early
from firsthand.collect.channels.web_page import is_web_address, page_of, plain_address, skipped, there
from firsthand.collect.channels.xml_elements import free, xml_elements
from firsthand.errors import AddressRefused, FetchError, InputError
from firsthand.model import About, Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["SITEMAP", "Sitemap", "looks_like_sitemap", "pages"]

_NAME = re.compile(r"sitemap[\w.-]*\.(?:xml|txt)(?:\.gz)?$|sitemap[\w-]*/?$", re.IGNORECASE)
_ROOTS = frozenset({"urlset", "sitemapindex"})
_HEAD = 1 << 14
_DEEPEST = 3
_MOST_PAGES = 50_000
_MOST_SITEMAPS = 1000


def looks_like_sitemap(data: bytes) -> bool:
    """By its first bytes."""
    return root_of(data[:_HEAD]) in _ROOTS


class Sitemap:
    """Every page that a site lists is a report; a list of lists is followed."""

    name = "sitemap"

    def takes(self, what: str) -> bool:
        return is_web_address(what) and bool(_NAME.search(re.split("[?#]", what.strip(), maxsplit=1)[0]))

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        found = there(fetch(wanted.what.strip()), "sitemap")
        if found is None:
            return
        if not looks_like_sitemap(found.data) and not _is_list(found):
            raise InputError(f"{found.address} is no sitemap: neither a list of pages nor one of sitemaps.")
        yield from pages(found, wanted, fetch)


SITEMAP = Sitemap()


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a sitemap: a page, or another sitemap."""

    address: str
    changed: datetime | date | None = None
    more: bool = False
    about: About = field(default_factory=About)


def pages(sitemap: Capture, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
    """The pages of a sitemap that has been fetched, and of those it names."""
    walk = _Walk(wanted, fetch)
    walk.known.add(sitemap.address)
    yield from walk.through(sitemap, 1)
    for reason, count in walk.left_out.items():
        yield skipped(f"{count} addresses of {sitemap.address}", reason)


@dataclass
class _Walk:
    """A way through sitemaps that may be endless or lead back to themselves."""

    wanted: Wanted
    fetch: Fetch
    known: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    sitemaps: int = 1

    def through(self, sitemap: Capture, depth: int) -> Iterator[Capture | Skip]:
        for place in _places(sitemap):
            if isinstance(place, Skip):
                yield place
            elif place.address in self.known:
                self.left_out["listed twice"] += 1
            elif too_early(place.changed, self.wanted.since):
                self.left_out["changed before the wanted time"] += 1
            elif self.pages >= _MOST_PAGES:
                self.left_out[f"after the first {_MOST_PAGES} pages"] += 1
            else:
                self.known.add(place.address)
                yield from self._sitemap(place, depth) if place.more else self._page(place)

    def _sitemap(self, place: _Place, depth: int) -> Iterator[Capture | Skip]:
        if depth >= _DEEPEST or self.sitemaps >= _MOST_SITEMAPS:
            limit = f"{_DEEPEST} sitemaps deep" if depth >= _DEEPEST else f"{_MOST_SITEMAPS} sitemaps"
            yield skipped(place.address, f"a sitemap beyond the limit of {limit}")
            return
        self.sitemaps += 1
        try:
            found = self.fetch(place.address)
        except (AddressRefused, FetchError, InputError) as error:
            yield skipped(place.address, f"a sitemap that cannot be had: {error}")
            return
        if found is None:
            self.left_out["unchanged since the last time"] += 1
        elif found.gone or not (looks_like_sitemap(found.data) or _is_list(found)):
            yield skipped(place.address, "a sitemap that is gone" if found.gone else "no sitemap, though named as one")
        else:
            yield from self.through(found, depth + 1)

    def _page(self, place: _Place) -> Iterator[Capture | Skip]:
        """One page; one that is in the case is asked for again only if it says that it has changed since."""
        try:
            key = plain_address(place.address)
            if self.wanted.seen(key) and not (self.wanted.since and place.changed):
                self.left_out["there already"] += 1
                return
            self.pages += 1
            found = self.fetch(place.address)
        except (AddressRefused, FetchError, InputError) as error:
            yield skipped(place.address, str(error))
            return
        if found is None:
            self.left_out["unchanged since the last time"] += 1
        elif found.gone and not self.wanted.seen(key):
            yield skipped(place.address, "the page is gone")
        else:
            yield page_of(found, place.about, key)


def _is_list(found: Capture) -> bool:
    """Whether it is one of the plain lists of addresses that the standard allows."""
    return found.address.partition("?")[0].removesuffix(".gz").endswith(".txt") and is_web_address(
        characters(found.data[:_HEAD], found.charset)
    )


def _places(sitemap: Capture) -> Iterator[_Place | Skip]:
    text = characters(sitemap.data, sitemap.charset)
    if looks_like_sitemap(sitemap.data):
        yield from _xml_places(text, sitemap.address)
        return
    for line in text.split("\n"):
        if line.strip():
            yield _Place(line.strip())


def _xml_places(text: str, address: str) -> Iterator[_Place | Skip]:
    for found in xml_elements(text, address, ("url", "sitemap")):
        if isinstance(found, Skip):
            yield found
            continue
        _, element = found
        yield _place(element) or skipped(address, f"an entry without an address, at line {element.sourceline}")
        free(element)


def _place(element: etree._Element) -> _Place | None:
    told = _told(element)
    address = told.get("loc")
    if not address:
        return None
    published = moment_of(told.get("publication_date"))
    about = About(
        title=told.get("title"),
        published=published,
        outlet=told.get("name"),
        language=language_of(told.get("language")),
    )
    changed = moment_of(told.get("lastmod")) or published
    return _Place(address, changed, more=str(element.tag).endswith("sitemap"), about=about)


def _told(element: etree._Element) -> dict[str, str]:
    """The words of an entry by the names of their elements, but for those of its pictures and films."""
    found: dict[str, str] = {}
    for child in element.iter():
        tag = child.tag if isinstance(child.tag, str) else ""
        if "sitemap-image" not in tag and "sitemap-video" not in tag:
            value = shortened(child.text, 4000)
            if value:
                found.setdefault(tag.rpartition("}")[2], value)
    return found
