"""Statements in Ukrainian, read with the default analysis: no dictionary, no model."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Document, Mode, Span, Statement, VoiceKind
from firsthand.read.en.reading import English
from firsthand.read.reading import Language
from firsthand.read.ru.language import Russian
from firsthand.read.statements import find_statements
from firsthand.read.uk.language import Ukrainian

LANGUAGES: dict[str, Language] = {"uk": Ukrainian(dictionary=False, model=""), "ru": Russian(), "en": English()}


def statements(text: str, language: str = "uk") -> list[Statement]:
    return list(find_statements(Document(text, Span(0, 0), language), None, LANGUAGES)[0])


def told(text: str) -> list[tuple[str, str, Mode]]:
    """Voice, content and mode of each statement; an empty voice is the outlet."""
    return [
        (
            "" if one.voice.kind is VoiceKind.OUTLET else one.voice.text,
            " … ".join(part.of(text) for part in (one.content, *one.continued)),
            one.mode,
        )
        for one in statements(text)
    ]


SAID, DENIED, HEDGED = Mode.ASSERTED, Mode.DENIED, Mode.HEDGED


@pytest.mark.parametrize(
    ("text", "voice", "content", "mode"),
    [
        ("У Генштабі повідомили, що міст зруйновано.", "Генштабі", "міст зруйновано", SAID),
        ("За словами мера, світла немає.", "мера", "світла немає", SAID),
        ("За даними Укренерго, споживання зросло на 3%.", "Укренерго", "споживання зросло на 3%", SAID),
        ("«Ми втратили дах», — сказала вчителька Ганна Левчук.", "вчителька Ганна Левчук", "«Ми втратили дах»", SAID),
        ("Міст відкрили, повідомила пресслужба облради.", "пресслужба облради", "Міст відкрили", SAID),
        ("Як пише газета «Ранок», завод закрили.", "газета «Ранок»", "завод закрили", SAID),
        ("Уряд спростував інформацію про дефолт.", "Уряд", "інформацію про дефолт", DENIED),
        ("Речник бригади наголосив, що село утримують.", "Речник бригади", "село утримують", SAID),
        ("Очевидці стверджують, що дрон нібито впав у річку.", "Очевидці", "дрон нібито впав у річку", HEDGED),
        ("Директорка школи пообіцяла відкрити їдальню.", "Директорка школи", "відкрити їдальню", Mode.PREDICTED),
        ("Профспілка вимагає підвищити зарплати.", "Профспілка", "підвищити зарплати", Mode.ASKED),
        ("Поліція підтвердила факт обшуку.", "Поліція", "факт обшуку", Mode.CONFIRMED),
        ("Міноборони: знищено два склади.", "Міноборони", "знищено два склади", SAID),
        ("Міст закрито — мер Іван Гнатюк", "мер Іван Гнатюк", "Міст закрито", SAID),
        ("На його думку, рішення помилкове.", "його", "рішення помилкове", SAID),
        ("Мер поклав провину за аварію на підрядника.", "Мер", "провину за аварію на підрядника", Mode.OPINION),
        ("Мер поклав квіти до пам'ятника.", "", "Мер поклав квіти до пам'ятника", SAID),
        ("Прокурор наполягав на новій експертизі.", "Прокурор", "новій експертизі", Mode.ASKED),
        ("Підозрюваний провини не визнав.", "Підозрюваний", "провини", DENIED),
        ("На заводі закиди відкидають.", "заводі", "закиди", DENIED),
        ("Раніше повідомлялося про десять сіл без світла.", "", "Раніше повідомлялося про десять сіл без світла", SAID),
        ("Є влучання, горять склади — начальник ОВА", "начальник ОВА", "Є влучання, горять склади", SAID),
        ("Двоє поранених у Рівному — голова ОВА", "голова ОВА", "Двоє поранених у Рівному", SAID),
        ("Другий, навпаки, назвав план «готовим».", "Другий", "план «готовим»", Mode.OPINION),
        ("Третій, навпаки, назвав план «казковим».", "Третій", "план «казковим»", Mode.DOUBTED),
        ("Інший стверджує, ніби бачив дрон.", "Інший", "бачив дрон", HEDGED),
        ("Адвокат підтвердив, що подасть скаргу.", "Адвокат", "подасть скаргу", Mode.PREDICTED),
        ("Найробі поклало відповідальність на повстанців.", "Найробі", "відповідальність на повстанців", Mode.OPINION),
        ("Партія списку не надала.", "", "Партія списку не надала", SAID),
        ("Мер Іван Гнатюк, зі слів якого завод платить, мовчить.", "Мер Іван Гнатюк", "завод платить", SAID),
        ("Слідчий назвав суму — 40 тисяч гривень.", "Слідчий", "суму — 40 тисяч гривень", SAID),
        ("Міст закрито, пише «Рівне», посилаючись на мера Івана Гнатюка.", "мера Івана Гнатюка", "Міст закрито", SAID),
        ("Росія провину заперечує.", "Росія", "провину", DENIED),
        ("Водій їхав маршрутом Одеса — Київ", "", "Водій їхав маршрутом Одеса — Київ", SAID),
        ("Чи відкриють міст, у мерії не сказали.", "", "Чи відкриють міст, у мерії не сказали", SAID),
        ("Міст начебто закрили, проте наказу досі немає.", "", "наказу досі немає", SAID),
    ],
)
def test_who_says_what(text: str, voice: str, content: str, mode: Mode) -> None:
    """The usual ways to name a voice in Ukrainian reports and posts."""
    assert (voice, content, mode) in told(text), told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Міст відкриють у червні, заявив міністр, який очолює комісію.",
        "Міст відкриють у червні, пише «Гавань» із посиланням на канал, який виклав запис.",
        "Міст відкриють у червні, пише «Гавань» із посиланням на очевидців, які стояли поруч.",
    ],
)
def test_who_a_voice_is_belongs_to_no_content(text: str) -> None:
    """A relative clause behind the voice tells of the voice; neither is it taken for an indirect question."""
    assert [content for _, content, _ in told(text)] == ["Міст відкриють у червні"]


def test_an_indirect_question_behind_a_noun_is_a_content() -> None:
    """«Розповів жителям, які вулиці …» is no clause about the inhabitants."""
    text = "Мер розповів жителям, які вулиці закриють у суботу."
    assert [content for _, content, _ in told(text)] == ["які вулиці закриють у суботу"]


@pytest.mark.parametrize(
    "text",
    [
        "Бережіть себе!",
        "Дотримуйтесь тиші",
        "Залишаємось на зв'язку",
        "Чекаємо ваших фото",
        "Просимо берегти воду до вечора.",
        "Підписуйтесь на наш канал",
        "Оперативна інформація станом на 18:00 04.12.2025",
        "Вибачаємося перед читачами, які нам повірили",
    ],
)
def test_a_call_to_readers_states_nothing(text: str) -> None:
    """Calls, farewells, thanks and headings of a post are nobody's word on the world."""
    assert told(f"Міст закрито.\n\n{text}") == [("", "Міст закрито", SAID)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Рятувальниця Олена Гайда розповіла, що дах згорів.", VoiceKind.NAMED_PERSON),
        ("Очевидці розповіли, що дах згорів.", VoiceKind.UNNAMED_GROUP),
        ("Мешканка будинку розповіла, що дах згорів.", VoiceKind.UNNAMED_PERSON),
        ("У ДСНС розповіли, що дах згорів.", VoiceKind.NAMED_ORGANISATION),
        ("Місцеві канали пишуть, що дах згорів.", VoiceKind.UNNAMED_ORGANISATION),
        ("Місцеві ЗМІ пишуть, що дах згорів.", VoiceKind.UNNAMED_ORGANISATION),
        ("У селі кажуть, що дах згорів.", VoiceKind.UNNAMED_GROUP),
        ("Українські чиновники кажуть, що дах згорів.", VoiceKind.NAMED_ORGANISATION),
        ("Польські чиновники кажуть, що дах згорів.", VoiceKind.NAMED_ORGANISATION),
        ("Російські чиновники кажуть, що дах згорів.", VoiceKind.NAMED_ORGANISATION),
    ],
)
def test_what_kind_of_voice_it_is(text: str, kind: VoiceKind) -> None:
    """A person, people, a body; named or not; the officials of every state alike."""
    assert kind in {one.voice.kind for one in statements(text)}, told(text)


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Дах згорів. Суддя Олена Гайда приїхала вранці. «Я бачила дим», — сказала вона.", "Суддя Олена Гайда"),
        ("Обвинувачений водій прийшов. За його словами, дах згорів.", "Обвинувачений водій"),
        ("Архів нічого не знаходив, нагадують там.", "Архів"),
    ],
)
def test_whom_a_pronoun_stands_for(text: str, voice: str) -> None:
    """«Вона» and «там» stand for the subject of the sentence before where nobody has spoken since."""
    last = statements(text)[-1].voice
    assert last.refers_to is not None
    assert last.refers_to.of(text) == voice


