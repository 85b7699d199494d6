"""Requests and their answers: one by one (`ask`), or redirect after redirect under one deadline (`fetch`, `send`)."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from functools import cache

import httpcore
import httpx

from firsthand.collect.addresses import checked_url
from firsthand.collect.captures import capture_of
from firsthand.collect.connection import GuardedBackend
from firsthand.collect.limits import Deadline, Limits
from firsthand.collect.resolver import Resolver
from firsthand.collect.unpack import OFFERED, unpack_content
from firsthand.errors import BadStatus, FetchError, TimedOut, TooManyRedirects, Unreachable
from firsthand.model import Capture, Exchange

__all__ = ["NAME", "Answer", "Asking", "Parcel", "Validators", "ask", "fetch", "send", "too_many"]

_SENT_ON = frozenset({307, 308})
"""Redirects that may be followed with what is sent; with the others a browser would ask for a page instead."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_UNCHANGED = 304
_ACCEPT = "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf;q=0.9,*/*;q=0.5"
NAME = "firsthand"
"""Under which servers, and their robots.txt, know this program."""

_AGENT = f"Mozilla/5.0 (compatible; {NAME})"
_LONGEST_VALIDATOR = 1000

Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to recognise a version of a page by, to be shown to it at the next visit."""

    etag: str | None = None
    modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    def headers(self) -> list[Header]:
        """Those that make a request conditional."""
        pairs = ((b"If-None-Match", self.etag), (b"If-Modified-Since", self.modified))
        return [(name, value.encode("ascii")) for name, value in pairs if value and _plain(value)]


@dataclass(frozen=True, slots=True)
class Asking:
    """How requests are made."""

    allow_private: bool
    limits: Limits
    resolve: Resolver


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to be sent, its media type, and the one that is wanted back."""

    data: bytes
    media_type: str
    accept: str

    def headers(self) -> list[Header]:
        return [(b"Content-Type", self.media_type.encode()), (b"Content-Length", str(len(self.data)).encode())]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one server answered to one request.

    Either there is `onward`, the address to go on to, or a body; only that of an answer that is `fine` is read.
    """

    url: httpx.URL
    status: int
    exchange: Exchange
    body: bytes = b""
    onward: httpx.URL | None = None
    headers: httpx.Headers = field(default_factory=httpx.Headers)

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    @property
    def unchanged(self) -> bool:
        """Whether the validators that were shown still hold."""
        asked = any(name.startswith("If-") for name, _ in self.exchange.request_headers)
        return asked and self.status == _UNCHANGED

    @property
    def validators(self) -> Validators:
        """Those to show at the next visit; none where the server gave none, or none that can be sent back."""
        etag, modified = self.headers.get("etag"), self.headers.get("last-modified")
        return Validators(etag if etag and _plain(etag) else None, modified if modified and _plain(modified) else None)

    def capture(self, limits: Limits) -> Capture:
        """The capture of the body; or that the page is gone (404, 410).

        Raises:
            BadStatus: the server answered with an error.
            NotText, TooLarge: the body is a gzip file, and a damaged one, or too large once unpacked.
        """
        if self.status not in _GONE and not self.fine:
            raise BadStatus(f"{self.url} answered with status {self.status}.", self.status)
        media_type, charset = _content_type(self.headers.get("content-type", ""))
        return capture_of(
            self.body,
            str(self.url),
            limits,
            media_type=media_type,
            charset=charset,
            exchange=self.exchange,
            gone=self.status in _GONE,
        )


def fetch(
    url: str,
    *,
    allow_private: bool,
    limits: Limits,
    resolve: Resolver,
    validators: Validators = Validators(),
) -> Capture | None:
    """What `from_address` promises, but for a page that is gone (404, 410): that is a capture with `gone`.

    Args:
        validators: those of an earlier visit to that address.

    Returns:
        None where the server says that nothing has changed since then.
    """
    asking = Asking(allow_private, limits, resolve)
    deadline = Deadline(limits.seconds, url)
    current = first = checked_url(url)
    for _ in range(limits.redirects + 1):
        answer = ask(current, asking, deadline, validators if current == first else Validators())
        if answer.unchanged:
            return None
        if answer.onward is None:
            return answer.capture(limits)
        current = answer.onward
    raise too_many(url, limits)


def send(url: str, parcel: Parcel, *, allow_private: bool, limits: Limits, resolve: Resolver) -> bytes:
    """What a server answers to something that is sent to it (POST).

    Raises:
        AddressRefused, Unreachable, TimedOut, TooManyRedirects, BadStatus, FetchError, TooLarge: as `ask` and `fetch`.
    """
    asking = Asking(allow_private, limits, resolve)
    deadline = Deadline(limits.seconds, url)
    current = checked_url(url)
    for _ in range(limits.redirects + 1):
        answer = ask(current, asking, deadline, Validators(), parcel)
        if answer.onward is None or answer.status not in _SENT_ON:
            if not answer.fine:
                raise BadStatus(f"{answer.url} answered with status {answer.status}.", answer.status)
            return answer.body
        current = answer.onward
    raise too_many(url, limits)


def too_many(url: str, limits: Limits) -> TooManyRedirects:
    """The exception for redirects without an end."""
    return TooManyRedirects(
        f"{url} redirects more than {limits.redirects} times, perhaps in a circle, or until a cookie is kept."
    )


def ask(
    url: httpx.URL, asking: Asking, deadline: Deadline, validators: Validators, parcel: Parcel | None = None
) -> Answer:
    """One request to a checked address, with the library's exceptions told as ours; an error status is an answer too.

    Args:
        parcel: what is sent (POST); without one it is a GET.

    Raises:
        AddressRefused: the address, or what it redirects to, is not a public one.
        Unreachable, TimedOut, FetchError: the request failed.
        TooLarge: over one of the two size limits.
    """
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", _AGENT.encode()),
        (b"Accept", (parcel.accept if parcel else _ACCEPT).encode()),
        (b"Accept-Encoding", OFFERED.encode()),
        *validators.headers(),
        *(parcel.headers() if parcel else ()),
        (b"Connection", b"close"),
    ]
    method = "POST" if parcel else "GET"
    backend = GuardedBackend(deadline, asking.resolve, allow_private=asking.allow_private)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=_trusted(), network_backend=backend, retries=0, max_connections=1
            ) as pool,
            pool.stream(method, target, headers=headers, content=parcel.data if parcel else None) as response,
        ):
            return _answer(response, url, method, headers, asking.limits)
    except httpcore.TimeoutException as error:
        raise _timeout(error, url, deadline) from error
    except httpcore.ConnectError as error:
        raise Unreachable(f"No connection to {url.host}: {error}.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise Unreachable(f"{url.host} broke off or answered with something that is not HTTP: {error}.") from error


@cache
def _trusted() -> ssl.SSLContext:
    """Loading the certificates takes longer than many an answer."""
    return httpcore.default_ssl_context()


def _timeout(error: Exception, url: httpx.URL, deadline: Deadline) -> FetchError:
    """A connection may give up on its share of the time while some is left overall."""
    try:
        deadline.left()
    except TimedOut as passed:
        return passed
    return TimedOut(f"{url.host} did not answer in time ({type(error).__name__}).")


def _answer(
    response: httpcore.Response, url: httpx.URL, method: str, asked: Sequence[Header], limits: Limits
) -> Answer:
    headers = httpx.Headers(response.headers)
    exchange = _exchange(response, url, method, asked)
    if response.status in _REDIRECTS and "location" in headers:
        return Answer(url, response.status, exchange, onward=_onward(url, headers["location"]), headers=headers)
    if not 200 <= response.status < 300:
        return Answer(url, response.status, exchange, headers=headers)
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit():
        limits.check_size(int(announced[:20]), str(url))
    body = unpack_content(response.iter_stream(), headers.get("content-encoding"), limits, str(url))
    return Answer(url, response.status, exchange, body, headers=headers)


def _exchange(response: httpcore.Response, url: httpx.URL, method: str, asked: Sequence[Header]) -> Exchange:
    """Headers are bytes; as Latin-1 they can be had back unchanged."""
    reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
    return Exchange(
        request=f"{method} {url.raw_path.decode('latin-1')} HTTP/1.1",
        request_headers=_pairs(asked),
        status=f"{response.status} {reason}".strip(),
        headers=_pairs(response.headers),
    )


def _pairs(headers: Sequence[Header]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


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


def _plain(value: str) -> bool:
    """Whether it can stand in a header: a server may send what none may send back."""
    return value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
