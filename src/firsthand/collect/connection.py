"""Connections that go to checked addresses only, and end when time is up.

httpcore asks its network backend for every connection. This one resolves the name itself, once, checks
every answer, and connects to the number: between check and connection no second look-up can give
another answer (DNS rebinding). The Host header and the TLS server name stay those of the address.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from firsthand.collect.addresses import checked_numbers
from firsthand.collect.limits import Deadline
from firsthand.collect.resolver import Resolver

__all__ = ["GuardedBackend"]


class GuardedBackend(httpcore.NetworkBackend):
    """Resolve, check, connect; `inner` opens the sockets."""

    def __init__(
        self,
        deadline: Deadline,
        resolve: Resolver,
        *,
        allow_private: bool = False,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = checked_numbers(
            host, port, allow_private=self._allow_private, resolve=self._resolve, deadline=self._deadline
        )
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for position, number in enumerate(numbers):
            share = self._deadline.left() / (len(numbers) - position)
            try:
                stream = self._inner.connect_tcp(number, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"no address for {host}")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step may take only what is left of the whole time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
