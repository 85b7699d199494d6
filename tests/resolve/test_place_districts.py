"""Districts are held against their town."""

from __future__ import annotations

import pytest

from firsthand.model import Document, PlaceId, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.places import find_places


def ids(gazetteer: Gazetteer, text: str, language: str) -> list[PlaceId | None]:
    return [place.id for place in find_places(Document(text, Span(0, 0), language), gazetteer)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("A drone hit the Saltivka district of Kharkiv.", "en", [6722148, 706483]),
        ("Горить ринок у Салтівському районі Харкова.", "uk", [6722148, 706483]),
        ("У Шевченківському районі Києва впали уламки.", "uk", [13546521, 703448]),
        ("Обломки упали в Шевченковском районе Киева.", "ru", [13546521, 703448]),
        ("В Кировском районе Донецка нет воды.", "ru", [13561146, 709717]),
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
