"""Units: by their number in every case, and groups of forces that bear the name of a place."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Span
from firsthand.resolve.actors import find_actors
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.places import find_places

NUMBERED = [
    ("en", "53rd Separate Mechanized Brigade", "unit:53:brigade"),
    ("en", "114th Guards Motorized Rifle Regiment", "unit:114:regiment"),
    ("ru", "53-я отдельная механизированная бригада", "unit:53:brigade"),
    ("ru", "53-ю отдельную механизированную бригаду", "unit:53:brigade"),
    ("ru", "53 отдельная механизированная бригада", "unit:53:brigade"),
    ("ru", "114-м гвардейском мотострелковом полку", "unit:114:regiment"),
    ("uk", "53-тя окрема механізована бригада", "unit:53:brigade"),
    ("uk", "53-ї окремої механізованої бригади", "unit:53:brigade"),
    ("uk", "53-й окремій механізованій бригаді", "unit:53:brigade"),
    ("uk", "53-тю окрему механізовану бригаду", "unit:53:brigade"),
    ("uk", "53-ю окремою механізованою бригадою", "unit:53:brigade"),
    ("uk", "53 окрема механізована бригада", "unit:53:brigade"),
    ("uk", "53-ій ОМБр", "unit:53:brigade"),
    ("uk", "114-й окремий мотострілецький полк", "unit:114:regiment"),
]


@pytest.mark.parametrize(("language", "name", "id_"), NUMBERED)
def test_a_numbered_unit_is_found_in_every_case(language: str, name: str, id_: str) -> None:
    """One unit has one id, whatever its case and its language."""
    assert [(each.text, each.id) for each in find_actors(f"… {name} …", language)] == [(name, id_)]


OWNED = [
    ("en", "Ukraine's 8th Rapid Response Corps", "UA", "unit:8:corps"),
    ("en", "Russia's 8th Rapid Response Corps", "RU", "unit:8:corps"),
    ("en", "4th Brigade of the NGU", "UA", "unit:4:brigade"),
    ("en", "4th Brigade of Rosgvardia", "RU", "unit:4:brigade"),
    ("ru", "4-я бригада НГУ", "UA", "unit:4:brigade"),
    ("ru", "4-я бригада Росгвардии", "RU", "unit:4:brigade"),
    ("ru", "8-го корпуса быстрого реагирования ДШВ", "UA", "unit:8:corps"),
    ("ru", "8-го корпуса быстрого реагирования ВДВ", "RU", "unit:8:corps"),
    ("ru", "8-й корпус Нацгвардии Украины", "UA", "unit:8:corps"),
    ("ru", "8-й корпус Нацгвардии Мексики", "MX", "unit:8:corps"),
    ("uk", "2-й корпус НГУ", "UA", "unit:2:corps"),
    ("uk", "2-го корпусу Росгвардії", "RU", "unit:2:corps"),
    ("uk", "8-й корпус швидкого реагування ДШВ", "UA", "unit:8:corps"),
    ("uk", "8-й корпус швидкого реагування ВДВ", "RU", "unit:8:corps"),
]


@pytest.mark.parametrize(("language", "name", "side", "id_"), OWNED)
def test_the_force_that_a_unit_belongs_to_gives_its_side(language: str, name: str, side: str, id_: str) -> None:
    """A corps of one guard has a side as that of the other has."""
    assert [(e.text, e.side, e.id) for e in find_actors(f"… {name} …", language)] == [(name, side, id_)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They raised 12 separate brigades."),
        ("ru", "Создано 12 отдельных механизированных бригад."),
        ("uk", "Створено 12 окремих механізованих бригад."),
    ],
)
def test_a_count_of_brigades_is_no_number_of_one(language: str, text: str) -> None:
    """“Twelve brigades” are not the Twelfth Brigade."""
    assert not [each for each in find_actors(text, language) if each.kind == "unit"]


GROUPS = [
    ("en", "The {} said two vehicles burned.", "Siversk tactical group", "Siversk", None),
    ("en", "Two vehicles burned, the {} said.", "Donetsk group of forces", "Donetsk", None),
    ("en", "The {} spoke.", "Operational Tactical Group Kherson", "Kherson", None),
    ("en", "The {} spoke.", "Russian Belgorod group of forces", "Belgorod", "RU"),
    ("en", "The {} spoke.", "Ukrainian Kherson tactical group", "Kherson", "UA"),
    ("ru", "{} сообщила о потерях.", "Тактическая группа «Северск»", "Северск", None),
    ("ru", "Об этом говорят в {}.", "тактической группе Херсон", "Херсон", None),
    ("ru", "Представители {} молчат.", "российской группировки войск «Белгород»", "Белгород", "RU"),
    ("ru", "Представители {} молчат.", "украинской тактической группы «Херсон»", "Херсон", "UA"),
    ("uk", "{} повідомила про втрати.", "Тактична група «Сіверськ»", "Сіверськ", None),
    ("uk", "Про це кажуть у {}.", "тактичній групі Херсон", "Херсон", None),
    ("uk", "Представники {} мовчать.", "російського угруповання військ «Бєлгород»", "Бєлгород", "RU"),
    ("uk", "Представники {} мовчать.", "українського оперативно-тактичного угруповання «Херсон»", "Херсон", "UA"),
]


@pytest.mark.parametrize(("language", "frame", "name", "town", "side"), GROUPS)
def test_a_group_of_forces_is_a_unit_and_no_town(
    gazetteer: Gazetteer, language: str, frame: str, name: str, town: str, side: str | None
) -> None:
    """What bears the name of a town speaks and fights, and is not where that town lies."""
    text = frame.format(name)
    assert [(each.text, each.side, each.kind) for each in find_actors(text, language)] == [(name, side, "unit")]
    assert town not in text or not [
        place for place in find_places(Document(text, Span(0, 0), language), gazetteer) if place.span.of(text) == town
    ]


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [
        ("en", "The Vostok Group of Forces advanced.", "RU"),
        ("en", "The West Grouping of Forces advanced.", "RU"),
        ("en", "The Khortytsia Group of Forces fell back.", "UA"),
        ("ru", "Группировка войск «Восток» продвинулась.", "RU"),
        ("ru", "Группировку «Запад» усилили.", "RU"),
        ("ru", "ОСУВ «Таврия» отошло.", "UA"),
        ("ru", "В ОТУ «Харьков» это отрицают.", "UA"),
        ("uk", "Угрупованням військ «Центр» керує генерал.", "RU"),
        ("uk", "Угруповання «Захід» просунулося.", "RU"),
        ("uk", "ОСУВ «Таврія» відійшло.", "UA"),
        ("uk", "В ОТУ «Харків» це заперечують.", "UA"),
    ],
)
def test_a_known_group_of_forces_has_its_side(language: str, text: str, side: str) -> None:
    """The groups that each side has formed are known in all three languages."""
    first = find_actors(text, language)[0]
    assert (first.side, first.id) == (side, f"{side}:operational_group")


def test_both_armies_have_an_east() -> None:
    """In Ukrainian the name alone does not say whose group it is; a word for its country does."""
    assert find_actors("Речник угруповання військ «Схід» розповів про бої.", "uk")[0].side is None
    assert find_actors("Російське угруповання військ «Схід» просунулося.", "uk")[0].side == "RU"
