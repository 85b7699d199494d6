"""The documents of a case as they stand: by what was seen last, whatever the order in which it was taken in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from tests.store.captures import WHEN, capture, gone

from firsthand.kinds import Mode, VoiceKind
from firsthand.model import About, Capture, Document, Forward, Report, Span, Statement, Voice
from firsthand.pipeline.papers import Papers, first_seen, papers_of, readings_of
from firsthand.store import Case, Reading, keep_readings, unread

POST = "Two barges sank off Izmail"
EDITED = "Three barges sank off Izmail"
CHANNEL = About(text=POST, outlet="Port Watch", forward=Forward("Harbour master", "https://t.me/harbour/5"))


def report(text: str) -> Report:
    """One statement over all of the text."""
    span = Span(0, len(text))
    statement = Statement(span, (Voice(VoiceKind.OUTLET, "Port Watch"),), Mode.ASSERTED, span)
    return Report(Document(text, Span(0, 0), "en"), (statement,), (), ())


def take(case: Case, *captures: Capture) -> None:
    case.keep(captures, case.begin("test"), "page", visit=True)


def read(case: Case, version: str = "1", unreadable: Iterable[str] = ()) -> None:
    """Read what waits: all of a capture is its statement; what is unreadable has no report."""
    made = []
    for waiting in unread(case, version):
        text = waiting.capture.data.decode()
        kept = None if text in unreadable else orjson.dumps(report(text))
        made.append(Reading(waiting.id, kept, failure="cannot be read"))
    keep_readings(case, made, case.begin("test"), version)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Case.make(tmp_path / "case"):
        pass
    return tmp_path / "case"


def texts(case: Case) -> dict[str, str]:
    return {paper.key: paper.report.document.text for paper in papers_of(case)}


def test_a_document_has_what_its_channel_told(folder: Path) -> None:
    """Whom it was passed on from, whose channel it is, and when it was first seen; one by one and all together."""
    with Case.open(folder, write=True) as case:
        about = About(text=POST, outlet="Минобороны России")
        take(
            case,
            capture(POST, "a", about=CHANNEL),
            capture(EDITED, "b", about=about, address="https://t.me/mod_russia/1"),
        )
        read(case)
        one, other = papers_of(case)
        assert (one.key, one.forward, one.source, one.seen) == ("a", CHANNEL.forward, None, WHEN.isoformat())
        assert other.source is not None
        assert other.source.side == "RU"
        assert one.report == report(POST)
        known = Papers(case, readings_of(case))
        assert (list(known), len(known), known["a"], known.get("c")) == (["a", "b"], 2, one, None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_what_was_seen_last_stands_in_whatever_order_it_came(folder: Path, order: tuple[int, ...]) -> None:
    """An old archive that is taken in today replaces nothing that was seen after it, and tells when it began."""
    sightings = [capture(text, "a", paged=True, hours=hours) for text, hours in ((POST, 0), (EDITED, 5), (POST, 9))]
    with Case.open(folder, write=True) as case:
        for number in order:
            take(case, sightings[number])
            read(case)
        (paper,) = papers_of(case)
        assert paper.report.document.text == POST
        assert paper.seen == WHEN.isoformat()
        assert first_seen(case) == {"a": WHEN.isoformat()}


def test_moments_are_compared_across_zones(folder: Path) -> None:
    """A later hour in an eastern zone may be the earlier moment."""
    early, late = capture(POST, "a"), capture(EDITED, "a")
    east = datetime.fromisoformat("2025-11-03T09:00:00+03:00")
    west = datetime(2025, 11, 3, 7, 0, tzinfo=UTC)
    with Case.open(folder, write=True) as case:
        for one, moment in ((late, west), (early, east)):
            take(case, Capture(one.data, one.address, moment, one.sha256, key="a"))
        read(case)
        assert texts(case) == {"a": EDITED}
        assert first_seen(case) == {"a": east.isoformat()}


def test_what_is_gone_or_cannot_be_read_is_told_of_as_it_was(folder: Path) -> None:
    """A deleted post still stands with its last words; a content without a report leaves the one before it."""
    with Case.open(folder, write=True) as case:
        take(case, capture(POST, "a", paged=True), capture(POST, "b", paged=True))
        take(case, gone("a"), capture(EDITED, "b", paged=True, hours=2))
        take(case, capture(EDITED + "!", "c"))
        read(case, unreadable={EDITED, EDITED + "!"})
        assert texts(case) == {"a": POST, "b": POST}
        with pytest.raises(KeyError):
            Papers(case, readings_of(case))["c"]


def test_a_later_reader_takes_the_place_of_an_earlier_one(folder: Path) -> None:
    """The number of the reading tells that it was read anew; what waits has none yet."""
    with Case.open(folder, write=True) as case:
        take(case, capture(POST, "a"))
        assert readings_of(case) == {}
        assert list(papers_of(case)) == []
        read(case)
        before = readings_of(case)
        read(case, "2")
        assert before.keys() == readings_of(case).keys() == {"a"}
        assert before != readings_of(case)
        take(case, capture(EDITED, "b"))
        assert texts(case) == {"a": POST}
