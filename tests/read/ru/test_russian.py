"""Russian from end to end: who says what, in the registers of ministries, agencies and channels."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import said

from firsthand.model import Document, Mode, Statement, VoiceKind
from firsthand.read import document_of_text, find_statements
from firsthand.read.rulebook import RULES


def read(text: str) -> tuple[Document, list[Statement]]:
    """A document without a title, and its statements."""
    document = document_of_text(text, title="", language="ru")
    return document, list(find_statements(document)[0])


@pytest.mark.parametrize(
    ("text", "voice", "content"),
    [
        ("В Минобороны сообщили, что мост у Вислинска разрушен.", "Минобороны", "мост у Вислинска разрушен"),
        ("Мост у Вислинска разрушен, сообщили в мэрии.", "мэрии", "Мост у Вислинска разрушен"),
        ("По словам Лебедева, порт закрыт до утра.", "Лебедева", "порт закрыт до утра"),
        ("По данным спасателей, под завалами остаются двое.", "спасателей", "под завалами остаются двое"),
        ("Порт закрыт до утра, заявил начальник гавани Пётр Лебедев.", "начальник гавани Пётр Лебедев",
         "Порт закрыт до утра"),
        ("«Мы ждём воду третий день», — сказала Анна Громова.", "Анна Громова", "«Мы ждём воду третий день»"),
        ("— Воды нет третий день, — сказала учительница.", "учительница", "Воды нет третий день"),
        ("Минздрав: вакцины хватит на всех детей области", "Минздрав", "вакцины хватит на всех детей области"),
        ("Мост через Сошку обрушился — глава района Олег Рыков", "глава района Олег Рыков",
         "Мост через Сошку обрушился"),
        ("В компании опровергли сообщения о забастовке.", "компании", "сообщения о забастовке"),
        ("В Ереване это отвергают.", "Ереване", "это"),
        ("На заводе упрёки отвергают.", "заводе", "упрёки"),
        ("Мэр возложил вину за аварию на подрядчика.", "Мэр", "вину за аварию на подрядчика"),
        ("Жильцы жаловались на шум.", "Жильцы", "шум"),
        ("Водитель сознался в краже.", "Водитель", "краже"),
        ("Мэр возложил цветы к памятнику.", "", "Мэр возложил цветы к памятнику"),
        ("Третий, чиновник из мэрии, добавил, что мост цел.", "Третий, чиновник из мэрии", "мост цел"),
        ("Министр поблагодарил врачей за помощь.", "Министр", "врачей за помощь"),
        ("Двор был полон, рассказала Анна Громова: «Стояли у ворот».", "Анна Громова",
         "Двор был полон … «Стояли у ворот»"),
        ("Мост закрыт, пишет «Волга», ссылаясь на мэра Олега Рыкова.", "мэра Олега Рыкова", "Мост закрыт"),
        ("Посольство назвало упрёки «нелепыми».", "Посольство", "«нелепыми»"),
        ("Критик назвал финал «вялым» и «затянутым».", "Критик", "«вялым» и «затянутым»"),
        ("Ранее сообщалось о двенадцати погибших.", "", "Ранее сообщалось о двенадцати погибших"),
        ("Предварительно, попадание в склад — мэр города", "мэр города", "Предварительно, попадание в склад"),
        ("В городе действует комендантский час — мэр Олег Рыков", "мэр Олег Рыков",
         "В городе действует комендантский час"),
        ("Автобус шёл по маршруту Одесса — Киев", "", "Автобус шёл по маршруту Одесса — Киев"),
    ],
)  # fmt: skip
def test_who_says_what(text: str, voice: str, content: str) -> None:
    """Each way in which Russian reports give a word to somebody is read, with the same borders as in English."""
    assert said(text) == [(voice, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Берегите себя!",
        "Соблюдайте тишину",
        "Остаёмся на связи",
        "Ждём ваших фото",
        "Просим беречь воду до вечера.",
        "Подписывайтесь на наш канал",
        "Оперативная сводка на утро 5 декабря",
        "Выражаю соболезнования семье погибшего.",
    ],
)
def test_a_call_to_readers_states_nothing(text: str) -> None:
    """Calls, farewells, thanks and headings of a post are nobody's word on the world."""
    assert said(f"Мост закрыт.\n\n{text}") == [("", "Мост закрыт")]


