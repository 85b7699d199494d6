"""Every visible word of the desk's templates can be translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from firsthand.show.desk import rendering

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


def test_speaks_what_the_browser_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a catalogue the pages are in that language for those who ask for it, and in English for the others."""
    catalogue = Catalog(locale="uk")
    catalogue.add("To the board", "До дошки")
    path = tmp_path / "uk" / "LC_MESSAGES" / "desk.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(rendering, "_catalogues", lambda: tmp_path)
    rendering.templates.cache_clear()
    try:
        assert rendering.language_of("de;q=0.9, uk-UA;q=0.8, en;q=0.1") == "uk"
        assert rendering.language_of("uk;q=0, en") == "en"
        shown = {
            language: rendering.templates(language)
            .get_template("refusal.html.j2")
            .render(status=403, says="no", theme="")
            for language in ("uk", "en")
        }
    finally:
        rendering.templates.cache_clear()
    assert "До дошки" in shown["uk"]
    assert "To the board" in shown["en"]


@given(st.text(max_size=80))
def test_any_header_gives_a_language(accepted: str) -> None:
    """Whatever a browser sends there, a page comes."""
    assert rendering.language_of(accepted) in rendering.languages()
