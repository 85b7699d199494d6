"""The desk as a browser shows it: its pages, and the system's own Chromium to look at them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from firsthand.kinds import Role
from firsthand.show.desk.rendering import claim_path, document_path, source_path
from firsthand.store.board import board_of_case
from firsthand.store.desk import Desk
from firsthand.store.desk.audit import By
from firsthand.store.desk.passwords import Passwords
from firsthand.store.desk.people import add_person

__all__ = ["ANSWERS", "BROWSER", "INSIDE", "NAMES", "PROXIED", "add_people", "log_in", "opened", "pages_of"]

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

_ARGUMENTS = ("--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
_ALONE: Mapping[str, str] = {
    "board": "/",
    "board-searched": "/?q=22+buildings&status=repeated+but+single+origin",
    "map": "/map",
    "timeline": "/timeline",
    "documents": "/documents",
    "sources": "/sources",
    "decisions": "/decisions",
    "feed": "/feed",
    "add": "/add",
    "export": "/export",
    "error": "/nothing-is-here",
    "refusal": "/",
}
"""Pages that are there whatever the case, by the names of their pictures."""
NAMES = (*_ALONE, "claim", "claim-history", "claim-several", "document", "source")
"""Pages of who sits at the machine."""
INSIDE = ("people", "tokens", "audit")
"""Pages of who has logged in, each at its own name."""
ANSWERS: Mapping[str, int] = {"error": 404, "claim-several": 404, "refusal": 403}
"""With which status those answer that do not answer with 200."""
PROXIED: Mapping[str, str] = {"X-Forwarded-For": "192.0.2.7"}
"""What "refusal" has to be asked with: a desk without people answers nobody through a proxy."""

_ADMIN, _PASSWORD = "Олена Admin", "eleven herons over the weir"
_READER = "Taras"


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser that finds no machine but this one. Raises Error of Playwright: it cannot be started."""
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=[*_ARGUMENTS, *root])
        try:
            yield browser
        finally:
            browser.close()


def pages_of(case: Path, claim: str, document: str) -> dict[str, str]:
    """Every page of the desk on a case that has a board, by the name of its picture.

    Args:
        claim: a part of the title of the claim that is shown.
        document: the key of the document that is shown; so is its source.
    """
    board = board_of_case(case)
    assert board is not None
    rows = [row for row in board.rows_at(range(board.counts["claims"])) if claim in row.title]
    source = board.documents([document])[document].source
    board.close()
    assert rows
    assert source
    return {
        **_ALONE,
        "claim": str(claim_path(rows[0].id)),
        "claim-history": f"{claim_path(rows[0].id)}/history",
        "claim-several": str(claim_path(rows[0].id[:1])),
        "document": document_path(document),
        "source": source_path(source),
    }


def add_people(case: Path) -> None:
    """From then on the desk of the case asks for a login, and there is somebody who has one (see `log_in`)."""
    by = By(None, "bench", "", "")
    with Desk.open(case) as desk:
        add_person(desk, _ADMIN, Role.ADMIN, Passwords().hashed(_PASSWORD, _ADMIN), by)
        add_person(desk, _READER, Role.READER, None, by)


def log_in(page: Page) -> None:
    """On a page that shows the login: as the admin, who then makes a token for a program."""
    page.get_by_label("Name").fill(_ADMIN)
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("details.menu")
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/tokens")
    page.get_by_label("What it is for").fill("the newsroom's spreadsheet")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_selector("text=Copy it now")
