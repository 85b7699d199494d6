"""Captures for tests, without a file or a server."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from firsthand.model import Capture

__all__ = ["capture"]


def capture(
    data: bytes | str,
    address: str = "report.txt",
    *,
    media_type: str | None = None,
    charset: str | None = None,
) -> Capture:
    """A capture of these bytes, or of a text in UTF-8."""
    content = data.encode() if isinstance(data, str) else data
    return Capture(
        data=content,
        address=address,
        fetched=datetime(2025, 11, 22, 9, 30, tzinfo=UTC),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        charset=charset,
    )
