"""The borders on the desk's map: the recognised ones by default, the others by choice, disputed lines apart."""

import json
from functools import cache
from pathlib import Path

import pytest
import shapely
from assets.borders.cutting import Piece, simplified
from assets.borders.drawing import lines
from assets.borders.reading import Names
from shapely.geometry import LineString, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

BORDERS = Path(__file__).resolve().parents[3] / "src" / "firsthand" / "show" / "desk" / "static" / "vendor" / "borders"
FILES = ("border-lines", "countries-de-facto", "countries-recognised", "disputed-lines", "regions")
AREAS = ("countries-de-facto", "countries-recognised", "regions")


@cache
def features(name: str) -> list[tuple[dict[str, str], BaseGeometry]]:
    told = json.loads((BORDERS / f"{name}.json").read_text(encoding="utf-8"))
    return [(each["properties"], shape(each["geometry"])) for each in told["features"]]


def at(name: str, latitude: float, longitude: float) -> set[str]:
    """The ids of what contains a place."""
    point = Point(longitude, latitude)
    return {told["id"] for told, area in features(name) if area.contains(point)}


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "country"),
    [
        ("Simferopol", 44.95, 34.1, "UA"),
        ("Sevastopol", 44.58, 33.55, "UA"),
        ("Kerch", 45.35, 36.44, "UA"),
        ("Donetsk", 48.0, 37.8, "UA"),
        ("Luhansk", 48.57, 39.3, "UA"),
        ("Melitopol", 46.85, 35.37, "UA"),
        ("Pokrovsk", 48.28, 37.18, "UA"),
        ("Belgorod", 50.6, 36.58, "RU"),
        ("Rostov-on-Don", 47.23, 39.7, "RU"),
        ("Kaliningrad", 54.71, 20.5, "RU"),
        ("Gomel", 52.43, 31.0, "BY"),
        ("Tiraspol", 46.84, 29.6, "MD"),
        ("Sukhumi", 43.02, 41.02, "GE"),
        ("Tskhinvali", 42.22, 43.97, "GE"),
        ("Khankendi", 39.82, 46.75, "AZ"),
        ("Laayoune", 27.15, -13.15, "EH"),
        ("Tifariti", 26.16, -10.57, "EH"),
        ("Rabat", 34.0, -6.8, "MA"),
        ("Majdal Shams", 33.27, 35.77, "SY"),
        ("Katzrin", 32.99, 35.69, "SY"),
        ("Haifa", 32.79, 35.02, "IL"),
        ("Jerusalem, Knesset", 31.777, 35.205, "IL"),
        ("Jerusalem, Mount of Olives", 31.778, 35.246, "PS"),
        ("Jerusalem, Shuafat", 31.814, 35.23, "PS"),
        ("Ramallah", 31.9, 35.2, "PS"),
        ("Gaza", 31.5, 34.45, "PS"),
        ("Famagusta", 35.13, 33.92, "CY"),
        ("Hargeisa", 9.56, 44.06, "SO"),
    ],
)
def test_whose_a_place_is_by_the_recognised_borders(
    place: str, latitude: float, longitude: float, country: str
) -> None:
    """What holding land by force has changed is not drawn as if the world had agreed to it; for every side alike."""
    assert at("countries-recognised", latitude, longitude) == {country}, place


def test_the_other_view_is_another_one() -> None:
    """A choice of borders that changes nothing would be none; nor may the other view slip into the default."""
    held = {"Simferopol": (44.95, 34.1), "Laayoune": (27.15, -13.15), "Katzrin": (32.99, 35.69)}
    assert [at("countries-de-facto", *place) for place in held.values()] == [{"RU"}, {"MA"}, {"IL"}]
    assert at("countries-de-facto", 48.0, 37.8) == {"UA"}  # of before 2022: fronts come from dated maps of control


@pytest.mark.parametrize(
    ("latitude", "longitude", "region", "name"),
    [
        (48.28, 37.18, "UA-14", "Донецька область"),
        (48.0, 37.8, "UA-14", "Донецька область"),
        (47.84, 35.14, "UA-23", "Запорізька область"),
        (46.64, 32.61, "UA-65", "Херсонська область"),
        (50.0, 36.23, "UA-63", "Харківська область"),
        (48.57, 39.3, "UA-09", "Луганська область"),
        (44.95, 34.1, "UA-43", "Автономна Республіка Крим"),
        (49.8, 30.12, "UA-32", "Київська область"),
        (50.45, 30.52, "UA-30", "Київ"),
        (50.6, 36.58, "RU-BEL", "Бєлгородська область"),
        (52.43, 31.0, "BY-HO", "Гомельська область"),
    ],
)
def test_regions_hold_their_towns(latitude: float, longitude: float, region: str, name: str) -> None:
    """A claim placed in a region is drawn as that region."""
    point = Point(longitude, latitude)
    (found,) = [told for told, area in features("regions") if area.contains(point)]
    assert (found["id"], found.get("name_uk", found["name"])) == (region, name)


