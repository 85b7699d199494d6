"""Fuses what web sites told of flights, with every method on the same input, and counts the values that are right.

    python -m bench.fusion                        all methods, on nine days and on the last four
    python -m bench.fusion --json bench/results/fusion.json

The data are those of Li, Dong, Lyons, Meng & Srivastava, "Truth finding on the deep web" (PVLDB 6(2), 2012), of which
$FIRSTHAND_DATA/bench/fusion/flight has nine days; the airlines' own sites, which are gold, are left out of the claims.
A time is right within ten minutes, with its date; beside it stands the share by the clock alone. Gates are compared as
marks.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table as Drawn

from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.weigh.fusion.fuse import METHODS, Fusing, records_of
from firsthand.weigh.fusion.records import Fused, Kind, Past, ValueType
from firsthand.weigh.fusion.table import Layout, Table
from firsthand.weigh.fusion.times import DAY, read_moment, settled
from firsthand.weigh.fusion.values import normal_code

__all__ = ["KINDS", "LAYOUT", "Score", "days_of", "gold_of", "is_right", "scored"]

_DEPARTURE = ("scheduled_departure", "actual_departure", "departure_gate")
_NAMES = (*_DEPARTURE, "scheduled_arrival", "actual_arrival", "arrival_gate")
KINDS = {
    name: Kind(name, ValueType.CODE) if name.endswith("gate") else Kind(name, ValueType.TIME, 10.0) for name in _NAMES
}
_ORDERED = KINDS | {
    kind: replace(KINDS[kind], after=kind.replace("arrival", "departure"))
    for kind in ("scheduled_arrival", "actual_arrival")
}
"""Nobody arrives before departure."""
LAYOUT = Layout(wide=True, header=("source", "item", *_NAMES), per_file=True)
_DEVELOPED = 5
"""The first days: looked at while this was made, and their gold the track record; the others are the check."""

Gold = Mapping[tuple[str, str], str]
"""The right value by item and kind."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did: `right` of `gold` values, `by_clock` the same without the dates of times, `stated` the mean
    probability it gives to its values."""

    method: str
    days: str
    right: float
    by_clock: float
    gold: int
    seconds: float
    stated: float
    kinds: Mapping[str, float]


def days_of(folder: Path) -> list[Path]:
    """The files with claims, by day."""
    return sorted((folder / "claims").glob("*.tsv.gz"))


def gold_of(days: Sequence[Path]) -> dict[tuple[str, str], str]:
    """The gold of these days; what says nothing ("--") is left out."""
    found = {}
    for day in days:
        name = day.name.split(".")[0]
        for line in _gold_file(day).read_text("utf-8").splitlines():
            flight, *values = line.split("\t")
            for kind, value in zip(_NAMES, values, strict=False):
                read = normal_code(value) if kind.endswith("gate") else read_moment(value)
                if read is not None:
                    found[f"{name}/{flight}", kind] = value
    return found


def is_right(kind: str, value: str, gold: str) -> tuple[bool, bool]:
    """Whether a value is right, and whether it is without its date."""
    if kind.endswith("gate"):
        right = normal_code(value) == normal_code(gold)
        return right, right
    one, other = read_moment(value), read_moment(gold)
    if one is None or other is None:
        return False, False
    item = np.zeros(2, dtype=np.int64)
    minutes, swapped = np.array([one.minutes, other.minutes]), np.array([np.nan, other.other])
    told, true = settled(minutes, np.array([0.0, other.period]), swapped, item)
    away = abs(told - true)
    return bool(away <= 10), bool(min(away % DAY, DAY - away % DAY) <= 10)


def scored(method: str, days: str, fused: Sequence[Fused], gold: Gold, seconds: float) -> Score:
    """The share of gold values that are right; a gold value that no site tells is left out."""
    right, clock, stated = defaultdict[str, list[bool]](list), list[bool](), list[float]()
    for each in fused:
        if (each.item, each.kind) in gold:
            whole, by_clock = is_right(each.kind, each.value, gold[each.item, each.kind])
            right[each.kind].append(whole)
            clock.append(by_clock)
            stated.append(each.probability)
    every = [each for kind in right.values() for each in kind]
    kinds = {kind: round(sum(right[kind]) / len(right[kind]), 4) for kind in _NAMES if right[kind]}
    mean = (sum(every) / len(every), sum(clock) / len(clock), sum(stated) / len(stated))
    rounded = [round(each, 4) for each in mean]
    return Score(method, days, rounded[0], rounded[1], len(every), round(seconds, 1), rounded[2], kinds)


def run(
    method: str,
    days: Sequence[Path],
    label: str,
    past: Mapping[tuple[str, str], Past] | None = None,
    kinds: Mapping[str, Kind] = KINDS,
) -> Score:
    """One method on some days, from the files to the last value."""
    started = perf_counter()
    table = _table(days)
    fused = list(Fusing(table, kinds, method, past).fused())
    name = method + (", in order" if kinds is _ORDERED else "") + (", with a track record" if past else "")
    return scored(name, label, fused, gold_of(days), perf_counter() - started)


def run_with_past(days: Sequence[Path], judged: Sequence[Path], kinds: Mapping[str, Kind] = KINDS) -> Score:
    """Ours on all days at once, the gold of those that are not `judged` being known, as a system that runs has it."""
    started = perf_counter()
    table = _table(days)
    for day in days:
        if day not in judged:
            table.add(_gold_file(day), known=True)
    fused = list(Fusing(table, kinds).fused())
    name = "camps, in order, earlier days known" if kinds is _ORDERED else "camps, earlier days known"
    return scored(name, "last four", fused, gold_of(judged), perf_counter() - started)


def learned(days: Sequence[Path]) -> dict[tuple[str, str], Past]:
    """The track record of the sites by the gold of these days."""
    table = _table(days)
    for day in days:
        table.add(_gold_file(day), known=True)
    return records_of(table, KINDS)


def copying(days: Sequence[Path]) -> dict[str, object]:
    """The copying and the camps that are found without gold."""
    fusing = Fusing(_table(days), KINDS)
    return {
        "copied": [[each.one, each.other, round(each.share, 2), round(each.wrong)] for each in fusing.copied()],
        "camps": [
            [each.kind, list(each.sources), round(each.differs, 2), round(each.offset, 1)] for each in fusing.camps()
        ],
    }


def _table(days: Sequence[Path]) -> Table:
    table = Table(LAYOUT)
    for day in days:
        table.add(day)
    return table


def _gold_file(day: Path) -> Path:
    return day.parent.parent / "gold" / f"{day.name.split('.')[0]}.tsv"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fusion", description="Fuse what sites told of flights.")
    parser.add_argument("--method", choices=METHODS, action="append", help="only this one; may be given again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    shared = shared_data()
    days = days_of(shared / "bench/fusion/flight") if shared else []
    if not days:
        print("there are no claims in $FIRSTHAND_DATA/bench/fusion/flight", file=sys.stderr)
        return 1
    first, last = days[:_DEVELOPED], days[_DEVELOPED:]
    found = [
        run(method, chosen, label)
        for method in options.method or METHODS
        for chosen, label in ((days, "all nine"), (first, "first five"), (last, "last four"))
    ]
    past = learned(first)
    found += [run(method, last, "last four", past) for method in ("camps", "accu")]
    found += [
        run("camps", chosen, label, None, _ORDERED) for chosen, label in ((days, "all nine"), (last, "last four"))
    ]
    found.append(run("camps", last, "last four", past, _ORDERED))
    found += [run_with_past(days, last, kinds) for kinds in (KINDS, _ORDERED)]
    Console(width=140).print(_drawn(found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        result = {"scores": [asdict(each) for each in found], "peak_mib": peak, **copying(days)}
        write_result(options.json, "bench.fusion", given, result)
    return 0


def _drawn(found: Sequence[Score]) -> Drawn:
    table = Drawn(
        "method", "days", "right", "by clock", "says", "values", "seconds", *(name.replace("_", " ") for name in _NAMES)
    )
    for each in found:
        kinds = [f"{each.kinds.get(name, 0):.3f}" for name in _NAMES]
        shares = [f"{share:.3f}" for share in (each.right, each.by_clock, each.stated)]
        table.add_row(each.method, each.days, *shares, f"{each.gold:,}", f"{each.seconds}", *kinds)
    return table


if __name__ == "__main__":
    sys.exit(main())
