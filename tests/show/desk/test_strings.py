"""Every visible word of the desk's templates can be translated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from firsthand.show import speaking
from firsthand.show.claims.wording import count_words, day_words
from firsthand.show.desk import rendering
from firsthand.show.desk.spoken import Speaking, language_of
from firsthand.show.languages import language_name

TEMPLATES = Path(__file__).parents[3] / "src" / "firsthand" / "show" / "desk" / "templates"
_MARKED = re.compile(r"\{%-?\s*trans.*?endtrans\s*-?%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TAGS = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_READ_ALOUD = re.compile(r'\b(?:aria-label|placeholder|title|alt)="([^"]*)"')
_NAMES = re.compile(r"firsthand|Shift|Esc|\bIP\b|Admiralty|CSV|JSON|https?:|SHA-256|[jknp/?]|Enter|\bUTC\b")
"""What is the same in every language: names, and keys of the keyboard."""


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_every_visible_word_is_marked(path: Path) -> None:
    """A word that is not between `{% trans %}` and `{% endtrans %}`, or in `_()`, would stay English."""
    source = _MARKED.sub("", path.read_text("utf-8"))
    spoken = [*_READ_ALOUD.findall(source), *_TAGS.split(source)]
    left = [" ".join(each.split()) for each in spoken if re.search(r"[^\W\d_]{2,}", _NAMES.sub("", each))]
    assert not left


def test_strings_can_be_taken_out() -> None:
    """Translators get all of them from the templates with the tool that is used for that (Babel)."""
    options = {"newstyle_gettext": "true", "trimmed": "true"}
    found = {
        message
        for path in TEMPLATES.glob("*.j2")
        for _, message, *_ in extract_from_file("jinja2.ext:babel_extract", path, options=options)
    }
    assert {"Board", "Add reports"} <= found
    assert len(found) > 100


def catalogue(folder: Path, words: Mapping[str, str], plurals: Mapping[tuple[str, str], tuple[str, ...]]) -> Path:
    """A Ukrainian catalogue with these words."""
    made = Catalog(locale="uk")
    for english, other in words.items():
        made.add(english, other)
    for both, forms in plurals.items():
        made.add(both, forms)
    path = folder / "uk" / "LC_MESSAGES" / "desk.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, made)
    return folder


@pytest.fixture
def ukrainian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that speaks Ukrainian too."""
    words = {"To the board": "До дошки", "%(num)s km": "%(more)s км", "Close": "<b>Закрити"}
    plurals = {
        ("%(num)s copy", "%(num)s copies"): ("", "", ""),
        ("%(num)s day", "%(num)s days"): ("%(num)s день", "%(num)s дні", "%(num)s днів"),
    }
    folder = catalogue(tmp_path / "locale", words, plurals)
    monkeypatch.setattr(speaking, "catalogue_folder", lambda: folder)
    return folder


def test_speaks_what_the_browser_asks_for(ukrainian: Path) -> None:
    """With a catalogue the pages are in that language for those who ask for it, and in English for the others."""
    assert language_of("de;q=0.9, uk-UA;q=0.8, en;q=0.1") == "uk"
    assert language_of("uk;q=0, en") == "en"
    shown = {}
    for language in ("uk", "en", "xx"):
        with speaking.speaking(language):
            shown[language] = rendering.refusal(403, "no").decode()
    assert "До дошки" in shown["uk"]
    assert '<html lang="uk">' in shown["uk"]
    assert "To the board" in shown["en"]
    assert shown["xx"] == shown["en"]


def test_a_wrong_translation_does_not_break_a_page(ukrainian: Path) -> None:
    """One that asks for what there is not is left out; what looks like a tag is told as it stands."""
    with speaking.speaking("uk"):
        assert speaking.gettext("%(num)s km", num=3) == "3 km"
        assert speaking.ngettext("%(num)s copy", "%(num)s copies", 5) == "5 copies"
        assert rendering.templates().from_string("{{ _('Close') }}").render() == "&lt;b&gt;Закрити"


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": speaking.spoken().encode()})


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "en"),
        ("/", {"accept-language": "uk"}, "uk"),
        ("/?lang=uk", {}, "uk"),
        ("/?lang=xx", {"accept-language": "uk"}, "uk"),
        ("/", {"cookie": "theme=dark; language=uk"}, "uk"),
        ("/?lang=en", {"cookie": "language=uk"}, "en"),
        ("/", {"cookie": "language=../../etc"}, "en"),
        ("/api/v1/claims", {"accept-language": "uk"}, "en"),
        ("/export?to=csv", {"accept-language": "uk"}, "en"),
        ("/export", {"accept-language": "uk"}, "uk"),
    ],
)
def test_who_says_which_language(ukrainian: Path, path: str, headers: dict[str, str], language: str) -> None:
    """The address, else the cookie, else the browser; programs and files always get English."""
    answer = TestClient(Speaking(_nothing)).get(path, headers=headers)
    assert answer.text == language
    assert ("language=" in answer.headers.get("set-cookie", "")) == (path in ("/?lang=uk", "/?lang=en"))


def test_numbers_and_days_are_those_of_the_language(ukrainian: Path) -> None:
    """With the forms that it has: one day, two days, five days are three words in Ukrainian."""
    with speaking.speaking("uk"):
        assert [count_words(number, "day") for number in (1, 2, 5, 21)] == ["1 день", "2 дні", "5 днів", "21 день"]
        assert speaking.number_of(12_500) == "12\xa0500"
        assert "лист" in day_words("2025-11-22")
        assert language_name("ru") == "російська"
    assert [count_words(number, "day") for number in (1, 2)] == ["1 day", "2 days"]
    assert day_words("2025-11-22") == "22 Nov 2025"
    assert speaking.number_of(12_500) == "12,500"


@given(st.text(max_size=80))
def test_any_header_gives_a_language(accepted: str) -> None:
    """Whatever a browser sends there, a page comes."""
    assert language_of(accepted) in speaking.languages()
