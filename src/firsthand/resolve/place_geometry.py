"""Where on the ground a mention is, and how exactly: a point, an area, or a band for "near X" and "north of X"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt

from firsthand.model import Candidate, Extent, Place, PlaceKind, Shape, Span
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, place_words

__all__ = ["distance_km", "with_extents"]

EARTH_KM = 6371.0
COUNTRY_KM = 300.0
REGION_KM = 80.0
"""How far a country and a region reach where the gazetteer does not say."""
NEAR_KM = 15.0
DIRECTION_KM = 25.0
AXIS_KM = 25.0
"""How far from its edge "near a town", "north of a town", and the stretch of front named after it reach."""
_PER_KM2 = 2500.0  # inhabitants of a town per square kilometre
_SMALLEST_KM = 1.0
_LOOSE = 0.15  # of a distance that is told in figures


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along the surface of a round Earth."""
    phi, other_phi = radians(lat), radians(other_lat)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def with_extents(page: Page, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places with where they are on the ground; one that is undecided has no extent."""
    found = [replace(place, extent=_extent(page, place)) if place.chosen else place for place in places]
    for index, (place, following) in enumerate(pairwise(places)):
        if place.chosen and following.chosen and _from_one_to_other(page, place.span, following.span):
            between = _between(place.chosen, following.chosen, Span(place.span.start, following.span.end))
            found[index] = replace(found[index], extent=between)
            found[index + 1] = replace(found[index + 1], extent=between)
    return tuple(found)


def _extent(page: Page, place: Place) -> Extent | None:
    if place.chosen is None:
        return None
    lo, hi = page.words.range(place.span)
    if lo >= hi:
        return _own(place.chosen)
    words = place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[lo]) else "en")
    return (
        _direction(page, lo, place.chosen, words)
        or _vicinity(page, lo, place.chosen, words)
        or _axis(page, hi, place.chosen, words)
        or _own(place.chosen)
    )


def _own(place: Candidate) -> Extent:
    """A town is a point as large as its people need; a country or a region is an area."""
    if place.kind is PlaceKind.SETTLEMENT:
        return Extent(Shape.POINT, place.lat, place.lon, _radius(place))
    return Extent(Shape.AREA, place.lat, place.lon, _radius(place))


def _radius(place: Candidate) -> float:
    if place.radius_km:
        return place.radius_km
    if place.kind is PlaceKind.SETTLEMENT:
        return round(max(_SMALLEST_KM, sqrt(place.population / _PER_KM2 / pi)), 1)
    return COUNTRY_KM if place.kind is PlaceKind.COUNTRY else REGION_KM


def _direction(page: Page, lo: int, place: Candidate, words: PlaceWords) -> Extent | None:
    """“north of X”, “12 km south of X”, «севернее X»: a sector, or a spot where the distance is told."""
    i = lo - 1
    while page.joined(i + 1) and page.low(i) in words.fillers:
        i -= 1
    bearing = words.directions.get(page.low(i)) if page.joined(i + 1) else None
    if bearing is None or (i == lo - 1 and words.of and not _governs(page.low(i), words)):
        return None
    start, distance = _distance_before(page, i, words)
    span = Span(page.words.starts[start], page.words.ends[lo - 1])
    if distance is None:
        edge = _radius(place)
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


def _vicinity(page: Page, lo: int, place: Candidate, words: PlaceWords) -> Extent | None:
    """“near X”, «под X»: a ring from its middle to some way beyond its edge."""
    i = lo - 1
    while page.joined(i + 1) and page.low(i) in words.fillers:
        i -= 1
    if not page.joined(i + 1) or page.low(i) not in words.near or place.kind is not PlaceKind.SETTLEMENT:
        return None
    span = Span(page.words.starts[i], page.words.ends[lo - 1])
    return Extent(Shape.BAND, place.lat, place.lon, _radius(place) + NEAR_KM, words=span)


def _axis(page: Page, hi: int, place: Candidate, words: PlaceWords) -> Extent | None:
    """“the X direction”: the stretch of front that is named after a town."""
    if place.kind is not PlaceKind.SETTLEMENT or page.after(hi) not in words.axis:
        return None
    span = Span(page.words.starts[hi], page.words.ends[hi])
    return Extent(Shape.AREA, place.lat, place.lon, _radius(place) + AXIS_KM, words=span)


def _from_one_to_other(page: Page, one: Span, other: Span) -> bool:
    """“between X and Y”, and “the X – Y road”."""
    lo, hi = page.words.range(Span(one.start, other.end))
    first = page.words.range(one)[1]
    second = page.words.range(other)[0]
    if second - first != 1 or lo >= hi:
        return False
    words = place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[lo]) else "en")
    joint = page.low(first)
    if joint in words.joining:
        return page.before(lo) in words.between
    return joint in ("-", "–", "—") and (page.before(lo) in words.road or page.after(hi) in words.road)


def _between(one: Candidate, other: Candidate, words: Span) -> Extent:
    """A band along the line from one to the other, as wide as a quarter of the way."""
    away = distance_km(one.lat, one.lon, other.lat, other.lon)
    wide = round(max(5.0, away / 4), 1)
    return Extent(Shape.BAND, one.lat, one.lon, wide, to=(other.lat, other.lon), words=words)
