"""What a person gives a case to keep: names, reasons and words, as the database can hold them, and within limits."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from firsthand.errors import CaseError
from firsthand.store.known import clean

__all__ = ["LONGEST", "kept", "named", "now", "storable"]

LONGEST = {
    "name of the analyst": 200,
    "reason": 10_000,
    "telling": 100_000,
    "key of the document": 10_000,
    "name of the evidence": 200,
    "path or address": 10_000,
    "option": 10_000,
}
"""In characters. What is longer is refused: nothing is cut short."""


def storable(words: str) -> str:
    """Character by character the same, but for what no database holds; white space stays."""
    return re.sub(r"\S+", lambda found: clean(found[0]), words)


def kept(what: str, words: str) -> str:
    """The words as they are kept; `what` is a key of `LONGEST`.

    Raises:
        CaseError: they are too long.
    """
    if len(words) > LONGEST[what]:
        raise CaseError(f"The {what} has {len(words):,} characters; at most {LONGEST[what]:,} are kept. Shorten it.")
    return storable(words)


def named(analyst: str) -> str:
    """The name of an analyst as it is kept.

    Raises:
        CaseError: it is no name, or too long.
    """
    name = clean(kept("name of the analyst", analyst).strip())
    if not any(map(str.isalnum, name)):
        raise CaseError("A decision is somebody's: give the name of the analyst.")
    return name


def now() -> str:
    """This moment in UTC (ISO 8601)."""
    return datetime.now(UTC).isoformat()
