"""The command as a process of its own: exit codes, pipes, interruption, how fast it starts."""

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.once import index_of_places
from tests.show.warmed import Warmed

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


@pytest.fixture(scope="module")
def warmed() -> Iterator[Warmed]:
    """For what a command does once it is loaded."""
    index_of_places()
    with Warmed(WAR, environment()) as found:
        yield found


def run_warmed(warmed: Warmed, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """As `run`, from what has read a report already."""
    command = list(map(str, arguments))
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        code = warmed.run(command, output.fileno(), errors.fileno(), environment(**more))
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(command, code, output.read(), errors.read())


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
    "no_such_language": (2, lambda folder: ["check", WAR, "--language", "xx"]),
    "not_fetched": (2, lambda folder: ["check", "ftp://example.org/a.txt"]),
    "no_such_option": (2, lambda folder: ["check", WAR, "--truth"]),
    "no_such_command": (2, lambda folder: ["chekc"]),
    "missing_file": (3, lambda folder: ["check", folder / "none.txt"]),
    "empty_file": (3, lambda folder: ["check", empty(folder)]),
    "binary_file": (3, lambda folder: ["check", binary(folder)]),
    "private_address": (4, lambda folder: ["check", "http://127.0.0.1:1/"]),
    "unreachable": (5, lambda folder: ["check", f"http://127.0.0.1:{closed_port()}/", "--allow-private"]),
    "broken_index": (6, lambda folder: ["check", WAR, "--gazetteer", broken_index(folder)]),
    "output_is_a_folder": (7, lambda folder: ["check", WAR, "-o", folder]),
    "output_is_full": (7, lambda folder: ["check", WAR, "--html", "-o", "/dev/full"]),
}


@pytest.mark.parametrize("name", CASES)
def test_exit_codes(name: str, tmp_path: Path, warmed: Warmed) -> None:
    """Each foreseen failure has its code and one message that says what and where, never a traceback."""
    code, arguments = CASES[name]
    done = run_warmed(warmed, *arguments(tmp_path))
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert "Traceback" not in said
    if code not in (0, 2):
        assert said.startswith("firsthand: ")
        assert said.count("\n") == 1
    if code == 2:
        assert "Error" in said


def heed_interruptions() -> None:
    """A command started in the background ignores them, and so do these tests there, were it not for this."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(
    *arguments: str | Path,
    after: bytes | None,
    limit: float,
    by: signal.Signals = signal.SIGINT,
    command: tuple[str, ...] = tuple(COMMAND),
) -> tuple[int, bytes]:
    """Exit code and standard error of a command ended by a signal when it has said `after`, or has taken what was put
    into its standard input where `after` is None; in `limit` s at the latest."""
    process = subprocess.Popen(
        [*command, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=heed_interruptions,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    said = b""
    until = time.monotonic() + limit
    os.set_blocking(process.stderr.fileno(), False)
    process.stdin.write(b"The")
    process.stdin.flush()
    while time.monotonic() < until and (after not in said if after else _unread(process.stdin.fileno())):
        said += process.stderr.read() or b""
        time.sleep(0.02)
    process.send_signal(by)
    os.set_blocking(process.stderr.fileno(), True)
    _, rest = process.communicate(timeout=60)
    return process.returncode, said + rest


def _unread(pipe: int) -> int:
    """Bytes in a pipe that nobody has taken yet."""
    found: int = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]
    return found


def test_an_interruption_ends_with_130_and_silence() -> None:
    """Control-C while it waits for the rest of its input leaves no traceback."""
    assert interrupted("check", "-", after=None, limit=60) == (130, b"")


@pytest.mark.parametrize(("by", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupted_index_leaves_nothing_behind(tmp_path: Path, by: signal.Signals, expected: int) -> None:
    """The index of places is there whole or not at all, and one line says what takes so long."""
    target = tmp_path / "places"
    code, said = interrupted("gazetteer", "build", "--gazetteer", target, after=b"once", limit=120, by=by)
    assert (code, said.decode()) == (expected, "firsthand: building the index of places, once …\n")
    assert not list(tmp_path.iterdir())


_WHILE_LOADING = """
import os, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            exec("os.kill(os.getpid(), signal.SIGINT)")  # as in the making of a dataclass, which is special to Python

