"""Where a claim happened, as a map or a table needs it: a point, how far off it may be, and in which divisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.claims import Account, Paper
from firsthand.kinds import PlaceKind
from firsthand.model import PlaceId

__all__ = ["Where", "geo_precision", "where_of"]

_TOWN_KM = 25.0
"""Something that is no settlement and reaches no farther is known as well as a district."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place: `lat` and `lon` in degrees (WGS 84), `radius_km` how far it reaches or may be off, 0 where unknown."""

    id: PlaceId
    name: str
    lat: float
    lon: float
    radius_km: float
    kind: PlaceKind
    country: str | None
    region: str | None


def where_of(account: Account, papers: Mapping[str, Paper]) -> Where | None:
    """As the first of its documents has it that names the place; None where the claim has none."""
    if account.place is None:
        return None
    name, number = account.place
    for key in account.documents:
        paper = papers.get(key)
        for each in paper.report.places if paper is not None else ():
            if each.chosen is not None and each.chosen.id == number:
                one, reach = each.chosen, each.extent
                radius = one.radius_km or (reach.radius_km if reach is not None and reach.words is None else 0.0)
                return Where(number, name, one.lat, one.lon, radius, one.kind, one.country, one.region)
    return None


def geo_precision(where: Where) -> int:
    """As ACLED counts it: 1 a settlement, 2 near one or a part of a region, 3 a region or a country."""
    if where.kind is PlaceKind.SETTLEMENT:
        return 1
    return 2 if where.kind is PlaceKind.OTHER and 0 < where.radius_km <= _TOWN_KM else 3
