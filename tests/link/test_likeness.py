"""A score of likeness is only of use with what it rests on, and where a contrary is not taken for the same."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import TableError
from firsthand.link import likeness as module
from firsthand.link.glossary import LANGUAGES
from firsthand.link.likeness import RULES, SETTINGS, likeness, read_text, setting_of, weights
from firsthand.link.meaning import rareness, vector
from firsthand.link.opposites import OPPOSITES
from firsthand.link.terms import terms_of

CLOSED = {
    "en": (
        "The bridge over the Ingulets is closed to traffic.",
        "Traffic over the bridge across the Ingulets stopped.",
    ),
    "ru": ("Мост через Ингулец закрыт для движения.", "Движение по мосту через Ингулец закрыто."),
    "uk": ("Міст через Інгулець закрито для руху.", "Рух мостом через Інгулець закрито."),
}
BUDGET = {
    "en": "Parliament has passed next year's budget.",
    "ru": "Парламент принял бюджет на будущий год.",
    "uk": "Парламент ухвалив бюджет на наступний рік.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_in_other_words_is_nearer_than_something_else(language: str) -> None:
    """In every language a rewording is likely the same, and other news is not."""
    one, reworded = CLOSED[language]
    assert likeness(one, reworded, language).score > 0.6
    assert likeness(one, BUDGET[language], language).score < 0.2


@pytest.mark.parametrize(("one", "other"), [("en", "ru"), ("en", "uk"), ("ru", "uk")])
def test_two_languages_are_compared_by_their_terms(one: str, other: str) -> None:
    """A translation is nearer than other news, though not a letter need be the same."""
    same = likeness(CLOSED[one][0], CLOSED[other][0], one, other_language=other).score
    different = likeness(CLOSED[one][0], BUDGET[other], one, other_language=other).score
    assert same > 0.6 > 0.2 > different


APART = (
    ("opposite_words", "Мост через Ингулец закрыт для движения", "Мост через Ингулец открыт для движения"),
    ("negated_in_one", "Минобороны подтвердило потерю катера", "Минобороны не подтвердило потерю катера"),
    ("other_figures", "При пожаре в порту погибли семь человек", "При пожаре в порту погибли 12 человек"),
    ("names_in_one", "В порту Одессы сгорел склад с зерном", "В порту Измаила сгорел склад с зерном"),
)


@pytest.mark.parametrize(("rule", "one", "other"), APART)
def test_what_tells_two_texts_apart_lowers_the_score_and_is_named(rule: str, one: str, other: str) -> None:
    """A contrary, a denial, another figure and another name are told as reasons, and count against the pair."""
    found = likeness(one, other, "ru")
    assert next(reason.score for reason in found.reasons if reason.rule == rule) < 0
    assert found.score < likeness(one, one, "ru").score - 0.005


def test_figures_in_words_and_in_digits_are_the_same() -> None:
    """«семь» and 7 are one figure, so they are no other figures."""
    assert read_text("Погибли семь человек", "ru").figures == read_text("7 погибших", "ru").figures == {"7"}


def test_names_are_not_read_off_the_beginning_of_a_sentence_or_a_heading_in_capitals() -> None:
    """A capital says something only where the others have none."""
    assert read_text("Police seized a truck near Zorin.", "en").names == terms_of("Zorin", "en")
    assert read_text("Police Seize Truck Near Zorin", "en").names == frozenset()
    assert read_text("«Порт закрыт»", "ru").names == frozenset()


TEXTS = st.text(alphabet="абвгдеиноу АБВ0123456789,.«»- не", max_size=60)


@given(TEXTS, TEXTS)
def test_the_order_of_two_texts_changes_nothing_and_the_reasons_add_up(one: str, other: str) -> None:
    """Who came first is no matter of likeness; and what is shown is all that the score is made of."""
    found, turned = likeness(one, other, "ru"), likeness(other, one, "ru")
    assert math.isclose(found.score, turned.score, abs_tol=1e-5)
    odds = found.base + sum(reason.score for reason in found.reasons)
    assert math.isclose(found.score, 1 / (1 + math.exp(-odds)), abs_tol=1e-9)


def test_every_rule_explains_itself_and_the_table_has_what_each_setting_can_say() -> None:
    """Meaning is known of Russian only, and letters say nothing across languages."""
    assert all(rule.__doc__ for rule in RULES)
    asked = {setting: set(weights()[setting].of) for setting in SETTINGS}
    assert asked["ru"] - asked["same"] == {"same_meaning", "rest_of_meaning"}
    assert asked["same"] - asked["across"] == {"shared_letters"}
    assert setting_of(read_text("порт", "uk"), read_text("port", "en")) == "across"


def test_a_table_without_a_rule_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that weighs nothing by an oversight would never be missed."""
    monkeypatch.setattr(module, "RULES", (*RULES, read_text))
    weights.cache_clear()
    with pytest.raises(TableError):
        weights()
    monkeypatch.undo()
    weights.cache_clear()


def test_words_of_like_company_are_near() -> None:
    """Vectors are of length 1, unknown words have none, and what is seldom said is rare."""
    assert vector("пожар") @ vector("возгорание") > vector("пожар") @ vector("бюджет")
    assert not vector("щзшхъ").any()
    assert rareness("человек") < rareness("экскаватор") < rareness("щзшхъ")


def test_opposites_are_concepts_of_the_glossary() -> None:
    """A pair whose word no text can have would never be found."""
    from firsthand.link.glossary import glossary

    known = {
        f"={concept}"
        for language in LANGUAGES
        for table in (glossary(language).words, glossary(language).stems)
        for concept in table.values()
    }
    assert {concept for pair in OPPOSITES for concept in pair} <= known
