"""How fast names are found, the index opens, and a document of 800 words is resolved.

    python -m bench.resolving [--runs 5] [--json FILE]

The texts are the annotated reports in English, Russian and Ukrainian, strung together to documents of 800
words. Every other document is read to warm up and counts nothing; each of the rest is read once, as a new
text in a warm process, and once again, when its names and words are remembered. Time is that of the processor; where
other work shares its caches it still comes out up to half as long again. So everything is taken in several new
processes, and the least is shown, with the median beside it.

- Spotting: megabytes of UTF-8 a second from raw text to the names that the gazetteer knows in it, words included.
- Opening: a new process that opens the index and looks up one name. Milliseconds from the call of
  `Gazetteer.open` to the answer, those of the whole process, Python and imports included, and its peak memory.
- A document: milliseconds for its words, places, figures, times, actors and events. Figures ask for times
  first, so that these are counted where they are asked first, under figures.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from time import process_time
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bench.gold import ROOT
from bench.stamp import RESULTS, cpu_model, write_result
from firsthand.model import Document, Span
from firsthand.resolve import actors, events, places, quantities, times
from firsthand.resolve.gazetteer import Gazetteer, build, default_path
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.place_known import known_to
from firsthand.resolve.place_spotting import Page, hits_in

__all__ = ["FOLDERS", "PARTS", "Opening", "Resolving", "Spotting", "documents", "opening", "resolving", "spotting"]

FOLDERS = {"en": "reports", "ru": "reports-ru", "uk": "reports-uk"}
"""The folder of data/ with the reports of each language."""

PARTS = ("words", "places", "figures", "times", "actors", "events")
"""What is timed of a document, in this order."""

R = TypeVar("R")

WORDS = 800
PUBLISHED = datetime(2025, 5, 14, 9, tzinfo=UTC)
_OPEN = """
import resource, sys, time
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
from firsthand.resolve.gazetteer import Gazetteer
loaded = time.process_time()
with Gazetteer.open() as gazetteer:
    found = gazetteer.lookup("Мирноград")
