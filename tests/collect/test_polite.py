"""Manners towards real servers on loopback, with a clock that only pretends to wait."""

from __future__ import annotations

import random
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.collect.server import Behaviour, answer, serving

from firsthand.collect.fetch import fetch
from firsthand.collect.limits import Limits
from firsthand.collect.polite import Manners, Polite, Validators
from firsthand.collect.resolver import system_resolver
from firsthand.errors import (
    AddressRefused,
    BadStatus,
    FetchError,
    RobotsRefused,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)

PAGE = "<p>Через повінь закрито міст, повідомила громада.</p>".encode()
NO_ROBOTS = answer(b"", status="404 Not Found")


class FakeClock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def utc(self) -> datetime:
        return datetime(2024, 5, 1, 12, tzinfo=UTC) + timedelta(seconds=self.time - 1000)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def polite(clock: FakeClock, memory: dict[str, Validators] | None = None, **manners: float) -> Polite:
    """One that may ask this machine, and whose pauses are exact."""
    exact = Manners(**{"jitter": 0.0, **manners})  # type: ignore[arg-type]
    return Polite(memory, allow_private=True, manners=exact, clock=clock)


def in_turn(*answers: bytes, robots: bytes = NO_ROBOTS) -> Behaviour:
    """Answer robots.txt, and every other request with the next answer; the last one stays."""
    left = list(answers)

    def behave(connection: socket.socket, path: str) -> None:
        if path == "/robots.txt":
            connection.sendall(robots)
        else:
            connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    return behave


def paths(requests: list[str]) -> list[str]:
    return [request.split(" ")[1] for request in requests]


def test_the_exchange_is_kept_as_sent_and_received() -> None:
    """What was asked and answered can be shown later, header by header."""
    reply = answer(PAGE, "Content-Type: text/html", "X-Twice: a", "x-twice: b", status="200 Fine")
    with serving(lambda connection, path: connection.sendall(reply)) as server:
        got = fetch(server.url("/a?b=1"), allow_private=True, limits=Limits(), resolve=system_resolver)
    assert got is not None
    assert got.exchange is not None
    lines = [got.exchange.request, *(f"{name}: {value}" for name, value in got.exchange.request_headers), "", ""]
    assert "\r\n".join(lines) == server.requests[0]
    assert got.exchange.status == "200 Fine"
    assert [pair for pair in got.exchange.headers if pair[0].lower() == "x-twice"] == [
        ("X-Twice", "a"),
        ("x-twice", "b"),
    ]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone_is_a_capture(status: str) -> None:
    """That a page is no longer there is something seen, with the answer that says so."""
    reply = answer(b"nothing here", status=status)
    with serving(lambda connection, path: connection.sendall(reply)) as server:
        got = polite(FakeClock())(server.url("/page"))
    assert got is not None
    assert (got.gone, got.address, got.data) == (True, server.url("/page"), b"")
    assert got.exchange is not None
    assert got.exchange.status == status


def test_a_page_is_asked_for_again_only_if_it_changed() -> None:
    """Validators come back with the next request, and a 304 is no capture."""
    first = answer(PAGE, 'ETag: "v1"', "Last-Modified: Wed, 01 May 2024 10:00:00 GMT")
    memory: dict[str, Validators] = {}
    with serving(in_turn(first, answer(b"", status="304 Not Modified"))) as server:
        assert polite(FakeClock(), memory)(server.url("/page")) is not None
        assert memory == {server.url("/page"): Validators('"v1"', "Wed, 01 May 2024 10:00:00 GMT")}
        assert polite(FakeClock(), memory)(server.url("/page")) is None
    assert 'If-None-Match: "v1"\r\nIf-Modified-Since: Wed, 01 May 2024 10:00:00 GMT\r\n' in server.requests[-1]


def test_validators_can_be_shown_without_manners() -> None:
    """`fetch` itself asks once, with what it is given."""
    with serving(lambda connection, path: connection.sendall(answer(b"", status="304 Not Modified"))) as server:
        got = fetch(
            server.url(), allow_private=True, limits=Limits(), resolve=system_resolver, validators=Validators('"v1"')
        )
        assert got is None
        assert 'If-None-Match: "v1"' in server.requests[0]


def test_validators_of_a_page_that_is_gone_are_forgotten() -> None:
    """When it comes back, it is seen again whole."""
    with serving(in_turn(answer(b"", status="410 Gone"))) as server:
        memory = {server.url("/page"): Validators('"v1"')}
        polite(FakeClock(), memory)(server.url("/page"))
    assert memory == {}


