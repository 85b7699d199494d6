"""The board in memory, one array for each thing that it can be narrowed or ordered by: 100,000 claims take some MB.

A claim is known by its place on the board, from 0. What it has one of (a status) is an array of codes; what it may have
several of (sources) are two arrays of the same length, claim and code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from firsthand.resolve.edtf import days_of_edtf

__all__ = ["COLUMNS", "FACETS", "NO_DAY", "SORTS", "Columns", "Facet", "columns_of", "packed", "renewed", "unpacked"]

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

COLUMNS = "columns"
"""The name under which they are kept in the file of the board."""
NO_DAY = -1
"""Where nothing says on which day."""

FACETS: Mapping[str, str] = {
    "status": "status",
    "event": "event",
    "place": "place",
    "side": "sides",
    "source": "sources",
    "language": "languages",
    "drift": "drift",
    "told_by": "told_by",
    "confidence": "confidence",
    "evidence": "evidence",
    "verdict": "verdict",
}
"""What the board can be narrowed to, in the order in which it is shown, and the field of a row that has it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field: which there are, and of which claim each is. The same claim comes once for each."""

    values: tuple[str, ...]
    claims: Numbers
    codes: Numbers
    size: int

    def having(self, wanted: Iterable[str]) -> Mask:
        """Which claims have any of these values."""
        codes = [self.values.index(each) for each in wanted if each in self.values]
        mask = np.zeros(self.size, dtype=bool)
        mask[self.claims[np.isin(self.codes, codes)]] = True
        return mask

    def counted(self, among: Mask, most: int | None = None, also: Iterable[str] = ()) -> list[tuple[str, int]]:
        """How many of these claims have each value, most first; those that none has are left out. There may be as many
        values as claims: `most` are the first that are told, with those of `also` wherever they stand."""
        counts = np.bincount(np.compress(np.take(among, self.claims), self.codes), minlength=len(self.values))
        there = np.flatnonzero(counts)
        order = there[np.argsort(-counts[there], kind="stable")]
        if most is not None and len(order) > most:
            wanted = [self.values.index(each) for each in also if each in self.values]
            order = order[(np.arange(len(order)) < most) | np.isin(order, wanted)]
        return [(self.values[code], count) for code, count in zip(order.tolist(), counts[order].tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Columns:
    """`since` and `until` are days (proleptic ordinals, `NO_DAY` for none), `first` the day it was told first. `lat`
    and `lon` are degrees, not-a-number for nowhere. `orders` are the places of all claims in each order of `SORTS`."""

    size: int
    documents: Numbers
    least: Numbers
    most: Numbers
    disputed: Mask
    open: Mask
    likely: Floats
    since: Numbers
    until: Numbers
    first: Numbers
    lat: Floats
    lon: Floats
    radius: Floats
    facets: Mapping[str, Facet]
    orders: Mapping[str, Numbers]
    ids: tuple[str, ...]


SORTS: Mapping[str, str] = {
    "surprise": "most to stop at first",
    "newest": "newest first",
    "oldest": "oldest first",
    "documents": "most documents first",
    "origins": "most origins first",
    "likely": "likeliest first",
    "unlikely": "least likely first",
    "place": "by place",
}
"""The orders of the board, in words."""


def columns_of(rows: Iterable[Mapping[str, Any]]) -> Columns:
    """The columns of the rows of a board, in its order."""
    numbers: dict[str, list[Any]] = {name: [] for name in _KEPT}
    values: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    pairs: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in FACETS}
    size = 0
    for row in rows:
        for name, own in numbers.items():
            own.append(row[name])
        for name, field in FACETS.items():
            codes, (claims, coded) = values[name], pairs[name]
            for value in _several(row[field]):
                claims.append(size)
                coded.append(codes.setdefault(value, len(codes)))
        size += 1
    facets = {
        name: Facet(tuple(values[name]), _ints(claims), _ints(codes), size) for name, (claims, codes) in pairs.items()
    }
    return _columns(size, numbers, facets)


def renewed(columns: Columns, rows: Mapping[int, Mapping[str, Any]]) -> Columns:
    """The columns where some rows (by their places) say otherwise how likely they are, or what they are assessed as;
    the same as `columns_of` of all rows would be."""
    likely = columns.likely.copy()
    for number, row in rows.items():
        likely[number] = row["likely"]
    facets = dict(columns.facets)
    for name in _WEIGHED:
        facets[name] = _renewed(facets[name], {number: str(row[FACETS[name]] or "") for number, row in rows.items()})
    orders = {**columns.orders, **_by_likelihood(likely)}
    return replace(columns, likely=likely, facets=facets, orders=orders)


def _renewed(facet: Facet, values: Mapping[int, str]) -> Facet:
    """A facet of which a claim has one value at most, where some have another, empty for none."""
    names = list(dict.fromkeys((*facet.values, *filter(None, values.values()))))
    codes = np.full(facet.size, -1, dtype=np.int64)
    codes[facet.claims] = facet.codes
    for number, value in values.items():
        codes[number] = names.index(value) if value else -1
    claims = np.flatnonzero(codes >= 0)
    used, first, own = np.unique(codes[claims], return_index=True, return_inverse=True)
    order = np.argsort(first)  # values are numbered as they come first
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Facet(tuple(names[code] for code in used[order].tolist()), claims, rank[own], facet.size)


def _by_likelihood(likely: Floats) -> dict[str, Numbers]:
    return {"likely": np.argsort(-likely, kind="stable"), "unlikely": np.argsort(likely, kind="stable")}


def packed(columns: Columns) -> bytes:
    """As bytes that `unpacked` takes: they are read in a hundredth of the time that the rows take."""
    arrays = {f"c.{name}": getattr(columns, name) for name in _ARRAYS}
    arrays |= {f"o.{name}": own for name, own in columns.orders.items()}
    for name, facet in columns.facets.items():
        arrays |= {f"f.{name}": facet.claims, f"g.{name}": facet.codes}
    words = {"ids": columns.ids, "values": {name: facet.values for name, facet in columns.facets.items()}}
    written = BytesIO()
    np.savez(written, words=np.frombuffer(orjson.dumps(words), dtype=np.uint8), **arrays)
    return written.getvalue()


def unpacked(data: bytes) -> Columns:
    """The columns that were packed so."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        words = orjson.loads(arrays["words"].tobytes())
        size = len(words["ids"])
        facets = {
            name: Facet(tuple(words["values"][name]), arrays[f"f.{name}"], arrays[f"g.{name}"], size) for name in FACETS
        }
        orders = {name: arrays[f"o.{name}"] for name in SORTS}
        own = {name: arrays[f"c.{name}"] for name in _ARRAYS}
        return Columns(size=size, facets=facets, orders=orders, ids=tuple(words["ids"]), **own)


