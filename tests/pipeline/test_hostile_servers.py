"""Servers that pack, redirect, break off, lie, trickle or lead inside: what each leaves in a case, and proves."""

from __future__ import annotations

import gzip
import random
import re
import socket
import time
from collections.abc import Callable, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from tests.collect.server import Behaviour, answer, serving

from firsthand.collect.fetch import Validators
from firsthand.collect.limits import Limits
from firsthand.collect.polite import Manners, Polite
from firsthand.pipeline.adding import Tally, add
from firsthand.pipeline.watching import round_of
from firsthand.plugins import Wanted
from firsthand.store import Case, changed_keys, unread, verify, watch

TEXT = "Паромну переправу закрито до ранку, повідомив черговий порту Олег Лисенко. Вантажівки пішли в об'їзд."
PAGE = f"<html><head><title>Переправа</title></head><body><article><p>{TEXT}</p></article></body></html>"
BODY = PAGE.encode()
HTML = "Content-Type: text/html; charset=utf-8"
LIMITS = Limits(bytes=1_000_000, unpacked=1_000_000, seconds=0.5)
HURRIED = Manners(delay=0, jitter=0, backoff=0.01, attempts=2, longest_wait=1)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.make(tmp_path / "case") as made:
        yield made
        assert not list(verify(made))


def polite(memory: MutableMapping[str, Validators] | None = None) -> Polite:
    return Polite(memory, allow_private=True, limits=LIMITS, manners=HURRIED)


def page(reply: Behaviour | bytes) -> Behaviour:
    """A site without rules for robots that answers every address so."""

    def behave(connection: socket.socket, path: str) -> None:
        if path == "/robots.txt":
            connection.sendall(answer(b"", status="404 Not Found"))
        elif isinstance(reply, bytes):
            connection.sendall(reply)
        else:
            reply(connection, path)

    return behave


def moved(connection: socket.socket, path: str) -> None:
    there = answer(b"", "Location: /new", status="301 Moved Permanently")
    connection.sendall(answer(BODY, HTML) if path == "/new" else there)


def trickling(connection: socket.socket, path: str) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


