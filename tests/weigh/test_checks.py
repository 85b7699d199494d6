"""What would change an assessment: the checks that could still be made."""

from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from tests.weigh.facts_made import facts, facts_made, seen, tells

from firsthand.assessments import Facts
from firsthand.errors import TableError
from firsthand.kinds import Interest, Verdict
from firsthand.resolve.event_words import event_types
from firsthand.weigh.assess import assess
from firsthand.weigh.checks import IN_VAIN
from firsthand.weigh.evidence.kinds import every_connector
from firsthand.weigh.weights import Weights, prior_weights

ROWS = [
    line.split("\t")
    for line in (files("firsthand.weigh") / "data" / "checks.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
BOAST = tells("the ministry", side="RU", interest=Interest.IN_FAVOUR)


def checks(made: Facts) -> list[str]:
    return [each.check for each in assess(made).checks]


def test_a_map_is_asked_of_ground_and_fires_of_strikes() -> None:
    """Each check only where it can tell."""
    ground, strike = facts(BOAST), facts(BOAST, event="drone_strike")
    assert "control map" in checks(ground)
    assert "fires seen from space" not in checks(ground)
    assert "control map" not in checks(strike)
    assert "fires seen from space" in checks(strike)


def test_what_a_claim_does_not_say_cannot_be_looked_up() -> None:
    """Without a place no map, and nobody who was there."""
    assert "control map" not in checks(facts(BOAST, place=False))
    assert "control map" not in checks(facts(BOAST, day=False))
    assert "a witness of no side" not in checks(facts(BOAST, place=False))


def test_what_was_made_is_not_named_again() -> None:
    """A map that answered is done; one that has no day leaves the check open, and one that is too coarse for what is
    claimed does not: no other map could tell more."""
    assert "control map" not in checks(facts(BOAST, evidence=(seen(Verdict.CONTRADICTS),)))
    assert "control map" in checks(facts(BOAST, evidence=(seen(Verdict.SILENT),)))
    assert "control map" not in checks(facts(BOAST, evidence=(seen(Verdict.SILENT, "map_too_coarse"),)))
    assert "a witness of no side" not in checks(facts(BOAST, tells(there=True)))
    admitted = facts(BOAST, tells(side="UA", interest=Interest.AGAINST))
    assert "the other party" in checks(facts(BOAST))
    assert "the other party" not in checks(admitted)


def test_what_is_asked_in_vain_is_a_rule_of_the_table() -> None:
    """Each rule by which no other body could tell more is one that adds nothing."""
    assert all(prior_weights().rules[rule][:3] == (0, 0, 0) for rule in IN_VAIN)


@given(facts_made())
def test_the_most_telling_stands_first(made: Facts) -> None:
    """By how far it could move the chance; each says what it would show."""
    found = assess(made).checks
    assert all(each.bits >= 0 and each.would_say for each in found)
    assert len({each.check for each in found}) == len(found)


def test_every_row_can_be_used() -> None:
    """Its events are ones that the reader finds, and its kind of evidence is one there is, with rules in the table."""
    kinds = {each.name for each in every_connector()}
    for check, events, needs, connector, shows in ROWS:
        assert set(events.split()) <= {"*", *event_types()}, check
        assert set(needs.split()) <= {"place", "day"}, check
        assert shows
        assert connector == "-" or (connector in kinds and prior_weights().parts.get(connector)), check


def test_a_table_without_the_rules_of_a_check_says_so() -> None:
    """As an error of the table, with its name."""
    table = prior_weights()
    less = Weights({rule: row for rule, row in table.rules.items() if rule != "neutral_there"}, table.parts)
    with pytest.raises(TableError, match="neutral_there"):
        assess(replace(facts(BOAST)), less)
