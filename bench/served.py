"""A desk in a process of its own, as a person starts it: `firsthand serve`, on a free port of this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import httpx

__all__ = ["ServedDesk", "served", "start"]

_SECONDS = 90.0
"""After so long without an answer, or a board, something is wrong."""
_AGAIN = 0.05
_ADDRESS = re.compile(r"The desk is at (http://127\.0\.0\.1:\d+)/")
_Found = TypeVar("_Found")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ServedDesk:
    """`address` has no slash at its end; `told` is the file that holds what the process said."""

    case: Path
    address: str
    process: subprocess.Popen[bytes]
    told: Path

    def wait(self) -> None:
        """Until its board is there. Raises RuntimeError, with what the process said, where none comes."""
        _until(self._has_board, self.process, self.told)

    def kill(self) -> None:
        """The process and all that it started, at once and without a word to them: as when the power goes."""
        _kill(self.process)

    def _has_board(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/", timeout=_SECONDS).status_code == httpx.codes.OK
        return False


def start(case: Path, environment: Mapping[str, str] = _NOTHING, options: Sequence[str] = ()) -> ServedDesk:
    """A desk that has just been started: it listens, but may not have a board yet. Raises RuntimeError: it ended."""
    told = case.with_name(f"{case.name}.told")
    with told.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "firsthand", "serve", str(case), "--port", "0", *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=dict(os.environ) | {"PYTHONUNBUFFERED": "1"} | dict(environment),
            start_new_session=True,
        )
    address = _until(lambda: _ADDRESS.search(told.read_text("utf-8", "replace")), process, told)
    return ServedDesk(case, address[1], process, told)


@contextmanager
def served(case: Path, environment: Mapping[str, str] = _NOTHING, options: Sequence[str] = ()) -> Iterator[ServedDesk]:
    """A desk whose board is there, as long as it is needed."""
    desk = start(case, environment, options)
    try:
        desk.wait()
        yield desk
    finally:
        desk.kill()


def _until(found: Callable[[], _Found | None], process: subprocess.Popen[bytes], told: Path) -> _Found:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        if it := found():
            return it
        time.sleep(_AGAIN)
    _kill(process)
    raise RuntimeError(f"The desk did not come up.\n{told.read_text('utf-8', 'replace')}")


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
