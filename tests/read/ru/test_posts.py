"""Posts of Russian channels: what of them is no statement, and whose the rest is."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import said


@pytest.mark.parametrize(
    "text",
    [
        "12 тихих парков области для долгих прогулок\n\nПарки открыты до десяти вечера.",
        "Как выбрать зимнюю резину: советы механиков\n\nПарки открыты до десяти вечера.",
        "Осень на даче: как укрыть розы и когда обрезать яблони\n\nПарки открыты до десяти вечера.",
        "Почему гаснет котёл зимой?\n\nПарки открыты до десяти вечера.",
        "Сборка 4.1 — система учёта для малых складов\n\nПарки открыты до десяти вечера.",
        "Парки открыты до десяти вечера.\n\nВ программе:\n✅ Как получить справку\n✅ Где найти приёмную",
        "Парки открыты до десяти вечера.\n\nВы узнаете:\n1. Порядок записи на 2025 год\n2. Перечень бумаг на 3 л.",
        "Парки открыты до десяти вечера.\n\n— Водитель категории D в депо\nГде: Вислинск\nСтаж: от 2 лет\n\n"
        "— Слесарь 5 разряда\nГде: Лиманск\nСтаж: от 3 лет",
        "Парки открыты до десяти вечера.\n\nМузей «Старая гавань», 3 зала\nhttps://example.org/gavan",
        "История о том, как кошка вернулась домой\n\nПарки открыты до десяти вечера.",
    ],
)
def test_a_heading_or_an_item_without_a_verb_states_nothing(text: str) -> None:
    """Titles, titles of questions, items and rows of lists, what leads to a list: nobody says that they are so."""
    assert said(text) == [("", "Парки открыты до десяти вечера")]


@pytest.mark.parametrize(
    "text",
    [
        "Взрыв в порту Лиманска",
        "Крупный пожар на складе под Вислинском",
        "Ночная атака дронов на Лиманск",
        "Авария сегодня утром на Портовой улице",
        "Это первый мост через Сошку.",
        "Это вторая авария за неделю.",
        "У города проблемы с водой.",
        "Сейчас лучшее время для посадки чеснока.",
        "Двое раненых в Лиманске",
    ],
)
def test_news_without_a_verb_is_a_statement(text: str) -> None:
    """A noun of happening with its place or time, what something is or has: these are told, without a verb."""
    assert said(text) == [("", text.rstrip("."))]


def test_items_with_a_verb_are_statements() -> None:
    """A list of what has happened, or how much it came to, is news."""
    text = "Итоги ночи:\n— В Лиманске сгорел склад\n— Повреждены три дома\n— Порт закрыт\n— Погибших 2 человека"
    assert [content for _, content in said(text)] == [
        "В Лиманске сгорел склад", "Повреждены три дома", "Порт закрыт", "Погибших 2 человека"
    ]  # fmt: skip
