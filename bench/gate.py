"""The accuracy gate: no figure on the annotated reports may fall under its floor.

    python -m bench.gate [--accept]

Floors are in bench/floors.toml, for English and for every other language that has a table there, and for the credits
of wire agencies, which have texts of their own. The digest of
the reports is pinned there too, so that the gold cannot change unseen; `--accept` writes the new digests, and is
meant to be used on purpose. Timings have no floor here: they depend on the machine.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import credits as bench_credits
from bench.gold import GoldError, digest, gold_files, load, reports_of
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
    language: str = "en"


def read_floors(path: Path = FLOORS, language: str = "en") -> Floors:
    """Raises FloorsError on a figure that is not measured, or a floor that is no share."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    least = {str(name): float(value) for name, value in raw[_key("floors", language)].items()}
    unknown = sorted(set(least) - set(FIGURES))
    if unknown:
        raise FloorsError(f"{path.name}: no such figure: {', '.join(unknown)}")
    beyond = sorted(name for name, value in least.items() if not 0 <= value <= 1)
    if beyond:
        raise FloorsError(f"{path.name}: a floor is a share from 0 to 1: {', '.join(beyond)}")
    return Floors(str(raw[_key("digest", language)]), least, language)


def read_credit_floors(path: Path = FLOORS) -> dict[str, float]:
    """The least value of each figure of bench/credits.py. Raises FloorsError like `read_floors`."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["credits"]
    least = {str(name): float(value) for name, value in raw.items()}
    wrong = sorted(name for name, value in least.items() if name not in bench_credits.FIGURES or not 0 <= value <= 1)
    if wrong:
        raise FloorsError(f"{path.name}: no such figure, or no share from 0 to 1: {', '.join(wrong)}")
    return least


def languages(path: Path = FLOORS) -> list[str]:
    """The languages that have floors, English first."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return ["en", *sorted(name.partition("-")[2] for name in raw if name.startswith("floors-"))]


def _key(name: str, language: str) -> str:
    return name if language == "en" else f"{name}-{language}"


def failures(floors: Floors, measured: Mapping[str, float], seen: str) -> list[str]:
    """One sentence for each thing that is not as it must be; none when the gate holds."""
    told = []
    if seen != floors.digest:
        told.append(
            f"data/{reports_of(floors.language).name} has changed (digest {seen[:12]}, pinned {floors.digest[:12]}): "
            "if that was meant, run `python -m bench.gate --accept`"
        )
    told += [
        f"{name} is {measured[name]:.4f}, under its floor of {least:.4f}"
        for name, least in floors.least.items()
        if measured[name] < least
    ]
    return told


def accept(path: Path, seen: str, language: str = "en") -> None:
    """Pin another digest. Nothing else in the file changes."""
    text = path.read_text(encoding="utf-8")
    key = _key("digest", language)
    changed, times = re.subn(rf'(?m)^{key} = ".*"$', f'{key} = "{seen}"', text)
    if times != 1:
        raise FloorsError(f"{path.name}: expected one line `{key} = ...`, found {times}")
    path.write_text(changed, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.gate", description="Hold the accuracy floors.")
    parser.add_argument("--accept", action="store_true", help="pin the gold reports as they are now")
    options = parser.parse_args(arguments)
    try:
        told = [sentence for language in languages() for sentence in hold(language, accepting=options.accept)]
        told += hold_credits()
    except (FloorsError, GoldError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 1
    for sentence in told:
        print(f"gate: {sentence}", file=sys.stderr)
    return 1 if told else 0


def hold(language: str, *, accepting: bool = False) -> list[str]:
    """Measure the reports of one language, print each figure beside its floor, and tell what is not as it must be.

    Raises FloorsError and GoldError.
    """
    folder = reports_of(language)
    seen = digest(folder)
    if accepting:
        accept(FLOORS, seen, language)
        print(f"pinned data/{folder.name} at {seen[:12]}")
    floors = read_floors(FLOORS, language)
    golds = [load(path) for path in gold_files(folder)]
    if not golds:
        return [f"there are no gold reports in data/{folder.name}"]
    measured = figures(score_reports(golds))
    for name, least in floors.least.items():
        print(f"gate: {language} {name:25} {measured[name]:.4f} (floor {least:.4f})")
    return failures(floors, measured, seen)


def hold_credits() -> list[str]:
    """Measure the credits of wire agencies, and tell what is under its floor. Raises FloorsError."""
    measured, least = bench_credits.figures(), read_credit_floors()
    for name, floor in least.items():
        print(f"gate: credits {name:22} {measured[name]:.4f} (floor {floor:.4f})")
    return [
        f"{name} is {measured[name]:.4f}, under its floor of {floor:.4f}"
        for name, floor in least.items()
        if measured[name] < floor
    ]


if __name__ == "__main__":
    sys.exit(main())
