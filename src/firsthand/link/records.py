"""Tellings as the rows that are compared: every list of whole numbers, so that a pair is compared in a microsecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from firsthand.claims import Telling
from firsthand.link.comparisons import STEP
from firsthand.link.rarity import Rarity, rarity_in

__all__ = ["COLUMNS", "Record", "record_of"]

_LARGE = 4
"""Figures above it are seldom the same by chance."""
_KEYS = 12
"""Rarest terms of a telling by which others are sought that share one of them."""
_PAIRED = 4
"""Rarest terms that are sought in pairs as well: a pair stays rare where its terms are common."""
_SENTENCE_KEYS, _SENTENCE_PAIRED = 8, 6
"""The same for the rarest terms of its sentence: "officials still speak of three" tells too little alone."""


@dataclass(frozen=True, slots=True)
class Record:
    """A telling as a row; see COLUMNS."""

    unique_id: int
    document: int
    terms: list[int]
    mass: int
    around: list[int]
    around_mass: int
    sentence: list[int]
    sentence_mass: int
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
    "sentence": "BIGINT[]",
    "sentence_mass": "BIGINT",
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
"""The columns with their types in DuckDB. `terms`, `around` and `sentence` carry rarities (see `comparisons.STEP`), and
a `mass` is the sum of these; `keys` are what others are sought by: who shares none of them is not compared."""


def record_of(telling: Telling, number: int, document: int, rarity: Rarity) -> Record:
    """The row of a telling, under the numbers that it and its document have."""
    terms, around = _weighed(telling.terms, rarity), _weighed(telling.around, rarity)
    sentence = _weighed(telling.terms | telling.sentence, rarity)
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
        sentence,
        _mass(sentence),
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
        keys=list(_keys(terms, sentence, telling)),
    )


def _weighed(terms: Iterable[str], rarity: Rarity) -> list[int]:
    return sorted(map(rarity.number, terms))


def _mass(terms: Sequence[int]) -> int:
    return sum(map(rarity_in, terms))


def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def _hashes(words: Iterable[str]) -> list[int]:
    return sorted({_number(word) for word in words})


def _keys(terms: Sequence[int], sentence: Sequence[int], telling: Telling) -> Iterator[int]:
    """What others are sought by: rare terms of its own and of its sentence, alone and by two; what happened where and
    about when; a large figure."""
    own, around = _rarest(terms, _KEYS), _rarest(sentence, _SENTENCE_KEYS)
    yield from dict.fromkeys((*own, *around))
    pairs = (*combinations(sorted(own[:_PAIRED]), 2), *combinations(sorted(around[:_SENTENCE_PAIRED]), 2))
    for one, other in dict.fromkeys(pairs):
        yield _number(f"{one}+{other}")
    for figure in telling.figures:
        if figure.value > _LARGE:
            yield _number(f"{figure.value:g}")
    places = telling.places or telling.near
    if telling.event and places and telling.published:
        for week in (telling.published // 7, telling.published // 7 + 1):
            yield _number(f"{telling.event} at {places[0].id} in {week}")


def _rarest(terms: Sequence[int], most: int) -> list[int]:
    """The numbers of so many of the terms, rarest first; of those as rare in the order they have, from low to high."""
    return [term // STEP for term in sorted(terms, key=rarity_in, reverse=True)[:most]]
