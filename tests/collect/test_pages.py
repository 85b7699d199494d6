"""Pages from a real server on loopback that is slow, endless, lying or broken."""

from __future__ import annotations

import gzip
import socket
import time
import zlib

import brotli
import pytest
from tests.collect.server import answer, serving

from firsthand.collect import Limits, from_address
from firsthand.errors import (
    AddressRefused,
    BadStatus,
    FetchError,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)

PAGE = b"<html><body><p>Rain closed the pass road, the district said.</p></body></html>"


def test_a_page_is_captured() -> None:
    """The body arrives with what the server says of it, asked for under its own name."""
    reply = answer(PAGE, "Content-Type: text/html; charset=UTF-8")
    with serving(lambda connection, path: connection.sendall(reply)) as server:
        url = server.url("/pass?id=3#top", host="courier.example")
        capture = from_address(url, allow_private=True, resolve=lambda host, port: ["127.0.0.1"])
    assert capture.data == PAGE
    assert (capture.media_type, capture.charset) == ("text/html", "utf-8")
    assert capture.address == url.removesuffix("#top")
    assert server.requests[0].startswith("GET /pass?id=3 HTTP/1.1\r\n")
    assert f"\r\nHost: courier.example:{server.port}\r\n" in server.requests[0]


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would connect to addresses that were never checked."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(lambda connection, path: connection.sendall(answer(PAGE))) as server:
        assert from_address(server.url(), allow_private=True).data == PAGE


def test_redirects_are_followed_to_their_end() -> None:
    """The capture's address is where the last redirect led."""

    def behave(connection: socket.socket, path: str) -> None:
        onward = answer(b"", "Location: /new#part", status="301 Moved Permanently")
        connection.sendall(onward if path == "/old" else answer(PAGE))

    with serving(behave) as server:
        capture = from_address(server.url("/old"), allow_private=True)
        assert (capture.data, capture.address) == (PAGE, server.url("/new"))


def test_a_redirect_loop_ends() -> None:
    """A page that redirects to itself is left after the allowed number of redirects."""
    reply = answer(b"", "Location: /again", status="302 Found")
    with serving(lambda connection, path: connection.sendall(reply)) as server:
        with pytest.raises(TooManyRedirects, match="more than 5 times"):
            from_address(server.url(), allow_private=True)
        assert len(server.requests) == 6


@pytest.mark.parametrize(
    "location", ["http://169.254.169.254/latest/", "http://[::1]:{port}/", "//127.0.0.1:{port}/", "/inside"]
)
def test_a_redirect_into_a_private_network_is_refused(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was let through cannot send the reader on to an address inside; nothing is asked there."""
    from firsthand.collect.addresses import refusal

    checked: list[str] = []

    def as_if_the_first_were_public(number: str) -> str | None:
        checked.append(number)
        return None if len(checked) == 1 else refusal(number)

    def behave(connection: socket.socket, path: str) -> None:
        onward = location.format(port=server.port)
        connection.sendall(answer(b"", f"Location: {onward}", status="302 Found"))

    monkeypatch.setattr("firsthand.collect.addresses.refusal", as_if_the_first_were_public)
    with serving(behave) as server:
        with pytest.raises(AddressRefused):
            from_address(server.url(host="public.example"), resolve=lambda host, port: ["127.0.0.1"])
        assert len(server.requests) == 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://reader:secret@courier.example/", "http://[bad"])
def test_a_redirect_to_no_web_address_is_refused(location: str) -> None:
    """Schemes and credentials are checked on every hop."""
    reply = answer(b"", f"Location: {location}", status="302 Found")
    with serving(lambda connection, path: connection.sendall(reply)) as server:
        with pytest.raises((AddressRefused, FetchError)):
            from_address(server.url(), allow_private=True)
        assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "number"), [("404 Not Found", 404), ("500 Oops", 500), ("304 Not Modified", 304)])
def test_an_error_status_is_told(status: str, number: int) -> None:
    """A page that says "not found" is not read as a report."""
    with (
        serving(lambda connection, path: connection.sendall(answer(b"sorry", status=status))) as server,
        pytest.raises(BadStatus, match=str(number)) as raised,
    ):
        from_address(server.url(), allow_private=True)
    assert raised.value.status == number


def test_nobody_listening_is_unreachable() -> None:
    """A refused connection is told as such."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="No connection"):
        from_address(f"http://127.0.0.1:{port}/", allow_private=True)


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0-server\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"])
def test_an_answer_that_is_not_http_or_breaks_off_is_unreachable(reply: bytes) -> None:
    """Half an answer is never taken for a whole one."""
    with serving(lambda connection, path: connection.sendall(reply)) as server, pytest.raises(Unreachable):
        from_address(server.url(), allow_private=True)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"])
def test_a_server_that_trickles_is_left_in_time(head: bytes) -> None:
    """A byte every tenth of a second keeps any single read alive, but not the whole fetch."""

    def trickle(connection: socket.socket, path: str) -> None:
        connection.sendall(head)
        filler = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 200 if not head else b"a" * 200
        for byte in filler:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)

    with serving(trickle) as server:
        begun = time.monotonic()
        with pytest.raises(TimedOut, match=r"limit of 0\.8 seconds"):
            from_address(server.url(), allow_private=True, limits=Limits(seconds=0.8))
        assert time.monotonic() - begun < 5


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    """Silence ends at the same limit."""
    with serving(lambda connection, path: time.sleep(1.5)) as server, pytest.raises(TimedOut):
        from_address(server.url(), allow_private=True, limits=Limits(seconds=0.4))


