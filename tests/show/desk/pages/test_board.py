"""The page of the board, asked for by addresses that nobody's form sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.show.desk.pages.desks import AtDesk, at_desk, made_board, text_of

from firsthand.store import Case


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    Case.make(folder / "case").close()
    return made_board(folder / "case", folder / "shown")


@pytest.mark.parametrize("page", ["1" * 5000, "0", "-1", "٣", "²", "1e9", ""])
def test_a_page_that_is_none_is_the_first(empty: Path, page: str) -> None:
    """Whatever stands for the number of a page, the board answers with one that is there."""
    with at_desk(empty) as me:
        assert "There are no claims in this case yet." in text_of(me.get(f"/?page={page}"))


@pytest.mark.parametrize("words", ["%22a%00b%22", "%00", "%22%22%00", "NEAR(a%00", "a*%00^b", "«%00»"])
def test_any_words_can_be_searched(empty: Path, words: str) -> None:
    """No character in what is searched for is taken for the end of the question."""
    with at_desk(empty) as me:
        for path in ("/", "/map", "/timeline", "/documents", "/sources", "/api/v1/claims", "/export"):
            me.get(f"{path}?q={words}")


def test_every_page_of_a_case_without_reports(empty: Path) -> None:
    """A case that was just made has all its pages."""
    with at_desk(empty) as me:
        for path in ("/map", "/timeline", "/timeline/days", "/map/points", "/documents", "/sources", "/decisions"):
            me.get(path)
        for path in ("/feed", "/add", "/progress", "/export", "/audit", "/people", "/tokens", "/api/v1/facets"):
            me.get(path)


@pytest.mark.parametrize(("name", "query"), [("x", "q=" + "a" * 5000), ("x", "q=мир"), (" ", "q=a"), ("x", "q=a\nb")])
def test_a_view_that_cannot_be_kept_is_refused_in_words(empty: Path, name: str, query: str) -> None:
    """Somebody who sends what no form sends learns what was wrong with it."""
    with at_desk(empty) as me:
        assert "That did not work" in text_of(me.send("/views", 400, name=name, query=query))


@pytest.mark.parametrize("path", ["/views/{}/remove", "/tokens/{}/remove", "/people/{}/disable", "/decisions/{}/undo"])
def test_a_number_that_nothing_has_is_refused(empty: Path, path: str) -> None:
    """A number that is too large for any table is none of it."""
    with at_desk(empty) as me:
        csrf = text_csrf(me)
        for number in (2**53 + 1, 10**23, -(10**23)):
            answer = me.browser.post(path.format(number), data={"csrf": csrf})
            assert 400 <= answer.status_code < 500, answer.text


def text_csrf(me: AtDesk) -> str:
    return me.get("/decisions").split('name="csrf" content="')[1].split('"')[0]
