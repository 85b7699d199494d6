"""What holds of every assessment, whatever the facts: on facts made at random."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.weigh.facts_made import exchanged, facts_made, seen, witnesses

from firsthand.assessments import Facts, Witness
from firsthand.evidence import Evidence
from firsthand.kinds import Confidence, Interest, Stance, Status, Verdict
from firsthand.weigh.assess import assess

FACTS = facts_made()


@given(FACTS, st.integers(1, 10_000))
def test_copies_never_change_how_likely_it_is(made: Facts, documents: int) -> None:
    """Nor how confident, nor what weighs how much: a thousand documents of one origin are one word."""
    one, many = assess(made), assess(replace(made, documents=documents))
    assert one.likelihood == many.likelihood
    assert (one.confidence, one.confidence_why) == (many.confidence, many.confidence_why)
    assert one.waterfall == many.waterfall
    assert one.checks == many.checks


@given(FACTS)
def test_the_same_rule_holds_for_every_side(made: Facts) -> None:
    """With each side in the place of the other everything comes out the same."""
    assert assess(made) == assess(exchanged(made))


@given(FACTS, witnesses((Stance.TELLS,)))
def test_a_further_sure_teller_never_lowers_it(made: Facts, teller: Witness) -> None:
    """Not even one who was often wrong, or of a side that has been counted, or whose claim it serves."""
    more = replace(made, witnesses=(*made.witnesses, replace(teller, sure=True)))
    assume(not any(each.stance is Stance.RETRACTS for each in made.witnesses))
    assert assess(more).likelihood.value >= assess(made).likelihood.value - 1e-12


@given(FACTS, witnesses((Stance.DENIES,)))
def test_a_further_denial_never_raises_it(made: Facts, denial: Witness) -> None:
    """Whoever it is that denies it."""
    more = replace(made, witnesses=(*made.witnesses, denial))
    assert assess(more).likelihood.value <= assess(made).likelihood.value + 1e-12


@given(FACTS)
def test_the_range_holds_the_value(made: Facts) -> None:
    """And leaves no room for what is sure."""
    found = assess(made).likelihood
    assert 0 < found.low <= found.value <= found.high < 1


@given(FACTS)
def test_the_waterfall_is_the_likelihood(made: Facts) -> None:
    """Every reason lies between its least and most, and the sum is what the likelihood says: nothing is hidden."""
    found = assess(made)
    assert found.waterfall[0].rule == "start"
    assert all(each.low <= each.bits <= each.high for each in found.waterfall)
    odds = found.likelihood.value / (1 - found.likelihood.value)
    shown = 2 ** sum(each.bits for each in found.waterfall)
    assert abs(odds / shown - 1) < 1e-6 or found.likelihood.value in (0.01, 0.99)


@given(FACTS)
def test_one_means_confirmed_by_others(made: Facts) -> None:
    """The code "1" stands only where independent origins or evidence confirm it."""
    found = assess(made)
    if found.admiralty.information == 1:
        assert found.status in (Status.SUPPORTED, Status.CORROBORATED, Status.CORROBORATED_ACROSS)
        assert made.at_least > 1 or any(each.verdict is Verdict.SUPPORTS for each in made.evidence)
        assert found.likelihood.value >= 0.8


@given(FACTS)
def test_the_word_of_one_party_alone_leaves_low_confidence(made: Facts) -> None:
    """Whatever its record, and however many of its voices tell it; of several parties it is never high."""
    alone = replace(
        made,
        evidence=(),
        witnesses=tuple(replace(each, side=each.side or "RU", outlet=False) for each in made.witnesses),
    )
    parties = {each.side for each in alone.witnesses if each.stance is Stance.TELLS}
    found = assess(alone).confidence
    assert found is Confidence.LOW if len(parties) == 1 else found is not Confidence.HIGH


@given(FACTS)
def test_a_claim_of_one_origin_is_weighed_like_any(made: Facts) -> None:
    """It has a status, a likelihood and reasons: none is left out for having one origin."""
    one = replace(made, at_least=1, at_most=1, documents=1, witnesses=made.witnesses[:1])
    found = assess(one)
    assert found.status in Status
    assert len(found.waterfall) > 1


@given(FACTS, st.integers(1, 9), st.integers(1, 9))
def test_how_many_told_it_adds_nothing_by_itself(made: Facts, at_least: int, at_most: int) -> None:
    """What a place loses where only one side reports: no count of sources enters the likelihood, only who they are."""
    counted = replace(made, at_least=at_least, at_most=max(at_least, at_most))
    assert assess(counted).likelihood == assess(made).likelihood


@given(FACTS, st.permutations(range(9)))
def test_the_order_of_facts_says_nothing(made: Facts, order: list[int]) -> None:
    """Witnesses and evidence in another order give the same likelihood, confidence and status."""

    def shuffled(some: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(some[number] for number in order if number < len(some))

    other = replace(made, witnesses=shuffled(made.witnesses), evidence=shuffled(made.evidence))  # type: ignore[arg-type]
    one, another = assess(made), assess(other)
    assert abs(one.likelihood.value - another.likelihood.value) < 1e-12
    assert (one.status, one.confidence) == (another.status, another.confidence)


def test_the_map_of_a_side_does_not_bear_out_its_own_claim() -> None:
    """Drawn instead of said: its status is no better than "consistent", and confidence stays low."""
    claim = Facts("c1", 1, 1, 1, (_party(),), (_own_map("RU"),), event="territory_captured")
    neutral = replace(claim, evidence=(_own_map(None),))
    assert assess(claim).status is Status.CONSISTENT
    assert assess(claim).confidence is Confidence.LOW
    assert assess(neutral).status is Status.SUPPORTED
    assert assess(neutral).confidence is not Confidence.LOW


def _party() -> Witness:
    return Witness("the ministry", "d1", Stance.TELLS, "RU", Interest.IN_FAVOUR)


def _own_map(side: str | None) -> Evidence:
    return seen(Verdict.SUPPORTS, "map_shows_it", side=side)
