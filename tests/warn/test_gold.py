"""The rules on whole reports annotated by hand, and on the case, without a reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.gold import gold_files, load, shared_data
from tests.warn.gold_case import records

from firsthand.warn import find_warnings

REPORTS = [path for path in gold_files() if not path.name.startswith("blind-")]  # those measure, they do not guide
WELL_SOURCED = [path for path in REPORTS if not load(path).warnings]
PRECISION, RECALL = 0.85, 0.7


def kinds(path: Path) -> set[str]:
    return {warning.kind for warning in find_warnings(*records(path))}


def test_case_gets_all_its_warnings_and_at_most_two_more() -> None:
    """The report that this project began with gets every warning a careful reader gave it."""
    shared = shared_data()
    if shared is None or not (shared / "case" / "article.gold.json").is_file():
        pytest.skip("the case is not here: set FIRSTHAND_DATA to the folder that holds it")
    path = shared / "case" / "article.gold.json"
    wanted, found = set(load(path).warnings), kinds(path)
    assert wanted <= found, wanted - found
    assert len(found - wanted) <= 2, found - wanted


@pytest.mark.parametrize("path", WELL_SOURCED, ids=lambda path: path.name.split(".")[0])
def test_well_sourced_report_gets_hardly_a_warning(path: Path) -> None:
    """Who does everything right may not be accused of much."""
    assert len(kinds(path)) <= 1


def test_warnings_over_all_reports_keep_their_precision_and_recall() -> None:
    """No change of a rule may quietly cost what the others have won."""
    pairs = [(kinds(path), set(load(path).warnings)) for path in REPORTS]
    right = sum(len(found & wanted) for found, wanted in pairs)
    assert right / sum(len(found) for found, _ in pairs) >= PRECISION
    assert right / sum(len(wanted) for _, wanted in pairs) >= RECALL
