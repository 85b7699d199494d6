"""Confidence: how good the ground is, apart from how likely a claim is."""

from dataclasses import replace

from tests.weigh.facts_made import facts, record, seen, tells

from firsthand.assessments import Facts
from firsthand.kinds import Confidence, Interest, Verdict
from firsthand.weigh.assess import assess

BOAST = tells("the ministry", side="RU", interest=Interest.IN_FAVOUR)
ADMISSION = tells("the staff", side="UA", interest=Interest.AGAINST)


def confidence(made: Facts) -> Confidence:
    return assess(made).confidence


def test_the_word_of_one_party_is_low_however_good_its_record() -> None:
    """A record makes it likelier, not better founded."""
    known = replace(BOAST, record=record(60, 4))
    assert confidence(facts(BOAST)) is Confidence.LOW
    found = assess(facts(known))
    assert found.confidence is Confidence.LOW
    assert "one party" in found.confidence_why
    assert found.likelihood.value > 0.8


def test_two_parties_that_agree_are_no_more_than_moderate() -> None:
    """The best that parties alone can give; something observed beside makes it high."""
    both = facts(replace(BOAST, record=record(9, 1)), replace(ADMISSION, record=record(9, 1)))
    assert confidence(both) is Confidence.MODERATE
    assert confidence(replace(both, evidence=(seen(Verdict.SUPPORTS),))) is Confidence.HIGH


def test_a_claim_can_be_unlikely_with_high_confidence() -> None:
    """Confidence is of the ground, not of the claim."""
    monitor = tells("a monitor", record=record(2, 60))
    found = assess(facts(BOAST, monitor, evidence=(seen(Verdict.CONTRADICTS),)))
    assert found.confidence is Confidence.HIGH
    assert found.likelihood.value < 0.2


def test_a_wide_range_leaves_it_low() -> None:
    """Grounds that leave anything possible are no ground; the reason says so."""
    table_like = facts(tells("a resident", named=False, there=True))
    found = assess(table_like)
    wide = found.likelihood.high - found.likelihood.low > 0.5
    assert (found.confidence is Confidence.LOW) == wide


def test_what_only_fits_is_no_ground() -> None:
    """Evidence that may be seen without, or says nothing, adds none."""
    fits = facts(BOAST, evidence=(seen(Verdict.CONSISTENT), seen(Verdict.SILENT)))
    assert confidence(fits) is Confidence.LOW


def test_every_confidence_says_why() -> None:
    """In words a person can check."""
    for made in (facts(BOAST), facts(tells(), ADMISSION), facts(BOAST, evidence=(seen(Verdict.SUPPORTS),))):
        assert assess(made).confidence_why
