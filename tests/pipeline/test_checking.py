"""The whole flow from Python: what it takes, and that it loses nothing on the way."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand
from firsthand.errors import AddressRefused, EmptyInput
from firsthand.model import Mode, VoiceKind

REPORT = """Bridge at Oakhurst to stay closed

The bridge over the Tarn at Oakhurst will stay closed until spring, mayor Lena Fischer said on Monday.

“We found cracks in two of the piers,” she said. “Nobody should drive over it.”

A driver who asked not to be named said the cracks had been there for years.
"""

HTML = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"


def test_text_in_report_out() -> None:
    """One call from a text to statements with voices, modes and the title apart."""
    report = firsthand.check(REPORT)
    text = report.document.text
    said = {s.content.of(text): s for s in report.statements}
    closed = said["The bridge over the Tarn at Oakhurst will stay closed until spring"]
    cracks = said["“We found cracks in two of the piers,”"]
    assert closed.mode is Mode.PREDICTED
    assert closed.voice.text == "mayor Lena Fischer"
    assert closed.voice.kind is VoiceKind.NAMED_PERSON
    assert cracks.voice.refers_to is not None
    assert cracks.voice.refers_to.of(text).endswith("Lena Fischer")
    assert [part.of(text) for part in cracks.continued] == ["“Nobody should drive over it.”"]
    anonymous = said["the cracks had been there for years"].voice
    assert anonymous.kind is VoiceKind.UNNAMED_PERSON
    assert anonymous.condition is not None
    assert anonymous.condition.of(text) == "asked not to be named"
    assert report.document.title.of(text) == "Bridge at Oakhurst to stay closed"


def test_file_and_standard_input_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not matter which way a report comes in."""
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode())))
    assert firsthand.check(Path("-")).statements == firsthand.check(path).statements


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real server on loopback with the report as a page; yields its address."""
    title, *paragraphs = (part for part in REPORT.split("\n\n"))
    body = "".join(f"<p>{p.strip()}</p>" for p in paragraphs)
    (tmp_path / "bridge.html").write_text(HTML.format(title, body), encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/bridge.html"
        running.shutdown()


def test_page_gives_the_statements_of_its_text(server: str) -> None:
    """A page from the network is read like the same words in a file."""
    page = firsthand.check(server, allow_private=True)
    plain = firsthand.check(REPORT)
    contents = [s.content.of(page.document.text) for s in page.statements]
    assert contents == [s.content.of(plain.document.text) for s in plain.statements]


def test_own_network_is_refused_unless_allowed(server: str) -> None:
    """An address on loopback is not fetched for anybody who did not ask for it."""
    with pytest.raises(AddressRefused):
        firsthand.check(server)


def test_nothing_to_read_is_an_error() -> None:
    """White space is no report."""
    with pytest.raises(EmptyInput):
        firsthand.check(" \n\t ")


def test_language_without_rules_says_so() -> None:
    """A report in a language that cannot be read yet keeps its text and places, and says what is missing."""
    report = firsthand.check("Der Bürgermeister von Leipzig sagte am Montag, die Brücke bleibe gesperrt. " * 3)
    assert report.document.language == "de"
    assert report.statements == ()
    assert any("de" in skip.reason for skip in report.skips)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "said", "“", "”", "‘", "’", '"', "'", ",", ".", "—", ":", ";", "(", ")", "\n\n", "the mayor", "Kyiv",
                "who", "that", "according to", "22 buildings", "citing", "not", "Mr.", "⚡️", "Мирноград", "а", "\u200b",
                "adding that", "claimed", "reports", "and", "but", "“No,”", "he", "they", "…", "?", "U.S.", "allegedly",
            ]
        ),
        min_size=1,
        max_size=60,
    )
)  # fmt: skip
def test_any_words_in_any_order(words: list[str]) -> None:
    """Whatever stands in a report, it is read without a crash, and every span lies inside the text."""
    text = " ".join(words)
    try:
        report = firsthand.check(text, language="en")
    except EmptyInput:
        return
    whole = len(report.document.text)
    for statement in report.statements:
        spans = [*statement.contents, *(v.span for v in statement.chain if v.span), statement.sentence]
        assert all(0 <= span.start < span.end <= whole for span in spans)
        assert statement.chain[0].kind is VoiceKind.OUTLET
