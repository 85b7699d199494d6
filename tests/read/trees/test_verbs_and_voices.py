"""Verbs that speak or do not, and what can be a voice, the same in Russian and Ukrainian."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import found, kinds, modes, said

from firsthand.model import Mode, VoiceKind


@pytest.mark.parametrize(
    ("language", "text", "voice", "content"),
    [
        ("uk", "Сторожиха розказує, що ворота зачинені.", "Сторожиха", "ворота зачинені"),
        ("ru", "Один из них сказал, что слышал хлопок.", "Один из них", "слышал хлопок"),
        ("ru", "Двое из них сказали, что слышали хлопок.", "Двое из них", "слышали хлопок"),
        ("uk", "Один із них сказав, що чув постріл.", "Один із них", "чув постріл"),
        ("ru", "В ролике объясняется, как закрыть вентиль.", "ролике", "как закрыть вентиль"),
        ("ru", "Дежурные успели сообщить о пожаре.", "Дежурные", "пожаре"),
        ("uk", "Чергові управилися повідомити про пожежу.", "Чергові", "пожежу"),
        ("ru", "Полиция держит версию, что катер подожгли.", "Полиция", "катер подожгли"),
        ("uk", "Слідство розглядає версію, що катер підпалили.", "Слідство", "катер підпалили"),
        ("ru", "Рыбаки жалуются на запах.", "Рыбаки", "запах"),
        ("uk", "Рибалки скаржаться на ціни.", "Рибалки", "ціни"),
        ("uk", "КП «Водолій» повідомило, що труби замінено.", "КП «Водолій»", "труби замінено"),
    ],
)  # fmt: skip
def test_who_says_what(language: str, text: str, voice: str, content: str) -> None:
    """Verbs of telling, part of a group, and what is done by telling have their voice and content."""
    assert said(text, language) == [(voice, content)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Тишину назвали преимуществом района."),
        ("uk", "Тишу назвали перевагою району."),
        ("ru", "Машинист сослался на давление пара."),
        ("ru", "Машинист сослался на кадры с камер."),
        ("uk", "Машиніст послався на тиск пари."),
        ("ru", "Дежурные не успели сообщить о пожаре."),
        ("uk", "Чергові не встигли повідомити про пожежу."),
        ("ru", "Полиция проверяет документы."),
        ("uk", "Поліція перевіряє документи."),
    ],
)
def test_no_speech_and_no_voice(language: str, text: str) -> None:
    """A name for something, a thing that is pointed to, and what was not told in time have no voice."""
    assert said(text, language) == [("", text.rstrip("."))]


@pytest.mark.parametrize(
    ("language", "text", "mode"),
    [
        ("ru", "Пишут, что склад пуст.", Mode.HEDGED),
        ("uk", "Пишуть, що склад порожній.", Mode.HEDGED),
        ("uk", "Кажуть, що склад порожній.", Mode.HEDGED),
        ("ru", "Рыбаки жалуются, что причал закрыт.", Mode.ASSERTED),
        ("uk", "Рибалки скаржаться, що причал закрито.", Mode.ASSERTED),
        ("ru", "Семья может позволить себе лодку.", Mode.ASSERTED),
        ("uk", "Родина може дозволити собі човен.", Mode.ASSERTED),
        ("ru", "Добраться до острова непросто.", Mode.OPINION),
        ("uk", "Дістатися до острова непросто.", Mode.OPINION),
        ("ru", "Полиция проверяет, была ли халатность.", Mode.ASKED),
        ("uk", "Поліція перевіряє, чи була недбалість.", Mode.ASKED),
        ("ru", "Полиция рассматривает версию, что катер подожгли.", Mode.SPECULATED),
    ],
)
def test_modes(language: str, text: str, mode: Mode) -> None:
    """Each is one statement, of the same mode in both languages."""
    assert [each for _, each in modes(text, language)] == [mode]


@pytest.mark.parametrize(
    ("language", "text", "voice"),
    [
        ("ru", "Губернатор Бусаргин сообщил о паводке.", "Губернатор Бусаргин"),
        ("uk", "Губернатор Бусаргін повідомив про паводок.", "Губернатор Бусаргін"),
    ],
)
def test_an_office_with_a_surname_is_a_person_with_a_name(language: str, text: str, voice: str) -> None:
    """A surname that no model knows is one behind an office."""
    assert kinds(text, language) == [(voice, VoiceKind.NAMED_PERSON)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Пресс-служба Минздрава заявила, что вакцина есть. Следствие утверждает, что её украли. "
         "Защита это отрицает."),
        ("uk", "Пресслужба МОЗ заявила, що вакцина є. Слідство стверджує, що її вкрали. Захист це заперечує."),
    ],
)  # fmt: skip
def test_sides_of_a_case_are_no_body_named_before(language: str, text: str) -> None:
    """Investigators, defence and prosecution stand for nobody who spoke before."""
    assert [one.voice.refers_to for one in found(text, language)] == [None, None, None]


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        ("ru", "UPD: паром вернулся в порт.", "паром вернулся в порт"),
        ("ru", "Обновлено в 14:20. Паром вернулся в порт.", "Паром вернулся в порт"),
        ("uk", "UPD: пором повернувся в порт.", "пором повернувся в порт"),
        ("uk", "Оновлено 14:20. Пором повернувся в порт.", "Пором повернувся в порт"),
    ],
)
def test_a_note_of_an_update_is_no_statement(language: str, text: str, content: str) -> None:
    """When a post was changed is told of the post, and is nobody's word."""
    assert said(text, language) == [("", content)]
