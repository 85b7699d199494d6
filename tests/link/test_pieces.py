"""A content that tells two things is two tellings, and one that only says more of the same stays whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.work import calls_in

from firsthand.link.glossary import LANGUAGES
from firsthand.link.pieces import pieces
from firsthand.model import Span


def _cut(text: str, language: str) -> list[str]:
    return [piece.of(text) for piece in pieces(text, Span(0, len(text)), language)]


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("28 miners were killed and 150 were rescued", "en", ["28 miners were killed", "and 150 were rescued"]),
        ("погибли 28 горняков, 150 спасены", "ru", ["погибли 28 горняков", "150 спасены"]),
        ("загинули троє гірників, 150 врятовано", "uk", ["загинули троє гірників", "150 врятовано"]),
    ],
)
def test_two_figures_are_two_tellings(text: str, language: str, parts: list[str]) -> None:
    """The dead and the saved are counted apart, in each language, short as the clauses are."""
    assert _cut(text, language) == parts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bridge over the river was closed after a barge rammed its central pillar, police said", "en"),
        ("Ночью баржа протаранила опору моста, после чего движение по нему было закрыто на сутки", "ru"),
        ("Уночі баржа протаранила опору мосту, що його відкрили лише торік після ремонту", "uk"),
    ],
)
def test_what_leans_on_a_clause_stays_with_it(text: str, language: str) -> None:
    """A dependent clause, or who says so, tells nothing by itself."""
    assert _cut(text, language) == [text]


def test_sentences_of_a_quotation_are_cut() -> None:
    """A quotation of two sentences tells two things."""
    quotation = "The horn sounded five times. No light burned on the tanker."
    assert _cut(quotation, "en") == ["The horn sounded five times.", "No light burned on the tanker."]


@given(st.text(max_size=200), st.sampled_from([*LANGUAGES, ""]))
def test_pieces_lie_in_the_content_one_behind_the_other(text: str, language: str) -> None:
    """Whatever is written: no part reaches over another, or out of the content."""
    found = pieces(text, Span(0, len(text)), language)
    assert all(0 <= piece.start <= piece.end <= len(text) for piece in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("clause", ["the boats came home, ", "and the 3 boats came ", "word, ", "so and "])
def test_the_work_grows_with_the_content(clause: str) -> None:
    """A content with a thousand places at which it may be cut, whether it is or not, takes no more than its length."""

    def work(count: int) -> int:
        text = clause * count
        return calls_in(lambda: pieces(text, Span(0, len(text)), "en"))

    work(10)  # tables are read once
    assert work(1000) < 15 * work(100)


def test_a_long_run_of_blanks_is_passed_over_once() -> None:
    """A pattern that tried each of a hundred thousand blanks against all behind it would not end here."""
    text = f"The harbour was closed{' ' * 100_000}until noon for all ships"
    assert pieces(text, Span(0, len(text)), "en") == (Span(0, len(text)),)
