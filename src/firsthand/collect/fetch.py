"""Requests and their answers, redirect after redirect, under one deadline."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

import httpcore
import httpx

from firsthand.collect.addresses import checked_url
from firsthand.collect.captures import capture_of
from firsthand.collect.connection import GuardedBackend
from firsthand.collect.limits import Deadline, Limits
from firsthand.collect.resolver import Resolver
from firsthand.collect.unpack import OFFERED, unpack_content
from firsthand.errors import BadStatus, FetchError, TimedOut, TooManyRedirects, Unreachable
from firsthand.model import Capture

__all__ = ["fetch"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf;q=0.9,*/*;q=0.5"
_AGENT = "Mozilla/5.0 (compatible; firsthand)"


@dataclass(frozen=True, slots=True)
class _Answer:
    """Either a body with what was said of it, or the address to go on to."""

    body: bytes = b""
    content_type: str = ""
    onward: str | None = None


def fetch(url: str, *, allow_private: bool, limits: Limits, resolve: Resolver) -> Capture:
    """What `from_address` promises."""
    deadline = Deadline(limits.seconds, url)
    backend = GuardedBackend(deadline, resolve, allow_private=allow_private)
    current = checked_url(url)
    with httpcore.ConnectionPool(network_backend=backend, retries=0, max_connections=1) as pool:
        for _ in range(limits.redirects + 1):
            answer = _get(pool, current, limits, deadline)
            if answer.onward is None:
                media_type, charset = _content_type(answer.content_type)
                return capture_of(answer.body, str(current), limits, media_type=media_type, charset=charset)
            current = _onward(current, answer.onward)
    raise TooManyRedirects(f"{url} redirects more than {limits.redirects} times, perhaps in a circle.")


def _get(pool: httpcore.ConnectionPool, url: httpx.URL, limits: Limits, deadline: Deadline) -> _Answer:
    """One request, with the library's exceptions told as ours."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", _AGENT.encode()),
        (b"Accept", _ACCEPT.encode()),
        (b"Accept-Encoding", OFFERED.encode()),
        (b"Connection", b"close"),
    ]
    try:
        with pool.stream("GET", target, headers=headers) as response:
            return _answer(response, url, limits)
    except httpcore.TimeoutException as error:
        raise _timeout(error, url, deadline) from error
    except httpcore.ConnectError as error:
        raise Unreachable(f"No connection to {url.host}: {error}.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise Unreachable(f"{url.host} broke off or answered with something that is not HTTP: {error}.") from error


def _timeout(error: Exception, url: httpx.URL, deadline: Deadline) -> FetchError:
    """A connection may give up on its share of the time while some is left overall."""
    try:
        deadline.left()
    except TimedOut as passed:
        return passed
    return TimedOut(f"{url.host} did not answer in time ({type(error).__name__}).")


def _answer(response: httpcore.Response, url: httpx.URL, limits: Limits) -> _Answer:
    headers = httpx.Headers(response.headers)
    if response.status in _REDIRECTS and "location" in headers:
        return _Answer(onward=headers["location"])
    if not 200 <= response.status < 300:
        raise BadStatus(f"{url} answered with status {response.status}.", response.status)
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit():
        limits.check_size(int(announced[:20]), str(url))
    body = unpack_content(response.iter_stream(), headers.get("content-encoding"), limits, str(url))
    return _Answer(body, headers.get("content-type", ""))


def _onward(current: httpx.URL, location: str) -> httpx.URL:
    try:
        return checked_url(current.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"{current} redirects to something that is no address: {location[:200]!r}.") from error


def _content_type(header: str) -> tuple[str | None, str | None]:
    """Media type and charset as the server gave them, in lower case."""
    if not header:
        return None, None
    message = Message()
    message["Content-Type"] = header
    charset = message.get_param("charset")
    return message.get_content_type(), charset.lower() if isinstance(charset, str) and charset else None
