"""How fast a language is read, from text to statements: sentences a second, memory, and the start of the reader.

    python -m bench.reading [--language CODE] [--processes N] [--seconds S] [--json FILE]

The texts are PolNeAR's dev part where it is there, else the repository's annotated reports; of another language than
English those reports, and nothing is written without `--json`. Each process is one
worker with one thread, as when many documents are read at once; all read at the same time for S seconds, after a
round that does not count. Memory is the peak of all workers together. The start is that of a new process: the time
from the first import of the reader to the first sentence read, the median of five.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from time import perf_counter

from rich.console import Console

from bench.documents import as_document
from bench.stamp import RESULTS, cpu_model, write_result

__all__ = ["Reading", "Worker", "measure", "texts"]

_STARTS = 5


@dataclass(frozen=True, slots=True)
class Worker:
    """What one process did."""

    start_seconds: float
    sentences: int
    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All workers together."""

    processes: int
    sentences_per_second: float
    start_seconds: float
    peak_mib: float


def texts() -> list[str]:
    """What is read: whole documents."""
    from bench.gold import gold_files, shared_data  # here, so that it is no part of the start of the reader

    if shared_data():
        from bench.polnear import load_part

        return [document.text for document in load_part("dev")]
    return [path.with_name(path.name.split(".gold.")[0] + ".txt").read_text(encoding="utf-8") for path in gold_files()]


def _work_over_trees(seconds: float, language: str) -> Worker:
    """The same for a language that is read by rules over trees."""
    started = perf_counter()
    from firsthand.read import LANGUAGES, document_of_text, find_statements

    find_statements(document_of_text("На мосту 5.", language=language))
    start = perf_counter() - started
    from bench.gold import gold_files, reports_of

    paths = gold_files(reports_of(language)) if seconds else []
    given = [path.with_name(path.name.split(".gold.")[0] + ".txt").read_text(encoding="utf-8") for path in paths]
    documents = [document_of_text(text, language=language) for text in given]
    sizes = [len(LANGUAGES[language].read(document).sentences) for document in documents]
    read, started = 0, perf_counter()
    for document, size in cycle(zip(documents, sizes, strict=True)):
        if perf_counter() - started >= seconds:
            break
        find_statements(document)
        read += size
    return Worker(start, read, perf_counter() - started, _peak())


def _peak() -> float:
    """The most memory this process has had, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def work(seconds: float, language: str = "en") -> Worker:
    """Start the reader, then read again and again for so many seconds; 0 only starts it."""
    if language != "en":
        return _work_over_trees(seconds, language)
    started = perf_counter()
    from firsthand.read import find_statements  # late: importing is a part of the start
    from firsthand.read.en.grammar import tagged_sentences
    from firsthand.read.trained.reader import TrainedReader

    reader = TrainedReader(threads=1)
    find_statements(as_document("The bridge is closed, the council said.\nA diver found cracks."), {"en": reader})
    start = perf_counter() - started
    documents = [as_document(text) for text in texts()] if seconds else []
    sizes = [sum(map(len, tagged_sentences(document)[0])) for document in documents]
    for document in documents[:5]:
        find_statements(document, {"en": reader})
    read, started = 0, perf_counter()
    for document, size in cycle(zip(documents, sizes, strict=True)):
        if perf_counter() - started >= seconds:
            break
        find_statements(document, {"en": reader})
        read += size
    return Worker(start, read, perf_counter() - started, _peak())


def measure(processes: int, seconds: float, language: str = "en") -> Reading:
    """Several new processes at once, each reading the same documents."""
    starts = [_run(1, 0, language)[0].start_seconds for _ in range(_STARTS)]
    workers = _run(processes, seconds, language)
    speed = sum(worker.sentences / worker.seconds for worker in workers)
    return Reading(processes, speed, statistics.median(starts), sum(worker.peak_mib for worker in workers))


def _run(processes: int, seconds: float, language: str) -> list[Worker]:
    command = [sys.executable, "-m", "bench.reading", "--worker", str(seconds), "--language", language]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    said = [process.communicate()[0] for process in running]
    return [Worker(**json.loads(line)) for line in said]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description="Sentences a second.")
    parser.add_argument("--language", default="en", metavar="CODE", help="en, ru or uk")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each process reads")
    parser.add_argument("--json", type=Path, metavar="FILE", help="default: bench/results/reading.json")
    parser.add_argument("--worker", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.worker is not None:
        print(json.dumps(asdict(work(options.worker, options.language))))
        return 0
    found = measure(options.processes, options.seconds, options.language)
    Console(highlight=False).print(
        f"{cpu_model()}, {found.processes} processes: {found.sentences_per_second:.0f} sentences/s, "
        f"{found.peak_mib:.0f} MiB in all, reader started in {found.start_seconds:.2f} s"
    )
    given = sys.argv[1:] if arguments is None else list(arguments)
    if options.language != "en" and options.json is None:
        return 0
    write_result(options.json or RESULTS / "reading.json", "bench.reading", given, asdict(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
