"""The page fetches nothing, runs nothing of the report's, and links words and panel both ways."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from firsthand.model import Report
from firsthand.show.html_page import html_page
from firsthand.show.plain import visible


@dataclass
class Parsed(HTMLParser):
    """Tags with their attributes, the text of the article, and what stands in style and script."""

    source: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    article: str = ""
    raw: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._unseen = 0
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "rect"):
            unread = tag == "a" or dict(attrs).get("class") in ("about", "notes")
            self._open.append("unread" if unread else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("style", "script"):
            self.raw[self._open[-1]] = data
        if "article" in self._open and "unread" not in self._open:
            self.article += data

    def all(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


@pytest.fixture(params=["war_report", "hostile_report"])
def report(request: pytest.FixtureRequest) -> Report:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Report)
    return found


def test_nothing_in_the_page_can_run_but_our_script(report: Report) -> None:
    """The policy names our style and script by hash; no handler, style attribute or second script exists."""
    page = Parsed(html_page(report, explain=True))
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for element in ("style", "script"):
        digest = b64encode(sha256(page.raw[element].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not page.all("style")


def test_nothing_is_fetched(report: Report) -> None:
    """Every link stays in the page; nothing has a source."""
    page = Parsed(html_page(report))
    assert not page.all("src")
    assert all(href.startswith("#") for href in page.all("href"))
    assert "url(" not in page.raw["style"]
    assert "@import" not in page.raw["style"]


def test_every_link_leads_somewhere_and_ids_are_unique(report: Report) -> None:
    """From the number in the text to the statement and back, and from each warning to its words."""
    page = Parsed(html_page(report))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in page.all("href")] + page.all("aria-describedby")
    assert set(targets) | set(page.all("aria-labelledby")) <= set(ids)
    for number in range(1, len(report.statements) + 1):
        assert {f"s{number}", f"at-s{number}"} <= set(targets)


def test_all_of_the_text_is_there_and_only_the_text(report: Report) -> None:
    """Marking loses, doubles and changes no word, also where marks nest and overlap."""
    shown = "".join(Parsed(html_page(report)).article.split())
    assert shown == "".join(visible(report.document.text).split())


def test_marks_carry_kind_and_statement(war_report: Report) -> None:
    """Content, cue and voice are told apart, by class and by the statement they belong to."""
    page = Parsed(html_page(war_report))
    spans = [a for t, a in page.tags if t == "span" and a.get("data-s")]
    contents = [a for a in spans if "content" in (a["class"] or "").split()]
    said = {name for a in contents for name in (a["data-s"] or "").split()}
    assert said == {f"s{n}" for n in range(1, 11)}
    assert any("unnamed" in (a["class"] or "") for a in contents)
    assert any((a["class"] or "").startswith("cue") for a in spans)
    assert any("voice" in (a["class"] or "") and a["data-s"] == "s4" for a in spans)


def test_chain_of_each_statement_can_be_read_by_keyboard(war_report: Report) -> None:
    """Each number in the text can be focused, and is described by the chain of its statement."""
    page = Parsed(html_page(war_report))
    numbers = [a for t, a in page.tags if t == "a" and (a.get("id") or "").startswith("at-s")]
    assert [a["aria-describedby"] for a in numbers] == [f"chain-s{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    assert not [a for _, a in page.tags if (a.get("tabindex") or "0") not in ("0", "-1")]


def test_landmarks_language_and_headings(war_report: Report) -> None:
    """A screen reader finds its way: one main, one heading of the first level, named regions, three skip links."""
    page = Parsed(html_page(war_report))
    skips = [a["href"] for t, a in page.tags if t == "a"][:3]
    assert skips == ["#warnings", "#text", "#voices"]
    names = [tag for tag, _ in page.tags]
    for landmark in ("header", "main", "aside", "footer", "h1", "title"):
        assert names.count(landmark) == 1, landmark
    assert ("article", {"lang": "en", "dir": "auto"}) in page.tags


def test_each_statement_is_explained_beside_its_paragraph(war_report: Report) -> None:
    """Every note stands once, in the row in which its words end, and says the chain from the outlet inwards."""
    rows = html_page(war_report).split('<div class="para">')[1:]
    for row in rows:
        assert re.findall(r'<li id="(s\d+)"', row) == re.findall(r'id="at-(s\d+)"', row)
    assert sum(row.count('<li id="s') for row in rows) == len(war_report.statements)
    note = re.sub(r"<[^>]+>", "", rows[1][rows[1].index('id="chain-s1"') :])
    assert "On the word of Ukraine’s General Staff, named organisation, which has it from unnamed ‘assault" in note


def test_rules_are_shown_only_when_asked_for(war_report: Report) -> None:
    """`--explain` reaches the page too."""
    assert "cue before content" not in html_page(war_report)
    assert "attributed_clause: cue before content" in html_page(war_report, explain=True)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_in_light_and_dark(war_report: Report) -> None:
    """Every text colour on every ground it stands on reaches 4.5 to 1 (WCAG 2.2, level AA)."""
    style = Parsed(html_page(war_report)).raw["style"]
    themes = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.S)[:2]
    ]
    assert len(themes) == 2
    grounds = {"ink": ["paper", "card", "named-tint", "unnamed-tint", "outlet-tint", "alarm-tint"]}
    grounds |= {"soft": ["paper", "card"], "alarm": ["paper", "card", "alarm-tint"]}
    grounds |= {hue: ["paper", "card", f"{hue}-tint", "unnamed-tint"] for hue in ("named", "unnamed", "outlet")}
    for theme in themes:
        for ink, papers in grounds.items():
            for paper in papers:
                light, dark = sorted((_luminance(theme[ink]), _luminance(theme[paper])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)
