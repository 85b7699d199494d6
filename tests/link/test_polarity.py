"""What a telling says to its claim is its mode times the negations in its words, in three languages alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.claims import Told
from firsthand.kinds import Mode
from firsthand.link.polarity import Said, answers_of, negated
from firsthand.model import Span

ANYBODY = {
    "en": "anybody was hurt",
    "ru": "кто-либо пострадал",
    "uk": "є постраждалі",
}
NOBODY = {
    "en": "nobody was hurt",
    "ru": "никто не пострадал",
    "uk": "ніхто не постраждав",
}
THREE = {
    "en": "three people were hurt",
    "ru": "пострадали трое",
    "uk": "троє постраждалих",
}
NONE = {
    "en": "there were no casualties",
    "ru": "пострадавших нет",
    "uk": "постраждалих немає",
}
LANGUAGES = tuple(ANYBODY)
CUES = {"en": "confirmed", "ru": "подтвердил", "uk": "підтвердив"}


def said(words: str, language: str, mode: Mode = Mode.ASSERTED, cue: str = "", key: str = "") -> Said:
    return Said(Told(key or f"{language} {mode} {words}", Span(0, len(words))), words, language, mode, cue)


def answers(*claim: Said) -> dict[str, Mode]:
    """How each telling that answers does so, by its words."""
    of = {each.told: each.words for each in claim}
    return {of[answer.told]: answer.mode for answer in answers_of(claim)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_who_denies_that_anybody_was_hurt_agrees_that_nobody_was(language: str, other: str) -> None:
    """Whatever the two languages are."""
    denial = said(ANYBODY[language], language, Mode.DENIED)
    assert answers(said(NOBODY[other], other), denial) == {}
    assert answers(said(NONE[other], other), denial) == {}


HELD = {
    "en": "Lowland troops shelled the hospital in Vessem near Orden at night",
    "ru": "ночью войска низин обстреляли больницу в Вессеме под Орденом",
    "uk": "уночі війська низин обстріляли лікарню у Вессемі поблизу Ордена",
}
NOT_HELD = {
    "en": "Lowland forces did not strike the hospital in Vessem",
    "ru": "войска низин не наносили ударов по больнице в Вессеме",
    "uk": "війська низин не завдавали ударів по лікарні у Вессемі",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_who_is_said_to_deny_it_denies_it_in_his_own_words_too(language: str, other: str) -> None:
    """«Минобороны опровергло удар»: below such a heading, "did not strike" is no telling of the strike."""
    text = replace(said(NOT_HELD[language], language), denying=True)
    assert answers(said(HELD[other], other), text) == {NOT_HELD[language]: Mode.DENIED}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_who_denies_what_is_told_denies_it(language: str, other: str) -> None:
    """Where the claim has no negation, nothing is turned; nor where there is nothing but the denial."""
    denial = said(ANYBODY[language], language, Mode.DENIED)
    assert answers(said(THREE[other], other), denial) == {denial.words: Mode.DENIED}
    assert answers(denial) == {denial.words: Mode.DENIED}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
@pytest.mark.parametrize("mode", [Mode.ASSERTED, Mode.CONFIRMED])
def test_who_confirms_the_contrary_denies(language: str, other: str, mode: Mode) -> None:
    """To confirm that nobody was hurt contradicts that three were; to confirm that three were does not."""
    for words in (NOBODY[language], NONE[language]):
        contrary = said(words, language, mode, CUES[language])
        assert answers(said(THREE[other], other), contrary) == {words: Mode.DENIED}
    agreeing = said(ANYBODY[language], language, Mode.CONFIRMED, CUES[language])
    assert answers(said(THREE[other], other), agreeing) == {agreeing.words: Mode.CONFIRMED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_denies_that_nobody_was_hurt_denies_that(language: str) -> None:
    """ "Denied that nobody was hurt" answers "nobody was hurt", and does not deny "three were hurt"."""
    denial = said(NOBODY[language], language, Mode.DENIED)
    assert answers(said(NONE[language], language), denial) == {denial.words: Mode.DENIED}
    assert answers(said(THREE[language], language), denial) == {}


@pytest.mark.parametrize("mode", [Mode.DOUBTED, Mode.RETRACTED])
def test_a_doubt_in_the_contrary_is_no_doubt(mode: Mode) -> None:
    """Nor does who takes back the contrary take back the claim."""
    assert answers(said(NOBODY["en"], "en"), said(THREE["en"], "en", mode)) == {}
    assert answers(said(ANYBODY["en"], "en"), said(THREE["en"], "en", mode)) == {THREE["en"]: mode}


def test_what_most_tell_is_what_the_claim_says() -> None:
    """One who says the contrary of two denies it; a copy is no further voice, and with as many on both sides what
    happened stands against what did not."""
    two = (said("nobody was hurt", "en", key="one"), said("nobody was hurt there", "en", key="two"))
    three = said("three were hurt", "en")
    assert answers(*two, three) == {three.words: Mode.DENIED}
    copies = tuple(said("nobody was hurt", "en", key=f"copy {n}") for n in range(5))
    assert set(answers(*copies, three).values()) == {Mode.DENIED}
    assert three.words not in answers(*copies, three)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("no fewer than 30 people died", "en"),
        ("the mayor did not confirm that 30 people died", "en"),
        ("не менее 30 человек погибли", "ru"),
        ("мэр не подтвердил гибель 30 человек", "ru"),
        ("не менше 30 людей загинули", "uk"),
        ("мер не підтвердив загибель 30 людей", "uk"),
    ],
)
def test_what_has_a_negation_and_negates_nothing(words: str, language: str) -> None:
    """A bound is no denial, nor is who does not confirm."""
    assert negated(words, language) == frozenset()
    plain = {"en": "30 people died", "ru": "погибли 30 человек", "uk": "загинули 30 людей"}[language]
    assert answers(said(plain, language), said(words, language)) == {}


def test_a_negation_of_something_else_is_no_denial() -> None:
    """It says that the captain did not answer, and says nothing against the collision."""
    both = said("the ferry hit the tanker after the captain did not answer five calls by radio", "en")
    assert answers(said("the ferry hit the tanker at night", "en"), both) == {}


def test_an_unknown_language_is_taken_as_it_is() -> None:
    """Where no list of negations is known, the mode alone counts."""
    denial = said("nessuno è rimasto ferito", "it", Mode.DENIED)
    assert answers(said("nessuno è rimasto ferito ieri", "it"), denial) == {denial.words: Mode.DENIED}


SAID = st.builds(
    said,
    st.sampled_from([*THREE.values(), *NOBODY.values(), *NONE.values(), *ANYBODY.values(), "", "no", "нет нет", "—"]),
    st.sampled_from([*LANGUAGES, "it"]),
    st.sampled_from(list(Mode)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SAID, max_size=8, unique_by=lambda each: each.told))
def test_the_order_of_tellings_changes_nothing(claim: list[Said]) -> None:
    """Answers come in the order of the tellings, and say the same in any."""
    found = answers_of(claim)
    assert {answer.told for answer in found} <= {each.told for each in claim}
    assert set(answers_of(claim[::-1])) == set(found)


def test_a_hostile_text_takes_bounded_time() -> None:
    """Each of many negations looks at a few words."""
    words = "not the " * 50_000
    assert answers(said(words, "en"), said("not", "en")) == {}
