"""How the rules fare on eight cases by others, who had seen neither the rules nor what they find (`data/cases`).

    python -m bench.other_cases [--case dam] [--show] [--json FILE]

Of each: B-cubed of the claims as the program links them; who took what from whom, given the claims as marked; whether
the origins that a person counted lie in the range, given derivations as well; the status of each claim, given claims
and tellings. `--show` prints each claim whose status is another, with why.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.assessments import judged, share_right, show
from bench.case_gold import CASES, papers_of_case
from bench.claims import b_cubed, case_of, linked
from bench.derivations import gold_pairs, scores, traced
from bench.origins import counted, score
from bench.origins_gold import gold_case
from bench.stamp import write_result
from firsthand.claims import Paper
from firsthand.link.linking import chances, link

__all__ = ["OTHERS", "Figures", "figures", "main", "mean"]

OTHERS = tuple(sorted(folder for folder in (CASES / "cases").iterdir() if folder.is_dir()))


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1: of claims (B-cubed), of derivations (F1), of origin ranges, and of statuses."""

    claims_precision: float
    claims_recall: float
    claims_f1: float
    derivations_precision: float
    derivations_recall: float
    derivations_f1: float
    origins_holding: float
    origins_exact: float
    status: float


def figures(folder: Path, papers: Mapping[str, Paper], console: Console | None = None) -> Figures:
    """All of one case as it was read; with a console each wrong status is printed there."""
    case = case_of(folder, papers)
    claims = b_cubed(linked(case, chances(link(case.tellings).links)), [each.claim for each in case.marked])
    gold = gold_case(folder, papers, as_marked=True)
    found = {(each.taker, each.taken) for each in traced(gold.papers, gold.claims)}
    derived, origins = scores(found, gold_pairs(folder)), score(list(counted(gold)))
    statuses = list(judged(gold, folder))
    if console is not None:
        show(statuses, console)
    return Figures(
        *(claims.precision, claims.recall, claims.f1),
        *(derived.precision, derived.recall, derived.f1),
        *(origins.holding, origins.exact),
        share_right(statuses),
    )


def mean(several: Sequence[Figures]) -> Figures:
    """The mean of each figure: every case counts alike."""
    return Figures(*(sum(getattr(each, name.name) for each in several) / len(several) for name in fields(Figures)))


def _rows(found: dict[str, Figures]) -> Iterator[tuple[str, ...]]:
    for name, each in found.items():
        yield name, *(f"{value:.2f}" for value in asdict(each).values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of each case, and their means."""
    parser = argparse.ArgumentParser(prog="python -m bench.other_cases", description="Eight cases by others.")
    parser.add_argument("--case", choices=[folder.name for folder in OTHERS], help="this case alone")
    parser.add_argument("--show", action="store_true", help="print each claim whose status is another")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    console = Console(width=140)
    folders = [folder for folder in OTHERS if options.case in (None, folder.name)]
    shown = console if options.show else None
    found = {folder.name: figures(folder, papers_of_case(folder), shown) for folder in folders}
    found["mean"] = mean(list(found.values()))
    table = Table("case", *(field.name.replace("_", " ") for field in fields(Figures)))
    for row in _rows(found):
        table.add_row(*row)
    console.print(table)
    if options.json:
        results = {name: asdict(each) for name, each in found.items()}
        write_result(options.json, "bench.other_cases", sys.argv[1:] if arguments is None else list(arguments), results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
