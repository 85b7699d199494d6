"""Pictures and videos that came with documents: which, with what hash, and when the document was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from firsthand.store import schema
from firsthand.store.about import about_of
from firsthand.store.case import Case

__all__ = ["Attached", "attached", "came_with"]

_PORTION = 500
_KINDS = ("image/%", "video/%")


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or video that was captured with a document, the first time that it came with it.

    `document` is the document's key and `address` where it stands; `sha256` and `size` (bytes) are those of the file,
    `number` that of its capture. `when` is the day or moment (ISO 8601) at which the document was published, as its
    channel tells; where it does not, when the file was captured.
    """

    number: int
    document: str
    address: str
    media_type: str
    sha256: str
    size: int
    when: str


def attached(case: Case) -> Iterator[Attached]:
    """Every picture and video of a case that came with a document, in the order in which they were captured; the same
    file with the same document once."""
    captures, payloads = schema.captures, schema.payloads
    columns = (captures.c.id, captures.c.key, captures.c.media_type, captures.c.seen)
    query = (
        select(*columns, payloads.c.sha256, payloads.c.size)
        .join(payloads, payloads.c.id == captures.c.payload)
        .where(or_(*(captures.c.media_type.like(kind) for kind in _KINDS)), captures.c.key.like("%#%"))
        .order_by(captures.c.id)
        .limit(_PORTION)
    )
    before, known = 0, set[tuple[str, str]]()
    while rows := case.connection.execute(query.where(captures.c.id > before)).all():
        before = int(rows[-1][0])
        posts = _posts(case, sorted({_document(str(row[1])) for row in rows}))
        for number, key, media_type, seen, sha256, size in rows:
            document = _document(str(key))
            if (document, sha256) not in known:
                known.add((document, sha256))
                address, when = posts.get(document, (document, None))
                yield Attached(number, document, address, media_type, sha256, size, when or seen)


def came_with(case: Case) -> dict[str, list[str]]:
    """The hashes of the pictures and videos that came with each document, by its key."""
    found = defaultdict[str, list[str]](list)
    for each in attached(case):
        found[each.document].append(each.sha256)
    return dict(found)


def _document(key: str) -> str:
    """The document that a file came with: its key is the document's, with what it is behind a mark."""
    return key.rpartition("#")[0]


def _posts(case: Case, keys: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """The address of each document, and when it was published, as it was first seen."""
    captures = schema.captures
    query = select(captures.c.key, captures.c.address, captures.c.about).where(captures.c.key.in_(keys))
    found: dict[str, tuple[str, str | None]] = {}
    for key, address, about in case.connection.execute(query.order_by(captures.c.id)):
        published = about_of(str(about)).published
        found.setdefault(str(key), (str(address), None if published is None else published.isoformat()))
    return found
