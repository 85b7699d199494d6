"""What `watch` tells: readable lines within 80 columns, JSON as its schema says, and nothing that steers a terminal."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from firsthand.model import About, Forward
from firsthand.pipeline import check
from firsthand.pipeline.changes import Change, Edit
from firsthand.pipeline.restated import restated
from firsthand.pipeline.watching import Kind, News
from firsthand.show.console import console_for
from firsthand.show.news_json import news_bytes, news_schema
from firsthand.show.news_lines import change_lines, news_lines
from firsthand.show.plain import UNSAFE
from firsthand.store import Sighting

WAS = (
    "Shell hits market\n\nBEIRUT, Jan 3 (Reuters) - At least 12 people were killed when a shell hit a market in Saida "
    "on Friday, residents said. The governor, Ali Haddad, said that two schools had been damaged."
)
NOW = WAS.replace("12", "15").replace("Haddad, said", "Haddad, denied")
HOSTILE = (
    "Shell hits market\u202e\x1b[31m\n\n"
    "The governor, Ali\x1b]0;x\x07 Haddad\u2066, said that two schools\x9b2J were hit."
)


def news(kind: Kind, text: str = WAS, **known: object) -> News:
    return News(
        "@ozerne", "telegram:ozerne/7", "https://t.me/ozerne/7", kind=kind, seen="2026-01-03T10:00:00+00:00",
        report=check(text, language="en"), **known,  # type: ignore[arg-type]
    )  # fmt: skip


def changed(before: str = WAS, after: str = NOW, **known: object) -> News:
    was, now = check(before, language="en"), check(after, language="en")
    seen = [Sighting(n, "https://t.me/ozerne/7", f"2026-01-0{n}T10:00:00+00:00", n, None, True) for n in (1, 2)]
    change = Change(seen[0], seen[1], (Edit("12", "15"), Edit("said", "denied")))
    return news("changed", after, change=change, before=was, restated=restated(was, now), **known)


def shown(told: News, width: int = 80) -> str:
    out = io.StringIO()
    console = console_for(out, width)
    for line in news_lines(told):
        console.print(line)
    return out.getvalue()


EVERY_KIND = [
    news("new", about=About(outlet="Озерне", forward=Forward("Водоканал", "https://t.me/voda/31"))),
    news("gone"),
    changed(about=About(edited=datetime(2026, 1, 3, 9, tzinfo=UTC))),
    News("https://news.example/feed", kind="failed", reason="it answered with 503"),
    News("@ozerne", "telegram:ozerne/8", "https://t.me/ozerne/8", about=About(text="…", edited=True)),
    news("new", HOSTILE, about=About(outlet="\x1b[2J\u202eenrezO", forward=Forward("\x07bell\u2069"))),
    changed(HOSTILE, HOSTILE.replace("two", "\x1b[8mnine")),
]


@pytest.mark.parametrize("told", EVERY_KIND, ids=range(len(EVERY_KIND)))
def test_news_keeps_to_its_schema(told: News) -> None:
    """Every field is there, and none that is not described; one line, without what could steer a terminal."""
    written = news_bytes(told).decode()
    Draft202012Validator(news_schema()).validate(json.loads(written))
    assert not UNSAFE.search(written)
    assert "\n" not in written


@pytest.mark.parametrize("told", EVERY_KIND, ids=range(len(EVERY_KIND)))
def test_lines_are_plain_and_fit(told: News) -> None:
    """No line is wider than 80 columns, and none holds an escape, whoever wrote the post."""
    lines = shown(told).splitlines()
    assert lines[0].startswith(told.kind)
    assert all(len(line) <= 80 for line in lines)
    assert not any(UNSAFE.search(line) for line in lines)


def test_a_new_post_is_told_by_its_statements() -> None:
    """What to stop at comes first, then whom it credits, then who says what, and what kind of voice that is."""
    said = shown(EVERY_KIND[0])
    assert "Озерне · forwarded from Водоканал" in said
    order = [
        "A figure rests on a voice without a name",
        "It credits Reuters",
        "At least 12 people were killed",
        "residents, group without a name",
        "two schools had been damaged",
        "The governor, Ali Haddad, named",
    ]
    found = [" ".join(said.split()).find(words) for words in order]
    assert -1 not in found
    assert found == sorted(found)


def test_a_changed_post_is_told_by_what_changed() -> None:
    """Words that went and came, then each statement that says otherwise, with both figures or modes."""
    said = " ".join(shown(EVERY_KIND[2]).split())
    assert "marked as edited at 2026-01-03 09:00:00+00:00" in said
    for words in ("- 12 + 15", "at least 12 people, now at least 15 people", "asserted, now denied"):
        assert words in said


def test_a_post_that_is_gone_is_told_with_what_it_said() -> None:
    """A deletion matters by what is no longer there."""
    said = shown(news("gone"))
    assert "It said:" in said
    assert "At least 12 people were killed" in said


def test_what_could_not_be_read_is_not_called_unchanged() -> None:
    """Silence about a post that nothing could read would look like an edit without consequence."""
    seen = Sighting(1, "a", "2026-01-01T10:00:00+00:00", 1, None)
    told = News("@ozerne", "k", "https://t.me/ozerne/7", kind="changed", change=Change(seen, seen, ()))
    assert "Nothing could be read" in shown(told)


def test_the_schema_describes_every_field() -> None:
    """A field without a description, or an object that takes any field, is not documented."""
    Draft202012Validator.check_schema(news_schema())
    left: list[object] = [news_schema()]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
                assert all(each.get("description") for each in node["properties"].values())
            left += node.values()
        elif isinstance(node, list):
            left += node


def test_history_says_that_a_post_is_marked_as_edited() -> None:
    """The post's own word stands beside what was seen."""
    out = io.StringIO()
    console = console_for(out, 80)
    change = changed().change
    assert change is not None
    for line in change_lines(change):
        console.print(line)
    assert "marked as edited" in out.getvalue()
    assert "- 12" in out.getvalue()
