"""Programs of others on files of others: run without a shell, and bounded in time, memory and what they write.

ffmpeg and exiftool read what anybody may have made. Each run gets a list of arguments, no input, an empty folder to
stand in, and is ended when it takes too long or writes too much.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

__all__ = ["HOW_TO_GET", "Outcome", "program", "run_program"]

HOW_TO_GET = {
    "ffmpeg": "Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg",
    "exiftool": "Debian and Ubuntu: apt install libimage-exiftool-perl; macOS: brew install exiftool; "
    "Windows: winget install exiftool",
}
"""How to get each program that is asked for."""

_LOOK = 0.02  # seconds between two looks at what a program has written
_MEMORY = 2 << 30  # bytes of address space; far above what a video of the allowed size needs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program left: what it wrote on each stream (bytes, up to the limit), and what went wrong, or None."""

    out: bytes
    err: bytes
    failed: str | None


def program(name: str) -> str | None:
    """Where a program is; None where it is not installed."""
    return shutil.which(name)


def run_program(arguments: Sequence[str], seconds: float, most: int) -> Outcome:
    """Run a program until its end, for so many seconds at most, and until it has written `most` bytes on a stream.

    Never raises for what the program does: `failed` says it, with the last line the program wrote.
    """
    with (
        tempfile.TemporaryDirectory(prefix="firsthand-") as empty,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        try:
            process = subprocess.Popen(  # noqa: S603 (a list, no shell; the program was found on the path)
                list(arguments),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=empty,
                start_new_session=True,
                env=_surroundings(empty),
            )
        except OSError as error:
            return Outcome(b"", b"", f"could not be started: {error.strerror or error}")
        with process:
            _limit_memory(process.pid)
            failed = _watch(process, (out, err), seconds, most)
        written, said = _read(out, most), _read(err, most)
    if failed is None and process.returncode != 0:
        failed = _last_line(said) or f"ended with code {process.returncode}"
    return Outcome(written, said, failed)


def _surroundings(home: str) -> dict[str, str]:
    """A program needs to find its libraries; what else stands in ours is none of its business."""
    kept = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
    return {"HOME": home, "LC_ALL": "C", **{name: os.environ[name] for name in kept if name in os.environ}}


def _limit_memory(pid: int) -> None:
    """Where the system can limit a running process (Linux); elsewhere what it may allocate is limited by arguments."""
    if sys.platform != "linux":
        return
    from resource import RLIMIT_AS, RLIMIT_CORE, prlimit

    with contextlib.suppress(ProcessLookupError):  # it has ended already
        prlimit(pid, RLIMIT_AS, (_MEMORY, _MEMORY))
        prlimit(pid, RLIMIT_CORE, (0, 0))


def _watch(process: subprocess.Popen[bytes], streams: Sequence[IO[bytes]], seconds: float, most: int) -> str | None:
    """Wait for the end of it; end it where it goes over a limit, and say which."""
    until = time.monotonic() + seconds
    while True:
        try:
            process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            pass
        else:
            return None
        if time.monotonic() > until:
            _end(process)
            return f"took longer than {seconds:g} seconds"
        if any(os.fstat(stream.fileno()).st_size > most for stream in streams):
            _end(process)
            return f"wrote more than {most:,} bytes"


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # it leads its own group: what it started ends with it
    process.wait()


def _read(stream: IO[bytes], most: int) -> bytes:
    stream.seek(0)
    return stream.read(most)


def _last_line(said: bytes) -> str:
    lines = said[-2000:].decode("utf-8", "replace").strip().splitlines()
    return "".join(each for each in lines[-1] if each.isprintable())[:200] if lines else ""
