"""The command line in processes that are forked from one which has read a report: loading takes most of a short one.

Each begins with its own streams and environment, and ends as Python ends any process: buffers are written out, and what
fails then shows in the code. How a process loads, and what becomes of its streams before that, only whole starts tell.
On systems where one that has read cannot be forked, each is a whole start.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Warmed"]

_SECONDS = 120.0
_CAN_FORK = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "on_exit")


class Warmed:
    """What forks the processes; it ends with its block. `report` is read once, before any of them."""

    def __init__(self, report: Path, environment: Mapping[str, str]) -> None:
        self._ours, theirs = socket.socketpair()
        self._ours.settimeout(_SECONDS)
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno()), str(report)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=dict(environment),
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ours.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # also one that was waited for in vain
        self._process.wait(_SECONDS)

    def run(self, arguments: list[str], output: int, errors: int, environment: Mapping[str, str]) -> int:
        """The exit code of the command; `output` and `errors` are what it writes to, and it reads nothing."""
        if not _CAN_FORK:
            command = [sys.executable, "-m", "firsthand", *arguments]
            nothing = subprocess.DEVNULL
            return subprocess.call(command, stdin=nothing, stdout=output, stderr=errors, env=dict(environment))
        sent = json.dumps([arguments, dict(environment), str(Path.cwd())]).encode()
        socket.send_fds(self._ours, [len(sent).to_bytes(4, "big")], [output, errors])
        self._ours.sendall(sent)
        code = self._ours.recv(4)
        assert len(code) == 4, "what forks them has ended"
        return int.from_bytes(code, "big", signed=True)


def _serve(number: int, report: str) -> list[str] | None:
    """Fork for each that is asked for. In the forked process: its arguments; here, at the end, nothing."""
    asked = socket.socket(fileno=number)
    _read_once(report)
    while True:
        length, streams, _, _ = socket.recv_fds(asked, 4, 2)
        if not length:
            return None
        arguments, environment, folder = json.loads(_whole(asked, int.from_bytes(length, "big")))
        process = os.fork()
        if not process:
            asked.close()
            _begin(streams, environment, folder)
            return list(arguments)
        for stream in streams:
            os.close(stream)
        asked.sendall(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]).to_bytes(4, "big", signed=True))


def _whole(asked: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        found += asked.recv(length - len(found))
    return found


def _read_once(report: str) -> None:
    sys.argv = ["firsthand", "check", report, "--quiet"]
    from firsthand.__main__ import main

    with suppress(SystemExit):
        main()
    gc.freeze()  # what is there stays: none of the processes looks it through for garbage


def _begin(streams: list[int], environment: Mapping[str, str], folder: str) -> None:
    """The streams as Python makes them at its start, and what else a process is given."""
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # At the very end a library would wait for its thread, which stayed behind at the fork.
    libc = ctypes.CDLL(None)
    libc.on_exit(libc._exit, None)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


if __name__ == "__main__":
    asked_for = _serve(int(sys.argv[1]), sys.argv[2])
    if asked_for is not None:
        from firsthand.__main__ import main

        sys.argv = ["firsthand", *asked_for]
        main()
