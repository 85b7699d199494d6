"""Roads by their numbers: "the M-30 motorway", «трасса Т-05-04», as bands along the towns that they join."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians

from firsthand.model import Candidate, Extent, Place, PlaceKind, Shape, Span
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer_file import PlaceName
from firsthand.resolve.place_mentions import Mention
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import is_cyrillic, place_words

__all__ = ["ON_ROAD_KM", "along", "away_km", "road_names", "roads_in", "with_roads"]

ON_ROAD_KM = 25.0
"""How far from the lines between its towns a place on a road may be."""
_WIDE_KM = 5.0
_NUMBER = re.compile(r"([MHNPRTМНРТ])(?<!\w.)[-–‑ ]?(\d{1,2})[-–‑]?(\d{2})?(?![\w-])")
"""Looking back after the letter is several times as fast as before each character."""
_LETTERS = str.maketrans("МНРТNR", "MHPTHP")
_FEATURE = "RD"
_KM = 111.2  # of a degree of latitude

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Road:
    """A road with the points along it, in order."""

    place: Candidate
    via: tuple[Point, ...]


@cache
def _roads() -> dict[str, tuple[Road, ...]]:
    """The roads of each number: “M4” → the ones of four countries."""
    found: dict[str, list[Road]] = {}
    for row in load("roads.yaml"):
        via = tuple((float(lat), float(lon)) for lat, lon in row["via"])
        middle, reach = via[len(via) // 2], round(_length(via) / 2, 1)
        place = Candidate(
            row["id"], row["refs"][0], *middle, PlaceKind.OTHER, row["country"], feature=_FEATURE, radius_km=reach
        )
        for ref in row["refs"]:
            found.setdefault(_key(ref), []).append(Road(place, via))
    return {ref: tuple(roads) for ref, roads in found.items()}


@cache
def _by_id() -> dict[object, Road]:
    return {road.place.id: road for roads in _roads().values() for road in roads}


def road_names(identity: str) -> tuple[Candidate, tuple[PlaceName, ...]] | None:
    """The road with that identifier, which is in no index of places, and the numbers that it has; None if none is."""
    known = next((road for found, road in _by_id().items() if str(found).lower() == identity.lower()), None)
    if known is None:
        return None
    numbers = next(row["refs"] for row in load("roads.yaml") if row["id"] == known.place.id)
    return known.place, tuple(PlaceName(number) for number in numbers)


def _key(number: str) -> str:
    match = _NUMBER.match(number)
    assert match is not None, number
    return _ref(match)


def _ref(match: re.Match[str]) -> str:
    rest = match[3]
    return match[1].translate(_LETTERS) + (f"{match[2]:0>2}{rest}" if rest else str(int(match[2])))


def roads_in(page: Page) -> Iterator[Mention]:
    """The roads that are called by their numbers beside a word such as “motorway”, in text order."""
    text = page.words.text
    for match in _NUMBER.finditer(text):
        span = Span(match.start(), match.end())
        roads = _roads().get(_ref(match)) if _is_road(page, span) else None
        if roads:
            yield Mention(span, _ref(match).lower(), tuple(road.place for road in roads), None, located=True)


def _is_road(page: Page, span: Span) -> bool:
    """Whether a word for a road stands right before the number or after it; in guns and tanks it does not."""
    lo, hi = page.words.range(span)
    for i in (lo - 1, hi, hi + 1):
        language = (
            page.cyrillic if page.cyrillic and 0 <= i < len(page.words) and is_cyrillic(page.words.low[i]) else "en"
        )
        if page.low(i) in place_words(language).highway:
            return True
    return False


def with_roads(page: Page, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions and the roads among them, in text order; what contains what is counted anew."""
    roads = [road for road in roads_in(page) if not any(road.span.overlaps(mention.span) for mention in mentions)]
    if not roads:
        return list(mentions)
    merged = sorted([*mentions, *roads], key=lambda mention: mention.span)
    at = {mention.span: index for index, mention in enumerate(merged)}
    return [
        mention if mention.container is None else replace(mention, container=at[mentions[mention.container].span])
        for mention in merged
    ]


def away_km(road: Candidate, lat: float, lon: float) -> float | None:
    """How far the point is from the lines along the road; None for what is no road."""
    known = _by_id().get(road.id)
    return None if known is None else min(_away((lat, lon), *ends) for ends in pairwise(known.via))


def along(road: Place, others: Sequence[Place]) -> Extent | None:
    """The band along a road: between the places of the text that lie on it, or the stretch at the only one, else all
    of it. None for what is no road.
    """
    known = _by_id().get(road.chosen.id) if road.chosen else None
    if known is None:
        return None
    points = [(place.chosen.lat, place.chosen.lon) for place in others if place.chosen]
    near = [point for point in points if min(_away(point, *ends) for ends in pairwise(known.via)) <= ON_ROAD_KM]
    stretches = sorted({_stretch(point, known.via) for point in near})
    first, last = (stretches[0], stretches[-1] + 1) if stretches else (0, len(known.via) - 1)
    start, end = known.via[first], known.via[last]
    wide = max((_away(point, start, end) for point in known.via[first : last + 1]), default=0.0)
    return Extent(Shape.BAND, *start, round(wide + _WIDE_KM, 1), to=end, words=road.span)


def _stretch(point: Point, via: tuple[Point, ...]) -> int:
    """The index of the stretch that the point is nearest to."""
    return min(range(len(via) - 1), key=lambda i: _away(point, via[i], via[i + 1]))


def _away(point: Point, start: Point, end: Point) -> float:
    """Kilometres from the point to the line between two others, on a flat map."""
    scale = cos(radians(start[0]))
    x, y = (point[1] - start[1]) * scale, point[0] - start[0]
    dx, dy = (end[1] - start[1]) * scale, end[0] - start[0]
    share = max(0.0, min(1.0, (x * dx + y * dy) / (dx * dx + dy * dy or 1.0)))
    return _KM * hypot(x - share * dx, y - share * dy)


def _length(via: Sequence[Point]) -> float:
    return sum(_away(one, other, other) for one, other in pairwise(via))
