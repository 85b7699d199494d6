"""The dossier on paper: what a reader of PDF finds in it is what the case has; nothing in it runs."""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from tests.show.claims_made import account, paper
from tests.show.export.exported import made, material, unweighed, written
from tests.told_case import POST, REPRINT

from firsthand.claims import Account
from firsthand.errors import InputError, OutputError
from firsthand.show.export import pdf
from firsthand.show.export.dossier_glyphs import INSTEAD, printable
from firsthand.show.export.dossier_parts import dossier_of
from firsthand.show.export.harmless import json_bytes
from firsthand.show.export.material import Material
from firsthand.show.export.pdf import pdf_parts, write_pdf


def texts_of(data: bytes) -> tuple[list[str], list[tuple[int, str, int | None]]]:
    """The text of each page, with white space as single spaces, and the bookmarks: level, title, page."""
    with pypdfium2.PdfDocument(data) as document:
        pages = []
        for page in document:
            text = page.get_textpage().get_text_range()
            pages.append(re.sub(r"\s+", " ", text.replace("\ufffe", "-")))
        marks = []
        for mark in document.get_toc():
            target = mark.get_dest()
            marks.append((mark.level, mark.get_title(), target.get_index() if target else None))
    return pages, marks


@pytest.fixture(scope="module")
def printed(told: Material) -> bytes:
    file = io.BytesIO()
    assert write_pdf(told, file) == told.count
    return file.getvalue()


def test_it_can_be_read_alone(told: Material, printed: bytes) -> None:
    """Method, board, every claim with what is known of it, the captures with their hashes, the head of the log."""
    pages, _ = texts_of(printed)
    whole = " ".join(pages)
    for heading in (
        "In this dossier",
        "How to read this",
        "Claim by claim",
        "The documents",
        "Index",
        "How to check this",
    ):
        assert heading in whole
    assert whole.count(told.standing.head) == 2
    for seen in told.captures():
        assert str(seen.sha256) in whole
        assert seen.address in whole
    for claim in told.claims():
        assert claim.known is not None
        assert claim.account.claim.id in whole
        assert claim.known.assessment.status_why in whole
    assert "Олена Гриценко" in whole
    assert "What it cannot show: " in whole
    assert "звільнили 14 будинків у Куп’янську" in whole
    assert POST in whole
    assert REPRINT in whole


def test_bookmarks_and_page_numbers_lead_to_the_claims(told: Material, printed: bytes) -> None:
    """Each claim has a bookmark to the page that has its title; each page says which it is, of how many."""
    pages, marks = texts_of(printed)
    claims = {title: page for level, title, page in marks if level == 1 and re.match(r"\d+\. ", title)}
    assert len(claims) == told.count
    in_order = told.claims(dossier_of(told, 60).survey.in_full)
    for (title, at), claim in zip(claims.items(), in_order, strict=True):
        assert at is not None
        assert claim.account.claim.id in pages[at]
        assert title.partition(" ")[2].split()[0] in pages[at]
    assert [level for level, _, _ in marks].count(0) == 6
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page


def test_the_same_case_gives_the_same_file(told: Material, printed: bytes) -> None:
    """Also in its time and its id: two who print it can compare hashes."""
    again = io.BytesIO()
    write_pdf(told, again)
    assert again.getvalue() == printed
    with pypdfium2.PdfDocument(printed) as document:
        about = document.get_metadata_dict()
    assert about["Title"] == "Dossier: Kupiansk, December"
    assert about["CreationDate"].startswith("D:" + told.standing.at[:4])
    assert b"pdfaid" in printed


def test_another_reader_finds_it_sound(printed: bytes) -> None:
    """Its syntax, language, tags, marks of PDF/A and fonts inside; and each of these faults would be found."""
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert problems(document) == []
        assert document.Root.Lang == "en"
        assert document.Root.MarkInfo.Marked
        kinds = Counter(str(each.S) for each in document.objects if is_of(each, "/S", "/P"))
        assert {"/H1", "/H2", "/Table", "/TR", "/Link"} <= kinds.keys()
        with document.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        fonts = [each for each in document.objects if is_of(each, "/FontName", "/Flags")]
        assert fonts
        assert all("/FontFile3" in each or "/FontFile2" in each for each in fonts)
        assert not [each for each in document.objects if is_of(each, "/JS") or is_of(each, "/Launch")]
    at = printed.index(b"stream") + 40
    spoilt = printed[:at] + bytes(each ^ 0x55 for each in printed[at : at + 60]) + printed[at + 60 :]
    with pikepdf.open(io.BytesIO(spoilt)) as document:
        assert problems(document)


