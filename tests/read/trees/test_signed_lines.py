"""Lines that end with a dash and whose word they are."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import said


@pytest.mark.parametrize(
    ("language", "text", "voice"),
    [
        ("ru", "В Лиманске прогремел взрыв — Mash", "Mash"),
        ("ru", "Погибли двое сварщиков — СК", "СК"),
        ("ru", "Под Вислинском упал дрон - источник", "источник"),
        ("ru", "На причале сгорел склад — РИА Новости", "РИА Новости"),
        ("uk", "У Лиманську пролунав вибух — Mash", "Mash"),
        ("uk", "Двоє зварників поранені — ОВА", "ОВА"),
        ("uk", "Під Вислинськом впав дрон - джерело", "джерело"),
        ("uk", "Уночі збито дев'ять дронів — Повітряні сили", "Повітряні сили"),
    ],
)
def test_a_bare_voice_behind_a_dash(language: str, text: str, voice: str) -> None:
    """No comma is needed before the dash, and a hyphen between spaces is one."""
    assert said(text, language) == [(voice, text.partition(" — ")[0].partition(" - ")[0])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В Лиманске открылся новый центр — музей моря."),
        ("ru", "На площади стоял подросток — сын мэра."),
        ("ru", "Приехал новый врач — хирург Пётр Лебедев."),
        ("uk", "У Лиманську відкрився новий центр — музей моря."),
        ("uk", "На площі стояв підліток — син мера."),
    ],
)
def test_a_dash_that_tells_what_something_is(language: str, text: str) -> None:
    """Who or what a subject is stands behind a dash as well, and speaks for nobody."""
    assert said(text, language) == [("", text.rstrip("."))]
