"""Where something is said to have happened, in words: the place, and how exactly the text says where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import atan2, cos, degrees, radians, sin

from firsthand.model import Candidate, Extent, NameSense, Place, Reason, Shape
from firsthand.resolve.place_geometry import distance_km
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, number_of

__all__ = ["candidate_lines", "extent_words", "sense_words", "where_words"]

_SENSES = {
    NameSense.CURRENT: "current name",
    NameSense.EXONYM: "name in another language",
    NameSense.TRANSLITERATION: "transliteration",
    NameSense.ABBREVIATION: "abbreviation",
    NameSense.COLLOQUIAL: "colloquial name",
    NameSense.OTHER: "another name",
}
_CANDIDATES = 3  # shown of a name that may mean many


def where_words(place: Place) -> str:
    """The place, with what the words around its name add: "12 km south of Bakhmut", "near Izyum, within 21 km".

    Empty where no place is chosen.
    """
    chosen, extent = place.chosen, place.extent
    if chosen is None:
        return ""
    name = one_line(chosen.name)
    if extent is None or extent.words is None:
        return name
    reach = gettext("within %(distance)s", distance=_km(extent.radius_km))
    if extent.to is not None:
        away = distance_km(extent.lat, extent.lon, *extent.to)
        if chosen.feature == "RD":
            return gettext(
                "%(place)s, %(distance)s of it, %(reach)s of the line", place=name, distance=_km(away), reach=reach
            )
        other_end = (chosen.lat, chosen.lon) == extent.to
        wind = _wind(_bearing(extent) + 180 * other_end)
        return gettext(
            "%(place)s and %(distance)s to the %(wind)s, %(reach)s of the line",
            place=name,
            distance=_km(away),
            wind=wind,
            reach=reach,
        )
    if extent.bearing is not None:
        away = distance_km(chosen.lat, chosen.lon, extent.lat, extent.lon)
        told = gettext("%(wind)s of %(place)s", wind=_wind(extent.bearing), place=name)
        return f"{_km(away)} {told}" if extent.shape is Shape.POINT else f"{told}, {reach}"
    if extent.shape is Shape.BAND:
        return gettext("near %(place)s, %(reach)s", place=name, reach=reach)
    return gettext("area of %(place)s, %(reach)s", place=name, reach=reach)


def extent_words(extent: Extent) -> str:
    """The shape and how far it reaches: "point, 3 km", "band, 3 to 28 km"."""
    inner = f"{extent.inner_km:,.0f} to " if extent.inner_km else ""
    return f"{extent.shape.value}, {inner}{_km(extent.radius_km)}"


def sense_words(place: Candidate) -> str:
    """What kind of name was used: "former name from 1924 until 2016"."""
    if place.sense is not NameSense.FORMER:
        return _SENSES[place.sense]
    years = (("from", place.since), ("until", place.until))
    return " ".join(("former name", *(f"{word} {one_line(year)}" for word, year in years if year)))


def candidate_lines(place: Place) -> Iterator[str]:
    """A line for each of the best candidates, with its score and the rules that made it, the last for the rest."""
    for candidate in islice(place.candidates, _CANDIDATES):
        where = ", ".join(str(part) for part in (candidate.id, candidate.region, candidate.country) if part)
        rules = "; ".join(_added(reason) for reason in candidate.reasons)
        yield one_line(f"{candidate.score:.2f} {candidate.name} ({where}): {rules}")
    if len(place.candidates) > _CANDIDATES:
        yield f"and {len(place.candidates) - _CANDIDATES} more"


def _added(reason: Reason) -> str:
    return f"{reason.rule} {reason.score:+.1f} {reason.detail}" if reason.score else f"{reason.rule}: {reason.detail}"


def _km(distance: float) -> str:
    whole = distance >= 3 or distance == int(distance)
    return gettext("%(distance)s km", distance=number_of(distance, 0 if whole else 1))


def _wind(bearing: float) -> str:
    winds = (
        gettext("north"),
        gettext("north-east"),
        gettext("east"),
        gettext("south-east"),
        gettext("south"),
        gettext("south-west"),
        gettext("west"),
        gettext("north-west"),
    )
    return winds[round(bearing / 45) % 8]


def _bearing(extent: Extent) -> float:
    """From the point to the other end of the line, in degrees from north."""
    assert extent.to is not None
    phi, other, turn = radians(extent.lat), radians(extent.to[0]), radians(extent.to[1] - extent.lon)
    east, north = sin(turn) * cos(other), cos(phi) * sin(other) - sin(phi) * cos(other) * cos(turn)
    return degrees(atan2(east, north)) % 360
