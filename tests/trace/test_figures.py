"""Public figures by their names: whoever they are, in whatever script, and nobody else."""

from __future__ import annotations

import pytest

from firsthand.link.terms import terms_of
from firsthand.trace.figures import figures_of, side_of, table
from firsthand.trace.speakers import names_in

_OPPOSED = ("UA", "RU")


def heard(text: str, language: str) -> frozenset[str]:
    return names_in(text, language, terms_of)


FIGURES = figures_of(heard)


@pytest.mark.parametrize(
    ("text", "language", "side"),
    [
        ("Volodymyr Zelenskyy", "en", "UA"),
        ("Zelensky", "en", "UA"),
        ("Володимиром Зеленським", "uk", "UA"),
        ("Владимира Зеленского", "ru", "UA"),
        ("Peskov", "en", "RU"),
        ("Дмитро Пєсков", "uk", "RU"),
        ("Герасимов", "ru", "RU"),
        ("Сирський", "uk", "UA"),
        ("Joe Biden", "en", "US"),
        ("Путина", "ru", "RU"),
        ("Ильхам Алиев", "ru", "AZ"),
    ],
)
def test_a_name_in_any_script_gives_the_side(text: str, language: str, side: str) -> None:
    """One spelling in the table does for three languages and all cases."""
    assert side_of(heard(text, language), FIGURES) == side


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Смирнов", "ru"),
        ("Олег Смирнов", "ru"),
        ("Oleh Kim", "en"),
        ("Марія Ткаченко", "uk"),
        ("Anna Kirby", "en"),
        ("Miller", "en"),
        ("Torres", "en"),
        ("Синюк", "ru"),
        ("", "en"),
    ],
)
def test_a_common_name_is_nobody(text: str, language: str) -> None:
    """A last name that many bear tells nothing without the first one, and another first name is another person."""
    assert side_of(heard(text, language), FIGURES) is None


def test_a_full_name_tells_who_a_common_one_is() -> None:
    """With the first name beside it a common last name is that person."""
    assert side_of(heard("Алексей Смирнов", "ru"), FIGURES) == "RU"
    assert side_of(heard("General Sergei Surovikin, commander", "en"), FIGURES) == "RU"


def test_what_is_listed_for_one_party_is_listed_for_the_other() -> None:
    """The two sides of a war have figures in the same offices."""
    one, other = (set(table()[side]) for side in _OPPOSED)
    assert one == other


def test_a_last_name_is_enough_only_where_enough_of_it_is_heard() -> None:
    """In three consonants too many names are heard alike: Maliar and Miller."""
    short = {last for last, figures in FIGURES.items() if len(last) < 4 and any(each.alone for each in figures)}
    assert short == heard("Putin", "en")


def test_no_last_name_that_is_enough_is_of_two_sides() -> None:
    """Else it would give neither, and its star would be wrong."""
    for last, figures in FIGURES.items():
        assert len({each.side for each in figures if each.alone}) <= 1, last
