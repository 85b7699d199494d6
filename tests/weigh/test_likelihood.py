"""From bits to a chance, a range, and a word."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.assessments import Weight
from firsthand.weigh.likelihood import WORDS, chance_of, likelihood_of, word_for

BITS = st.floats(-80, 80)


@st.composite
def waterfalls(draw: st.DrawFn) -> list[Weight]:
    rows = draw(st.lists(st.tuples(BITS, st.floats(0, 20), st.floats(0, 20)), max_size=12))
    return [Weight("r", "says", bits, bits - below, bits + above) for bits, below, above in rows]


@pytest.mark.parametrize(
    ("chance", "word"),
    [
        (0.01, "almost no chance"),
        (0.05, "almost no chance"),
        (0.0501, "very unlikely"),
        (0.2, "very unlikely"),
        (0.21, "unlikely"),
        (0.45, "unlikely"),
        (0.46, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.549, "roughly even chance"),
        (0.56, "likely"),
        (0.79, "likely"),
        (0.8, "very likely"),
        (0.94, "very likely"),
        (0.96, "almost certain"),
        (0.99, "almost certain"),
    ],
)
def test_words_are_those_of_icd_203(chance: float, word: str) -> None:
    """1-5, 5-20, 20-45, 45-55, 55-80, 80-95 and 95-99 per cent."""
    assert word_for(chance) == word


def test_a_bit_doubles_the_odds() -> None:
    """0 bits are one to one, 1 two to one, and what is far off is held at 1 and 99 per cent."""
    assert chance_of(0) == 0.5
    assert chance_of(1) == pytest.approx(2 / 3)
    assert chance_of(-2) == pytest.approx(1 / 5)
    assert (chance_of(-1e9), chance_of(1e9)) == (0.01, 0.99)


@given(BITS, BITS)
def test_more_bits_are_never_less_likely(one: float, other: float) -> None:
    """Nor another word the wrong way."""
    low, high = sorted((one, other))
    assert chance_of(low) <= chance_of(high)
    words = [word for _, word in WORDS]
    assert words.index(word_for(chance_of(low))) <= words.index(word_for(chance_of(high)))


@given(waterfalls())
def test_the_range_holds_the_value(waterfall: list[Weight]) -> None:
    """Whatever the reasons are."""
    found = likelihood_of(waterfall)
    assert 0.01 <= found.low <= found.value <= found.high <= 0.99
    assert found.word == word_for(found.value)


def test_spreads_add_by_squares() -> None:
    """Reasons are taken to err apart from each other: two spreads of 3 and 4 bits make one of 5."""
    found = likelihood_of([Weight("a", "", 0, -3, 3), Weight("b", "", 0, -4, 4)])
    assert found.low == pytest.approx(1 / (1 + math.exp2(5)))
    assert found.high == pytest.approx(1 / (1 + math.exp2(-5)))


def test_nothing_known_is_an_even_chance() -> None:
    """No reasons, no leaning."""
    assert likelihood_of([]).value == 0.5
