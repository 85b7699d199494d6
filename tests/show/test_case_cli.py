"""The commands on a case, as a user gives them: in processes of their own, with their output and exit codes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from tests.show.commands import firsthand

ROWS = (
    '{"url": "https://t.me/oblast/1", "text": "⚡️ Ночью над областью сбиты 14 беспилотников, сообщил губернатор."}\n'
    '{"url": "https://t.me/oblast/2", "text": "Через обстріл пошкоджено два будинки, повідомила громада."}\n'
)
PLUGIN = """
import hashlib
from datetime import UTC, datetime
from firsthand.model import About, Capture


class Minutes:
    name = "minutes"

    def takes(self, what):
        return what.startswith("minutes:")

    def captures(self, wanted, fetch):
        data = b"The council closed the bridge, clerk Ida Holm said."
        yield Capture(data, wanted.what, datetime.now(UTC), hashlib.sha256(data).hexdigest(), key=wanted.what)


MINUTES = Minutes()
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    assert firsthand("init", folder).returncode == 0
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_from_a_table_to_a_verified_case(case: Path, table: Path) -> None:
    """Take in, read, verify: what a user does first, with the numbers that are told."""
    added = firsthand("add", case, table, "--json")
    assert added.returncode == 0, added.stderr
    told = json.loads(added.stdout)
    assert (told["taken"], told["read"]) == (2, 2)
    verified = firsthand("verify", case, "--json")
    assert verified.returncode == 0
    assert json.loads(verified.stdout)["intact"] is True


def test_a_changed_byte_ends_with_1_and_its_place(case: Path, table: Path) -> None:
    """Whoever scripts `verify` sees from the code that something is wrong, and from the line where."""
    firsthand("add", case, table, "--no-read")
    (segment,) = (case / "archive").iterdir()
    data = bytearray(segment.read_bytes())
    data[-20] ^= 1
    segment.write_bytes(bytes(data))
    verified = firsthand("verify", case)
    assert verified.returncode == 1
    assert f"archive/{segment.name} bytes " in verified.stdout


def test_a_head_that_was_noted_tells_an_old_copy(case: Path, table: Path, tmp_path: Path) -> None:
    """An old copy of the whole folder is sound in itself: only what was noted outside of it tells."""
    copy = shutil.copytree(case, tmp_path / "copy")
    first = json.loads(firsthand("verify", case, "--json").stdout)["head"]
    firsthand("add", case, table, "--no-read")
    noted = json.loads(firsthand("verify", case, "--json").stdout)["head"]
    both = firsthand("verify", case, "--head", first.upper(), "--head", noted, "--json")
    assert both.returncode == 0
    assert json.loads(both.stdout)["heads"] == [{"head": first, "entry": 1}, {"head": noted, "entry": 4}]
    assert "is that of entry 1; 3 came after it." in firsthand("verify", case, "--head", first).stdout
    assert firsthand("verify", copy).returncode == 0
    old = firsthand("verify", copy, "--head", noted)
    assert old.returncode == 1
    assert f"head {noted}: no entry of the log has this hash" in old.stdout


def test_an_older_database_that_was_put_back(case: Path, table: Path) -> None:
    """What the database lacks stays in the archive, and neither command says that all is well."""
    old = (case / "case.db").read_bytes()
    firsthand("add", case, table, "--no-read")
    (segment,) = (case / "archive").iterdir()
    whole = segment.read_bytes()
    (case / "case.db").write_bytes(old)
    added = firsthand("add", case, table, "--no-read")
    assert (added.returncode, segment.read_bytes()) == (9, whole)
    assert "older than the" in added.stderr
    assert firsthand("verify", case).returncode == 1


def test_what_an_interruption_left_is_told(case: Path, table: Path) -> None:
    """Whoever adds next is told where it lies now, and the case verifies."""
    firsthand("add", case, table, "--no-read")
    (segment,) = (case / "archive").iterdir()
    with segment.open("ab") as file:
        file.write(b"half a record")
    added = firsthand("add", case, table, "--no-read")
    assert f"13 bytes at the end of archive/{segment.name}" in added.stderr
    (moved,) = (case / "lost").iterdir()
    assert moved.read_bytes() == b"half a record"
    assert firsthand("verify", case).returncode == 0


def test_a_dry_run_takes_nothing(case: Path, table: Path) -> None:
    """What would be taken is listed, and the case stays as it is."""
    looked = firsthand("add", case, table, "--dry-run")
    assert looked.stdout.count("take") == 2
    assert json.loads(firsthand("add", case, table, "--no-read", "--json").stdout)["taken"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["verify", "nowhere"], 9, "is no case"),
        (["add", "nowhere", "x"], 9, "is no case"),
        (["add", "CASE", "nothing-there"], 5, "nothing that can be taken in"),
        (["add", "CASE", "x", "--columns", "text"], 2, "give pairs"),
        (["add", "CASE", "x", "--since", "soon"], 2, "is no date"),
        (["watch", "CASE", "--once"], 3, "Nothing is watched"),
        (["watch", "CASE", "--every", "often"], 2, "such as 15m"),
        (["history", "CASE", "no-key"], 3, "has the key"),
        (["init", "CASE"], 9, "not empty"),
        (["verify", "CASE", "--head", "abc"], 2, "64 digits"),
        (["verify", "CASE", "--stamp", "nothing.tsr"], 3, "cannot be read"),
        (["init", "other", "--database", "mysql://host/x"], 9, "not supported"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(case: Path, arguments: list[str], code: int, said: str) -> None:
    """A wrong path, option or folder ends with its code, and names what to do; no traceback."""
    given = [str(case) if one == "CASE" else str(case.parent / one) if one == "other" else one for one in arguments]
    done = firsthand(*given)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_may_be_any_bytes(case: Path, table: Path) -> None:
    """A file whose name is no UTF-8 is taken in as any other, and told with a mark where nothing can be shown."""
    odd = os.fsdecode(b"host\xff.jsonl")
    table.rename(table.parent / odd)
    added = firsthand("add", case, table.parent / odd, table.parent / os.fsdecode(b"none\xff"), "--no-read", "--json")
    assert "Traceback" not in added.stderr
    told = json.loads(added.stdout)
    assert (told["taken"], told["failed"]) == (2, 1)
    assert told["failed_named"][0]["record"].endswith("none\ufffd")
    refused = firsthand("watch", case, table.parent / odd, "--once")
    assert (refused.returncode, "Traceback" in refused.stderr) == (3, False)
    assert "cannot be watched" in refused.stderr
    assert json.loads(firsthand("verify", case, "--json").stdout)["intact"] is True


def test_a_channel_of_another_package(case: Path, tmp_path: Path) -> None:
    """A package that names a channel as an entry point is asked first; one that is broken is named."""
    site = tmp_path / "site"
    info = site / "town_minutes-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: town-minutes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[firsthand.channels]\nminutes = town_minutes:MINUTES\n")
    (site / "town_minutes.py").write_text(PLUGIN)
    added = firsthand("add", case, "minutes:2025-11-03", "--json", path=site)
    assert json.loads(added.stdout)["read"] == 1, added.stderr
    (info / "entry_points.txt").write_text("[firsthand.channels]\nminutes = town_minutes:GONE\n")
    broken = firsthand("add", case, "minutes:2025-11-04", path=site)
    assert "town-minutes" in broken.stdout + broken.stderr
