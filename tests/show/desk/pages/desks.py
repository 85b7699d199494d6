"""Desks for the tests of pages: over a small case that was read once, or over a board put together by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient
from tests.store.desk.conftest import CHEAP
from tests.store.weighed import assessment, facts

from firsthand.claims import Account, Paper
from firsthand.kinds import Role
from firsthand.show.claims.known import Known
from firsthand.show.claims.view import view_of
from firsthand.show.desk.app import build_app
from firsthand.show.desk.building import build_board
from firsthand.show.desk.guard import Guard, Guarded, guarded
from firsthand.show.desk.served import Served
from firsthand.show.desk.working import Worker
from firsthand.store import Case
from firsthand.store.board import BoardRow, BoardWriter, board_of_case
from firsthand.store.desk import Desk
from firsthand.store.desk.audit import audit

__all__ = ["AtDesk", "at_desk", "claim_titled", "made_board", "read_again", "text_of"]

URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Somebody at a desk: their browser, the folder of the case, and what the desk keeps."""

    browser: TestClient
    folder: Path
    desk: Desk

    def get(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, status: int = 303, **form: str | list[str]) -> str:
        """What a form of a page sends; where it leads, or the page that refuses it."""
        csrf = self.get("/decisions").split('name="csrf" value="')[1].split('"')[0]
        answer = self.browser.post(path, data={"csrf": csrf, **form})
        assert answer.status_code == status, answer.text
        return answer.headers["location"] if status == 303 else answer.text

    def deeds(self) -> list[tuple[str, str]]:
        """What was noted of them, the last first."""
        return [(each.deed.what, each.deed.about) for each in audit(self.desk, limit=50)]


@contextmanager
def at_desk(folder: Path, role: Role = Role.ADMIN) -> Iterator[AtDesk]:
    """A desk over a case with a board. Nothing works in the background: `read_again` makes the board anew."""
    settings = Guarded(cost=CHEAP, local_role=role)
    served = Served(folder)
    with Desk.open(folder) as desk:
        guard = Guard(desk, settings)
        app = guarded(build_app(served, Worker(folder), guard), guard)
        browser = TestClient(
            app, base_url=URL, client=("127.0.0.1", 50000), follow_redirects=False, headers={"origin": URL}
        )
        try:
            with start_blocking_portal(**browser.async_backend) as portal:
                browser.portal = portal  # one loop for all that is asked for; without the app's own beginning and end
                yield AtDesk(browser, folder, desk)
        finally:
            guard.close()
            served.close()


def read_again(folder: Path) -> None:
    """What the worker of a desk does when the case has changed."""
    with Case.open(folder, write=True) as case:
        build_board(case)


def claim_titled(folder: Path, words: str) -> BoardRow:
    """The claim of the board with these words in its title."""
    board = board_of_case(folder)
    assert board is not None
    try:
        rows = board.rows_at(range(board.counts["claims"]))
        return next(row for row in rows if words in row.title)
    finally:
        board.close()


def made_board(case: Path, folder: Path, *made: tuple[Account, Mapping[str, Paper]]) -> Path:
    """A copy of the case with a board of other claims; its documents are not in the case."""
    shutil.copytree(case, folder)
    with BoardWriter(folder, "made", "2026-03-04T09:00:00+00:00") as writer:
        for account, papers in made:
            name = account.claim.id
            known = Known(facts(name), assessment(name))
            row = BoardRow(
                id=name,
                short=name[:8],
                title=account.title,
                language=account.language,
                documents=len(account.documents),
                at_least=account.origins.at_least,
                at_most=account.origins.at_most,
                told_by=account.origins.told_by.value,
            )
            writer.claim(row, view_of(account, papers), b"{}", known, account.documents, account.title, ())
    return folder


def text_of(page: str) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
