"""Feeds as outlets write them, whole and broken, with the pages behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.collect.channels.network import Site, site, unhurried
from tests.collect.server import answer

from firsthand.collect.channels.feed import FEED, looks_like_feed
from firsthand.collect.channels.feed_entry import Entry, moment_of
from firsthand.collect.channels.feed_json import json_entries
from firsthand.collect.channels.feed_xml import xml_entries
from firsthand.errors import BadStatus, InputError
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

KYIV = timezone(timedelta(hours=3))
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/rss.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Вісник громади</title><link>SITE/</link><language>uk-UA</language>
<item><title>Міст &laquo;Східний&raquo; закрито</title><link>SITE/news/1?utm_source=rss</link>
<guid isPermaLink="false">n-1</guid><pubDate>Wed, 01 May 2024 10:00:00 +0300</pubDate>
<dc:creator>Олена Коваль</dc:creator>
<description>Коротко про міст</description>
<content:encoded><![CDATA[<p>Міст закрито, <a href="/rada">повідомила рада</a>.</p>
<p>Рух відновлять у п’ятницю.</p>]]></content:encoded></item>
<item><title>Школи відкриють у понеділок</title><link>SITE/news/2</link><guid>n-2</guid>
<pubDate>Thu, 02 May 2024 08:30:00 EEST</pubDate><description>&lt;b&gt;Коротко&lt;/b&gt; про школи</description></item>
</channel></rss>""".encode()

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://courier.example/">
<title>Courier</title><updated>2024-05-02T09:00:00Z</updated>
<entry><id>tag:courier.example,2024:9</id><title type="html">Rain &amp;amp; floods</title><link href="/9"/>
<published>2024-05-01T23:10:00-04:00</published><updated>2024-05-02T06:00:00Z</updated>
<author><name>Ann Berg</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>The pass is <em>closed</em>.</p></div></content></entry></feed>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Районка",
    "language": "ru",
    "authors": [{"name": "Редакция"}],
    "items": [
        {"id": "a", "url": "/a", "title": "Паводок", "content_html": "<p>Дорогу закрыли, сообщила мэрия.</p>",
         "date_published": "2024-05-01T10:00:00+03:00"},
        {"id": 7, "content_text": "Мост открыт.\nДвижение идёт.", "date_published": "2024-05-02",
         "authors": [{"name": "И. Белова"}]},
    ],
}  # fmt: skip

PAGE = "<html><title>Школи</title><body><p>Школи відкриють у понеділок, сказав мер.</p></body></html>".encode()


def reports(there: Site, path: str = "/rss.xml", **wanted: object) -> list[Capture | Skip]:
    return list(FEED.captures(Wanted(there.url(path), **wanted), unhurried()))  # type: ignore[arg-type]


def test_an_entry_with_its_whole_text_is_the_report() -> None:
    """What the feed gives is kept, with everything it says of the entry, and the page is not asked for."""
    with site({"/rss.xml": RSS, "/news/2": PAGE}) as there:
        found = reports(there)[0]
        assert isinstance(found, Capture)
        assert there.asked == ["/rss.xml", "/news/2"]
        assert found.address == there.url("/news/1?utm_source=rss")
        assert found.key == f"{there.url('/rss.xml')}#n-1"
        about = found.about
        assert about.text == "Міст закрито, повідомила рада.\n\nРух відновлять у п’ятницю."
        assert about.links == (("повідомила рада", there.url("/rada")),)
    assert (about.title, about.outlet, about.author) == ("Міст «Східний» закрито", "Вісник громади", "Олена Коваль")
    assert (about.language, about.published) == ("uk", datetime(2024, 5, 1, 10, tzinfo=KYIV))
    assert isinstance(about.published, datetime)
    assert about.published.utcoffset() == timedelta(hours=3)
    element = etree.fromstring(found.data)
    assert [child.tag.rpartition("}")[2] for child in element] == [
        "title", "link", "guid", "pubDate", "creator", "description", "encoded"
    ]  # fmt: skip
    assert found.exchange is None


