"""The accuracy gate of claims: no figure on the two written cases may fall under its floor.

    python -m bench.gate_cases [--case case]

Floors are in bench/floors.toml, one table for each case. Figures that begin with `given_` are of one step alone, with
what a person marked of the steps before it; the others are what a user gets from the raw files.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from bench.assessments import judged, share_right
from bench.case_gold import CASES, gold_claims, papers_of_case
from bench.cases import whole_of
from bench.claims import b_cubed, case_of, linked
from bench.derivations import gold_pairs, scores, traced
from bench.drifts import compared, found_in, planted_in
from bench.origins import counted, score
from bench.origins_gold import gold_case
from firsthand.link.linking import chances, link

__all__ = ["FLOORS", "figures", "floors_of", "under"]

FLOORS = Path(__file__).with_name("floors.toml")


def figures(folder: Path) -> dict[str, float]:
    """Every figure of a case, between 0 and 1."""
    papers = papers_of_case(folder)
    whole, _, _ = whole_of(folder, papers)
    case = case_of(folder, papers)
    claims = b_cubed(linked(case, chances(link(case.tellings).links)), [each.claim for each in case.marked])
    found = traced(papers, gold_claims(folder, papers))
    given = gold_case(folder, papers, as_marked=True)
    origins, drift = score(list(counted(given))), compared(found_in(given), planted_in(given))
    return {
        "claims_met": whole.met,
        "claims_precision": claims.precision,
        "claims_f1": claims.f1,
        "origins_holding": whole.holding,
        "derivations_f1": whole.derivations,
        "given_derivations_f1": scores(((each.taker, each.taken) for each in found), gold_pairs(folder)).f1,
        "given_origins_holding": origins.holding,
        "given_origins_exact": origins.exact,
        "given_drift_recall": drift.recall,
        "given_drift_precision": drift.precision,
        "given_status": share_right(list(judged(given, folder))),
        "given_status_mapped": share_right(list(judged(given, folder, mapped=True))),
    }


def floors_of(case: str, path: Path = FLOORS) -> dict[str, float]:
    """The least value of each figure of a case."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))[case]
    return {str(name): float(value) for name, value in raw.items()}


def under(measured: dict[str, float], floors: dict[str, float]) -> list[str]:
    """A sentence for each figure that is under its floor, and for each that has none."""
    missing = [f"{name} has no floor" for name in sorted(measured.keys() ^ floors.keys())]
    low = [
        f"{name} is {measured[name]:.4f}, under its floor of {floor:.4f}"
        for name, floor in floors.items()
        if name in measured and measured[name] < floor
    ]
    return missing + low


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.gate_cases", description="Hold the floors of claims.")
    parser.add_argument("--case", action="append", choices=("case", "case-dev"))
    options = parser.parse_args(arguments)
    told = []
    for name in options.case or ("case", "case-dev"):
        measured, floors = figures(CASES / name), floors_of(name)
        for figure, value in measured.items():
            print(f"gate: {name:8} {figure:25} {value:.4f} (floor {floors.get(figure, 0):.4f})")
        told += [f"{name}: {sentence}" for sentence in under(measured, floors)]
    for sentence in told:
        print(f"gate: {sentence}", file=sys.stderr)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
