"""Sitemaps: lists of pages and lists of lists, honest and not."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.channels.network import Site, site, unhurried
from tests.collect.server import answer

from firsthand.collect.channels.page import PAGE
from firsthand.collect.channels.sitemap import SITEMAP, pages
from firsthand.errors import InputError
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>SITE/news/1</loc><lastmod>2024-05-01T10:00:00+03:00</lastmod>
<image:image><image:loc>SITE/1.jpg</image:loc><image:title>Фото</image:title></image:image>
<news:news><news:publication><news:name>Вісник громади</news:name><news:language>uk</news:language></news:publication>
<news:publication_date>2024-05-01T09:30:00+03:00</news:publication_date><news:title>Міст закрито</news:title>
</news:news></url>
<url><loc>SITE/news/2</loc><lastmod>2023-01-01</lastmod></url>
<url><priority>1.0</priority></url>
</urlset>""".encode()
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>SITE/sitemap-news.xml.gz</loc><lastmod>2024-05-01</lastmod></sitemap>
<sitemap><loc>SITE/sitemap-2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap></sitemapindex>"""
PAGE_1 = "<html><body><p>Міст закрито через повінь, повідомила рада.</p></body></html>".encode()
PAGE_2 = "<html><body><p>Школи відкриють у понеділок, сказав мер.</p></body></html>".encode()


def reports(there: Site, path: str = "/sitemap.xml", **wanted: object) -> list[Capture | Skip]:
    return list(SITEMAP.captures(Wanted(there.url(path), **wanted), unhurried()))  # type: ignore[arg-type]


def captures(found: list[Capture | Skip]) -> list[Capture]:
    return [one for one in found if isinstance(one, Capture)]


def reasons(found: list[Capture | Skip]) -> list[str]:
    return [one.reason for one in found if isinstance(one, Skip)]


def test_a_list_of_pages() -> None:
    """Each page is a report; what the list tells of it as news goes with it."""
    with site({"/sitemap.xml": NEWS, "/news/1": PAGE_1, "/news/2": PAGE_2}) as there:
        found = reports(there)
        one, two = captures(found)
        assert (one.data, one.key) == (PAGE_1, there.url("/news/1"))
        assert (two.data, two.key) == (PAGE_2, there.url("/news/2"))
    assert (one.about.title, one.about.outlet, one.about.language) == ("Міст закрито", "Вісник громади", "uk")
    assert isinstance(one.about.published, datetime)
    assert one.about.published.utcoffset() == timedelta(hours=3)
    assert two.about.published is None
    assert reasons(found) == ["an entry without an address, at line 10"]


def test_a_list_of_lists_packed_and_by_time() -> None:
    """Packed lists are unpacked, and those that have not changed since are not asked for."""
    with site({"/sitemap.xml": INDEX, "/news/1": PAGE_1}) as there:
        packed = gzip.compress(NEWS.replace(b"SITE", there.url("").rstrip("/").encode()))
        there.pages["/sitemap-news.xml.gz"] = answer(packed, "Content-Type: application/gzip")
        found = reports(there, since=datetime(2024, 1, 1, tzinfo=UTC))
        assert [one.key for one in captures(found)] == [there.url("/news/1")]
        assert there.asked == ["/sitemap.xml", "/sitemap-news.xml.gz", "/news/1"]
        assert Skip("collect", f"2 addresses of {there.url('/sitemap.xml')}", "changed before the wanted time") in found


def test_known_pages_are_asked_for_again_only_if_they_changed() -> None:
    """A site of ten thousand pages is not fetched anew each day."""
    with site({"/sitemap.xml": NEWS, "/news/1": PAGE_1}) as there:
        found = reports(there, seen=lambda key: True)
        assert there.asked == ["/sitemap.xml"]
        assert "there already" in reasons(found)
        found = reports(there, seen=lambda key: True, since=datetime(2024, 1, 1, tzinfo=UTC))
        assert [one.key for one in captures(found)] == [there.url("/news/1")]


def test_pages_that_fail_or_are_gone_are_told() -> None:
    """One bad page does not end the rest."""
    with site({"/sitemap.xml": NEWS, "/news/1": answer(b"", status="403 Forbidden")}) as there:
        found = reports(there)
        assert "403" in reasons(found)[0]
        assert reasons(found)[1] == "the page is gone"
        found = reports(there, seen=lambda key: True, since=datetime(2022, 1, 1, tzinfo=UTC))
        assert [one.gone for one in captures(found)] == [True]


def test_a_circle_of_lists_ends() -> None:
    """A list that names itself, or those above it, is read once."""
    index = b"<sitemapindex><sitemap><loc>SITE/sitemap.xml</loc></sitemap></sitemapindex>"
    with site({"/sitemap.xml": index}) as there:
        assert reasons(reports(there)) == ["listed twice"]
        assert there.asked == ["/sitemap.xml"]


def test_lists_without_a_bottom_end() -> None:
    """Three deep is deeper than any honest site goes."""
    index = "<sitemapindex><sitemap><loc>SITE/sitemap{}.xml</loc></sitemap></sitemapindex>"
    with site({f"/sitemap{n}.xml": index.format(n + 1).encode() for n in range(9)}) as there:
        found = reports(there, "/sitemap0.xml")
        assert len(there.asked) == 3
    assert reasons(found) == ["a sitemap beyond the limit of 3 sitemaps deep"]


def test_a_list_that_is_none_is_told() -> None:
    """A page where a list should be."""
    index = (
        b"<sitemapindex><sitemap><loc>SITE/page</loc></sitemap><sitemap><loc>SITE/none</loc></sitemap></sitemapindex>"
    )
    with site({"/sitemap.xml": index, "/page": PAGE_1, "/other.xml": PAGE_1}) as there:
        assert reasons(reports(there)) == ["no sitemap, though named as one", "a sitemap that is gone"]
        with pytest.raises(InputError, match="no sitemap"):
            reports(there, "/other.xml")


def test_a_plain_list() -> None:
    """One address a line; what is none is told."""
    with site({"/sitemap.txt": b"SITE/news/1\r\n\r\nnot an address\n", "/news/1": PAGE_1}) as there:
        found = reports(there, "/sitemap.txt")
        assert [one.key for one in captures(found)] == [there.url("/news/1")]
        assert len(reasons(found)) == 1


def test_a_sitemap_by_another_name() -> None:
    """The page's channel sees what it is."""
    with site({"/news-list": NEWS, "/news/1": PAGE_1, "/news/2": PAGE_2}) as there:
        assert not SITEMAP.takes(there.url("/news-list"))
        assert len(captures(list(PAGE.captures(Wanted(there.url("/news-list")), unhurried())))) == 2


