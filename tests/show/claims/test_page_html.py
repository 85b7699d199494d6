"""The pages of claims fetch nothing, run nothing, can be used by keyboard, and fit a phone."""

from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, derived, hostile, paper
from tests.show.test_page_in_browser import BROWSER

from firsthand.show.claims.board import short_ids
from firsthand.show.claims.page_html import claim_html

VOID = ("meta", "link", "rect", "path", "polygon", "line", "circle")


@dataclass
class Parsed(HTMLParser):
    """Tags with their attributes, the text, the style; complains of what is not closed."""

    source: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    style: str = ""
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text += data

    def all(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


def claim(name: str) -> str:
    accounts, papers = gold_accounts()
    one = next(each for each in accounts if each.claim.id == name)
    return claim_html(one, papers, short_ids(accounts), "0.0.test")


def bad() -> str:
    one, papers = hostile()
    return claim_html(one, papers, {}, "<b>x</b>")


def test_links_lead_somewhere_and_ids_are_there_once() -> None:
    """From each number to its telling."""
    page = Parsed(claim("buildings-22"))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in page.all("href") if each.startswith("#")} <= set(ids)
    assert all(each.startswith("#") for each in page.all("href"))
    for name in ("aria-labelledby", "aria-describedby"):
        assert {one for each in page.all(name) for one in each.split()} <= set(ids)
    assert "claim-buildings-22" in ids


def test_nothing_is_fetched_and_nothing_runs() -> None:
    """The policy names the hash of the style and lets in no script; nothing in the page asks for more."""
    for written in (claim("buildings-22"), bad()):
        assert not {tag for tag, _ in Parsed(written).tags} & {"script", "link", "img", "iframe", "object", "form"}
    page = Parsed(claim("buildings-22"))
    assert not page.all("src")
    (policy,) = [
        str(attributes.get("content")) for tag, attributes in page.tags if tag == "meta" and "http-equiv" in attributes
    ]
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import", page.style)


def test_hostile_text_stays_text() -> None:
    """No element, attribute or steering character of it gets into the page."""
    written = bad()
    page = Parsed(written)
    assert "<script>alert(1)</script>" in page.text
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not set(written) & set("\x1b\x9b\x07\u202e\ud800\u2028")
    assert "<b>x</b>" in page.text


def test_a_claim_is_whole() -> None:
    """With tree, graph, both texts of a drift, answers and timeline."""
    one = " ".join(Parsed(claim("buildings-22")).text.split())
    for words in (
        "19 documents → 1 origin · 21 to 22 Nov 2025 · Myrnohrad",
        "2 copies",
        "because it names Harbour Wire",
        "scope: 22 buildings become a whole district",
        "claims to confirm it: no origin of its own",
        "first seen 1 Feb 2026",
    ):
        assert words in one, words
    assert "<mark>минувшие</mark>" in claim("buildings-22")


def test_landmarks_languages_and_headings() -> None:
    """What a screen reader goes by: one main, headings without a gap, the language of each telling."""
    page = Parsed(claim("buildings-22"))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("main") == tags.count("h1") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"en", "ru", "uk"} <= set(page.all("lang"))
    scrolling = [attributes for tag, attributes in page.tags if attributes.get("class") == "scroll"]
    assert all(each.get("tabindex") == "0" and each.get("aria-label") for each in scrolling)


def test_a_claim_with_ten_thousand_copies_is_a_page() -> None:
    """Of bounded size, and it says what it leaves out."""
    papers = [paper(str(i), hours=i / 100) for i in range(10_000)]
    one = account(papers, [derived(str(i), "0") for i in range(1, 10_000)])
    written = claim_html(one, {each.key: each for each in papers}, {}, "0.0.test")
    assert len(written) < 500_000
    assert "Left out: 9,600 more tellings." in written


@pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on this machine")
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(tmp_path: Path, width: int) -> None:
    """In a real browser the page itself never scrolls sideways; the graph does, within its frame."""
    page = claim("buildings-22")
    script = (
        "const wide = document.documentElement.scrollWidth > innerWidth;"
        "const frame = document.querySelector('.scroll');"
        "document.title = `wide ${wide} ${frame.scrollWidth > frame.clientWidth} ${innerWidth}`;"
        "parent.postMessage(document.title, '*');"
    )
    digest = b64encode(sha256(script.encode()).digest()).decode()
    page = page.replace('content="default-src', f"content=\"script-src 'sha256-{digest}'; default-src", 1)
    (tmp_path / "page.html").write_text(page.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    frame = (
        "<!doctype html><title>none</title><script>onmessage = (e) => { document.title = e.data; };</script>"
        f"<iframe src='page.html' style='border:0;width:{width}px;height:900px'></iframe>"
    )
    (tmp_path / "frame.html").write_text(frame, "utf-8")
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1400,1000",
            "--virtual-time-budget=3000",
            "--dump-dom",
            (tmp_path / "frame.html").as_uri(),
        ],
        capture_output=True,
        timeout=90,
        check=True,
    )
    assert f"<title>wide false true {width}</title>" in done.stdout.decode()
