"""Where on the ground relative words put a place, and the forms of names it is found by."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Extent, Shape, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.place_forms import adjective_bases, bases
from firsthand.resolve.place_geometry import distance_km
from firsthand.resolve.places import find_places, resolve_toponyms


def extent(gazetteer: Gazetteer, text: str, name: str, language: str = "en") -> Extent:
    found = find_places(Document(text, Span(0, 0), language), gazetteer)
    place = next(place for place in found if place.span.of(text) == name)
    assert place.chosen
    assert place.extent
    return place.extent


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("A bridge 12 km south of Bakhmut was hit.", "Bakhmut", "en"),
        ("Мост в 12 километрах к югу от Бахмута разрушен.", "Бахмута", "ru"),
        ("За дванадцять кілометрів на південь від Бахмута зник міст.", "Бахмута", "uk"),
    ],
)
def test_a_told_distance_moves_the_point(gazetteer: Gazetteer, text: str, name: str, language: str) -> None:
    """“12 km south of X” is a spot, with the looseness of such figures, in each language alike."""
    found = extent(gazetteer, text, name, language)
    assert found.shape is Shape.POINT
    assert found.bearing == 180
    assert 11 < distance_km(found.lat, found.lon, 48.594, 38.0) < 13
    assert found.radius_km < 3


def test_a_direction_without_distance_is_a_band(gazetteer: Gazetteer) -> None:
    """“north of X” begins at the edge of the town."""
    found = extent(gazetteer, "Fighting went on north of Pokrovsk, in Ukraine.", "Pokrovsk")
    assert (found.shape, found.bearing) == (Shape.BAND, 0)
    assert 0 < found.inner_km < found.radius_km


def test_between_two_towns_is_a_band_along_the_line(gazetteer: Gazetteer) -> None:
    """Both mentions carry the same stretch."""
    text = "Guns fired between Kramatorsk and Bakhmut all night."
    first, second = extent(gazetteer, text, "Kramatorsk"), extent(gazetteer, text, "Bakhmut")
    assert first == second
    assert first.to is not None


def test_a_town_is_a_point_and_a_country_an_area(gazetteer: Gazetteer) -> None:
    """How far it reaches grows with what it is."""
    text = "Trains ran in Kharkiv and across Ukraine."
    town, country = extent(gazetteer, text, "Kharkiv"), extent(gazetteer, text, "Ukraine")
    assert (town.shape, country.shape) == (Shape.POINT, Shape.AREA)
    assert town.radius_km < 30 < country.radius_km


def test_given_spans_are_answered_in_their_order(gazetteer: Gazetteer) -> None:
    """Somebody else's finder may hand over adjectives, the same span twice, and words that are no place."""
    text = "Syrian troops left Homs for Zzyzzyx."
    spans = [Span(19, 23), Span(0, 6), Span(28, 35), Span(0, 6)]
    found = resolve_toponyms(Document(text, Span(0, 0), "en"), spans, gazetteer)
    assert [place.span for place in found] == spans
    assert [place.chosen and place.chosen.country for place in found] == ["SY", "SY", None, "SY"]


@pytest.mark.parametrize(
    ("form", "language", "name"),
    [
        ("часова яра", "ru", "часов яр"),
        ("ростове на дону", "ru", "ростов на дону"),
        ("ельца", "ru", "елец"),
        ("черкассах", "ru", "черкассы"),
        ("києва", "uk", "київ"),
        ("кривому розі", "uk", "кривий ріг"),
        ("кременчуці", "uk", "кременчук"),
        ("марганця", "uk", "марганець"),
    ],
)
def test_a_form_leads_to_its_name(form: str, language: str, name: str) -> None:
    """Endings, vowels and consonants that change are all undone."""
    assert name in bases(form, language)


