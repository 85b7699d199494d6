"""The timeline: the strip counts what the board finds, days narrow all pages alike, and the page lists day by day."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient
from tests.show.desk.pages.test_map import desk_over

from firsthand.show.desk.pages.timeline import shade_of, strip_of
from firsthand.show.desk.query import query_of
from firsthand.store.board import BoardRow, BoardWriter

ROW = BoardRow("c", "c", "22 здания в Димитрове", "ru", 1, 1, 1, "named", status="single origin")


@pytest.fixture(scope="module")
def desk(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A desk over a board of 250 claims in November, ten on each day, and one of no day."""
    folder = shutil.copytree(told_case, tmp_path_factory.mktemp("days") / "case")
    with BoardWriter(folder, "made", "2026-03-04T09:00:00+00:00") as writer:
        for number in range(250):
            day = f"2025-11-{number % 25 + 1:02}"
            row = replace(ROW, id=f"{number:04}", since=day, until=day, first=f"{day}T12:00:00+00:00")
            writer.claim(row, None, b"{}", None, (), row.title, ())
        disputed = replace(ROW, id="none", status="disputed", first="2025-11-25T12:00:00+00:00", disputed=True)
        writer.claim(disputed, None, b"{}", None, (), disputed.title, ())
    yield from desk_over(folder)


def test_the_strip_counts_by_day_and_colour(desk: TestClient) -> None:
    """Every claim is told on a day; one of no day has nothing above."""
    data = desk.get("/timeline/days").json()
    assert (data["unit"], data["starts"][0], data["end"], data["undated"]) == ("day", "2025-11-01", "2025-11-25", 1)
    assert data["groups"] == ["against", "for", "disputed", "several", "open"]
    assert [sum(each) for each in data["happened"]] == [0, 0, 0, 0, 250]
    assert [sum(each) for each in data["told"]] == [0, 0, 1, 0, 250]


def test_the_strip_goes_on_showing_the_days_left_out(desk: TestClient) -> None:
    """What is narrowed to some days can be widened: the strip has them all, and the page has only those."""
    whole, narrowed = (desk.get(f"/timeline/days{each}").json() for each in ("", "?since=2025-11-03&until=2025-11-04"))
    assert narrowed == whole
    page = desk.get("/timeline?since=2025-11-03&until=2025-11-04").text
    assert re.findall(r'<time datetime="([^"T]+)">', page) == ["2025-11-03", "2025-11-04"]
    assert len(desk.get("/timeline/days?disputed=1").json()["starts"]) == 1


def test_days_are_sent_once(desk: TestClient) -> None:
    """Going from page to page with the same query asks for nothing anew."""
    tag = desk.get("/timeline/days").headers["etag"]
    assert desk.get("/timeline/days?since=2025-11-03", headers={"if-none-match": tag}).status_code == 304


def test_day_by_day_on_pages(desk: TestClient) -> None:
    """In the order of days, either way, with those of no day last; a page too far is the last."""
    first, last = desk.get("/timeline").text, desk.get("/timeline?page=99").text
    assert re.findall(r'id="day-([^"]+)"', first) == [f"2025-11-{day:02}" for day in range(1, 11)]
    assert re.findall(r'id="day-([^"]+)"', last)[-1] == "none"
    newest = desk.get("/timeline?newest=1").text
    assert re.findall(r'id="day-([^"]+)"', newest)[:2] == ["2025-11-25", "2025-11-24"]
    assert "newest=1&amp;page=2" in newest


def test_pages_carry_the_query_to_each_other() -> None:
    """What the strip's form sends along is all of the query but its days; each choice can be taken away."""
    query = query_of([("q", "22 здания"), ("place", "Myrnohrad"), ("since", "2025-11-20"), ("disputed", "1")])
    strip = strip_of(query, "/map")
    assert strip.others == (("q", "22 здания"), ("place", "Myrnohrad"), ("disputed", "1"))
    assert (strip.since, strip.until) == ("2025-11-20", "")
    assert [each.name for each in strip.narrowed] == ["words", "place", "days", "disputed"]
    assert all(query_of(parse_qsl(each.without)) != query for each in strip.narrowed)


def test_each_page_links_the_others_with_the_query(desk: TestClient) -> None:
    """Map, board and timeline are about the same claims."""
    for here, others in (("/map", ("/", "/timeline")), ("/timeline", ("/", "/map"))):
        page = desk.get(f"{here}?q=%D0%B7%D0%B4%D0%B0%D0%BD%D0%B8%D1%8F&since=2025-11-03").text
        for other in others:
            assert f'href="{other}?q=%D0%B7%D0%B4%D0%B0%D0%BD%D0%B8%D1%8F&amp;since=2025-11-03"' in page


@pytest.mark.parametrize("query", ["since=tomorrow", "box=1,2,3", "sort=odd"])
@pytest.mark.parametrize("path", ["/map", "/map/points", "/timeline", "/timeline/days"])
def test_what_is_no_query(desk: TestClient, path: str, query: str) -> None:
    """What is wrong with it is said, on every page alike."""
    assert desk.get(f"{path}?{query}").status_code == 400


def test_a_status_of_a_later_version_is_open() -> None:
    """It is drawn as what is known least of."""
    assert (shade_of("retracted"), shade_of("of another time")) == ("against", "open")
