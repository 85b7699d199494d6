"""What a claim is for the side of who says it."""

from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weigh.facts_made import facts, seen, tells

from firsthand.kinds import Interest, Verdict
from firsthand.resolve.event_words import event_types
from firsthand.weigh.interest import interest_of, supporting

TABLE = (files("firsthand.weigh") / "data" / "interest.tsv").read_text("utf-8").splitlines()
EVENTS = [line.split("\t")[0] for line in TABLE if line and not line.startswith("#")]
SIDES = (None, "RU", "UA", "PL")


@pytest.mark.parametrize(
    ("side", "event", "actor", "target", "interest"),
    [
        ("RU", "territory_captured", "RU", "UA", Interest.IN_FAVOUR),
        ("UA", "territory_captured", "RU", "UA", Interest.AGAINST),
        ("UA", "territory_captured", "UA", "RU", Interest.IN_FAVOUR),
        ("UA", "territory_lost", "UA", None, Interest.AGAINST),
        ("RU", "territory_lost", "UA", "RU", Interest.IN_FAVOUR),
        ("UA", "retreat", "UA", "RU", Interest.AGAINST),
        ("RU", "retreat", "RU", None, Interest.AGAINST),
        ("PL", "territory_captured", "RU", "UA", Interest.NEUTRAL),
        ("RU", "shelling", "UA", "RU", Interest.NEUTRAL),
        (None, "territory_captured", "RU", "UA", Interest.UNKNOWN),
        ("RU", None, "RU", "UA", Interest.UNKNOWN),
        ("RU", "territory_captured", None, None, Interest.UNKNOWN),
        ("RU", "territory_captured", "RU", "RU", Interest.UNKNOWN),
    ],
)
def test_whom_it_serves(
    side: str | None, event: str | None, actor: str | None, target: str | None, interest: Interest
) -> None:
    """Who takes ground gains, who loses it admits, and who is neither is neither."""
    assert interest_of(side, event, actor, target) is interest


@given(st.sampled_from((*EVENTS, "casualties", None)), st.permutations(("RU", "UA", "PL", "MD")))
def test_other_names_of_the_sides_change_nothing(event: str | None, names: list[str]) -> None:
    """For every event, and every side as teller, doer and sufferer."""
    called = dict(zip(("RU", "UA", "PL", "MD"), names, strict=True))
    for side, actor, target in product(SIDES, repeat=3):
        other = [called.get(each or "") for each in (side, actor, target)]
        assert interest_of(side, event, actor, target) is interest_of(other[0], event, other[1], other[2])


def test_every_event_of_the_table_is_one_that_the_reader_finds() -> None:
    """A misspelt row would never be used."""
    assert EVENTS
    assert set(EVENTS) <= set(event_types())


def test_no_event_serves_both_who_does_it_and_who_suffers_it() -> None:
    """What one gains by, the other loses by."""
    for event in EVENTS:
        doer, sufferer = interest_of("RU", event, "RU", "UA"), interest_of("UA", event, "RU", "UA")
        assert not {doer, sufferer} <= {Interest.IN_FAVOUR}
        assert not {doer, sufferer} <= {Interest.AGAINST}


def test_a_side_is_not_borne_out_by_its_own_map() -> None:
    """That of the other side, or of nobody, bears it out; and an admission is borne out by whatever shows it."""
    own, other, nobody = (seen(Verdict.SUPPORTS, body=str(side), side=side) for side in ("RU", "UA", None))
    boast = tells(side="RU", interest=Interest.IN_FAVOUR)
    assert supporting(facts(boast, evidence=(own, other, nobody))) == (other, nobody)
    admission = tells(side="RU", interest=Interest.AGAINST)
    assert supporting(facts(admission, evidence=(own,))) == (own,)
