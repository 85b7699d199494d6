"""Kept answers are a copy: each comes back for its key as it was, or is asked for again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.weighed import evidence

from firsthand.errors import CaseBusy
from firsthand.evidence import Measured
from firsthand.store import answers as module
from firsthand.store.answers import FILE, Answers, Key

KEY = Key("body", "asked", "version 1", "program 1")
SAID = (evidence("one"), evidence("two"))


def _filled(folder: Path) -> Path:
    with Answers.open(folder) as answers:
        for number in range(200):
            answers.keep(replace(KEY, asked=f"asked {number}"), SAID)
    return folder / FILE


def test_answers_come_back_for_their_key_alone(tmp_path: Path) -> None:
    """Every part of the key counts; no evidence is an answer too, and not the same as none."""
    with Answers.open(tmp_path) as answers:
        answers.keep(KEY, SAID)
        answers.keep(replace(KEY, asked="other"), ())
    with Answers.open(tmp_path) as again:
        assert again.kept(KEY) == SAID
        assert again.kept(replace(KEY, asked="other")) == ()
        for field in ("body", "asked", "version", "program"):
            assert again.kept(replace(KEY, **{field: "new"})) is None


def test_the_answer_that_was_used_last_holds(tmp_path: Path) -> None:
    """Also where the data went back to what it was before."""
    later = replace(KEY, version="version 2")
    with Answers.open(tmp_path) as answers:
        assert answers.latest("body", "asked") is None
        answers.keep(KEY, SAID)
        answers.keep(later, SAID[:1])
        assert answers.latest("body", "asked") == SAID[:1]
        answers.use(KEY)
    with Answers.read(tmp_path) as reader:
        assert reader.latest("body", "asked") == SAID


def test_what_was_kept_before_an_interruption_is_there(tmp_path: Path) -> None:
    """An exception ends the block, and nothing that was kept is lost."""

    def interrupted() -> None:
        with Answers.open(tmp_path) as answers:
            answers.keep(KEY, SAID)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with Answers.read(tmp_path) as reader:
        assert reader.kept(KEY) == SAID


@pytest.mark.parametrize(
    "damage", ["delete from answers", "update answers set evidence = x'00'", "update answers set evidence = 7",
               "drop table latest", "drop table answers"]
)  # fmt: skip
def test_what_is_damaged_within_is_asked_for_again(tmp_path: Path, damage: str) -> None:
    """It is no error, and can be kept again."""
    with Answers.open(tmp_path) as answers:
        answers.keep(KEY, SAID)
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute(damage)
    with Answers.read(tmp_path) as reader:
        assert reader.latest("body", "asked") is None
    with Answers.open(tmp_path) as answers:
        answers.keep(KEY, SAID)
    with Answers.read(tmp_path) as reader:
        assert reader.latest("body", "asked") == SAID


def test_any_changed_bytes_give_an_answer_as_it_was_or_none(tmp_path: Path) -> None:
    """A file that is cut or overwritten anywhere never gives another answer; it can be read on, or made anew."""
    file = _filled(tmp_path)
    whole = file.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        for damaged in (whole[:at], whole[:at] + b"\xff" * 64 + whole[at + 64 :]):
            file.write_bytes(damaged)
            with Answers.read(tmp_path) as reader:
                assert reader.latest("body", "asked 3") in (None, SAID)
    file.write_bytes(b"no database at all, but long enough to look at" * 100)
    with Answers.open(tmp_path) as answers:
        answers.keep(KEY, SAID)
    with Answers.read(tmp_path) as reader:
        assert reader.kept(KEY) == SAID


def test_where_nothing_can_be_written_they_are_only_held(tmp_path: Path) -> None:
    """A folder in the way, or none: the answers are there as long as the block."""
    (tmp_path / FILE).mkdir()
    for folder in (tmp_path, tmp_path / "nowhere"):
        with Answers.open(folder) as answers:
            answers.keep(KEY, SAID)
            assert answers.latest("body", "asked") == SAID
            assert answers.file is None
        with Answers.read(folder) as reader:
            assert reader.latest("body", "asked") is None


def test_another_writer_is_waited_for_and_then_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that ask at a time: the second says so; what it kept before is there."""
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    with Answers.open(tmp_path) as answers, closing(sqlite3.connect(tmp_path / FILE)) as other:
        answers.keep(KEY, SAID)
        answers.flush()
        other.execute("begin exclusive")
        with pytest.raises(CaseBusy, match=FILE):
            answers.keep(replace(KEY, asked="other"), SAID)
        other.rollback()
    assert os.listdir(tmp_path) == [FILE]  # noqa: PTH208  no journal is left behind


def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    """Null would come back in its place."""
    with Answers.open(tmp_path) as answers:
        with pytest.raises(ValueError, match="no number"):
            answers.keep(KEY, [replace(SAID[0], measured=(Measured("seen", float("nan")),))])
        assert answers.latest("body", "asked") is None