def test_the_bytes_of_an_entry_do_not_change_with_the_feed() -> None:
    """A new entry before it, or another name space on the feed, is no edit of it."""
    moved = RSS.replace(b'version="2.0"', b'xmlns:media="http://search.yahoo.com/mrss/" version="2.0"')
    moved = moved.replace(b"<item>", b"<item><title>New</title></item><item>", 1)
    before, after = (
        [entry.data for entry in xml_entries(text.decode(), "https://courier.example/rss") if isinstance(entry, Entry)]
        for text in (RSS, moved)
    )
    assert after[1:] == before


def test_an_entry_with_a_summary_only_is_its_page() -> None:
    """The page is the report; the entry tells when it was published and where."""
    with site({"/rss.xml": RSS, "/news/2": PAGE}) as there:
        found = reports(there)[1]
        assert isinstance(found, Capture)
        assert (found.data, found.address, found.key) == (PAGE, there.url("/news/2"), there.url("/news/2"))
    assert found.exchange is not None
    assert found.about.text is None
    assert (found.about.title, found.about.outlet) == ("Школи відкриють у понеділок", "Вісник громади")
    assert found.about.published == datetime(2024, 5, 2, 8, 30, tzinfo=KYIV)


def test_a_page_that_cannot_be_had_leaves_the_entry() -> None:
    """The summary is kept, and what became of the page is told."""
    with site({"/rss.xml": RSS, "/news/2": answer(b"", status="403 Forbidden")}) as there:
        _, skip, found = reports(there)
        assert isinstance(skip, Skip)
        assert "403" in skip.reason
        assert isinstance(found, Capture)
        assert found.about.text == "Коротко про школи"
        del there.pages["/news/2"]
        _, skip, found = reports(there)
    assert isinstance(skip, Skip)
    assert "gone" in skip.reason
    assert isinstance(found, Capture)


def test_a_wall_before_a_page_leaves_the_entry() -> None:
    """A wall is never taken for the report behind it."""
    wall = b"<html><body><p>Please enable cookies in your browser.</p></body></html>"
    with site({"/rss.xml": RSS, "/news/2": wall}) as there:
        _, skip, found = reports(there)
    assert isinstance(skip, Skip)
    assert "a wall" in skip.reason
    assert isinstance(found, Capture)
    assert found.about.text == "Коротко про школи"


def test_known_pages_are_not_asked_for_again() -> None:
    """A feed that is looked at every few minutes costs its site one request."""
    with site({"/rss.xml": RSS, "/news/2": PAGE}) as there:
        found = reports(there, seen=lambda key: key == there.url("/news/2"))
        assert there.asked == ["/rss.xml"]
        assert found[1:] == [Skip("collect", f"1 entries of {there.url('/rss.xml')}", "their pages are there already")]


def test_entries_before_the_wanted_time_are_counted() -> None:
    """What was not wanted is told in one line."""
    with site({"/rss.xml": RSS, "/news/2": PAGE}) as there:
        found = reports(there, since=datetime(2024, 5, 2, tzinfo=UTC))
        assert isinstance(found[0], Capture)
        assert found[0].key == there.url("/news/2")
        assert found[1:] == [
            Skip("collect", f"1 entries of {there.url('/rss.xml')}", "published before the wanted time")
        ]


def test_atom() -> None:
    """Content as XHTML, addresses against the feed's base, and the zone of the time it was published at."""
    with site({"/atom.xml": ATOM}) as there:
        (found,) = reports(there, "/atom.xml")
        assert isinstance(found, Capture)
        assert found.key == f"{there.url('/atom.xml')}#tag:courier.example,2024:9"
    assert found.address == "https://courier.example/9"
    assert found.media_type == "application/atom+xml"
    about = found.about
    assert (about.title, about.text, about.author) == ("Rain & floods", "The pass is closed.", "Ann Berg")
    assert (about.outlet, about.language) == ("Courier", "en")
    assert isinstance(about.published, datetime)
    assert about.published.utcoffset() == timedelta(hours=-4)


