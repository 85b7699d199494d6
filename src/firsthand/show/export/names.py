"""Names for the things of a case in formats of linked data: the same thing has the same name in every export.

They are URNs, which no server has to answer for. What a name is made of may hold anything; long or hostile parts are
escaped, and words are hashed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import blake2b, sha256

from firsthand.claims import Origin, Told
from firsthand.model import Voice, VoiceKind
from firsthand.show.export.harmless import encodable, iri

__all__ = [
    "Once",
    "claim_name",
    "document_name",
    "moment",
    "moment_of_day",
    "origin_name",
    "source_name",
    "speaker_name",
    "statement_name",
    "term",
    "words_digest",
]

VOCABULARY = "urn:firsthand:term:"
"""What is said in words of our own has this before it."""


class Once:
    """Tells whether something was met before, by a number of 8 bytes for each: memory that a large case can spare."""

    def __init__(self) -> None:
        self._met: set[int] = set()

    def first(self, *parts: str) -> bool:
        """Whether it is the first time; from then on it is not."""
        number = int.from_bytes(sha256("\x00".join(map(encodable, parts)).encode()).digest()[:8], "big")
        if number in self._met:
            return False
        self._met.add(number)
        return True


def term(name: str) -> str:
    """A word of our own as a compact name: "firsthand:mode"."""
    return f"firsthand:{name}"


def claim_name(number: str) -> str:
    return iri("claim", number)


def document_name(key: str) -> str:
    return iri("document", key)


def source_name(number: str) -> str:
    return iri("source", number)


def statement_name(told: Told) -> str:
    """A statement is its document and its characters."""
    return iri("statement", told.document, f"{told.span.start}-{told.span.end}")


def speaker_name(voice: Voice, document: str, source: str | None) -> str:
    """Whose words they are within one document: two unnamed sources of two documents are never taken for one."""
    if voice.kind is VoiceKind.OUTLET:
        return source_name(source) if source else iri("outlet", document)
    return iri("voice", document, words_digest(voice.text))


def origin_name(root: Origin) -> str:
    """Somebody a claim starts with: the same in every claim where it has a name of its own."""
    if root.named and root.who:
        return iri("origin", root.who)
    return iri("origin", root.document, words_digest(root.voice))


def words_digest(words: str) -> str:
    """Words as 16 hexadecimal digits."""
    return blake2b(encodable(words).encode(), digest_size=8).hexdigest()


def moment(written: str | datetime | date | None) -> str | None:
    """A moment in UTC as XML Schema and STIX have it: "2025-12-03T06:05:00Z"; None for what is no moment.

    A time without a zone counts as UTC, a day as its beginning.
    """
    try:
        if isinstance(written, str):
            written = datetime.fromisoformat(written)
        if isinstance(written, datetime):
            read = written if written.tzinfo else written.replace(tzinfo=UTC)
            return read.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return moment_of_day(written)
    except (ValueError, OverflowError):
        return None


def moment_of_day(day: date | None) -> str | None:
    """The beginning of a day."""
    return f"{day.isoformat()}T00:00:00.000Z" if day is not None else None
