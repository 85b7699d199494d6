"""How much may come, and how fast: bodies, requests, guesses; and that counting them takes bounded room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message
from tests.show.desk.guard.conftest import ORIGIN, Browser, csrf_in, small_app
from tests.store.desk.conftest import HOST

from firsthand.kinds import Role
from firsthand.show.desk.guard import Guard, Guarded, Limits, Rate, guarded
from firsthand.show.desk.guard.limits import Bodies, Buckets, Guesses, retry_after
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.tokens import make

SMALL = Limits(body=1000, uploads={"/add": 5000}, strangers=Rate(5, 1), person=Rate(5, 1), remembered=50)


@pytest.fixture
def settings(settings: Guarded) -> Guarded:
    return replace(settings, limits=SMALL)


def pieces(size: int, each: int = 100) -> Iterator[bytes]:
    """A body of no told length."""
    for _ in range(size // each):
        yield b"x" * each


@pytest.mark.parametrize(("path", "most"), [("/raw", 1000), ("/api/v1/claims/c1/decide", 1000), ("/add/more", 5000)])
def test_a_body_that_says_it_is_too_large_is_not_read(browser: Browser, path: str, most: int) -> None:
    """The answer says what the most is, and closes the connection."""
    answer = browser().post(path, content=b"x" * (most + 1))
    assert answer.status_code == 413
    assert f"larger than {most:,} bytes" in answer.text
    assert answer.headers["connection"] == "close"


def test_a_body_in_pieces_is_counted_as_it_comes(browser: Browser) -> None:
    """It tells no length; what is taken is as much as is allowed, and no more."""
    client = browser()
    headers = {"x-csrf-token": csrf_in(client.get("/").text)}
    assert client.post("/raw", content=pieces(1000), headers=headers).json() == {"size": 1000}
    answer = client.post("/raw", content=pieces(1100), headers=headers)
    assert answer.status_code == 413
    form = headers | {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/claims/c1/decide", content=pieces(100_000), headers=form).status_code == 413
    parts = headers | {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/add", content=pieces(100_000), headers=parts).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "ten", "9" * 400, "10, 10"])
def test_a_length_that_is_none_is_refused(browser: Browser, length: str) -> None:
    """Neither guessed at nor turned into a number of any size."""
    answer = browser().post("/raw", content=pieces(100), headers={"content-length": length})
    assert answer.status_code in (400, 413)


def answered(app: ASGIApp, messages: list[Message | float], path: str = "/raw") -> list[Message]:
    """What an app answers where the body comes as the messages say; a number is so many seconds of silence."""
    sent: list[Message] = []

    async def receive() -> Message:
        while True:
            if not messages:
                await asyncio.sleep(60)
            message = messages.pop(0)
            if not isinstance(message, float):
                return message
            await asyncio.sleep(message)

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, receive, send)

    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b"", "state": {}}
    asyncio.run(run())
    return sent


def test_a_body_that_comes_too_slowly_ends(desk: Desk, settings: Guarded) -> None:
    """Who holds a connection by sending a byte now and then is let go of."""
    quick = replace(settings, limits=replace(SMALL, body_within=timedelta(milliseconds=50)))
    app = Bodies(small_app(desk), quick)
    more: Message = {"type": "http.request", "body": b"x", "more_body": True}
    sent = answered(app, [more, 0.03, dict(more), 0.1, dict(more)])
    assert sent[0]["status"] == 408
    assert answered(app, [more, {"type": "http.request", "body": b""}])[0]["status"] == 200


def test_a_stranger_who_asks_too_much_waits(browser: Browser, taras: Person) -> None:
    """From one address; another is not held back by it, nor is who logs in from somewhere else."""
    client = browser("192.0.2.7")
    answers = [client.get("/login") for _ in range(8)]
    assert [answer.status_code for answer in answers][-2:] == [429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert browser("192.0.2.8").get("/login").status_code != 429
    assert browser("2001:db8::1").get("/login").status_code != 429


def test_a_person_has_a_limit_and_the_machine_none(desk: Desk, settings: Guarded, taras: Person) -> None:
    """However many addresses a person comes from."""
    guard = Guard(desk, settings)
    _, secret = make(desk, taras, "x", Role.READER, timedelta(days=1), HOST)
    app = guarded(small_app(desk), guard)
    found = []
    for number in range(8):
        client = TestClient(app, base_url=ORIGIN, client=(f"192.0.2.{number}", 1))
        found.append(client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).status_code)
    assert found[:5] == [200] * 5
    assert found[-1] == 429
    guard.close()


def test_the_machine_itself_has_no_limit(browser: Browser) -> None:
    """Who works alone is not counted."""
    client = browser()
    assert {client.get("/api/v1/me").status_code for _ in range(20)} == {200}


def test_another_site_cannot_fill_the_audit(browser: Browser) -> None:
    """A page left open elsewhere in the browser asks a thousand times: it is refused, and soon not even noted."""
    client = browser()
    asking = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    statuses = [client.get("/", headers=asking).status_code for _ in range(8)]
    assert statuses[:5] == [403] * 5
    assert statuses[-1] == 429
    assert client.get("/").status_code == 200


def test_the_room_for_counting_is_bounded() -> None:
    """A million addresses take the room of those that are remembered."""
    buckets, guesses = Buckets(Rate(2, 1), 50), Guesses(1, 60, 50)
    for number in range(1000):
        buckets.take(str(number))
        guesses.try_one(str(number))
    assert len(buckets) == len(guesses) == 50


def test_a_bucket_fills_again() -> None:
    """With time, and not beyond its size."""
    now = [0.0]
    bucket = Buckets(Rate(2, 0.5), 10, lambda: now[0])
    assert [bucket.take("a") for _ in range(3)] == [0, 0, 2.0]
    now[0] = 2.0
    assert [bucket.take("a") for _ in range(2)] == [0, 2.0]
    now[0] = 1000.0
    assert [bool(bucket.take("a")) for _ in range(3)] == [False, False, True]
    assert retry_after(0.1) == {"Retry-After": "1"}
    assert retry_after(2.1) == {"Retry-After": "3"}


def test_each_further_guess_waits_twice_as_long() -> None:
    """After those that are free, up to the longest; a right one forgives, a day forgets."""
    now = [0.0]
    guesses = Guesses(2, 8, 10, lambda: now[0])
    waited = []
    for _ in range(8):
        wait = guesses.try_one("a")
        waited.append(wait)
        if wait:
            now[0] += wait
            assert guesses.try_one("a") == 0
    assert waited == [0, 0, 1, 2, 4, 8, 8, 8]
    assert guesses.try_one("b") == 0
    guesses.right("a")
    assert guesses.try_one("a") == 0
    guesses.not_wrong("a")
    assert [guesses.try_one("a"), guesses.try_one("a")] == [0, 0]
    now[0] += 100_000
    assert guesses.try_one("a") == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 5)), max_size=60))
def test_no_order_of_requests_gets_more_than_the_rate(asked: list[tuple[str, float]]) -> None:
    """Over any time: the burst, and so many a second."""
    now = [0.0]
    buckets = Buckets(Rate(3, 1), 10, lambda: now[0])
    taken = {"a": 0, "b": 0, "c": 0}
    for key, later in asked:
        now[0] += later
        taken[key] += buckets.take(key) == 0
    assert all(count <= 3 + now[0] + 1e-6 for count in taken.values())