def test_a_paper_quotes_somebody() -> None:
    """Who is quoted is the innermost voice, on the word of who quotes."""
    text = "«Вони зовсім нас не слухають», — цитує газета мера Олега Гая."
    assert [[voice.text for voice in one.chain][1:] for one in statements(text)] == [["газета", "мера Олега Гая"]]


def test_main_clauses_part_at_a_comma() -> None:
    """«A, B» with a subject in each are two statements of the outlet; a shared subject keeps them together."""
    assert [one[1] for one in told("Дрон розбив вікно, уламки пошкодили авто.")] == [
        "Дрон розбив вікно",
        "уламки пошкодили авто",
    ]
    assert len(told("Водій зупинив авто, вийшов на узбіччя.")) == 1
    assert [one[1] for one in told("Рішення не оприлюднили, його можна оскаржити до травня.")] == [
        "Рішення не оприлюднили",
        "його можна оскаржити до травня",
    ]
    assert [one[1] for one in told("Два склади розграбовано, хто це зробив, у звіті не вказано.")] == [
        "Два склади розграбовано",
        "хто це зробив, у звіті не вказано",
    ]


def test_the_author_between_two_parts_of_a_quotation() -> None:
    """«A, — сказав він. — B» inside one pair of marks is one statement in two parts."""
    text = "«Ми чекали на лікаря, — розповіла сусідка Марта Дячук. — Він приїхав уночі»."
    assert told(text) == [("сусідка Марта Дячук", "«Ми чекали на лікаря … Він приїхав уночі»", SAID)]


