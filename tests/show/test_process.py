"""The command as a process of its own: exit codes, pipes, interruption, how fast it starts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WAR = ROOT / "data" / "examples" / "war.txt"
COMMAND = [sys.executable, "-m", "firsthand"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    return kept | {"PYTHONPATH": str(ROOT / "src")} | more


def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(**more),
        timeout=120,
        check=False,
    )


def closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def broken_index(folder: Path) -> Path:
    path = folder / "places"
    path.write_bytes(b"not an index of places" * 1000)
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.write_text(" \n")
    return path


def binary(folder: Path) -> Path:
    path = folder / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8)
    return path


CASES: dict[str, tuple[int, Callable[[Path], list[str | Path]]]] = {
    "success": (0, lambda folder: ["check", WAR]),
    "output_is_a_folder": (1, lambda folder: ["check", WAR, "-o", folder]),
    "no_such_option": (2, lambda folder: ["check", WAR, "--truth"]),
    "no_such_command": (2, lambda folder: ["chekc"]),
    "missing_file": (3, lambda folder: ["check", folder / "none.txt"]),
    "empty_file": (3, lambda folder: ["check", empty(folder)]),
    "binary_file": (3, lambda folder: ["check", binary(folder)]),
    "private_address": (4, lambda folder: ["check", "http://127.0.0.1:1/"]),
    "unreachable": (5, lambda folder: ["check", f"http://127.0.0.1:{closed_port()}/", "--allow-private"]),
    "broken_index": (6, lambda folder: ["check", WAR, "--gazetteer", broken_index(folder)]),
}


@pytest.mark.parametrize("name", CASES)
def test_exit_codes(name: str, tmp_path: Path) -> None:
    """Each foreseen failure has its code and one message that says what and where, never a traceback."""
    code, arguments = CASES[name]
    done = run(*arguments(tmp_path))
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert "Traceback" not in said
    if code not in (0, 2):
        assert said.startswith("firsthand: ")
        assert said.count("\n") == 1
    if code == 2:
        assert "Error" in said


def interrupted(*arguments: str | Path, after: bytes | None, limit: float) -> tuple[int, bytes]:
    """Exit code and standard error of a command interrupted when it has said `after`, or in `limit` s."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stderr is not None
    said = b""
    until = time.monotonic() + limit
    os.set_blocking(process.stderr.fileno(), False)
    while time.monotonic() < until and (after is None or after not in said):
        said += process.stderr.read() or b""
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    os.set_blocking(process.stderr.fileno(), True)
    _, rest = process.communicate(timeout=60)
    return process.returncode, said + rest


def test_an_interruption_ends_with_130_and_silence() -> None:
    """Control-C while it waits for input leaves no traceback."""
    assert interrupted("check", "-", after=None, limit=4) == (130, b"")


def test_an_interrupted_index_leaves_nothing_behind(tmp_path: Path) -> None:
    """The index of places is there whole or not at all, and one line says what takes so long."""
    target = tmp_path / "places"
    code, said = interrupted("gazetteer", "build", "--gazetteer", target, after=b"once", limit=30)
    assert (code, said.decode()) == (130, "firsthand: building the index of places, once …\n")
    assert not target.exists()


@pytest.mark.parametrize("option", ["--explain", "--json", "--html", "--markdown"])
def test_a_reader_who_leaves_is_met_in_silence(option: str) -> None:
    """`firsthand check … | head -1` writes no error."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*COMMAND, "check", str(WAR), option],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=120,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(("columns", "widest"), [("", 80), ("40", 40), ("200", 100)])
def test_piped_output_is_plain_and_fits(columns: str, widest: int) -> None:
    """No colour codes, no wider than asked, no progress in between."""
    done = run("check", WAR, **({"COLUMNS": columns} if columns else {}))
    page = done.stdout.decode()
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= widest


@pytest.mark.parametrize("option", ["--json", "--html", "--markdown", "--quiet", "--explain"])
def test_an_ascii_locale_does_not_break_it(option: str) -> None:
    """An old locale costs curly quotes on the screen at most, not the report."""
    done = run("check", WAR, option, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_terminal_escapes_in_a_file_name_do_nothing(tmp_path: Path) -> None:
    """What is asked for is echoed in messages, harmlessly."""
    said = run("check", tmp_path / "a\x1b[31mb.txt").stderr
    assert b"\x1b" not in said


_MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def test_it_starts_at_once() -> None:
    """A cold check of one report stays within 1.5 seconds of processor time and 400 MB."""
    run("check", WAR)  # builds the index where this machine has none
    # Measured from a small process in between: a child's peak counts that of its parent at the fork.
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *COMMAND, "check", str(WAR)],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 1.5
    assert kilobytes < 400_000
