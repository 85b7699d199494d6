"""What was handed in is on the disk before it is acknowledged, and stays until the case has it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.errors import CaseError
from firsthand.store.inbox import FOLDER, HandedState, files_of, finish, hand_in, handed, handed_in, start


def test_goes_in_and_comes_out(tmp_path: Path) -> None:
    """Files come back byte for byte, under their names, with who handed them in and why they matter."""
    files = {"001-звіт.txt": io.BytesIO("Мирноград".encode()), "002-b.bin": io.BytesIO(b"\0\xff")}
    one = hand_in(tmp_path, "Ірина", "two reports", files, ("https://news.example/a",))
    (found,) = handed(tmp_path)
    assert found == one == handed_in(tmp_path, one.number)
    assert (found.by, found.state, found.addresses) == ("Ірина", HandedState.WAITING, ("https://news.example/a",))
    assert [path.read_bytes() for path in files_of(tmp_path, found)] == ["Мирноград".encode(), b"\0\xff"]


def test_is_through(tmp_path: Path) -> None:
    """Once the case has it the bytes go; what became of it stays to be told, also what could not be taken."""
    one = start(tmp_path, hand_in(tmp_path, "a", "x", {"001-x.txt": io.BytesIO(b"x")}))
    assert handed_in(tmp_path, one.number) == one
    done = finish(tmp_path, one, {"taken": 1, "skipped": 2}, ("x.pdf: locked",), ("handed-in:1/x.txt",))
    assert done.state is HandedState.DONE
    assert handed_in(tmp_path, one.number) == done
    assert files_of(tmp_path, done) == []


def test_what_failed_keeps_its_bytes(tmp_path: Path) -> None:
    """Nothing that a person handed in is thrown away because it could not be read."""
    one = hand_in(tmp_path, "a", "x", {"001-x.doc": io.BytesIO(b"\xd0\xcf")})
    done = finish(tmp_path, one, {"failed": 1}, ("x.doc: nothing that can be taken in",), ())
    assert done.state is HandedState.FAILED
    assert [path.read_bytes() for path in files_of(tmp_path, done)] == [b"\xd0\xcf"]


@pytest.mark.parametrize("number", ["", "..", "../case.db", "20260101000000-0123456789ab/../../x", "x" * 500])
def test_numbers_lead_nowhere_else(tmp_path: Path, number: str) -> None:
    """A number that somebody made up is none, wherever it would lead."""
    hand_in(tmp_path, "a", "x", {"001-x": io.BytesIO(b"x")})
    assert handed_in(tmp_path, number) is None


def test_half_of_one_is_none(tmp_path: Path) -> None:
    """What was not acknowledged, or was damaged, hinders nothing else."""
    one = hand_in(tmp_path, "a", "x", {"001-x": io.BytesIO(b"x")})
    (tmp_path / FOLDER / ".20260101000000-0123456789ab").mkdir()
    broken = tmp_path / FOLDER / "20260101000000-0123456789ab"
    broken.mkdir()
    (broken / "note.json").write_bytes(b'{"number": ')
    assert list(handed(tmp_path)) == [one]


def test_a_full_disk_acknowledges_nothing(tmp_path: Path) -> None:
    """Where it cannot be kept that is said, and nothing half is left."""

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(CaseError, match="No space left"):
        hand_in(tmp_path, "a", "x", {"001-x": Failing()})
    assert list(handed(tmp_path)) == []
    assert list((tmp_path / FOLDER).iterdir()) == []


_KILLED = """
import io, os, sys
from pathlib import Path
from firsthand.store.inbox import hand_in
one = hand_in(Path(sys.argv[1]), "a", "x", {"001-x.txt": io.BytesIO(b"acknowledged")})
os.write(1, one.number.encode())
os._exit(9)
"""


def test_survives_a_kill(tmp_path: Path) -> None:
    """What was acknowledged by a process that died at once is there for the next."""
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], capture_output=True, env=os.environ)
    assert done.returncode == 9, done.stderr
    found = handed_in(tmp_path, done.stdout.decode())
    assert found is not None
    assert [path.read_bytes() for path in files_of(tmp_path, found)] == [b"acknowledged"]


def test_the_latest_comes_first_within_a_second(tmp_path: Path) -> None:
    """What is handed in quickly after each other stands in the order in which it came."""
    came = [hand_in(tmp_path, "Ірина", str(n), {"001-x.txt": io.BytesIO(b"x")}).number for n in range(8)]
    assert [each.number for each in handed(tmp_path)] == came[::-1]
