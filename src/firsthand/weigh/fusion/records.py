"""What is told of an item by sources, and what fusing makes of it.

Kind, and tellings (source, item, value) → World → a method → Fused for each item, Source, Copied, Camp
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Camp", "Copied", "Fused", "Kind", "Option", "Past", "Source", "ValueType"]


class ValueType(StrEnum):
    """What a value is: how it is read, and when two of them are the same."""

    TEXT = "text"
    """Any words; case, spaces and marks at the ends do not count."""
    CODE = "code"
    """A short mark such as a gate: "Terminal D - D09" is D9; words that say "not known" are none."""
    NUMBER = "number"
    TIME = "time"
    """A moment by the clock as it is written; tolerance in minutes. A day without a clock is none."""
    DATE = "date"
    """A day; a clock with it does not count. Tolerance in days."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item, such as "actual departure". Two values no further apart than `tolerance` are the same: in the
    value's unit, minutes for times and days, or as a share of the item's usual value where `relative`. What comes
    `after` another kind of the same item is never taken to lie on a day before it."""

    name: str
    type: ValueType = ValueType.TEXT
    tolerance: float = 0.0
    relative: bool = False
    after: str | None = None

    @property
    def numeric(self) -> bool:
        """Whether values have a distance."""
        return self.type in (ValueType.NUMBER, ValueType.TIME, ValueType.DATE)


@dataclass(frozen=True, slots=True)
class Past:
    """How a source's earlier values of a kind turned out, counted where sources differed: `right` of `told`."""

    right: float
    told: float


@dataclass(frozen=True, slots=True)
class Option:
    """One value an item may have: how probable, how many sources tell it or something within tolerance of it, and as
    how many independent ones they count."""

    value: str
    probability: float
    sources: int
    independent: float


@dataclass(frozen=True, slots=True)
class Fused:
    """What an item is taken to be. `probability` is that of its value, within tolerance; `low` and `high` hold nine
    tenths of the posterior where values have a distance; `options` are the values told, most probable first.
    Where `moved`, some were told with a day before that of what the item comes after; they are shown with the first
    day that can be."""

    item: str
    kind: str
    value: str
    probability: float
    sources: int
    options: tuple[Option, ...] = ()
    low: str | None = None
    high: str | None = None
    moved: bool = False

    @property
    def disputed(self) -> bool:
        """Whether sources differ by more than the tolerance."""
        return len(self.options) > 1


@dataclass(frozen=True, slots=True)
class Source:
    """How far a source is believed: the share of its values of each kind that are taken to be right, how many there
    are, and how far they usually lie from what is taken to be right where sources differ (minutes for times)."""

    name: str
    accuracy: Mapping[str, float]
    told: Mapping[str, int]
    offset: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Copied:
    """Two sources that have it from each other, or both from a third: of `wrong` values that either has and that are
    taken to be wrong, this `share` stands with the other to the letter."""

    one: str
    other: str
    share: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Camp:
    """Sources that mean one moment, or one measure, by a kind of item where others mean another: they take the same
    side. Of their values on which sources differ the share `differs` is not what is taken to be right; those usually
    lie `offset` from it (minutes for times)."""

    kind: str
    sources: tuple[str, ...]
    offset: float
    differs: float
