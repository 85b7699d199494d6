"""Kills, full disks and folders that cannot be written: what was acknowledged is there, once, and the rest goes on."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.forked import telling
from tests.store import importer
from tests.store.captures import capture
from tests.store.importer import DOCUMENTS, text_of

from firsthand.errors import CaseError
from firsthand.store import Case, schema, unread, verify

KILLS = {"sqlite": 50, "postgresql": 10}


def killed(folder: Path, chance: random.Random) -> int:
    """Import until a random moment, then kill; the last document that was acknowledged."""
    process, told = telling(importer.main, folder)
    acknowledged = 0
    with told:
        for _ in range(chance.randrange(1, 5)):
            line = told.readline().strip()
            acknowledged = int(line) if line.isdigit() else acknowledged
        time.sleep(chance.random() * 0.02)
        process.kill()
        for line in told.read().split():
            acknowledged = int(line) if line.isdigit() else acknowledged
    process.join()
    return acknowledged


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(case: Case) -> None:
    """After each of many kills the case opens, and all it said it had is there once; in the end, everything is."""
    kills = KILLS[case.connection.dialect.name]
    case.close()
    chance, acknowledged = random.Random(11), 0
    for _ in range(kills):
        acknowledged = max(acknowledged, killed(case.folder, chance))
        with Case.open(case.folder) as reader:
            keys = [str(row["key"]) for row in reader.rows(select(schema.captures.c.key))]
        assert len(keys) == len(set(keys))
        assert {f"k{number}" for number in range(acknowledged)} <= set(keys)
    process, told = telling(importer.main, case.folder)
    with told:
        assert told.read().endswith("ended\n")
    process.join()
    with Case.open(case.folder, write=True) as after:
        assert not list(verify(after))
        texts = {waiting.capture.key: waiting.capture.data.decode() for waiting in unread(after, "1")}
    assert texts == {f"k{number}": text_of(number) for number in range(DOCUMENTS)}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which a new case has room for some reports."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=640k", "tmpfs", folder], capture_output=True, check=False
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("mounting a small disk needs rights that are not given here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_takes_nothing_that_was_there(small_disk: Path) -> None:
    """The import ends with what is wrong; everything acknowledged before is there and intact."""
    chance = random.Random(3)
    with Case.make(small_disk / "case") as case:
        run, kept = case.begin("test"), 0

        def fill() -> None:
            nonlocal kept
            for number in range(500):
                case.keep([capture(chance.randbytes(3000).hex(), f"k{number}")], run, "test")
                kept = number + 1

        with pytest.raises(CaseError, match=r"disk is full|No space left"):
            fill()
        assert kept > 3
    with Case.open(small_disk / "case") as reader:
        assert len(reader.rows(select(schema.captures.c.id))) == kept
        assert not list(verify(reader))


def test_a_folder_that_cannot_be_written(small_disk: Path) -> None:
    """Reading goes on; writing is refused in one line."""
    Case.make(small_disk / "case").close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(CaseError, match="cannot be"):
        Case.open(small_disk / "case", write=True)
    with pytest.raises(CaseError, match="cannot be"):
        Case.make(small_disk / "another")
