"""Reading STAC: an API by pystac-client, a static catalogue link by link; over the network or from a folder.

Only `Scenes.open` imports this, as pystac-client may be absent. Every request goes through `Reader`: it ends in time,
takes in no more than a limit, makes no more than so many requests, and connects to no private address but the one a
person named. A catalogue from the network leads to no file, and one from a folder to nothing outside of it.
"""

from __future__ import annotations

import ipaddress
import json
import os.path
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import certifi
import pystac
import urllib3
from pystac.link import Link
from pystac_client.stac_api_io import StacApiIO
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from firsthand.errors import (
    AddressRefused,
    BadStatus,
    FetchError,
    InputError,
    MissingInput,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)
from firsthand.plugins import Fetch

__all__ = ["Limits", "Reader", "children_of", "items_of"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT = frozenset({307, 308})
"""Redirects that may be followed with what is sent."""
_HOPS = 5
_CHUNK = 65_536
_Json = dict[str, Any]  # JSON of others: whoever reads a field checks what it is


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be asked: `requests` in all, `seconds` for all of them, `bytes` of one answer; `step` is how
    long one connection may be silent, `pause` how long to wait between two requests. `depth` is that of catalogues."""

    requests: int = 2000
    seconds: float = 300.0
    bytes: int = 20_000_000
    step: float = 20.0
    pause: float = 0.05
    depth: int = 8


class Reader(StacApiIO):
    """How pystac-client, and we, read JSON. `named` is the address or path a person gave.

    With `fetch` every request is made by it, and as GET. Raises FirsthandError from every method that reads.
    """

    def __init__(self, named: str, limits: Limits, fetch: Fetch | None = None) -> None:
        super().__init__(max_retries=None)
        self._limits, self._fetch = limits, fetch
        self._remote = _is_address(named)
        self._folder = None if self._remote else _folder_of(Path(named))
        self._pool = _pool(frozenset({_origin(named)}) if self._remote else frozenset(), limits)
        self._made, self._ends, self._last = 0, time.monotonic() + limits.seconds, 0.0

    @property
    def by_get_only(self) -> bool:
        return self._fetch is not None

    def start(self) -> None:
        """Begin to count anew: each claim has its own requests and time."""
        self._made, self._ends = 0, time.monotonic() + self._limits.seconds

    def read_text(self, source: pystac.link.HREF, *args: Any, **kwargs: Any) -> str:
        """The text behind a link, an address or a path."""
        if isinstance(source, Link):
            return super().read_text(source, *args, **kwargs)
        href = str(source)
        return self.request(href, *args, **kwargs) if _is_address(href) else self._file(href)

    def read_json(self, source: pystac.link.HREF, *args: Any, **kwargs: Any) -> _Json:
        """A JSON object; its links are put right, so that whoever follows them need not look."""
        text = self.read_text(source, *args, **kwargs)
        where = (source.href if isinstance(source, Link) else str(source))[:200]
        try:
            read = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where} is no JSON: {str(error)[:100]}.") from error
        if not isinstance(read, dict):
            raise InputError(f"{where} is no STAC: it is a {type(read).__name__}, not an object.")
        links = read.get("links")
        read["links"] = [each for each in links if _is_link(each)] if isinstance(links, list) else []
        if not isinstance(read.get("features", []), list):
            raise InputError(f"{where} is no STAC: its features are no list.")
        return read

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """What a server answers. Headers that a server asks for are not sent: they might be for somebody else."""
        if not self._remote:
            raise InputError(f"{href[:200]} is not read: the catalogue is a file, and leads to the network.")
        self._count(href)
        posted = (method or "GET").upper() == "POST" and self._fetch is None
        body = json.dumps(parameters or {}).encode() if posted else None
        plain = href if posted or not parameters else f"{href}{'&' if '?' in href else '?'}{urlencode(parameters)}"
        data = self._fetched(plain) if self._fetch is not None else self._asked(plain, body)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{href[:200]} is no text in UTF-8.") from error

    def _count(self, href: str) -> None:
        if self._made >= self._limits.requests:
            raise TooLarge(
                f"{href[:200]} was not asked: {self._made} requests are the limit. Name a smaller catalogue."
            )
        self._made += 1
        if self._remote:
            time.sleep(max(0.0, min(self._limits.pause, self._last + self._limits.pause - time.monotonic())))
            self._last = time.monotonic()

    def _fetched(self, href: str) -> bytes:
        assert self._fetch is not None
        capture = self._fetch(href)
        if capture is None or capture.gone:
            raise BadStatus(f"{href[:200]} is not there.", 404)
        return capture.data

    def _asked(self, href: str, body: bytes | None) -> bytes:
        for _ in range(_HOPS + 1):
            response = self._one(href, body)
            try:
                onward = response.headers.get("location") if response.status in _REDIRECTS else None
                if onward is None:
                    return self._body(href, response)
                if body is not None and response.status not in _KEPT:
                    raise BadStatus(f"{href[:200]} sends a search on to a page ({response.status}).", response.status)
            finally:
                response.close()  # and not read to its end, which may never come
            href = urljoin(href, onward)
        raise TooManyRedirects(f"{href[:200]} is the end of more than {_HOPS} redirects.")

    def _one(self, href: str, body: bytes | None) -> urllib3.BaseHTTPResponse:
        if not _is_address(href):
            raise AddressRefused(f"{href[:200]} is refused: only http and https addresses are asked.")
        headers = {
            "User-Agent": "firsthand",
            "Accept": "application/json, application/geo+json",
            "Accept-Encoding": "gzip",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        step = max(0.1, min(self._limits.step, self._left(href)))
        try:
            return self._pool.request(
                "GET" if body is None else "POST",
                href,
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(connect=step, read=step),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except urllib3.exceptions.NewConnectionError as error:  # of the kind TimeoutError, though none
            raise Unreachable(f"{href[:200]} cannot be reached: {str(error)[:200]}") from error
        except urllib3.exceptions.TimeoutError as error:
            raise TimedOut(f"{href[:200]} did not answer within {step:g} seconds.") from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unreachable(f"{href[:200]} cannot be reached: {str(error)[:200]}") from error

    def _body(self, href: str, response: urllib3.BaseHTTPResponse) -> bytes:
        if not 200 <= response.status < 300:
            raise BadStatus(f"{href[:200]} answered with status {response.status}.", response.status)
        taken = bytearray()
        try:
            while part := response.read1(_CHUNK, decode_content=True):
                taken += part
                self._left(href)
                if len(taken) > self._limits.bytes:
                    raise TooLarge(f"{href[:200]} answered with more than {self._limits.bytes / 1e6:g} MB.")
        except urllib3.exceptions.TimeoutError as error:
            raise TimedOut(f"{href[:200]} fell silent.") from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unreachable(f"{href[:200]} broke off: {str(error)[:200]}") from error
        return bytes(taken)

    def _left(self, href: str) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimedOut(f"{href[:200]}: the search took longer than {self._limits.seconds:g} seconds.")
        return left

    def _file(self, href: str) -> str:
        if self._folder is None:
            raise AddressRefused(f"{href[:200]} is refused: a catalogue from the network leads to no file.")
        self._count(href)
        path = Path(href).resolve()
        if not path.is_relative_to(self._folder):
            raise InputError(f"{href[:200]} is not read: it lies outside of {self._folder}.")
        try:
            if path.stat().st_size > self._limits.bytes:
                raise TooLarge(f"{path.name} is larger than {self._limits.bytes / 1e6:g} MB.")
            return path.read_text("utf-8")
        except FileNotFoundError as error:
            raise MissingInput(f"There is no file {href[:200]}.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{href[:200]} cannot be read: {error}.") from error


def children_of(catalogue: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    """What a catalogue leads to: "child" or "item", and the whole address or path."""
    for link in catalogue["links"]:
        if link["rel"] in ("child", "item"):
            yield link["rel"], _joined(where, link["href"])


def items_of(
    reader: Reader, where: str, top: Mapping[str, Any], limits: Limits, failed: Callable[[str, Exception], None]
) -> Iterator[_Json]:
    """All items of a static catalogue, nearest first; what cannot be read is told to `failed`.

    Raises:
        FetchError: the time is up.
    """
    seen, waiting = {where}, [(where, top, 0)]
    while waiting:
        here, catalogue, depth = waiting.pop(0)
        for kind, href in children_of(catalogue, here):
            if href in seen:
                continue
            seen.add(href)
            try:
                read = reader.read_json(href)
            except TimedOut:
                raise
            except TooLarge as error:
                failed(href, error)
                return
            except (InputError, FetchError, AddressRefused) as error:
                failed(href, error)
                continue
            if kind == "item" or read.get("type") == "Feature":
                yield read
            elif depth < limits.depth:
                waiting.append((href, read, depth + 1))


def _joined(where: str, href: str) -> str:
    """Where a link leads; the same place always by the same name, or a circle would never be seen to close."""
    if _is_address(href):
        return href
    return urljoin(where, href) if _is_address(where) else os.path.normpath(Path(where).parent / href)


def _folder_of(path: Path) -> Path:
    return path.expanduser().resolve().parent


def _is_link(link: object) -> bool:
    return isinstance(link, dict) and isinstance(link.get("rel"), str) and isinstance(link.get("href"), str)


def _is_address(href: str) -> bool:
    return href.lower().startswith(("http://", "https://"))


def _origin(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise AddressRefused(f"{address[:200]!r} is no web address: {error}.") from error


def _pool(allowed: frozenset[tuple[str, int]], limits: Limits) -> urllib3.PoolManager:
    """Connections that go to checked numbers: between the check and the connection no second look-up gives another."""

    def connected(connection: HTTPConnection) -> socket.socket:
        host, port = connection._dns_host, connection.port or 80
        private = (host.lower().rstrip("."), port) in allowed
        last: OSError | None = None
        for number in _numbers(host, port, private=private):
            try:
                return urllib3.util.connection.create_connection((number, port), limits.step)
            except OSError as error:
                last = error
        raise urllib3.exceptions.NewConnectionError(connection, f"no connection to {host}: {last}")

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pool = urllib3.PoolManager(ssl_context=ssl.create_default_context(cafile=certifi.where()))
    pool.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pool


def _numbers(host: str, port: int, *, private: bool) -> list[str]:
    """The IP addresses of a host; all of them public, unless it is the one a person named.

    Raises:
        AddressRefused: one of them is not.
        Unreachable: it has none.
    """
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} cannot be found. Check the spelling and the connection.") from error
    for number in found:
        if not private and not _public(number):
            raise AddressRefused(f"{host}, which leads to {number}, is refused: it is no public address.")
    return found


def _public(number: str) -> bool:
    """Whether an IP address is public, also the one that an IPv6 address carries within."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return _public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return _public(str(inner))
    return address.is_global and not address.is_multicast
