"""A source is found at every address it has, by every spelling of its name, and never at somebody else's."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firsthand.collect.sources import built_in, source_of
from firsthand.model import About


def found(address: str, outlet: str | None = None, language: str | None = None) -> str | None:
    source = source_of(About(outlet=outlet, language=language), address, built_in())
    return source.id if source else None


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("https://www.reuters.com/world/europe/", "reuters"),
        ("http://mobile.reuters.com:80/article/1", "reuters"),
        ("https://UK.Reuters.COM./article", "reuters"),
        ("https://amp.theguardian.com/world/1", "guardian"),
        ("https://m.pravda.com.ua/news/2025/11/3/1/", "ukrainska_pravda"),
        ("https://www.eurointegration.com.ua/news/1/", "european_pravda"),
        ("https://www.bbc.com/news/1", "bbc"),
        ("https://www.bbc.com/russian/articles/1", "bbc_russian"),
        ("https://www.bbc.com/ukrainian/articles/1", "bbc_ukrainian"),
        ("https://www.bbc.com/russianness", "bbc"),
        ("https://crimea.ria.ru/20251103/1.html", "ria_crimea"),
        ("https://ria.ru/20251103/1.html", "ria"),
        ("https://мвд.рф/news/1", "mvd_ru"),
        ("https://xn--b1aew.xn--p1ai/news/1", "mvd_ru"),
        ("https://france.news-pravda.com/russia/1.html", "pravda_network"),
        ("https://web.archive.org/web/20240101120000id_/https://tass.ru/armiya/1", "tass"),
        ("https://archive.ph/20240101120000/https://www.unian.ua/war/1.html", "unian"),
        ("https://www-pravda-com-ua.translate.goog/news/1?_x_tr_sl=uk", "ukrainska_pravda"),
        ("https://www-bbc-com.cdn.ampproject.org/c/s/www.bbc.com/russian/1.amp", "bbc_russian"),
        ("https://www.google.com/amp/s/www.spiegel.de/ausland/1", "spiegel"),
        ("https://t.me/tass_agency/12345", "tass"),
        ("https://t.me/s/TASS_agency?before=1", "tass"),
        ("t.me/rian_ru", "ria"),
        ("https://telegram.me/DeepStateUA/1", "deepstate"),
        ("https://kpszsu.t.me/1", "air_force_ua"),
        ("tg://resolve?domain=GeneralStaffZSU&post=1", "general_staff_ua"),
        ("@mod_russia", "mod_ru"),
        ("reuters.com/world", "reuters"),
    ],
)
def test_a_source_is_found_at_each_of_its_addresses(address: str, id_: str) -> None:
    """Mobile and quick pages, country editions, sections, archives, translations, and all forms of Telegram's."""
    assert found(address) == id_


@pytest.mark.parametrize(
    "address",
    [
        "https://reuters.com.news-today.example/world",
        "https://notreuters.com/world",
        "https://reuters.com@evil.example/",
        "https://evil.example\\@reuters.com/",
        "https://evil.example/https://reuters.com/",
        "https://spiegel.ltd/ausland/1",
        "https://t.me/reuters_world_news_fake",
        "https://t.me/joinchat/AAAA",
        "https://t.me/+AbCdEf",
        "https://reuters",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://xn--a.example/",
        "",
        "file:///home/anna/reuters.com/report.html",
    ],
)
def test_what_only_looks_like_an_address_of_a_source_is_none(address: str) -> None:
    """Cloned sites, user parts, and paths that carry a real domain deceive nobody."""
    assert found(address) is None


@pytest.mark.parametrize("address", ["https://spiegel.ltd/ausland/1", "https://t.me/spiegel_online_de/4"])
def test_a_clone_is_not_believed_its_name(address: str) -> None:
    """A page or channel of its own is whose address it is: clones give the name of the outlet that they imitate."""
    assert found(address, outlet="Der Spiegel") is None


@pytest.mark.parametrize(
    ("outlet", "id_"),
    [
        ("Reuters", "reuters"),
        ("REUTERS", "reuters"),
        ("Рейтер", "reuters"),
        ("Associated Press", "ap"),
        ("The Associated Press", "ap"),
        ("РИА Новости", "ria"),
        ("РИА «Новости»", "ria"),
        ("«Укринформ»", "ukrinform"),
        ("Укрінформ", "ukrinform"),
        ("Газета «Известия»", "izvestia"),
        ("Українська правда", "ukrainska_pravda"),
        ("Ukrainska Pravda", "ukrainska_pravda"),
        ("Pravda.com.ua", "ukrainska_pravda"),
        ("Правда", "pravda_kprf"),
        ("Аль Джазира", "al_jazeera"),
        ("BBC News | Русская служба", "bbc_russian"),
        ("@meduzalive", "meduza"),
        ("Kyiv Independent", "kyiv_independent"),
        ("Коммерсантъ", "kommersant"),
        ("Голос Америки", "voa"),
        ("Some Other Paper", None),
        ("«»", None),
    ],
)
@pytest.mark.parametrize("address", ["file:///posts.csv", "https://t.me/c/1234567/89", "https://news.google.com/x"])
def test_where_the_address_cannot_tell_the_name_does(outlet: str, id_: str | None, address: str) -> None:
    """Rows of a table, exports of private addresses, and sites that carry the work of many."""
    assert found(address, outlet) == id_


def test_a_name_of_two_sources_is_told_by_the_language_or_not_at_all() -> None:
    """“NTV” is a channel in Moscow, and one in Cologne; nothing is guessed."""
    assert found("file:///x", "NTV") is None
    assert found("file:///x", "NTV", "ru") == "ntv"
    assert found("file:///x", "NTV", "de") == "ntv_de"


@given(st.text(), st.text())
@example("https://" + "a." * 3000 + "com/" + "/" * 9000, "x" * 100_000)
@example("http://\udcff.com", "\ud800")
def test_any_address_and_name_give_a_source_or_none(address: str, outlet: str) -> None:
    """Addresses come from anywhere: whatever they are, there is an answer."""
    for whole in (address, f"https://{address}", f"https://web.archive.org/web/2024/{address}"):
        found(whole, outlet)
