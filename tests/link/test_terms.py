"""Two tellings in different languages can only be compared by terms that are the same in both."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import TableError
from firsthand.link.glossary import LANGUAGES, glossary, read_glossary
from firsthand.link.terms import heard, terms_of

SAME = (
    (
        "The conveyor was still running when rescuers reached the section of the Berkutskaya mine.",
        "Конвейер ещё работал, когда спасатели дошли до участка шахты «Беркутская».",
        "Конвеєр ще працював, коли рятувальники дісталися дільниці шахти «Беркутська».",
    ),
    (
        "A drone destroyed the flag, and two soldiers were killed.",
        "Беспилотник уничтожил флаг, двое военных погибли.",
        "Безпілотник знищив прапор, двоє військових загинули.",
    ),
)


@pytest.mark.parametrize("tellings", SAME)
def test_tellings_of_the_same_share_terms_in_any_two_languages(tellings: tuple[str, str, str]) -> None:
    """Two fifths of what the shorter one says are found again in the other."""
    terms = [terms_of(telling, language) for telling, language in zip(tellings, LANGUAGES, strict=True)]
    for one in terms:
        for other in terms:
            assert 5 * len(one & other) >= 2 * min(len(one), len(other))


def test_tellings_of_other_things_share_little() -> None:
    """A strike on a bridge has little in common with a budget, in one language and in two."""
    strike = terms_of("Ночью ракета попала в мост через Ингулец, движение закрыто.", "ru")
    for text, language in (
        ("Парламент принял бюджет на будущий год большинством голосов.", "ru"),
        ("Parliament passed next year's budget by a wide majority.", "en"),
    ):
        assert len(strike & terms_of(text, language)) <= 1


NAMES = (
    ("Zorin", "Зорин", "Зорін"),
    ("Callatis", "Каллатис", "Каллатіс"),
    ("Berkutskaya", "Беркутской", "Беркутської"),
    ("Shapoval", "Шаповал", "Шаповала"),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_heard_the_same_in_every_script(name: tuple[str, ...]) -> None:
    """The consonants of a name are its sound, whatever its ending and spelling: one begins with the other."""
    shortest, *others = sorted((heard(each.lower()) for each in name), key=len)
    assert len(shortest) >= 3
    assert all(each.startswith(shortest) for each in others)


def test_a_short_name_is_the_same_in_every_script() -> None:
    """Two consonants are too few to be heard; its letters count, without the ending."""
    terms = [terms_of(*told) for told in (("Lava", "en"), ("«Лавы»", "ru"), ("«Лаву»", "uk"))]
    assert terms[0] == terms[1] == terms[2] != terms_of("Lida", "en")


def test_figures_are_terms_as_they_are() -> None:
    """22 is 22 in every language, and 28,5 is 28.5."""
    assert {"#22", "#28.5"} <= terms_of("22 здания, 28,5 км", "ru")
    assert "#22" in terms_of("22 buildings", "en")


def test_the_longest_entry_counts() -> None:
    """A newspaper is no gas, though the word begins like it."""
    ru = glossary("ru")
    assert ru.concept("газета") != ru.concept("газ")
    assert ru.concept("газета") == glossary("en").concept("newspaper")


@pytest.mark.parametrize("line", ["gas\tgas\tгаз", "gas\tgas\tгаз\t", "gas gas газ газ"])
def test_a_broken_line_is_named(line: str) -> None:
    """Who mends the table is told where."""
    with pytest.raises(TableError, match=r"mine\.tsv, line 2"):
        list(read_glossary(["# fuels", line], "mine.tsv"))


def test_the_tables_agree_with_themselves() -> None:
    """One word, one concept: no entry stands in two of them, in one table or another."""
    concepts: dict[tuple[str, str], set[str]] = {}
    tables = (path for path in (files("firsthand.link") / "data").iterdir() if path.name.startswith("glossary"))
    for path in tables:
        for concept, words in read_glossary(path.read_text("utf-8").splitlines(), path.name):
            for language, listed in words.items():
                for entry in listed:
                    concepts.setdefault((language, entry), set()).add(concept)
    assert len(concepts) > 10_000
    assert {entry: found for entry, found in concepts.items() if len(found) > 1} == {}


@given(st.text(), st.sampled_from([*LANGUAGES, "de", ""]))
def test_any_text_has_terms(text: str, language: str) -> None:
    """Nothing that a report may hold breaks the comparison."""
    assert all(terms_of(text, language))
