"""Who acts says nothing of where."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Mode, PlaceId, Span, Statement, Voice, VoiceKind
from firsthand.resolve import resolve
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.places import find_places

TOWNS = {
    "en": "Pokrovsk Vovchansk Toretsk Lyman Izium Sumy Kupiansk Soledar Kharkiv Dzerzhinsk Volchansk Belgorod",
    "ru": "Покровск Волчанск Торецк Северск Сумы Соледар Харьков Дзержинск Красноармейск Димитров Белгород Суджа",
    "uk": "Покровськ Вовчанськ Торецьк Сіверськ Суми Соледар Харків Дзержинськ Краматорськ Бахмут Бєлгород Суджа",
}
SIDES = {
    "en": (
        ("Russian forces captured {}.", "Ukrainian forces captured {}."),
        ("Russia has struck {}.", "Ukraine has struck {}."),
        ("{} was taken, the Russian Defence Ministry said.", "{} was taken, the Ukrainian Defence Ministry said."),
        ("Troops left {}, Russia\u2019s army said.", "Troops left {}, Ukraine\u2019s army said."),
        ("The armed forces of Russia shelled {}.", "The armed forces of Ukraine shelled {}."),
    ),
    "ru": (
        ("ВС РФ взяли {}, сообщило Минобороны России.", "ВС Украины взяли {}, сообщило Минобороны Украины."),
        ("Российские войска взяли {}.", "Украинские войска взяли {}."),
        ("Россия атаковала {}.", "Украина атаковала {}."),
    ),
    "uk": (
        ("ЗС РФ взяли {}, повідомило Міноборони Росії.", "ЗС України взяли {}, повідомило Міноборони України."),
        ("Російські війська взяли {}.", "Українські війська взяли {}."),
        ("Росія атакувала {}.", "Україна атакувала {}."),
    ),
}
ELSEWHERE = [
    ("Israeli forces raided {}.", "Palestinian forces raided {}.", "Jenin Tripoli Salem Nablus"),
    ("Rwanda-backed rebels took {}.", "Congo-backed rebels took {}.", "Goma Bukavu Masisi Butembo"),
    ("Armenian troops shelled {}.", "Azerbaijani troops shelled {}.", "Goris Ganja Kapan Shusha"),
]
SWAPS = [
    (one, other, town, language)
    for language, sides in SIDES.items()
    for one, other in sides
    for town in TOWNS[language].split()
] + [(one, other, town, "en") for one, other, towns in ELSEWHERE for town in towns.split()]


def of(gazetteer: Gazetteer, frame: str, town: str, language: str) -> list[PlaceId | None]:
    text = frame.format(town)
    span = Span(text.index(town), text.index(town) + len(town))
    places = find_places(Document(text, Span(0, 0), language), gazetteer)
    return [place.id for place in places if place.span.overlaps(span)]


@pytest.mark.parametrize(("one", "other", "town", "language"), SWAPS)
def test_a_town_stays_where_it_is_whoever_took_it(
    gazetteer: Gazetteer, one: str, other: str, town: str, language: str
) -> None:
    """The names of the sides are swapped, and the place is the same, decided or left open."""
    assert of(gazetteer, one, town, language) == of(gazetteer, other, town, language)


def test_an_attacker_brings_no_former_name(gazetteer: Gazetteer) -> None:
    """Engels in Russia was once called Pokrovsk; a Russian army that takes Pokrovsk did not take Engels."""
    assert of(gazetteer, "Russian forces captured {}.", "Pokrovsk", "en") == [704422]


def test_where_it_happens_still_counts(gazetteer: Gazetteer) -> None:
    """ "In Russia" says where, and so does an adjective before a city; the towns share the name Volchansk."""
    assert of(gazetteer, "In Ukraine, {} was shelled.", "Volchansk", "en") == [689304]
    assert of(gazetteer, "In Russia, {} was shelled.", "Volchansk", "en") != [689304]
    assert of(gazetteer, "The Ukrainian city of {} was shelled.", "Volchansk", "en") == [689304]


@pytest.mark.parametrize(
    ("text", "language", "towns"),
    [
        ("Генштаб Києва визнав відхід.", "uk", []),
        ("Минобороны Москвы объявило о взятии Торецка.", "ru", [709354]),
        ("Moscow's defence ministry said Toretsk had been captured.", "en", [709354]),
        ("Kyiv's general staff denied the loss of Toretsk.", "en", [709354]),
        ("Дрон врізався в дах школи у Києві.", "uk", [703448]),
        ("Police in Moscow detained two men.", "en", [524901]),
    ],
)
def test_whose_ministry_it_is_says_not_where(
    gazetteer: Gazetteer, text: str, language: str, towns: list[PlaceId]
) -> None:
    """A capital that stands for a state's ministry or staff is not where it happened, on either side."""
    part = Span(0, len(text))
    statement = Statement(part, (Voice(VoiceKind.OUTLET, ""),), Mode.ASSERTED, part)
    (found,) = resolve(Document(text, Span(0, 0), language), (statement,), gazetteer).statements
    places = [found.frame.place.id] if found.frame and found.frame.place else []
    assert places == towns
