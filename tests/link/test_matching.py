"""Splink compares pairs by one statement, which says what each comparison weighs."""

from __future__ import annotations

import logging

import pytest

from firsthand.claims import Ground, Telling, Told
from firsthand.link.comparisons import COMPARISONS
from firsthand.link.linking import chances, link
from firsthand.link.matching import comparing
from firsthand.link.terms import terms_of
from firsthand.link.weights import Weights, prior
from firsthand.model import Span

TEXTS = (
    ("en", "the bridge over the Irpin was destroyed by shelling"),
    ("uk", "міст через Ірпінь зруйновано обстрілом"),
    ("ru", "мэр Ирпеня подал в отставку после проверки"),
)


def tellings() -> list[Telling]:
    return [
        Telling(
            Told(f"post-{n}", Span(0, len(text))),
            language,
            terms_of(text, language),
            places=(Ground(7, 50.5, 30.2, 3.0),),
            published=739_000,
        )
        for n, (language, text) in enumerate(TEXTS)
    ]


def test_links_are_the_sum_of_what_holds() -> None:
    """Across languages the same happening weighs more than another in the same place, and each level is known."""
    linked = link(tellings()).links
    weights = {(int(a), int(b)): w for a, b, w in zip(linked.one, linked.other, linked.weight.tolist(), strict=True)}
    assert weights[0, 1] > max((weight for pair, weight in weights.items() if pair != (0, 1)), default=-9.0)
    for column, weight in zip(linked.levels.T.tolist(), linked.weight.tolist(), strict=True):
        held = [
            prior().weight(comparison.name, comparison.levels[level].name)
            for comparison, level in zip(COMPARISONS, column, strict=True)
        ]
        assert weight == pytest.approx(prior().start + sum(held), abs=1e-3)
    assert chances(linked)[0, 1] == pytest.approx(1 / (1 + 2 ** -weights[0, 1]))


def test_what_lists_share_is_worked_out_once() -> None:
    """No level intersects lists again: that made comparing three times as slow."""
    statement = comparing(prior())
    assert "shared_terms" in statement
    assert "list_intersect" not in statement


def test_what_is_left_out_early_would_be_left_out_late() -> None:
    """A pair is given up before its last comparison only where nothing could lift it above the least."""
    everything = link(tellings(), least=-100.0).links
    assert len(everything.weight) == 3
    for least in everything.weight.tolist():
        kept = link(tellings(), least=least - 1e-6).links
        assert kept.weight.tolist() == [weight for weight in everything.weight.tolist() if weight >= least]


def test_splink_is_silent_of_levels_for_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Its warnings that no level is for missing values are not passed on; the levels here say what is missing."""
    with caplog.at_level(logging.WARNING):
        comparing(Weights(prior().both / 2, prior().levels))
    assert not [record for record in caplog.records if "null" in record.getMessage()]
