"""Abbreviations and initials: their full stop ends neither a sentence nor a phrase."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import kinds, said

from firsthand.model import VoiceKind


@pytest.mark.parametrize(
    ("language", "text", "voice", "content"),
    [
        ("ru", "По словам ген. Лебедева, колонна остановилась.", "ген. Лебедева", "колонна остановилась"),
        ("ru", "Колонна остановилась, сообщил полк. А. Рыков.", "полк. А. Рыков", "Колонна остановилась"),
        ("ru", "Ген. директор порта Пётр Лебедев заявил, что причал закрыт.", "Ген. директор порта Пётр Лебедев",
         "причал закрыт"),
        ("ru", "Причал закрыт, сообщил зам. мэра И. Орлов.", "зам. мэра И. Орлов", "Причал закрыт"),
        ("ru", "Вода чистая, заявил М. И. Коваль.", "М. И. Коваль", "Вода чистая"),
        ("ru", "По словам проф. А. В. Белова, вода чистая.", "проф. А. В. Белова", "вода чистая"),
        ("uk", "За словами ген. Петренка, колона зупинилася.", "ген. Петренка", "колона зупинилася"),
        ("uk", "Колона зупинилася, повідомив полк. О. Гнатюк.", "полк. О. Гнатюк", "Колона зупинилася"),
        ("uk", "Ген. директор порту Іван Петренко заявив, що причал закрито.", "Ген. директор порту Іван Петренко",
         "причал закрито"),
        ("uk", "«Причал закрито», — заявив М. І. Коваль.", "М. І. Коваль", "«Причал закрито»"),
        ("uk", "За словами проф. О. В. Білик, вода чиста.", "проф. О. В. Білик", "вода чиста"),
    ],
)  # fmt: skip
def test_short_titles_and_initials_belong_to_the_name(language: str, text: str, voice: str, content: str) -> None:
    """«ген. Петров» and «М. І. Коваль» are one voice with a name, wherever they stand."""
    assert said(text, language) == [(voice, content)]
    assert kinds(text, language) == [(voice, VoiceKind.NAMED_PERSON)]


@pytest.mark.parametrize(
    ("language", "text", "voice"),
    [
        ("ru", "Т.н. «ополчение» отрицает потерю села.", "Т.н. «ополчение»"),
        ("uk", "Т. зв. «ополчення» заперечує втрату села.", "Т. зв. «ополчення»"),
    ],
)
def test_so_called_is_no_voice(language: str, text: str, voice: str) -> None:
    """«Т.н.» tells of the word behind it, and speaks for nobody."""
    assert [each for each, _ in said(text, language)] == [voice]
    assert kinds(text, language)[0][1] is not VoiceKind.NAMED_PERSON


@pytest.mark.parametrize(
    ("language", "text", "contents"),
    [
        ("ru", "Взрыв произошёл на ул. Садовой. Пострадавших нет.",
         ["Взрыв произошёл на ул. Садовой", "Пострадавших нет"]),
        ("uk", "Вибух стався на вул. Садовій. Постраждалих немає.",
         ["Вибух стався на вул. Садовій", "Постраждалих немає"]),
    ],
)  # fmt: skip
def test_a_street_does_not_end_a_sentence(language: str, text: str, contents: list[str]) -> None:
    """A short word before a name is inside a sentence; a full stop behind the name ends it."""
    assert [content for _, content in said(text, language)] == contents
