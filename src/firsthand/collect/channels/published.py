"""When something was published, out of what tables and mails write there."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

__all__ = ["moment", "too_early"]

_SPACED_ZONE = re.compile(r"\s+(?=[+\-]\d\d:?\d\d$)")
_UTC = re.compile(r"\s*(?:UTC|GMT)$")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d{1,9})?|\d{12,13}")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?")
_MILLISECONDS = 100_000_000_000  # so many seconds are the year 5138
_LONGEST = 64


def moment(value: object) -> datetime | date | None:
    """ISO 8601, the form of mails (RFC 5322), "3.11.2024 14:05", or seconds or milliseconds since 1970; else None.

    What can be read in two ways, such as 11/03/2024, is not read. A zone is kept as given; where there is none, none
    is made up.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, date):  # a datetime is one
        return value
    if isinstance(value, int | float):
        return _since_1970(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = value.strip()
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        return _otherwise(text)


def too_early(published: datetime | date | None, since: datetime | None) -> bool:
    """Whether it was surely published before: a time without a zone may be a day off, an unknown one may be any."""
    if published is None or since is None:
        return False
    if isinstance(published, datetime):
        if (published.tzinfo is None) == (since.tzinfo is None):
            return published < since
        return published.date().toordinal() < since.date().toordinal() - 1
    return published.toordinal() < since.date().toordinal() - (since.tzinfo is not None)


def _otherwise(text: str) -> datetime | date | None:
    if _EPOCH.fullmatch(text):
        return _since_1970(float(text))
    try:
        return datetime.fromisoformat(_SPACED_ZONE.sub("", _UTC.sub("+00:00", text)))
    except ValueError:
        pass
    found = _DAY_FIRST.fullmatch(text)
    try:
        if found:
            day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
            return datetime(year, month, day, hour, minute, second) if found[4] else date(year, month, day)
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _since_1970(value: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
