"""The status of every claim of the two cases written for this project, beside the one that a person wrote for it.

    python -m bench.assessments [--case case-dev] [--as-read] [--show] [--json FILE]

Where the case has a map in `evidence`, its claims are weighed a second time, with it.

The claims and their tellings are given as marked; who has it from whom, with whom it starts, what each has to gain and
what is known of it is found by the program. `--show` prints each claim whose status is another, with why.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, papers_of_case
from bench.origins_gold import GoldCase, gold_case, gold_options
from bench.stamp import write_result
from firsthand.claims import Account, Paper
from firsthand.evidence import Evidence
from firsthand.pipeline.asking import asked_of
from firsthand.pipeline.assessing import Weighing, weighed_claims
from firsthand.pipeline.claiming import accounted
from firsthand.weigh.evidence.control import CONTROL
from firsthand.weigh.track_record import interval_of

__all__ = ["Judged", "judged", "observed", "share_right", "show"]

_MAP = {"holder": "RU", "side": "UA", "area": "47, 36, 50, 39"}
"""The options of the map that was drawn for the example case (see its README)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with the status that was written for it, and the one that was found, with why."""

    claim: str
    title: str
    wanted: str
    found: str
    why: str

    @property
    def right(self) -> bool:
        return self.wanted == self.found


def observed(folder: Path, accounts: Sequence[Account], papers: Mapping[str, Paper]) -> dict[str, list[Evidence]]:
    """What the map of a case says of each claim; nothing where it has none."""
    drawn = folder / "evidence" / "map"
    if not drawn.is_dir():
        return {}
    body = CONTROL.open(str(drawn), "Map (drawn)", _MAP)
    asked = (asked_of(each, papers) for each in accounts)
    return {each.claim: list(body.asked(each)) for each in asked if each is not None}


def judged(case: GoldCase, folder: Path, *, mapped: bool = False) -> Iterator[Judged]:
    """Every claim of a case; `mapped` weighs them with the map that lies beside it."""
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in case.gold["apart"]:
        near[one].append(other)
        near[other].append(one)
    accounts = accounted(case.papers, [replace(each, near=tuple(near[each.id])) for each in case.claims])
    evidence = observed(folder, accounts, case.papers) if mapped else {}
    weighed = {each.account.claim.id: each for each in weighed_claims(accounts, case.papers, evidence)}
    for each in case.gold["claims"]:
        found = weighed[each["id"]]
        wanted = each.get("status_with_map", each["status"]) if mapped else each["status"]
        yield Judged(each["id"], each["title"], wanted, found.assessment.status.value, _why(found))


def _why(weighing: Weighing) -> str:
    origins = weighing.account.origins
    return f"{weighing.assessment.status_why} [{origins.at_least}-{origins.at_most}, {origins.told_by.value}]"


def share_right(claims: Sequence[Judged]) -> float:
    """The share whose status is the one that was written."""
    return sum(each.right for each in claims) / len(claims) if claims else 0.0


def _table(name: str, claims: Sequence[Judged]) -> Table:
    table = Table(title=f"{name}: {share_right(claims):.1%} of {len(claims)} claims have the status written for them")
    for head in ("status", "written", "found", "both"):
        table.add_column(head, justify="left" if head == "status" else "right")
    wanted, found = Counter(each.wanted for each in claims), Counter(each.found for each in claims)
    both = Counter(each.wanted for each in claims if each.right)
    for status in sorted(wanted | found):
        table.add_row(status, str(wanted[status]), str(found[status]), str(both[status]))
    return table


def show(claims: Sequence[Judged], console: Console) -> None:
    """Print each claim whose status is another, with why."""
    for each in claims:
        if not each.right:
            console.print(f"{each.claim}: {each.title}\n  {each.wanted} ≠ {each.found}: {each.why}", markup=False)


def main() -> int:
    """Print the figures of each case."""
    options = gold_options("bench.assessments", __doc__ or "")
    console, figures = Console(width=140), {}
    for name in [options.case] if options.case else ["case-dev", "case"]:
        folder = CASES / name
        case = gold_case(folder, papers_of_case(folder), as_marked=not options.as_read)
        for mapped in (False, True) if (folder / "evidence").is_dir() else (False,):
            called = f"{name} with its map" if mapped else name
            claims = list(judged(case, folder, mapped=mapped))
            console.print(_table(called, claims))
            if options.show:
                show(claims, console)
            figures[called] = {
                "right": share_right(claims),
                "interval": interval_of(sum(each.right for each in claims), len(claims)),
                "claims": [asdict(each) for each in claims],
            }
    if options.json:
        write_result(options.json, "bench.assessments", sys.argv[1:], figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
