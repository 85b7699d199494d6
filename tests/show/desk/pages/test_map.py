"""The map's answers: places and their claims, what a control map drew on a day, and nothing that runs or leaks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.store.desk.conftest import CHEAP
from typer.testing import CliRunner

import firsthand
from firsthand.show.cli import app as commands
from firsthand.show.desk.app import build_app
from firsthand.show.desk.building import build_board
from firsthand.show.desk.guard import Guard, Guarded, guarded
from firsthand.show.desk.served import Served
from firsthand.show.desk.working import Worker
from firsthand.store import Case
from firsthand.store.board import BoardRow, BoardWriter
from firsthand.store.desk import Desk
from firsthand.store.desk.audit import audit

URL = "http://127.0.0.1:8000"
BOX = [[[37.4, 49.5], [37.9, 49.5], [37.9, 49.9], [37.4, 49.9], [37.4, 49.5]]]
BODY = "Карта, drawn"
NAME = "<img src=x onerror=alert(1)>Куп’янськ"


@pytest.fixture(scope="module")
def case(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case with control maps of three days, and its board."""
    folder = tmp_path_factory.mktemp("mapped")
    case, maps = shutil.copytree(told_case, folder / "case"), folder / "map"
    maps.mkdir()
    held = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": BOX}}
    for day in ("2025-12-02", "2025-12-04", "2025-12-20"):
        (maps / f"held-{day}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [held]}))
    add_maps(case, maps, BODY, "side=UA")
    with Case.open(case, write=True) as opened:
        build_board(opened)
    return case


def add_maps(case: Path, maps: Path, name: str, *options: str) -> None:
    more = [part for each in ("holder=RU", *options) for part in ("--set", each)]
    done = CliRunner().invoke(commands, ["evidence", "add", str(case), "control", str(maps), "--name", name, *more])
    assert done.exit_code == 0, (done.output, done.exception)


def desk_over(folder: Path) -> Iterator[TestClient]:
    served = Served(folder)
    with Desk.open(folder) as desk:
        guard = Guard(desk, Guarded(cost=CHEAP))
        app = guarded(build_app(served, Worker(folder), guard), guard)
        yield TestClient(app, base_url=URL, client=("127.0.0.1", 50000), follow_redirects=False)
        guard.close()
        served.close()


@pytest.fixture(scope="module")
def desk(case: Path) -> Iterator[TestClient]:
    yield from desk_over(case)


@pytest.fixture(scope="module")
def hostile(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A desk over a board with a place whose name is a trap, and 130 claims in another."""
    folder = shutil.copytree(case, tmp_path_factory.mktemp("hostile") / "case")
    one = BoardRow("c", "c", "14 будинків у Куп’янську", "uk", 1, 1, 1, "named", place="Купянск", lat=49.71, lon=37.61)
    with BoardWriter(folder, "made", "2026-03-04T09:00:00+00:00") as writer:
        for number in range(130):
            writer.claim(replace(one, id=f"{number:04}"), None, b"{}", None, (), one.title, ())
        trap = replace(one, id="trap", place=NAME, title="<script>alert(2)</script>", lat=49.0, radius_km=30.0)
        writer.claim(trap, None, b"{}", None, (), trap.title, ())
    yield from desk_over(folder)


def test_the_page_lists_places_without_a_script(desk: TestClient) -> None:
    """Every place is a link to its claims, and the page has no inline script or style."""
    page = desk.get("/map").text
    assert 'data-name="Kupyansk"' in page
    assert "<style" not in page
    assert " style=" not in page
    assert all("src=" in each for each in page.split("<script")[1:])
    opened = desk.get(f"/map?at=49.71,37.61&name={quote('Kupyansk')}").text
    assert 'id="opened-title"' in opened
    assert "/claims/" in opened


def test_points_are_the_claims_of_the_query(desk: TestClient) -> None:
    """All of them by place or nowhere; narrowed by the same words as the board, and by a box."""
    data = desk.get("/map/points").json()
    lengths = {len(data[name]) for name in ("name", "lat", "lon", "radius", "count", "shade", "groups", "disputed")}
    assert lengths == {len(data["name"])}
    assert "Kupyansk" in data["name"]
    assert [sum(each) for each in data["groups"]] == data["count"]
    boxed = desk.get("/map/points?box=37,49,38,50").json()
    assert set(boxed["name"]) < set(data["name"])
    assert "Kupyansk" in boxed["name"]
    assert desk.get("/map/points?q=nothing+of+the+kind").json()["name"] == []


def test_points_are_sent_once(desk: TestClient) -> None:
    """The same question over the same board is answered by "not changed"; another question is another answer."""
    tag = desk.get("/map/points").headers["etag"]
    assert desk.get("/map/points", headers={"if-none-match": tag}).status_code == 304
    assert desk.get("/map/points?disputed=1", headers={"if-none-match": tag}).status_code == 200


def test_names_and_titles_run_nothing(hostile: TestClient) -> None:
    """What comes from documents is text, on the page and in the part that the script puts in."""
    for path in ("/map", f"/map/claims?at=49.0,37.61&name={quote(NAME)}", f"/timeline?place={quote(NAME)}"):
        page = hostile.get(path).text
        assert "<img" not in page
        assert "<script>alert" not in page
    assert hostile.get("/map/points").json()["name"] == ["Купянск", NAME]


def test_a_place_with_many_claims_says_that_it_is_not_all(hostile: TestClient) -> None:
    """A hundred are listed, and where the others are."""
    part = hostile.get(f"/map/claims?at=49.71,37.61&name={quote('Купянск')}").text
    assert "130 claims" in part
    assert part.count("<li") == 100
    assert "The first 100 are listed" in part


def test_a_place_that_is_not_there(hostile: TestClient) -> None:
    """It may be gone since the page was loaded: that is said, and no error."""
    assert "No claim is there" in hostile.get("/map/claims?at=1,2&name=Nowhere").text


@pytest.mark.parametrize("at", ["x", "1", "91,0", "0,181", "nan,nan", "1,2,3", ""])
def test_what_is_no_place(desk: TestClient, at: str) -> None:
    """What is wrong with the address is said."""
    answer = desk.get("/map/claims", params={"at": at, "name": "Kupyansk"})
    assert answer.status_code == 400
    assert "is no place" in answer.text


def test_control_maps_are_told_of_with_what_they_cannot_show(desk: TestClient) -> None:
    """Days, who holds what, with whom the makers sympathise, and the limitation: all that stands beside the slider."""
    assert f"<option>{BODY}</option>" in desk.get("/map").text
    about = desk.get("/map/control", params={"body": BODY}).json()
    assert about["days"] == ["2025-12-02", "2025-12-04", "2025-12-20"]
    assert (about["side"], about["layers"], about["error"]) == ("UA", [{"name": "held", "holder": "RU"}], "")
    assert "map-maker's reading" in about["limitation"]


def test_a_day_without_a_map_is_empty(desk: TestClient) -> None:
    """What is drawn comes back as it was drawn; nothing is filled in between two maps."""
    drawn = desk.get("/map/control", params={"body": BODY, "day": "2025-12-04"}).json()
    (feature,) = drawn["features"]
    assert feature["properties"] == {"layer": "held", "holder": "RU", "file": "held-2025-12-04.geojson"}
    corners = {tuple(each) for each in feature["geometry"]["coordinates"][0]}
    assert corners == {(37.4, 49.5), (37.9, 49.5), (37.9, 49.9), (37.4, 49.9)}
    assert desk.get("/map/control", params={"body": BODY, "day": "2025-12-03"}).json()["features"] == []


def test_programs_have_the_same_maps(case: Path, desk: TestClient) -> None:
    """The API, and a folder without a desk, give what the page draws; who has it already is told so."""
    assert desk.get("/api/v1/control").json() == {"total": 1, "maps": [BODY]}
    with firsthand.Case(case) as here:
        for path, page, asked in (
            ("about", {"body": BODY}, {"name": BODY}),
            ("day", {"body": BODY, "day": "2025-12-04"}, {"name": BODY, "day": "2025-12-04"}),
        ):
            told = desk.get(f"/api/v1/control/{path}", params=asked)
            assert told.json() == desk.get("/map/control", params=page).json()
            assert told.json() == here.control(asked["name"], asked.get("day"))
            tag = {"If-None-Match": told.headers["etag"]}
            assert desk.get(f"/api/v1/control/{path}", params=asked, headers=tag).status_code == 304
    assert desk.get("/api/v1/control/day", params={"name": BODY, "day": "soon"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"body": "/etc/passwd"}, "no control maps of the name"),
        ({"body": BODY, "day": "yesterday"}, "is no day"),
        ({"body": BODY, "day": "2025-13-01"}, "is no day"),
    ],
)
def test_what_is_no_control_map(desk: TestClient, asked: dict[str, str], says: str) -> None:
    """Only maps of the case can be asked for, by their names: no path is taken from an address."""
    answer = desk.get("/map/control", params=asked)
    assert answer.status_code == 400
    assert says in answer.text


def test_maps_that_are_gone_are_told_of(case: Path, tmp_path: Path) -> None:
    """The panel says so; the page and the claims are there all the same."""
    folder = shutil.copytree(case, tmp_path / "case")
    lost = tmp_path / "lost"
    lost.mkdir()
    (lost / "held-2025-12-02.geojson").write_text(
        json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": BOX}})
    )
    add_maps(folder, lost, "lost")
    shutil.rmtree(lost)
    for desk in desk_over(folder):
        about = desk.get("/map/control", params={"body": "lost"}).json()
        assert about["days"] == []
        assert "is not there" in about["error"]
        assert desk.get("/map/control", params={"body": "lost", "day": "2025-12-02"}).status_code == 400
        assert desk.get("/map").status_code == 200


def test_what_a_page_asks_for_by_itself_is_noted_once(case: Path) -> None:
    """The page, and each thing that it shows, also by programs that ask for nothing but that; not each time."""
    for desk in desk_over(case):
        with Desk.open(case) as opened:
            before = len(audit(opened, limit=1000))
            for path in ("/map", "/map/points", f"/map/control?body={quote(BODY)}", "/timeline/days") * 2:
                assert desk.get(path).status_code == 200
            noted = [each.deed.about for each in audit(opened, limit=1000)][: -before or None]
            assert noted == ["map", "days", f"control maps {BODY}", "map"]