@pytest.mark.parametrize("etag", ["я", "a\tb", "a" * 2000])
def test_a_validator_that_cannot_be_sent_back_is_not_kept(etag: str) -> None:
    """A server cannot make its next request fail."""
    head = f"HTTP/1.1 200 OK\r\nETag: {etag}\r\nContent-Length: 0\r\n\r\n".encode()
    memory: dict[str, Validators] = {}
    with serving(in_turn(head)) as server:
        polite(FakeClock(), memory)(server.url())
    assert memory == {}


def test_an_unasked_for_304_is_an_error() -> None:
    """Nothing was seen before that could be unchanged."""
    with serving(in_turn(answer(b"", status="304 Not Modified"))) as server, pytest.raises(BadStatus, match="304"):
        polite(FakeClock())(server.url())


def test_robots_are_asked_once_and_kept_to() -> None:
    """What a site forbids is not asked for; its file is read once a day."""
    robots = answer(b"User-agent: *\nDisallow: /private*.html$\nAllow: /\n\nUser-agent: other\nDisallow: /\n")
    clock = FakeClock()
    with serving(in_turn(answer(PAGE), robots=robots)) as server:
        ask = polite(clock)
        assert ask(server.url("/news")) is not None
        with pytest.raises(RobotsRefused, match=r"robots\.txt asks not to fetch"):
            ask(server.url("/private/x.html"))
        assert paths(server.requests) == ["/robots.txt", "/news"]
        clock.time += 25 * 3600
        ask(server.url("/news"))
        assert paths(server.requests)[2:] == ["/robots.txt", "/news"]


def test_robots_may_name_this_program() -> None:
    """Who wants it away can say so."""
    robots = answer(b"User-agent: firsthand\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    with serving(in_turn(answer(PAGE), robots=robots)) as server:
        with pytest.raises(RobotsRefused):
            polite(FakeClock())(server.url())
        assert paths(server.requests) == ["/robots.txt"]


def test_a_site_whose_robots_fail_is_left_alone_for_now() -> None:
    """Not knowing the rules is not the same as there being none."""
    clock = FakeClock()
    with serving(in_turn(answer(PAGE), robots=answer(b"", status="503 Busy"))) as server:
        ask = polite(clock)
        for _ in range(2):
            with pytest.raises(RobotsRefused, match="503"):
                ask(server.url())
        assert paths(server.requests) == ["/robots.txt"] * 3


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"Disallow" * 100_000, b"<html>not found</html>", b"Crawl-delay: x"])
def test_any_robots_file_is_read_somehow(body: bytes) -> None:
    """Rubbish forbids nothing."""
    with serving(in_turn(answer(PAGE), robots=answer(body))) as server:
        assert polite(FakeClock())(server.url()) is not None


def test_requests_to_one_host_lie_apart() -> None:
    """A pause before each, longer where the site's robots.txt wants it, with some chance in it."""
    clock = FakeClock()
    with serving(in_turn(answer(PAGE))) as server:
        ask = polite(clock)
        ask(server.url("/1"))
        ask(server.url("/2"))
    assert clock.slept == [1.0, 1.0]
    clock = FakeClock()
    with serving(in_turn(answer(PAGE), robots=answer(b"User-agent: *\nCrawl-delay: 7\n"))) as server:
        ask = Polite(allow_private=True, clock=clock, jitter=random.Random(4))
        for number in range(3):
            ask(server.url(f"/{number}"))
    assert 1.0 < clock.slept[0] < 1.5
    assert clock.slept[1:] == [7.0, 7.0]


