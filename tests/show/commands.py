"""Commands of firsthand, each in a process of its own that ends as a user's would: with its code and its two streams.

They are forked from one that has loaded the modules of the commands, which takes five times as long as their work. What
happens while they load, and at the very end of a process, is tested with whole starts in `test_process.py`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.forked import forked

from firsthand.collect.polite import SystemClock

__all__ = ["firsthand"]

_SECONDS = 120.0


def firsthand(
    *arguments: str | Path, path: Path | None = None, hurried: bool = False
) -> subprocess.CompletedProcess[str]:
    """What the command says, and its code; `path` is a folder of further packages, which asks for a whole start.
    `hurried` leaves out the pauses between two requests to a host, where there is a process to fork from."""
    command = [sys.executable, "-m", "firsthand", *map(str, arguments)]
    if path is not None or "forkserver" not in multiprocessing.get_all_start_methods():
        environment = dict(os.environ) | ({"PYTHONPATH": str(path)} if path else {})
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=_SECONDS)
    with TemporaryDirectory() as name:
        told = Path(name)
        process = forked().Process(target=_run, args=(command[3:], dict(os.environ), str(Path.cwd()), told, hurried))
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(command, _SECONDS)
        said = [(told / stream).read_text("utf-8") for stream in ("output", "errors")]
        return subprocess.CompletedProcess(command, process.exitcode, *said)


def _run(arguments: list[str], environment: Mapping[str, str], folder: str, told: Path, hurried: bool) -> None:
    """In the forked process: the streams, the folder, and the environment of the one who asked, then the command."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in ((1, "output"), (2, "errors")):
        with (told / stream).open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = ["firsthand", *arguments]
    if hurried:
        SystemClock.sleep = _not_at_all  # type: ignore[method-assign]  # this process ends with the command
    from firsthand.__main__ import main

    main()


def _not_at_all(self: SystemClock, seconds: float) -> None:
    """Instead of a pause."""
