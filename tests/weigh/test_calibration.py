"""The likelihoods are held against worlds whose truth is known, and against what must hold in every world."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from bench.world_independent import KINDS, decided
from bench.world_made import Assumptions, made_world
from bench.world_scores import accuracy_of, bins_of, brier_of, interval_over_worlds, line_of, within_ranges
from bench.world_sweeps import Pool, pooled
from hypothesis import given
from hypothesis import strategies as st

from firsthand.assessments import Facts, Record, Witness
from firsthand.kinds import Interest, Stance
from firsthand.weigh.assess import assess


@pytest.fixture(scope="module")
def pool() -> Pool:
    return pooled(made_world(Assumptions(), seed) for seed in range(500, 512))


def test_likelihoods_are_calibrated_in_worlds_as_assumed(pool: Pool) -> None:
    """Of the claims in each tenth of the likelihoods about as many are so as they say, and never outside the range."""
    bins = bins_of(pool.true, pool.value, pool.low, pool.high)
    gap = sum(each.claims * abs(each.mean - each.rate) for each in bins) / len(pool.true)
    assert within_ranges(bins) == 1
    assert gap < 0.05
    assert 0.75 < line_of(pool.true, pool.value)[0] < 1.3


def test_weighing_is_better_than_every_vote(pool: Pool) -> None:
    """The Brier score is lower than that of any count, by more than what draws of worlds can explain."""
    for name, vote in pool.votes.items():
        worlds = [
            (pool.true[each], (pool.value - pool.true)[each] ** 2 - (vote - pool.true)[each] ** 2)
            for each in pool.worlds
        ]
        _, most = interval_over_worlds(lambda _, better: float(np.mean(better)), worlds)
        assert most < -0.02, name


def test_weighing_decides_better_than_every_vote(pool: Pool) -> None:
    """Who goes by the likelihood is right more often than who goes by any count."""
    best = max(accuracy_of(pool.true, vote) for vote in pool.votes.values())
    assert accuracy_of(pool.true, pool.value) > best + 0.05


def test_ranges_hold_where_readers_err_more() -> None:
    """With three times as many sentences misread the rates still lie in the ranges that are given."""
    given_ = replace(Assumptions(), misread=0.1, misheard=0.1)
    found = pooled(made_world(given_, seed) for seed in range(600, 610))
    assert within_ranges(bins_of(found.true, found.value, found.low, found.high)) > 0.9
    assert brier_of(found.true, found.value) < 0.22


@pytest.mark.parametrize("resolved", [0, 30])
@pytest.mark.parametrize("kind", KINDS)
def test_independence_never_lowers_accuracy_below_the_vote(kind: str, resolved: int) -> None:
    """Where all voices are independent, equally good and of no side, weighing is as often right as counting them: over
    100 worlds of 100 claims it is behind by no more than three standard errors of the claims they differ on."""
    found = decided(KINDS[kind], 100, 100, range(1, 12), 700, resolved=resolved)
    differ = found.only_weighed + found.only_voted
    assert found.voted - found.weighed <= 3 * math.sqrt(differ)


_names = st.integers(1, 10**6).map(lambda number: f"voice {number}")
_records = st.none() | st.builds(
    lambda good, bad: Record("voice", "", tuple(map(str, range(good))), tuple(map(str, range(100, 100 + bad)))),
    st.integers(0, 40),
    st.integers(0, 40),
)
_interests = st.sampled_from([Interest.IN_FAVOUR, Interest.AGAINST, Interest.NEUTRAL])


@st.composite
def _witnesses(draw: st.DrawFn, stance: st.SearchStrategy[Stance]) -> Witness:
    side = draw(st.sampled_from([None, "A", "B"]))
    interest = draw(_interests) if side is not None else Interest.UNKNOWN
    outlet = side is None and draw(st.booleans())
    marks = [draw(st.booleans()) for _ in range(3)]
    return Witness(
        draw(_names),
        "document",
        stance=draw(stance),
        side=side,
        interest=interest,
        named=marks[0] or outlet,
        there=marks[1] and not outlet,
        outlet=outlet,
        sure=marks[2],
        record=draw(_records),
    )


_any_stance = st.sampled_from(list(Stance))
_facts = st.lists(_witnesses(_any_stance), max_size=8).map(
    lambda each: Facts("claim", 9, 1, 1 + len(each), tuple(each), event="territory_captured")
)


@given(_facts, _witnesses(st.just(Stance.TELLS)))
def test_one_more_independent_voice_never_makes_a_claim_less_likely(facts: Facts, voice: Witness) -> None:
    """Whoever of no side tells it too, whatever became of their earlier claims, takes nothing from what others say."""
    if not any(each.stance is Stance.TELLS for each in facts.witnesses):
        return
    neutral = replace(voice, side=None, interest=Interest.UNKNOWN, sure=True)
    more = replace(facts, at_least=facts.at_least + 1, at_most=facts.at_most + 1, witnesses=(*facts.witnesses, neutral))
    assert assess(more).likelihood.value >= assess(facts).likelihood.value - 1e-12


@given(_facts, _witnesses(st.just(Stance.DENIES)))
def test_one_more_denial_never_makes_a_claim_more_likely(facts: Facts, voice: Witness) -> None:
    """Whoever denies it, nobody's denial speaks for it."""
    more = replace(facts, witnesses=(*facts.witnesses, replace(voice, record=None)))
    assert assess(more).likelihood.value <= assess(facts).likelihood.value + 1e-12


@given(_facts, st.integers(1, 10_000))
def test_a_copy_never_changes_how_likely_a_claim_is(facts: Facts, copies: int) -> None:
    """Copies become documents, not origins: however many there are, the reasons are the same."""
    copied = replace(facts, documents=facts.documents + copies)
    assert assess(copied).waterfall == assess(facts).waterfall
    assert assess(copied).likelihood == assess(facts).likelihood


@given(_facts, st.integers(1, 12))
def test_copies_that_may_be_origins_never_weigh_as_much_as_one_more_that_is_sure(facts: Facts, copies: int) -> None:
    """A network of sites whose copies could not be traced moves a claim by less than one independent outlet."""

    def with_outlets(number: int, *, sure: bool) -> float:
        outlets = tuple(
            Witness(f"outlet {n}", f"copy {n}", Stance.TELLS, outlet=True, sure=sure) for n in range(number)
        )
        return assess(replace(facts, witnesses=(*facts.witnesses, *outlets))).likelihood.value

    assert with_outlets(copies, sure=False) <= with_outlets(1, sure=True) + 1e-12


@given(_facts)
def test_the_sides_are_treated_alike(facts: Facts) -> None:
    """With the sides exchanged everything comes out the same."""
    other = {"A": "B", "B": "A", None: None}
    swapped = tuple(replace(each, side=other[each.side]) for each in facts.witnesses)
    one, two = assess(facts).likelihood, assess(replace(facts, witnesses=swapped)).likelihood
    assert (one.value, one.low, one.high) == pytest.approx((two.value, two.low, two.high))
