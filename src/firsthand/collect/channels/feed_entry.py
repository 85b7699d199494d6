"""What one entry of a feed says, whatever the feed is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from firsthand.collect.channels.markup import Readable, clean
from firsthand.collect.channels.published import moment

__all__ = ["MOST_ENTRIES", "Entry", "language_of", "moment_of", "shortened"]

MOST_ENTRIES = 10_000
"""Entries of one feed that are read."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")
_ZONES = {"MSK": "+0300", "EET": "+0200", "EEST": "+0300", "CET": "+0100", "CEST": "+0200", "WET": "+0000",
          "WEST": "+0100", "BST": "+0100", "MSD": "+0400", "TRT": "+0300", "IST": "+0530", "JST": "+0900"}  # fmt: skip
_ZONE = re.compile(rf"\s+(?:{'|'.join(_ZONES)})$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its own bytes, and what is in them. `whole` says that `readable` is more than a summary.

    `outlet` is the name of the feed; dates keep the zone they are written with.
    """

    data: bytes
    media_type: str
    id: str = ""
    link: str = ""
    title: str = ""
    readable: Readable = field(default_factory=lambda: Readable(""))
    whole: bool = False
    published: datetime | date | None = None
    updated: datetime | date | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None


def moment_of(value: object) -> datetime | date | None:
    """As `moment` reads it; names of zones that mails do not know are told too."""
    if isinstance(value, str):
        value = _ZONE.sub(lambda name: f" {_ZONES[name[0].strip()]}", value.strip())
    return moment(value)


def language_of(value: object) -> str | None:
    """The language of a tag such as "uk-UA"."""
    found = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return found[1].lower() if found else None


def shortened(value: object, longest: int = 1000) -> str | None:
    """A name on one line, if it is one."""
    if not isinstance(value, str):
        return None
    return " ".join(clean(value[: longest * 2]).split())[:longest] or None
