"""What was asked and answered over HTTP, in a record of a web archive."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from urllib.parse import quote

from warcio.bufferedreaders import ChunkedDataReader

from firsthand.collect.channels.packed import LONGEST
from firsthand.collect.channels.warc_records import Record
from firsthand.collect.limits import Limits
from firsthand.collect.unpack import is_gzip, unpack_content
from firsthand.errors import FetchError
from firsthand.model import Exchange

__all__ = ["body_of", "content_type_of", "exchange_of", "request_of"]

_HTML = re.compile(rb"\s*<(?:!doctype html|html)", re.IGNORECASE)
_PRINTED = "".join(map(chr, range(0x20, 0x7F)))
_LIMITS = Limits(bytes=LONGEST, unpacked=LONGEST)


def content_type_of(record: Record) -> tuple[str | None, str | None]:
    """Media type and charset, in lower case: the server's where there is one, else what the archive says."""
    http = record.parsed.http_headers
    told = (http.get_header("Content-Type") if http is not None else record.header("Content-Type")) or ""
    if not told:
        content = record.block.partition(b"\r\n\r\n")[2] if http is not None else record.block
        return ("text/html" if _HTML.match(content[:200]) else None), None
    message = Message()
    message["Content-Type"] = " ".join(told[:1000].split())
    charset = message.get_param("charset")
    return message.get_content_type(), charset.lower() if isinstance(charset, str) and charset else None


def body_of(record: Record, address: str) -> bytes:
    """The content, unpacked; once only, for what lies in a record is limited and what it unpacks to is not.

    Raises:
        FetchError: it is damaged, or packed in an unknown way.
        TooLarge: it unpacks to too much.
    """
    stream = record.parsed.raw_stream
    http = record.parsed.http_headers
    if http is None:
        data: bytes = stream.read()
        return data
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    data = stream.read()
    coded = http.get_header("Content-Encoding")
    try:
        return unpack_content([data], coded, _LIMITS, address)
    except FetchError:
        if (coded or "").strip().lower() in ("gzip", "x-gzip") and not is_gzip(data):
            return data  # some crawlers keep the head as it was, and the content unpacked
        raise


def exchange_of(record: Record) -> Exchange | None:
    """What was answered, but for the body; None where the record is no answer of a server. The request is not told."""
    http = record.parsed.http_headers
    if http is None:
        return None
    return Exchange("", (), _plain(str(http.statusline)), _headers(http.headers))


def request_of(record: Record) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The line of a request, empty where it is not whole, and its headers."""
    http = record.parsed.http_headers
    if http is None:
        return "", ()
    line = _plain(f"{http.protocol} {http.statusline}".strip())
    return (line if " " in line else ""), _headers(http.headers)


def _headers(pairs: Iterable[tuple[object, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((_plain(str(name)), str(value)) for name, value in pairs)


def _plain(text: str) -> str:
    """What may only be ASCII in a message of HTTP; anything else in it is escaped, as in an address."""
    return text if text.isascii() else quote(text, safe=_PRINTED)