def problems(document: pikepdf.Pdf) -> list[str]:
    """What the reader finds wrong in its syntax and in the streams."""
    return list(document.check_pdf_syntax())


def is_of(each: object, *names: str) -> bool:
    return isinstance(each, pikepdf.Dictionary) and all(name in each for name in names)


def test_it_has_ink_on_every_page(printed: bytes) -> None:
    """Rendered, no page is empty, and nothing is printed in the margins."""
    with pypdfium2.PdfDocument(printed) as document:
        for page in document:
            picture = page.render(scale=0.5).to_pil().convert("L")
            box = picture.point(lambda value: 255 if value < 250 else 0).getbbox()
            assert box is not None
            assert box[0] > 20
            assert box[2] < picture.width - 20


def test_whatever_comes_from_outside_is_printed_as_text(hostile_material: Material) -> None:
    """Markup, scripts, controls and half characters neither run nor keep it from being made."""
    pages, _ = texts_of(written(write_pdf, hostile_material))
    whole = " ".join(pages)
    assert "<script>alert(1)</script>" in whole
    assert "{{ 7*7 }}" in whole
    data = written(
        write_pdf, unweighed([_titled('#pagebreak() #sys.inputs $x^2$ *b* @ref <l> \\u{41} #read("/etc/passwd")')], {})
    )
    whole = " ".join(texts_of(data)[0])
    assert '#pagebreak() #sys.inputs $x^2$ *b* @ref <l> \\u{41} #read("/etc/passwd")' in whole
    assert b"/JavaScript" not in data
    assert b"/Launch" not in data


def _titled(title: str) -> Account:
    return replace(account([paper("a")]), title=title)


def test_what_the_fonts_do_not_have_is_a_box() -> None:
    """Pictograms, Chinese: one box for each run, and the rest stays."""
    one = paper("a", "⚡️ Прильот 🇺🇦🇺🇦 у порту 港口, кажуть 👍🏽 її")
    pages, _ = texts_of(written(write_pdf, made([account([one])], {"a": one})))
    assert f"⚡ Прильот {INSTEAD} у порту {INSTEAD}, кажуть {INSTEAD} її" in " ".join(pages)
    assert printable({"a": ["ё", 1, "\U0001f600"]}) == {"a": ["ё", 1, INSTEAD]}


def test_long_words_break_and_long_texts_end() -> None:
    """A title without spaces stays on the page; what is longer than can be read ends in an ellipsis."""
    one = paper("a", "слово" * 400)
    of = unweighed([replace(account([one]), title="Ж" * 900)], {"a": one})
    assert f'"title":"{"Ж" * 240}…"' in json_bytes(pdf_parts(dossier_of(of, 60))).decode().replace("\u200b", "")
    with pypdfium2.PdfDocument(written(write_pdf, of)) as document:
        for page in document:
            picture = page.render(scale=0.5).to_pil().convert("L")
            box = picture.point(lambda value: 255 if value < 250 else 0).getbbox()
            assert box is None or box[2] < picture.width - 20


def test_too_many_and_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than can be printed is refused before the work; without typst it says how to get it; no claim is a short
    dossier."""
    one = paper("a")
    with pytest.raises(InputError, match="Choose what it is about, as by --claim"):
        write_pdf(replace(unweighed([account([one])], {"a": one}), count=pdf.MOST_CLAIMS + 1), io.BytesIO())
    pages, _ = texts_of(written(write_pdf, material([], {})))
    assert "How to check this" in " ".join(pages)
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(OutputError, match=r"pip install 'firsthand\[pdf\]'"):
        write_pdf(unweighed([account([one])], {"a": one}), io.BytesIO())


def test_what_lies_in_the_folder_is_not_run(
    told: Material, printed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who unpacks somebody's case and exports it there runs no module that came along."""
    (tmp_path / "typst.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    file = io.BytesIO()
    write_pdf(told, file)
    assert file.getvalue() == printed
    assert not (tmp_path / "ran").exists()


def test_a_failure_of_the_typesetter_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, and the file has nothing of it."""
    one, file = paper("a"), io.BytesIO()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(OutputError, match="could not set the dossier"):
        write_pdf(unweighed([account([one])], {"a": one}), file)
    assert file.getvalue() == b""
