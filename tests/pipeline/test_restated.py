"""Which statements an edit took out, put in, or made say otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Document, Report, Span
from firsthand.pipeline import check
from firsthand.pipeline.restated import restated

BEFORE = (
    "At least 12 people were killed when a shell hit the market, residents said. "
    "The governor, Ali Haddad, said that two schools had been damaged. "
    "The port is closed, a spokesman for the harbour said."
)


def edited(*changes: tuple[str, str]) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    """What is restated, by the words before and after."""
    text = BEFORE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    before, after = check(BEFORE, language="en"), check(text, language="en")
    return [
        (
            one.before.content.of(before.document.text) if one.before else None,
            one.after.content.of(after.document.text) if one.after else None,
            one.differs,
        )
        for one in restated(before, after)
    ]


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("At least 12", "At least 15", ("figure",)),
        ("said that two schools", "denied that two schools", ("mode",)),
        ("residents said", "the army said", ("voice",)),
    ],
)
def test_a_statement_that_says_otherwise(old: str, new: str, differs: tuple[str, ...]) -> None:
    """Another figure, mode or voice is told as such, and nothing else is."""
    assert [one[2] for one in edited((old, new))] == [differs]


def test_statements_that_go_and_come() -> None:
    """A sentence that is struck out went; one that is added came; the others stay."""
    told = edited(
        (" The port is closed, a spokesman for the harbour said.", " Fuel has run out in the city, a doctor said.")
    )
    assert told == [("The port is closed", None, ()), (None, "Fuel has run out in the city", ())]


def test_other_words_for_the_same_are_no_restatement() -> None:
    """A corrected spelling is an edit of the text, not of what is said."""
    assert edited(("when a shell hit the market", "as a shell hit the market")) == []
    assert edited() == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_reports_without_statements_restate_nothing(one: str, other: str) -> None:
    """What could not be read is not held against anything."""
    before, after = (Report(Document(text, Span(0, 0), "und"), (), (), ()) for text in (one, other))
    assert restated(before, after) == ()
