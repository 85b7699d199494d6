"""How well tellings of one claim are brought together, on the two cases written for this project.

    python -m bench.claims [--case case-dev] [--json FILE]

The statements are those that a person marked, with the words that the program read there. B-cubed (Bagga and Baldwin
1998) says of each statement which share of its claim's fellows are right, and found. What stands here is the baseline
that a linker has to beat: two statements are as near as the terms they share are rare, and claims are made by average
linkage. Its threshold was chosen on `case-dev`.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from heapq import heapify, heappop, heappush
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, Marked, marked, reports_of_case
from bench.stamp import write_result
from firsthand.link.terms import terms_of

__all__ = ["Scores", "average_linkage", "b_cubed", "near", "pairs_found"]

THRESHOLD = 0.18

Pair = tuple[int, int]


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


def near(statements: Sequence[Marked]) -> Iterator[tuple[Pair, float]]:
    """Pairs of statements that share terms, with the geometric mean of the shares of each one's terms, by rarity."""
    documents = {each.document: each for each in statements}
    told = Counter(term for each in documents.values() for term in terms_of(each.report.document.text, each.language))
    weight = {term: math.log((len(documents) + 1) / (count + 0.5)) for term, count in told.items()}
    terms = [terms_of(each.text, each.language) & weight.keys() for each in statements]
    mass = [sum(weight[term] for term in own) for own in terms]
    for j in range(len(terms)):
        for i in range(j):
            common = sum(weight[term] for term in terms[i] & terms[j])
            if common > 0:
                yield (i, j), common / math.sqrt(mass[i] * mass[j])


def average_linkage(count: int, near: Mapping[Pair, float], threshold: float) -> list[int]:
    """The cluster of each of so many items: the nearest two are joined as long as they are near enough on average."""
    beside: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), value in near.items():
        beside[one][other] = beside[other][one] = value
    members = {item: [item] for item in range(count)}
    waiting = [(-value, one, other) for (one, other), value in near.items() if value >= threshold]
    heapify(waiting)
    while waiting:
        _, one, other = heappop(waiting)
        if one not in members or other not in members:
            continue
        sizes, joined = (len(members[one]), len(members[other])), max(members) + count
        members[joined] = members.pop(one) + members.pop(other)
        for third in sorted((beside[one].keys() | beside[other].keys()) & members.keys()):
            total = beside[one].get(third, 0.0) * sizes[0] + beside[other].get(third, 0.0) * sizes[1]
            value = beside[joined][third] = beside[third][joined] = total / sum(sizes)
            if value >= threshold:
                heappush(waiting, (-value, third, joined))
    return [cluster for _, cluster in sorted((item, key) for key, own in members.items() for item in own)]


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
    table = Table("case", "statements", "read", "P", "R", "F1", "pairs of one claim found, by languages")
    for name in options.case or ("case-dev", "case"):
        statements = list(marked(CASES / name, reports_of_case(CASES / name)))
        found = average_linkage(len(statements), dict(near(statements)), THRESHOLD)
        scores = b_cubed(found, [each.claim for each in statements])
        pairs = pairs_found(statements, found)
        read = sum(each.statement is not None for each in statements)
        results[name] = {"statements": len(statements), "read": read, **asdict(scores), "f1": scores.f1, "pairs": pairs}
        told = ", ".join(f"{languages} {right}/{of}" for languages, (right, of) in pairs.items())
        figures = (f"{value:.2f}" for value in (scores.precision, scores.recall, scores.f1))
        table.add_row(name, str(len(statements)), str(read), *figures, told)
    Console().print(table)
    if options.json:
        write_result(options.json, "bench.claims", sys.argv[1:] if arguments is None else list(arguments), results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
