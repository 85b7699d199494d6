"""When a document was seen and how it lies in the archive, and what changed from one sighting to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from firsthand.pipeline.changes import Change, changes
from firsthand.pipeline.restated import restated
from firsthand.show.news_lines import edited_words, restated_words
from firsthand.show.plain import one_line, visible
from firsthand.show.speaking import gettext, number_of
from firsthand.store import Case, last_capture, report_under
from firsthand.store.holdings import Holding, holdings

__all__ = ["EditShown", "SeenOnce", "Version", "seen_of", "versions_of"]

_MOST = 100
"""Sightings, and changes, that a page shows: the latest."""
_EDITS = 200
_LONG = 4_000
"""Characters of one edit that are shown."""
_COMPARED = 5
"""Changes, the latest, of which the statements are held against each other too."""
_STATEMENTS = 20


@dataclass(frozen=True, slots=True)
class SeenOnce:
    """One sighting. `gone` says that nothing was there any more; `shown` that it is what the page shows. `place` is
    where its record lies in the archive, in words."""

    number: int
    seen: str
    channel: str
    address: str
    media_type: str
    size: int
    sha256: str
    place: str
    record_sha256: str
    version: str
    gone: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class EditShown:
    """Words that went and came, between a few of those that stayed."""

    lead: str
    removed: str
    added: str
    trail: str


@dataclass(frozen=True, slots=True)
class Version:
    """What changed between two sightings. `what` is "changed", "gone" or "back"; `marked` what the post says of an edit
    itself; `edits` are None where the later content could not be read. `statements` tell which went, came or say
    otherwise; `before` and `after` are the numbers of the captures, and `more` how many edits are left out."""

    what: str
    since: str
    seen: str
    marked: str
    before: int | None
    after: int | None
    edits: tuple[EditShown, ...] | None
    more: int
    statements: tuple[tuple[str, str], ...] = ()


def seen_of(case: Case, key: str, sha256: str | None) -> tuple[tuple[SeenOnce, ...], int]:
    """The latest sightings of a document, the latest first, and how many there are; `sha256` is of the content that the
    page shows.

    Raises:
        CaseError: the case cannot be read.
    """
    found = list(holdings(case, last_capture(case), [key]))
    shown = max((each.id for each in found if each.sha256 == sha256 and sha256), default=0)
    return tuple(_seen(each, each.id == shown) for each in reversed(found[-_MOST:])), len(found)


def _seen(held: Holding, shown: bool) -> SeenOnce:
    record = held.record
    return SeenOnce(
        held.id,
        held.seen.isoformat(),
        one_line(held.channel),
        one_line(held.address),
        one_line(held.media_type or ""),
        held.size or 0,
        held.sha256 or "",
        _place(record.segment, record.offset, record.length) if record else "",
        record.sha256 if record else "",
        one_line(held.version),
        held.payload is None,
        shown,
    )


def _place(segment: str, offset: int, length: int) -> str:
    first, last = number_of(offset), number_of(offset + length)
    return gettext("%(file)s, bytes %(one)s to %(other)s", file=segment, one=first, other=last)


def versions_of(case: Case, key: str) -> tuple[tuple[Version, ...], int]:
    """What changed from sighting to sighting, the latest first, and how many changes there are.

    Raises:
        CaseError: the case cannot be read.
    """
    found = list(changes(case, key))
    latest = found[-_MOST:]
    compared = {id(each) for each in latest[-_COMPARED:]}
    return tuple(_version(case, key, each, deep=id(each) in compared) for each in reversed(latest)), len(found)


def _version(case: Case, key: str, change: Change, *, deep: bool) -> Version:
    before, after = change.before, change.after
    readable = after.text is not None
    return Version(
        "gone" if change.gone else "back" if change.back else "changed",
        _iso(before.seen),
        _iso(after.seen),
        edited_words(after.edited),
        before.capture if before.payload is not None else None,
        after.capture if after.payload is not None else None,
        tuple(_edits(change)) if readable else None,
        max(0, len(change.edits) - _EDITS),
        tuple(_statements(case, key, change)) if deep and readable and not change.back else (),
    )


def _edits(change: Change) -> Iterator[EditShown]:
    for each in islice(change.edits, _EDITS):
        yield EditShown(visible(each.lead), _cut(each.removed), _cut(each.added), visible(each.trail))


def _cut(words: str) -> str:
    return visible(words if len(words) <= _LONG else f"{words[:_LONG]} …")


def _statements(case: Case, key: str, change: Change) -> Iterator[tuple[str, str]]:
    """Which statements went, came, or say otherwise."""
    if change.before.payload is None or change.after.payload is None:
        return
    before = report_under(case, key, change.before.payload)
    after = report_under(case, key, change.after.payload)
    if before is None or after is None:
        return
    for one in islice(restated(before, after), _STATEMENTS):
        if found := restated_words(one, after, before):
            yield found


def _iso(seen: str | datetime) -> str:
    return seen if isinstance(seen, str) else seen.isoformat()
