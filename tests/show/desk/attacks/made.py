"""What several tests of attacks need: a browser that sends what forms send, and a case with hostile reports."""

from __future__ import annotations

import json
from pathlib import Path

from tests.show.desk.pages.desks import AtDesk
from tests.show.desk.pages.told_desk import make_more
from typer.testing import CliRunner

from firsthand.show.cli import app

__all__ = ["FEED", "MARKS", "forms_of", "make_hostile"]

MARKS = ("alert(1)", "alert(2)", "alert(3)", "alert(4)", "alert(5)", "alert(6)", "alert(7)", "alert(8)", "alert(9)")
"""Each stands in another thing that comes from outside."""

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>&lt;script&gt;alert(6)&lt;/script&gt; Wire</title>
<link>https://feed.example/</link><description>x</description>
<item><title>&lt;svg onload=alert(7)&gt; Two bridges in Poltava closed, mayor says</title>
<link>https://feed.example/1</link><pubDate>Fri, 05 Dec 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;
Two bridges in Poltava were closed on Friday, the mayor said.
&lt;img src=x onerror=alert(8)&gt;&lt;/p&gt;
</description></item></channel></rss>
"""
_NAMED = "<img src=x onerror=alert(9)>.txt"


def forms_of(desk: AtDesk) -> None:
    """Let the browser of a desk send what a page of the desk would."""
    token = desk.get("/decisions").split('name="csrf" content="')[1].split('"')[0]
    desk.browser.headers["X-CSRF-Token"] = token


def make_hostile(case: Path) -> Path:
    """Take in reports with script in title, name, address, text, feed, and the name of a file; make the board."""
    folder = case.parent / "hostile"
    folder.mkdir()
    (folder / "feed.xml").write_text(FEED, "utf-8")
    (folder / _NAMED).write_text("Two ferries in Poltava stopped on Friday, the mayor said.", "utf-8")
    done = CliRunner().invoke(app, ["add", str(case), str(folder), "--quiet", "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert json.loads(done.stdout)["taken"] >= 2
    return make_more(case)