def test_one_host_is_asked_by_one_thread_at_a_time() -> None:
    """However many feeds of one host there are, it gets one request at once."""
    busy, most = 0, 0
    count = threading.Lock()

    def behave(connection: socket.socket, path: str) -> None:
        nonlocal busy, most
        with count:
            busy, most = busy + 1, max(most, busy + 1)
        time.sleep(0.02)
        with count:
            busy -= 1
        connection.sendall(answer(PAGE))

    with serving(behave) as server:
        ask = Polite(allow_private=True, manners=Manners(delay=0.0))
        threads = [threading.Thread(target=ask, args=(server.url(),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert paths(server.requests) == ["/robots.txt", "/", "/", "/", "/"]
    assert most == 1


def test_waiting_as_long_as_asked_in_seconds() -> None:
    """429 with Retry-After: the next request comes when the host wants it."""
    later = answer(b"", "Retry-After: 30", status="429 Too Many Requests")
    clock = FakeClock()
    with serving(in_turn(later, answer(PAGE))) as server:
        got = polite(clock)(server.url())
    assert got is not None
    assert got.data == PAGE
    assert clock.slept == [1.0, 30.0]


def test_what_a_host_asked_for_holds_for_the_next_address_too() -> None:
    """Giving up on one page is no leave to ask for another at once."""
    clock = FakeClock()
    with serving(in_turn(answer(b"", "Retry-After: 60", status="429 Too Many Requests"), answer(PAGE))) as server:
        ask = polite(clock, attempts=1)
        with pytest.raises(BadStatus):
            ask(server.url("/a"))
        ask(server.url("/b"))
    assert clock.slept == [1.0, 60.0]


def test_waiting_until_a_date_by_the_clock_of_the_host() -> None:
    """A date is held against the answer's own: the clocks may differ by hours."""
    there = datetime(2031, 1, 1, tzinfo=UTC)
    later = answer(
        b"",
        f"Date: {format_datetime(there, usegmt=True)}",
        f"Retry-After: {format_datetime(there + timedelta(seconds=45), usegmt=True)}",
        status="503 Service Unavailable",
    )
    clock = FakeClock()
    with serving(in_turn(later, answer(PAGE))) as server:
        polite(clock)(server.url())
    assert clock.slept == [1.0, 45.0]


def test_backing_off_and_giving_up() -> None:
    """Twice as long each time, up to a limit, and then the status is told."""
    clock = FakeClock()
    with serving(in_turn(answer(b"", "Retry-After: soon", status="503 Busy"))) as server:
        with pytest.raises(BadStatus, match="was asked 4 times") as raised:
            polite(clock, attempts=4, longest_wait=5)(server.url())
        assert raised.value.status == 503
        assert paths(server.requests).count("/") == 4
    assert clock.slept == [1.0, 2.0, 4.0, 5.0]


def test_an_error_that_stays_is_not_asked_about_again() -> None:
    """403 is an answer, not a hiccup."""
    with serving(in_turn(answer(b"", status="403 Forbidden"))) as server:
        with pytest.raises(BadStatus, match="403"):
            polite(FakeClock())(server.url())
        assert paths(server.requests) == ["/robots.txt", "/"]


@pytest.mark.parametrize(
    ("header", "told"),
    [("3600", "asked again in 60 minutes"), ("999999999999", "asked again in more than 60 minutes")],
)
def test_an_address_that_wants_much_time_is_given_up_and_no_other(header: str, told: str) -> None:
    """It is not waited for; the next address of the host is, for two minutes, and then it is asked for."""
    clock = FakeClock()
    with serving(in_turn(answer(b"", f"Retry-After: {header}", status="429 Slow Down"), answer(PAGE))) as server:
        ask = polite(clock)
        with pytest.raises(BadStatus, match=told):
            ask(server.url("/a"))
        assert ask(server.url("/b")) is not None
        assert paths(server.requests) == ["/robots.txt", "/a", "/b"]
    assert clock.slept == [1.0, 120.0]


@pytest.mark.parametrize(("header", "rest"), [("1800", 30), ("999999999999", 60), ("150", 10)])
def test_a_host_that_wants_much_time_of_everybody_gets_it(header: str, rest: int) -> None:
    """After three addresses it rests for as long as it wants: ten minutes at least, and an hour at most."""
    clock = FakeClock()
    with serving(in_turn(answer(b"", f"Retry-After: {header}", status="429 Slow Down"))) as server:
        ask = polite(clock)
        for number in range(3):
            with pytest.raises(BadStatus, match="too long to wait for"):
                ask(server.url(f"/{number}"))
        with pytest.raises(FetchError, match=f"left alone for {rest} minutes"):
            ask(server.url("/3"))
        assert len(server.requests) == 4
        clock.time += rest * 60 + 1
        with pytest.raises(BadStatus):
            ask(server.url("/3"))


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n<p>half"])
def test_half_an_answer_is_asked_for_again(cut: bytes) -> None:
    """A connection that breaks once costs nothing; a truncated body is never kept."""
    with serving(in_turn(cut, answer(PAGE))) as server:
        got = polite(FakeClock())(server.url())
    assert got is not None
    assert got.data == PAGE


def test_a_host_that_fails_again_and_again_is_left_alone() -> None:
    """A thousand addresses of a dead host do not take a thousand waits."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    clock = FakeClock()
    ask = polite(clock)
    for number in range(3):
        with pytest.raises(Unreachable, match="was asked 3 times"):
            ask(f"http://127.0.0.1:{port}/{number}")
    slept = len(clock.slept)
    with pytest.raises(FetchError, match="left alone for 10 minutes"):
        ask(f"http://127.0.0.1:{port}/4")
    assert len(clock.slept) == slept


def test_redirects_keep_to_the_rules_of_each_site() -> None:
    """What one site may not be asked for directly is not asked for through another."""
    with serving(in_turn(answer(PAGE), robots=answer(b"User-agent: *\nDisallow: /closed\n"))) as other:
        onward = answer(b"", f"Location: {other.url('/closed')}", status="302 Found")
        with serving(in_turn(onward)) as server, pytest.raises(RobotsRefused, match="closed"):
            polite(FakeClock())(server.url())
        assert paths(other.requests) == ["/robots.txt"]


def test_a_redirect_that_waits_for_a_cookie_ends() -> None:
    """No cookie is ever sent back, and the message says what may be behind it."""
    wall = answer(b"", "Set-Cookie: seen=1", "Location: /", status="302 Found")
    with serving(in_turn(wall)) as server:
        with pytest.raises(TooManyRedirects, match="cookie"):
            polite(FakeClock())(server.url())
        assert not any("Cookie:" in request for request in server.requests)


def test_a_private_address_is_refused_without_a_request() -> None:
    """Not even its robots.txt is asked for."""
    with serving(in_turn(answer(PAGE))) as server:
        with pytest.raises(AddressRefused, match="loopback"):
            Polite(clock=FakeClock())(server.url())
        assert server.requests == []


def test_a_name_that_moves_into_the_private_network_is_refused() -> None:
    """DNS rebinding: the answer that counts is the one of this very connection, and it is checked."""
    numbers = iter(["198.41.0.4"])

    def rebinding(host: str, port: int) -> list[str]:
        return [next(numbers, "127.0.0.1")]

    with serving(in_turn(answer(PAGE))) as server:
        assert rebinding("courier.example", server.port) == ["198.41.0.4"]  # as a check beforehand would see it
        with pytest.raises(AddressRefused, match="leads to 127"):
            Polite(clock=FakeClock(), resolve=rebinding)(server.url(host="courier.example"))
        assert server.requests == []


def test_robots_that_lead_into_the_private_network_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of rules is fetched with the same care as a page."""
    from firsthand.collect.addresses import refusal

    first: list[str] = []

    def as_if_the_first_were_public(number: str) -> str | None:
        first.append(number)
        return None if len(first) == 1 else refusal(number)

    monkeypatch.setattr("firsthand.collect.addresses.refusal", as_if_the_first_were_public)
    robots = answer(b"", "Location: http://169.254.169.254/robots.txt", status="302 Found")
    with serving(in_turn(answer(PAGE), robots=robots)) as server:
        with pytest.raises(RobotsRefused, match="link-local"):
            Polite(clock=FakeClock(), resolve=lambda host, port: ["127.0.0.1"])(server.url(host="courier.example"))
        assert paths(server.requests) == ["/robots.txt"]


def test_a_hundred_megabytes_are_left_at_the_limit() -> None:
    """It is not asked for a second time: it will not be smaller."""
    sent = 0

    def behave(connection: socket.socket, path: str) -> None:
        nonlocal sent
        if path == "/robots.txt":
            connection.sendall(NO_ROBOTS)
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while sent < 100_000_000:
            connection.sendall(b"rain " * 20_000)
            sent += 100_000

    with serving(behave) as server:
        with pytest.raises(TooLarge, match="20 MB"):
            polite(FakeClock())(server.url())
        assert paths(server.requests) == ["/robots.txt", "/"]
    assert sent < 50_000_000


def test_a_server_that_trickles_is_given_up_on() -> None:
    """A byte at a time holds nobody for longer than the limit of one request, times the attempts."""

    def behave(connection: socket.socket, path: str) -> None:
        if path == "/robots.txt":
            connection.sendall(NO_ROBOTS)
            return
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X" * 20:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    with serving(behave) as server:
        ask = Polite(
            allow_private=True, limits=Limits(seconds=0.3), manners=Manners(attempts=2, jitter=0), clock=FakeClock()
        )
        with pytest.raises(TimedOut, match=r"limit of 0\.3 seconds; it was asked 2 times"):
            ask(server.url())


@given(
    st.lists(st.sampled_from(["200 OK", "302 Found", "304 Same", "404 Not Found", "429 Slow", "503 Busy"]), max_size=6),
    st.sampled_from(["", "Retry-After: 5", "Retry-After: x", "Retry-After: 99999999999999", "Location: /", "ETag: x"]),
)
@settings(max_examples=25, deadline=None)
def test_any_row_of_answers_ends(statuses: list[str], header: str) -> None:
    """Whatever a server answers, in whatever order, there is a capture, nothing new, or an error of ours."""
    replies = [answer(PAGE, *([header] if header else []), status=status) for status in [*statuses, "200 OK"]]
    clock = FakeClock()
    with serving(in_turn(*replies)) as server:
        try:
            got = polite(clock, {server.url(): Validators("x")})(server.url())
        except FetchError:
            got = None
        assert got is None or got.gone or got.data == PAGE
    assert sum(clock.slept) < 1000
