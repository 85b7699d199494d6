"""The measure of credits counts what it says, and its gold marks what stands in the text."""

from itertools import product

import pytest
from bench.credits import FIGURES, LANGUAGES, SETS, Case, cases, figures, parse, score
from bench.gate import read_credit_floors


def test_gold_spans_are_names_in_the_text() -> None:
    """Braces are gone, and each credit stands where they were."""
    for language, name in product(LANGUAGES, SETS):
        credited, traps = cases(language, name)
        assert all(case.gold for case in credited)
        assert not any("{" in case.text or " // " in case.text for case in (*credited, *traps))
        assert all(case.text[start:end].strip() for case in credited for start, end, _, _ in case.gold)


def test_a_credit_in_a_trap_counts_against_precision() -> None:
    """One right, one in a trap, one missed: a half each."""
    right = Case("Mine floods. (Reuters)", "en", ((14, 21, "reuters", "credit_line"),))
    trap = Case("Mine floods. (AFP)", "en", ())
    missed = Case("Mine floods.", "en", ((0, 4, "ap", "byline"),))
    result = score([right, trap, missed])
    assert (result.precision, result.recall, result.forms, len(result.wrong)) == (0.5, 0.5, 1, 2)


def test_floors_hold_figures_that_are_measured() -> None:
    """A misspelt floor would hold nothing."""
    assert set(read_credit_floors()) == set(FIGURES) == set(figures())


def test_a_line_with_more_names_than_meanings_is_refused() -> None:
    """A slip in the gold is told, not measured."""
    with pytest.raises(ValueError, match="2 names, 1 meanings"):
        parse("{AFP} and {AP} | afp byline", "en")
