"""What is asked before the case is held comes in as if it were asked then: the same news, from the same requests."""

from __future__ import annotations

import random
import socket
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.collect.channels.test_telegram_preview import NAME, post
from tests.collect.server import answer, serving
from tests.pipeline.test_watching_channel import Channel, numbered
from tests.store.captures import capture

from firsthand.collect.fetch import Validators
from firsthand.collect.polite import Manners, Polite
from firsthand.errors import Unreachable
from firsthand.model import Capture
from firsthand.pipeline import ahead
from firsthand.pipeline.ahead import Ahead, Memory
from firsthand.pipeline.watching import asked_ahead, round_of
from firsthand.plugins import Fetch
from firsthand.store import Case, verify, watch

OLD, NEW = Validators('"1"'), Validators('"2"')


class Asked:
    """A `Fetch` that gives what it is told to, and notes the validators that it was asked with."""

    def __init__(self, *found: Capture | Unreachable | None) -> None:
        self.found = list(found)
        self.with_: list[Validators | None] = []
        self.memory: Memory = {}

    def __call__(self, address: str) -> Capture | None:
        self.with_.append(self.memory.get(address))
        self.memory[address] = NEW
        found = self.found.pop(0)
        if isinstance(found, Unreachable):
            del self.memory[address]
            raise found
        return found

    def fetch_with(self, memory: Memory) -> Fetch:
        self.memory = memory
        return self


def test_answers_come_again_in_their_order() -> None:
    """Each once, with the validators it brought; what failed fails again, and what was not asked is asked then."""
    asked = Asked(capture("first"), None, Unreachable("a is gone"), capture("later"))
    kept = Ahead(asked.fetch_with)
    first: Memory = {"a": OLD, "other": OLD}
    fetch = kept.asking(first)
    assert fetch("a") == capture("first")
    assert fetch("a") is None
    with pytest.raises(Unreachable):
        fetch("a")
    assert first == {"other": OLD}

    memory: Memory = {"a": OLD, "other": OLD}
    fetch = kept.answering(memory)
    assert fetch("a") == capture("first")
    assert memory == {"a": NEW, "other": OLD}
    assert fetch("a") is None
    with pytest.raises(Unreachable, match="a is gone"):
        fetch("a")
    assert memory == {"other": OLD}
    assert asked.with_ == [OLD, NEW, NEW]
    assert fetch("a") == capture("later")
    assert asked.with_[3:] == [None]
    assert memory == {"a": NEW, "other": OLD}


def test_no_more_is_kept_in_mind_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is asked for once more."""
    monkeypatch.setattr(ahead, "_MOST_BYTES", 10)
    first, second, third = (capture(f"{number} of three") for number in range(3))
    asked = Asked(first, second, third)
    kept = Ahead(asked.fetch_with)
    fetch, full = kept.asking({}), []
    for _ in range(2):
        full.append(kept.full)
        fetch("a")
    assert full == [False, True]
    fetch = kept.answering({})
    assert [fetch("a"), fetch("a")] == [first, third]


def rounds(folder: Path, *, before: bool) -> tuple[list[list[tuple[str, str]]], list[str]]:
    """What four visits to a channel tell, which is edited in between, and what they asked for."""
    channel = Channel(numbered(*range(1, 13)))
    told: list[list[tuple[str, str]]] = []
    with serving(channel) as server, Case.make(folder) as case:

        def fetch_with(memory: MutableMapping[str, Validators]) -> Fetch:
            polite = Polite(memory, allow_private=True, manners=Manners(delay=0, jitter=0, backoff=0, attempts=1))

            def fetch(address: str) -> Capture | None:
                found = polite(address.replace("https://t.me", server.url("").rstrip("/")))
                return replace(found, address=address) if found else None

            return fetch

        watch(case, f"@{NAME}", "telegram", timedelta(minutes=10))
        for visit in range(4):
            at = datetime.now(UTC) + timedelta(days=2 * visit + 1)
            answers = asked_ahead(case, fetch_with, at) if before else fetch_with
            told.append([(n.key, n.kind) for n in round_of(case, answers, None, now=at, chance=random.Random(1))])
            channel.posts[3 + visit] = post(3 + visit, f"Виправлено {visit}.")
            channel.posts |= numbered(13 + visit)
            channel.posts.pop(8 + visit)
        assert not list(verify(case))
    return told, channel.asked


def test_a_channel_tells_the_same(tmp_path: Path) -> None:
    """New, edited and deleted posts of a channel that is paged back through and visited again, and nothing is asked
    for twice."""
    told, asked = rounds(tmp_path / "one", before=False)
    assert rounds(tmp_path / "other", before=True) == (told, asked)
    assert {kind for visit in told for _, kind in visit} == {"new", "changed", "gone"}


def test_nobody_waits_for_a_site(tmp_path: Path) -> None:
    """While it answers, another can write to the case; and what it answered, 404 or not changed, is told as ever."""
    folder, body = tmp_path / "case", [b"<html><article><p>One.</p></article></html>"]
    asked: list[str] = []

    def behave(connection: socket.socket, path: str) -> None:
        if path != "/story":
            connection.sendall(answer(b"", status="404 Not Found"))
            return
        asked.append(path)
        with Case.open(folder, write=True) as case:
            case.end(case.begin("a verdict"), {})
        if body:
            connection.sendall(answer(body[0], "Content-Type: text/html", f'ETag: "{len(body[0])}"'))
        else:
            connection.sendall(answer(b"", status="404 Not Found"))

    def fetch_with(memory: Memory) -> Polite:
        return Polite(memory, allow_private=True, manners=Manners(delay=0, jitter=0, backoff=0, attempts=1))

    kinds = []
    with serving(behave) as server:
        with Case.make(folder) as case:
            watch(case, server.url("/story"), "page", timedelta(minutes=10))
        for hour in range(1, 4):
            at = datetime.now(UTC) + timedelta(hours=hour)
            with Case.open(folder) as case:
                answers = asked_ahead(case, fetch_with, at)
            with Case.open(folder, write=True) as case:
                kinds.append([news.kind for news in round_of(case, answers, None, now=at, chance=random.Random(1))])
            if hour == 2:
                body.clear()
    assert kinds == [["new"], [], ["gone"]]
    assert len(asked) == 3


def test_what_is_not_due_is_not_asked(tmp_path: Path) -> None:
    """Nor is anything where nothing is watched."""
    asked = Asked()
    with Case.make(tmp_path / "case") as case:
        now = datetime.now(UTC)
        asked_ahead(case, asked.fetch_with, now)
        watch(case, "https://news.example/feed", "feed", timedelta(minutes=10))
        asked_ahead(case, asked.fetch_with, now - timedelta(days=1))
    assert asked.with_ == []
