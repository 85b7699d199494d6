"""What a user gets from the two cases written for this project, from raw files to the board, beside what was marked.

    python -m bench.cases [--case case-dev] [--show] [--json FILE]

Nothing of the gold goes in: reports are read, statements linked, claims traced as `firsthand claims` does it. A marked
claim is met by the one found that has most of its marked tellings (of as many, the one with least else). Of these: the
share that is met in most of its documents, whose origins hold the true count, whose place and day agree. Derivations
and drift are compared over the whole case. `--show` prints each claim that is not met.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, Marked, marked, papers_of_case
from bench.derivations import gold_pairs, scores
from bench.drifts import compared, planted_in
from bench.origins_gold import gold_case
from bench.stamp import write_result
from firsthand.claims import Account, Paper
from firsthand.model import Span
from firsthand.pipeline.claiming import accounted, claims_from

__all__ = ["Met", "Whole", "days_meet", "met", "whole_of"]

_OVERLAP = 0.5  # of the shorter of what was marked and what was found: then it is the same


@dataclass(frozen=True, slots=True)
class Met:
    """A marked claim, and the one found that meets it; how many of its documents that has, and how many others."""

    claim: str
    account: Account | None
    documents: int
    found: int
    others: int
    holds: bool
    day: bool | None


@dataclass(frozen=True, slots=True)
class Whole:
    """Shares of the marked claims, and F1 of derivations, recall and precision of drift."""

    claims: int
    met: float
    holding: float
    day: float
    derivations: float
    drift_recall: float
    drift_precision: float


def met(folder: Path, papers: Mapping[str, Paper], accounts: Sequence[Account]) -> Iterator[Met]:
    """Each marked claim with the one that meets it."""
    gold = {each["id"]: each for each in gold_case(folder, papers, as_marked=False).gold["claims"]}
    own: dict[str, list[Marked]] = {}
    for each in marked(folder, {key: paper.report for key, paper in papers.items()}):
        own.setdefault(each.claim, []).append(each)
    for claim, told in own.items():
        counted = Counter(n for each in told for n in _telling(each, accounts))
        best = max(counted, key=lambda n: (counted[n], -len(accounts[n].claim.tellings), -n), default=None)
        documents = {each.key for each in told}
        if best is None:
            yield Met(claim, None, len(documents), 0, 0, holds=False, day=None)
            continue
        account = accounts[best]
        found = documents & set(account.documents)
        count = gold[claim]["origins"]["count"]
        holds = account.origins.at_least <= count <= account.origins.at_most
        others = len(set(account.documents) - documents)
        yield Met(claim, account, len(documents), len(found), others, holds, days_meet(account, gold[claim]["time"]))


def _telling(each: Marked, accounts: Sequence[Account]) -> Iterator[int]:
    for number, account in enumerate(accounts):
        if any(told.document == each.key and _same(told.span, each.span) for told in account.claim.tellings):
            yield number


def _same(one: Span, other: Span) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common >= _OVERLAP * min(len(one), len(other)) > 0


def days_meet(account: Account, marked_time: str) -> bool | None:
    """Whether the days have one in common; None where nothing was marked."""
    if not marked_time or account.until is None:
        return None if not marked_time else False
    since, _, until = marked_time.partition("/")
    return (account.since or account.until) <= (until or since) and since <= account.until


def whole_of(folder: Path, papers: Mapping[str, Paper]) -> tuple[Whole, list[Met], tuple[Account, ...]]:
    """All figures of one case."""
    accounts = accounted(papers, claims_from(papers))
    found = list(met(folder, papers, accounts))
    pairs = {(each.taker, each.taken) for account in accounts for each in account.derivations}
    planted = planted_in(gold_case(folder, papers, as_marked=False))
    drift = compared([*dict.fromkeys(each for account in accounts for each in account.drift)], planted)
    days = [each.day for each in found if each.day is not None]
    whole = Whole(
        len(found),
        sum(each.found > each.documents / 2 and each.others <= each.found for each in found) / len(found),
        sum(each.holds for each in found) / len(found),
        sum(days) / max(1, len(days)),
        scores(pairs, gold_pairs(folder)).f1,
        drift.recall,
        drift.precision,
    )
    return whole, found, accounts


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description="What a user gets from a case.")
    parser.add_argument("--case", choices=["case", "case-dev"], help="this case alone")
    parser.add_argument("--show", action="store_true", help="print the claims that are not met")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args()
    console = Console()
    table = Table("case", "claims", "met", "origins hold", "day", "derivations F1", "drift found", "drift right")
    results = {}
    for name in [options.case] if options.case else ["case-dev", "case"]:
        whole, found, _ = whole_of(CASES / name, papers_of_case(CASES / name))
        results[name] = asdict(whole)
        claims, *shares = asdict(whole).values()
        table.add_row(name, str(claims), *(f"{share:.0%}" for share in shares))
        for each in found if options.show else ():
            _show(each, console)
    console.print(table)
    if options.json:
        write_result(options.json, "bench.cases", sys.argv[1:], results)
    return 0


def _show(each: Met, console: Console) -> None:
    if each.found * 2 > each.documents and each.others <= each.found and each.holds:
        return
    title = each.account.title if each.account else "nothing was read"
    range_ = f"{each.account.origins.at_least}-{each.account.origins.at_most}" if each.account else ""
    counts = f"{each.found} of {each.documents} documents, {each.others} others"
    console.print(f"{each.claim}: {counts}, {range_}{'' if each.holds else ' does not hold'}: {title}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
