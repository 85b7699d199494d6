"""A small web on loopback, and a polite way to it that does not wait."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.collect.server import Server, answer, serving

from firsthand.collect.polite import Manners, Polite

__all__ = ["Site", "site", "unhurried"]

NOT_FOUND = answer(b"no such page", status="404 Not Found")


class Site:
    """Pages by path: bytes of a whole answer, or a body; and what has been asked for."""

    def __init__(self, server: Server, pages: dict[str, bytes]) -> None:
        self._server = server
        self.pages = pages

    def url(self, path: str) -> str:
        return self._server.url(path)

    @property
    def asked(self) -> list[str]:
        found = [request.split(" ")[1] for request in self._server.requests]
        return [path for path in found if path != "/robots.txt"]


@contextmanager
def site(pages: Mapping[str, bytes]) -> Iterator[Site]:
    """Serve pages, in which SITE stands for the server's own address."""
    held = dict(pages)

    def behave(connection: socket.socket, path: str) -> None:
        page = held.get(path, NOT_FOUND)
        if not page.startswith(b"HTTP/1.1 "):
            kind = "text/html; charset=utf-8" if b"<html" in page.lower() else "application/octet-stream"
            page = answer(page.replace(b"SITE", server.url("").rstrip("/").encode()), f"Content-Type: {kind}")
        connection.sendall(page)

    with serving(behave) as server:
        yield Site(server, held)


def unhurried() -> Polite:
    """Polite, but for the pauses."""
    return Polite(allow_private=True, manners=Manners(delay=0.0, attempts=1))