@pytest.mark.parametrize("name", AREAS)
def test_every_area_is_valid_and_named(name: str) -> None:
    """What is drawn must be fillable and have something to call it by."""
    for told, area in features(name):
        assert area.is_valid, told
        assert not area.is_empty
        assert told["id"]
        assert told["name"]


def test_no_country_is_there_twice() -> None:
    """Whoever asks for a country gets all of it."""
    for name in ("countries-recognised", "countries-de-facto"):
        ids = [told["id"] for told, _ in features(name)]
        assert len(ids) == len(set(ids)) > 230


def test_countries_are_made_of_their_regions() -> None:
    """Lines of the two layers must lie on each other, not beside."""
    for code in ("UA", "RU", "BY", "MD"):
        (country,) = [area for told, area in features("countries-recognised") if told["id"] == code]
        regions = shapely.union_all([area for told, area in features("regions") if told["country"] == code])
        assert country.symmetric_difference(regions).area < 1e-9, code


def test_disputed_lines_are_apart_from_the_others() -> None:
    """They are drawn dashed, which a solid line beneath would undo."""
    (undisputed,) = [line for _, line in features("border-lines")]
    disputed = {told["view"]: line for told, line in features("disputed-lines") if "claim" not in told}
    assert disputed.keys() == {"recognised", "de-facto", "both"}
    for line in disputed.values():
        assert shapely.intersection(line, undisputed).length < 1e-9
    isthmus, western_sahara, kosovo = Point(33.9, 46.08), Point(-10, 27.667), Point(20.9, 43.2)
    assert disputed["de-facto"].distance(isthmus) < 0.1
    assert disputed["recognised"].distance(western_sahara) < 0.05
    assert disputed["both"].distance(kosovo) < 0.2
    assert undisputed.distance(Point(36.0, 50.35)) < 0.1  # between Kharkiv and Belgorod


def test_the_borders_are_small_enough_for_a_laptop() -> None:
    """All of them are read by the browser at once."""
    assert {each.stem for each in BORDERS.iterdir()} == set(FILES)
    assert sum(each.stat().st_size for each in BORDERS.iterdir()) < 6_000_000


def test_lines_between_two_pieces_are_of_one_kind_each() -> None:
    """From left to right: of Poland, of Ukraine, of Ukraine by right and Russia by force, of Russia."""
    owners = [("POL", "POL"), ("UKR", "UKR"), ("UKR", "RUS"), ("RUS", "RUS")]
    pieces = [
        Piece(f"R{at}", Names("", "", ""), recognised, held, held, box(at, 0, at + 1, 1))
        for at, (recognised, held) in enumerate(owners)
    ]
    drawn = lines(pieces, [("A claim that no border follows", LineString([(0.2, 0.5), (0.8, 0.5)]))])
    (solid,) = drawn["border-lines"]
    assert shape(solid["geometry"]).equals(LineString([(1, 0), (1, 1)]))
    told = {each["properties"]["view"]: shape(each["geometry"]) for each in drawn["disputed-lines"]}
    assert told["de-facto"].equals(LineString([(2, 0), (2, 1)]))
    assert told["recognised"].equals(LineString([(3, 0), (3, 1)]))
    assert told["both"].is_empty
    assert told["neither"].length > 0.5


def test_what_two_pieces_share_stays_shared_when_made_simpler() -> None:
    """Neighbours that are made simpler each for itself overlap, or leave land to nobody."""
    jagged = [(1 + 0.02 * (at % 2), at / 20) for at in range(21)]
    west = Polygon([(0, 0), *jagged, (0, 1)])
    east = Polygon([*jagged, (2, 1), (2, 0)])
    one, other = simplified(
        [Piece(name, Names("", "", ""), name, name, name, area) for name, area in (("W", west), ("E", east))]
    )
    assert shapely.get_num_coordinates(one.shape) < shapely.get_num_coordinates(west)
    assert one.shape.intersection(other.shape).area == 0
    assert one.shape.union(other.shape).area == pytest.approx(2, abs=0.01)