sys.meta_path.insert(0, Interrupt())
"""


@pytest.mark.parametrize("module", ["firsthand.show.cli", "typer", "firsthand.errors", "firsthand.pipeline"])
@pytest.mark.parametrize("start", [["-m", "firsthand"], ["-c", "from firsthand.__main__ import main; main()"]])
def test_an_interruption_while_it_loads_is_silent(tmp_path: Path, module: str, start: list[str]) -> None:
    """Control-C in the first tenth of a second, when nothing but imports has happened yet."""
    (tmp_path / "sitecustomize.py").write_text(_WHILE_LOADING)
    done = subprocess.run(
        [sys.executable, *start, "check", str(WAR)],
        capture_output=True,
        env=environment(INTERRUPT_AT=module, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT / 'src'}"),
        timeout=60,
        check=False,
        preexec_fn=heed_interruptions,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_the_console_script_starts_where_the_module_does() -> None:
    """`firsthand` and `python -m firsthand` meet an early interruption alike."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"firsthand": "firsthand.__main__:main"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", str(WAR)],
        ["check", str(WAR), "--json"],
        ["check", str(WAR), "--html"],
        ["check", str(WAR), "--markdown"],
        ["check", str(WAR), "--explain"],
        ["check", str(WAR), "-q"],
        ["rules"],
        ["--version"],
        ["check", "--help"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_one_line(arguments: list[str], warmed: Warmed) -> None:
    """`firsthand check … > report` on a full disk says so, and its code tells a script."""
    with Path("/dev/full").open("wb") as full, tempfile.TemporaryFile() as errors:
        code = warmed.run(arguments, full.fileno(), errors.fileno(), environment())
        errors.seek(0)
        assert errors.read().decode() == "firsthand: cannot write the output: No space left on device\n"
    assert code == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", [["--version"], ["check", str(WAR), "--json"]], ids=" ".join)
def test_a_full_disk_is_one_line_from_the_start(arguments: list[str]) -> None:
    """So it is with the streams that Python itself makes."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
        )
    assert done.stderr.decode() == "firsthand: cannot write the output: No space left on device\n"
    assert done.returncode == 7


_LITTLE_ROOM = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_a_file_that_grows_too_large_leaves_the_old_one(tmp_path: Path) -> None:
    """A full disk under `-o`: the message names the file, which keeps what it held."""
    target = tmp_path / "report.html"
    target.write_text("an older report")
    done = subprocess.run(
        [sys.executable, "-c", _LITTLE_ROOM, *COMMAND, "check", str(WAR), "--html", "-o", str(target)],
        capture_output=True,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        timeout=60,
        check=False,
    )
    assert done.stderr.decode() == f"firsthand: cannot write the output: File too large ({target})\n"
    assert done.returncode == 7
    assert target.read_text() == "an older report"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("closed", "what", "code", "said"),
    [("<&-", "-", 3, "Standard input is closed"), (">&-", str(WAR), 7, "standard output is closed")],
)
def test_closed_streams_are_named(closed: str, what: str, code: int, said: str) -> None:
    """A service without streams gets a message instead of a traceback."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "check", what],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1)
    assert said in done.stderr.decode()


@pytest.mark.parametrize("option", ["--explain", "--json", "--html", "--markdown"])
def test_a_reader_who_leaves_is_met_in_silence(option: str, warmed: Warmed) -> None:
    """`firsthand check … | head -1` writes no error."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe, tempfile.TemporaryFile() as errors:
        code = warmed.run(["check", str(WAR), option], pipe.fileno(), errors.fileno(), environment())
        errors.seek(0)
        assert (code, errors.read()) == (1, b"")


def test_a_reader_who_leaves_is_met_in_silence_from_the_start() -> None:
    """So it is with the streams that Python itself makes."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [*COMMAND, "check", str(WAR)],
            stdout=pipe,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(("columns", "widest"), [("", 80), ("40", 40), ("200", 100)])
def test_piped_output_is_plain_and_fits(columns: str, widest: int, warmed: Warmed) -> None:
    """No colour codes, no wider than asked, no progress in between."""
    done = run_warmed(warmed, "check", WAR, **({"COLUMNS": columns} if columns else {}))
    page = done.stdout.decode()
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= widest


@pytest.mark.parametrize("option", ["--json", "--html", "--markdown", "--quiet", "--explain"])
def test_an_ascii_locale_does_not_break_it(option: str) -> None:
    """An old locale costs curly quotes on the screen at most, not the report."""
    done = run("check", WAR, option, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_terminal_escapes_in_a_file_name_do_nothing(tmp_path: Path, warmed: Warmed) -> None:
    """What is asked for is echoed in messages, harmlessly."""
    said = run_warmed(warmed, "check", tmp_path / "a\x1b[31mb.txt").stderr
    assert b"\x1b" not in said


_MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss)
"""


def test_one_report_takes_little_memory() -> None:
    """A cold check of one report stays within 400 MB; how long it takes is for `bench.speed` to say."""
    index_of_places()
    # Measured from a small process in between: a child's peak counts that of its parent at the fork.
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *COMMAND, "check", str(WAR)],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    assert float(done.stdout) < 400_000  # KiB