def test_rss_1() -> None:
    """Items that stand beside their channel."""
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Хроника</title></channel>
    <item rdf:about="https://courier.example/5"><title>Дорогу закрыли</title><description>Из-за паводка.</description>
    <dc:date>2024-05-01T10:00+05:00</dc:date></item></rdf:RDF>"""
    (entry,) = xml_entries(feed, "https://courier.example/rdf")
    assert isinstance(entry, Entry)
    assert (entry.title, entry.readable.text, entry.outlet) == ("Дорогу закрыли", "Из-за паводка.", "Хроника")
    assert (entry.updated or entry.published) == datetime(2024, 5, 1, 10, tzinfo=timezone(timedelta(hours=5)))


def test_a_feed_in_windows_1251_with_the_whole_text_for_a_news_service() -> None:
    """As Russian outlets write them for Yandex."""
    feed = """<?xml version="1.0" encoding="windows-1251"?><rss xmlns:yandex="http://news.yandex.ru" version="2.0">
    <channel><title>Край</title><item><title>Паводок</title><link>https://courier.example/1</link>
    <description>Анонс</description><yandex:full-text>Дорогу закрыли, сообщила мэрия.</yandex:full-text></item>
    </channel></rss>"""
    with site({"/rss.xml": feed.encode("cp1251")}) as there:
        (found,) = reports(there)
    assert isinstance(found, Capture)
    assert found.about.text == "Дорогу закрыли, сообщила мэрия."
    assert "сообщила" in found.data.decode()


def test_json_feed() -> None:
    """Each item with its own characters, as they stand in the feed."""
    source = json.dumps(JSON_FEED, ensure_ascii=True, indent=1).encode()
    with site({"/feed.json": source}) as there:
        one, two = reports(there, "/feed.json")
        assert isinstance(one, Capture)
        assert isinstance(two, Capture)
        assert one.address == there.url("/a")
        assert (two.key, two.address) == (f"{there.url('/feed.json')}#7", f"{there.url('/feed.json')}#7")
    assert one.data in source
    assert json.loads(one.data) == JSON_FEED["items"][0]
    assert (one.about.text, one.about.author) == ("Дорогу закрыли, сообщила мэрия.", "Редакция")
    assert (two.about.text, two.about.author) == ("Мост открыт.\nДвижение идёт.", "И. Белова")
    assert (two.about.published, two.about.language) == (date(2024, 5, 2), "ru")


def test_a_broken_json_feed_is_read_as_far_as_it_goes() -> None:
    """What stands before the break is there, and the break is told."""
    source = json.dumps(JSON_FEED)[:-60]
    one, skip = json_entries(source, "https://courier.example/feed.json")
    assert isinstance(one, Entry)
    assert isinstance(skip, Skip)
    assert "broken JSON" in skip.reason


def test_a_broken_xml_feed_is_read_as_far_as_it_goes() -> None:
    """Bare ampersands and names of HTML's characters do no harm; where it ends in the middle is told."""
    feed = (
        "<rss><channel><item><title>Salt & water &ndash; gone</title></item><item><title>Second</title></item><item><ti"
    )
    *found, skip = xml_entries(feed, "https://courier.example/rss")
    titles = [entry.title for entry in found if isinstance(entry, Entry)]
    assert titles[:2] == ["Salt & water – gone", "Second"]
    assert isinstance(skip, Skip)
    assert "broken XML" in skip.reason


