"""The figures on derivations count pairs as taker and taken, and say how sure they are."""

from __future__ import annotations

from bench.case_gold import CASES, keys_of_case
from bench.derivations import Scores, by_kind, f1_interval, gold_pairs, scores

from firsthand.kinds import DerivationKind

GOLD = {
    ("b", "a"): frozenset({DerivationKind.COPY, DerivationKind.WIRE_CREDIT}),
    ("c", "a"): frozenset({DerivationKind.COPY}),
}


def test_a_pair_the_wrong_way_round_is_wrong() -> None:
    """The direction counts."""
    found = scores([("b", "a"), ("a", "c")], GOLD)
    assert found == Scores(1, 2, 2)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_a_pair_of_two_kinds_counts_for_both() -> None:
    """What is found is found for every kind that the gold has for it."""
    assert by_kind([("b", "a")], GOLD) == {"copy": (1, 2), "wire_credit": (1, 1)}


def test_the_interval_holds_the_figure() -> None:
    """Draws of takers lie around what was measured; nothing to draw from gives nothing."""
    found = [("b", "a"), ("d", "a"), ("e", "a")]
    low, high = f1_interval(found, GOLD)
    assert low <= scores(found, GOLD).f1 <= high
    assert low < high
    assert f1_interval([], []) == (0.0, 0.0)


def test_every_pair_of_the_gold_is_of_two_documents_of_its_case() -> None:
    """Pairs of unknown documents would be missed without anybody's fault."""
    for name in ("case", "case-dev"):
        keys = set(keys_of_case(CASES / name).values())
        for taker, taken in gold_pairs(CASES / name):
            assert taker != taken
            assert {taker, taken} <= keys
