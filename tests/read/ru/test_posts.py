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


@pytest.mark.parametrize(
    "text",
    [
        "Разбираем типичные ошибки дачников.",
        "В новой статье расскажем о пяти способах утеплить дом.",
        "Разбираемся, что случилось с мостом и кто за это ответит.",
        "Мы собрали 12 сервисов, которые помогут с переездом.",
        "Собрали для вас лучшие идеи на выходные.",
        "Сохраняйте, чтобы не потерять.",
        "Подробнее о маршруте читайте по ссылке.",
        "Больше подробностей — здесь.",
        "Расписание можно посмотреть тут.",
        "Делимся с вами рецептом.",
        "Напоминаем, что у нас есть еженедельная рассылка.",
        "Рыбаки, держитесь!",
        "Поделитесь опытом: как вы храните картошку?",
        "Рассмотрим основные способы и сравним цены.",
    ],
)
def test_what_points_at_a_link_or_an_article_states_nothing(text: str) -> None:
    """Who writes a post tells of the post, and calls its readers; nothing of the world is said."""
    assert said(f"Порт закрыт до утра.\n\n{text}") == [("", "Порт закрыт до утра")]


@pytest.mark.parametrize(
    "text",
    ["Разбираем завалы, ищем людей", "Мы потеряли двух товарищей", "Собрали 200 тысяч рублей на лекарства"],
)
def test_what_the_writers_of_a_post_did_is_a_statement(text: str) -> None:
    """The first person is no call where it tells what somebody does, or did."""
    assert said(f"Порт закрыт до утра.\n\n{text}.") == [("", "Порт закрыт до утра"), ("", text)]


@pytest.mark.parametrize(
    "text",
    [
        "👉 Гавань 18+. Подписаться",
        "Речной дозор — Подписаться",
        "🔴 Подписаться на Гавань",
        "Лиманск +18\nНаш чат",
    ],
)
def test_the_channel_at_the_foot_of_a_post_states_nothing(text: str) -> None:
    """A channel signs with its name, an age and a call: none of it is told."""
    assert said(f"Порт закрыт до утра.\n\n{text}") == [("", "Порт закрыт до утра")]


@pytest.mark.parametrize(
    "text",
    [
        "Завод планирует построить второй цех.",
        "Рыбаки обратились в полицию.",
        "Поняв, что лодка тонет, капитан обратился к спасателям.",
        "Жители посёлка отметили Рождество.",
        "Учёные раскрыли секрет долгого сна медведей.",
        "Эту услугу предлагают в частных клиниках.",
        "Сосед передал ключи курьеру, чтобы открыть склад.",
        "Врачи собрали данные, достаточные, чтобы начать опыт.",
        "Программа хранит только последние данные, что ускоряет работу.",
        "В доме, на третьем этаже, сапёры обнаружили гранату.",
        "Директор дал интервью известному журналисту — Павлу Орлову.",
        "Ответьте на три вопроса, чтобы получить скидку.",
        "Оценка, которую ожидают аналитики, выросла.",
        "На сайте опубликованы записи камер, где видны двое мужчин.",
        "Соседи говорят громко, а дети ещё громче.",
    ],
)
def test_what_is_no_speech_has_no_voice(text: str) -> None:
    """To plan, to turn to somebody, to hand over, to find or to mark a day is not to say; a purpose is no content."""
    assert [voice for voice, _ in said(text)] in ([""], [])


@pytest.mark.parametrize(
    "text",
    [
        "Возвращение Павла Орлова: чего ждать осенью\n\nПорт закрыт до утра.",
        "Добавьте в рацион клетчатку: яблоки, лук и грибы\n\nПорт закрыт до утра.",
        "Конкурс в «Речной гавани»: призы ждут троих\n\nПорт закрыт до утра.",
        "Рыков 2.0: почему мэр остался и что дальше\n\nПорт закрыт до утра.",
    ],
)
def test_a_label_before_a_colon_is_no_voice(text: str) -> None:
    """A heading with a colon names a subject; only a person or a body, at the head of it, speaks."""
    assert {voice for voice, _ in said(text)} == {""}


@pytest.mark.parametrize(
    ("text", "voice", "content"),
    [
        ("Мэр обратился к жителям с призывом: «Берегите воду».", "Мэр", "«Берегите воду»"),
        ("Мэр потребовал, чтобы склад закрыли.", "Мэр", "склад закрыли"),
        ("Депутат отметил важность дороги для района.", "Депутат", "важность дороги для района"),
        ("Появились данные о том, что склад закрыли.", "", "склад закрыли"),
        ("Начальник порта: суда выйдут утром", "Начальник порта", "суда выйдут утром"),
        ("Павел Орлов: «Суда выйдут утром»", "Павел Орлов", "«Суда выйдут утром»"),
        ("Завод планирует, что цех откроют в мае.", "Завод", "цех откроют в мае"),
    ],
)
def test_what_is_speech_keeps_its_voice(text: str, voice: str, content: str) -> None:
    """The same verbs and nouns carry a word where a clause of it, a quotation or a colon follows."""
    assert (voice, content) in said(text)