def test_a_bomb_of_entities_stays_small() -> None:
    """Nothing in a list can make it grow."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f"""<!DOCTYPE urlset [<!ENTITY e0 "x">{levels}]><urlset><url><loc>SITE/&e11;</loc></url></urlset>"""
    with site({"/sitemap.xml": bomb.encode()}) as there:
        assert reasons(reports(there)) == ["the page is gone"]


@pytest.mark.parametrize(
    "what",
    ["https://a.example/sitemap.xml", "https://a.example/sitemap_index.xml?x=1", "http://a.example/a/sitemap-2.xml.gz",
     "https://a.example/news-sitemap.xml", "https://a.example/sitemap.txt"],
)  # fmt: skip
def test_addresses_that_name_a_sitemap(what: str) -> None:
    """The name is enough to know."""
    assert SITEMAP.takes(what)


@pytest.mark.parametrize("what", ["https://a.example/how-to-write-a-sitemap.html", "sitemap.xml", "/x/sitemap.xml"])
def test_what_is_no_sitemap_by_its_name(what: str) -> None:
    """Pages about sitemaps, and files: from those nothing is fetched."""
    assert not SITEMAP.takes(what)


PIECES = st.sampled_from(
    ["<urlset>", "<sitemapindex>", "<url>", "</url>", "<loc>", "</loc>", "<sitemap>", "</sitemap>", "<lastmod>2024",
     "</lastmod>", "https://a.example/1", "https://[", "javascript:1", "http://a\n", "&x;", "\0", "<![CDATA[",
     "<!DOCTYPE a ["]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_any_text_is_pages_and_skips(text: str) -> None:
    """No list, however broken, ends the run."""
    listed = Capture(
        text.encode("utf-8", "replace"), "https://a.example/sitemap.xml", datetime(2024, 5, 1, tzinfo=UTC), "0"
    )
    assert all(isinstance(one, Skip) for one in pages(listed, Wanted(""), lambda address: None))
