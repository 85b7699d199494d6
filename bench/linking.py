"""How long it takes to link and group so many statements, and to join one new document to them.

    python -m bench.linking [--statements N ...] [--peer N] [--json FILE] [--figure FILE]

The statements are those read in 5,000 posts of `$FIRSTHAND_DATA/bench/copies/telegram_ru`, taken up to N by worlds made
of the same posts. In each world days are moved by up to 1,000, places elsewhere and renamed, figures above four raised;
and every term that less than one document in 500 has is exchanged for one of so many variants as keeps the number of
different words growing as in real text (with the power .7 of the length: Heaps 1978). So what is told twice in the
posts is told twice in each world, worlds have common words in common, and rare words come again now and then.

Each size is measured in a process of its own: the seconds by the clock, those of the processor (both cores), and the
peak of memory; what it takes to make the statements is left out. A new document is one of the posts, with a word less
in each statement and three days later, brought in and its claims made again: the median and the worst of twenty. Few
new documents come into the sample by which the rarity of terms is known (see `link/rarity.py`) and move it; these cost
more, and three are measured by themselves. `--peer` runs Splink as it comes on the first N of the same statements: all
pairs that share a key, and groups by connected components.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import math
import os
import random
import resource
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

import duckdb
from rich.console import Console
from rich.table import Table

from bench.gold import shared_posts
from bench.posts import without_marks
from bench.stamp import write_result
from firsthand import check
from firsthand.claims import Ground, Paper, Telling, Told
from firsthand.errors import FirsthandError
from firsthand.link.index import Index
from firsthand.link.linking import rarity_of, records_of
from firsthand.link.matching import LEAST, linker_of, load
from firsthand.link.packed import packed, unpacked
from firsthand.link.rarity import MOST, rank
from firsthand.link.tellings import tellings_of
from firsthand.link.weights import prior

__all__ = ["Measured", "World", "common_terms", "draw", "worlds"]

SIZES = (12_500, 25_000, 50_000, 100_000, 200_000)
_POSTS, _SEED = 5_000, 1
_COMMON = 1 / 500  # of the documents: terms of more are the same in all worlds
_HEAPS = 0.7
_DAYS = 1_000
_JOINED, _MOVING = 20, 3
_WIDTH, _HEIGHT, _EDGE = 440, 300, 48  # of a panel of the figure

Documents = Sequence[tuple[str, tuple[Telling, ...]]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One method on so many statements, in seconds by the clock and of the processor, with the load of the machine.

    `joining` are the median and the worst of a new document, `moving` of one that moves the sample (by the clock), and
    `joining_processor` and `moving_processor` the same of the processor.
    """

    method: str
    statements: int
    documents: int
    seconds: float
    processor: float
    peak_mib: float
    claims: int
    largest: int
    joining: tuple[float, float] = (0.0, 0.0)
    joining_processor: tuple[float, float] = (0.0, 0.0)
    moving: tuple[float, float] = (0.0, 0.0)
    moving_processor: tuple[float, float] = (0.0, 0.0)
    load: tuple[float, float] = (0.0, 0.0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.linking", description="Link and group statements.")
    parser.add_argument("--statements", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--peer", type=int, default=0, metavar="N", help="run Splink as it comes on so many")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--figure", type=Path, metavar="FILE", help="draw the growth there, as SVG")
    options = parser.parse_args(arguments)
    posts = shared_posts()
    if posts is None:
        print("there are no posts in $FIRSTHAND_DATA/bench/copies/telegram_ru", file=sys.stderr)
        return 1
    kept = Path(tempfile.gettempdir()) / "firsthand-bench-tellings.jsonl"
    if not _fits(kept):
        _read_posts(posts, kept)
    tasks = [("firsthand", size) for size in options.statements]
    tasks += [("Splink as it comes", options.peer)] if options.peer else []
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        found = []
        for each in pool.map(_measure, *zip(*((kept, *task) for task in tasks), strict=True)):
            print(f"{each.method}, {each.statements:,} statements: {each.seconds} s", file=sys.stderr)
            found.append(each)
    Console().print(_table(found))
    if options.figure:
        draw([each for each in found if each.method == "firsthand"], options.figure)
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        write_result(options.json, "bench.linking", given, {"found": [asdict(each) for each in found]})
    return 0


def _fits(kept: Path) -> bool:
    """Whether what was read is there, of tellings as they are now."""
    if not kept.is_file():
        return False
    with kept.open(encoding="utf-8") as lines:
        try:
            unpacked(*json.loads(next(lines)))
        except (StopIteration, ValueError):
            return False
    return True


def _read_posts(posts: Path, kept: Path) -> None:
    with gzip.open(posts, "rt", encoding="utf-8") as lines:
        known = [json.loads(line) for line in lines]
    drawn = random.Random(_SEED).sample(known, _POSTS)  # noqa: S311
    given = [(f"post-{number}", without_marks(post["text"]), post["date"]) for number, post in enumerate(drawn)]
    beside = kept.with_suffix(f".{os.getpid()}")
    with ProcessPoolExecutor(os.cpu_count()) as pool, beside.open("w", encoding="utf-8") as file:
        for key, text in pool.map(_read, *zip(*given, strict=True), chunksize=50):
            file.write(json.dumps([key, text]) + "\n")
    beside.rename(kept)


def _read(key: str, text: str, published: str) -> tuple[str, str]:
    try:
        report = check(text, published=datetime.fromisoformat(published))
    except FirsthandError:
        return key, packed(())
    return key, packed(tuple(tellings_of(Paper(key, report))))


def common_terms(documents: Documents) -> frozenset[str]:
    """Terms that are the same in all worlds."""
    often = Counter(
        term
        for _, own in documents
        for term in frozenset[str]().union(*(each.terms | each.around | each.sentence for each in own))
    )
    return frozenset(term for term, times in often.items() if times > _COMMON * len(documents))


class World:
    """What is otherwise in one world than in the posts; nothing in the first."""

    def __init__(self, number: int, common: frozenset[str]) -> None:
        self._number = number
        self._common = common
        self._chance = random.Random(number)  # noqa: S311
        self._variants = math.ceil((number + 1) ** _HEAPS)
        self._days = self._chance.randrange(_DAYS) if number else 0
        self._more = self._chance.randrange(1, 9) if number else 0
        self._terms: dict[str, str] = {}
        self._places: dict[str, tuple[str, float, float]] = {}

    def document(self, key: str, tellings: Sequence[Telling]) -> tuple[str, tuple[Telling, ...]]:
        own = f"{key} in {self._number}"
        return own, tuple(self._telling(own, each) for each in tellings)

    def _telling(self, key: str, telling: Telling) -> Telling:
        days = (telling.since, telling.until, telling.published)
        since, until, published = (None if day is None else day + self._days for day in days)
        return replace(
            telling,
            told=Told(key, telling.told.span),
            terms=self._those(telling.terms),
            around=self._those(telling.around),
            sentence=self._those(telling.sentence),
            figures=tuple(replace(f, value=f.value + self._more * (f.value > 4)) for f in telling.figures),
            places=tuple(map(self._place, telling.places)),
            near=tuple(map(self._place, telling.near)),
            since=since,
            until=until,
            published=published,
        )

    def _those(self, terms: frozenset[str]) -> frozenset[str]:
        return frozenset(map(self._term, sorted(terms)))  # a set has another order in each process

    def _term(self, term: str) -> str:
        if not self._number or term in self._common:
            return term
        if term not in self._terms:
            self._terms[term] = f"{term}{self._chance.randrange(self._variants)}"
        return self._terms[term]

    def _place(self, place: Ground) -> Ground:
        if not self._number:
            return place
        if str(place.id) not in self._places:
            moved = self._chance.uniform(-5, 5), self._chance.uniform(-5, 5)
            self._places[str(place.id)] = (f"{place.id}/{self._chance.randrange(self._variants)}", *moved)
        name, north, east = self._places[str(place.id)]
        return replace(place, id=name, lat=place.lat + north, lon=place.lon + east)


def worlds(documents: Documents, statements: int) -> Iterator[tuple[str, tuple[Telling, ...]]]:
    """The documents of one world after the other, until there are so many statements."""
    common, made = common_terms(documents), 0
    for number in count():
        world = World(number, common)
        for key, own in documents:
            if made >= statements:
                return
            made += len(own)
            yield world.document(key, own)


def _measure(kept: Path, method: str, statements: int) -> Measured:
    with kept.open(encoding="utf-8") as lines:
        read = [(key, unpacked(key, text)) for key, text in map(json.loads, lines)]
    documents = [(key, own) for key, own in read if own]
    load = os.getloadavg()[0]
    found = _firsthand(documents, statements) if method == "firsthand" else _splink(documents, statements)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return replace(found, peak_mib=round(peak), load=(round(load, 1), round(os.getloadavg()[0], 1)))


class _Watch:
    """Seconds by the clock and of the processor, but for those that `made` takes."""

    def __init__(self) -> None:
        self._left_out = [0.0, 0.0]
        self._started = _now()

    def made(
        self, documents: Iterable[tuple[str, tuple[Telling, ...]]]
    ) -> Iterator[tuple[str, str, Sequence[Telling]]]:
        started = _now()
        for key, own in documents:
            self._left_out = [out + b - a for out, a, b in zip(self._left_out, started, _now(), strict=True)]
            yield key, "", own
            started = _now()

    def read(self) -> tuple[float, float]:
        clock, processor = (b - a - out for a, b, out in zip(self._started, _now(), self._left_out, strict=True))
        return round(clock, 2), round(processor, 2)


def _now() -> tuple[float, float]:
    return perf_counter(), process_time()


def _firsthand(documents: Documents, statements: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "links", "bench") as index:
        watch = _Watch()
        index.update(watch.made(worlds(documents, statements)))
        sizes = [len(claim) for claim in index.group()]
        seconds, processor = watch.read()
        held = index.held()
        edge = heapq.nsmallest(MOST, map(rank, held))[-1]
        chance = random.Random(_SEED)  # noqa: S311
        usual = [_joined(index, *_new(each, edge, False)) for each in chance.sample(documents, _JOINED)]
        moving = [_joined(index, *_new(each, edge, True)) for each in chance.sample(documents, _MOVING)]
    return Measured(
        "firsthand",
        sum(sizes),
        len(held),
        seconds,
        processor,
        0,
        len(sizes),
        max(sizes),
        *map(_middle_and_most, (*zip(*usual, strict=True), *zip(*moving, strict=True))),
    )


def _joined(index: Index, key: str, tellings: tuple[Telling, ...]) -> tuple[float, float]:
    watch = _Watch()
    index.update(watch.made([(key, tellings)]))
    list(index.group())
    return watch.read()


def _middle_and_most(values: Sequence[float]) -> tuple[float, float]:
    return round(statistics.median(values), 2), max(values)


def _new(document: tuple[str, tuple[Telling, ...]], edge: int, moves: bool) -> tuple[str, tuple[Telling, ...]]:
    """Of one of the posts, under a key that comes into the sample or does not: its rank is below the edge, or above."""
    key, tellings = document
    own = next(name for name in (f"{key}, new {number}" for number in count()) if (rank(name) < edge) == moves)
    changed = (
        replace(
            each,
            told=Told(own, each.told.span),
            terms=frozenset(sorted(each.terms)[1:]),
            published=None if each.published is None else each.published + 3,
        )
        for each in tellings
    )
    return own, tuple(changed)


def _splink(documents: Documents, statements: int) -> Measured:
    given = list(worlds(documents, statements))
    tellings = [each for _, own in given for each in own]
    watch = _Watch()
    with duckdb.connect() as connection:
        load(connection, records_of(tellings, rarity_of(tellings)))
        linker = linker_of(connection, prior())
        predicted = linker.inference.predict(threshold_match_weight=LEAST)
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_weight=LEAST)
        query = f"select count(*) from {found.physical_name} group by cluster_id"  # noqa: S608
        sizes = [row[0] for row in connection.execute(query).fetchall()]
    return Measured("Splink as it comes", len(tellings), len(given), *watch.read(), 0, len(sizes), max(sizes))


