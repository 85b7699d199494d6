"""How often two tellings in posts of Russian channels are rightly put into one claim: 842 pairs read by hand.

    python -m bench.pairs [--keep FOLDER] [--json FILE]

11,049 posts of 24 channels are taken in and joined as a user would have it; they come from
`$FIRSTHAND_DATA/bench/copies/telegram_ru/posts.jsonl.gz`. The pairs (data/links/telegram-ru.tsv) were drawn from all
that were compared, as many from each range of weights, so that most lie around where is decided, and each stands for so
many. Precision and recall are of these; the intervals are those of 95 %, were other pairs drawn (bootstrap within each
range). `--keep` keeps the case, which takes minutes to read, for the next time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.gold import shared_posts
from bench.stamp import write_result
from firsthand.claims import Paper, Told
from firsthand.model import Capture, Span
from firsthand.pipeline import adding
from firsthand.pipeline.claiming import claims_from
from firsthand.pipeline.papers import papers_of
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case

__all__ = ["PAIRS", "Judged", "Scores", "interval", "read_pairs", "scores"]

PAIRS = Path(__file__).parent.parent / "data" / "links" / "telegram-ru.tsv"
_DRAWS, _SEED = 2_000, 1


@dataclass(frozen=True, slots=True)
class Judged:
    """Two tellings, whether a reader found that they tell one claim, and how many compared pairs they stand for."""

    one: Told
    other: Told
    same: bool
    stands_for: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of the pairs that were joined, and of those that belong together."""

    precision: float
    recall: float


def read_pairs(path: Path = PAIRS) -> list[Judged]:
    """The pairs; posts by their address."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            one, start, end, other, from_, to, verdict, stands_for = line.split("\t")
            ends = (_told(one, start, end), _told(other, from_, to))
            found.append(Judged(*ends, verdict == "y", float(stands_for)))
    return found


def _told(post: str, start: str, end: str) -> Told:
    return Told(_address(post), Span(int(start), int(end)))


def _address(post: str) -> str:
    return f"https://t.me/c/{post}"


def scores(judged: Sequence[tuple[Judged, bool]]) -> Scores:
    """Precision and recall of pairs with whether they were joined, each counted for as many as it stands for."""
    joined = sum(each.stands_for for each, is_joined in judged if is_joined)
    same = sum(each.stands_for for each, _ in judged if each.same)
    both = sum(each.stands_for for each, is_joined in judged if is_joined and each.same)
    return Scores(both / joined if joined else 0.0, both / same if same else 0.0)


def interval(judged: Sequence[tuple[Judged, bool]]) -> tuple[Scores, Scores]:
    """The ends between which both lie with 95 %: pairs are drawn again among those that stand for as many."""
    chance = random.Random(_SEED)  # noqa: S311
    ranges: dict[float, list[tuple[Judged, bool]]] = defaultdict(list)
    for each in judged:
        ranges[each[0].stands_for].append(each)
    drawn = [scores([one for own in ranges.values() for one in chance.choices(own, k=len(own))]) for _ in range(_DRAWS)]
    low, high = _DRAWS // 40, -_DRAWS // 40 - 1
    precision, recall = sorted(each.precision for each in drawn), sorted(each.recall for each in drawn)
    return Scores(precision[low], recall[low]), Scores(precision[high], recall[high])


def joined_pairs(papers: Mapping[str, Paper], pairs: Sequence[Judged]) -> list[tuple[Judged, bool]]:
    """Each pair with whether both tellings came to be in one claim; what was not read is in none."""
    of_document: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for claim in claims_from(papers):
        for told in claim.tellings:
            of_document[told.document].append((told.span, claim.id))

    def claim_of(told: Told) -> str | None:
        common = [
            (min(span.end, told.span.end) - max(span.start, told.span.start), claim)
            for span, claim in of_document.get(told.document, ())
        ]
        most, claim = max(common, default=(0, ""))
        return claim if most > 0 else None

    return [(each, claim_of(each.one) is not None and claim_of(each.one) == claim_of(each.other)) for each in pairs]


def taken_in(posts: Path, folder: Path) -> None:
    """A case of all posts."""
    with TemporaryDirectory() as name:
        table = Path(name) / "posts.jsonl"
        with gzip.open(posts, "rt", encoding="utf-8") as file, table.open("w", encoding="utf-8") as rows:
            for line in file:
                post = json.loads(line)
                channel = str(abs(post["sender_id"])).removeprefix("100")
                row = {"url": _address(f"{channel}/{post['message_id']}"), "text": post["text"],
                       "published": post["date"], "source": post["channel"]}  # fmt: skip
                rows.write(json.dumps(row, ensure_ascii=False) + "\n")
        with Case.make(folder) as case, Workers(2) as workers:
            adding.add(case, [Wanted(str(table))], _no_network, workers=workers)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pairs", description="Judge claims of posts, pair by pair.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="the case, made there if it is not there yet")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    posts = shared_posts()
    if posts is None:
        print("there are no posts in $FIRSTHAND_DATA/bench/copies/telegram_ru", file=sys.stderr)
        return 1
    with TemporaryDirectory() as name:
        folder = options.keep or Path(name) / "case"
        if not folder.exists():
            taken_in(posts, folder)
        with Case.open(folder) as case:
            papers = {paper.key: paper for paper in papers_of(case)}
    judged = joined_pairs(papers, read_pairs())
    found, (low, high) = scores(judged), interval(judged)
    print(
        f"{len(judged)} pairs, {sum(joined for _, joined in judged)} joined: "
        f"precision {found.precision:.2f} ({low.precision:.2f} to {high.precision:.2f}), "
        f"recall {found.recall:.2f} ({low.recall:.2f} to {high.recall:.2f})"
    )
    if options.json:
        result = {"pairs": len(judged), **asdict(found), "low": asdict(low), "high": asdict(high)}
        write_result(options.json, "bench.pairs", sys.argv[1:] if arguments is None else list(arguments), result)
    return 0


def _no_network(address: str) -> Capture | None:
    raise AssertionError(address)


if __name__ == "__main__":
    sys.exit(main())
