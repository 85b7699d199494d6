"""A web page: itself, whatever it links to."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.collect.channels.feed import entries, looks_like_feed
from firsthand.collect.channels.sitemap import looks_like_sitemap, pages
from firsthand.collect.channels.web_page import is_web_address, page_of, plain_address
from firsthand.model import About, Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["PAGE", "Page"]


class Page:
    """One address, one report. What turns out to be a feed or a sitemap is read as such.

    It is known by its canonical address where it names one on its own site, so that the page for telephones and the
    one that came with marks of a campaign are the same page.
    """

    name = "page"

    def takes(self, what: str) -> bool:
        return is_web_address(what)

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        asked = plain_address(wanted.what.strip())
        found = fetch(wanted.what.strip())
        if found is None:
            return
        if found.gone:
            keys = (plain_address(found.address), asked)
            yield page_of(found, About(), next((key for key in keys if wanted.seen(key)), asked))
        elif looks_like_feed(found.data):
            yield from entries(found, wanted, fetch)
        elif looks_like_sitemap(found.data):
            yield from pages(found, wanted, fetch)
        else:
            yield page_of(found, About())


PAGE = Page()