def test_entities_neither_grow_nor_read_files(tmp_path: Path) -> None:
    """A feed of a few kilobytes stays that small, and nothing of this machine gets into it."""
    secret = tmp_path / "secret"
    secret.write_text("the launch code")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    feed = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boom">{levels}<!ENTITY f SYSTEM "{secret.as_uri()}">]>
    <rss><channel><item><title>T</title><description>&e11; &f; said the mayor</description></item></channel></rss>"""
    (entry,) = xml_entries(feed, "https://courier.example/rss")
    assert isinstance(entry, Entry)
    assert len(entry.data) < 200
    assert "launch code" not in repr(entry)


@pytest.mark.parametrize("nested", ["<a>" * 50_000, "<item>" * 50_000, "<![CDATA[" * 50_000, "<!--" * 50_000])
def test_deep_or_endless_markup_is_told(nested: str) -> None:
    """What is built to break a parser costs one line in the report."""
    *_, last = xml_entries(f"<rss><channel><item><title>T</title></item><item>{nested}", "https://courier.example/rss")
    assert isinstance(last, Skip)


def test_html_that_is_made_to_take_hours_takes_none() -> None:
    """Unclosed comments by the ten thousand; the time is bounded by the suite's patience."""
    body = "<!--" * 60_000
    feed = f"<rss><channel><item><title>T</title><description><![CDATA[{body}]]></description></item></channel></rss>"
    (entry,) = xml_entries(feed, "https://courier.example/rss")
    assert isinstance(entry, Entry)
    assert entry.title == "T"


def test_half_characters_can_be_kept() -> None:
    """JSON may escape halves of characters and control characters, which no database holds."""
    source = r'{"version":"https://jsonfeed.org/version/1","items":[{"id":"\ud800","title":"\u0000","content_text":"a\udfffb"}]}'
    with site({"/feed.json": source.encode()}) as there:
        (found,) = reports(there, "/feed.json")
    assert isinstance(found, Capture)
    assert orjson.dumps(found.about)
    assert found.key.isprintable()


def test_a_link_that_is_no_web_address_is_not_asked_for() -> None:
    """The entry is kept as it stands."""
    feed = "<rss><channel><item><title>T</title><link>file:///etc/passwd</link><description>Дощ</description></item></channel></rss>"
    with site({"/rss.xml": feed.encode()}) as there:
        skip, found = reports(there)
        assert isinstance(skip, Skip)
        assert isinstance(found, Capture)
        assert found.address.startswith(there.url("/rss.xml#"))


def test_a_feed_in_a_file_asks_nothing_of_the_network(tmp_path: Path) -> None:
    """A folder of saved feeds can be read without anybody noticing."""
    path = tmp_path / "saved"
    path.write_bytes(RSS.replace(b"SITE", b"https://courier.example"))
    assert FEED.takes(str(path))

    def fetch(address: str) -> Capture | None:
        raise AssertionError(address)

    one, two = FEED.captures(Wanted(str(path)), fetch)
    assert isinstance(one, Capture)
    assert isinstance(two, Capture)
    assert two.about.text == "Коротко про школи"
    assert one.key == f"{path.as_uri()}#n-1"


def test_a_page_taken_for_a_feed_names_its_feeds() -> None:
    """The message says what to give instead."""
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/all.rss"></head><body>RSS</body></html>'
    with site({"/rss": page.encode()}) as there, pytest.raises(InputError, match=r"It names: http://.*/all\.rss"):
        reports(there, "/rss")


def test_a_feed_that_is_gone_is_told() -> None:
    """There is nothing to read."""
    with site({}) as there, pytest.raises(BadStatus, match="gone"):
        reports(there)


@pytest.mark.parametrize(
    "what",
    ["https://a.example/rss", "https://a.example/feed/", "http://a.example/x/index.rss", "https://a.example/news/rss.xml",
     "https://a.example/feed.json", "https://a.example/?feed=rss2", "https://a.example/atom.xml?x=1"],
)  # fmt: skip
def test_addresses_that_name_a_feed(what: str) -> None:
    """The name is enough to know."""
    assert FEED.takes(what)


