"""How fast: a cold command, building and opening the gazetteer, articles a second, and cost by length.

    python -m bench.speed [--quick] [--json FILE]

Cold is a new process of `firsthand check` on one article, with the gazetteer built: the median of
five, with its peak memory. Warm is `firsthand.check` again and again in one process on one core.
The cost by length is that of one document made of report after report, at 10 KB, 100 KB and 1 MB;
a ratio near 1 means linear.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from bench.gold import ROOT, gold_files, shared_data
from bench.stamp import RESULTS, cpu_model, write_result

__all__ = ["Run", "long_text", "ratios", "run_once"]

LENGTHS = (10_000, 100_000, 1_000_000)
"""Characters of the texts whose cost is compared."""


class SpeedError(Exception):
    """A command that is timed has failed, or there is nothing to time it on."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall seconds, and peak resident memory in MiB."""

    seconds: float
    peak_mib: float


def run_once(command: Sequence[str], environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end, quietly. Raises SpeedError, with what it wrote last, where it fails."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]
    done = subprocess.run([*launcher, *command], capture_output=True, text=True, env=environment, check=False)
    last = "".join(done.stderr.strip().splitlines()[-1:])
    if done.returncode:
        raise SpeedError(f"{command[0]} could not be started: {last}")
    code, seconds, peak = done.stdout.split()
    if code != "0":
        raise SpeedError(f"{' '.join(command)} ended with {code}: {last}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
    return Run(float(seconds), int(peak) * unit / 2**20)


def article_path() -> Path:
    """The shared case where it is, or else the first annotated report, or the first example."""
    shared = shared_data()
    candidates = [shared / "case" / "article.txt"] if shared else []
    candidates += [path.with_name(path.name.split(".gold.")[0] + ".txt") for path in gold_files()]
    candidates += sorted((ROOT / "data" / "examples").glob("*.txt"))
    for path in candidates:
        if path.is_file():
            return path
    raise SpeedError("no report to time: neither the shared case, nor data/reports, nor data/examples")


def long_text(texts: Sequence[str], length: int) -> str:
    """Report after report, headlines left out after the first, until the length is reached."""
    parts, have = [texts[0]], len(texts[0])
    for text in cycle(texts):
        if have >= length:
            break
        body = text.partition("\n\n")[2].strip()
        parts.append(body)
        have += len(body) + 2
    return "\n\n".join(part.strip() for part in parts)[:length]


def ratios(seconds: dict[int, float]) -> dict[int, float]:
    """Seconds per character at each length, as a multiple of that at the shortest."""
    shortest = min(seconds)
    unit = seconds[shortest] / shortest
    return {length: taken / length / unit for length, taken in seconds.items()}


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process on one core, where the system lets us."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def per_second(once: Callable[[], object], at_least: float) -> float:
    """How often it runs in a second, over this many seconds, after three runs that do not count."""
    for _ in range(3):
        once()
    times, started = 0, perf_counter()
    while perf_counter() - started < at_least:
        once()
        times += 1
    return times / (perf_counter() - started)


def best_of(once: Callable[[], object], times: int) -> float:
    """The shortest of some runs, in seconds: what disturbs a run only makes it longer."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        once()
        taken.append(perf_counter() - started)
    return min(taken)


def first_build() -> Run:
    """The gazetteer built anew, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "firsthand", "gazetteer", "build", "--quiet"]
        return run_once(command, {**os.environ, "FIRSTHAND_HOME": home})


def cold_check(path: Path, times: int) -> Run:
    """Median seconds and memory of `firsthand check` in a new process, after one that does not count."""
    command = [sys.executable, "-m", "firsthand", "check", str(path)]
    run_once(command)
    runs = [run_once(command) for _ in range(times)]
    return Run(statistics.median(r.seconds for r in runs), statistics.median(r.peak_mib for r in runs))


_OPEN = """
import resource, time
from firsthand.resolve.gazetteer import Gazetteer
started = time.process_time()
with Gazetteer.open() as gazetteer:
    gazetteer.lookup("Pokrovsk")
    print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def cold_open(times: int) -> Run:
    """Median processor time to open the index of places and look up a name, in a new process; its whole memory."""
    runs = []
    for _ in range(times):
        told = subprocess.run([sys.executable, "-c", _OPEN], capture_output=True, text=True, check=False)
        if told.returncode:
            raise SpeedError(f"the index of places cannot be opened: {told.stderr.strip()[-200:]}")
        seconds, peak = told.stdout.split()
        runs.append(Run(float(seconds), int(peak) * (1 if sys.platform == "darwin" else 1024) / 2**20))
    return Run(statistics.median(r.seconds for r in runs), statistics.median(r.peak_mib for r in runs))


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run of this bench."""

    article_characters: int
    gazetteer_build: Run
    gazetteer_open: Run
    cold_check: Run
    warm_articles_per_second: float
    seconds_by_characters: dict[int, float]
    cost_per_character_ratio: dict[int, float]


def measure(path: Path, *, quick: bool) -> Measured:
    """All figures; `quick` leaves out the longest text and most repeats."""
    import firsthand  # late: a wrong option is told without loading the reader

    text = path.read_text(encoding="utf-8")
    others = (gold.with_name(gold.name.split(".gold.")[0] + ".txt") for gold in gold_files())
    texts = [text, *(other.read_text(encoding="utf-8") for other in others)]
    build = first_build()
    cold = cold_check(path, 1 if quick else 5)
    opened = cold_open(3 if quick else 9)  # after a check, which builds the index where there is none
    with one_core():
        warm = per_second(partial(firsthand.check, text), 1.0 if quick else 10.0)
        taken = {
            length: best_of(partial(firsthand.check, long_text(texts, length)), 5 if length < 50_000 else 2)
            for length in (LENGTHS[:2] if quick else LENGTHS)
        }
    return Measured(len(text), build, opened, cold, warm, taken, ratios(taken))


def table(measured: Measured) -> Table:
    shown = Table(title=f"Speed on {cpu_model()}", title_justify="left")
    shown.add_column("")
    shown.add_column("", justify="right")
    build, cold = measured.gazetteer_build, measured.cold_check
    shown.add_row("first build of the gazetteer", f"{build.seconds:.1f} s, {build.peak_mib:.0f} MiB")
    index = measured.gazetteer_open
    shown.add_row(
        "index of places: cold open, first name",
        f"{index.seconds * 1000:.1f} ms of processor, {index.peak_mib:.0f} MiB",
    )
    shown.add_row("cold `firsthand check` on the article", f"{cold.seconds:.2f} s, {cold.peak_mib:.0f} MiB")
    shown.add_row("warm, one core", f"{measured.warm_articles_per_second:.1f} articles/s")
    for length, seconds in measured.seconds_by_characters.items():
        ratio = measured.cost_per_character_ratio[length]
        shown.add_row(f"one text of {length // 1000:,} KB", f"{seconds:.3f} s, {ratio:.2f} × per character")
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="Measure time and memory.")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, and nothing over 100 KB")
    parser.add_argument("--json", type=Path, metavar="FILE", help="default: bench/results/speed.json")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    try:
        measured = measure(article_path(), quick=options.quick)
    except SpeedError as error:
        console.print(str(error), markup=False)
        return 1
    console.print(table(measured))
    given = sys.argv[1:] if arguments is None else list(arguments)
    if options.json or not options.quick:
        write_result(options.json or RESULTS / "speed.json", "bench.speed", given, asdict(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
