"""What is taken out of a case is the same on both databases."""

from __future__ import annotations

import orjson
import pytest
from tests.store.captures import WHEN, capture, gone

from firsthand.errors import CaseError
from firsthand.store import Case, Reading, keep_readings, verify
from firsthand.store.holdings import holdings, remade, standing
from firsthand.store.own_sources import captures_by_source, keep_own_sources, own_sources

REPORT = {"document": {"text": "Міст зачинено\nПовідомила громада.", "title": {"start": 0, "end": 13}}}


def test_each_sighting_has_its_records_and_what_was_read(case: Case) -> None:
    """A page with its request, the page again with the record that holds it, and a deletion with none."""
    run = case.begin("test")
    case.keep([capture("page", "p", paged=True), capture("page", "p", paged=True, hours=1), gone("p")], run, "page")
    keep_readings(case, [Reading(1, orjson.dumps(REPORT))], run, "1")
    stands = standing(case)
    assert (stands.entry, stands.head, stands.last) == (*case.head()[::2], 3)
    first, again, last = holdings(case, stands.last)
    assert first.record == first.original == again.original
    assert first.request is not None
    assert again.record is not None
    assert (again.record.kind, last.record, last.payload) == ("revisit", None, None)
    assert (first.title, first.text, again.text) == ("Міст зачинено", "Повідомила громада.", None)
    assert [kind for kind, _ in remade(case, again, None)] == ["response", "request"]
    assert [kind for kind, _ in remade(case, again, (first.address, WHEN.isoformat()))] == ["revisit", "request"]
    assert not list(holdings(case, stands.last, ["other"]))
    assert len(list(holdings(case, 2, ["p"]))) == 2


def test_bytes_that_were_changed_are_told(case: Case) -> None:
    """What is read for others is held against what was written."""
    case.keep([capture("page", "p")], case.begin("test"), "page")
    (holding,) = holdings(case, 1)
    assert holding.record is not None
    (segment,) = case.archive.segments()
    data = bytearray(segment.read_bytes())
    data[-1] ^= 1
    segment.write_bytes(bytes(data))
    with pytest.raises(CaseError, match="no longer what was written"):
        list(case.archive.blocks(holding.record))


def test_a_table_of_sources_is_remembered_through_the_log(case: Case) -> None:
    """The last one counts, and none is none."""
    for own in (("a.csv", "id\nx"), ("b.yaml", "sources: []"), None, ("a.csv", "ї")):
        keep_own_sources(case, own, {})
        assert own_sources(case) == own
    assert captures_by_source(case) == {}
    assert not list(verify(case))