@pytest.mark.parametrize(
    "what", ["https://a.example/news/1", "https://a.example/feeding-the-city.html", "/nowhere/rss.xml", "x\0y", ""]
)
def test_what_is_no_feed_by_its_name(what: str) -> None:
    """Pages about feeds, and files that are not there."""
    assert not FEED.takes(what)


@pytest.mark.parametrize(
    ("written", "hours"),
    [("Wed, 01 May 2024 10:00:00 MSK", 3), ("Wed, 01 May 2024 10:00 EEST", 3), ("1 May 2024 10:00:00 GMT", 0),
     ("Wed, 01 May 2024 10:00:00 +0530", 5.5), ("2024-05-01T10:00:00.000Z", 0), ("2024-05-01 10:00:00 +0300", 3)],
)  # fmt: skip
def test_dates_keep_their_zone(written: str, hours: float) -> None:
    """An hour in one country is not the same in another."""
    found = moment_of(written)
    assert isinstance(found, datetime)
    assert (found.hour, found.utcoffset()) == (10, timedelta(hours=hours))


def entries_of(text: str) -> Iterator[Entry | Skip]:
    yield from xml_entries(text, "https://courier.example/rss")
    yield from json_entries(text, "https://courier.example/feed.json")


PIECES = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>http://[", "&", "&#0;", "&nbsp;",
     "<![CDATA[", "]]>", "<!--", "<?x", "<a:b xmlns:a='c'>", "дощ", "\0", '{"items":[', '{"id":1', "]", "}", ",", '"',
     "<pubDate>99", '"items":[{}', "NaN", "[" * 2000, "<content:encoded>", "<guid>", "<entry>"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_any_text_is_entries_and_skips(text: str) -> None:
    """No feed, however broken, ends the run."""
    assert all(isinstance(entry, Entry | Skip) for entry in entries_of(text))


FIELDS = st.sampled_from(
    ["title", "link", "guid", "pubDate", "dc:date", "description", "content:encoded", "author", "dc:creator",
     "enclosure", "category", "source", "media:content", "media:group", "georss:point", "georss:box", "gml:pos",
     "gml:Point", "itunes:image", "creativeCommons:license", "xhtml:body",
     "undeclared:pos", "content", "summary", "updated", "psc:chapter", "geo:lat", "slash:comments"]
)  # fmt: skip
NAMES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss" '
    'xmlns:gml="http://www.opengis.net/gml" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:psc="http://podlove.org/simple-chapters" '
    'xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)
VALUES = st.text(max_size=20) | st.sampled_from(
    ["1 2 3 x", "99999999999999999999", "2024-99-99T99:99", "Wed, 31 Feb 2024 25:61:61 +9999", "http://[", "%", "1e999",
     "<b>", "0000-00-00", "-1", "2024-W99-9", "٣", "Mon, 01 Jan 0000 00:00:00 GMT", "오후 1:00"]
)  # fmt: skip


@given(st.lists(st.tuples(FIELDS, VALUES, VALUES), max_size=8), st.sampled_from(["rss", "feed"]))
def test_any_fields_are_an_entry(fields: list[tuple[str, str, str]], kind: str) -> None:
    """Places, prices and dates that are none do not keep an entry from being read."""
    inside = "".join(f"<{name} type={quoteattr(of)}>{escape(text)}</{name}>" for name, text, of in fields)
    item = {"rss": f"<channel><item>{inside}</item></channel>", "feed": f"<entry>{inside}</entry>"}[kind]
    space = ' xmlns="http://www.w3.org/2005/Atom"' if kind == "feed" else ""
    (entry,) = xml_entries(f"<{kind}{space} {NAMES}>{item}</{kind}>", "https://courier.example/rss")
    assert isinstance(entry, Entry)
    assert orjson.dumps((entry.title, entry.readable, entry.published, entry.id))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_not(data: bytes) -> None:
    """The first bytes of anything can be looked at."""
    assert looks_like_feed(data) in (True, False)
