"""Making the record of what was taken in."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from firsthand.collect.limits import Limits
from firsthand.collect.unpack import is_gzip, unpack_file
from firsthand.model import Capture, Exchange

__all__ = ["capture_of"]


def capture_of(
    data: bytes,
    address: str,
    limits: Limits,
    *,
    media_type: str | None = None,
    charset: str | None = None,
    exchange: Exchange | None = None,
    gone: bool = False,
) -> Capture:
    """A capture of `data`; a gzip file is unpacked, and `sha256` is always the hash of `Capture.data`."""
    if is_gzip(data):
        data, media_type = unpack_file(data, limits, address), None
    return Capture(
        data=data,
        address=address,
        fetched=datetime.now(UTC),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        charset=charset,
        exchange=exchange,
        gone=gone,
    )
