"""Reading many captures at once, in processes of their own, with never more than a few on the way."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from firsthand import read
from firsthand.collect.sources import Own, Table, built_in, laid_over
from firsthand.errors import FirsthandError
from firsthand.pipeline.checking import check_document, open_gazetteer
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.store import Reading, Waiting

__all__ = ["Workers"]

_PORTION = 8
"""Captures that are handed over together: few enough that a slow one holds up little."""
_AHEAD = 3
"""Portions on their way for each process."""


class Workers:
    """Processes that read. One that dies takes only the capture with it that it died of."""

    def __init__(self, processes: int | None = None, gazetteer: Path | None = None) -> None:
        self._processes = processes or os.cpu_count() or 1
        self._gazetteer = gazetteer
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        open_gazetteer(self._gazetteer)  # built once, before several ask for it
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, get_context("spawn"), _prepare)
        return self._pool

    def _submit(self, portion: list[Waiting], own: Own | None) -> Future[list[Reading]]:
        """Hand over a portion. A process that starts meanwhile never hears of an interruption: it is ours to handle."""
        with _interruptions_held():
            return self._started().submit(_read, portion, self._gazetteer, own)

    def read(self, waiting: Iterable[Waiting], own: Own | None = None) -> Iterator[list[Reading]]:
        """What became of the captures, some at a time, in their order; with the user's own table of sources."""
        portions = _portions(waiting)
        on_the_way: deque[tuple[list[Waiting], Future[list[Reading]]]] = deque()
        for portion in islice(portions, self._processes * _AHEAD):
            on_the_way.append((portion, self._submit(portion, own)))
        while on_the_way:
            portion, future = on_the_way.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                again = [portion, *(other for other, _ in on_the_way)]
                on_the_way.clear()
                self._close()
                for one in again:
                    yield self._one_by_one(one, own)
            for more in islice(portions, self._processes * _AHEAD - len(on_the_way)):
                on_the_way.append((more, self._submit(more, own)))

    def _one_by_one(self, portion: list[Waiting], own: Own | None) -> list[Reading]:
        """A portion among which there may be one that ends the process that reads it."""
        readings: list[Reading] = []
        for waiting in portion:
            try:
                readings += self._submit([waiting], own).result()
            except BrokenProcessPool:
                self._close()
                readings.append(Reading(waiting.id, None, failure="the process that read it broke down"))
        return readings


def _portions(waiting: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    rest = iter(waiting)
    while portion := list(islice(rest, _PORTION)):
        yield portion


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Ctrl-C waits until the end of the block; processes that are started within never get it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """An interruption from the keyboard is the main process's to handle; one that was killed is not outlived."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 50)  # as in `firsthand.__main__`, which a process that is started anew does not run
    threading.Thread(target=_end_with_the_main_process, daemon=True).start()


def _end_with_the_main_process() -> None:
    """Nobody would hand over anything more, nor say that it is over."""
    main = parent_process()
    if main is not None:
        main.join()
        os._exit(1)


def _read(portion: list[Waiting], gazetteer: Path | None, own: Own | None) -> list[Reading]:
    places = open_gazetteer(gazetteer)
    table = laid_over(own) if own else built_in()
    return [_reading(waiting, places, table) for waiting in portion]


def _reading(waiting: Waiting, places: Gazetteer, table: Table) -> Reading:
    try:
        document = read.read_document(waiting.capture)
        report = check_document(document, places, table=table)
        return Reading(waiting.id, orjson.dumps(report), orjson.dumps(report.credits).decode())
    except FirsthandError as error:
        return Reading(waiting.id, None, failure=str(error))