assert found
print(time.process_time() - loaded, time.process_time(), memory())
"""


class ResolvingError(Exception):
    """There is nothing to time, or what is timed fails."""


@dataclass(frozen=True, slots=True)
class Spotting:
    """Megabytes (a million bytes of UTF-8) a second, and how many names were found in how many bytes."""

    text_bytes: int
    names: int
    new: float
    again: float


@dataclass(frozen=True, slots=True)
class Opening:
    """Medians: milliseconds of the index alone and of the whole process, and its peak memory in MiB."""

    milliseconds: float
    process_milliseconds: float
    process_mib: float


@dataclass(frozen=True, slots=True)
class Resolving:
    """Milliseconds a document: the mean of each part, the mean and the most of their sum; and the mean of the sum when
    the same documents are read again."""

    documents: int
    words: float
    parts: dict[str, float]
    mean: float
    most: float
    again: float


def documents(language: str) -> list[str]:
    """Texts of about 800 words: paragraphs of the language's reports, one after the other, each report once.

    Raises ResolvingError where there are fewer than two.
    """
    folder = ROOT / "data" / FOLDERS[language]
    found = list(_strung(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))))
    if len(found) < 2:
        raise ResolvingError(f"{folder} has not enough reports")
    return found


def _strung(texts: Iterable[str]) -> Iterator[str]:
    parts: list[str] = []
    for text in texts:
        for paragraph in filter(None, (part.strip() for part in text.split("\n\n"))):
            parts.append(paragraph)
            if sum(len(part.split()) for part in parts) >= WORDS:
                yield "\n\n".join(parts)
                parts = []


def spotting(language: str) -> Spotting:
    """How fast the names of half of the documents are found, after those of the other half."""
    texts = documents(language)
    known = known_to(Gazetteer.open())

    def once(texts: Sequence[str]) -> tuple[float, int]:
        words_of.cache_clear()
        started = process_time()
        names = sum(sum(1 for _ in hits_in(Page(words_of(text), Span(0, 0), language), known)) for text in texts)
        return process_time() - started, names

    once(texts[::2])
    size = sum(len(text.encode()) for text in texts[1::2])
    (new, names), (again, _) = once(texts[1::2]), once(texts[1::2])
    return Spotting(size, names, round(size / 1e6 / new, 2), round(size / 1e6 / again, 2))


def opening(times_run: int = 5) -> Opening:
    """The median of some new processes, after one that does not count."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    runs = []
    for _ in range(times_run + 1):
        done = subprocess.run(
            [sys.executable, "-c", _OPEN], capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode:
            raise ResolvingError("".join(done.stderr.splitlines()[-1:]))
        runs.append([float(figure) for figure in done.stdout.split()])
    seconds, process_seconds, mib = map(statistics.median, zip(*runs[1:], strict=True))
    return Opening(round(1e3 * seconds, 2), round(1e3 * process_seconds, 1), round(mib, 1))


def resolving(language: str) -> Resolving:
    """What each part takes of half of the documents, after the other half."""
    texts, gazetteer = documents(language), Gazetteer.open()
    for text in texts[::2]:
        _timed(text, language, gazetteer)
    timed = [_timed(text, language, gazetteer) for text in texts[1::2]]
    sums = [sum(taken.values()) for taken in timed]
    words_of.cache_clear()
    again = [sum(_timed(text, language, gazetteer).values()) for text in texts[1::2]]
    return Resolving(
        len(timed),
        round(statistics.mean(len(text.split()) for text in texts[1::2])),
        {part: round(statistics.mean(taken[part] for taken in timed), 2) for part in PARTS},
        round(statistics.mean(sums), 2),
        round(max(sums), 2),
        round(statistics.mean(again), 2),
    )


def _timed(text: str, language: str, gazetteer: Gazetteer) -> dict[str, float]:
    """Milliseconds of each part."""
    document = Document(text, Span(0, 0), language, published=PUBLISHED)
    calls: dict[str, Callable[[], object]] = {
        "words": lambda: words_of(text),
        "places": lambda: places.find_places(document, gazetteer),
        "figures": lambda: quantities.find_quantities(text, language),
        "times": lambda: times.find_times(text, language, PUBLISHED),
        "actors": lambda: actors.find_actors(text, language),
        "events": lambda: [events.find_trigger(text, language, part) for part in _paragraphs(text)],
    }
    taken = {}
    for part in PARTS:
        started = process_time()
        calls[part]()
        taken[part] = 1e3 * (process_time() - started)
    return taken


def _paragraphs(text: str) -> list[Span]:
    found, start = [], 0
    for part in text.split("\n\n"):
        found.append(Span(start, start + len(part)))
        start += len(part) + 2
    return found


def _afresh(measure: Callable[[str], R], language: str, runs: int) -> list[R]:
    """The measure taken in so many new processes, which remember nothing of the ones before."""
    found = []
    for _ in range(runs):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            found.append(pool.submit(measure, language).result())
    return found


def _tables(
    spotted: dict[str, Spotting], opened: Opening, resolved: dict[str, Resolving], medians: dict[str, float]
) -> Iterator[Table]:
    table = Table("", *FOLDERS, title=f"Names found, MB/s, on one core of {cpu_model()}", title_justify="left")
    table.add_row("new text", *(f"{spotted[language].new:.2f}" for language in FOLDERS))
    table.add_row("again", *(f"{spotted[language].again:.2f}" for language in FOLDERS))
    yield table
    table = Table("", "ms", "MiB at most", title="Opening the index, and one look-up", title_justify="left")
    table.add_row("the index", f"{opened.milliseconds:.1f}", "")
    table.add_row("with Python and all imports", f"{opened.process_milliseconds:.0f}", f"{opened.process_mib:.1f}")
    yield table
    table = Table("", *FOLDERS, title=f"A new document of {WORDS} words, ms", title_justify="left")
    for part in PARTS:
        table.add_row(part, *(f"{resolved[language].parts[part]:.2f}" for language in FOLDERS))
    table.add_row("in sum", *(f"{resolved[language].mean:.2f}" for language in FOLDERS))
    table.add_row("median of all runs", *(f"{medians[language]:.2f}" for language in FOLDERS))
    table.add_row("the slowest", *(f"{resolved[language].most:.2f}" for language in FOLDERS))
    table.add_row("in sum, again", *(f"{resolved[language].again:.2f}" for language in FOLDERS))
    yield table


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.resolving", description="Measure how fast texts are resolved."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help=f"such as {RESULTS.name}/resolving.json")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="new processes, of which the least counts")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    if not default_path().exists():
        build(default_path())
    try:
        opened = opening()
        spottings = {language: _afresh(spotting, language, options.runs) for language in FOLDERS}
        resolvings = {language: _afresh(resolving, language, options.runs) for language in FOLDERS}
    except ResolvingError as error:
        console.print(str(error), markup=False)
        return 1
    spotted = {language: max(runs, key=attrgetter("new")) for language, runs in spottings.items()}
    resolved = {language: min(runs, key=attrgetter("mean")) for language, runs in resolvings.items()}
    medians = {language: statistics.median(run.mean for run in runs) for language, runs in resolvings.items()}
    for table in _tables(spotted, opened, resolved, medians):
        console.print(table)
    if options.json:
        figures = {
            "spotting": {language: asdict(each) for language, each in spotted.items()},
            "opening": asdict(opened),
            "resolving": {language: asdict(each) for language, each in resolved.items()},
            "median_ms": medians,
        }
        given = sys.argv[1:] if arguments is None else list(arguments)
        write_result(options.json, "bench.resolving", given, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
