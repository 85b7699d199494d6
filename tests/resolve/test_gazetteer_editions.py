"""Files of older editions: they go with a new build, unless somebody may still need them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from firsthand.resolve.gazetteer import Gazetteer, edition, mapped
from firsthand.resolve.gazetteer_add import add
from firsthand.resolve.gazetteer_editions import clear_old_editions, remember_taken


@pytest.fixture
def folder(gazetteer_path: Path, tmp_path: Path) -> Path:
    """The present edition and four older ones, the oldest with the lowest number."""
    shutil.copyfile(gazetteer_path, tmp_path / f"gazetteer-{edition()}.mdb")
    for number in range(4):
        older = tmp_path / f"gazetteer-1-{number:016x}.mdb"
        shutil.copyfile(gazetteer_path, older)
        os.utime(older, (10**9 + number, 10**9 + number))
    return tmp_path


def left(folder: Path) -> list[int]:
    """The numbers of the older editions that are still there."""
    clear_old_editions(folder / f"gazetteer-{edition()}.mdb")
    return sorted(int(entry.stem[-16:], 16) for entry in folder.glob("gazetteer-1-*.mdb"))


def test_the_newest_of_the_older_ones_stays(folder: Path) -> None:
    """Each is 75 MB, and every change of our tables makes one."""
    assert left(folder) == [3]


def test_one_that_is_open_stays(folder: Path) -> None:
    """A long run of the version before goes on reading it, and it goes once that has ended."""
    reading = mapped(folder / "gazetteer-1-0000000000000001.mdb")
    assert left(folder) == [1, 3]
    del reading
    assert left(folder) == [3]


def test_what_was_added_goes_only_once_it_is_in_a_newer_one(folder: Path, tmp_path: Path) -> None:
    """Nobody loses the places of their own for the room that they take."""
    older, places = folder / "gazetteer-1-0000000000000000.mdb", tmp_path / "own.csv"
    places.write_text("id,name,lat,lon,country\nown-1,Checkpoint Birch,48.1,37.2,UA\n", encoding="utf-8")
    add([places], older)
    os.utime(older, (10**9, 10**9))
    assert left(folder) == [0, 3]
    remember_taken(older, folder / f"gazetteer-{edition()}.mdb")
    assert left(folder) == [3]
    with Gazetteer.open(folder / f"gazetteer-{edition()}.mdb") as opened:
        assert opened.lookup("Kyiv")
