"""Captures for the tests of the store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from firsthand.model import About, Capture, Exchange

WHEN = datetime(2025, 11, 3, 7, 30, tzinfo=UTC)


def capture(
    text: str, key: str = "", *, about: About | None = None, address: str = "", paged: bool = False, hours: int = 0
) -> Capture:
    """A capture of a text; `paged` is one that a server gave, so many hours after the first."""
    data = text.encode()
    exchange = Exchange(
        "GET / HTTP/1.1",
        (("Host", "news.example"),),
        "200 OK",
        (("Content-Type", "text/html"), ("X-Имя", "зна\r\nчення"), ("Content-Encoding", "br")),
    )
    return Capture(
        data=data,
        address=address or f"https://news.example/{key or 'page'}",
        fetched=WHEN + timedelta(hours=hours),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        charset="utf-8",
        key=key,
        about=about or About(),
        exchange=exchange if paged else None,
    )


def gone(key: str) -> Capture:
    """A page that is no longer there."""
    return Capture(b"", f"https://news.example/{key}", WHEN, hashlib.sha256(b"").hexdigest(), key=key, gone=True)
