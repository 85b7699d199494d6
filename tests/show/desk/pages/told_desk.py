"""The small case with what a desk has more to show of: a post that is edited, one that goes, and a hostile article."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.told_case import POST, REWRITE
from typer.testing import CliRunner

from firsthand.model import Capture
from firsthand.show.cli import app
from firsthand.show.desk.building import build_board
from firsthand.store import Case

__all__ = ["HOSTILE", "HOSTILE_TITLE", "make_more"]

HOSTILE = "https://hostile.example/a?b='\"><script>alert(5)</script>"
HOSTILE_TITLE = '<script>alert(1)</script> “Mayor” says 3 shops "closed" </title><svg onload=alert(2)>'

_EDITED = {
    "url": REWRITE,
    "published": "2025-12-04T06:15:00+00:00",
    "source": "Evening Globe",
    "title": "Ukrainian army retakes Kupiansk",
    "text": "Ukrainian troops retook 14 houses in Kupiansk over the past day, the General Staff said. An earlier "
    "version of this report gave another figure. The liberation of Kupiansk changes the whole front, "
    "observers believe.",
}
_HOSTILE = {
    "url": HOSTILE,
    "published": "2025-12-06T06:15:00+00:00",
    "source": "<b onmouseover=alert(3)>Evil</b> Post",
    "title": HOSTILE_TITLE,
    "text": "The mayor <img src=x onerror=alert(4)> said on Friday that 3 shops in Poltava were closed.",
}


def make_more(case: Path) -> Path:
    """Take them in, see the first post to be gone, and make the board."""
    rows = case.parent / "more.jsonl"
    rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (_EDITED, _HOSTILE)), "utf-8")
    done = CliRunner().invoke(app, ["add", str(case), str(rows), "--quiet"])
    assert done.exit_code == 0, (done.output, done.exception)
    with Case.open(case, write=True) as opened:
        run = opened.begin("watch")
        gone = Capture(b"", POST, datetime(2026, 3, 4, 9, tzinfo=UTC), "", key=POST, gone=True)
        opened.keep([gone], run, "telegram", visit=True)
        opened.end(run, {})
        build_board(opened)
    return case
