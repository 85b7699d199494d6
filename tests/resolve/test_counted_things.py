"""What is counted has one name in every language, so that figures of different reports can be compared."""

from __future__ import annotations

import pytest

from firsthand.model import Quantity
from firsthand.resolve.data import rows
from firsthand.resolve.quantities import find_quantities

LANGUAGES = ("en", "ru", "uk")

TRIPLES = [
    ("22 buildings were taken", "взяты 22 здания", "взято 22 будівлі", 22, "buildings"),
    ("at least five houses burned", "сгорели не менее пяти домов", "згоріло щонайменше п'ять будинків", 5, "houses"),
    ("1,200 civilians remain", "остаются 1200 мирных жителей", "лишаються 1200 цивільних", 1200, "civilians"),
    ("three soldiers died", "погибли трое военнослужащих", "загинули троє військовослужбовців", 3, "soldiers"),
    ("61 drones came", "прилетел 61 беспилотник", "прилетів 61 безпілотник", 61, "drones"),
    ("two UAVs fell", "упали два БПЛА", "впали два БпЛА", 2, "drones"),
    ("15 square kilometres", "15 квадратных километров", "15 квадратних кілометрів", 15, "sq km"),
    ("0.8 km² of land", "0,8 км² земли", "0,8 км² землі", 0.8, "sq km"),
    ("14 missiles hit", "попали 14 ракет", "влучили 14 ракет", 14, "missiles"),
    ("nine guided bombs", "девять управляемых авиабомб", "дев'ять керованих авіабомб", 9, "bombs"),
    ("four tanks burned", "сгорели четыре танка", "згоріли чотири танки", 4, "tanks"),
    ("40 armoured vehicles", "40 единиц бронетехники", "40 одиниць бронетехніки", 40, "armoured vehicles"),
    ("three Su-34 jets fell", "упали три Су-34", "впали три Су-34", 3, "aircraft"),
    ("six helicopters", "шесть вертолётов", "шість гелікоптерів", 6, "helicopters"),
    ("five machine guns", "пять пулемётов", "п'ять кулеметів", 5, "machine guns"),
    ("150 prisoners of war", "150 военнопленных", "150 військовополонених", 150, "prisoners of war"),
    ("18 hostages", "18 заложников", "18 заручників", 18, "hostages"),
    ("nine Palestinians", "девять палестинцев", "дев'ять палестинців", 9, "people"),
    ("30 Israelis", "30 израильтян", "30 ізраїльтян", 30, "people"),
    ("14 peacekeepers", "14 миротворцев", "14 миротворців", 14, "peacekeepers"),
    ("two commanders", "двое командиров", "двоє командирів", 2, "commanders"),
    ("28 sailors", "28 моряков", "28 моряків", 28, "sailors"),
    ("19 pupils", "19 школьников", "19 школярів", 19, "pupils"),
    ("12 settlements", "12 населённых пунктов", "12 населених пунктів", 12, "settlements"),
    ("17 villages", "17 сёл", "17 сіл", 17, "villages"),
    ("16 schools", "16 школ", "16 шкіл", 16, "schools"),
    ("three hospitals", "три больницы", "три лікарні", 3, "hospitals"),
    ("two bridges", "два моста", "два мости", 2, "bridges"),
    ("six substations", "шесть подстанций", "шість підстанцій", 6, "substations"),
    ("134 clashes", "134 боестолкновения", "134 боєзіткнення", 134, "clashes"),
    ("37 violations", "37 нарушений", "37 порушень", 37, "violations"),
    ("40 explosions", "40 взрывов", "40 вибухів", 40, "explosions"),
    ("2,000 metres", "2000 метров", "2000 метрів", 2000, "metres"),
    ("12 km", "12 километров", "12 кілометрів", 12, "km"),
    ("1,400 hectares", "1,4 тыс. га", "1,4 тис. га", 1400, "hectares"),
    ("900 megawatts", "900 МВт", "900 МВт", 900, "megawatts"),
    ("1.5 tonnes of fuel", "полторы тонны топлива", "півтори тонни пального", 1.5, "tonnes"),
    ("minus 22 degrees", "минус 22 градуса", "мінус 22 градуси", -22, "degrees"),
    ("$3.4bn was pledged", "обещали 3,4 млрд долларов", "пообіцяли 3,4 млрд доларів", 3.4e9, "dollars"),
    ("two million hryvnias", "два миллиона гривен", "два мільйони гривень", 2e6, "hryvnias"),
    ("1.5 percentage points", "1,5 процентного пункта", "1,5 відсоткового пункту", 1.5, "percentage points"),
    ("30% of buildings", "30% зданий", "30% будівель", 30, "percent of buildings"),
    ("5% of the budget", "5% бюджета", "5% бюджету", 5, "percent of budget"),
    ("a quarter of the farmland", "четверть сельхозугодий", "чверть сільгоспугідь", 25, "percent of farmland"),
    ("a 60-day truce", "60-дневное перемирие", "60-денне перемир'я", 60, "days"),
]  # fmt: skip


def _unit(quantity: Quantity) -> str | None:
    return f"{quantity.unit} of {quantity.of}" if quantity.of else quantity.unit


@pytest.mark.parametrize("triple", TRIPLES, ids=lambda triple: triple[0])
def test_the_same_thing_has_one_name_in_three_languages(triple: tuple[str, str, str, float, str]) -> None:
    """The figure of an English, a Russian and a Ukrainian report about the same thing are comparable."""
    *texts, value, unit = triple
    for language, text in zip(LANGUAGES, texts, strict=True):
        (found,) = find_quantities(f"{text[0].upper()}{text[1:]}.", language)
        assert (found.value, _unit(found)) == (value, unit), text


def test_what_is_listed_for_all_languages_has_its_words_in_each() -> None:
    """A row of the table that lacks a language would count things in one language that are unknown in another."""
    own = {"gigawatts", "lb", "crops"}  # listed beside the other words of their language
    for section, cells in rows("counted.txt"):
        assert len(cells) == 4, cells
        assert section
        assert cells[0] in own or (cells[2] and cells[3]), cells
    names = [(section, cells[0]) for section, cells in rows("counted.txt")]
    assert len(names) == len(set(names))
