"""The rows of a board: claims, documents and sources as lists of the desk show them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BoardRow", "DocumentRow", "SourceRow"]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A claim as a row of the board. `short` is the beginning of its id that no other has.

    `place` is the name, `lat` and `lon` are degrees, `radius_km` is how far off that may be. `since` and `until` are
    ISO 8601; `first` is when it was told first. `likely`, `low` and `high` are between 0 and 1. `sides`, `sources` and
    `languages` are those of its origins and documents; `verdict` is what was concluded last. `surprise` is how much
    there is to stop at.
    """

    id: str
    short: str
    title: str
    language: str
    documents: int
    at_least: int
    at_most: int
    told_by: str
    said_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    disputed: bool = False
    open: bool = False
    surprise: float = 0.0
    place: str | None = None
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 0.0
    since: str | None = None
    until: str | None = None
    first: str = ""
    event: str | None = None
    status: str = ""
    word: str = ""
    likely: float = 0.5
    low: float = 0.0
    high: float = 1.0
    confidence: str = ""
    admiralty: str = ""
    verdict: str = ""
    evidence: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the case in short; `title` is what it is called by, the words it begins with where it has none;
    `moment` is when it was published, or first seen where `published` is not."""

    key: str
    reading: int
    title: str
    outlet: str
    source: str | None
    side: str | None
    language: str
    moment: str
    published: bool
    seen: str
    address: str | None
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with how much it told: `documents`, the claims it tells, and of those the ones that start with it."""

    id: str
    name: str
    kind: str
    country: str | None
    language: str | None
    side: str | None
    family: str | None
    documents: int
    claims: int
    starts: int