_ARRAYS = (
    *("documents", "least", "most", "disputed", "open", "likely", "since", "until", "first"),
    *("lat", "lon", "radius"),
)
_WEIGHED = ("status", "confidence", "verdict")
"""Facets that hang on the assessment or on what was concluded; a claim has one value of each."""
_KEPT = (
    *("id", "documents", "at_least", "at_most", "disputed", "open", "likely", "since", "until", "first"),
    *("lat", "lon", "radius_km", "place"),
)


def _columns(size: int, numbers: Mapping[str, list[Any]], facets: Mapping[str, Facet]) -> Columns:
    since, since_last = _days(numbers["since"])
    until_first, until = _days(numbers["until"])
    first, _ = _days(numbers["first"])
    since = np.where(since == NO_DAY, until_first, since)
    until = np.where(until == NO_DAY, since_last, until)
    documents, least, most = (_ints(numbers[name]) for name in ("documents", "at_least", "at_most"))
    likely = _floats(numbers["likely"])
    places = np.array([each or "\U0010ffff" for each in numbers["place"]], dtype=object)
    told = np.where(until == NO_DAY, first, until)
    never = np.iinfo(np.int64).max
    orders = {
        "surprise": np.arange(size),
        "newest": np.argsort(-told, kind="stable"),
        "oldest": np.argsort(np.where(told == NO_DAY, never, told), kind="stable"),
        "documents": np.argsort(-documents, kind="stable"),
        "origins": np.lexsort((np.arange(size), -most, -least)),
        **_by_likelihood(likely),
        "place": np.argsort(places, kind="stable") if size else np.arange(0),
    }
    return Columns(
        size=size,
        documents=documents,
        least=least,
        most=most,
        disputed=np.array(numbers["disputed"], dtype=bool),
        open=np.array(numbers["open"], dtype=bool),
        likely=likely,
        since=since,
        until=until,
        first=first,
        lat=_floats(numbers["lat"]),
        lon=_floats(numbers["lon"]),
        radius=_floats(numbers["radius_km"]),
        facets=facets,
        orders=orders,
        ids=tuple(numbers["id"]),
    )


def _several(value: object) -> Iterable[str]:
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else (str(each) for each in value)  # type: ignore[attr-defined]


def _ints(values: list[int]) -> Numbers:
    return np.array(values, dtype=np.int64)


def _floats(values: list[float | None]) -> Floats:
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)


def _days(values: list[str | None]) -> tuple[Numbers, Numbers]:
    """First and last days: of a month or a year they are not the same."""
    read = [_first_and_last(each) for each in values]
    return _ints([first for first, _ in read]), _ints([last for _, last in read])


def _first_and_last(written: str | None) -> tuple[int, int]:
    """`NO_DAY` where none is told, or it cannot be read; one that is open on one side is taken for its other end."""
    if not written:
        return NO_DAY, NO_DAY
    try:
        days = [each.toordinal() for each in days_of_edtf(written) if each is not None]
    except ValueError:
        return NO_DAY, NO_DAY
    return days[0], days[-1]
