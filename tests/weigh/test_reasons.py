"""The reasons, each with what it adds, from a table written for the tests."""

import pytest
from tests.weigh.facts_made import facts, record, seen, tells

from firsthand.assessments import Facts, Weight, Witness
from firsthand.errors import TableError
from firsthand.kinds import Interest, Stance, Verdict
from firsthand.weigh.reasons import waterfall_of
from firsthand.weigh.weights import prior_weights

TABLE = prior_weights()


def reasons(made: Facts) -> list[Weight]:
    return [each for each in waterfall_of(made, TABLE) if each.rule != "start"]


def rules(made: Facts) -> list[str]:
    return [each.rule for each in reasons(made)]


def bits(made: Facts) -> float:
    return sum(each.bits for each in reasons(made))


def own(rule: str) -> float:
    return TABLE.weight(rule).bits


BOAST = tells("the ministry", side="RU", interest=Interest.IN_FAVOUR)
ADMISSION = tells("the general staff", side="UA", interest=Interest.AGAINST)


@pytest.mark.parametrize(
    ("witness", "rule"),
    [
        (BOAST, "party_in_its_favour"),
        (ADMISSION, "admission"),
        (tells(side="RU", interest=Interest.NEUTRAL), "party_otherwise"),
        (tells(side="PL"), "party_otherwise"),
        (tells(), "neutral_named"),
        (tells(there=True), "neutral_there"),
        (tells(named=False, there=True), "unnamed_there"),
        (tells(named=False), "unnamed"),
        (tells(named=False, outlet=True), "outlet_alone"),
    ],
)
def test_who_says_it_is_weighed_by_who_it_is(witness: Witness, rule: str) -> None:
    """One rule for each kind of witness."""
    assert rules(facts(witness)) == [rule]


def test_a_party_in_its_own_favour_adds_nothing() -> None:
    """And an admission adds more than anybody else."""
    assert own("party_in_its_favour") == 0
    assert bits(facts(BOAST)) == 0
    assert own("admission") >= max(own(rule) for rule in ("party_otherwise", "neutral_named", "neutral_there"))


def test_further_voices_of_a_side_add_a_little_once() -> None:
    """Twenty officers of one army do not outweigh one witness of no side."""
    army = [tells(f"officer {n}", side="RU", interest=Interest.IN_FAVOUR) for n in range(20)]
    made = facts(*army)
    assert rules(made) == ["party_in_its_favour", "same_side_again"]
    assert bits(made) == own("same_side_again") < own("neutral_named")


def test_of_a_side_its_strongest_word_counts() -> None:
    """An admission that may be a repetition is not lost behind a boast that is sure."""
    unsure = tells("an officer", side="RU", interest=Interest.AGAINST, sure=False)
    assert "admission" in rules(facts(unsure, BOAST))
    assert bits(facts(unsure, BOAST)) >= bits(facts(unsure))


def test_origins_that_may_be_one_never_outweigh_one_that_is_sure() -> None:
    """The first by half, the next by a quarter: a hundred outlets that may all repeat one are less than that one."""
    outlets = [tells(f"Outlet {n}", named=False, outlet=True, sure=False) for n in range(100)]
    whole = own("outlet_alone")
    assert bits(facts(outlets[0])) == pytest.approx(whole / 2)
    assert bits(facts(*outlets[:2])) == pytest.approx(whole * 3 / 4)
    assert bits(facts(*outlets)) <= whole
    assert "perhaps only repeating" in reasons(facts(outlets[0]))[0].says


def test_who_was_often_wrong_takes_nothing_from_others() -> None:
    """Alone a bad record speaks against a claim; beside others it adds nothing, and says why it is there."""
    wrong = tells("a blogger", record=record(1, 30))
    assert bits(facts(wrong)) < 0
    assert bits(facts(wrong, tells())) == pytest.approx(bits(facts(tells())))
    assert any("borne out" in each.says for each in reasons(facts(wrong, tells())))


def test_denials_weigh_by_whom_the_claim_serves() -> None:
    """Who is harmed denies as a matter of course; who would gain by it and denies it says much."""

    def denial(interest: Interest) -> float:
        return bits(facts(BOAST, Witness("the staff", "d2", Stance.DENIES, "UA", interest)))

    assert denial(Interest.IN_FAVOUR) < denial(Interest.UNKNOWN) < denial(Interest.AGAINST) < 0
    twice = [Witness(f"voice {n}", "d2", Stance.DENIES, "UA", Interest.AGAINST) for n in range(5)]
    assert bits(facts(BOAST, *twice)) == denial(Interest.AGAINST)


def test_doubt_counts_once() -> None:
    """However many doubt it; all are named."""
    doubting = [Witness(f"expert {n}", "d2", Stance.DOUBTS) for n in range(4)]
    (weight,) = [each for each in reasons(facts(BOAST, *doubting)) if each.rule == "doubted"]
    assert all(f"expert {n}" in weight.says for n in range(4))


def test_two_maps_of_one_front_are_one_observation() -> None:
    """Of a kind of evidence the strongest for it and the strongest against it count; the rest is told at nothing."""
    maps = (seen(Verdict.SUPPORTS, body="A"), seen(Verdict.SUPPORTS, body="B"))
    against = seen(Verdict.CONTRADICTS, body="C")
    assert bits(facts(evidence=maps)) == own("map_shows_it")
    assert bits(facts(evidence=(*maps, against))) == own("map_shows_it") + own("map_shows_less")
    assert len(reasons(facts(evidence=maps))) == 2
    fires = seen(Verdict.SUPPORTS, "fires_more_than_usual")
    assert bits(facts(evidence=(*maps, fires))) == own("map_shows_it") + own("fires_more_than_usual")


def test_silence_is_told_and_weighs_nothing() -> None:
    """That a map cannot say it speaks for neither."""
    (weight,) = reasons(facts(evidence=(seen(Verdict.SILENT),)))
    assert (weight.bits, weight.low, weight.high) == (0, 0, 0)


def test_evidence_by_a_rule_that_the_table_has_not_is_an_error() -> None:
    """It is never weighed as nothing."""
    unknown = seen(Verdict.SUPPORTS, "map_made_up")
    with pytest.raises(TableError, match="map_made_up"):
        reasons(facts(evidence=(unknown,)))


def test_a_retraction_weighs_by_whose_it_is() -> None:
    """Of its origin most; of one of several less."""
    back = Witness("the ministry", "d2", Stance.RETRACTS, "RU")
    assert "retracted_by_its_origin" in rules(facts(BOAST, back))
    assert "retracted_by_one" in rules(facts(BOAST, ADMISSION, back))


def test_what_a_rewrite_added_and_other_figures_are_told() -> None:
    """Both speak against it."""
    made = facts(tells(named=False), added=True, rivals=("c2",))
    assert rules(made) == ["unnamed", "added_in_a_rewrite", "another_figure"]
    assert bits(made) < 0
