"""How fast posts come into a case, are read and resolved; how much memory that takes; how it grows.

    python -m bench.importing [--posts N] [--processes N] [--json FILE]

The posts are those of `$FIRSTHAND_DATA/bench/copies/telegram_ru`, as a table of JSON lines. Half of them are taken into
a case first, then all into another; each case is new. Memory is the peak of the main process and, times their number,
that of the largest worker.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

from rich.console import Console

from bench.gold import shared_posts
from bench.stamp import cpu_model, write_result
from firsthand.errors import BadStatus
from firsthand.model import Capture
from firsthand.pipeline import adding
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case, verify

__all__ = ["Import", "measure"]


@dataclass(frozen=True, slots=True)
class Import:
    """One import: how many posts were taken and read, in how many seconds, and how large the case is, in MiB."""

    posts: int
    read: int
    seconds: float
    capturing_seconds: float
    verify_seconds: float
    case_mib: float

    @property
    def posts_per_second(self) -> float:
        return self.posts / self.seconds


def measure(table: Path, folder: Path, processes: int) -> Import:
    """Take a table into a new case, and read it."""
    with Case.make(folder) as case, Workers(processes) as workers:
        started = perf_counter()
        tally = adding.add(case, [Wanted(str(table))], _no_network)
        captured = perf_counter() - started
        posts = tally.counts["taken"]
        tally = adding.add(case, [], _no_network, workers=workers)
        seconds = perf_counter() - started
        started = perf_counter()
        wrong = list(verify(case))
        assert not wrong, wrong[:3]
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return Import(posts, tally.counts["read"], seconds, captured, perf_counter() - started, size / 2**20)


def _no_network(address: str) -> Capture | None:
    raise BadStatus(f"{address} was asked for", 500)


def _peak_mib(processes: int) -> float:
    own, worker = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + processes * worker) / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description="Time an import.")
    parser.add_argument("--posts", type=int, metavar="N", help="so many posts at most")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    kept = shared_posts()
    if kept is None:
        print("there are no posts in $FIRSTHAND_DATA/bench/copies/telegram_ru", file=sys.stderr)
        return 1
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with gzip.open(kept, "rt", encoding="utf-8") as file:
            lines = list(islice(file, options.posts))
        found = []
        for number, count in enumerate((len(lines) // 2, len(lines))):
            table = folder / f"{number}.jsonl"
            table.write_text("".join(lines[:count]), encoding="utf-8")
            found.append(measure(table, folder / f"case{number}", options.processes))
            one = found[-1]
            console.print(f"{one.posts:,} posts in {one.seconds:.1f} s: {one.posts_per_second:.0f} a second "
                          f"({one.capturing_seconds:.1f} s to keep them, {one.verify_seconds:.1f} s to verify, "
                          f"{one.case_mib:.0f} MiB)", highlight=False)  # fmt: skip
    peak = _peak_mib(options.processes)
    ratio = found[1].seconds / found[0].seconds
    told = f"{cpu_model()}, {options.processes} processes, {peak:.0f} MiB; twice the posts take {ratio:.2f} × as long"
    console.print(told, highlight=False)
    if options.json:
        rows = [asdict(one) | {"posts_per_second": round(one.posts_per_second, 1)} for one in found]
        given = sys.argv[1:] if arguments is None else list(arguments)
        result = {"imports": rows, "peak_mib": round(peak), "processes": options.processes}
        write_result(options.json, "bench.importing", given, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
