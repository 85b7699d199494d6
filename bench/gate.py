"""The accuracy gate: no figure on the annotated reports may fall under its floor.

    python -m bench.gate [--accept]

Floors are in bench/floors.toml. The digest of data/reports is pinned there too, so that the gold
cannot change unseen; `--accept` writes the new digest, and is meant to be used on purpose. Timings
have no floor here: they depend on the machine.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.gold import GoldError, digest, gold_files, load
from bench.reports import FIGURES, figures, score_reports

__all__ = ["FLOORS", "Floors", "accept", "failures", "read_floors"]

FLOORS = Path(__file__).with_name("floors.toml")


class FloorsError(Exception):
    """The floors file is not as it should be."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The digest the floors were set on, and the least value (0 to 1) of each figure."""

    digest: str
    least: Mapping[str, float]


def read_floors(path: Path = FLOORS) -> Floors:
    """Raises FloorsError on a figure that is not measured, or a floor that is no share."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    least = {str(name): float(value) for name, value in raw["floors"].items()}
    unknown = sorted(set(least) - set(FIGURES))
    if unknown:
        raise FloorsError(f"{path.name}: no such figure: {', '.join(unknown)}")
    beyond = sorted(name for name, value in least.items() if not 0 <= value <= 1)
    if beyond:
        raise FloorsError(f"{path.name}: a floor is a share from 0 to 1: {', '.join(beyond)}")
    return Floors(str(raw["digest"]), least)


def failures(floors: Floors, measured: Mapping[str, float], seen: str) -> list[str]:
    """One sentence for each thing that is not as it must be; none when the gate holds."""
    told = []
    if seen != floors.digest:
        told.append(
            f"data/reports has changed (digest {seen[:12]}, pinned {floors.digest[:12]}): "
            "if that was meant, run `python -m bench.gate --accept`"
        )
    told += [
        f"{name} is {measured[name]:.4f}, under its floor of {least:.4f}"
        for name, least in floors.least.items()
        if measured[name] < least
    ]
    return told


def accept(path: Path, seen: str) -> None:
    """Pin another digest. Nothing else in the file changes."""
    text = path.read_text(encoding="utf-8")
    changed, times = re.subn(r'(?m)^digest = ".*"$', f'digest = "{seen}"', text)
    if times != 1:
        raise FloorsError(f"{path.name}: expected one line `digest = ...`, found {times}")
    path.write_text(changed, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.gate", description="Hold the accuracy floors.")
    parser.add_argument("--accept", action="store_true", help="pin the gold reports as they are now")
    options = parser.parse_args(arguments)
    seen = digest()
    try:
        if options.accept:
            accept(FLOORS, seen)
            print(f"pinned data/reports at {seen[:12]}")
        floors = read_floors()
        golds = [load(path) for path in gold_files()]
    except (FloorsError, GoldError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 1
    if not golds:
        print("gate: there are no gold reports in data/reports", file=sys.stderr)
        return 1
    measured = figures(score_reports(golds))
    told = failures(floors, measured, seen)
    for sentence in told:
        print(f"gate: {sentence}", file=sys.stderr)
    for name, least in floors.least.items():
        print(f"gate: {name:28} {measured[name]:.4f} (floor {least:.4f})")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
