"""The desk as a browser shows it: its pages, and the system's own Chromium to look at them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from firsthand.show.desk.rendering import claim_path, document_path, source_path
from firsthand.store.board import board_of_case

__all__ = ["BROWSER", "NAMES", "opened", "pages_of"]

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
    "tokens": "/tokens",
    "people": "/people",
    "audit": "/audit",
}
"""Pages that are there whatever the case, by the names of their pictures."""
NAMES = (*_ALONE, "claim", "document", "source")


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
        "document": document_path(document),
        "source": source_path(source),
    }
