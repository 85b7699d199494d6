"""Places in Ukraine that were renamed: both names, in every spelling, lead to one place."""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.model import NameSense
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.gazetteer_romanise import is_russian, is_ukrainian, romanised

ROWS: list[dict[str, Any]] = load("renamed_ua.yaml")


def spellings(names: dict[str, Any]) -> list[str]:
    """The names in both languages, in all romanisations, and the spellings that none gives."""
    cyrillic = [(names[language], language) for language in ("uk", "ru") if language in names]
    latin = [spelled for name, language in cyrillic for spelled in romanised(name, language)]
    return [*(name for name, _ in cyrillic), *latin, *names.get("also", ())]


def test_the_table_is_long_and_each_place_stands_once() -> None:
    """A place that stood twice would lose the former names of one of its rows."""
    assert len(ROWS) >= 230
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["uk"] for row in ROWS])
def test_both_names_lead_to_one_place(gazetteer: Gazetteer, row: dict[str, Any]) -> None:
    """In either direction: the present name as such, and each former one as former, in any spelling."""
    for spelled in spellings(row):
        senses = {place.id: place.sense for place in gazetteer.lookup(spelled)}
        assert senses.get(row["id"]) in (NameSense.CURRENT, NameSense.TRANSLITERATION), spelled
    for was in row["was"]:
        for spelled in spellings(was):
            found = {place.id: place for place in gazetteer.lookup(spelled)}
            assert row["id"] in found, spelled
            assert found[row["id"]].sense is NameSense.FORMER, spelled


@pytest.mark.parametrize("row", ROWS, ids=[row["uk"] for row in ROWS])
def test_names_are_written_in_their_languages(row: dict[str, Any]) -> None:
    """A Latin look-alike or a letter of the other language would make a name that nobody writes."""
    for names in (row, *row["was"]):
        assert "uk" not in names or is_ukrainian(names["uk"]), names
        assert "ru" not in names or is_russian(names["ru"]), names


@pytest.mark.parametrize("row", ROWS, ids=[row["uk"] for row in ROWS])
def test_years_run_forward(row: dict[str, Any]) -> None:
    """A slip of the finger in a year would be told to readers as a fact."""
    for was in row["was"]:
        since, until = was.get("since", 1000), was.get("until", 2026)
        assert 1000 <= since < until <= 2026, was


@pytest.mark.parametrize(
    ("name", "language", "spelled"),
    [
        ("Єнакієве", "uk", {"Yenakiieve", "Yenakiyeve", "Ienakiieve", "Jenakijeve"}),
        ("Кам’янське", "uk", {"Kamianske", "Kamyanske", "Kamjanske"}),
        ("Згурівка", "uk", {"Zghurivka", "Zhurivka"}),
        ("Артёмовск", "ru", {"Artemovsk", "Artyomovsk"}),
        ("Красный Лиман", "ru", {"Krasnyy Liman", "Krasny Liman", "Krasnyi Liman", "Krasnyj Liman"}),
    ],
)
def test_romanisations(name: str, language: str, spelled: set[str]) -> None:
    """The spellings that the published systems give, without accents and apostrophes."""
    assert set(romanised(name, language)) == spelled
