"""Building footprints from GeoJSON: polygons in degrees, each checked by itself."""

from __future__ import annotations

import json
import math
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from firsthand.errors import InputError, MissingInput, TooLarge
from firsthand.model import Skip

__all__ = ["read_footprints"]

_MOST_BYTES = 200_000_000
_MOST = 200_000
_SHOWN = 20


def read_footprints(path: Path) -> tuple[list[BaseGeometry], list[Skip]]:
    """The polygons of a GeoJSON file (WGS 84, longitude first), and those that cannot be read.

    Raises:
        InputError: nothing can be read; TooLarge where there is more than may be.
    """
    if not path.is_file():
        raise MissingInput(f"There is no file {path} with footprints.")
    if path.stat().st_size > _MOST_BYTES:
        raise TooLarge(f"{path.name} is larger than {_MOST_BYTES / 1e6:g} MB. Cut it to the place.")
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path.name} is no GeoJSON: {str(error)[:200]}.") from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        raise InputError(f"{path.name} is no GeoJSON with features. Footprints are a FeatureCollection of polygons.")
    if len(features) > _MOST:
        raise TooLarge(f"{path.name} has {len(features)} footprints; at most {_MOST} are read. Cut it to the place.")
    found, skips = [], []
    for number, feature in enumerate(features, 1):
        polygon = _polygon(feature)
        if isinstance(polygon, str):
            skips.append(Skip("weigh", f"{path.name}, feature {number}", polygon))
        else:
            found.append(polygon)
    if not found:
        why = f" The first: {skips[0].reason}." if skips else ""
        raise InputError(f"{path.name} has no footprint that can be read.{why}")
    more = len(skips) - _SHOWN
    return found, skips[:_SHOWN] + ([Skip("weigh", path.name, f"{more} more are broken")] if more > 0 else [])


def _polygon(feature: object) -> BaseGeometry | str:
    """A polygon, or what is wrong with it."""
    written = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(written, dict) or written.get("type") not in ("Polygon", "MultiPolygon"):
        return "it is no polygon"
    try:
        shape = shapely.force_2d(shapely.geometry.shape(written))
        mended = shape if shape.is_valid else shapely.make_valid(shape)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        return f"its coordinates cannot be read: {str(error)[:80]}"
    west, south, east, north = mended.bounds or (math.nan,) * 4
    if not all(map(math.isfinite, (west, south, east, north))) or mended.area <= 0:
        return "it has no area"
    if west < -180 or east > 180 or south < -90 or north > 90:
        return "it lies off the Earth: are longitude and latitude swapped, or is it not in degrees?"
    return mended
