"""The rules on whole reports annotated by hand, and on the case."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.gold import load, shared_data
from tests.warn.gold_case import records

from firsthand.warn import find_warnings


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
