"""The scorer of event families and actors, against cases counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.events import Coded, EventsError, Tally, coded_sentences, family, score

from firsthand.model import Actor, Frame, Span

RECORDS = [
    {"id": "0", "event": "DOCUMENT"},
    {
        "id": "1",
        "event": "FIGHT",
        "text": "Norwegian troops shelled a hut. ",
        "source": [{"actorText": "Norwegian"}],
        "target": "",
    },
    {"id": "2", "event": "REJECT", "text": "Norway said no to Denmark.", "target": [{"actorText": "Denmark"}]},
]


def actor(text: str) -> Actor:
    return Actor(Span(0, len(text)), text)


def test_the_set_is_read_with_its_older_names(tmp_path: Path) -> None:
    """Notes are left out, renamed families get their present name, and what is not coded is empty."""
    path = tmp_path / "set.txt"
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    assert coded_sentences(path) == [
        Coded("1", "Norwegian troops shelled a hut.", "ASSAULT", ("Norwegian",), ()),
        Coded("2", "Norway said no to Denmark.", "REJECT", (), ("Denmark",)),
    ]


def test_an_absent_set_is_said_to_be_absent(tmp_path: Path) -> None:
    """A missing set is told by name, and not scored as nothing."""
    with pytest.raises(EventsError, match="FIRSTHAND_DATA"):
        coded_sentences(tmp_path / "none.txt")


def test_families_are_those_of_the_table() -> None:
    """An event without a code, and no event, have no family."""
    assert (family("shelling"), family("price_change"), family(None)) == ("ASSAULT", None, None)


def test_each_part_counts_where_the_set_has_one() -> None:
    """Families that the table lacks are left out; a name is right by a word, whatever its ending."""
    one = Coded("1", "…", "ASSAULT", ("Norwegian",), ())
    two = Coded("2", "…", "REJECT", (), ("Denmark",))
    three = Coded("3", "…", "PROTEST", ("the government of Norway",), ("Denmark",))
    shelled = Frame("shelling", actor=actor("Norway's troops"))
    tallies = score([(one, shelled), (two, None), (three, Frame("shelling", target=actor("the government")))])
    assert tallies["family"] == Tally(right=1, given=2, wanted=2)
    assert tallies["actor"] == Tally(right=1, given=1, wanted=2)
    assert tallies["target"] == Tally(right=0, given=1, wanted=2)
    assert (tallies["family"].precision, tallies["target"].recall) == (0.5, 0.0)
