"""Roads by their numbers, in every spelling, and only where a road is meant."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Place, PlaceId, Shape, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.place_geometry import distance_km
from firsthand.resolve.places import find_places

POKROVSK = (48.28, 37.18)


def roads(gazetteer: Gazetteer, text: str, language: str = "en") -> list[Place]:
    found = find_places(Document(text, Span(0, 0), language), gazetteer)
    return [place for place in found if str(place.candidates[0].id).startswith("road:")]


@pytest.mark.parametrize(
    ("text", "language", "identity"),
    [
        ("Trucks burned on the T-05-04 highway.", "en", "road:UA-H-32"),
        ("The T0504 road is under fire.", "en", "road:UA-H-32"),
        ("На трассе Т-05-04 сгорел грузовик.", "ru", "road:UA-H-32"),
        ("Трасу Т0504 прострілюють.", "uk", "road:UA-H-32"),
        ("Автодорога Н-32 закрита.", "uk", "road:UA-H-32"),
        ("Движение по трассе М-4 под Воронежем остановлено.", "ru", "road:RU-M-4"),
        ("Rebels cut the M5 highway between Hama and Homs.", "en", "road:SY-M-5"),
        ("The M4 motorway outside Reading was shut, British police said.", "en", "road:GB-M-4"),
    ],
)
def test_one_road_under_all_its_numbers(gazetteer: Gazetteer, text: str, language: str, identity: PlaceId) -> None:
    """Old and new number, either alphabet; of several countries' roads the one that the text is about."""
    assert [road.id for road in roads(gazetteer, text, language)] == [identity]


@pytest.mark.parametrize("text", ["An M-30 howitzer fired.", "He paid with an M4 rifle.", "Drug T-05-04 was tested."])
def test_guns_are_no_roads(gazetteer: Gazetteer, text: str) -> None:
    """A number alone says nothing."""
    assert not roads(gazetteer, text)


def test_a_town_on_the_road_narrows_the_band(gazetteer: Gazetteer) -> None:
    """The road is 1,100 km long; what happened at one town happened on the stretch there."""
    (whole,) = roads(gazetteer, "The M-30 motorway is closed.")
    (near,) = roads(gazetteer, "The M-30 motorway is closed near Pavlohrad.")
    assert whole.extent
    assert near.extent
    assert whole.extent.shape is near.extent.shape is Shape.BAND
    assert whole.extent.to
    assert near.extent.to
    length = [distance_km(e.lat, e.lon, *e.to) for e in (whole.extent, near.extent) if e.to]
    assert length[1] < 200 < 1000 < length[0]


def test_a_road_tells_the_country_of_a_town(gazetteer: Gazetteer) -> None:
    """One of dozens of villages of the name lies on the road."""
    text = "На трассе Т-05-04 у Константиновки сгорел грузовик."
    found = find_places(Document(text, Span(0, 0), "ru"), gazetteer)
    assert [place.id for place in found] == ["road:UA-H-32", 705104]