def _table(found: Sequence[Measured]) -> Table:
    names = ("statements", "documents", "seconds", "processor", "MiB", "claims", "largest", "joined", "moving", "load")
    table = Table("method", *names, title="median/worst; seconds by the clock; load before and after")
    for each in found:
        counts = (f"{number:,}" for number in (each.statements, each.documents))
        figures = (each.seconds, each.processor, each.peak_mib, each.claims, each.largest)
        pairs = (f"{one}/{other}" for one, other in (each.joining, each.moving, each.load))
        table.add_row(each.method, *counts, *map(str, figures), *pairs)
    return table


def draw(found: Sequence[Measured], path: Path) -> None:
    """Processor seconds, and seconds until a new document is joined, over the number of statements."""
    sizes = [each.statements / 1_000 for each in found]
    linked = [each.processor for each in found]
    panels = (
        _panel(0, "linked and grouped: seconds of the processor", sizes, linked, linked[-1] / sizes[-1]),
        _panel(1, "one new document joined: seconds by the clock", sizes, [each.joining[0] for each in found], None),
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * _WIDTH} {_HEIGHT}" font-family="sans-serif"'
    background = '<rect width="100%" height="100%" fill="white"/>'
    text = "\n".join((f'{head} font-size="12" fill="#222">', background, *panels, "</svg>"))
    path.write_text(text + "\n", encoding="utf-8")


