"""Claims as points on a map (GeoJSON, RFC 7946), each with its row of the table as properties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from firsthand.show.export.columns import COLUMNS, Event, Value
from firsthand.show.export.harmless import json_bytes, write_items
from firsthand.show.export.material import Material

__all__ = ["write_geojson"]

_IN_GEOMETRY = frozenset({"latitude", "longitude"})


def write_geojson(material: Material, file: BinaryIO) -> int:
    """A FeatureCollection with a feature for each claim; one whose place is not known has no geometry. How many."""
    case = {"case": material.standing.case, "log": material.standing.head, "version": material.version}
    head = b'{"type":"FeatureCollection","firsthand":' + json_bytes(case) + b',"features":['
    return write_items(file, head, _features(material), b"]}\n")


def _features(material: Material) -> Iterator[dict[str, object]]:
    for claim in material.claims():
        event = Event(claim, material.papers)
        where = event.where
        yield {
            "type": "Feature",
            "id": claim.account.claim.id,
            "geometry": {"type": "Point", "coordinates": [where.lon, where.lat]} if where else None,
            "properties": {each.name: _plain(each.of(event)) for each in COLUMNS if each.name not in _IN_GEOMETRY},
        }


def _plain(value: Value) -> object:
    """As JSON has it: days in ISO 8601, nothing for an empty text."""
    return value.isoformat() if isinstance(value, date) else None if value == "" else value
