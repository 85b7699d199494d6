"""Posts of Ukrainian channels: what of them is no statement, and whose the rest is."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import kinds, modes, said

from firsthand.model import Mode, VoiceKind


@pytest.mark.parametrize(
    "text",
    [
        "10 місць для осінніх прогулянок з дітьми\n\nПарки відкриті до десятої вечора.",
        "Як обрати зимову гуму: поради механіків\n\nПарки відкриті до десятої вечора.",
        "Осінь на дачі: як укрити троянди і коли обрізати яблуні\n\nПарки відкриті до десятої вечора.",
        "Чому гасне котел узимку?\n\nПарки відкриті до десятої вечора.",
        "Збірка 4.1 — система обліку для малих складів\n\nПарки відкриті до десятої вечора.",
        "Парки відкриті до десятої вечора.\n\nВи дізнаєтеся:\n1. Порядок запису\n2. Перелік паперів на 3 арк.",
        "Парки відкриті до десятої вечора.\n\n— Водій категорії D у депо\nДе: Вислинськ\nСтаж: від 2 років\n\n"
        "— Слюсар 5 розряду\nДе: Лиманськ\nСтаж: від 3 років",
    ],
)
def test_a_heading_or_an_item_without_a_verb_states_nothing(text: str) -> None:
    """Titles, titles of questions, items and rows of lists, what leads to a list: nobody says that they are so."""
    assert said(text, "uk") == [("", "Парки відкриті до десятої вечора")]


@pytest.mark.parametrize(
    "text",
    [
        "Вибух у порту Лиманська",
        "Велика пожежа на складі під Вислинськом",
        "Нічна атака дронів на Лиманськ",
        "Це перший міст через Сошку.",
        "У міста проблеми з водою.",
        "Двоє поранених у Лиманську",
    ],
)
def test_news_without_a_verb_is_a_statement(text: str) -> None:
    """A noun of happening with its place or time, what something is or has: these are told, without a verb."""
    assert said(text, "uk") == [("", text.rstrip("."))]


def test_items_with_a_verb_are_statements() -> None:
    """A list of what has happened, or how much it came to, is news."""
    text = "Підсумки ночі:\n— У Лиманську згорів склад\n— Порт закрито\n— Загинули 2 людини"
    assert [content for _, content in said(text, "uk")] == [
        "У Лиманську згорів склад",
        "Порт закрито",
        "Загинули 2 людини",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Розбираємо типові помилки дачників.",
        "У новій статті розповімо про п'ять способів утеплити дім.",
        "Розбираємося, що сталося з мостом і хто за це відповість.",
        "Ми зібрали 12 сервісів, які допоможуть з переїздом.",
        "Зібрали для вас найкращі ідеї на вихідні.",
        "Зберігайте, щоб не загубити.",
        "Детальніше про маршрут читайте за посиланням.",
        "Більше подробиць — тут.",
        "Ділимося з вами рецептом.",
        "Нагадуємо, що у нас є щотижнева розсилка.",
    ],
)
def test_what_points_at_a_link_or_an_article_states_nothing(text: str) -> None:
    """Who writes a post tells of the post, and calls its readers; nothing of the world is said."""
    assert said(f"Порт закрито до ранку.\n\n{text}", "uk") == [("", "Порт закрито до ранку")]


@pytest.mark.parametrize("text", ["Розбираємо завали на Портовій", "Зібрали 200 тисяч гривень на ліки"])
def test_what_the_writers_of_a_post_did_is_a_statement(text: str) -> None:
    """The first person is no call where it tells what somebody does, or did."""
    assert said(f"Порт закрито до ранку.\n\n{text}.", "uk") == [("", "Порт закрито до ранку"), ("", text)]


@pytest.mark.parametrize("text", ["👉 Гавань 18+. Підписатися", "Річкова варта — Підписатись", "Лиманськ +18\nНаш чат"])
def test_the_channel_at_the_foot_of_a_post_states_nothing(text: str) -> None:
    """A channel signs with its name, an age and a call: none of it is told."""
    assert said(f"Порт закрито до ранку.\n\n{text}", "uk") == [("", "Порт закрито до ранку")]


@pytest.mark.parametrize(
    "text",
    [
        "Завод планує збудувати другий цех.",
        "Рибалки звернулися до поліції.",
        "Жителі селища відзначили Різдво.",
        "Учені розкрили секрет довгого сну ведмедів.",
        "Цю послугу пропонують у приватних клініках.",
        "Сусід передав ключі кур'єру, щоб відчинити склад.",
        "У будинку, на третьому поверсі, сапери виявили гранату.",
    ],
)
def test_what_is_no_speech_has_no_voice(text: str) -> None:
    """To plan, to turn to somebody, to hand over, to find or to mark a day is not to say; a purpose is no content."""
    assert [voice for voice, _ in said(text, "uk")] in ([""], [])


@pytest.mark.parametrize(
    ("text", "voice", "content"),
    [
        ("Мер зажадав, щоб склад закрили.", "Мер", "склад закрили"),
        ("Депутат відзначив важливість дороги для району.", "Депутат", "важливість дороги для району"),
        ("Начальник порту: судна вийдуть зранку", "Начальник порту", "судна вийдуть зранку"),
    ],
)
def test_what_is_speech_keeps_its_voice(text: str, voice: str, content: str) -> None:
    """The same verbs and nouns carry a word where a clause of it, a quotation or a colon follows."""
    assert (voice, content) in said(text, "uk")


@pytest.mark.parametrize(
    ("text", "voice", "content"),
    [
        ("Дослідження: чай допомагає серцю", "Дослідження", "чай допомагає серцю"),
        ("Попередження ДСНС: вночі посилиться вітер", "ДСНС", "вночі посилиться вітер"),
        ("Дощ не вщухне до вечора – синоптики", "синоптики", "Дощ не вщухне до вечора"),
        ("Двоє рибалок загинули - ДСНС", "ДСНС", "Двоє рибалок загинули"),
        ("Лікарі оцінюють його стан як важкий.", "Лікарі", "його стан як важкий"),
        ("ДСНС виступила з попередженням про сильний вітер.", "ДСНС", "сильний вітер"),
        ("Мерія поширила заяву про закриття мосту.", "Мерія", "закриття мосту"),
    ],
)
def test_ways_of_posts_to_give_a_word_to_somebody(text: str, voice: str, content: str) -> None:
    """Studies and bodies before a colon, people behind a dash, warnings that are issued."""
    assert said(text, "uk") == [(voice, content)]


def test_who_speaks_at_the_head_of_a_list_speaks_in_all_of_it() -> None:
    """«X на форумі. Головне:» and a list: all of it is the word of X."""
    text = "Олег Риков на з'їзді моряків. Головне:\n\n— Місто збудує другий причал.\n\n— Податок не зросте."
    assert said(text, "uk") == [("Олег Риков", "Місто збудує другий причал"), ("Олег Риков", "Податок не зросте")]


def test_several_bodies_of_one_kind_have_no_name() -> None:
    """«Міські служби» are none that one could look up."""
    assert kinds("Дорогу відкриють увечері, повідомили міські служби.", "uk")[0][1] is VoiceKind.UNNAMED_ORGANISATION


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Завод зібрав верстат, який може друкувати будинки.", Mode.ASSERTED),
        ("Місто купило автобус, який буде ходити до порту.", Mode.ASSERTED),
        ("Рибалка зняв на відео дивну рибу.", Mode.ASSERTED),
        ("На щастя, поруч опинився лікар.", Mode.ASSERTED),
        ("Здається, міст закрили.", Mode.HEDGED),
        ("Міст може обвалитися.", Mode.SPECULATED),
        ("Рішення влади — ганьба.", Mode.OPINION),
        ("Депутат вважає, що дорога зайва.", Mode.OPINION),
    ],
)
def test_the_main_clause_gives_the_mode(text: str, mode: Mode) -> None:
    """A future, an ability or a judgement in a relative clause, or beside an object, is not the sentence's own."""
    assert [found for _, found in modes(text, "uk")] == [mode]
