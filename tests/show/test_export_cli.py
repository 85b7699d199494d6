"""`firsthand export`, as a user gives it: in processes of its own, with its output and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.show.commands import firsthand
from tests.show.test_case_cli import ROWS
from tests.store.captures import capture

from firsthand.store import Case


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two posts out of a table."""
    made = tmp_path_factory.mktemp("made")
    folder, table = made / "case", made / "posts.jsonl"
    table.write_text(ROWS, encoding="utf-8")
    assert firsthand("init", folder).returncode == 0
    assert firsthand("add", folder, table, "--no-read").returncode == 0
    return folder


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that takes a while to export, also on a busy machine: 80 MB that no compression halves."""
    folder = tmp_path_factory.mktemp("large") / "case"
    with Case.make(folder) as case:
        run = case.begin("test")
        case.keep([capture(os.urandom(2_000_000).hex(), str(number)) for number in range(20)], run, "test")
    return folder


def test_from_one_case_into_another(case: Path, tmp_path: Path) -> None:
    """What one office exports, another takes in: the same captures, once, and they verify."""
    done = firsthand("export", case, tmp_path / "a.wacz", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["captures"], told["bytes"]) == (2, (tmp_path / "a.wacz").stat().st_size)
    assert told["log"]["head"] in firsthand("verify", case).stdout
    other = tmp_path / "other"
    firsthand("init", other)
    for taken, seen in ((2, 0), (0, 2)):
        added = json.loads(firsthand("add", other, tmp_path / "a.wacz", "--no-read", "--json").stdout)
        assert (added["taken"], added["seen_before"], added["failed"]) == (taken, seen, 0)
    assert firsthand("verify", other).returncode == 0


def test_nothing_is_replaced_unasked(case: Path, tmp_path: Path) -> None:
    """An archive that was sent to somebody does not turn into another one by mistake."""
    path = tmp_path / "a.wacz"
    assert "2 captures" in firsthand("export", case, path).stdout
    before = path.read_bytes()
    refused = firsthand("export", case, path)
    assert (refused.returncode, path.read_bytes()) == (7, before)
    assert "--force" in refused.stderr
    assert firsthand("export", case, path, "--force", "--key", "https://t.me/oblast/1").returncode == 0
    assert path.read_bytes() != before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere", "a.wacz"], 9, "is no case"),
        (["CASE", "a.zip"], 2, "Say which with --to"),
        (["CASE", "CASE/archive/a.wacz"], 7, "within the case"),
        (["CASE", "no-folder/a.wacz"], 7, "no folder"),
        (["CASE", "a.wacz", "--key", "no-key"], 3, "has the key"),
        (["CASE", "a.wacz", "--since", "soon"], 2, "is no date"),
        (["CASE", "a.wacz", "--since", "2999-01-01"], 3, "nothing was written"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    case: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    """A wrong name, folder or option ends with its code, and leaves no file."""
    given = [one.replace("CASE", str(case)) for one in arguments]
    given[1] = str(tmp_path / given[1])
    done = firsthand("export", *given)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not Path(given[1]).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to end it by")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_end_at_any_moment_leaves_no_half_archive(large: Path, tmp_path: Path, how: signal.Signals) -> None:
    """Neither Ctrl-C nor a shutdown nor a kill leaves a file under the name that is not whole."""
    path = tmp_path / "a.wacz"
    command = [sys.executable, "-m", "firsthand", "export", str(large), str(path)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=_behind)
    while process.poll() is None and not any(part.stat().st_size > 1_000_000 for part in tmp_path.glob(".firsthand-*")):
        time.sleep(0.005)
    assert process.poll() is None, "it was through before it could be ended"
    process.send_signal(how)
    assert process.wait(30) != 0
    assert not path.exists()
    if how is not signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []


def _behind() -> None:
    """Where there is little to go round, it is slower than who watches it."""
    os.nice(10)
