"""Figures in sentences of the news, in three languages, and what only looks like one: at least 95 % right."""

from __future__ import annotations

import pytest
from tests.resolve.phrases import marked, score

from firsthand.model import Bound, Quantity
from firsthand.resolve.quantities import find_quantities
from firsthand.resolve.quantity_words import vocabulary

LANGUAGES = ("en", "ru", "uk")
FLOOR = 0.95


def written(quantity: Quantity) -> tuple[int, int, str, str]:
    """The figure as the gold files write it."""
    value, low, high = (
        f"{round(x, 6):.15g}" if x is not None else "" for x in (quantity.value, quantity.low, quantity.high)
    )
    figure = {
        Bound.EXACT: value,
        Bound.AT_LEAST: f">={low}",
        Bound.AT_MOST: f"<={high}",
        Bound.ABOUT: f"~{value}" if value else f"~{low}..{high}",
        Bound.RANGE: f"{low}..{high}",
    }[quantity.bound]
    unit = f"{quantity.unit}:{quantity.of}" if quantity.of else quantity.unit or ""
    return quantity.span.start, quantity.span.end, figure, unit


@pytest.mark.parametrize("held", [False, True], ids=["dev", "held"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_the_news_are_right(language: str, held: bool) -> None:
    """Words, value, bound and unit of each figure, in the half the rules were tuned on and in the other one."""
    scores = score(
        marked(f"quantities-{language}"), lambda text: frozenset(map(written, find_quantities(text, language))), held
    )
    assert scores.share >= FLOOR, f"{scores.right} of {scores.total}\n" + "\n".join(scores.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_phrases(language: str) -> None:
    """Two hundred figures and fifty traps in each language."""
    phrases = marked(f"quantities-{language}")
    assert sum(len(phrase.marks) for phrase in phrases) >= 200
    assert sum(phrase.trap for phrase in phrases) >= 50


def test_units_have_one_class_in_every_language() -> None:
    """A unit is reported by the same name and class, whatever the language of the report."""
    classes: dict[str, set[str]] = {}
    for language in LANGUAGES:
        known = vocabulary(language)
        assert known is not None
        for unit, group in known.groups.items():
            classes.setdefault(unit, set()).add(group)
    assert {unit: groups for unit, groups in classes.items() if len(groups) > 1} == {}
