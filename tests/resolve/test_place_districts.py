"""Districts are held against their town."""

from __future__ import annotations

import pytest

from firsthand.model import Document, NameSense, PlaceId, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.places import find_places


def ids(gazetteer: Gazetteer, text: str, language: str) -> list[PlaceId | None]:
    return [place.id for place in find_places(Document(text, Span(0, 0), language), gazetteer)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("A drone hit the Saltivka district of Kharkiv.", "en", [6722148, 706483]),
        ("Горить ринок у Салтівському районі Харкова.", "uk", ["UA-63.kharkiv-saltivskyi", 706483]),
        ("У Шевченківському районі Києва впали уламки.", "uk", [13546521, 703448]),
        ("Обломки упали в Шевченковском районе Киева.", "ru", [13546521, 703448]),
        ("В Кировском районе Донецка нет воды.", "ru", [13561146, 709717]),
        ("A drone hit Kherson's Korabelnyi district at noon.", "en", [706448, "UA-65.kherson-korabelnyi"]),
        ("Fires burned in Mykolaiv's Korabelnyi district.", "en", [700569, "UA-48.mykolaiv-korabelnyi"]),
        ("У Корабельному районі Херсона горить склад.", "uk", ["UA-65.kherson-korabelnyi", 706448]),
        ("В Корабельном районе Николаева нет света.", "ru", ["UA-48.mykolaiv-korabelnyi", 700569]),
        (
            "Shells hit the Saltivka district of Kharkiv and Kharkiv's Kyivskyi district.",
            "en",
            [6722148, 706483, 706483, "UA-63.kharkiv-kyivskyi"],
        ),
    ],
)
def test_a_district_is_the_one_of_its_town(
    gazetteer: Gazetteer, text: str, language: str, expected: list[PlaceId]
) -> None:
    """Dozens of villages and districts are called after Shevchenko or Kirov; only one lies in the town."""
    assert ids(gazetteer, text, language) == expected


def test_a_namesake_far_away_is_no_district(gazetteer: Gazetteer) -> None:
    """What the gazetteer knows elsewhere only is left out, and the town is kept."""
    assert ids(gazetteer, "The Springfield district of Kharkiv is quiet.", "en") == [706483]


def test_a_district_of_a_region_keeps_its_kind(gazetteer: Gazetteer) -> None:
    """The district around Nikopol is not the town."""
    assert ids(gazetteer, "Жителі Нікопольського району ночували в укриттях.", "uk") == ["UA.04.nikopol-raion"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Обстріляли Добропільський р-н, поранено двох.", "uk"),
        ("Под обстрелом Добропольский район.", "ru"),
        ("Two villages of Dobropillia district were hit.", "en"),
    ],
)
def test_a_district_abolished_since_is_not_its_town(gazetteer: Gazetteer, text: str, language: str) -> None:
    """Reports go on naming districts that the reform of 2020 merged; the name is then a former one."""
    (place,) = find_places(Document(text, Span(0, 0), language), gazetteer)
    assert place.id == "UA-14.dobropillia"
    assert place.chosen is not None
    assert (place.chosen.sense, place.chosen.until) == (NameSense.FORMER, "2020")


def test_a_district_in_full_may_be_that_of_another_town(gazetteer: Gazetteer) -> None:
    """The gazetteer has Karak District in Pakistan only; in a text about Jordan it is not simply that one."""
    text = "Jordanian police chased them through the Karak district to Amman, in Jordan."
    places = {place.span.of(text): place for place in find_places(Document(text, Span(0, 0), "en"), gazetteer)}
    assert places["Karak district"].id != "PK.03.karak-district"
    assert {"JO", "PK"} <= {candidate.country for candidate in places["Karak district"].candidates}
    assert ids(gazetteer, "Shells fell in the Pokrovsk district.", "en") == ["UA.05.pokrovsk-raion"]
