"""What Ukrainian words can be, without a dictionary."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.read.uk import dictionary
from firsthand.read.uk.morphology import forms_of
from firsthand.read.uk.paradigms import Form
from firsthand.read.uk.tokens import plain, split_words

ROWS = [line.split("\t") for line in (Path(__file__).parent / "words.tsv").read_text(encoding="utf-8").splitlines()]


def tags(form: Form) -> set[str]:
    return {form.case, form.number, form.gender, form.verb, form.tense} - {""}


def fits(form: Form, lemma: str, pos: str, wanted: str) -> bool:
    return form.pos == pos and (not lemma or form.lemma == lemma) and set(wanted.split()) <= tags(form)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_reading_of_a_word_form_is_among_those_found(row: list[str]) -> None:
    """Part of speech, lemma where it is a listed one, case, number, gender and form of the verb."""
    word, lemma, pos, wanted = row
    assert any(fits(form, lemma, pos, wanted) for form in forms_of(word)), forms_of(word)


def test_most_words_are_taken_for_what_they_are_at_once() -> None:
    """Nine in ten forms have the right part of speech first, before any context."""
    right = sum(forms_of(word)[0].pos == pos for word, _, pos, _ in ROWS)
    assert right >= 0.9 * len(ROWS)


@pytest.mark.skipif(not dictionary.installed(), reason="the extra uk-dictionary is not installed")
def test_the_dictionary_is_asked_before_endings_are() -> None:
    """A word that no list has gets the dictionary's lemma and cases, where somebody chose to install it."""
    readings = forms_of("гострою", False, True)
    assert ("гострий", "ADJ", "Ins") in {(form.lemma, form.pos, form.case) for form in readings}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("здоров’я", "здоров'я"),
        ("здоровʼя", "здоров'я"),
        ("здоров`я", "здоров'я"),
        ("пoвiдoмили", "повідомили"),
        ("за\u0301мок", "замок"),
        ("дрон\u200bи", "дрони"),
        ("й\u0306", "й"),
        ("NATO", "nato"),
    ],
)
def test_apostrophes_look_alike_letters_accents_and_invisible_signs_do_not_hide_a_word(written: str, read: str) -> None:
    """Four kinds of apostrophe, Latin letters inside a Cyrillic word, stress marks, zero-width characters."""
    assert plain(written).rstrip("\u0306") == read


@given(st.text(max_size=200))
def test_words_cover_everything_but_white_space(text: str) -> None:
    """No character is lost between the words, and none is in two."""
    spans = split_words(text)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    left = [char for at, char in enumerate(text) if at not in covered]
    assert all(char.isspace() or not char.isprintable() or not char.isalnum() for char in left)


@given(st.text(min_size=1, max_size=30).filter(lambda text: text.strip() != ""))
def test_any_word_has_a_reading(word: str) -> None:
    """Whatever stands in a text, the analysis has an answer for it."""
    assert forms_of(word)
