"""How well the origins of claims are counted, on the two cases written for this project, given claims and derivations.

    python -m bench.origins [--case case-dev] [--as-read] [--show] [--json FILE]

A range holds where the number of origins that a person counted lies in it. `--as-read` takes statements, voices and
modes as the program read them, not as they were marked; `--show` prints the claims in which something differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, papers_of_case
from bench.origins_gold import GoldCase, gold_case, gold_options
from bench.stamp import write_result
from firsthand.claims import Origins
from firsthand.kinds import ToldBy
from firsthand.link.terms import terms_of
from firsthand.trace.origins import origins_of

__all__ = ["Counted", "Score", "counted", "score"]


@dataclass(frozen=True, slots=True)
class Counted:
    """The origins of one claim as found, and as a person counted them."""

    claim: str
    found: Origins
    count: int
    at_least: int
    at_most: int
    told_by: ToldBy

    @property
    def holds(self) -> bool:
        return self.found.at_least <= self.count <= self.found.at_most

    @property
    def exact(self) -> bool:
        return (self.found.at_least, self.found.at_most) == (self.at_least, self.at_most)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of all claims, and how wide ranges are on average (at most − at least), found and marked."""

    claims: int
    holding: float
    exact: float
    told_by: float
    width: float
    marked_width: float


def counted(case: GoldCase) -> Iterator[Counted]:
    """The origins of each claim of a case, beside those marked."""
    marked: dict[str, Any] = {each["id"]: each for each in case.gold["claims"]}
    every = origins_of(case.claims, case.papers, case.derivations, terms_of)
    for claim, found in zip(case.claims, every, strict=True):
        gold = marked[claim.id]["origins"]
        told_by = ToldBy(marked[claim.id]["told_by"])
        yield Counted(claim.id, found, gold["count"], gold["at_least"], gold["at_most"], told_by)


def score(claims: Sequence[Counted]) -> Score:
    """The shares, of at least one claim."""
    number = len(claims)
    return Score(
        number,
        sum(each.holds for each in claims) / number,
        sum(each.exact for each in claims) / number,
        sum(each.found.told_by is each.told_by for each in claims) / number,
        sum(each.found.at_most - each.found.at_least for each in claims) / number,
        sum(each.at_most - each.at_least for each in claims) / number,
    )


def _show(claims: Sequence[Counted], console: Console) -> None:
    for each in claims:
        found = each.found
        if each.exact and found.told_by is each.told_by:
            continue
        marks = ("" if each.holds else "does not hold  ") + f"{found.at_least}-{found.at_most} {found.told_by.value}"
        console.print(
            f"{each.claim}: {marks}; marked {each.count} ({each.at_least}-{each.at_most}) {each.told_by.value}"
        )
        for root in found.roots:
            console.print(f"    {root.voice} {'sure' if root.sure else ''}: {root.why}", markup=False)
            for told, why in root.tellings:
                console.print(f"        {told.document}: {why}", markup=False)


def main() -> int:
    options = gold_options("bench.origins", "Count where claims start.")
    console = Console()
    table = Table("case", "claims", "holding", "exact", "told by", "mean width", "marked width")
    scores = {}
    for name in [options.case] if options.case else ["case-dev", "case"]:
        case = gold_case(CASES / name, papers_of_case(CASES / name), as_marked=not options.as_read)
        found = list(counted(case))
        scores[name] = score(found)
        if options.show:
            _show(found, console)
        each = scores[name]
        shares = (f"{value:.1%}" for value in (each.holding, each.exact, each.told_by))
        table.add_row(name, str(each.claims), *shares, f"{each.width:.2f}", f"{each.marked_width:.2f}")
    console.print(table)
    if options.json:
        write_result(options.json, "bench.origins", sys.argv[1:], {name: asdict(each) for name, each in scores.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
