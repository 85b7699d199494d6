"""The cases by others: their gold is sound, and the figures of one come out between 0 and 1."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from bench.case_gold import keys_of_case, papers_of_case
from bench.origins_gold import gold_case
from bench.other_cases import OTHERS, figures, mean

from firsthand.kinds import DerivationKind, Mode, Status, ToldBy


@pytest.mark.parametrize("folder", OTHERS, ids=lambda folder: folder.name)
def test_the_gold_has_only_what_there_is(folder: Path) -> None:
    """Every mode, status, kind and document that the gold names exists, and every claim is told somewhere."""
    gold, keys = json.loads((folder / "gold.json").read_text("utf-8")), keys_of_case(folder)
    for claim in gold["claims"]:
        assert claim["statements"], claim["id"]
        Status(claim["status"])
        ToldBy(claim["told_by"])
        assert claim["origins"]["at_least"] <= claim["origins"]["count"] <= claim["origins"]["at_most"], claim["id"]
        for told in claim["statements"]:
            Mode(told["mode"])
            assert told["doc"] in keys
    for derived in gold["derivations"]:
        DerivationKind(derived["kind"])
        assert {derived["from"], derived["to"]} <= keys.keys()
    names = {claim["id"] for claim in gold["claims"]}
    assert {name for pair in (*gold["apart"], *gold["rivals"]) for name in pair} <= names
    assert "written for illustration" in (folder / "README.md").read_text("utf-8")


def test_one_is_measured() -> None:
    """Every quote of the gold is found in its document, and all figures are shares."""
    folder = OTHERS[0]
    papers = papers_of_case(folder)
    assert len(gold_case(folder, papers, as_marked=True).claims) > 40
    found = figures(folder, papers)
    assert all(0 < value <= 1 for value in asdict(found).values())
    assert mean([found, found]) == found
