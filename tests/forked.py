"""Processes that are forked from one that has loaded what they need: a short one spends most of its time on loading.

Each is still a process of its own, with its locks, its streams and its end. There is one to fork from, and one list of
what it loads; nothing has run in it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TextIO

__all__ = ["forked", "telling"]

_LOADED = (
    "firsthand.show.cli",
    "firsthand.show.terminal",
    "firsthand.collect.polite",
    "firsthand.pipeline.adding",
    "firsthand.pipeline.claiming",
    "firsthand.pipeline.stamping",
    "firsthand.pipeline.watching",
    "tests.store.concluder",
    "tests.store.decider",
    "tests.store.importer",
    "typer._adapters",
)


@cache
def forked() -> ForkServerContext:
    """What to make such processes with."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_LOADED))
    return context


def telling(main: Callable[[Path], None], folder: Path) -> tuple[BaseProcess, TextIO]:
    """A process that does it in that folder, and the lines that it prints, to be closed by whoever reads them."""
    reading, writing = forked().Pipe(duplex=False)
    process = forked().Process(target=_tell, args=(main, folder, writing))
    process.start()
    writing.close()
    told = os.fdopen(os.dup(reading.fileno()), encoding="utf-8")
    reading.close()
    return process, told


def _tell(main: Callable[[Path], None], folder: Path, writing: Connection) -> None:
    os.dup2(writing.fileno(), 1)
    writing.close()
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    main(folder)
