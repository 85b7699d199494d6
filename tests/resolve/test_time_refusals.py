# ruff: noqa: E501 - tables read best with one case after another
"""Numbers that are no dates, whatever they are, and texts that a slower reader would choke on."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.resolve.times import find_times

_DAY = date(2026, 1, 13)
_LONG = 250_000
_SECONDS = 4.0
"""CPU time for so many characters that are all triggers, ten times what they take; a quadratic reader needs minutes."""

# {a}, {b}, {c} are small numbers, {y} looks like a year
_NO_DATES = {
    "en": [
        "Crews shot down {a} of {b} drones.", "The motion passed by {a}-{b} votes.", "The home side won {a}:{b}.",
        "Call +{a} {y} {b} {c} at any hour.", "Release {a}.{b} fixes {c} faults.", "Release {y}.{a} is out.",
        "The set costs {a}.{b} euros.", "A barrel costs ${y}.", "They moved {y} people.", "Room {y} was empty.",
        "The mast is {y} metres high.", "It rose from {a} to {b} per cent.", "It rose by {a}.{b}%.",
        "The odds are {a}/{b} against him.", "Article {a} of the act was cited.", "Flight AB{y} was late.",
        "A T-{a} and a BMP-{b} burned.", "They fired {a} mm shells.", "The line is open 24/7.", "She lives at {y} Oak Street.",
        "He scored {a} points in {b} minutes.", "Case No. {y} is sealed.", "Case No. {a}/{y} is sealed.",
        "The force of {y} to {y} men left.", "It lies at {a}.{b} N, {c}.{a} E.", "It took {a} days to reach the town.",
        "The {a}-year-old driver was hurt.", "He was jailed for {a} years.", "Over {y} homes have no heat.",
        "The set ended {a}-{b}, {b}-{c}.", "About {y} of them came home.", "Their server was {a}.{b}.{c}.{a}.",
    ],
    "ru": [
        "Сбиты {a} из {b} дронов.", "Поправку приняли {a}–{b} голосами.", "Хозяева выиграли {a}:{b}.",
        "Звоните +{a} {y} {b}-{c}.", "Выпуск {a}.{b} исправляет ошибки.", "Выпуск {y}.{a} уже вышел.",
        "Набор стоит {a}.{b} евро.", "Баррель стоит {y} долларов.", "Вывезли {y} человек.", "Комната {y} пуста.",
        "Высота мачты {y} метров.", "Ставка выросла с {a} до {b} процентов.", "Рост составил {a},{b}%.",
        "Ставки принимают {a}/{b}.", "Статья {a} закона даёт это право.", "Рейс АБ{y} задержан.",
        "Сгорели Т-{a} и БМП-{b}.", "Выпустили снаряды калибра {a} мм.", "Линия работает 24/7.",
        "Он набрал {a} очков за {b} минут.", "Дело № {y} засекречено.", "Дело № {a}/{y} засекречено.",
        "Ушли от {y} до {y} бойцов.", "Судно лежит в точке {a}.{b} с. ш.", "Дорога заняла {a} дней.",
        "Пострадал {a}-летний водитель.", "Его приговорили к {a} годам колонии.", "Без тепла более {y} домов.",
        "Сервер имел адрес {a}.{b}.{c}.{a}.", "Поезд № {a} сошёл с рельсов.", "Приказ {y} отменён.",
    ],
    "uk": [
        "Збито {a} із {b} дронів.", "Поправку ухвалили {a}–{b} голосами.", "Господарі виграли {a}:{b}.",
        "Телефонуйте +{a} {y} {b}-{c}.", "Випуск {a}.{b} виправляє помилки.", "Випуск {y}.{a} уже вийшов.",
        "Набір коштує {a}.{b} євро.", "Барель коштує {y} доларів.", "Вивезли {y} людей.", "Кімната {y} порожня.",
        "Висота щогли {y} метрів.", "Ставка зросла з {a} до {b} відсотків.", "Зростання становило {a},{b}%.",
        "Ставки приймають {a}/{b}.", "Стаття {a} закону дає це право.", "Рейс АБ{y} затримано.",
        "Згоріли Т-{a} і БМП-{b}.", "Випустили снаряди калібру {a} мм.", "Лінія працює 24/7.",
        "Він набрав {a} очок за {b} хвилин.", "Справу № {y} засекречено.", "Справу № {a}/{y} засекречено.",
        "Пішли від {y} до {y} бійців.", "Судно лежить у точці {a}.{b} пн. ш.", "Шлях тривав {a} днів.",
        "Постраждав {a}-річний водій.", "Його засудили до {a} років колонії.", "Без тепла понад {y} будинків.",
        "Сервер мав адресу {a}.{b}.{c}.{a}.", "Потяг № {a} зійшов з рейок.", "Наказ {y} скасовано.",
    ],
}  # fmt: skip


@st.composite
def _no_date(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and a sentence in which numbers count, name or rank something."""
    language = draw(st.sampled_from(sorted(_NO_DATES)))
    pattern = draw(st.sampled_from(_NO_DATES[language]))
    small = st.integers(0, 99)
    return language, pattern.format(a=draw(small), b=draw(small), c=draw(small), y=draw(st.integers(1000, 2999)))


@settings(deadline=None)  # the first text of a language reads its patterns
@given(_no_date())
def test_a_number_that_counts_or_names_something_never_becomes_a_date(told: tuple[str, str]) -> None:
    """Whatever the number is: also 12, 31 and 2024."""
    language, text = told
    assert [found.span.of(text) for found in find_times(text, language, _DAY) if found.edtf] == []


_CHOKING = [
    ("en", "1"), ("en", "12 "), ("en", "2024 "), ("en", "1, "), ("en", "1."), ("en", "since "), ("en", " "), ("en", "\n"),
    ("en", "within" + 1000 * " "), ("en", "three weeks after "), ("en", "the "), ("en", "every "), ("en", "a/"),
    ("ru", "a"), ("ru", "с 12 "), ("ru", "раз в "), ("ru", "через три недели после "), ("ru", "ночью" + 5000 * " "), ("uk", "щодня і "), ("uk", "ніч з "),
]  # fmt: skip


@pytest.mark.parametrize(("language", "piece"), _CHOKING)
def test_a_quarter_of_a_megabyte_of_one_thing_takes_seconds(language: str, piece: str) -> None:
    """Time grows with the text, not with its square, whatever is repeated in it."""
    text = (piece * (_LONG // len(piece) + 1))[:_LONG]
    began = time.process_time()
    find_times(text, language, _DAY)
    assert time.process_time() - began < _SECONDS
