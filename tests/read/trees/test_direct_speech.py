"""Direct speech: what goes on behind the author's words, what stands behind a colon, and what is the outlet's."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import found, said

from firsthand.model import Mode


@pytest.mark.parametrize(
    ("language", "text", "voice", "content"),
    [
        ("ru", "— Гул, — сказала Вера Кротова. — Потом стихло.", "Вера Кротова", "Гул … Потом стихло"),
        ("ru", "— Вода шла с крыши, — рассказал сторож. — Потом рухнула стена.", "сторож",
         "Вода шла с крыши … Потом рухнула стена"),
        ("uk", "— Гул, — сказала Віра Кротенко. — Потім стихло.", "Віра Кротенко", "Гул … Потім стихло"),
        ("uk", "— Вода йшла з даху, — розповів сторож. — Потім упала стіна.", "сторож",
         "Вода йшла з даху … Потім упала стіна"),
    ],
)  # fmt: skip
def test_speech_goes_on_behind_the_author(language: str, text: str, voice: str, content: str) -> None:
    """What follows the author's words and another dash is still said, however short it is."""
    assert said(text, language) == [(voice, content)]


@pytest.mark.parametrize(
    ("language", "text", "voice", "quotation"),
    [
        ("ru", "Мост закрыли ночью. «Мы узнали об этом утром от соседей», — сказал Рыков.", "Рыков",
         "«Мы узнали об этом утром от соседей»"),
        ("uk", "Міст закрили вночі. «Ми дізналися про це вранці від сусідів», — сказав Гнатюк.", "Гнатюк",
         "«Ми дізналися про це вранці від сусідів»"),
    ],
)  # fmt: skip
def test_this_inside_a_quotation_points_to_nothing_outside(
    language: str, text: str, voice: str, quotation: str
) -> None:
    """«Об этом» in somebody's words does not make the sentence before theirs, and the quotation stays."""
    assert said(text, language)[1:] == [(voice, quotation)]
    assert said(text, language)[0][0] == ""


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Завод опроверг сообщения о погибших: «Обожжён один сварщик, он дома».",
         [("сообщения о погибших", Mode.DENIED), ("«Обожжён один сварщик, он дома»", Mode.ASSERTED)]),
        ("ru", "Полиция подтвердила данные о взрыве: «Ранены двое рабочих склада».",
         [("данные о взрыве", Mode.CONFIRMED), ("«Ранены двое рабочих склада»", Mode.ASSERTED)]),
        ("uk", "Завод спростував повідомлення про загиблих: «Обпечено одного зварника, він удома».",
         [("повідомлення про загиблих", Mode.DENIED), ("«Обпечено одного зварника, він удома»", Mode.ASSERTED)]),
        ("uk", "Поліція підтвердила дані про вибух: «Поранено двох робітників складу».",
         [("дані про вибух", Mode.CONFIRMED), ("«Поранено двох робітників складу»", Mode.ASSERTED)]),
    ],
)  # fmt: skip
def test_a_quotation_behind_an_object_is_a_statement_of_its_own(
    language: str, text: str, expected: list[tuple[str, Mode]]
) -> None:
    """A voice that denies one thing and is quoted with another asserts the other."""
    statements = found(text, language)
    assert [(one.content.of(text), one.mode) for one in statements] == expected
    assert len({one.voice.refers_to or one.voice.span for one in statements}) == 1


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        ("ru", "„Мост взорван“, — заявил Рыков, — но это не так.", "„Мост взорван“"),
        ("ru", "Мост взорван, заявил Рыков, однако это неправда.", "Мост взорван"),
        ("uk", "„Міст підірвано“, — заявив Гнатюк, — але це не так.", "„Міст підірвано“"),
        ("uk", "Міст підірвано, заявив Гнатюк, але це неправда.", "Міст підірвано"),
    ],
)
def test_the_outlets_objection_is_no_part(language: str, text: str, content: str) -> None:
    """«…, но это не так» behind a voice is the outlet's, and does not make the voice deny what it said."""
    (statement,) = found(text, language)
    assert (statement.content.of(text), statement.mode) == (content, Mode.ASSERTED)
