"""From an open case to its claims: what was worked out is kept for exactly its state, and anew for any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.told_case import DENIAL, OTHER_DAY, POST

from firsthand.claims import Account
from firsthand.kinds import DecisionKind
from firsthand.pipeline.claiming import claims_of
from firsthand.store import Case, decide, undo
from firsthand.store.accounts import FILE


@pytest.fixture
def case(told_case: Path, tmp_path: Path) -> Path:
    return shutil.copytree(told_case, tmp_path / "case")


def about(accounts: tuple[Account, ...], document: str) -> Account:
    """The claim that a document tells first."""
    return min(
        (each for each in accounts if document in each.documents),
        key=lambda each: min(told.span for told in each.claim.tellings if told.document == document),
    )


def test_kept_claims_are_those_that_would_be_worked_out(case: Path) -> None:
    """The second time they come from the copy, and are equal to the last word; documents can be looked up beside."""
    with Case.open(case) as opened:
        first = claims_of(opened)
        again = claims_of(opened)
    (case / FILE).unlink()
    with Case.open(case) as opened:
        anew = claims_of(opened)
        assert first.accounts == again.accounts == anew.accounts
        assert {key for each in anew.accounts for key in each.documents} == set(anew.papers)
    houses = about(first.accounts, POST)
    assert DENIAL in houses.documents


def test_a_decision_of_the_same_place_with_other_words_is_another_state(case: Path) -> None:
    """Words that are no longer there mean nothing, and those that are there do, though both name one place."""
    with Case.open(case, write=True) as opened:
        before = claims_of(opened)
        one, other = (about(before.accounts, key).claim.tellings[0] for key in (POST, OTHER_DAY))
        words = [told.span.of(before.papers[told.document].report.document.text) for told in (one, other)]
        decide(opened, DecisionKind.SAME, one, other, ("words that were edited away", words[1]), "Ida Holm")
        assert claims_of(opened).accounts == before.accounts
        decide(opened, DecisionKind.SAME, one, other, (words[0], words[1]), "Ida Holm")
        undo(opened, 1, "Ida Holm")
        assert OTHER_DAY in about(claims_of(opened).accounts, POST).documents
        undo(opened, 2, "Ida Holm")
        assert claims_of(opened).accounts == before.accounts