@pytest.mark.parametrize(
    ("text", "content", "mode"),
    [
        ("Прокурор настаивал на пожизненном сроке.", "пожизненном сроке", Mode.ASKED),
        ("Адвокат настаивает, что срок истёк.", "срок истёк", Mode.ASSERTED),
        ("Подсудимый вины не признал.", "вины", Mode.DENIED),
        ("Подсудимый признал вину.", "вину", Mode.ASSERTED),
        ("Напомним, в мае тут уже горел склад.", "Напомним, в мае тут уже горел склад", Mode.ASSERTED),
        ("Мэр возложил вину на подрядчика.", "вину на подрядчика", Mode.OPINION),
        ("Посол назвал упрёки «нелепыми».", "«нелепыми»", Mode.DOUBTED),
        ("Следователь назвал сумму — 40 тысяч рублей.", "сумму — 40 тысяч рублей", Mode.ASSERTED),
        ("Партия не признаёт итог и подаст в суд.", "Партия не признаёт итог и подаст в суд", Mode.ASSERTED),
        ("Адвокат подтвердил, что подаст жалобу.", "подаст жалобу", Mode.PREDICTED),
        ("Когда откроют мост, в мэрии не говорят.", "Когда откроют мост, в мэрии не говорят", Mode.ASSERTED),
        ("Мост якобы закрыли, но приказа до сих пор нет.", "приказа до сих пор нет", Mode.ASSERTED),
    ],
)
def test_how_a_voice_stands_to_it(text: str, content: str, mode: Mode) -> None:
    """What is insisted on is demanded, fault that is not admitted is denied, an open question is no forecast."""
    document, statements = read(text)
    assert (content, mode) in {(s.content.of(document.text), s.mode) for s in statements}


@pytest.mark.parametrize(
    "text",
    [
        "Мост откроют в июне, заявил министр, который возглавляет комиссию.",
        "Мост откроют в июне, пишет «Гавань» со ссылкой на министра, который возглавляет комиссию.",
        "Мост откроют в июне, пишет «Гавань» со ссылкой на канал, в котором появилась запись.",
    ],
)
def test_who_a_voice_is_belongs_to_no_content(text: str) -> None:
    """A relative clause behind the voice tells of the voice, not what it said."""
    assert [content for _, content in said(text)] == ["Мост откроют в июне"]


def test_an_indirect_question_behind_a_noun_is_a_content() -> None:
    """«Рассказал жителям, какие улицы …» is no clause about the inhabitants."""
    text = "Мэр рассказал жителям, какие улицы закроют в субботу."
    assert said(text) == [("Мэр", "какие улицы закроют в субботу")]


def test_each_quotation_has_one_voice() -> None:
    """A quotation behind a colon belongs to the voice behind it, not to what stands before the colon too."""
    text = "Лётчики, по данным штаба, видели дрон, но стрелять не стали: «Внизу были дома», — объяснил министр."
    assert said(text) == [
        ("штаба", "Лётчики … видели дрон, но стрелять не стали"),
        ("министр", "«Внизу были дома»"),
    ]
    text = "Эксперт Марта Юнсон допускает ошибку: «это мог быть дрон, который сбился с пути», написала она."
    assert [content for _, content in said(text)].count("«это мог быть дрон, который сбился с пути»") == 1


def test_attribution_inside_the_content_leaves_it_in_two_parts() -> None:
    """«…, как отмечается в сводке, …» interrupts what is said; both parts are one statement."""
    assert said("На севере, как отмечается в сводке штаба, противник трижды ходил в атаку.") == [
        ("штаба", "На севере … противник трижды ходил в атаку")
    ]


def test_sentence_before_is_what_this_means() -> None:
    """«Об этом сообщил …» gives the sentence before to the voice, and is no statement itself."""
    text = "На складе в Вислинске сгорело зерно. Об этом сообщила начальник порта Анна Громова."
    assert said(text) == [("начальник порта Анна Громова", "На складе в Вислинске сгорело зерно")]


def test_cited_source_stands_innermost() -> None:
    """«Со ссылкой на …» puts the cited voice behind the one that cites."""
    _, (only,) = read("Погибли трое, пишет «Вечерняя гавань» со ссылкой на источник в полиции.")
    assert [voice.kind for voice in only.chain[1:]] == [VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_PERSON]


