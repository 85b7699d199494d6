"""From bytes of any kind to one kind of document."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.captures import capture

from firsthand.collect import from_file
from firsthand.errors import EmptyInput, InputError, NotText
from firsthand.model import Link, Span
from firsthand.read.document import Kind, document_of_text, kind_of, read_document
from firsthand.read.encoding import clean

REPORT = (
    "Ferries stay in harbour\n\nThe harbour office said on Tuesday that no ferries would sail.\n\n"
    "“We will not risk it,” said its head, Ilse Brandt.\n"
)
DATA = Path(os.environ.get("FIRSTHAND_DATA") or Path(__file__).parents[2].parent / "shared")


def test_plain_text_stays_as_it_is() -> None:
    """Spans of a plain text count the characters of the file."""
    document = read_document(capture(REPORT, "ferry.txt"))
    assert document.text == REPORT
    assert document.title.of(document.text) == "Ferries stay in harbour"
    assert (document.language, document.address) == ("en", "ferry.txt")
    assert document.body.of(document.text).startswith("\n\nThe harbour")


def test_line_breaks_and_mark_are_all_that_changes() -> None:
    """A file from Windows gives the same document."""
    windows = b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode()
    assert read_document(capture(windows)).text == REPORT


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge closed\n\nThe council closed the bridge.", "Bridge closed"),
        ("\n\n  Bridge closed  \n \nThe council closed the bridge.", "Bridge closed"),
        ("Bridge closed after flood.\n\nThe council closed the bridge.", "Bridge closed after flood."),
        ("Is the bridge safe?\nThe council says it is.", "Is the bridge safe?"),
        ("Міст закрито\nПро це повідомила міська рада.", "Міст закрито"),
        ("The council closed the bridge.\nIt will open on Monday.", ""),
        ("The council said on Monday that the\nOld Bridge would be closed.", ""),
        ("The council closed the bridge on Monday,\nThe mayor said.", ""),
        ("The river rose all night long\nand it was still rising at noon.", ""),
        ("The council gathered. It closed the bridge\n\nThe mayor was absent.", ""),
        ("Water rose " * 40 + "\n\nThe council closed the bridge.", ""),
        ("Only one line", ""),
        ("Only one line\n\n", ""),
    ],
)
def test_a_headline_is_told_from_a_first_paragraph(text: str, title: str) -> None:
    """A lead taken for a headline would lose its claims, so in doubt there is none."""
    document = document_of_text(text)
    assert document.title.of(document.text) == title


@pytest.mark.parametrize(
    ("top", "author", "outlet", "published"),
    [
        ("By Jana Orlik", "Jana Orlik", None, None),
        ("By Jana Orlik and Tom Reed\nPublished: 2025-11-22", "Jana Orlik", None, date(2025, 11, 22)),
        ("Published: 2025-11-22T08:15:00Z", None, None, datetime(2025, 11, 22, 8, 15, tzinfo=UTC)),
        ("Published 22 November 2025, 08:15 UTC", None, None, datetime(2025, 11, 22, 8, 15, tzinfo=UTC)),
        ("Posted on: Nov. 22nd, 2025", None, None, date(2025, 11, 22)),
        ("Опубликовано: 22 ноября 2025", None, None, date(2025, 11, 22)),
        ("Published: 03/04/2025", None, None, None),
        ("LINDEN, Nov 22 (Valley Wire) - Rain has closed the pass.", None, "Valley Wire", None),
        ("By Monday the water had fallen.", None, None, None),
        ("By noon Tom Reed had left.", None, None, None),
        ("Rain (the heaviest in years) - has closed the pass.", None, None, None),
        ("LINDEN, 4 March 2026 — Rain has closed the pass.", None, None, date(2026, 3, 4)),
        (
            "OLD LINDEN, Ruritania, March 4, 2026 (Valley Wire) — Rain has closed it.",
            None,
            "Valley Wire",
            date(2026, 3, 4),
        ),
        ("ЛИПЕЦК, 4 марта 2026 года — Перевал закрыт.", None, None, date(2026, 3, 4)),
        ("КИЇВ, 4 березня 2026 р. – Перевал закрито.", None, None, date(2026, 3, 4)),
        ("12 декабря 2025, 18:40", None, None, datetime(2025, 12, 12, 18, 40)),
        ("18:40, 12 грудня 2025 року", None, None, datetime(2025, 12, 12, 18, 40)),
        ("П’ятниця, 12 грудня 2025 р., 18:40", None, None, datetime(2025, 12, 12, 18, 40)),
        ("Friday, 12 December 2025", None, None, date(2025, 12, 12)),
        ("December 12, 2025 at 18:40 UTC", None, None, datetime(2025, 12, 12, 18, 40, tzinfo=UTC)),
        ("12.03.2025 18:40", None, None, datetime(2025, 3, 12, 18, 40)),
        ("2025-12-12", None, None, date(2025, 12, 12)),
        ("The pass closed on 4 March 2026 — the second time.", None, None, None),
        ("В Липецке 12 декабря 2025 года перекрыли дорогу.", None, None, None),
        ("On Friday, 12 December 2025, the pass closed.", None, None, None),
    ],
)
def test_byline_dateline_and_date(
    top: str, author: str | None, outlet: str | None, published: datetime | date | None
) -> None:
    """What the lines above a report say is kept if it can be read in one way only."""
    document = document_of_text(f"Pass closed\n\n{top}\n\nThe district said so.")
    assert (document.author, document.outlet, document.published) == (author, outlet, published)


@pytest.mark.parametrize("line", ["4 March 2026", "4 марта 2026, 10:20", "4 березня 2026 року"])
def test_a_date_above_the_headline_is_no_headline(line: str) -> None:
    """The date is kept, and the headline is the line below it."""
    document = document_of_text(f"{line}\n\nPass closed after rain\n\nThe district said so on Monday.")
    published = document.published
    assert document.title.of(document.text) == "Pass closed after rain"
    assert published
    assert (published.year, published.month, published.day) == (2026, 3, 4)


def test_a_given_title_stands_first_and_links_move_with_it() -> None:
    """Links of the body point at the same words below the title."""
    body = "The council said so.\r\nSee the notice."
    start = body.index("notice")
    document = document_of_text(body, title="Bridge\nclosed", links=[Link(Span(start, start + 6), "/n")])
    assert document.text == "Bridge closed\n\nThe council said so.\nSee the notice."
    assert [link.span.of(document.text) for link in document.links] == ["notice"]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe \x00\n\x00"])
def test_nothing_to_read_says_so(data: bytes) -> None:
    """Empty files, and those of white space in any encoding."""
    with pytest.raises(EmptyInput):
        read_document(capture(data))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"PK\x03\x04" + bytes(50), "office document"),
        (b"\x7fELF" + bytes(50), "program"),
        (bytes(range(256)) * 4, "no text"),
        (bytes(3000), "no text"),
    ],
)
def test_binary_data_is_named(data: bytes, what: str) -> None:
    """A picture or archive is refused by name, anything else as no text."""
    with pytest.raises(NotText, match=what):
        read_document(capture(data))


@pytest.mark.parametrize(
    ("data", "address", "media_type", "kind"),
    [
        ("%PDF-1.7", "report.txt", "text/plain", Kind.PDF),
        ("<!DOCTYPE html><p>Rain", "report.txt", "text/plain", Kind.HTML),
        ("\ufeff<?xml version='1.0'?><html>", "-", None, Kind.HTML),
        ("Rain closed the pass.", "https://courier.example/a?b=c", "text/html", Kind.HTML),
        ("Rain closed the pass.", "report.md", None, Kind.MARKDOWN),
        ("Rain closed the pass.", "report.md.gz", None, Kind.MARKDOWN),
        ("---\ntitle: Rain\n---\nIt fell.", "-", None, Kind.MARKDOWN),
        ("# Rain\n\nIt fell.", "-", None, Kind.MARKDOWN),
        ("#rain is on all channels", "-", None, Kind.TEXT),
        ("--- Rain --- closed the pass", "-", None, Kind.TEXT),
        ("a < b, and <b> is a letter", "-", None, Kind.TEXT),
    ],
)
def test_content_decides_before_labels(data: str, address: str, media_type: str | None, kind: Kind) -> None:
    """A mislabelled file is read as what it is."""
    assert kind_of(capture(data, address, media_type=media_type)) is kind


def test_many_comments_do_not_delay_the_guess() -> None:
    """Whether a text is a page is told in one pass, however many comments stand at its top."""
    begun = time.process_time()
    assert kind_of(capture("<!---->" * 580 + "x rained here")) is Kind.TEXT
    assert kind_of(capture("<!-- a -->\n" * 300 + "<p>Rain")) is Kind.HTML
    assert time.process_time() - begun < 5


MARKDOWN = """---
title: Bridge closed
author: [Jana Orlik, Tom Reed]
date: 2025-11-22T08:15:00+00:00
---

