"""What is watched comes in again and again: new, changed and gone, from a real server on loopback."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.collect.server import answer, serving

from firsthand.collect.fetch import Validators
from firsthand.collect.polite import Manners, Polite
from firsthand.pipeline.changes import changes
from firsthand.pipeline.watching import News, round_of
from firsthand.pipeline.workers import Workers
from firsthand.store import Case, changed_keys, verify, watch, watched

PAGE = """<html lang="uk"><head><title>Пошкоджено {0} будинки</title></head>
<body><article><h1>Пошкоджено {0} будинки</h1>
<p>Через обстріл у громаді пошкоджено {0} будинки, повідомила голова громади Ольга Мельник. За її словами, ніхто не
постраждав, роботи тривають.</p>
<p>Рятувальники працювали на місці до ранку, повідомили у службі.</p></article></body></html>"""


class Site:
    """One page, which a test edits or takes away; it knows its ETag."""

    def __init__(self) -> None:
        self.body: bytes | None = PAGE.format("два").encode()

    def __call__(self, connection: socket.socket, path: str) -> None:
        if path == "/robots.txt" or self.body is None:
            connection.sendall(answer(b"", status="404 Not Found"))
        else:
            tag = f'"{len(self.body)}-{hash(self.body)}"'
            connection.sendall(answer(self.body, "Content-Type: text/html; charset=utf-8", f"ETag: {tag}"))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.make(tmp_path / "case") as made:
        yield made


def polite(memory: MutableMapping[str, Validators]) -> Polite:
    return Polite(memory, allow_private=True, manners=Manners(delay=0, jitter=0, backoff=0, attempts=1))


def one_round(case: Case, workers: Workers | None, at: datetime) -> list[News]:
    return list(round_of(case, polite, workers, now=at, chance=random.Random(1)))


def test_a_page_that_is_edited_and_taken_down(case: Case) -> None:
    """Each visit tells what is new to it; the words that changed stand beside each other; all of it stays."""
    site = Site()
    with serving(site) as server, Workers(1) as workers:
        address = server.url("/story")
        watch(case, address, "page", timedelta(minutes=10))
        start = datetime.now(UTC)
        assert [news.kind for news in one_round(case, workers, start)] == ["new"]
        assert not one_round(case, workers, start + timedelta(minutes=1))  # not due
        assert not one_round(case, workers, start + timedelta(hours=1))  # nothing new
        site.body = PAGE.format("чотири").encode()
        (changed,) = one_round(case, workers, start + timedelta(hours=2))
        site.body = None
        (gone,) = one_round(case, workers, start + timedelta(hours=3))
    assert changed.kind == "changed"
    assert changed.change is not None
    assert {(edit.removed, edit.added) for edit in changed.change.edits} == {("два", "чотири")}
    assert (gone.kind, gone.key) == ("gone", changed.key)
    assert [key for key, *_ in changed_keys(case)] == [changed.key]
    assert [change.gone for change in changes(case, changed.key)] == [False, True]
    assert not list(verify(case))


def test_what_fails_is_tried_later_and_later(case: Case) -> None:
    """A server that is down is told of each time, and asked less often the longer it is."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    listener.close()
    watch(case, address, "page", timedelta(minutes=10))
    waits, at = [], datetime.now(UTC)
    for _ in range(3):
        (news,) = one_round(case, None, at)
        assert news.kind == "failed"
        due = watched(case)[0].due
        waits.append(due - at)
        at = due + timedelta(seconds=1)
    assert waits == sorted(waits)
    assert watched(case)[0].failures == 3


def test_the_list_is_kept_with_the_case(case: Case) -> None:
    """Another process goes on with the same list; naming something again only gives it another interval."""
    watch(case, "https://news.example/feed.xml", "feed", timedelta(minutes=10))
    watch(case, "https://news.example/feed.xml", "feed", timedelta(hours=1))
    case.close()
    with Case.open(case.folder) as again:
        assert [(one.what, one.every) for one in watched(again)] == [
            ("https://news.example/feed.xml", timedelta(hours=1))
        ]
