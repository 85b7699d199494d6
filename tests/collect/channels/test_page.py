"""One page, as sites show it: a report, a wall before it, nothing, or no longer there."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.channels.network import site, unhurried
from tests.collect.server import answer

from firsthand.collect.channels.page import PAGE
from firsthand.collect.channels.web_page import page_of, plain_address
from firsthand.errors import AddressRefused, BadStatus
from firsthand.model import About, Capture, Skip
from firsthand.plugins import Wanted
from firsthand.read import read_document

ARTICLE = (
    "<p>Der Pass bleibt zu.</p>"
    "<p>Селищна рада повідомила, що міст через Лугань закрили через повінь до п’ятниці.</p>"
    "<p>“Nobody was hurt,” said Olha Moroz, who heads the council.</p>"
)
HEAD = '<meta charset="utf-8"><title>Міст закрито</title>'
BANNER = "<div>Ми використовуємо файли cookie, щоб сайт працював краще. <button>Прийняти всі cookie</button></div>"


def page(body: str, head: str = HEAD) -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def taken(body: bytes, path: str = "/news/1") -> Capture | Skip:
    """What the channel makes of one page."""
    with site({path: body}) as there:
        (found,) = PAGE.captures(Wanted(there.url(path)), unhurried())
    return found


def test_a_page_is_one_report() -> None:
    """Its bytes, its address and the exchange are kept as they were."""
    with site({"/news/1": page(ARTICLE)}) as there:
        (found,) = PAGE.captures(Wanted(f"{there.url('/news/1')}#top"), unhurried())
        assert isinstance(found, Capture)
        assert found.data == page(ARTICLE)
        assert found.sha256 == hashlib.sha256(found.data).hexdigest()
        assert (found.address, found.key) == (there.url("/news/1"), there.url("/news/1"))
        assert found.exchange is not None


@pytest.mark.parametrize(
    ("path", "canonical", "key"),
    [
        ("/news/1?utm_source=tg&id=4", "", "/news/1?id=4"),
        ("/amp/news/1", "/news/1", "/news/1"),
        ("/amp/news/1", "SITE/news/1?utm_medium=amp#x", "/news/1"),
        ("/news/1", "/", "/news/1"),
        ("/news/1", "https://rival.example/news/9", "/news/1"),
        ("/news/1", "javascript:alert(1)", "/news/1"),
        ("/news/1", "http://[bad", "/news/1"),
    ],
)
def test_the_name_a_page_keeps(path: str, canonical: str, key: str) -> None:
    """The same page by another way is the same page; none can pose as the page of another site."""
    head = f'{HEAD}<link rel="amphtml" href="/amp/x"><link rel="canonical" href="{canonical}">'
    with site({path: page(ARTICLE, head)}) as there:
        (found,) = PAGE.captures(Wanted(there.url(path)), unhurried())
        assert isinstance(found, Capture)
        assert found.key == there.url(key)


@pytest.mark.parametrize("host", ["amp.courier.example", "m.courier.example", "www.courier.example"])
def test_editions_of_a_site_are_one_site(host: str) -> None:
    """The page for telephones names the one for desks."""
    body = page(ARTICLE, '<link rel="canonical" href="https://courier.example/1">')
    found = page_of(capture(body, f"https://{host}/amp/1"), About())
    assert isinstance(found, Capture)
    assert found.key == "https://courier.example/1"


def capture(data: bytes, address: str = "https://courier.example/1", media_type: str = "text/html") -> Capture:
    return Capture(data, address, datetime(2024, 5, 1, tzinfo=UTC), hashlib.sha256(data).hexdigest(), media_type)


CONSENT = "<h1>Before you continue</h1>" + "".join(
    f"<p>{line}</p>"
    for line in (
        "We and our partners store and access information on your device, such as cookies.",
        "If you click Accept all, your personal data may be used for advertising; you may take back your consent.",
        "More information in our policy.",
    )
)
WALLS = {
    "English consent": page(CONSENT),
    "Russian cookies": page("<p>Для просмотра сайта включите поддержку cookie в вашем браузере.</p><p>Обновить</p>"),
    "Ukrainian cookies": page("<p>Увімкніть файли cookie та JavaScript, щоб продовжити.</p>"),
    "Russian check": page("<h1>Проверка браузера</h1><p>Подождите несколько секунд: сайт откроется сам.</p>"),
    "Ukrainian check": page("<h1>Перевірка браузера</h1><p>Зачекайте кілька секунд.</p>"),
    "English check": page("<p>courier.example needs to review the security.</p>", "<title>Just a moment...</title>"),
}


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_is_told(wall: str) -> None:
    """What stands before a report is not taken for it, and not passed over in silence."""
    found = taken(WALLS[wall])
    assert isinstance(found, Skip)
    assert found.stage == "collect"
    assert "a wall" in found.reason


def test_a_guard_that_says_so_is_believed() -> None:
    """A header tells that the answer is not the site's."""
    found = taken(answer(page(ARTICLE), "Content-Type: text/html", "CF-Mitigated: challenge"))
    assert isinstance(found, Skip)


