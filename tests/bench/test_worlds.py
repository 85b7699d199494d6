"""The made worlds are what they say they are, and the scores measure what they are named for."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from bench.world_figure import calibration_figure
from bench.world_made import Assumptions, Made, made_world
from bench.world_scores import (
    accuracy_of,
    bins_of,
    brier_of,
    fitted,
    line_of,
    log_loss_of,
    method_of,
    parts_of,
)
from bench.world_sweeps import SWEEPS, pooled, scored
from bench.world_table import fitted_table
from bench.world_weighed import Records, weighed_world, with_records
from bench.worlds import measured
from hypothesis import example, given
from hypothesis import strategies as st

from firsthand.assessments import Facts, Witness
from firsthand.kinds import Interest, Stance, Verdict

_CHANCES = st.lists(st.tuples(st.booleans(), st.floats(0.01, 0.99)), min_size=1, max_size=60)


def _worlds(given_: Assumptions, count: int = 6) -> list[tuple[Made, ...]]:
    return [made_world(given_, seed) for seed in range(count)]


def test_a_world_is_the_same_for_the_same_seed() -> None:
    """Every figure can be made again."""
    assert made_world(Assumptions(), 5) == made_world(Assumptions(), 5)
    assert made_world(Assumptions(), 5) != made_world(Assumptions(), 6)


def test_about_as_many_happenings_are_so_as_is_assumed() -> None:
    """The base rate is that of happenings; of claims more are so, as what is so is told by more."""
    rates = []
    for base in (0.2, 0.5, 0.8):
        claims = [each for world in _worlds(replace(Assumptions(), base_rate=base)) for each in world]
        rates.append(sum(each.true for each in claims) / len(claims))
    assert rates == sorted(rates)
    assert all(abs(rate - base) < 0.15 for rate, base in zip(rates, (0.2, 0.5, 0.8), strict=True))


def test_a_party_that_invents_more_is_less_often_right() -> None:
    """What a party claims in its own favour is the less often so the more it invents."""

    def right(invents: float) -> float:
        made = [each for world in _worlds(replace(Assumptions(), invents=(invents, invents))) for each in world]
        own = [each for each in made if any(_in_its_favour(witness) for witness in each.facts.witnesses)]
        return sum(each.true for each in own) / len(own)

    assert right(0.1) > right(0.5) + 0.1 > right(1.0) + 0.2


def _in_its_favour(witness: Witness) -> bool:
    return witness.stance is Stance.TELLS and witness.interest is Interest.IN_FAVOUR


def test_copies_that_are_traced_change_votes_and_not_likelihoods() -> None:
    """However much is copied, weighing gives the same, and counting documents gives something else."""
    few = replace(Assumptions(), copies=(0.1, 0.1), mistaken=0)
    one, other = (weighed_world(made_world(each, 3)) for each in (few, replace(few, copies=(20, 5))))
    assert [each.value for each in one] == [each.value for each in other]
    assert [each.votes[0] for each in one] != [each.votes[0] for each in other]


def test_copies_that_are_not_traced_become_origins() -> None:
    """At least and at most are the numbers of sure and of all origins that tell it."""
    lost = replace(Assumptions(), mistaken=0.5, mistaken_surely=0.5)
    for each in made_world(lost, 4):
        told = [witness for witness in each.facts.witnesses if witness.stance is Stance.TELLS]
        assert each.facts.at_most == len(told)
        assert each.facts.at_least == max(1, sum(witness.sure for witness in told))
        assert each.facts.documents >= each.facts.at_most - each.facts.at_least


def test_evidence_errs_as_often_as_is_assumed() -> None:
    """Maps show what is not so in the assumed share of cases."""
    claims = [each for world in _worlds(replace(Assumptions(), evidence=1), 12) for each in world]
    maps = [
        (each.true, evidence.verdict) for each in claims for evidence in each.facts.evidence if evidence.body == "a map"
    ]
    shown = [verdict is Verdict.SUPPORTS for true, verdict in maps if not true]
    assert abs(sum(shown) / len(shown) - 0.12) < 3 * math.sqrt(0.12 * 0.88 / len(shown))


def test_records_hold_nothing_of_the_claim_itself_or_of_later_ones() -> None:
    """A claim is weighed with what became of claims of earlier days only."""
    made = made_world(Assumptions(), 2)
    days = {each.facts.claim: each.day for each in made}
    found = 0
    for each, facts in zip(made, with_records(made), strict=True):
        for witness in facts.witnesses:
            if witness.record is not None:
                earlier = (*witness.record.borne_out, *witness.record.contradicted, *witness.record.open)
                assert all(days[claim] < each.day for claim in earlier)
                found += 1
    assert found > 100


def test_records_of_two_sided_evidence_leave_out_what_can_only_support() -> None:
    """Fires cannot contradict: a claim that only they resolve counts in no such record."""
    made = made_world(replace(Assumptions(), evidence=1), 2)
    fires = {each.facts.claim for each in made if {one.connector for one in each.facts.evidence} == {"fires"}}
    retracted = {
        each.facts.claim for each in made if any(one.stance is Stance.RETRACTS for one in each.facts.witnesses)
    }

    def resolved(records: Records) -> set[str]:
        known = [each.record for facts in with_records(made, records) for each in facts.witnesses if each.record]
        return {claim for each in known for claim in (*each.borne_out, *each.contradicted)}

    assert (fires - retracted) & resolved(Records.ALL)
    assert not (fires - retracted) & resolved(Records.TWO_SIDED)
    assert not resolved(Records.NONE)


def test_perfect_and_useless_chances_score_as_they_should() -> None:
    """Who knows all gets 0; who says .5 of everything gets a Brier score of .25 and one bit of surprise."""
    true = np.array([True, False, True, True])
    assert brier_of(true, true.astype(float)) == 0
    assert log_loss_of(true, true.astype(float)) < 0.001
    assert accuracy_of(true, true.astype(float)) == 1
    assert brier_of(true, np.full(4, 0.5)) == 0.25
    assert log_loss_of(true, np.full(4, 0.5)) == pytest.approx(1)


@given(_CHANCES)
def test_the_parts_add_up_to_the_score(found: list[tuple[bool, float]]) -> None:
    """For chances that are one in each bin, calibration less resolution plus uncertainty is the Brier score."""
    true = np.array([each for each, _ in found])
    value = np.array([math.floor(each * 10) / 10 + 0.05 for _, each in found])
    parts = parts_of(true, value)
    assert parts.calibration - parts.resolution + parts.uncertainty == pytest.approx(brier_of(true, value))


@given(_CHANCES)
@example([(True, 0.5)] * 6)
def test_every_claim_is_in_one_bin(found: list[tuple[bool, float]]) -> None:
    """No claim is lost or counted twice, and the interval holds the rate."""
    true, value = (np.array(each) for each in zip(*found, strict=True))
    bins = bins_of(true, value, value, value)
    assert sum(each.claims for each in bins) == len(found)
    assert all(each.rate_low <= each.rate <= each.rate_high for each in bins)
    assert all(each.start <= each.mean <= each.end + 1e-9 for each in bins)


def test_over_confidence_is_found_and_undone() -> None:
    """Chances with twice the log odds they should have get a slope of one half, and moved by it are as good as new."""
    random = np.random.default_rng(1)
    odds = random.normal(0, 1.5, 20_000)
    right = 1 / (1 + np.exp(-odds))
    true = random.random(20_000) < right
    bold = 1 / (1 + np.exp(-2 * odds))
    line = line_of(true, bold)
    assert line[0] == pytest.approx(0.5, abs=0.03)
    assert line[1] == pytest.approx(0, abs=0.08)
    assert brier_of(true, fitted(bold, line)) == pytest.approx(brier_of(true, right), abs=0.001)
    assert line_of(true, np.full(20_000, 0.5))[0] == 0


def test_intervals_hold_the_score() -> None:
    """The interval over worlds is around the score, and wider for fewer worlds."""
    pool = pooled(_worlds(Assumptions()))
    wide = method_of(pool.true, pool.value, pool.worlds)
    assert wide.brier_interval[0] <= wide.brier <= wide.brier_interval[1]
    assert 0 < wide.brier_interval[1] - wide.brier_interval[0] < 0.1


def test_weights_can_be_learned_from_worlds() -> None:
    """Voices that are right three times of four come out at their 1.6 bits, wherever the table has them."""
    voice = Witness("voice", "document", Stance.TELLS)
    alone = Facts("claim", 1, 1, 1, (voice,))
    worlds = [
        [replace(each, true=number % 4 != 0, facts=alone) for number, each in enumerate(world)]
        for world in _worlds(Assumptions())
    ]
    rows = {each.rule: each for each in fitted_table(worlds)}
    assert set(rows) == {"start", "neutral_named"}
    assert rows["start"].fitted + rows["neutral_named"].fitted == pytest.approx(math.log2(3), abs=0.1)
    assert rows["neutral_named"].claims == sum(map(len, worlds))


def test_more_error_is_never_better_from_one_end_of_a_sweep_to_the_other() -> None:
    """What a sweep is to show, it shows: chances get worse where readers or tracing err most."""
    for title in ("copies taken for origins surely", "denials read as telling it, or the reverse", "maps err"):
        settings = list(SWEEPS[title].values())
        first, last = (scored("", pooled(_worlds(each))) for each in (settings[0], settings[-1]))
        assert first.brier < last.brier, title


def test_the_figure_is_a_drawing_with_every_bin() -> None:
    """The SVG can be read, and has one point for each bin."""
    pool = pooled(_worlds(Assumptions(), 2))
    bins = bins_of(pool.true, pool.value, pool.low, pool.high)
    root = ElementTree.fromstring(calibration_figure(bins, bins))
    points = [each for each in root.iter() if each.tag.endswith("circle")]
    assert len(points) == len(bins)


def test_all_claims_are_told_of_by_word_and_by_status() -> None:
    """No claim is left out of the groups that are printed."""
    found = measured(Assumptions(), range(4))
    count = sum(each.claims for each in found.bins)
    assert sum(own["claims"] for own in found.words.values()) == count
    assert sum(own["claims"] for own in found.statuses.values()) == count
    assert next(iter(found.methods)) == "likelihood"
