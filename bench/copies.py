"""Copies among posts: how fast they are found, and how many of what there is, beside datasketch.

    python -m bench.copies [--posts 100000] [--peer] [--json FILE]

The posts are those of `$FIRSTHAND_DATA/bench/copies/telegram_ru`. Where more are asked for, the rest is made of them:
one in seven is a copy with two words cut out, the others have as many words, drawn at random. What there is to find is
counted among the real posts without hashing: pairs of which one holds three tenths of the other's three-word sequences.

`--peer` runs datasketch (`pip install datasketch`) on the same posts: MinHash of the whole post (128 hashes), its own
banding at that threshold, and the same exact count of what is shared after it.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from bench.gold import shared_posts
from bench.posts import Post, load_posts
from bench.stamp import write_result
from firsthand.text import fold
from firsthand.trace.copies import FORMULA, LEAST, copies
from firsthand.trace.prints import Print, fingerprints

__all__ = ["Found", "made_up_to", "measured", "ours", "peers", "sequences_of", "there_are"]

_PART = 5_000  # posts that a process is given at a time
_CROWD = 50  # posts with the same three words: more common ones say nothing of copying
_WORD = re.compile(r"\w+")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What one method found among so many posts, and its recall and precision among the real ones."""

    method: str
    posts: int
    seconds: float
    pairs: int
    recall: float
    precision: float


def made_up_to(count: int, posts: Sequence[Post], seed: int = 1) -> list[Post]:
    """The posts, as many as asked for; made-up ones follow the real."""
    chance = random.Random(seed)  # noqa: S311
    words = [word for post in posts for word in post.text.split()]
    made = list(posts[:count])
    while len(made) < count:
        post = chance.choice(posts)
        own = post.text.split()
        cut = chance.randrange(len(own))
        text = [*own[:cut], *own[cut + 2 :]] if chance.random() < 1 / 7 else chance.choices(words, k=len(own))
        made.append(Post(f"made up {chance.randrange(300)}", " ".join(text)))
    return made


def sequences_of(posts: Sequence[Post]) -> list[frozenset[str]]:
    """The three-word sequences of each post, without those of sentences that its channel repeats."""
    lines = [[line for line in re.split(r"(?<=[.!?…»\"”])\s+|\n+", fold(post.text)) if line.strip()] for post in posts]
    different = {(post.channel, *own) for post, own in zip(posts, lines, strict=True)}
    told = Counter((channel, line) for channel, *own in different for line in set(own))
    return [
        frozenset(_threes(line for line in own if told[post.channel, line] < FORMULA))
        for post, own in zip(posts, lines, strict=True)
    ]


def _threes(lines: Iterable[str]) -> Iterator[str]:
    words = _WORD.findall(re.sub(r"https?://\S+|t\.me/\S+", " ", "\n".join(lines)))
    return (" ".join(words[k : k + 3]) for k in range(len(words) - 2))


def there_are(sequences: Sequence[frozenset[str]]) -> set[Pair]:
    """The pairs that share enough, counted one by one: by the sequences that few posts have."""
    having = defaultdict[str, list[int]](list)
    for number, own in enumerate(sequences):
        for sequence in own:
            having[sequence].append(number)
    rare = (numbers for numbers in having.values() if 2 <= len(numbers) <= _CROWD)
    pairs = {pair for numbers in rare for pair in combinations(numbers, 2)}
    return {pair for pair in pairs if _most(sequences, pair) >= LEAST}


def _most(sequences: Sequence[frozenset[str]], pair: Pair) -> float:
    one, other = sequences[pair[0]], sequences[pair[1]]
    return len(one & other) / max(1, min(len(one), len(other)))


def ours(posts: Sequence[Post], processes: int) -> set[Pair]:
    """The pairs that are found here, with the fingerprints made in so many processes."""
    parts = [[post.text for post in posts[at : at + _PART]] for at in range(0, len(posts), _PART)]
    with ProcessPoolExecutor(processes) as pool:
        prints = [each for part in pool.map(_prints, parts) for each in part]
    return {(copy.one, copy.other) for copy in copies(prints, [post.channel for post in posts])}


def _prints(texts: Sequence[str]) -> list[Print]:
    return list(fingerprints(texts))


def peers(posts: Sequence[Post]) -> set[Pair]:
    """Those of datasketch, in one process, as its documentation has it; what is shared is counted after it."""
    from datasketch import MinHash, MinHashLSH  # for this measurement only

    index, pairs, sequences = MinHashLSH(threshold=LEAST, num_perm=128), set[Pair](), sequences_of(posts)
    for number, own in enumerate(sequences):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([sequence.encode() for sequence in own])
        near = ((other, number) for other in index.query(sketch)) if own else ()
        pairs |= {pair for pair in near if _most(sequences, pair) >= LEAST}
        index.insert(number, sketch)
    return pairs


def measured(method: str, find: Callable[[], set[Pair]], posts: int, real: Sequence[frozenset[str]]) -> Found:
    """One method timed by the clock, and held against what there is among the real posts."""
    started = perf_counter()
    pairs = find()
    seconds = perf_counter() - started
    there, among = there_are(real), {pair for pair in pairs if pair[1] < len(real)}
    right = sum(_most(real, pair) >= LEAST for pair in among)
    recall, precision = len(among & there) / max(1, len(there)), right / max(1, len(among))
    return Found(method, posts, round(seconds, 1), len(pairs), round(recall, 3), round(precision, 3))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.copies", description="Find copies among posts.")
    parser.add_argument("--posts", type=int, default=100_000, metavar="N")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--peer", action="store_true", help="run datasketch on the same posts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    kept = shared_posts()
    if kept is None:
        print("there are no posts in $FIRSTHAND_DATA/bench/copies/telegram_ru", file=sys.stderr)
        return 1
    known = list(load_posts(kept))
    posts, real = made_up_to(options.posts, known), sequences_of(known[: options.posts])
    found = [measured("firsthand", lambda: ours(posts, options.processes), len(posts), real)]
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    if options.peer:
        found.append(measured("datasketch", lambda: peers(posts), len(posts), real))
    Console().print(_table(found))
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        write_result(options.json, "bench.copies", given, {"found": [asdict(each) for each in found], "peak_mib": peak})
    return 0


def _table(found: Sequence[Found]) -> Table:
    table = Table("method", "posts", "seconds", "pairs", "recall", "precision")
    for each in found:
        table.add_row(
            each.method, f"{each.posts:,}", *map(str, (each.seconds, each.pairs, each.recall, each.precision))
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
