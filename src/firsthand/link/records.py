"""Tellings as the rows that are compared: every list of whole numbers, so that a pair is compared in a microsecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from firsthand.claims import Figure, Ground, Telling
from firsthand.link.comparisons import STEP
from firsthand.link.rarity import Rarity

__all__ = ["COLUMNS", "Record", "record_of"]

_LARGE = 4
"""Figures above it are seldom the same by chance."""
_KEYS = 12
"""Rarest terms of a telling by which others are sought that share one of them."""
_PAIRED = 4
"""Rarest terms that are sought in pairs as well: a pair stays rare where its terms are common."""


@dataclass(frozen=True, slots=True)
class Record:
    """A telling as a row; see COLUMNS."""

    unique_id: int
    document: int
    terms: list[int]
    mass: int
    around: list[int]
    around_mass: int
    figures: list[int]
    large: list[int]
    numbers: list[int]
    large_numbers: list[int]
    units: list[int]
    places: list[int]
    near: list[int]
    lat: float | None
    lon: float | None
    radius: float | None
    since: int | None
    until: int | None
    published: int | None
    event: int
    keys: list[int]


COLUMNS = {
    "unique_id": "BIGINT",
    "document": "BIGINT",
    "terms": "BIGINT[]",
    "mass": "BIGINT",
    "around": "BIGINT[]",
    "around_mass": "BIGINT",
    "figures": "BIGINT[]",
    "large": "BIGINT[]",
    "numbers": "BIGINT[]",
    "large_numbers": "BIGINT[]",
    "units": "BIGINT[]",
    "places": "BIGINT[]",
    "near": "BIGINT[]",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "radius": "DOUBLE",
    "since": "BIGINT",
    "until": "BIGINT",
    "published": "BIGINT",
    "event": "BIGINT",
    "keys": "BIGINT[]",
}
"""The columns with their types in DuckDB. `terms` and `around` carry rarities (see `comparisons.STEP`), `mass` is the
sum of these; `keys` are what others are sought by: who shares none of them is not compared."""


def record_of(telling: Telling, number: int, document: int, rarity: Rarity) -> Record:
    """The row of a telling, under the numbers that it and its document have."""
    terms, around = _weighed(telling.terms, rarity), _weighed(telling.around, rarity)
    figures = telling.figures
    large = [each for each in figures if each.value > _LARGE]
    places = telling.places or telling.near
    where = places[0] if places else None
    return Record(
        number,
        document,
        terms,
        _mass(terms),
        around,
        _mass(around),
        figures=_hashes(f"{each.value:g} {each.unit}" for each in figures if each.unit),
        large=_hashes(f"{each.value:g} {each.unit}" for each in large if each.unit),
        numbers=_hashes(f"{each.value:g}" for each in figures),
        large_numbers=_hashes(f"{each.value:g}" for each in large),
        units=_hashes(each.unit for each in figures if each.unit),
        places=_hashes(str(each.id) for each in telling.places),
        near=_hashes(str(each.id) for each in places),
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        radius=where.radius_km if where else None,
        since=telling.since,
        until=telling.until,
        published=telling.published,
        event=crc32(telling.event.encode()) if telling.event else 0,
        keys=list(_keys(terms, figures, places, telling)),
    )


def _weighed(terms: Iterable[str], rarity: Rarity) -> list[int]:
    return sorted(_number(term) * STEP + rarity.of(term) for term in terms)


def _mass(terms: Sequence[int]) -> int:
    return sum(term % STEP for term in terms)


def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def _hashes(words: Iterable[str]) -> list[int]:
    return sorted({_number(word) for word in words})


def _keys(terms: Sequence[int], figures: Sequence[Figure], places: Sequence[Ground], telling: Telling) -> Iterator[int]:
    """What others are sought by: rare terms, alone and by two; what happened where and about when; a large figure."""
    rarest = sorted(terms, key=lambda term: (-(term % STEP), term))
    yield from (term // STEP for term in rarest[:_KEYS])
    for one, other in combinations(sorted(term // STEP for term in rarest[:_PAIRED]), 2):
        yield _number(f"{one}+{other}")
    for figure in figures:
        if figure.value > _LARGE:
            yield _number(f"{figure.value:g} {figure.unit}")
    if telling.event and places and telling.published:
        for week in (telling.published // 7, telling.published // 7 + 1):
            yield _number(f"{telling.event} at {places[0].id} in {week}")