# Bridge closed

The **town** [council](https://council.example/n "notice") said
so on *Saturday*; see `gauge 3`.

> Stay away.

1. School hall
2. Church

| Level | 4.2 m |
|---|---|
| Flow | high |

![map of the valley](map.png)
"""


def test_markdown_becomes_readable_text() -> None:
    """Marks go, words and links stay; the front matter says who and when."""
    document = read_document(capture(MARKDOWN, "bridge.md"))
    assert document.text == (
        "Bridge closed\n\nThe town council said so on Saturday; see gauge 3.\n\nStay away.\n\n"
        "School hall\n\nChurch\n\nLevel 4.2 m\n\nFlow high\n\nmap of the valley"
    )
    assert document.author == "Jana Orlik, Tom Reed"
    assert document.published == datetime(2025, 11, 22, 8, 15, tzinfo=UTC)
    assert [(link.span.of(document.text), link.target) for link in document.links] == [
        ("council", "https://council.example/n")
    ]


@pytest.mark.parametrize("front", ["title: [unclosed", "- a\n- b", "a: &a [*a]", "title: {x: 1}"])
def test_odd_front_matter_does_not_crash(front: str) -> None:
    """Front matter that is no mapping of words is no reason to fail."""
    assert "Rain fell." in read_document(capture(f"---\n{front}\n---\n\nRain fell.", "rain.md")).text


@pytest.mark.parametrize("mark", ["![", "[a](", "*a_ ", "> ", "<a ", "[x]: y\n"])
def test_a_flood_of_marks_is_read_in_time(mark: str) -> None:
    """Mark-up made to keep the parser busy is taken as plain text, and said so."""
    begun = time.process_time()
    document = read_document(capture(f"{mark * 200_000}\n\nThe council closed the bridge.", "flood.md"))
    assert time.process_time() - begun < 5
    assert document.text.endswith("The council closed the bridge.")
    assert "Markdown marks" in [skip.record for skip in document.skips]


@settings(deadline=None)
@given(st.text(alphabet="ab #*_[]()<>!`~-|\n>1.д", max_size=150))
def test_any_markdown_is_read(text: str) -> None:
    """Any mark-up gives a document with links on words, or a plain error."""
    try:
        document = read_document(capture(text, "any.md"))
    except InputError:
        return
    for link in document.links:
        words = link.span.of(document.text)
        assert words == words.strip() != ""


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.md", "a.html"]),
    st.sampled_from([None, "utf-8", "cp1251"]),
)
def test_any_bytes_give_a_document_or_an_input_error(data: bytes, name: str, charset: str | None) -> None:
    """No input crashes, and what comes out can be printed."""
    try:
        document = read_document(capture(data, name, charset=charset))
    except InputError:
        return
    assert document.text.strip()
    assert document.title.end <= len(document.text)
    document.text.encode()


def test_plain_text_does_not_pay_for_web_pages() -> None:
    """Reading plain text loads none of the slow libraries."""
    code = (
        "import sys; from firsthand.read.document import document_of_text; "
        "document_of_text('Bridge closed\\n\\nThe council said so.'); "
        "slow = ('trafilatura', 'lxml', 'httpx', 'markdown_it', 'charset_normalizer'); "
        "print([name for name in slow if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_article_of_the_case() -> None:
    """The report that started it all is read unchanged, with its headline."""
    path = DATA / "case" / "article.txt"
    if not path.exists():
        pytest.skip("the case is not beside this repository; set FIRSTHAND_DATA")
    document = read_document(from_file(path))
    assert document.text == path.read_text(encoding="utf-8")
    assert document.language == "en"
    assert document.title == Span(0, document.text.index("\n"))


@pytest.mark.parametrize("name", ["report.txt", "report.md", "report.html"])
def test_accents_apart_from_their_letters_are_joined(name: str) -> None:
    """Decomposed text, common from macOS and PDF, is composed, and links stay on their words."""
    lines = ["Überflutung in Łódź", "Der Bürgermeister José Núñez sagte es.", "Siehe die Übersicht von Žižka."]
    if name.endswith("html"):
        source = f"<h1>{lines[0]}</h1><p>{lines[1]}</p><p>Siehe die <a href='/n'>Übersicht</a> von Žižka.</p>"
    elif name.endswith("md"):
        source = f"# {lines[0]}\n\n{lines[1]}\n\nSiehe die [Übersicht](/n) von Žižka."
    else:
        source = "\n\n".join(lines)
    document = read_document(capture(unicodedata.normalize("NFD", source), name))
    assert document.text == "\n\n".join(lines)
    assert document.title.of(document.text) == lines[0]
    assert {link.span.of(document.text) for link in document.links} == (
        set() if name == "report.txt" else {"Übersicht"}
    )
    assert document.skips == ()


_DECOMPOSED = st.text(alphabet="aeo\u0301\u0308й\u0438\u0306\r\n\ufeff\u1112\u1161\u11ab", max_size=20)


@given(_DECOMPOSED, _DECOMPOSED, _DECOMPOSED)
def test_links_move_along_with_what_is_composed(before: str, inside: str, after: str) -> None:
    """A link's span in the document holds the composed form of what it held before."""
    body = f"s{before}w{inside}e{after}"
    start = len(before) + 1
    document = document_of_text(body, title="", links=[Link(Span(start, start + 1 + len(inside)), "/n")])
    assert document.text == unicodedata.normalize("NFC", clean(body)[0])
    assert document.links[0].span.of(document.text) == unicodedata.normalize("NFC", clean(f"w{inside}")[0])


def test_ligatures_are_taken_apart() -> None:
    """Words with “ﬁ” in one character, as PDF files have them, are found like any other; links stay on theirs."""
    body = "Ofﬁcials conﬁrmed that the oﬃce was ﬂooded."
    start = body.index("oﬃce")
    document = document_of_text(body, title="", links=[Link(Span(start, start + len("oﬃce")), "/n")])
    assert document.text == "Officials confirmed that the office was flooded."
    assert document.links[0].span.of(document.text) == "office"


def test_messages_name_the_file() -> None:
    """Binary data and damaged PDFs are refused by their name."""
    for data in (bytes(range(256)) * 4, b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(InputError, match=r"^minutes\.bin "):
            read_document(capture(data, "minutes.bin"))
        with pytest.raises(InputError, match=r"^Standard input "):
            read_document(capture(data, "-"))
