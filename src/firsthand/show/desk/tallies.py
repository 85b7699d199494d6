"""Counts for the map and the timeline: claims by place, and by day, each split by what is known of them.

All of it is arithmetic on columns: 100,000 claims take some tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from firsthand.kinds import Status
from firsthand.show.desk.columns import NO_DAY, Columns, Mask, Numbers

__all__ = ["GROUPS", "Days", "Group", "Places", "Unit", "days_of", "groups_of", "places_of"]


class Group(StrEnum):
    """Statuses that share a colour, the most telling first: a place has the colour of the first that it has."""

    AGAINST = "contradicted or taken back"
    FOR = "supported by evidence"
    DISPUTED = "disputed"
    SEVERAL = "several origins, or evidence fits"
    OPEN = "one origin, or open"


GROUPS: Mapping[Status, Group] = {
    Status.RETRACTED: Group.AGAINST,
    Status.CONTRADICTED: Group.AGAINST,
    Status.SUPPORTED: Group.FOR,
    Status.DISPUTED: Group.DISPUTED,
    Status.CORROBORATED_ACROSS: Group.SEVERAL,
    Status.CORROBORATED: Group.SEVERAL,
    Status.CONSISTENT: Group.SEVERAL,
    Status.UNVERIFIABLE: Group.OPEN,
    Status.UNSUPPORTED: Group.OPEN,
    Status.REPEATED: Group.OPEN,
    Status.SINGLE_ORIGIN: Group.OPEN,
}
"""The group of each status."""

_ORDER = tuple(Group)
_ROUNDED = 1_000
"""Parts of a degree that places are kept apart by: a hundred metres."""
_KEPT_DAYS = 31
"""Claims of something that happened within more days than these are of no day."""
_AROUND = 62
"""Days: what happened so much before the first telling, or after the last, is counted beside the strip."""
_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 150, 150, 480
_OUTERMOST = (0.02, 0.98)
"""Where one bar is no longer a day, what was told before or after these shares of all is counted beside the strip: a
document of a wrong year, or of none, is not to make a strip of a century."""


@dataclass(frozen=True, slots=True)
class Places:
    """Places with claims, those with most claims first; all arrays have one entry for each place.

    `radius` is how far off it may be, in km. `group` is the place in `Group` of the most telling status, `groups` how
    many claims there are of each (places × groups). `member` is for each claim of the board its place here, -1 for
    none. `nowhere` is how many claims have no place.
    """

    names: tuple[str, ...]
    lat: np.typing.NDArray[np.float64]
    lon: np.typing.NDArray[np.float64]
    radius: np.typing.NDArray[np.float64]
    count: Numbers
    group: Numbers
    groups: Numbers
    disputed: Mask
    member: Numbers
    nowhere: int

    def __len__(self) -> int:
        return len(self.names)


class Unit(StrEnum):
    """What one bar of the strip is of."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Days:
    """Claims by when they are said to have happened, and by when they were told first (bars × groups).

    `starts` are the first days of the bars, `end` is the last day of the last. `before` and `after` are how many
    happened or were told outside of that, `undated` is how many happened on no day that is told.
    """

    unit: Unit
    starts: tuple[date, ...]
    end: date | None
    happened: Numbers
    told: Numbers
    before: int
    after: int
    undated: int


def groups_of(columns: Columns) -> Numbers:
    """The place in `Group` of each claim; a status that is not known counts as open."""
    facet = columns.facets["status"]
    known = {each.value: _ORDER.index(group) for each, group in GROUPS.items()}
    last = len(_ORDER) - 1
    codes = np.array([known.get(value, last) for value in facet.values], dtype=np.int64)
    found = np.full(columns.size, last, dtype=np.int64)
    if len(facet.claims):
        found[facet.claims] = codes[facet.codes]
    return found


# ---------------------------------------------------------------- places


def places_of(columns: Columns, mask: Mask) -> Places:
    """The claims of `mask` by place: a name with its coordinates. Two towns of one name stay two."""
    there = mask & ~np.isnan(columns.lat) & ~np.isnan(columns.lon)
    claims = np.flatnonzero(there)
    facet = columns.facets["place"]
    code = np.full(columns.size, len(facet.values), dtype=np.int64)
    code[facet.claims] = facet.codes
    keys = _keys(columns, claims, code[claims], len(facet.values) + 1)
    _, first, inverse, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -count))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    own, size, one = rank[inverse], len(order), claims[first][order]
    radius, groups = np.zeros(size), np.zeros((size, len(_ORDER)), dtype=np.int64)
    np.maximum.at(radius, own, columns.radius[claims])
    np.add.at(groups, (own, groups_of(columns)[claims]), 1)
    disputed = np.zeros(size, dtype=bool)
    disputed[own[columns.disputed[claims]]] = True
    member = np.full(columns.size, -1, dtype=np.int64)
    member[claims] = own
    names = (*facet.values, "")
    return Places(
        names=tuple(names[each] for each in code[one]),
        lat=columns.lat[one],
        lon=columns.lon[one],
        radius=radius,
        count=count[order],
        group=np.argmax(groups > 0, axis=1) if size else np.zeros(0, dtype=np.int64),
        groups=groups,
        disputed=disputed,
        member=member,
        nowhere=int(mask.sum()) - len(claims),
    )


