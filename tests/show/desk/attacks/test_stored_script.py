"""Reports that bring script with them: every page shows it as text, and runs nothing but the desk's own files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.show.desk.attacks.made import MARKS, forms_of, make_hostile
from tests.show.desk.pages.desks import AtDesk, at_desk

_URLS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster")


class _Looking(HTMLParser):
    """What a browser would run or load of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "style"):
            self.wrong.append(f"<{tag}>")
        if tag == "script":
            self.scripts += 1
            if not (given.get("src") or "").startswith("/static/"):
                kind = given.get("type")
                self.wrong += [] if kind == "application/json" else [f"<script {given}>"]
        for name, value in attrs:
            low = (value or "").strip().lower()
            if name.startswith(("on", "hx-on")) or name in ("style", "srcdoc", "hx-vals"):
                self.wrong.append(f"{name} of <{tag}>")
            if name in _URLS and re.match(r"[a-z][a-z0-9+.-]*:", low) and not low.startswith(("https:", "http:")):
                self.wrong.append(f"{name}={low[:40]}")
            if name == "src" and not low.startswith("/"):
                self.wrong.append(f"src={low[:40]}")


@pytest.fixture(scope="module")
def desk(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    folder = tmp_path_factory.mktemp("stored")
    case = make_hostile(shutil.copytree(told_case, folder / "<svg onload=alert(1)>"))
    with at_desk(case) as opened:
        forms_of(opened)
        rows = opened.browser.get("/api/v1/claims").json()["claims"]
        script = "</script><script>alert(1)</script>"
        for row in rows[:2]:
            sent = {"claim": row["id"], "verdict": "false", "reason": script}
            assert opened.browser.post("/api/v1/decisions/verdict", json=sent).status_code == 201
            note = {"kind": "claim", "about": row["id"], "words": script}
            assert opened.browser.post("/api/v1/notes", json=note).status_code == 201
        name = "<svg onload=alert(1)>.svg"
        files = [("files", (name, b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"))]
        form = {"text": script, "title": script, "address": 'https://x.example/"><script>alert(1)</script>'}
        assert opened.browser.post("/api/v1/add", data=form, files=files).status_code == 202
        yield opened


def _pages(desk: AtDesk) -> Iterator[str]:
    hostile = urlencode({"q": '"><script>alert(1)</script>', "place": "'><img src=x onerror=alert(1)>"})
    yield from ("/", "/map", "/timeline", "/documents", "/sources", "/decisions", "/feed", "/add", "/export")
    yield from ("/audit", "/tokens", "/people", "/nothing/<script>alert(1)</script>")
    yield from (
        f"/?{hostile}",
        f"/map?{hostile}",
        f"/timeline?{hostile}",
        f"/documents?{hostile}",
        f"/export?{hostile}",
    )
    yield from (f"/claims/{row['id']}" for row in desk.browser.get("/api/v1/claims").json()["claims"])
    for each in desk.browser.get("/api/v1/documents").json()["documents"]:
        yield f"/document?{urlencode({'key': each['key']})}"
    yield "/document?key=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    yield from (f"/sources/{each['id']}" for each in desk.browser.get("/api/v1/sources").json()["sources"])


def test_nothing_that_comes_from_outside_runs(desk: AtDesk) -> None:
    """No page has a script, handler, frame or address that is not the desk's own; each brings its policy."""
    shown = ""
    for path in _pages(desk):
        answer = desk.browser.get(path)
        assert answer.status_code < 500, (path, answer.text[:500])
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        if answer.headers["content-type"].startswith("text/html"):
            looking = _Looking()
            looking.feed(answer.text)
            assert not looking.wrong, (path, looking.wrong)
            shown += answer.text
    assert {mark for mark in MARKS if mark in shown} >= {"alert(1)", "alert(3)", "alert(4)", "alert(5)"}


def test_what_was_captured_is_only_kept_as_a_file(desk: AtDesk) -> None:
    """A capture that is a page or a picture with script is never shown by the browser in the name of the desk."""
    for number in range(1, 12):
        for path in (f"/api/v1/captures/{number}", f"/capture/{number}"):
            answer = desk.browser.get(path)
            if answer.status_code == 200:
                assert answer.headers["content-disposition"].startswith("attachment"), path
                assert answer.headers["x-content-type-options"] == "nosniff"
                assert "sandbox" in answer.headers["content-security-policy"]
                assert "html" not in answer.headers["content-type"]
                assert "svg" not in answer.headers["content-type"]


def test_a_table_of_claims_brings_no_formula(desk: AtDesk) -> None:
    """No cell of a table begins like one, whatever a report is called."""
    for line in desk.browser.get("/api/v1/exports/csv").text.splitlines():
        assert not re.search(r'(^|,)"?[=+@]', line), line
