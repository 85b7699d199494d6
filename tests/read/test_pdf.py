"""PDFs with text, without, locked and broken; and how lines become paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.captures import capture
from tests.read.pdf_files import pdf_of

from firsthand.errors import NoTextLayer, NotText
from firsthand.read.document import read_document
from firsthand.read.pdf import Line, paragraphs_of

HEAD = [(24, "Bridge closed after flood")]
BODY = [
    (11, "The town council said on Saturday that about sixty house-"),
    (11, "holds were told to leave the lower valley after heavy rain"),
    (11, "raised the river by two metres."),
    (0, ""),
    (11, "According to the fire service, nobody was hurt."),
]


def test_a_report_is_read_in_paragraphs() -> None:
    """Headline, paragraphs, and a word that the line break had parted."""
    document = read_document(capture(pdf_of([[*HEAD, (0, ""), *BODY]]), "report.pdf"))
    assert document.text == (
        "Bridge closed after flood\n\n"
        "The town council said on Saturday that about sixty households were told to leave the lower valley "
        "after heavy rain raised the river by two metres.\n\n"
        "According to the fire service, nobody was hurt."
    )
    assert document.title.of(document.text) == "Bridge closed after flood"
    assert document.language == "en"


def test_page_numbers_and_running_feet_are_left_out_and_reported() -> None:
    """What repeats at the edge of pages is no part of the report, and its loss is told."""
    pages = [[*HEAD, *BODY]] + [[(11, f"The gauge stood at {level} metres.")] for level in ("four", "five")]
    document = read_document(capture(pdf_of(pages, foot="The Valley Courier - {page}"), "report.pdf"))
    assert "Courier" not in document.text
    assert [skip.reason for skip in document.skips] == ["head or foot of a page"]


def test_a_pdf_of_pictures_says_so() -> None:
    """A scan is told apart from an empty file, with what to do."""
    with pytest.raises(NoTextLayer, match="OCR"):
        read_document(capture(pdf_of([[]]), "scan.pdf"))


def test_a_locked_pdf_says_so() -> None:
    """A password is named as the reason."""
    with pytest.raises(NoTextLayer, match="password"):
        read_document(capture(pdf_of([BODY], password="secret"), "locked.pdf"))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4 garbage" + bytes(range(256)) * 40])
def test_a_broken_pdf_says_so(data: bytes) -> None:
    """Damage is an input error, in a process of its own."""
    with pytest.raises((NotText, NoTextLayer)):
        read_document(capture(data, "broken.pdf"))


def test_a_cut_pdf_does_not_crash() -> None:
    """Half a download is read as far as it goes, or refused."""
    whole = pdf_of([[*HEAD, *BODY]] * 3)
    for part in (0.3, 0.6, 0.9):
        try:
            document = read_document(capture(whole[: int(len(whole) * part)], "cut.pdf"))
        except (NotText, NoTextLayer):
            continue
        assert "council" in document.text


def lines(*texts: str, width: float = 400) -> list[Line]:
    """Lines of one column, 14 points apart, as wide as their text."""
    longest = max(len(text) for text in texts)
    return [
        Line(0, text, 72, 72 + width * len(text) / longest, 700 - 14 * row, 711 - 14 * row, 842)
        for row, text in enumerate(texts)
    ]


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    """A word that is written with its hyphen elsewhere keeps it at a line break."""
    text = paragraphs_of(
        lines("The long-term plan was dropped, and no other long-", "term plan was made by the council.")
    )
    assert text == ["The long-term plan was dropped, and no other long-term plan was made by the council."]


def test_a_hyphen_before_a_capital_or_figure_stays() -> None:
    """“Nord-” and “Süd” are two names; “Su-” and “35” are one."""
    assert paragraphs_of(lines("The trains from Nord-", "Ost ran late that day")) == [
        "The trains from Nord-Ost ran late that day"
    ]
    assert paragraphs_of(lines("Witnesses had seen a Su-", "35 above the lake then")) == [
        "Witnesses had seen a Su-35 above the lake then"
    ]


def test_a_short_last_line_ends_a_paragraph() -> None:
    """Paragraphs without space between them are told by their short last line."""
    text = paragraphs_of(
        lines(
            "The council met on Monday evening and closed the bridge",
            "for a week.",
            "The mayor then spoke to residents in the crowded hall.",
        )
    )
    assert len(text) == 2


@settings(deadline=None)
@given(
    st.lists(
        st.text(alphabet="abcДї.-\u00ad ’", min_size=1, max_size=30).filter(str.strip),
        min_size=1,
        max_size=12,
    )
)
def test_joining_loses_no_letters(texts: list[str]) -> None:
    """Only hyphens and white space may go when lines are joined."""
    joined = "".join(paragraphs_of(lines(*texts)))
    assert [c for c in joined if c.isalpha()] == [c for c in "".join(texts) if c.isalpha()]


def test_pages_beyond_the_limit_are_told() -> None:
    """The pages that are not read are counted."""
    pages = [[(0, "")] * 3 + [(11, f"The gauge stood at {number} centimetres.")] for number in range(2_003)]
    document = read_document(capture(pdf_of(pages), "gauge.pdf"))
    assert "at 1999 centimetres" in document.text
    assert "at 2000 centimetres" not in document.text
    assert [skip.record for skip in document.skips] == ["3 pages (2,001 to 2,003)"]


def test_a_damaged_page_is_told() -> None:
    """A page that cannot be opened leaves a Skip; the others are read."""
    whole = pdf_of([[*HEAD, *BODY], [(11, "The gauge stood at four metres.")]])
    document = read_document(
        capture(whole.replace(b"6 0 obj\n<< /Type /Page ", b"6 0 obj\n<< /Type /Pigs "), "cut.pdf")
    )
    assert "council" in document.text
    assert [skip.record for skip in document.skips] == ["page 2"]