def test_forwarded_post_is_the_word_of_its_channel() -> None:
    """What stands below «Переслано от …» is not the word of the channel that passes it on."""
    document, statements = read("Переслано от «Речной дозор»\n\nНаши вышли к реке. Жители говорят, что мост цел.")
    assert [[v.text for v in s.chain[1:]] for s in statements] == [["«Речной дозор»"], ["«Речной дозор»", "Жители"]]
    assert statements[0].content.of(document.text) == "Наши вышли к реке"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("В штабе опровергли потерю села.", Mode.DENIED),
        ("В мэрии подтвердили гибель двух человек.", Mode.CONFIRMED),
        ("Мост якобы взорван.", Mode.HEDGED),
        ("Порт откроют завтра.", Mode.PREDICTED),
        ("Внутри могли оставаться люди.", Mode.SPECULATED),
        ("Мэр призвал жителей не выходить из домов.", Mode.ASKED),
        ("«Кто ответит за это?» — спросил водитель.", Mode.ASKED),
    ],
)
def test_modes(text: str, mode: Mode) -> None:
    """The mode of a statement comes from its cue, its marks of distance and its verb."""
    _, (only,) = read(text)
    assert only.mode is mode


def test_short_forms_lead_back_to_the_full_name() -> None:
    """A pronoun, a surname and «собеседник агентства» mean who was named before."""
    document, statements = read(
        "Мэр Вислинска Олег Рыков заявил, что порт закрыт. Рыков добавил, что вода уходит. По его словам, жертв нет."
    )
    _, second, third = statements
    full = "Мэр Вислинска Олег Рыков"
    assert second.voice.refers_to is not None
    assert second.voice.refers_to.of(document.text) == full
    assert third.voice.refers_to is not None
    assert third.voice.refers_to.of(document.text) == full


def test_outlet_takes_back_what_it_wrote() -> None:
    """«Это не так» after the outlet's own «мы написали» is a retraction; after somebody else's word it is not."""
    _, statements = read("Утром мы написали, что мост в Медном перекрыт. Это не так, приносим извинения.")
    assert statements[0].mode is Mode.RETRACTED
    assert statements[0].voice.kind is VoiceKind.OUTLET
    _, statements = read("Мэр заявил, что мост в Медном перекрыт. Это не так.")
    assert statements[0].mode is Mode.ASSERTED


def test_retraction_points_to_what_it_takes_back() -> None:
    """Where the document says earlier what a retraction takes back, a reason of it lies on those words."""
    text = (
        "Мост в Медном перекрыт из-за трещины в опоре.\n\n"
        "Час назад мы написали, что мост в Медном перекрыт из-за трещины. Это не так."
    )
    document, statements = read(text)
    retraction = next(s for s in statements if s.mode is Mode.RETRACTED)
    reason = next(r for r in retraction.reasons if r.rule == "takes_back")
    assert [span.of(document.text) for span in reason.spans] == ["Мост в Медном перекрыт из-за трещины в опоре"]


def test_each_sentence_is_read_in_its_own_language() -> None:
    """An English sentence in a Russian post, and a Russian one in an English article, keep their voices and places."""
    russian = "Мост закрыт, сообщил мэр Олег Рыков. The bridge is closed, the mayor said on Friday. Порт работает."
    document = document_of_text(russian, title="", language="ru")
    found = [(s.voice.text, s.content.of(document.text)) for s in find_statements(document)[0]]
    assert found[:2] == [("мэр Олег Рыков", "Мост закрыт"), ("the mayor", "The bridge is closed")]
    english = "The port is open, residents said. В мэрии сообщили, что мост через реку закрыт. Two boats left."
    document = document_of_text(english, title="", language="en")
    found = [(s.voice.text, s.content.of(document.text)) for s in find_statements(document)[0]]
    assert ("мэрии", "мост через реку закрыт") in found


def test_quotation_in_another_language_stays_with_its_sentence() -> None:
    """A Ukrainian quotation in a Russian post is the word of the one whom the Russian sentence names."""
    _, (only,) = read("«Ми нікуди не підемо звідси», — сказала жительница посёлка Анна Громова.")
    assert only.voice.kind is VoiceKind.NAMED_PERSON