@pytest.mark.parametrize("body", [BANNER + ARTICLE, ARTICLE + BANNER, f"<article>{ARTICLE}</article>{CONSENT}"])
def test_an_article_under_a_banner_is_taken(body: str) -> None:
    """Nearly every page asks about cookies: that makes it no wall."""
    assert isinstance(taken(page(body)), Capture)


def test_an_article_about_cookies_is_taken() -> None:
    """Words are no proof: a report about them has others too."""
    body = "".join(
        f"<p>{line}</p>"
        for line in (
            "The regulator fined the broadcaster for its cookie banner on Tuesday, a spokeswoman said.",
            "The fine of 40,000 euros is the highest so far, and the broadcaster said that it would appeal.",
            "Readers had complained that the second button was hidden behind three menus.",
        )
    )
    assert isinstance(taken(page(f"<article>{body}</article>")), Capture)


@pytest.mark.parametrize(
    "body", [b"", b"  \n", page(""), page("<div id=root></div><script>run('Rain closed the road')</script>")]
)
def test_an_empty_page_is_told(body: bytes) -> None:
    """A page that only scripts would fill has no word in it."""
    found = taken(body)
    assert isinstance(found, Skip)
    assert "empty page" in found.reason


def test_a_picture_is_told() -> None:
    """There is nothing to read in it."""
    found = taken(answer(b"\xff\xd8\xff", "Content-Type: image/jpeg"))
    assert isinstance(found, Skip)
    assert "image/jpeg" in found.reason


def test_other_kinds_of_text_are_taken_as_they_are() -> None:
    """A PDF or a plain text is no HTML, and is read later."""
    found = taken(answer(b"%PDF-1.7 ...", "Content-Type: application/pdf"))
    assert isinstance(found, Capture)
    assert found.media_type == "application/pdf"


def test_a_page_in_another_charset_than_the_server_says() -> None:
    """The bytes are kept as they came; the canonical address is found, and the text can be read."""
    text = ARTICLE.replace("’", "").replace("“", '"').replace("”", '"')
    body = page(text, '<meta charset="windows-1251"><title>Мост</title><link rel=canonical href="/мост">').decode()
    found = taken(answer(body.encode("cp1251"), "Content-Type: text/html; charset=utf-8"))
    assert isinstance(found, Capture)
    assert found.key.endswith("/%D0%BC%D0%BE%D1%81%D1%82")
    assert "Селищна рада повідомила" in read_document(found).text


def test_a_page_that_is_gone_keeps_its_name() -> None:
    """So that it is known which page it was: the name under which it was seen before, if it was."""
    with site({"/old": answer(b"", "Location: /new", status="301 Moved Permanently")}) as there:
        wanted = Wanted(there.url("/old"), seen=lambda key: key == there.url("/new"))
        (found,) = PAGE.captures(wanted, unhurried())
        assert isinstance(found, Capture)
        assert (found.gone, found.key) == (True, there.url("/new"))
        (found,) = PAGE.captures(Wanted(there.url("/gone")), unhurried())
        assert isinstance(found, Capture)
        assert (found.gone, found.key) == (True, there.url("/gone"))


def test_an_unchanged_page_gives_nothing() -> None:
    """There is nothing new to keep."""
    with site({"/1": answer(page(ARTICLE), 'ETag: "1"')}) as there:
        polite = unhurried()
        assert len(list(PAGE.captures(Wanted(there.url("/1")), polite))) == 1
        there.pages["/1"] = answer(b"", status="304 Not Modified")
        assert list(PAGE.captures(Wanted(there.url("/1")), polite)) == []


def test_a_page_that_is_a_feed_is_read_as_one() -> None:
    """Not every feed is called so."""
    feed = b"<rss><channel><title>Courier</title><item><title>Rain closed the road</title></item></channel></rss>"
    found = taken(feed, "/export")
    assert isinstance(found, Capture)
    assert found.about.outlet == "Courier"


def test_a_page_that_fails_is_no_report() -> None:
    """Where nothing at all can be read, the failure is raised."""
    with site({"/1": answer(b"", status="403 Forbidden")}) as there, pytest.raises(BadStatus):
        list(PAGE.captures(Wanted(there.url("/1")), unhurried()))


@pytest.mark.parametrize("what", ["/tmp/page.html", "ftp://courier.example/1", "page.html", "-"])
def test_only_web_addresses_are_taken(what: str) -> None:
    """A file is another channel's."""
    assert not PAGE.takes(what)


@given(st.text(max_size=60))
def test_plain_addresses_stay_plain(rest: str) -> None:
    """Whatever stands in an address, its plain form is its own plain form, or it is refused."""
    try:
        plain = plain_address(f"https://courier.example/{rest}")
    except AddressRefused:
        return
    assert plain_address(plain) == plain


@given(
    st.binary(max_size=400) | st.text(max_size=400).map(lambda text: f"<html>{text}</html>".encode("utf-8", "replace"))
)
def test_any_bytes_are_a_page_or_a_skip(data: bytes) -> None:
    """No page, however broken, ends the run."""
    found = page_of(capture(data), About())
    assert isinstance(found, Skip) or (found.data == data and found.key)
