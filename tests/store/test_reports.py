"""A report comes out of a case as it went in."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from firsthand.model import Report
from firsthand.pipeline import check
from firsthand.store import report_of

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"


@pytest.mark.parametrize("name", ["war.txt", "flood.txt", "merger.html"])
def test_a_report_is_the_same_after_it_was_kept(name: str) -> None:
    """Spans, chains, frames, places, dates, moments and credits, each as the record it was."""
    report = check(EXAMPLES / name)
    assert report.statements
    assert report_of(orjson.dumps(report)) == report


def test_a_report_of_another_version_is_read_as_far_as_it_goes() -> None:
    """Fields that an older version did not have are empty, those that this one does not know are passed over."""
    told = orjson.loads(orjson.dumps(check(EXAMPLES / "war.txt")))
    del told["credits"]
    told["document"]["mood"] = "grave"
    report = report_of(orjson.dumps(told))
    assert isinstance(report, Report)
    assert report.credits == ()
    assert report == report_of(orjson.dumps(report))