def test_every_rule_that_fires_is_explained() -> None:
    """Each reason names a rule whose docstring users can read."""
    names = {rule.__name__ for rule in RULES} | {"own_words", "evidence_clause", "citing"}
    text = (
        "По словам мэра, порт закрыт. «Воды нет третий день», — сказала Анна Громова. Погибли трое, пишет «Гавань» со "
        "ссылкой на источник. Мост цел — глава района Олег Рыков\n\nПереслано от «Речной дозор»\n\nНаши вышли к реке."
    )
    _, statements = read(text)
    assert {reason.rule for s in statements for reason in s.reasons} <= names


@pytest.mark.parametrize(
    ("text", "voice", "kind"),
    [
        ("Комендант Лев Стадник вышел в шесть. «Я тут один», — сказал он.", "Комендант Лев Стадник",
         VoiceKind.NAMED_PERSON),
        ("Мэрия молчит. Водитель пришёл в суд. По его словам, он не спал.", "Водитель", VoiceKind.UNNAMED_PERSON),
        ("Завод заявил о сбое. «Мы не слышали», — сказал он.", "", VoiceKind.UNNAMED_PERSON),
    ],
)  # fmt: skip
def test_whom_a_pronoun_stands_for(text: str, voice: str, kind: VoiceKind) -> None:
    """«Он» is the subject of the sentence before where nobody has spoken since; never a body."""
    document, statements = read(text)
    last = statements[-1].voice
    assert (last.refers_to.of(document.text) if last.refers_to else "", last.kind) == (voice, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Следователь сообщил, что мост цел.", VoiceKind.UNNAMED_PERSON),
        ("Мэр сообщил, что мост цел.", VoiceKind.UNNAMED_PERSON),
        ("Израильские военные заявили, что мост цел.", VoiceKind.NAMED_ORGANISATION),
        ("Источники сообщили, что мост цел.", VoiceKind.UNNAMED_GROUP),
        ("Два источника сообщили, что мост цел.", VoiceKind.UNNAMED_GROUP),
        ("Местные СМИ сообщили, что мост цел.", VoiceKind.UNNAMED_ORGANISATION),
        ("В селе говорят, что мост цел.", VoiceKind.UNNAMED_GROUP),
        ("Один из выживших рассказал, что мост цел.", VoiceKind.UNNAMED_PERSON),
        ("Городской голова Олег Рыков сказал, что мост цел.", VoiceKind.NAMED_PERSON),
    ],
)
def test_what_kind_of_voice_it_is(text: str, kind: VoiceKind) -> None:
    """The military of a state is a body, sources are people, media without a name are unnamed."""
    assert [s.voice.kind for s in read(text)[1]] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "«Они совсем нас не слушают», — цитирует газета мэра Олега Рыкова.",
        "«Они совсем нас не слушают», — приводит газета слова мэра Олега Рыкова.",
    ],
)
def test_a_paper_quotes_somebody(text: str) -> None:
    """Who is quoted is the innermost voice, on the word of who quotes."""
    chains = [[voice.text for voice in s.chain] for s in read(text)[1]]
    assert [chain[1:] for chain in chains] == [["газета", "мэра Олега Рыкова"]]


def test_a_predicate_that_can_only_be_the_speakers_ends_the_content() -> None:
    """«…, что стоки вывозят, и готова …»: who says it is ready, not those who drive."""
    text = "Директор Анна Громова говорит, что стоки вывозят по ночам, и готова показать документы."
    assert said(text)[0] == ("Директор Анна Громова", "стоки вывозят по ночам")


def test_a_clause_by_whose_word() -> None:
    """«Мэр, по словам которого …»: the clause is the mayor's word, and the mayor no content."""
    text = "Мэр Олег Рыков, по словам которого завод платит налоги, уехал."
    assert ("Мэр Олег Рыков", "завод платит налоги") in said(text)


def test_who_asks_is_the_body_heard_last() -> None:
    """«Пассажиров просят …» behind a body's word is its word too; «но» before another voice belongs to nobody."""
    text = "Метро закрыло станцию, сообщили в мэрии. Пассажиров просят пользоваться автобусом."
    document, statements = read(text)
    last = statements[-1].voice
    assert last.refers_to is not None
    assert last.refers_to.of(document.text) == "мэрии"
    assert said("Официально прорвало трубу, но жители говорят, что деньги украли.") == [
        ("", "Официально прорвало трубу"),
        ("жители", "деньги украли"),
    ]
