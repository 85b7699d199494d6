"""A record that an assessment hangs on comes back as it was, to the last bit, or is an error."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from zlib import compress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.weighed import assessment, evidence, facts

from firsthand.assessments import Assessment, Facts
from firsthand.evidence import Asked, Evidence
from firsthand.store.exact import exact, json_of, packed, record_from, unpacked, unzipped

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(value=NUMBERS, words=st.text(), day=st.none() | st.dates(), documents=st.integers(-(2**53), 2**53))
def test_records_come_back_to_the_last_bit(value: float, words: str, day: date | None, documents: int) -> None:
    """Whatever numbers, words and days stand in them; once written, writing them again gives the same bytes."""
    seen = replace(evidence(words).measured[0], value=value, day=day)
    told = exact(replace(facts(documents=documents), evidence=(replace(evidence(words), measured=(seen,)),)))
    assert unpacked(Facts, packed(told)) == told
    assert json_of(record_from(Facts, json_of(told))) == json_of(told)
    assert math.copysign(1, told.evidence[0].measured[0].value) == math.copysign(1, value)
    made = assessment(value=value)
    assert unpacked(Assessment, packed(made)) == made


def test_only_what_no_database_holds_is_changed() -> None:
    """Half a character and a control character become one that can be kept, at the same place; a whole number where
    one with a fraction is declared becomes that."""
    one = exact(evidence("a\x00\ud800\n b"))
    assert one.detail == "a\ufffd\ufffd\n b"
    assert type(exact(replace(evidence().measured[0], value=3)).value) is float
    asked = Asked("c1", date(2025, 11, 3), (("uk", "три"),), share=(0.5, 1))
    assert exact(asked) == asked
    assert unpacked(Asked, packed(asked)) == asked


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    """JSON would make it null, and another assessment would come out."""
    with pytest.raises(ValueError, match="is no number"):
        packed(assessment(value=number))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"documents": "2"}, "Facts.documents is str"),
        ({"documents": True}, "Facts.documents is bool"),
        ({"documents": None}, "Facts.documents is NoneType"),
        ({"witnesses": {}}, "Facts.witnesses is dict, not a list"),
        ({"witnesses": [7]}, "Facts.witnesses[0] is int, not an object"),
        ({"later": 1}, "has 'later', which no Facts has here"),
        ({"evidence": [{}]}, "Facts.evidence[0] lacks 'connector'"),
    ],
)
def test_a_value_of_another_kind_is_named(change: dict[str, object], said: str) -> None:
    """The first field that is not as declared; nothing is guessed."""
    told = orjson.loads(json_of(facts())) | change
    with pytest.raises(ValueError) as refused:
        record_from(Facts, orjson.dumps(told))
    assert said in str(refused.value)


def test_closed_lists_and_days_are_held_to() -> None:
    """A verdict that is none, and a day that is none, are errors."""
    for field, value in (("verdict", "maybe"), ("since", "2025-02-30"), ("since", 7)):
        told = orjson.loads(json_of(evidence())) | {field: value}
        with pytest.raises(ValueError, match=field):
            record_from(Evidence, orjson.dumps(told))
    with pytest.raises(ValueError, match="has 1 values, not 2"):
        record_from(Asked, orjson.dumps({"claim": "c", "told": "2025-11-03", "share": [1]}))


def test_a_field_that_came_later_may_be_missing() -> None:
    """What an earlier version kept is read where the field has a usual value."""
    told = orjson.loads(json_of(facts()))
    del told["event"]
    assert record_from(Facts, orjson.dumps(told)) == replace(facts(), event=None)
    del told["documents"]
    with pytest.raises(ValueError, match="lacks 'documents'"):
        record_from(Facts, orjson.dumps(told))


def test_damaged_bytes_are_an_error_and_no_bomb() -> None:
    """Cut, flipped, lengthened or far too long: always the same kind of error."""
    whole = packed(facts())
    for data in (b"", whole[:-1], whole[:20], whole + b"x", b"words", compress(b"["), compress(b" " * (1 << 27))):
        with pytest.raises(ValueError):
            unpacked(Facts, data)
    for at in range(0, len(whole), 7):
        flipped = whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1 :]
        try:
            assert unzipped(flipped) == json_of(facts())
        except ValueError:
            continue
