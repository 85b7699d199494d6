"""A state, or its capital in place of its government, as the one that speaks and acts; and where it is only a place."""

from __future__ import annotations

import pytest

from firsthand.resolve.actors import find_actors

SPEAKS = {
    "en": ["{0} said it knew nothing.", "{0} flatly denies it.", "{0} has not replied.", "{0} sees a trap.",
           "{0} later withdrew the offer.", "That is untrue, according to {0}.", "{0} won't sign."],
    "ru": ["{0} это отрицает.", "{0} пока не ответила.", "{0} в среду заявила о победе.", "{0} считает иначе.",
           "{0} также предложила обмен.", "{0} этого не подтверждает.", "По версии {1}, взрыва не было."],
    "uk": ["{0} це заперечує.", "{0} поки не відповіла.", "{0} у середу заявила про перемогу.", "{0} вважає інакше.",
           "{0} також запропонувала обмін.", "{0} цього не підтверджує.", "За версією {1}, вибуху не було."],
}  # fmt: skip
CAPITALS = {
    "en": [("Kyiv", "", "UA"), ("Moscow", "", "RU"), ("Addis Ababa", "", "ET"), ("Naypyidaw", "", "MM")],
    "ru": [("Москва", "Москвы", "RU"), ("Варшава", "Варшавы", "PL"), ("Анкара", "Анкары", "TR")],
    "uk": [("Москва", "Москви", "RU"), ("Варшава", "Варшави", "PL"), ("Анкара", "Анкари", "TR")],
}


@pytest.mark.parametrize("language", CAPITALS)
def test_a_capital_that_speaks_is_the_government(language: str) -> None:
    """Whoever's capital it is, with a pronoun, a negation or a day between it and its verb."""
    for name, genitive, side in CAPITALS[language]:
        for sentence in SPEAKS[language]:
            text = sentence.format(name, genitive)
            assert [(each.side, each.kind) for each in find_actors(text, language)] == [(side, "government")], text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Киев это отрицает."), ("ru", "Киев не подтвердил потери."), ("ru", "Киев в пятницу предложил обмен."),
        ("ru", "По словам Киева, обмен сорван."), ("uk", "Київ це заперечує."), ("uk", "Київ не підтвердив втрати."),
        ("uk", "Київ у п'ятницю запропонував обмін."), ("uk", "За словами Києва, обмін зірвано."),
        ("en", "Kyiv never confirmed the losses."), ("en", "Kyiv urges an exchange."),
    ],
)  # fmt: skip
def test_kyiv_speaks_as_others_do(language: str, text: str) -> None:
    """In Russian and Ukrainian its verb has another gender than Moscow's."""
    assert [(each.side, each.kind) for each in find_actors(text, language)] == [("UA", "government")]


LISTS = [
    ("en", "Egypt and the UAE signed.", ["EG", "AE"]),
    ("en", "Egypt, Qatar and Turkey mediated.", ["EG", "QA", "TR"]),
    ("en", "Rwanda, Uganda, and the Netherlands agreed to it.", ["RW", "UG", "NL"]),
    ("en", "The deal was blocked by Egypt and the United States.", ["EG", "US"]),
    ("en", "Kinshasa and Kigali have traded blame.", ["CD", "RW"]),
    ("ru", "Египет и ОАЭ подписали договор.", ["EG", "AE"]),
    ("ru", "Египет, Катар и Турция предложили план.", ["EG", "QA", "TR"]),
    ("ru", "Москва и Киев это отрицают.", ["RU", "UA"]),
    ("uk", "Єгипет та ОАЕ підписали договір.", ["EG", "AE"]),
    ("uk", "Єгипет, Катар і Туреччина запропонували план.", ["EG", "QA", "TR"]),
    ("uk", "Київ і Москва це заперечують.", ["UA", "RU"]),
]


@pytest.mark.parametrize(("language", "text", "sides"), LISTS)
def test_states_that_act_together_are_all_found(language: str, text: str, sides: list[str]) -> None:
    """The first of a list has the same verb as the last."""
    assert [each.side for each in find_actors(text, language)] == sides


PLACES = {
    "en": ["Protests in {0} continued.", "The border between {0} and Minsk was closed.", "{0} was shelled overnight.",
           "{0} is without power.", "{0} fell.", "{0} remains calm.", "A man in the streets of {0} said so."],
    "ru": ["{0} обстреляли ночью.", "{0} атакуют дроны.", "{0} подверглась удару.", "В {1} заметили дым.",
           "Граница между {2} и Минском закрыта.", "{0} осталась без света."],
    "uk": ["{0} обстріляли вночі.", "{0} атакують дрони.", "{0} зазнала удару.", "У {1} помітили дим.",
           "Кордон між {2} і Мінськом закрито.", "{0} залишилася без світла."],
}  # fmt: skip
AS_PLACES: dict[str, list[tuple[str, ...]]] = {
    "en": [("Kyiv",), ("Moscow",), ("Tehran",)],
    "ru": [("Москва", "Москве", "Москвой"), ("Киев", "Киеве", "Киевом"), ("Каракас", "Каракасе", "Каракасом")],
    "uk": [("Москва", "Москві", "Москвою"), ("Київ", "Києві", "Києвом"), ("Каракас", "Каракасі", "Каракасом")],
}


@pytest.mark.parametrize("language", PLACES)
def test_a_capital_that_something_happens_to_is_a_town(language: str) -> None:
    """What is shelled, or left without light, is no government, whoever's capital it is."""
    for names in AS_PLACES[language]:
        for sentence in PLACES[language]:
            text = sentence.format(*names)
            assert not [each for each in find_actors(text, language) if each.kind == "government"], text


@pytest.mark.parametrize(
    ("language", "text", "sides"),
    [
        ("en", "Addis Ababa accused the TPLF and Eritrea.", ["ET", "TPLF", "ER"]),
        ("en", "Israel accused Hamas and Iran.", ["IL", "HAMAS", "IR"]),
        ("ru", "Аддис-Абеба обвинила НФОТ и Эритрею.", ["ET", "TPLF", "ER"]),
        ("ru", "Израиль обвинил ХАМАС и Иран.", ["IL", "HAMAS", "IR"]),
        ("uk", "Аддис-Абеба звинуватила НФВТ та Еритрею.", ["ET", "TPLF", "ER"]),
        ("uk", "Ізраїль звинуватив ХАМАС та Іран.", ["IL", "HAMAS", "IR"]),
    ],
)
def test_the_second_of_those_accused_is_found(language: str, text: str, sides: list[str]) -> None:
    """A group and a state that one verb has for objects are both actors."""
    assert [each.side for each in find_actors(text, language)] == sides


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [
        ("en", "Gitega closed the border.", "BI"), ("ru", "Гитега закрыла границу.", "BI"),
        ("uk", "Гітега закрила кордон.", "BI"), ("en", "Antananarivo asked for help.", "MG"),
        ("ru", "Антананариву попросил о помощи.", "MG"), ("uk", "Антананаріву попросив про допомогу.", "MG"),
        ("ru", "Асмэра отвергла обвинения.", "ER"), ("uk", "Асмера відкинула звинувачення.", "ER"),
    ],
)  # fmt: skip
def test_capitals_far_from_the_great_wars_speak_too(language: str, text: str, side: str) -> None:
    """A capital that is known in English is known in Russian and Ukrainian."""
    assert [each.side for each in find_actors(text, language)] == [side]