def test_an_adjective_leads_to_its_town() -> None:
    """The most usual way to make it comes first."""
    assert ("покровск", 0) in adjective_bases("покровского", "ru")
    assert "запоріжжя" in dict(adjective_bases("запорізькому", "uk"))


@pytest.mark.parametrize(
    ("text", "name", "language", "shape"),
    [
        ("The Sheikh Maqsoud district of Aleppo was quiet.", "Aleppo", "en", Shape.AREA),
        ("В районе Шейх-Максуд города Алеппо прогремел взрыв.", "Алеппо", "ru", Shape.AREA),
        ("The outskirts of Kherson were mined.", "Kherson", "en", Shape.BAND),
        ("На окраине Херсона нашли мину.", "Херсона", "ru", Shape.BAND),
        ("На околиці Херсона знайшли міну.", "Херсона", "uk", Shape.BAND),
        ("The centre of Odesa was hit.", "Odesa", "en", Shape.AREA),
        ("У центрі Одеси пролунав вибух.", "Одеси", "uk", Shape.AREA),
        ("Бои идут в районе Покровска.", "Покровска", "ru", Shape.BAND),
        ("У Мирноградській громаді тихо.", "Мирноградській", "uk", Shape.AREA),
    ],
)
def test_a_part_of_a_town_is_not_all_of_it(
    gazetteer: Gazetteer, text: str, name: str, language: str, shape: Shape
) -> None:
    """A district, a centre, an outskirt: each is told apart, and the words that say so are kept."""
    found = extent(gazetteer, text, name, language)
    assert found.shape is shape
    assert found.words


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Fighting went on in the north of Mali.", "Mali", "en"),
        ("Fighting went on in northern Mali.", "Mali", "en"),
        ("На севере Мали идут бои.", "Мали", "ru"),
        ("На півночі Малі тривають бої.", "Малі", "uk"),
    ],
)
def test_the_north_of_a_country_is_in_it(gazetteer: Gazetteer, text: str, name: str, language: str) -> None:
    """An area that lies north of the middle, and is smaller than the whole."""
    found = extent(gazetteer, text, name, language)
    whole = extent(gazetteer, "Malians voted in Mali.", "Mali")
    assert (found.shape, found.bearing) == (Shape.AREA, 0)
    assert found.lat > whole.lat
    assert found.radius_km < whole.radius_km


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("The road from Izium to Sloviansk is open.", "Izium", "en"),
        ("Дорога из Изюма в Славянск открыта.", "Изюма", "ru"),
        ("Дорогу з Ізюма до Слов’янська відкрили.", "Ізюма", "uk"),
        ("Траса Покровськ – Мирноград прострілюється.", "Покровськ", "uk"),
    ],
)
def test_a_road_between_two_towns_is_a_band(gazetteer: Gazetteer, text: str, name: str, language: str) -> None:
    """However the language puts it."""
    assert extent(gazetteer, text, name, language).to is not None


def test_north_west_in_two_words(gazetteer: Gazetteer) -> None:
    """Ukrainian writes the direction apart."""
    found = extent(gazetteer, "За 5 км на північний захід від Оріхова горить склад.", "Оріхова", "uk")
    assert (found.shape, found.bearing) == (Shape.POINT, 315)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Troops gathered east of the Tigris.", "en", "east of the"),
        ("Войска стоят западнее Дуная.", "ru", "западнее"),
        ("Війська стоять західніше Дунаю.", "uk", "західніше"),
    ],
)
def test_one_side_of_a_river_is_no_ring_beyond_its_length(
    gazetteer: Gazetteer, text: str, language: str, said: str
) -> None:
    """Of a river one point is known and how long it is, from which nothing can be measured off to one side."""
    (place,) = find_places(Document(text, Span(0, 0), language), gazetteer)
    assert place.extent is not None
    assert place.extent.words is not None
    assert (place.extent.shape, place.extent.inner_km, place.extent.bearing) == (Shape.AREA, 0.0, None)
    assert place.extent.words.of(text) == said
