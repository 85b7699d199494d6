"""How well tellings of one claim are brought together, on the two cases written for this project.

    python -m bench.claims [--case case-dev] [--causes] [--json FILE]

Every statement of a case is linked as a user would have it; those that a person marked are then scored. B-cubed (Bagga
and Baldwin 1998) says of each which share of its claim's fellows are right, and found; beside it stands F1 without the
statements that were marked as oblique. The baseline joins statements by the terms they share alone, as near as these
are rare; its threshold was chosen on `case-dev`.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, Marked, marked, papers_of_case
from bench.stamp import write_result
from firsthand.claims import Paper, Telling
from firsthand.link.clusters import THRESHOLD, clusters
from firsthand.link.linking import chances, link
from firsthand.link.tellings import tellings_of
from firsthand.model import Span

__all__ = [
    "Case",
    "Scores",
    "b_cubed",
    "case_of",
    "causes",
    "interval",
    "linked",
    "mean",
    "near",
    "of_each",
    "pairs_found",
]

BASELINE = 0.26
_OVERLAP = 0.5  # of the shorter of what was marked and what was read: then it is the same
_DRAWS, _SEED = 1_000, 1
_ANY = -1_000.0  # bits: below all that a pair may weigh

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
    read = [_read(each.place, by_document[each.key], tellings) for each in found]
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
    return mean(of_each(found, gold))


def of_each(found: Sequence[Hashable], gold: Sequence[Hashable]) -> list[tuple[float, float]]:
    """Of each item, which share of its cluster is of its claim, and which share of its claim is in its cluster."""
    both, of_found, of_gold = Counter(zip(found, gold, strict=True)), Counter(found), Counter(gold)
    return [(both[pair] / of_found[pair[0]], both[pair] / of_gold[pair[1]]) for pair in zip(found, gold, strict=True)]


def mean(each: Sequence[tuple[float, float]]) -> Scores:
    """The scores of all together, from the shares of each item."""
    count = max(1, len(each))
    return Scores(sum(precision for precision, _ in each) / count, sum(recall for _, recall in each) / count)


def interval(found: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float]:
    """Within which F1 lies with 95 %, were other claims drawn (bootstrap over the claims).

    What is drawn are the shares that each statement has among all the others. Were the statements themselves drawn and
    scored anew, a claim would no longer be joined with those that are left out, and every draw would look better.
    """
    own: dict[Hashable, list[tuple[float, float]]] = defaultdict(list)
    for claim, shares in zip(gold, of_each(found, gold), strict=True):
        own[claim].append(shares)
    chance, claims = random.Random(_SEED), list(own.values())  # noqa: S311
    draws = ([each for _ in claims for each in chance.choice(claims)] for _ in range(_DRAWS))
    scores = sorted(mean(drawn).f1 for drawn in draws)
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


def linked(case: Case, chance: Mapping[Pair, float], threshold: float = THRESHOLD) -> list[Hashable]:
    """The claim that firsthand puts each marked statement into; one of its own where nothing was read."""
    found = clusters(len(case.tellings), chance, threshold=threshold)
    return [f"unread {place}" if number is None else found[number] for place, number in enumerate(case.read)]


def causes(case: Case, found: Sequence[Hashable], chance: Mapping[Pair, float], compared: Set[Pair]) -> Counter[str]:
    """Why pairs of one claim are apart, and pairs of two claims together: how many for each cause."""
    counts: Counter[str] = Counter()
    for j, other in enumerate(case.marked):
        for i, one in enumerate(case.marked[:j]):
            if (one.claim == other.claim) != (found[i] == found[j]):
                counts[_cause(case.read[i], case.read[j], chance, compared, together=found[i] == found[j])] += 1
    return counts


def _cause(
    one: int | None, other: int | None, chance: Mapping[Pair, float], compared: Set[Pair], *, together: bool
) -> str:
    if one is None or other is None:
        return "apart: nothing was read in one"
    pair = (min(one, other), max(one, other))
    likely = chance.get(pair, 0.0) >= THRESHOLD
    if together:
        return f"together: {'one telling for both' if one == other else 'linked' if likely else 'through others'}"
    if pair not in compared:
        return "apart: not compared"
    return f"apart: {'linked, but nearer to others' if likely else 'too little in common'}"


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
    parser.add_argument("--causes", action="store_true", help="count why pairs are wrongly apart or together")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    results = {}
    table = Table(
        "case",
        "by",
        "marked",
        "read",
        "P",
        "R",
        "F1",
        "95 %",
        "F1, no oblique",
        "pairs of one claim found, by languages",
    )
    for name in options.case or ("case-dev", "case"):
        case = case_of(CASES / name, papers_of_case(CASES / name))
        gold = [each.claim for each in case.marked]
        baseline = clusters(len(gold), dict(near(case)), threshold=BASELINE)
        chance = chances(link(case.tellings).links)
        for by, found in (("shared terms", baseline), ("firsthand", linked(case, chance))):
            figures = _figures(case, found, gold)
            results[f"{name}, {by}"] = figures
            table.add_row(name, by, *_cells(figures))
        if options.causes:
            every = set(chances(link(case.tellings, least=_ANY).links))
            for cause, count in sorted(causes(case, linked(case, chance), chance, every).items()):
                Console().print(f"{name}: {cause}: {count}")
    Console().print(table)
    if options.json:
        write_result(options.json, "bench.claims", sys.argv[1:] if arguments is None else list(arguments), results)
    return 0


def _figures(case: Case, found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, Any]:
    scores = b_cubed(found, gold)
    plain = [number for number, each in enumerate(case.marked) if not each.oblique]
    read = sum(number is not None for number in case.read)
    return {
        "statements": len(gold),
        "read": read,
        **asdict(scores),
        "f1": scores.f1,
        "interval": interval(found, gold),
        "plain": len(plain),
        "plain_f1": b_cubed([found[number] for number in plain], [gold[number] for number in plain]).f1,
        "pairs": pairs_found(case.marked, found),
    }


def _cells(figures: dict[str, Any]) -> Iterator[str]:
    yield from (str(figures["statements"]), str(figures["read"]))
    yield from (f"{figures[name]:.2f}" for name in ("precision", "recall", "f1"))
    yield "{:.2f} to {:.2f}".format(*figures["interval"])
    yield f"{figures['plain_f1']:.2f} of {figures['plain']}"
    yield ", ".join(f"{languages} {right}/{of}" for languages, (right, of) in figures["pairs"].items())


if __name__ == "__main__":
    sys.exit(main())
