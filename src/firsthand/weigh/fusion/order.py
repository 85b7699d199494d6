"""Moments that come in order: who arrives on the day before departure is told with the wrong day.

Sites that show a page for each day write that day beside every clock of it, also beside those after midnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from firsthand.errors import TableError
from firsthand.weigh.fusion.records import Fused, Kind, Option, ValueType
from firsthand.weigh.fusion.times import DAY, read_moment, written_moment

__all__ = ["check_order", "in_order"]

_ZONES = 7 * 60.0
"""Minutes by which a later moment may stand earlier on its clock: across the date line, Tokyo to Los Angeles."""


def check_order(kinds: Mapping[str, Kind]) -> None:
    """Raises TableError where a kind comes after one that is not there, is no time, or itself comes after another."""
    for kind in kinds.values():
        if kind.after is None:
            continue
        before = kinds.get(kind.after)
        if before is None or before.name == kind.name:
            raise TableError(f"{kind.name!r} cannot come after {kind.after!r}: there is no such other kind.")
        if kind.type is not ValueType.TIME or before.type is not ValueType.TIME:
            raise TableError(f"{kind.name!r} can come after {kind.after!r} only where both are of type time.")
        if before.after is not None:
            raise TableError(f"{kind.name!r} cannot come after {kind.after!r}, which comes after another itself.")


def in_order(told: Iterator[Fused], before: Iterator[Fused], tolerance: float) -> Iterator[Fused]:
    """What is `told`, with days that agree with what comes `before` it in the same item; both rise by item."""
    first = next(before, None)
    for each in told:
        while first is not None and first.item < each.item:
            first = next(before, None)
        yield each if first is None or first.item != each.item else _after(each, _minutes(first.value), tolerance)


def _after(fused: Fused, start: float, tolerance: float) -> Fused:
    """Every option that lies before the start is taken to be as many days later as it must; those that are then the
    same are one."""
    moved = [_later(_minutes(option.value), start) for option in fused.options]
    if all(_minutes(option.value) == minutes for option, minutes in zip(fused.options, moved, strict=True)):
        return fused
    groups: list[tuple[float, Option]] = []
    for option, minutes in zip(fused.options, moved, strict=True):
        for place, (other, whole) in enumerate(groups):
            if abs(other - minutes) <= tolerance:
                groups[place] = other, _together(whole, option)
                break
        else:
            groups.append((minutes, replace(option, value=written_moment(minutes))))
    options = tuple(option for _, option in sorted(groups, key=lambda pair: -pair[1].probability))
    low, high = (
        None if end is None else written_moment(_later(_minutes(end), start)) for end in (fused.low, fused.high)
    )
    ends = sorted(end for end in (low, high, options[0].value) if end is not None)
    return replace(
        fused,
        value=options[0].value,
        probability=options[0].probability,
        options=options,
        low=None if low is None else ends[0],
        high=None if high is None else ends[-1],
        moved=True,
    )


def _together(one: Option, other: Option) -> Option:
    return replace(
        one,
        probability=min(one.probability + other.probability, 1.0),
        sources=one.sources + other.sources,
        independent=round(one.independent + other.independent, 2),
    )


def _later(minutes: float, start: float) -> float:
    """The moment, or the first one with its clock that does not lie before the start."""
    return minutes + max(0.0, -((minutes - start + _ZONES) // DAY)) * DAY


def _minutes(written: str) -> float:
    read = read_moment(written)
    assert read is not None  # it was written by us
    return read.minutes