def test_time_is_counted_over_all_redirects() -> None:
    """Each hop may be quick enough while the whole is not."""

    def behave(connection: socket.socket, path: str) -> None:
        time.sleep(0.3)
        connection.sendall(answer(b"", "Location: /on", status="302 Found"))

    with serving(behave) as server, pytest.raises(TimedOut):
        from_address(server.url(), allow_private=True, limits=Limits(seconds=0.8))


def test_an_announced_size_over_the_limit_is_refused_at_once() -> None:
    """Nothing of a body is read that says it is too large."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n"

    def behave(connection: socket.socket, path: str) -> None:
        connection.sendall(head)
        time.sleep(2)

    with serving(behave) as server:
        begun = time.monotonic()
        with pytest.raises(TooLarge, match="20 MB"):
            from_address(server.url(), allow_private=True)
        assert time.monotonic() - begun < 2


def test_an_endless_body_is_cut_off() -> None:
    """A body without a length is counted as it comes."""

    def endless(connection: socket.socket, path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while True:
            connection.sendall(b"rain and more rain\n" * 1000)

    with serving(endless) as server, pytest.raises(TooLarge, match="1 MB"):
        from_address(server.url(), allow_private=True, limits=Limits(bytes=1_000_000))


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate ": _raw_deflate(PAGE),
    "gzip, deflate": zlib.compress(gzip.compress(PAGE)),
    "br": brotli.compress(PAGE),
    "gzip, br": brotli.compress(gzip.compress(PAGE)),
    "identity": PAGE,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_compressed_pages_are_unpacked(encoding: str) -> None:
    """Each way of compressing that is offered, and both readings of "deflate", give the page."""
    reply = answer(PACKED[encoding], f"Content-Encoding: {encoding}")
    with serving(lambda connection, path: connection.sendall(reply)) as server:
        assert from_address(server.url(), allow_private=True).data == PAGE


BOMB = b"\0" * 60_000_000


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", lambda data: brotli.compress(data, quality=4)),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
    ],
)
def test_a_compression_bomb_is_refused(encoding: str, pack: object) -> None:
    """Sixty megabytes in a few kilobytes are refused at the limit, also when packed twice."""
    assert callable(pack)
    reply = answer(pack(BOMB), f"Content-Encoding: {encoding}")
    with (
        serving(lambda connection, path: connection.sendall(reply)) as server,
        pytest.raises(TooLarge, match="unpacks to more than"),
    ):
        from_address(server.url(), allow_private=True)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"this is not gzip at all"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-12]),
        ("deflate", b"\x78\x9c\x00"),
        ("br", brotli.compress(PAGE)[:-4]),
        ("br", brotli.compress(PAGE) + b"more"),
        ("br", b"this is not brotli"),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("gzip, gzip, gzip", b""),
    ],
)
def test_broken_compression_is_told(encoding: str, body: bytes) -> None:
    """Damaged or unasked-for compression is a failure of the fetch, never garbage text."""
    with (
        serving(lambda connection, path: connection.sendall(answer(body, f"Content-Encoding: {encoding}"))) as server,
        pytest.raises(FetchError),
    ):
        from_address(server.url(), allow_private=True)


def test_an_empty_body_is_captured_as_it_is() -> None:
    """An empty page is the reader's business; the fetch has not failed."""
    with serving(lambda connection, path: connection.sendall(answer(b"", "Content-Encoding: gzip"))) as server:
        assert from_address(server.url(), allow_private=True).data == b""
