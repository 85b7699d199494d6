"""The bench of the desk makes what it says, and counts what goes wrong."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bench.desk import asked, crowd, paths_of, share_of
from bench.desk_world import make_world

from firsthand.pipeline.papers import Papers
from firsthand.show.desk.building import build_board, state_of
from firsthand.show.desk.columns import COLUMNS, unpacked
from firsthand.show.desk.query import find, query_of
from firsthand.store import Case
from firsthand.store.board import board_of_case


@pytest.fixture(scope="module")
def world(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(told_case, tmp_path_factory.mktemp("world") / "case"))
    with Case.open(folder, write=True) as case:
        build_board(case)
    made = make_world(folder, 300, 700, seed=3)
    assert (made.claims, made.documents) == (300, 700)
    assert made.points > 20
    return folder


def test_a_made_case_is_one_that_a_desk_can_show(world: Path) -> None:
    """The board is of the case as it stands, so that nothing is read anew, and each document can be opened."""
    board = board_of_case(world)
    assert board is not None
    with closing(board), Case.open(world) as case:
        assert board.state == state_of(case)
        assert board.counts == {"claims": 300, "documents": 700, "sources": 1000}
        columns = unpacked(board.kept(COLUMNS) or b"")
        assert len(find(board, columns, query_of([("language", "uk")]))) > 20
        documents = list(board.all_documents())
        first = documents[0]
        paper = Papers(case, {first.key: first.reading})[first.key]
        assert paper.key == first.key
        assert paper.report.document.language == first.language
        told = [number for each in documents for number in board.claims_in(each.key)]
        assert len(set(told)) == 300


def test_addresses_are_of_all_kinds_and_the_same_again(world: Path) -> None:
    """Two runs ask for the same; words stand in more than one script."""
    paths = paths_of(world, 5, 40)
    assert paths == paths_of(world, 5, 40)
    assert all(paths.values())
    assert any("%D0" in each for each in paths["search"])
    assert any(each.isascii() and "%D" not in each for each in paths["search"])


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"a page"
        self.send_response(404 if self.path == "/claims/gone" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is told of each request."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_goes_wrong_is_no_fast_answer(address: str) -> None:
    """A page that is not there is counted as an error and in no time."""
    found = asked(address, ["/claims/a", "/claims/b", "/claims/gone", "/claims/c"])
    assert (found.requests, found.errors) == (3, {"404": 1})
    many = crowd(address, {"board": ["/"], "claim": ["/claims/gone"], "search": []}, 3, 0.3, seed=1)
    assert set(many.errors) == {"claim: 404"}
    assert many.requests > sum(many.errors.values()) > 0


def test_nobody_there_is_an_error_too() -> None:
    """A server that is gone is told by what went wrong."""
    assert asked("http://127.0.0.1:9", ["/"]).errors == {"ConnectionRefusedError": 1}


@pytest.mark.parametrize(("share", "expected"), [(0.95, 95.0), (1.0, 100.0), (0.5, 50.0), (0.001, 1.0)])
def test_a_share_is_of_what_was_measured(share: float, expected: float) -> None:
    """The p95 of a hundred is the 95th."""
    assert share_of([float(each) for each in range(100, 0, -1)], share) == expected
