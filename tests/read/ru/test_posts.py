"""Posts of Russian channels: what of them is no statement, and whose the rest is."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import kinds, modes, said

from firsthand.model import Mode, VoiceKind


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


@pytest.mark.parametrize(
    ("text", "voice", "content"),
    [
        ("Исследование: чай помогает сердцу", "Исследование", "чай помогает сердцу"),
        ("Опрос врачей: половина не высыпается", "Опрос врачей", "половина не высыпается"),
        ("Предупреждение МЧС: ночью поднимется ветер", "МЧС", "ночью поднимется ветер"),
        ("Дождь не кончится до вечера – синоптики", "синоптики", "Дождь не кончится до вечера"),
        ("Склад сгорел за час — пожарные", "пожарные", "Склад сгорел за час"),
        ("Двое рыбаков утонули - МЧС", "МЧС", "Двое рыбаков утонули"),
        ("Врачи оценивают его состояние как тяжёлое.", "Врачи", "его состояние как тяжёлое"),
        ("Экипаж отказался под предлогом того, что судно течёт.", "Экипаж", "судно течёт"),
        ("Ответственность за взрыв взяла на себя группа «Север».", "группа «Север»", "Ответственность за взрыв"),
        ("Группировка взяла на себя ответственность за поджог.", "Группировка", "ответственность за поджог"),
        ("МЧС выступило с предупреждением о сильном ветре.", "МЧС", "сильном ветре"),
        ("Мэрия распространила заявление о закрытии моста.", "Мэрия", "закрытии моста"),
        ("Завод выпустил опровержение, что цех закрыт.", "Завод", "цех закрыт"),
        ("Посевы погибли на 5 га., сообщила пресс-служба завода.", "пресс-служба завода", "Посевы погибли на 5 га"),
        ("Староста отказал — мол, денег нет.", "Староста", "денег нет"),
    ],
)
def test_ways_of_posts_to_give_a_word_to_somebody(text: str, voice: str, content: str) -> None:
    """Studies and bodies before a colon, people behind a dash, pretexts, warnings that are issued, blame taken on."""
    assert said(text) == [(voice, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Взяли на пристань деньги, сети и еду.",
        "Маршрут Вислинск - Лиманск открыт.",
        "Мэрия распространила билеты на концерт.",
        "В отряд вошли трое — повар и два врача.",
    ],
)
def test_what_only_looks_like_these_has_no_voice(text: str) -> None:
    """A dash, a taking or a handing out without a word of anybody."""
    assert said(text) == [("", text.rstrip("."))]


def test_who_speaks_at_the_head_of_a_list_speaks_in_all_of_it() -> None:
    """«X на форуме. Главное:» and a list, with a quotation for its headline: all of it is the word of X."""
    text = (
        "«Порт мы никому не отдадим и не продадим»\n\nОлег Рыков на съезде моряков. Главное:\n\n"
        "— Город построит второй причал. Деньги найдены.\n\n— Налог не вырастет.\n\n"
        "— Жители говорят, что воды хватает.\n\nСъезд закрылся вечером."
    )
    assert said(text) == [
        ("Олег Рыков", "«Порт мы никому не отдадим и не продадим»"),
        ("Олег Рыков", "Город построит второй причал"),
        ("Олег Рыков", "Деньги найдены"),
        ("Олег Рыков", "Налог не вырастет"),
        ("Жители", "воды хватает"),
        ("", "Съезд закрылся вечером"),
    ]


@pytest.mark.parametrize(
    "head",
    ["Главное из выступления мэра Олега Рыкова:", "Мэр Олег Рыков рассказал о планах:", "Мэр Олег Рыков о порте:"],
)
def test_other_heads_of_such_lists(head: str) -> None:
    """Whoever is named before the colon speaks in the items below it."""
    text = f"{head}\n— Причал построят к маю.\n— Налог не вырастет."
    assert [c for v, c in said(text) if "Рыков" in v][-2:] == ["Причал построят к маю", "Налог не вырастет"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Трамваи столкнулись на мосту – источник 112", VoiceKind.UNNAMED_PERSON),
        ("Дорогу откроют к вечеру, сообщили городские службы.", VoiceKind.UNNAMED_ORGANISATION),
        ("Рейс задержан, сообщили авиакомпании.", VoiceKind.UNNAMED_ORGANISATION),
        ("Рейс задержан, сообщила авиакомпания.", VoiceKind.NAMED_ORGANISATION),
        ("Два источника сообщили, что рейс задержан.", VoiceKind.UNNAMED_GROUP),
    ],
)
def test_kinds_of_voices_in_posts(text: str, kind: VoiceKind) -> None:
    """A number behind a word is its name, no count; several bodies of one kind are none that has a name."""
    assert [found for _, found in kinds(text)] == [kind]


def test_one_person_is_nobody_of_a_group() -> None:
    """«Он» goes on with the person heard before, not with the people between."""
    text = "Водитель говорит, что не спал. Врачи говорят, что он цел. Он добавил, что ехал один."
    assert kinds(text)[-1][1] is VoiceKind.UNNAMED_PERSON


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Завод собрал станок, который может печатать дома.", Mode.ASSERTED),
        ("Город купил автобус, который будет ходить до порта.", Mode.ASSERTED),
        ("Рыбак снял на видео странную рыбу.", Mode.ASSERTED),
        ("Сборная выиграла матч красивым ударом.", Mode.ASSERTED),
        ("К счастью, рядом оказался врач.", Mode.ASSERTED),
        ("Ожидания жителей выросли.", Mode.ASSERTED),
        ("Ему кажется, что дом пуст.", Mode.ASSERTED),
        ("Кажется, дом пуст.", Mode.HEDGED),
        ("Предварительная причина — короткое замыкание.", Mode.HEDGED),
        ("Принято считать, что река замерзает в январе.", Mode.HEDGED),
        ("Мост может обрушиться.", Mode.SPECULATED),
        ("Придётся работать до субботы.", Mode.PREDICTED),
        ("Решение властей — позор.", Mode.OPINION),
        ("Новый порт прекрасен.", Mode.OPINION),
        ("Это важный шаг для района.", Mode.OPINION),
        ("Депутат считает, что дорога опасна.", Mode.OPINION),
        ("Депутат верит, что дорога не нужна.", Mode.OPINION),
    ],
)
def test_the_main_clause_gives_the_mode(text: str, mode: Mode) -> None:
    """A future, an ability or a judgement in a relative clause, or beside an object, is not the sentence's own."""
    assert [found for _, found in modes(text)] == [mode]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Мэр попросил закрыть мост и даже пытался сам поставить забор.", [("Мэр", "закрыть мост")]),
        (
            "Порт закрыт.\n\nМинюст заявил: «Нарушений\nо порте\nмы не нашли».",
            [("Минюст", "«Нарушений\nо порте\nмы не нашли»")],
        ),
    ],
)
def test_contents_end_where_the_voice_goes_on_and_not_at_a_line(text: str, expected: list[tuple[str, str]]) -> None:
    """An infinitive is not joined to a finite verb, and a quotation may run over lines."""
    assert [pair for pair in said(text) if pair[0]] == expected


def test_who_was_called_somewhere_is_not_the_place() -> None:
    """«Пригласили в офис и спросили, …»: the office does not ask."""
    assert "офис" not in [voice for voice, _ in said("Рыбаков пригласили в офис и спросили, где лучше ловить.")]
    assert said("В МЧС приехали и сообщили, что порт закрыт.") != [("МЧС", "порт закрыт")]
    assert ("МЧС", "порт закрыт") in said("В МЧС подтвердили аварию и сообщили, что порт закрыт.")


def test_no_clause_of_the_outlet_ends_in_a_conjunction() -> None:
    """What is left before a quoted clause is cut back to its last full word."""
    text = "Склад закрыли довольно быстро, после того как мэр заявил, что крыша течёт."
    assert [content for voice, content in said(text) if not voice] in (["Склад закрыли довольно быстро"], [])