def test_a_post_without_full_stops() -> None:
    """Lines are sentences, emoji and hashtags belong to none."""
    text = "⚡️ Вибух на складі\nЗагинув сторож\nМер каже, що пожежу загасили 🙏\n#склад #новини"
    contents = [one[1] for one in told(text)]
    assert "Загинув сторож" in contents
    assert "пожежу загасили" in contents
    assert not any("#" in content for content in contents)


def test_a_forwarded_post_is_the_other_channels_word() -> None:
    """«Переслано від» puts the channel at the head of every chain."""
    text = "Переслано від: Сонячний берег\n\nМіст зруйновано вночі\nРух перекрито до ранку"
    chains = [[voice.text for voice in one.chain] for one in statements(text)]
    assert chains
    assert all("Сонячний берег" in chain for chain in chains)


def test_a_russian_quotation_in_a_ukrainian_post_is_read_in_russian() -> None:
    """Sentences are told apart by their letters, also short ones; each is read in its own language."""
    text = "Мер Іван Гнатюк розповів про обстріл. «Мы сидели в подвале, — сказал рыбак Олег Рыжов. — Было темно»."
    voices = {one.voice.text for one in statements(text)}
    assert "рыбак Олег Рыжов" in voices
    assert "Мер Іван Гнатюк" in voices
    russian = "Жители города ждут помощи. Губернатор прибыл утром. «У нас немає їжі та води», — каже її сусідка Леся."
    assert any("сусідка Леся" in one.voice.text for one in statements(russian, "ru"))


@pytest.mark.parametrize("mark", ["’", "ʼ", "'", "`"])
def test_any_apostrophe_will_do(mark: str) -> None:
    """The same statement, whichever of the four apostrophes is typed."""
    text = f"В об{mark}єднанні «Захід» повідомили, що п{mark}ять родин виїхали."
    assert [one[1] for one in told(text)] == [f"п{mark}ять родин виїхали"]


def test_latin_letters_in_a_word_do_not_hide_it() -> None:
    """«Пoвiдoмили» with Latin o and i is still a cue."""
    assert told("У Генштaбi пoвiдoмили, що міст зруйновано.")[0][1] == "міст зруйновано"


@pytest.mark.parametrize(
    "text",
    [
        "\u200b\u200e\ufeff",
        "🔥" * 10_000,
        "Ïîâ³äîìèëè, ùî ì³ñò çðóéíîâàíî.",
        "за́ сло́вами ме́ра, сві́тла нема́є.",
        "«««««, що, що, що, — — — «",
        "що " * 2_000,
        "А, " * 500 + "заявив мер.",
        "(" * 300 + "каже" + ")" * 300,
    ],
    ids=["nothing", "emoji", "cp1251", "accents", "marks", "one word", "commas", "brackets"],
)
def test_bad_input_is_read_without_a_crash(text: str) -> None:
    """Broken encodings, invisible signs, accents, ten thousand pictures: spans lie in the text, time is bounded."""
    started = time.process_time()
    for one in statements(text):
        assert 0 <= one.content.start < one.content.end <= len(text)
    assert time.process_time() - started < 5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "мер",
                "заявив",
                ",",
                "що",
                "«",
                "»",
                ".",
                ":",
                "—",
                "повідомили",
                "у",
                "Генштабі",
                "за",
                "словами",
                "його",
                "який",
                "немає",
                "зруйновано",
                "Олена",
                "Гайда",
                ",",
                "але",
                "і",
                "5",
                "(",
                ")",
                "кажуть",
                "?",
                "🔥",
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_words_gives_spans_of_the_text(words: list[str]) -> None:
    """Rules and parser hold their invariants on word salad."""
    text = " ".join(words)
    for one in statements(text):
        for part in (one.content, *one.continued):
            assert Span(0, len(text)).__contains__(part)
            assert part.of(text).strip()


@pytest.mark.parametrize("voice", ["голова Сумської ОВА", "начальник МВА", "очільник ОВА Іван Лис"])
def test_the_head_of_an_office_keeps_its_short_name(voice: str) -> None:
    """«ОВА» is the genitive that says whose head it is, and not what he told."""
    assert told(f"Дах згорів, повідомив {voice}.") == [(voice, "Дах згорів", SAID)]


def test_a_name_that_can_only_be_a_vocative_is_read() -> None:
    """«Джордже» is the nominative of a foreign name, and in the dictionary a vocative only."""
    assert told("Його суперник Джордже Попа заявив, що дах згорів.")


def test_a_language_that_is_not_met_costs_nothing() -> None:
    """Naming the language loads no word list."""
    from firsthand.read.uk.morphology import morphology

    morphology.cache_clear()
    Ukrainian()
    assert morphology.cache_info().currsize == 0
