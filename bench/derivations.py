"""How well the two cases written for this project are traced: which document comes from which, given the claims.

    python -m bench.derivations [--case case-dev] [--as-marked] [--show] [--json FILE]

A pair counts as found when taker and taken are right; the gold has the nearest source of each thing told and not what
lies further back. Statements, voices and modes are as the program read them, `--as-marked` takes those that a person
marked. A kind is right when the gold has it for the pair. The intervals are those of 95%: of precision and recall by
Wilson, of F1 by drawing takers again (bootstrap). Everything was tuned on `case-dev`. `--show` prints what is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, gold_claims, keys_of_case, papers_of_case
from bench.origins_gold import gold_case
from bench.posts import interval
from bench.stamp import write_result
from firsthand.claims import Claim, Derivation, Paper
from firsthand.kinds import DerivationKind
from firsthand.link.terms import terms_of
from firsthand.trace.copies import copies
from firsthand.trace.derivations import derivations
from firsthand.trace.prints import fingerprints

__all__ = ["Scores", "by_kind", "f1_interval", "gold_pairs", "scores", "traced"]

_DRAWS = 1_000

Pair = tuple[str, str]
Kinds = Mapping[Pair, frozenset[DerivationKind]]
"""The kinds of each pair, taker first."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Pairs that are right, found, and marked."""

    right: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        both = self.found + self.marked
        return 2 * self.right / both if both else 0.0


def traced(papers: Mapping[str, Paper], claims: Sequence[Claim]) -> tuple[Derivation, ...]:
    """The derivations of a case, as `firsthand` traces it once the claims are known."""
    ordered = [paper for _, paper in sorted(papers.items())]
    prints = list(fingerprints(paper.report.document.text for paper in ordered))
    outlets = [paper.source.id if paper.source else paper.key for paper in ordered]
    return tuple(derivations(ordered, claims, tuple(copies(prints, outlets)), terms_of))


def gold_pairs(case: Path) -> Kinds:
    """The pairs that a person marked in a case, by the keys of the documents."""
    gold, keys = json.loads((case / "gold.json").read_text("utf-8")), keys_of_case(case)
    kinds: dict[Pair, set[DerivationKind]] = {}
    for each in gold["derivations"]:
        kinds.setdefault((keys[each["from"]], keys[each["to"]]), set()).add(DerivationKind(each["kind"]))
    return {pair: frozenset(found) for pair, found in kinds.items()}


def scores(found: Iterable[Pair], gold: Iterable[Pair]) -> Scores:
    """How many pairs are right."""
    found, gold = set(found), set(gold)
    return Scores(len(found & gold), len(found), len(gold))


def f1_interval(found: Iterable[Pair], gold: Iterable[Pair], seed: int = 1) -> tuple[float, float]:
    """Within which F1 lies with 95%, were other takers drawn: what one document takes hangs together."""
    found, gold = set(found), set(gold)
    takers = sorted({taker for taker, _ in found | gold})
    counts = [scores((p for p in found if p[0] == t), (p for p in gold if p[0] == t)) for t in takers]
    if not counts:
        return 0.0, 0.0
    chance = random.Random(seed)  # noqa: S311
    drawn = sorted(_together(chance.choices(counts, k=len(counts))).f1 for _ in range(_DRAWS))
    return drawn[_DRAWS // 40], drawn[-_DRAWS // 40 - 1]


def by_kind(found: Iterable[Pair], gold: Kinds) -> dict[str, tuple[int, int]]:
    """For each kind of the gold, how many of its pairs were found, of how many."""
    found = set(found)
    return {
        kind.value: (sum(kind in kinds and pair in found for pair, kinds in gold.items()), of)
        for kind in DerivationKind
        if (of := sum(kind in kinds for kinds in gold.values()))
    }


def _together(counts: Iterable[Scores]) -> Scores:
    counts = list(counts)
    return Scores(*(sum(getattr(each, name) for each in counts) for name in ("right", "found", "marked")))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.derivations", description="Who took what from whom.")
    parser.add_argument("--case", action="append", choices=("case", "case-dev"))
    parser.add_argument("--as-marked", action="store_true", help="statements and voices that a person marked")
    parser.add_argument("--show", action="store_true", help="print the pairs that are wrong, and those missed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    results: dict[str, dict[str, Any]] = {}
    console = Console()
    table = Table("case", "pairs", "found", "P", "R", "F1", "F1 with the kind")
    for name in options.case or ("case-dev", "case"):
        found, gold = _of_case(CASES / name, as_marked=options.as_marked), gold_pairs(CASES / name)
        if options.show:
            _show(found, gold, console)
        results[name] = _figures(found, gold)
        table.add_row(name, str(len(gold)), str(len(found)), *_cells(results[name]))
    console.print(table)
    for name, figures in results.items():
        kinds = ", ".join(f"{kind} {right}/{of}" for kind, (right, of) in figures["by_kind"].items())
        console.print(f"{name}, found of each kind: {kinds}")
    if options.json:
        write_result(options.json, "bench.derivations", sys.argv[1:] if arguments is None else list(arguments), results)
    return 0


def _of_case(folder: Path, *, as_marked: bool) -> tuple[Derivation, ...]:
    papers = papers_of_case(folder)
    if as_marked:
        case = gold_case(folder, papers, as_marked=True)
        return traced(case.papers, case.claims)
    return traced(papers, gold_claims(folder, papers))


def _figures(found: Sequence[Derivation], gold: Kinds) -> dict[str, Any]:
    pairs = [(each.taker, each.taken) for each in found]
    of_kind = [(each.taker, each.taken) for each in found if each.kind in gold.get((each.taker, each.taken), ())]
    directed = scores(pairs, gold)
    return {
        **asdict(directed),
        "precision": (directed.precision, interval(directed.right, directed.found)),
        "recall": (directed.recall, interval(directed.right, directed.marked)),
        "f1": (directed.f1, f1_interval(pairs, gold)),
        "f1_with_kind": Scores(len(of_kind), directed.found, directed.marked).f1,
        "by_kind": by_kind(pairs, gold),
    }


def _cells(figures: Mapping[str, Any]) -> Iterator[str]:
    for name in ("precision", "recall", "f1"):
        value, (low, high) = figures[name]
        yield f"{value:.2f} ({low:.2f}-{high:.2f})"
    yield f"{figures['f1_with_kind']:.2f}"


def _show(found: Sequence[Derivation], gold: Kinds, console: Console) -> None:
    for each in found:
        if (each.taker, each.taken) not in gold:
            rules = ", ".join(f"{tie.rule} {tie.score:.2f}" for tie in each.ties)
            console.print(f"wrong: {each.taker} from {each.taken} ({rules})", markup=False)
    for taker, taken in sorted(gold.keys() - {(each.taker, each.taken) for each in found}):
        kinds = ", ".join(sorted(gold[taker, taken]))
        console.print(f"missed: {taker} from {taken} ({kinds})", markup=False)


if __name__ == "__main__":
    sys.exit(main())
