"""The pages of sources: what is known of each, how its claims turned out, and plain words where nothing is known."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from tests.show.desk.pages.desks import AtDesk, at_desk, claim_titled, text_of
from tests.told_case import FORWARD, POST, REPRINT

from firsthand.show.desk.building import Given, build_board
from firsthand.show.desk.pages.source import _bars, record_words
from firsthand.show.desk.rendering import document_path, source_path
from firsthand.store import Case
from firsthand.store.board import SourceRow, board_of_case


@pytest.fixture(scope="module")
def desk(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    folder = shutil.copytree(told_case, tmp_path_factory.mktemp("source") / "case")
    with Case.open(folder, write=True) as case:
        build_board(case)
    with at_desk(folder) as opened:
        yield opened


def staff_of(desk: AtDesk) -> SourceRow:
    """The source of the first post."""
    board = board_of_case(desk.folder)
    assert board is not None
    row = board.document(POST)
    assert row is not None
    assert row.source is not None
    found = board.source(row.source)
    board.close()
    assert found is not None
    return found[0]


def test_the_list_says_of_each_what_it_is(desk: AtDesk) -> None:
    """Kind, side, how many documents and claims, how many of those start with it."""
    staff, page = staff_of(desk), desk.get("/sources")
    row = page[page.index(f'href="{source_path(staff.id)}"') :].split("</tr>")[0]
    words = text_of(row)
    assert staff.kind in words
    assert staff.side is not None
    assert staff.side in words
    assert f"/documents?source={staff.id}" in row
    assert f"{staff.documents}" in words


def test_the_list_is_searched_and_ordered(desk: AtDesk) -> None:
    """By name, kind, side or family; by what is asked for. What is no order or page is passed over."""
    staff = staff_of(desk)
    names = re.findall(r'<th scope="row"><a href="/sources/([^"]*)"', desk.get(f"/sources?q={staff.kind}"))
    assert staff.id in names
    every = re.findall(r'<th scope="row"><a [^>]*>([^<]*)<', desk.get("/sources?sort=name"))
    assert every == sorted(every, key=str.casefold)
    assert "No source is like that" in desk.get("/sources?q=zzzz")
    for odd in ("?sort=nothing", "?page=-1", "?page=99999999999", "?q=%00"):
        desk.get(f"/sources{odd}")


def test_a_source_says_what_it_is_and_what_is_not_known(desk: AtDesk) -> None:
    """Family, side, kind and country; none of them is left empty."""
    staff = staff_of(desk)
    page = text_of(desk.get(source_path(staff.id)))
    assert f"an organ of {staff.side}" in page
    assert f"Kind {staff.kind}" in page
    assert f"Family {staff.family or 'none known'}" in page
    assert ("saw", f"source {staff.id}") in desk.deeds()


def test_who_took_from_it_is_told_with_the_pairs(desk: AtDesk) -> None:
    """The reprint took the staff's post: both documents and the claim are a click away."""
    staff = staff_of(desk)
    page = unescape(desk.get(source_path(staff.id)))
    given = page[page.index('id="given-title"') :]
    assert document_path(POST) in given
    assert document_path(REPRINT) in given or document_path(FORWARD) in given
    assert f"/claims/{claim_titled(desk.folder, '14').id}" in given
    assert "Nothing was found that it took from another source" in text_of(page)


def test_the_claims_that_start_with_it(desk: AtDesk) -> None:
    """They are listed, each with how it stands."""
    staff = staff_of(desk)
    page = desk.get(source_path(staff.id))
    starts = page[page.index('id="starts"') : page.index('id="note"')]
    assert len(re.findall(r'<li><a href="/claims/', starts)) == staff.starts


def test_a_source_that_is_not_there(desk: AtDesk) -> None:
    """It is told, whatever was asked for."""
    for name in ("nobody", "%00", "..%2F..%2Fetc", "%3Cscript%3E"):
        answer = desk.browser.get(f"/sources/{name}")
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text


_GIVEN = Given("", ("a", "b", "c"), ("d",), ("e", "f"), 0.31, 0.96, 2.4)


def test_what_is_not_known_is_said_plainly() -> None:
    """Nothing resolved says nothing; a few say little; days are told before or after."""
    none = replace(_GIVEN, borne_out=(), contradicted=(), open=("a", "b", "c"), low=0.0, high=1.0, early=None)
    assert record_words(none) == "3 claims, none resolved: nothing can be said."
    few = record_words(_GIVEN)
    assert "6 claims, 4 resolved: 3 borne out, 1 contradicted." in few
    assert "right in 31 to 96 % (80 % interval)" in few
    assert "too few to tell much" in few
    assert "2 days before something was first shown" in few
    many = replace(_GIVEN, borne_out=tuple("abcdefgh"), early=-1.0)
    assert "too few" not in record_words(many)
    assert "1 day after something was first shown" in record_words(many)


def test_bars_stand_for_months_and_for_years_where_there_are_many() -> None:
    """None sticks out of the picture, and each says its number in words."""
    months = _bars([(2025 * 12 + 10, 1), (2025 * 12 + 11, 0), (2026 * 12, 4)])
    assert [each.words for each in months] == ["Nov 2025: 1 document", "Dec 2025: 0 documents", "Jan 2026: 4 documents"]
    years = _bars([(2010 * 12 + n, 1) for n in range(100)])
    assert [each.words for each in years][:2] == ["2010: 12 documents", "2011: 12 documents"]
    for bars in (months, years):
        assert all(each.x + each.width <= 100 and each.y >= 0 and each.y + each.height <= 28.01 for each in bars)
    assert _bars([]) == ()