def endless(connection: socket.socket, path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(1000):  # 100 MB, if anybody took it
        connection.sendall(b"<p>" + b"rain " * 20_000)


def taken(case: Case, behaviour: Behaviour | bytes) -> Tally:
    with serving(page(behaviour)) as server:
        return add(case, [Wanted(server.url("/story"))], polite())


GOOD: dict[str, Behaviour | bytes] = {
    "gzip": answer(gzip.compress(BODY), HTML, "Content-Encoding: gzip"),
    "brotli": answer(brotli.compress(BODY), HTML, "Content-Encoding: br"),
    "redirected": moved,
    "wrong charset": answer(PAGE.encode("cp1251"), HTML),
    "no charset": answer(PAGE.encode("koi8-u"), "Content-Type: text/html"),
}


@pytest.mark.parametrize("how", GOOD)
def test_a_report_is_kept_however_it_comes(case: Case, how: str) -> None:
    """One capture, and its bytes are the page's own: unpacked, from where the redirect led, in their own charset."""
    tally = taken(case, GOOD[how])
    assert (tally.counts["taken"], tally.counts["failed"]) == (1, 0)
    (waiting,) = unread(case, "any")
    assert waiting.capture.data.startswith(b"<html>")
    assert waiting.capture.address.endswith("/new" if how == "redirected" else "/story")


BAD: dict[str, tuple[Behaviour | bytes, str]] = {
    "429, later": (answer(b"", "Retry-After: 3600", status="429 Too Many Requests"), "asked again in 60 minutes"),
    "503": (answer(b"", status="503 Service Unavailable"), "status 503; it was asked 2 times"),
    "500": (answer(b"", status="500 Oops"), "status 500"),
    "truncated": (b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n<html>half", "it was asked 2 times"),
    "truncated gzip": (answer(gzip.compress(BODY)[:-20], HTML, "Content-Encoding: gzip"), "it ends too early"),
    "a bomb": (answer(gzip.compress(b"0" * 50_000_000), HTML, "Content-Encoding: gzip"), "limit of 1 MB"),
    "100 MB": (endless, "limit of 1 MB"),
    "slow loris": (trickling, r"limit of 0\.5 seconds"),
    "a circle": (answer(b"", "Location: /story", status="302 Found"), "more than 5 times"),
}


@pytest.mark.parametrize("how", BAD)
def test_what_fails_is_told_and_leaves_nothing(case: Case, how: str) -> None:
    """The reason stands in the table of the run; nothing half is kept."""
    behaviour, reason = BAD[how]
    tally = taken(case, behaviour)
    assert (tally.counts["taken"], tally.counts["failed"]) == (0, 1)
    assert re.search(reason, tally.failed[0].reason), tally.failed[0].reason
    assert not list(unread(case, "any"))


def test_a_cookie_wall_is_no_report(case: Case) -> None:
    """What stands before the page is skipped with its reason, and no cookie is sent back."""
    wall = "<html><body><p>Увімкніть файли cookie та JavaScript, щоб продовжити.</p></body></html>"
    with serving(page(answer(wall.encode(), HTML, "Set-Cookie: seen=1"))) as server:
        tally = add(case, [Wanted(server.url("/a")), Wanted(server.url("/b"))], polite())
    assert (tally.counts["taken"], tally.counts["skipped"]) == (0, 2)
    assert "a wall" in tally.skipped[0].reason
    assert not any("cookie:" in request.lower() for request in server.requests)


@pytest.mark.parametrize(
    ("first", "then"),
    [(["127.0.0.1"], ["10.0.0.8"]), (["10.0.0.8"], ["127.0.0.1"]), (["169.254.169.254"], ["127.0.0.1"])],
)
def test_a_name_that_comes_to_mean_another_machine(case: Case, first: list[str], then: list[str]) -> None:
    """However a name is answered, first or second time, an address inside is never asked."""
    answers = iter([first, then])
    last = then
    with serving(page(answer(BODY, HTML))) as server:
        fetch = Polite(limits=LIMITS, manners=HURRIED, resolve=lambda host, port: next(answers, last))
        tally = add(case, [Wanted(server.url("/story", host="courier.example"))], fetch)
    assert tally.counts["failed"] == 1
    assert not server.requests


def test_an_unchanged_page_is_asked_for_politely_and_told_once(case: Case) -> None:
    """The validators of a watched page outlive the process: the second visit is answered with 304, and says nothing."""

    def behave(connection: socket.socket, path: str) -> None:
        fresh = 'if-none-match: "1"' in server.requests[-1].lower()
        connection.sendall(answer(b"", status="304 Not Modified") if fresh else answer(BODY, HTML, 'ETag: "1"'))

    with serving(page(behave)) as server:
        watch(case, server.url("/story"), "page", timedelta(minutes=10))
        assert kinds(case, 0) == ["new"]
        assert kinds(case, 1) == []
    assert 'if-none-match: "1"' in server.requests[-1].lower()


def kinds(case: Case, hour: int) -> list[str]:
    told = round_of(case, polite, None, now=datetime.now(UTC) + timedelta(hours=48 * hour), chance=random.Random(1))
    return [news.kind for news in told]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (answer(b"", status="404 Not Found"), "gone"),
        (answer(b"", status="410 Gone"), "gone"),
        (answer(b"", status="500 Oops"), "failed"),
        (answer(b"", status="503 Busy"), "failed"),
        (answer(b"", status="403 Forbidden"), "failed"),
        (b"", "failed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n<html>half", "failed"),
    ],
)
def test_only_404_and_410_say_that_a_page_is_gone(case: Case, broken: bytes, told: str) -> None:
    """An error of the server, a refusal, a broken connection: the page may be there still. Gone is told once."""
    now = [answer(BODY, HTML)]
    with serving(page(lambda connection, path: connection.sendall(now[0]))) as server:
        watch(case, server.url("/story"), "page", timedelta(minutes=10))
        assert kinds(case, 0) == ["new"]
        now[0] = broken
        assert kinds(case, 1) == [told]
        assert kinds(case, 2) == ([] if told == "gone" else ["failed"])
        assert [gone for *_, gone in changed_keys(case)] == ([True] if told == "gone" else [])
        now[0] = answer(BODY, HTML)
        assert kinds(case, 4) == (["back"] if told == "gone" else [])


def feed(*numbers: int) -> bytes:
    items = "".join(
        f"<item><guid>https://news.example/{n}</guid><link>https://news.example/{n}</link><title>Новина {n}</title>"
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;{TEXT * 4} {n}&lt;/p&gt;"
        f"</content:encoded></item>"
        for n in numbers
    )
    whole = f"<rss version='2.0'><channel><title>Новини</title>{items}</channel></rss>"
    return answer(whole.encode(), "Content-Type: application/rss+xml")


def test_an_entry_that_falls_out_of_a_feed_is_not_gone(case: Case) -> None:
    """A feed shows the newest entries only; one that fails, or is empty, takes nothing back either."""
    shown: list[bytes] = [feed(1, 2, 3)]
    with serving(page(lambda connection, path: connection.sendall(shown[0]))) as server:
        watch(case, server.url("/feed.xml"), "feed", timedelta(minutes=10))
        assert kinds(case, 0) == ["new"] * 3
        rounds: list[tuple[bytes, Callable[[list[str]], bool]]] = [
            (feed(3, 4), lambda told: told == ["new"]),
            (feed(), lambda told: "gone" not in told),
            (answer(b"", status="502 Bad Gateway"), lambda told: told == ["failed"]),
            (answer(b"", status="404 Not Found"), lambda told: "gone" not in told),
        ]
        for hour, (reply, expected) in enumerate(rounds, 1):
            shown[0] = reply
            assert expected(kinds(case, hour))
    assert not list(changed_keys(case))
