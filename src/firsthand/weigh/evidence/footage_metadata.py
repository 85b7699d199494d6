"""What a file says of itself: when it was made, with what, and where, as exiftool reads it.

Anybody can write these fields, and most services strip them. They say what somebody let stand.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import orjson

from firsthand.weigh.evidence.footage_programs import HOW_TO_GET, program, run_program

__all__ = ["Metadata", "metadata_of", "metadata_possible", "read_metadata"]

_SECONDS, _BYTES = 20, 1 << 18
_DATES = ("DateTimeOriginal", "CreateDate", "MediaCreateDate", "CreationDate")
"""Where the moment of making may stand, the surest first. The file's own times are those of a copy."""
_OTHERS = ("OffsetTimeOriginal", "OffsetTime", "Make", "Model", "Software", "GPSLatitude", "GPSLongitude")
_MOMENT = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)")
_VIDEO_DATES = frozenset({"MediaCreateDate"})
_FIRST = 1990  # cameras whose clock was never set count from 1904, 1970 or 1980


@dataclass(frozen=True, slots=True)
class Metadata:
    """When (a time with zone, or one by the camera's own clock without), by which camera and software, where."""

    made: datetime | None = None
    camera: str = ""
    software: str = ""
    at: tuple[float, float] | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """On which days it may have been made: without a zone it is off by up to 14 hours."""
        if self.made is None:
            return None
        if self.made.tzinfo is not None:
            day = self.made.astimezone(UTC).date()
            return day, day
        off = timedelta(hours=14)
        return (self.made - off).date(), (self.made + off).date()


def metadata_possible() -> str | None:
    """None where exiftool is installed; otherwise how to get it."""
    if program("exiftool"):
        return None
    return f"reading metadata needs exiftool, which is not installed ({HOW_TO_GET['exiftool']})"


def read_metadata(path: Path) -> Metadata | str:
    """The metadata of a file, or why there is none to be had."""
    exiftool = program("exiftool")
    if exiftool is None:
        return metadata_possible() or ""
    wanted = [f"-{name}" for name in (*_DATES, *_OTHERS)]
    # An empty -config keeps a user's own configuration, which is a program, from being run.
    arguments = [exiftool, "-config", "", "-json", "-n", "-fast", *wanted, "-charset", "filename=utf8", str(path)]
    outcome = run_program(arguments, _SECONDS, _BYTES)
    if outcome.failed:
        return f"exiftool: {outcome.failed}"
    return metadata_of(outcome.out)


def metadata_of(written: bytes) -> Metadata | str:
    """What exiftool wrote (a JSON list of one object), or why that is nothing."""
    try:
        told = orjson.loads(written)
    except orjson.JSONDecodeError as error:
        return f"exiftool wrote what is no JSON: {error}"
    if not (isinstance(told, list) and told and isinstance(told[0], dict)):
        return "exiftool wrote nothing of the file"
    fields = {str(name): value for name, value in told[0].items()}
    camera = " ".join(_text(fields.get(name)) for name in ("Make", "Model")).strip()
    return Metadata(_made(fields), camera, _text(fields.get("Software")), _at(fields))


def _text(value: object) -> str:
    written = str(value) if isinstance(value, str | int | float) else ""
    return "".join(each for each in written if each.isprintable())[:80].strip()


def _made(fields: dict[str, object]) -> datetime | None:
    offset = _text(fields.get("OffsetTimeOriginal")) or _text(fields.get("OffsetTime"))
    for name in _DATES:
        moment = _moment(_text(fields.get(name)), offset)
        if moment is not None:
            return moment
    return None


def _moment(written: str, offset: str) -> datetime | None:
    """ "2025:11:22 10:30:00", with or without a zone; None for what is no moment, or an unset clock's."""
    match = _MOMENT.fullmatch(written)
    if match is None:
        return None
    try:
        moment = datetime(*(int(match[k]) for k in range(1, 7)))  # type: ignore[arg-type]
    except ValueError:
        return None
    zone = UTC if match[7] == "Z" else _zone(match[7] or offset)
    return moment.replace(tzinfo=zone) if moment.year >= _FIRST else None


def _zone(written: str) -> timezone | None:
    match = _ZONE.fullmatch(written)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes)) if minutes <= 14 * 60 else None


def _at(fields: dict[str, object]) -> tuple[float, float] | None:
    """Where, in degrees; 0, 0 is what a device without a fix writes."""
    lat, lon = fields.get("GPSLatitude"), fields.get("GPSLongitude")
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return None
    place = float(lat), float(lon)
    known = all(map(math.isfinite, place)) and abs(place[0]) <= 90 and abs(place[1]) <= 180
    return place if known and place != (0.0, 0.0) else None
