"""The Admiralty code: two axes, each with why, and neither by the other."""

import pytest
from tests.weigh.facts_made import facts, record, seen, tells

from firsthand.assessments import Admiralty, Facts
from firsthand.kinds import Interest, Stance, ToldBy, Verdict
from firsthand.weigh.assess import assess


def code(made: Facts) -> Admiralty:
    return assess(made).admiralty


BOAST = tells("the ministry", side="RU", interest=Interest.IN_FAVOUR)
ADMISSION = tells("the staff", side="UA", interest=Interest.AGAINST)


@pytest.mark.parametrize(
    ("good", "bad", "letter"),
    [
        (0, 0, "F"),
        (4, 0, "F"),
        (5, 0, "A"),
        (95, 5, "A"),
        (8, 2, "B"),
        (6, 4, "C"),
        (3, 7, "D"),
        (1, 9, "E"),
        (0, 9, "E"),
    ],
)
def test_the_source_is_judged_by_its_record_alone(good: int, bad: int, letter: str) -> None:
    """And not at all below five claims that were resolved: "F" is no blame."""
    found = code(facts(tells(record=record(good, bad))))
    assert found.source == letter
    assert found.source_why


def test_a_good_source_does_not_make_the_information_confirmed() -> None:
    """Who was right a hundred times is "A", and what they say alone is not "1"."""
    found = code(facts(tells(record=record(100, 0))))
    assert found.source == "A"
    assert found.information == 2


def test_a_bad_source_may_tell_what_is_confirmed() -> None:
    """Evidence and another origin confirm what a notorious teller says as well."""
    liar = tells("a blogger", record=record(1, 30))
    found = code(facts(liar, tells(there=True), ADMISSION, evidence=(seen(Verdict.SUPPORTS),)))
    assert (found.source, found.information) == ("E", 1)


def test_one_needs_others() -> None:
    """The best single witness is not "1"; two sure origins are, where they make it likely enough."""
    assert code(facts(tells(there=True))).information == 6
    assert code(facts(BOAST, ADMISSION, told_by=ToldBy.BOTH_PARTIES)).information == 1
    assert code(facts(BOAST, told_by=ToldBy.BOTH_PARTIES, at_most=3)).information != 1


def test_a_map_of_its_own_does_not_confirm_a_claim() -> None:
    """However much it adds."""
    own = seen(Verdict.SUPPORTS, "map_of_claiming_side_shows_it", side="RU")
    assert code(facts(BOAST, evidence=(own,))).information not in (1, 2)


def test_what_nothing_is_known_of_cannot_be_judged() -> None:
    """One origin, no evidence, no record: "6", and never "5" for want of others."""
    found = code(facts(BOAST))
    assert (found.source, found.information) == ("F", 6)
    assert "cannot be judged" in found.information_why


def test_what_is_contradicted_or_taken_back_is_improbable() -> None:
    """Whoever said it."""
    back = tells("the ministry", side="RU", stance=Stance.RETRACTS)
    assert code(facts(BOAST, back)).information == 5
    assert code(facts(tells(record=record(50, 0)), evidence=(seen(Verdict.CONTRADICTS),))).information == 5


def test_a_dispute_is_judged_by_how_likely_it_is() -> None:
    """From "probably true" to "improbable"."""
    denial = tells("the mayor", stance=Stance.DENIES)
    assert code(facts(ADMISSION, denial)).information in (3, 4)
    assert code(facts(BOAST, denial, tells("a nurse", stance=Stance.DENIES))).information == 5
