"""Finding the fact-check of a claim: CheckThat! 2020, task 2, English (tweets, and claims that Snopes checked).

    python -m bench.factchecks [--split dev] [--json FILE]

MAP@5 over the tweets, beside plain BM25 over the same texts (whole words, the same constants). Everything was chosen on
`train`; `dev` only measures. Beyond the ranking: how many tweets have a first hit that is taken for the same claim, and
how many of those are right; only such a hit speaks for or against a claim.

185 claims stand twice in the collection, with other quotation marks, and only one of the two is marked as right. Each
is counted once here: else MAP hangs on the order of equals (.78 to .87 for the same ranking of `train`).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.text import fold
from firsthand.weigh.evidence.factchecks_match import Index, alike, stems_of

__all__ = ["Tweets", "load_claims", "load_tweets", "mean_average_precision", "measured"]

_AT = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Tweets:
    """The tweets of a split by their ids, and for each the ids of the claims that are right."""

    texts: dict[str, str]
    right: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How one method ranks: MAP@5, and the share of tweets whose first hit is right."""

    method: str
    map_at_5: float
    first_right: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Taken:
    """How many first hits are taken for the same claim, of how many tweets, and how many of those are right."""

    tweets: int
    taken: int
    right: int


def load_claims(folder: Path) -> list[tuple[str, str, str]]:
    """Id, claim and title of every checked claim, each once; of two the one that comes first, which is that marked."""
    with gzip.open(folder / "verified_claims.docs.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    different: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        different.setdefault(" ".join(_WORD.findall(fold(row[1]))), (row[0], row[1], row[2]))
    return list(different.values())


def load_tweets(folder: Path, split: str) -> Tweets:
    """The tweets of "train" or "dev"."""
    with (folder / split / "tweets.queries.tsv").open(encoding="utf-8", newline="") as file:
        texts = {row[0]: row[1] for row in list(csv.reader(file, delimiter="\t"))[1:]}
    right: dict[str, set[str]] = {}
    for line in (folder / split / "tweet-vclaim-pairs.qrels").read_text("utf-8").splitlines():
        tweet, _, claim, _ = line.split()
        right.setdefault(tweet, set()).add(claim)
    return Tweets(texts, {tweet: frozenset(claims) for tweet, claims in right.items()})


def mean_average_precision(ranked: Sequence[tuple[Sequence[str], frozenset[str]]]) -> float:
    """MAP@5 of what was found and what is right, for each question."""
    total = 0.0
    for found, right in ranked:
        hits = [place for place, claim in enumerate(found[:_AT], 1) if claim in right]
        total += sum(number / place for number, place in enumerate(hits, 1)) / max(1, min(len(right), _AT))
    return total / max(1, len(ranked))


def _whole_words(text: str, language: str) -> list[str]:
    return _WORD.findall(fold(text))


def measured(name: str, index: Index, claims: Sequence[tuple[str, str, str]], tweets: Tweets) -> Ranked:
    """Rank for every tweet of a split."""
    started = perf_counter()
    ranked = [
        ([claims[number][0] for number, _ in index.best(text, "en", _AT)], tweets.right.get(tweet, frozenset()))
        for tweet, text in tweets.texts.items()
    ]
    seconds = perf_counter() - started
    first = sum(bool(found) and found[0] in right for found, right in ranked) / max(1, len(ranked))
    return Ranked(name, round(mean_average_precision(ranked), 4), round(first, 4), round(seconds, 2))


def taken(index: Index, claims: Sequence[tuple[str, str, str]], tweets: Tweets) -> Taken:
    """What becomes of the first hits."""
    count = right = 0
    for tweet, text in tweets.texts.items():
        best = index.best(text, "en", 1)
        if best and alike(index, (text, "en"), (claims[best[0][0]][1], "en")).strong:
            count += 1
            right += claims[best[0][0]][0] in tweets.right.get(tweet, frozenset())
    return Taken(len(tweets.texts), count, right)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.factchecks", description="Find the fact-check of a claim.")
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    shared = shared_data()
    folder = shared / "bench/linking/checkthat2020" if shared else None
    if folder is None or not folder.is_dir():
        print("there are no tweets in $FIRSTHAND_DATA/bench/linking/checkthat2020", file=sys.stderr)
        return 1
    claims, tweets = load_claims(folder), load_tweets(folder, options.split)
    texts = [(claim, title, "en") for _, claim, title in claims]
    ours, plain = Index(texts, stems_of), Index(texts, _whole_words, letters=0)
    rows = [
        measured(name, index, claims, tweets) for name, index in (("firsthand", ours), ("BM25, whole words", plain))
    ]
    sure = taken(ours, claims, tweets)
    Console().print(_table(rows))
    print(f"taken for the same claim: {sure.taken} of {sure.tweets} first hits, {sure.right} of them right")
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        found = {"split": options.split, "ranked": [asdict(row) for row in rows], "same": asdict(sure)}
        write_result(options.json, "bench.factchecks", given, found)
    return 0


def _table(rows: Sequence[Ranked]) -> Table:
    table = Table("method", "MAP@5", "first is right", "seconds")
    for row in rows:
        table.add_row(row.method, f"{row.map_at_5:.3f}", f"{row.first_right:.3f}", f"{row.seconds:.1f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
