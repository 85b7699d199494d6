"""Addresses in the one form in which those of a link and of a document are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from firsthand.model import Source

__all__ = ["channel_of", "one_form", "own_addresses"]

_TELEGRAM = re.compile(r"(?:t|telegram)\.me/(?:s/)?([a-z][a-z0-9_]{2,31})(?:/(\d+))?")
_POST = re.compile(r"telegram:[^/]+/(\d+)")
_COUNTED = re.compile(r"utm_|fbclid|gclid|yclid")


def one_form(address: str) -> str:
    """Host and path in small letters, without "www.", the marks of campaigns, and what leads to a part of the page."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address
    post = _TELEGRAM.fullmatch(f"{host}{parts.path.rstrip('/')}".lower())
    if post is not None:
        return f"t.me/{post[1]}/{post[2]}" if post[2] else f"t.me/{post[1]}"
    query = [(name, value) for name, value in parse_qsl(parts.query) if not _COUNTED.match(name)]
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{urlencode(query)}".lower()


def own_addresses(key: str, address: str | None, source: Source | None) -> Iterator[str]:
    """The addresses under which a document may be linked: its own, and for a post those by its channel's name."""
    post = _POST.fullmatch(key) or (_POST.fullmatch(address) if address else None)
    if post is not None and source is not None:
        yield from (f"t.me/{name.lower()}/{post[1]}" for name in source.telegram)
    if address and not address.startswith("telegram:"):
        yield one_form(address)
    if "://" in key:
        yield one_form(key)


def channel_of(target: str, source: Source) -> bool:
    """Whether a link leads to the channel or the front page of a source."""
    where = one_form(target)
    return where in {f"t.me/{name.lower()}" for name in source.telegram} or where in source.domains
