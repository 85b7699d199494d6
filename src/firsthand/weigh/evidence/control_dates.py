"""Which day a map is of: from its file name, or from what stands in it. Only forms that can be read in one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

__all__ = ["Named", "day_in_text", "named"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = r"(?P<y>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<m>[01]\d)(?P=s)(?P<d>[0-3]\d)(?:[T_-]?\d{4}(?:\d\d)?Z?(?![\d]))?"
_MONTH_NAMED = rf"(?P<d2>[0-3]?\d)[-_ ]?(?P<n>{'|'.join(_MONTHS)})[a-z]{{0,6}}[-_ ]?(?P<y2>(?:19|20)\d\d)"
_DAY = re.compile(rf"(?<!\d)(?:{_YEAR_FIRST}|{_MONTH_NAMED})(?!\d)", re.IGNORECASE)
_ENDS = re.compile(r"\.(?:geojson|json|kml|kmz|shp|zip|gz)$", re.IGNORECASE)
_TEXT = re.compile(r"\s*((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?:[T ].*)?\s*")


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of a file says: the days in it (none, one, or several that differ), and the name without them."""

    days: tuple[date, ...]
    layer: str


def named(name: str) -> Named:
    """What a file name says, with what it is packed in: the innermost name that bears a day counts.

    "maps/deepstatemap_data_20251001.geojson" is the layer "deepstatemap_data" of 2025-10-01; "Control18DEC2025.shp" the
    layer "Control" of 2025-12-18. A day before the month ("01-02-2025") can be read in two ways, and is no day.
    """
    parts = [_stem(part) for part in reversed(PurePosixPath(name).parts)] or [""]
    for part in parts:
        days = _days(part)
        if days:
            return Named(days, _without(part))
    return Named((), _without(parts[0]))


def day_in_text(text: str) -> date | None:
    """The day that a property tells: "2025-10-01", "20251001", or a moment that begins so. None where it tells none."""
    found = _TEXT.fullmatch(text[:64])
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _stem(part: str) -> str:
    while (shorter := _ENDS.sub("", part)) != part:
        part = shorter
    return part[:300]


def _days(part: str) -> tuple[date, ...]:
    found = {_day(match) for match in _DAY.finditer(part)}
    return tuple(sorted(day for day in found if day is not None))


def _without(part: str) -> str:
    return re.sub(r"[\s_.-]+", "_", _DAY.sub("_", part)).strip("_") or "map"


def _day(match: re.Match[str]) -> date | None:
    if match["n"]:
        return _date(int(match["y2"]), 1 + _MONTHS.index(match["n"].lower()), int(match["d2"]))
    return _date(int(match["y"]), int(match["m"]), int(match["d"]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 2025-02-30
        return None
