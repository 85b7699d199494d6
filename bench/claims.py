"""How well tellings of one claim are brought together, on the two cases written for this project.

    python -m bench.claims [--case case-dev] [--json FILE]

Every statement of a case is linked as a user would have it; those that a person marked are then scored. B-cubed (Bagga
and Baldwin 1998) says of each which share of its claim's fellows are right, and found. The baseline joins statements
by the terms they share alone, as near as these are rare; its threshold was chosen on `case-dev`.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, Marked, marked, papers_of_case
from bench.stamp import write_result
from firsthand.claims import Paper, Telling
from firsthand.link.clusters import clusters
from firsthand.link.linking import chances, link
from firsthand.link.tellings import tellings_of
from firsthand.model import Span

__all__ = ["Case", "Scores", "b_cubed", "case_of", "interval", "near", "pairs_found"]

BASELINE = 0.18
_OVERLAP = 0.5  # of the shorter of what was marked and what was read: then it is the same
_DRAWS, _SEED = 1_000, 1

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """All tellings of a case, the statements that a person marked, and the telling of each (None: nothing was read)."""

    tellings: Sequence[Telling]
    marked: Sequence[Marked]
    read: Sequence[int | None]

    def claims_of_tellings(self) -> list[frozenset[str]]:
        """The marked claims that each telling tells; none where nobody marked it."""
        found: list[set[str]] = [set() for _ in self.tellings]
        for each, telling in zip(self.marked, self.read, strict=True):
            if telling is not None:
                found[telling].add(each.claim)
        return [frozenset(each) for each in found]


def case_of(folder: Path, papers: Mapping[str, Paper]) -> Case:
    """A case with its gold. The documents stand by their keys, as a case has them."""
    tellings = [telling for key in sorted(papers) for telling in tellings_of(papers[key])]
    by_document: dict[str, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        by_document[telling.told.document].append(number)
    found = list(marked(folder, {key: paper.report for key, paper in papers.items()}))
    read = [_read(each.span, by_document[each.key], tellings) for each in found]
    return Case(tellings, found, read)


def _read(quote: Span, own: Sequence[int], tellings: Sequence[Telling]) -> int | None:
    best = max(own, key=lambda number: _common(quote, tellings[number].told.span)[1], default=None)
    return best if best is not None and _common(quote, tellings[best].told.span)[0] >= _OVERLAP else None


def _common(one: Span, other: Span) -> tuple[float, float]:
    """How much of the shorter one is common, and how much of both together."""
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return common / min(len(one), len(other)), common / (len(one) + len(other) - common)


@dataclass(frozen=True, slots=True)
class Scores:
    """B-cubed precision, recall and F1, all between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Scores:
    """The scores of a clustering, given as the cluster of each item, against another."""
    both, of_found, of_gold = Counter(zip(found, gold, strict=True)), Counter(found), Counter(gold)
    pairs = list(zip(found, gold, strict=True))
    precision = sum(both[pair] / of_found[pair[0]] for pair in pairs) / max(1, len(pairs))
    recall = sum(both[pair] / of_gold[pair[1]] for pair in pairs) / max(1, len(pairs))
    return Scores(precision, recall)


def interval(found: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float]:
    """Within which F1 lies with 95 %, were other claims drawn (bootstrap over the claims)."""
    own: dict[Hashable, list[int]] = defaultdict(list)
    for number, claim in enumerate(gold):
        own[claim].append(number)
    chance, scores = random.Random(_SEED), []  # noqa: S311
    for _ in range(_DRAWS):
        drawn = [(n, number) for n in range(len(own)) for number in own[chance.choice(list(own))]]
        scores.append(b_cubed([(n, found[i]) for n, i in drawn], [(n, gold[i]) for n, i in drawn]).f1)
    scores.sort()
    return scores[int(0.025 * _DRAWS)], scores[int(0.975 * _DRAWS)]


def near(case: Case) -> Iterator[tuple[Pair, float]]:
    """The baseline: marked statements that share terms, with the geometric mean of the shares of each one's terms."""
    documents: dict[str, set[str]] = defaultdict(set)
    for telling in case.tellings:
        documents[telling.told.document] |= telling.terms
    told = Counter(term for terms in documents.values() for term in terms)
    weight = {term: math.log((len(documents) + 1) / (count + 0.5)) for term, count in told.items()}
    terms = [case.tellings[number].terms if number is not None else frozenset() for number in case.read]
    mass = [sum(weight[term] for term in own) for own in terms]
    for j in range(len(terms)):
        for i in range(j):
            common = sum(weight[term] for term in terms[i] & terms[j])
            if common > 0:
                yield (i, j), common / math.sqrt(mass[i] * mass[j])


def linked(case: Case) -> list[Hashable]:
    """The claim that firsthand puts each marked statement into; one of its own where nothing was read."""
    found = clusters(len(case.tellings), chances(link(case.tellings).links))
    return [f"unread {place}" if number is None else found[number] for place, number in enumerate(case.read)]


def pairs_found(statements: Sequence[Marked], found: Sequence[Hashable]) -> dict[str, tuple[int, int]]:
    """For each pair of languages, how many pairs of one claim were brought together, of how many."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for j, other in enumerate(statements):
        for i, one in enumerate(statements[:j]):
            if one.claim == other.claim:
                languages = "-".join(sorted((one.language, other.language)))
                counts[languages][0] += found[i] == found[j]
                counts[languages][1] += 1
    return {languages: (right, of) for languages, (right, of) in sorted(counts.items())}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.claims", description="Bring tellings of a claim together.")
    parser.add_argument("--case", action="append", choices=("case", "case-dev"))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    results = {}
    table = Table("case", "by", "marked", "read", "P", "R", "F1", "95 %", "pairs of one claim found, by languages")
    for name in options.case or ("case-dev", "case"):
        case = case_of(CASES / name, papers_of_case(CASES / name))
        gold = [each.claim for each in case.marked]
        baseline = clusters(len(gold), dict(near(case)), threshold=BASELINE)
        for by, found in (("shared terms", baseline), ("firsthand", linked(case))):
            figures = _figures(case, found, gold)
            results[f"{name}, {by}"] = figures
            table.add_row(name, by, *_cells(figures))
    Console().print(table)
    if options.json:
        write_result(options.json, "bench.claims", sys.argv[1:] if arguments is None else list(arguments), results)
    return 0


def _figures(case: Case, found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, Any]:
    scores = b_cubed(found, gold)
    read = sum(number is not None for number in case.read)
    return {
        "statements": len(gold),
        "read": read,
        **asdict(scores),
        "f1": scores.f1,
        "interval": interval(found, gold),
        "pairs": pairs_found(case.marked, found),
    }


def _cells(figures: dict[str, Any]) -> Iterator[str]:
    yield from (str(figures["statements"]), str(figures["read"]))
    yield from (f"{figures[name]:.2f}" for name in ("precision", "recall", "f1"))
    yield "{:.2f} to {:.2f}".format(*figures["interval"])
    yield ", ".join(f"{languages} {right}/{of}" for languages, (right, of) in figures["pairs"].items())


if __name__ == "__main__":
    sys.exit(main())
