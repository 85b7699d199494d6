"""Publicly claimed captures against dated control maps: claim day, first day on the map, difference; and the speed.

    python -m bench.control [--json FILE]

The claims are those of data/control; the maps are the daily ones of bench/control/deepstate in the data to measure
against, drawn by makers who sympathise with Ukraine. "At half" is the first day on which the map shows half of the
circle as the claim says, "at claim" the first with the claimed share (nine tenths for "all of it"). A place that the
first map already shows has no first day ("before"), one that the maps never show has none either ("not yet").
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.gold import ROOT, shared_data
from bench.stamp import write_result
from firsthand.claims import Ground
from firsthand.evidence import Asked
from firsthand.weigh.evidence.control import CONTROL, Maps

__all__ = ["Compared", "compared", "speed", "stated"]

CLAIMS = ROOT / "data" / "control" / "claims.tsv"
_PLACES, _SEED = 82, 8
_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside the maps. `half` and `whole` are first days on the map (ISO 8601), or why there is none."""

    day: str
    place: str
    side: str
    claimed: float
    shown: float | None
    half: str
    half_after: int | None
    whole: str
    whole_after: int | None
    verdict: str
    rule: str


def stated(path: Path = CLAIMS) -> list[tuple[str, Asked]]:
    """The claims of the table, with the name of the place."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = []
    for row in csv.DictReader(lines, delimiter="\t"):
        ground = Ground(int(row["geonameid"]), float(row["lat"]), float(row["lon"]), float(row["radius_km"]))
        asked = Asked(
            claim=row["place"],
            told=date.fromisoformat(row["day"]),
            event="territory_captured",
            actor=row["side"],
            ground=ground,
            share=(float(row["share"]), 1.0),
        )
        found.append((row["place"], asked))
    return found


def compared(maps: Maps, place: str, asked: Asked) -> Compared:
    """One claim beside the maps of one maker; the maps must have one layer."""
    ground = asked.ground
    if ground is None or asked.share is None:
        raise ValueError(f"{place}: the claim has no place or no share")
    (series,) = maps.series(ground.lat, ground.lon, ground.radius_km)
    own = asked.actor == series.holder
    days = [(day, share if own else 1 - share) for day, share in zip(series.days, series.shares, strict=True)]
    half, half_after = _first(days, 0.5, asked.told)
    whole, whole_after = _first(days, min(_ALL, asked.share[0]), asked.told)
    (found,) = maps.asked(asked)
    shown = dict(days).get(asked.told)
    return Compared(
        asked.told.isoformat(),
        place,
        asked.actor or "",
        asked.share[0],
        None if shown is None else round(shown, 3),
        half,
        half_after,
        whole,
        whole_after,
        found.verdict.value,
        found.rule,
    )


def _first(days: Sequence[tuple[date, float]], least: float, told: date) -> tuple[str, int | None]:
    """The first day with such a share, and how many days after the claim that is."""
    first = next((day for day, share in days if share >= least), None)
    if first is None:
        return "not yet", None
    if first == days[0][0]:
        return "before", None
    return first.isoformat(), (first - told).days


def speed(folder: Path) -> dict[str, float]:
    """Seconds to load all maps anew and to answer for random places on each day: none asked before."""
    started = time.perf_counter()
    maps = _opened(folder)
    loaded = time.perf_counter()
    chance = random.Random(_SEED)  # noqa: S311 - places to ask for, no secret
    answers = 0
    for _ in range(_PLACES):
        place = chance.uniform(46.5, 50.5), chance.uniform(34.5, 39.0), chance.uniform(1, 10)
        answers += sum(len(each.days) for each in maps.series(*place))
    ended = time.perf_counter()
    return {
        "maps": float(sum(len(layer.days) for layer in maps.layers)),
        "place_days": float(answers),
        "load_seconds": round(loaded - started, 2),
        "answer_seconds": round(ended - loaded, 2),
        "seconds": round(ended - started, 2),
    }


def _opened(folder: Path) -> Maps:
    return CONTROL.open(str(folder), "DeepState", {"holder": "RU", "side": "UA"})


def _shown(found: Sequence[Compared]) -> Table:
    table = Table("claimed", "place", "by", "share", "shown", "at half", "days", "at claim", "days", "verdict")
    for each in found:
        table.add_row(
            each.day,
            each.place,
            each.side,
            f"{each.claimed:g}",
            "no map" if each.shown is None else f"{each.shown:.3f}",
            each.half,
            "" if each.half_after is None else f"{each.half_after:+d}",
            each.whole,
            "" if each.whole_after is None else f"{each.whole_after:+d}",
            each.verdict,
        )
    return table


def main(arguments: Sequence[str]) -> int:
    """Print the table and the timing; with --json, write both."""
    shared = shared_data()
    folder = shared / "bench/control/deepstate" if shared else None
    if folder is None or not folder.is_dir():
        print("No daily maps: set FIRSTHAND_DATA to the folder that holds bench/control/deepstate.", file=sys.stderr)
        return 1
    maps = _opened(folder)
    found = [compared(maps, place, asked) for place, asked in stated()]
    timing = speed(folder)
    Console(width=150).print(_shown(found))
    print(
        f"{timing['maps']:.0f} maps loaded in {timing['load_seconds']} s, "
        f"{timing['place_days']:,.0f} place-days answered in {timing['answer_seconds']} s"
    )
    if "--json" in arguments:
        path = Path(arguments[arguments.index("--json") + 1])
        write_result(path, "bench.control", arguments, {"claims": [asdict(each) for each in found], "speed": timing})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
