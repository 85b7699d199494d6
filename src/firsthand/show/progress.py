"""How far the one long job has come, on standard error, so that output can be piped meanwhile."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["BuildProgress", "CountProgress"]


class BuildProgress:
    """Call it with (done, total). A bar on a terminal, one line elsewhere, nothing before the first call."""

    def __init__(self, *, quiet: bool = False, what: str = "Building the index of places, once") -> None:
        self._quiet, self._what = quiet, what
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._said = False

    def __enter__(self) -> BuildProgress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if self._quiet:
            return
        if not sys.stderr.isatty():
            self._say_once()
            return
        if self._bar is None or self._task is None:
            self._start(total)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def _say_once(self) -> None:
        if not self._said:
            print(f"firsthand: {self._what[0].lower()}{self._what[1:]} …", file=sys.stderr, flush=True)
            self._said = True

    def _start(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(self._what, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


class CountProgress:
    """How many there are so far, where the end is not known: a line on a terminal, nothing elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._counts: dict[str, int] = {}

    def __enter__(self) -> CountProgress:
        return self

    def __call__(self, what: str, count: int) -> None:
        self._counts[what] = count
        if self._shown:
            told = ", ".join(f"{number:,} {name}" for name, number in self._counts.items())
            print(f"\r\x1b[2K{told}", end="", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown and self._counts:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