def _keys(columns: Columns, claims: Numbers, codes: Numbers, names: int) -> Numbers:
    """One number for each place: where, and under which name."""
    lat = np.rint((columns.lat[claims] + 90) * _ROUNDED).astype(np.int64)
    lon = np.rint((columns.lon[claims] + 180) * _ROUNDED).astype(np.int64)
    found: Numbers = (lat * (361 * _ROUNDED) + lon) * names + codes
    return found


# ---------------------------------------------------------------- days


def days_of(columns: Columns, mask: Mask) -> Days:
    """The claims of `mask` by day, or by week or month where it is long: from two months before the first telling to
    two months after the last, or less where less happened."""
    group = groups_of(columns)
    dated = mask & (columns.since != NO_DAY) & (columns.until - columns.since < _KEPT_DAYS)
    told = mask & (columns.first != NO_DAY)
    ends = _ends(columns.since[dated], columns.first[told])
    undated = int(mask.sum() - dated.sum())
    if ends is None:
        none = np.zeros((0, len(_ORDER)), dtype=np.int64)
        return Days(Unit.DAY, (), None, none, none, 0, 0, undated)
    unit = _unit(ends)
    starts, end = _bars(unit, *ends)
    edges = np.array([each.toordinal() for each in (*starts, end + timedelta(1))])
    return Days(
        unit=unit,
        starts=starts,
        end=end,
        happened=_counted(edges, columns.since[dated], group[dated]),
        told=_counted(edges, columns.first[told], group[told]),
        before=int((dated & (columns.since < edges[0]) | told & (columns.first < edges[0])).sum()),
        after=int((dated & (columns.since >= edges[-1]) | told & (columns.first >= edges[-1])).sum()),
        undated=undated,
    )


def _ends(happened: Numbers, told: Numbers) -> tuple[date, date] | None:
    """The first and the last day that are drawn: of what is not too far from the tellings."""
    every = np.concatenate((happened, told))
    if not len(every):
        return None
    if len(told):
        first, last = int(told.min()), int(told.max())
        if last - first > _MOST_DAYS:
            first, last = (int(each) for each in np.quantile(told, _OUTERMOST, method="nearest"))
        every = every[(every >= first - _AROUND) & (every <= last + _AROUND)]
    most = min(int(every.max()), date.max.toordinal() - _KEPT_DAYS)
    least = min(max(int(every.min()), most - _MOST_MONTHS * _KEPT_DAYS), most)
    return date.fromordinal(least), date.fromordinal(most)


def _unit(ends: tuple[date, date]) -> Unit:
    days = (ends[1] - ends[0]).days + 1
    if days <= _MOST_DAYS:
        return Unit.DAY
    return Unit.WEEK if days <= _MOST_WEEKS * 7 else Unit.MONTH


def _bars(unit: Unit, least: date, most: date) -> tuple[tuple[date, ...], date]:
    """The first days of all bars that reach from one day to the other, and the last day of the last."""
    if unit is Unit.MONTH:
        months = range(least.year * 12 + least.month - 1, most.year * 12 + most.month)
        starts = tuple(date(each // 12, each % 12 + 1, 1) for each in months)
        after = date(most.year + most.month // 12, most.month % 12 + 1, 1)
        return starts, after - timedelta(1)
    step = 7 if unit is Unit.WEEK else 1
    first = least - timedelta(least.weekday()) if unit is Unit.WEEK else least
    starts = tuple(date.fromordinal(each) for each in range(first.toordinal(), most.toordinal() + 1, step))
    return starts, starts[-1] + timedelta(step - 1)


def _counted(edges: Numbers, days: Numbers, groups: Numbers) -> Numbers:
    """How many of each group lie in each bar; what lies in none is left out."""
    found = np.zeros((len(edges) - 1, len(_ORDER)), dtype=np.int64)
    inside = (days >= edges[0]) & (days < edges[-1])
    np.add.at(found, (np.searchsorted(edges, days[inside], side="right") - 1, groups[inside]), 1)
    return found
