"""Where on the ground a mention is, and how exactly: a point, an area, or a band for "near X" and "north of X"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt

from firsthand.model import Candidate, Extent, Place, PlaceKind, Shape, Span
from firsthand.resolve.place_roads import along
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, place_words

__all__ = ["distance_km", "reach_km", "with_extents"]

EARTH_KM = 6371.0
COUNTRY_KM = 300.0
REGION_KM = 80.0
"""How far a country and a region reach where the gazetteer does not say."""
NEAR_KM = 15.0
DIRECTION_KM = 25.0
AXIS_KM = 25.0
COMMUNITY_KM = 15.0
"""How far from its edge "near a town", "north of a town", the stretch of front named after it, and the villages of
its community reach."""
_LINES = frozenset({"STM", "CNL"})
_BESIDE = 120  # characters from the number of a road to a town on it
_PER_KM2 = 2500.0  # inhabitants of a town per square kilometre
_SMALLEST_KM = 1.0
_LOOSE = 0.15  # of a distance that is told in figures
_RIM = 0.5  # of a town's reach: its outskirts lie beyond it
_RIM_KM = 3.0  # and so far beyond its edge
_CORE = 0.4  # of a town's reach: its centre
_FROM = frozenset({"from", "от", "від"})
_SIDE = 0.5  # of the reach, how far off the middle of its north is; which reaches as far as
_SIDE_REACH = 0.6


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along the surface of a round Earth."""
    phi, other_phi = radians(lat), radians(other_lat)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def with_extents(page: Page, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places with where they are on the ground; one that is undecided has no extent."""
    found = [
        Place(place.span, place.candidates, place.chosen, _extent(page, place)) if place.chosen else place
        for place in places
    ]
    for index, place in enumerate(places):
        if place.chosen and place.chosen.kind is PlaceKind.OTHER:
            road = along(place, _beside(places, index))
            found[index] = replace(found[index], extent=road or found[index].extent)
        extent = found[index].extent
        if index and place.chosen and extent and extent.words and places[index - 1].span in extent.words:
            found[index] = replace(found[index], extent=_own(place.chosen))  # its district is a place of its own
    for index, (place, following) in enumerate(pairwise(places)):
        if place.chosen and following.chosen and _from_one_to_other(page, place.span, following.span):
            between = _between(place.chosen, following.chosen, Span(place.span.start, following.span.end))
            found[index] = replace(found[index], extent=between)
            found[index + 1] = replace(found[index + 1], extent=between)
    return tuple(found)


def _beside(places: tuple[Place, ...], index: int) -> list[Place]:
    """The settlements named right before and after the mention."""
    near = (places[i] for i in range(max(0, index - 2), min(len(places), index + 3)) if i != index)
    at = places[index].span.start
    return [p for p in near if p.chosen and p.chosen.kind is PlaceKind.SETTLEMENT and abs(p.span.start - at) < _BESIDE]


def _extent(page: Page, place: Place) -> Extent | None:
    if place.chosen is None:
        return None
    lo, hi = page.words.range(place.span)
    if lo >= hi:
        return _own(place.chosen)
    words = place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[lo]) else "en")
    found = (rule(page, (lo, hi), place.chosen, words) for rule in RULES)
    return next((extent for extent in found if extent), None) or _own(place.chosen)


def _own(place: Candidate) -> Extent:
    """A town is a point as large as its people need; a country or a region is an area."""
    if place.kind is PlaceKind.SETTLEMENT:
        return Extent(Shape.POINT, place.lat, place.lon, reach_km(place))
    return Extent(Shape.AREA, place.lat, place.lon, reach_km(place))


def reach_km(place: Candidate) -> float:
    """How far the place reaches from its point, in km: known, or as far as so many inhabitants need."""
    if place.radius_km:
        return place.radius_km
    if place.kind is PlaceKind.SETTLEMENT:
        return round(max(_SMALLEST_KM, sqrt(place.population / _PER_KM2 / pi)), 1)
    return COUNTRY_KM if place.kind is PlaceKind.COUNTRY else REGION_KM


def _back(page: Page, lo: int, words: PlaceWords) -> int:
    """The token before the name, and before “of the city of” and the like; -1 where the line starts."""
    i = lo - 1
    while page.joined(i + 1) and page.low(i) in words.fillers:
        i -= 1
    return i if page.joined(i + 1) else -1


def direction_from(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“north of X”, “12 km south of X”, «севернее X»: a sector, or a spot where the distance is told.

    Of a river or a canal only a point is known: what lies to one side of it is anywhere about there.
    """
    lo = at[0]
    i = _back(page, lo, words)
    pair = words.directions.get(f"{page.before(i)}-{page.low(i)}") if i > 0 else None
    bearing = words.directions.get(page.low(i)) if pair is None else pair
    if i < 0 or bearing is None or (i == lo - 1 and words.of and not _governs(page.low(i), words)):
        return None
    i -= pair is not None
    if page.before(i) == "the" and page.before(i - 1) in words.spread | {"in"}:
        return None  # "in the north of X"
    start, distance = _distance_before(page, i, words)
    span = Span(page.words.starts[start], page.words.ends[lo - 1])
    if place.feature in _LINES:  # its length is no reach, and from one point of it no side can be drawn
        return Extent(Shape.AREA, place.lat, place.lon, reach_km(place), words=span)
    if distance is None:
        edge = reach_km(place)
        return Extent(Shape.BAND, place.lat, place.lon, edge + DIRECTION_KM, edge, bearing, words=span)
    lat, lon = _moved(place, bearing, distance)
    return Extent(Shape.POINT, lat, lon, round(max(2.0, _LOOSE * distance), 1), bearing=bearing, words=span)


def _governs(low: str, words: PlaceWords) -> bool:
    """Whether the direction needs no "of" after it: «севернее Бахмута», but not "north London"."""
    return bool(words.endings) and low in words.locative


def _distance_before(page: Page, i: int, words: PlaceWords) -> tuple[int, float | None]:
    """The first token of "12 km to the" before a direction at token `i`, and the kilometres."""
    j = i - 1
    while page.joined(j + 1) and page.low(j) in words.fillers | {"to", "на", "к"}:
        j -= 1
    unit = page.low(j)
    if not (page.joined(j + 1) and (unit in words.km or unit in words.miles)):
        return i, None
    figure = page.low(j - 1).replace(",", ".")
    number = words.numbers.get(figure)
    if number is None:
        if not figure.replace(".", "", 1).isdigit():
            return i, None
        number = float(figure)
    return j - 1, number * words.miles.get(unit, 1.0)


def _moved(place: Candidate, bearing: float, km: float) -> tuple[float, float]:
    phi, lam, theta, delta = radians(place.lat), radians(place.lon), radians(bearing), km / EARTH_KM
    lat = asin(sin(phi) * cos(delta) + cos(phi) * sin(delta) * cos(theta))
    lon = lam + atan2(sin(theta) * sin(delta) * cos(phi), cos(delta) - sin(phi) * sin(lat))
    return round(degrees(lat), 5), round((degrees(lon) + 540) % 360 - 180, 5)


def away_from(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“25 km from X”, «в 25 км от X»: a ring at that distance, as no direction is told."""
    lo = at[0]
    i = _back(page, lo, words)
    if place.kind is not PlaceKind.SETTLEMENT or i < 0:
        return None
    if page.low(i) in _FROM:
        i -= 1
    elif not any(page.low(k) in _FROM for k in range(i + 1, lo)):
        return None
    start, distance = _distance_before(page, i + 1, words)
    if distance is None:
        return None
    loose = max(2.0, _LOOSE * distance)
    outer, inner = round(distance + loose, 1), round(max(0.0, distance - loose), 1)
    return Extent(Shape.BAND, place.lat, place.lon, outer, inner, words=_said(page, start, lo))


def near_it(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“near X”, «под X», «в районе X»: a ring from its middle to some way beyond its edge."""
    i = _back(page, at[0], words) if place.kind is PlaceKind.SETTLEMENT else -1
    if i < 0:
        return None
    about = words.adjective and page.low(i) in words.district and not _names_one(page, i, words)
    if page.low(i) not in words.near and not about:
        return None
    return Extent(Shape.BAND, place.lat, place.lon, reach_km(place) + NEAR_KM, words=_said(page, i, at[0]))


def part_of_town(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“the outskirts of X” are a ring, “the centre of X” and “the Y district of X” an area in it."""
    if place.kind is not PlaceKind.SETTLEMENT:
        return None
    lo, reach = at[0], reach_km(place)
    i = _back(page, lo, words)
    if i >= 0 and (words.adjective or "of" in (page.low(k) for k in range(i + 1, lo))):
        if page.low(i) in words.edge:
            inner = round(_RIM * reach, 1)
            return Extent(Shape.BAND, place.lat, place.lon, reach + _RIM_KM, inner, words=_said(page, i, lo))
        if page.low(i) in words.core and not page.capital(i):
            return Extent(Shape.AREA, place.lat, place.lon, round(_CORE * reach, 1), words=_said(page, i, lo))
    start = _district_before(page, lo, words)
    return None if start is None else Extent(Shape.AREA, place.lat, place.lon, reach, words=_said(page, start, lo))


def district_itself(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“X district”, «Шевченківський район»: all of it; a community («громада») reaches beyond its town."""
    hi = at[1] - (page.low(at[1] - 1) in words.district)  # the name may have the noun in it
    noun = page.after(hi)
    if place.kind is not PlaceKind.SETTLEMENT or not words.names_district(noun):
        return None
    wide = COMMUNITY_KM if noun in words.community else 0.0
    return Extent(Shape.AREA, place.lat, place.lon, reach_km(place) + wide, words=_said(page, hi, hi + 1))


def side_of_area(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“in the north of X”, “northern X”, «на півночі X»: the part of it that lies there."""
    lo = at[0]
    i = _back(page, lo, words)
    low, start = page.low(i), i
    if i < 0:
        return None
    bearing = words.sides.get(low) if i == lo - 1 else None
    if bearing is None and page.before(i) == "the" and "of" in words.of:
        bearing, start = words.directions.get(low), i - 1
    if bearing is None:
        return None
    reach = reach_km(place)
    lat, lon = _moved(place, bearing, _SIDE * reach)
    return Extent(Shape.AREA, lat, lon, round(_SIDE_REACH * reach, 1), 0.0, bearing, words=_said(page, start, lo))


def axis_of_town(page: Page, at: tuple[int, int], place: Candidate, words: PlaceWords) -> Extent | None:
    """“the X direction”: the stretch of front that is named after a town."""
    hi = at[1]
    if place.kind is not PlaceKind.SETTLEMENT or page.after(hi) not in words.axis:
        return None
    return Extent(Shape.AREA, place.lat, place.lon, reach_km(place) + AXIS_KM, words=_said(page, hi, hi + 1))


RULES = (direction_from, away_from, near_it, part_of_town, district_itself, axis_of_town, side_of_area)
"""What the words around a name may say of where it is; the first that fits says it."""


def _said(page: Page, first: int, end: int) -> Span:
    return Span(page.words.starts[first], page.words.ends[end - 1])


def _names_one(page: Page, i: int, words: PlaceWords) -> bool:
    """Whether the district at token `i` has a name, before or after it: «Салтівський район», «район Шейх-Максуд»."""
    named = page.before(i).endswith(words.adjective) and (page.capital(i - 1) or page.low(i) in words.quarter)
    return named or (page.joined(i + 1) and page.capital(i + 1) and _leads_on(page.low(i + 2), words))


def _leads_on(low: str, words: PlaceWords) -> bool:
    """Whether the word may stand between that for a part of a town and the town's name."""
    return low in words.fillers or low in words.settlement


def _district_before(page: Page, lo: int, words: PlaceWords) -> int | None:
    """The first token of “Y district of” before a name at token `lo`, where a district is named at all."""
    if not words.adjective:
        i = _back(page, lo, words)
        if i < 1 or page.low(i + 1) != "of" or not words.names_district(page.low(i)) or not page.capital(i - 1):
            return None
        i -= 1
        while page.joined(i) and page.capital(i - 1):
            i -= 1
        return i
    i = lo - 1
    while i > lo - 4 and page.joined(i + 1) and not words.names_district(page.low(i)):
        if not (page.capital(i) or _leads_on(page.low(i), words)):
            return None
        i -= 1
    if not page.joined(i + 1) or not words.names_district(page.low(i)):
        return None
    if i == lo - 1 and not _names_one(page, i, words):
        return None
    return i - (page.capital(i - 1) and page.joined(i))


def _from_one_to_other(page: Page, one: Span, other: Span) -> bool:
    """“between X and Y”, and “the X – Y road”."""
    lo, hi = page.words.range(Span(one.start, other.end))
    first = page.words.range(one)[1]
    second = page.words.range(other)[0]
    if second - first != 1 or lo >= hi:
        return False
    words = place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[lo]) else "en")
    joint, before = page.low(first), page.before(lo)
    if joint in words.joining:
        return before in words.between or (page.before(lo - 1) in words.between and before in words.settlement)
    if joint in words.until and before in words.since:
        return page.before(lo - 1) in words.road
    return joint in ("-", "–", "—") and (before in words.road or page.after(hi) in words.road)


def _between(one: Candidate, other: Candidate, words: Span) -> Extent:
    """A band along the line from one to the other, as wide as a quarter of the way."""
    away = distance_km(one.lat, one.lon, other.lat, other.lon)
    wide = round(max(5.0, away / 4), 1)
    return Extent(Shape.BAND, one.lat, one.lon, wide, to=(other.lat, other.lon), words=words)
