"""A scene of Sentinel-1 or Sentinel-2 as a STAC item tells of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from firsthand.model import Skip

__all__ = ["OPTICAL", "RADAR", "Scene", "scene_of", "sentinels"]

RADAR, OPTICAL = "Sentinel-1", "Sentinel-2"
_KINDS = ((RADAR, re.compile(r"sentinel[-_ ]?1|\bs1[a-d]\b")), (OPTICAL, re.compile(r"sentinel[-_ ]?2|\bs2[a-d]\b")))
_MOST_POINTS = 20_000
_LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: its id, kind (`RADAR` or `OPTICAL`), when it was taken, what it shows (degrees, longitude first), how
    much of it is cloud (percent), its relative orbit, and the address of its item where one is given."""

    id: str
    kind: str
    taken: datetime
    shape: BaseGeometry
    cloud: float | None = None
    orbit: str | None = None
    at: str | None = None


def sentinels(names: Iterable[str]) -> list[str]:
    """Those names of collections that are of Sentinel-1 or Sentinel-2."""
    return [name for name in names if _kind_in(name)]


def scene_of(item: object, number: int) -> Scene | Skip | None:
    """The scene that an item tells of; None where it is of another satellite; a `Skip` where it cannot be read.

    `number` is what the item is called by where it has no id.
    """
    if not isinstance(item, dict) or not isinstance(item.get("properties"), dict):
        return Skip("weigh", f"item {number}", "it is no STAC item: it has no properties")
    name = str(item.get("id") or f"item {number}")[:200]
    properties: Mapping[str, object] = item["properties"]
    said = [properties.get("constellation"), properties.get("platform"), item.get("collection"), item.get("id")]
    kind = _kind_in(*(each for each in said if isinstance(each, str)))
    if kind is None:
        return None
    taken = _moment(properties.get("datetime")) or _moment(properties.get("start_datetime"))
    if taken is None:
        return Skip("weigh", name, f"it has no time: datetime is {str(properties.get('datetime'))[:60]!r}")
    shape = _shape(item.get("geometry")) or _box(item.get("bbox"))
    if shape is None:
        return Skip("weigh", name, "it does not say what it shows: neither geometry nor bbox can be read")
    return Scene(name, kind, taken, shape, _percent(properties.get("eo:cloud_cover")), _orbit(properties), _self(item))


def _kind_in(*texts: str) -> str | None:
    return next((kind for text in texts for kind, pattern in _KINDS if pattern.search(text[:300].lower())), None)


def _moment(written: object) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def _shape(written: object) -> BaseGeometry | None:
    """A polygon or several, mended where they cross themselves; None where they are none, or off the Earth."""
    if not isinstance(written, dict) or written.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    rings = written.get("coordinates")
    if str(rings).count("[") > _MOST_POINTS:
        return None
    try:
        shape = shapely.force_2d(shapely.geometry.shape(written))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return None
    mended = shape if shape.is_valid else shapely.make_valid(shape)
    return mended if mended.area > 0 and _on_earth(mended.bounds) else None


def _box(written: object) -> BaseGeometry | None:
    if not isinstance(written, list) or len(written) not in (4, 6):
        return None
    west, south, east, north = written[:2] + written[len(written) // 2 :][:2]
    numbers = [each for each in (west, south, east, north) if isinstance(each, int | float)]
    if len(numbers) < 4 or not _on_earth((west, south, east, north)) or south >= north:
        return None
    return box(west, south, east + 360 if east < west else east, north)  # across the 180th meridian


def _on_earth(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return (
        all(map(math.isfinite, bounds)) and -360 <= west <= 360 and -360 <= east <= 540 and -90 <= south <= north <= 90
    )


def _percent(value: object) -> float | None:
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    return number if 0 <= number <= 100 else None


def _orbit(properties: Mapping[str, object]) -> str | None:
    number, way = properties.get("sat:relative_orbit"), properties.get("sat:orbit_state")
    parts = [str(number)] if isinstance(number, int) else []
    parts += [way] if way in ("ascending", "descending") and isinstance(way, str) else []
    return " ".join(parts) or None


def _self(item: Mapping[str, object]) -> str | None:
    links = item.get("links")
    for link in links if isinstance(links, list) else ():
        href = link.get("href") if isinstance(link, dict) and link.get("rel") == "self" else None
        if isinstance(href, str) and len(href) <= _LONGEST_ADDRESS:
            return href
    return None