def _panel(place: int, title: str, sizes: Sequence[float], values: Sequence[float], slope: float | None) -> str:
    """A line over thousands of statements, with a mark for each size; dotted what is linear, of this slope."""
    most = _round_up(max(values))
    across, up = (_WIDTH - 2 * _EDGE) / sizes[-1], (_HEIGHT - 2 * _EDGE) / most
    points = [(_EDGE + size * across, _HEIGHT - _EDGE - value * up) for size, value in zip(sizes, values, strict=True)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn = [f'<g transform="translate({place * _WIDTH} 0)">', f'<text x="{_EDGE}" y="20">{title}</text>']
    for part in range(5):
        y = _HEIGHT - _EDGE - part / 4 * most * up
        drawn.append(f'<path d="M{_EDGE} {y:.1f}H{_WIDTH - _EDGE}" stroke="#ddd"/>')
        drawn.append(f'<text x="{_EDGE - 6}" y="{y + 4:.1f}" text-anchor="end">{part / 4 * most:g}</text>')
    if slope is not None:
        x, y = _EDGE + sizes[-1] * across, _HEIGHT - _EDGE - slope * sizes[-1] * up
        ends = f"M{_EDGE} {_HEIGHT - _EDGE}L{x:.1f} {y:.1f}"
        drawn.append(f'<path d="{ends}" stroke="#888" stroke-dasharray="2 4"/>')
    drawn.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    for (x, y), size in zip(points, sizes, strict=True):
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f5fa8"/>')
        drawn.append(f'<text x="{x:.1f}" y="{_HEIGHT - _EDGE + 16}" text-anchor="middle">{size:.4g}</text>')
    middle = f'x="{_WIDTH / 2}" y="{_HEIGHT - 6}" text-anchor="middle"'
    return "\n".join((*drawn, f"<text {middle}>thousand statements</text>", "</g>"))


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten, so that a quarter of it is a short number."""
    unit: float = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 4, 6, 8, 10) if step * unit >= value)


if __name__ == "__main__":
    sys.exit(main())
