"""`--sources` and `firsthand sources`, as a user gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.show.commands import firsthand
from tests.show.test_case_cli import ROWS

OWN = (
    "id,name,kind,country,language,family,telegram\n"
    "oblast,Область 24,channel,UA,uk,oblast_group,oblast\n"
    "oblast_two,Область два,channel,UA,uk,oblast_group,oblast_two\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case that was told of the user's own table with its first import."""
    (tmp_path / "posts.jsonl").write_text(ROWS, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(OWN, encoding="utf-8")
    folder = tmp_path / "case"
    firsthand("init", folder)
    added = firsthand("add", folder, tmp_path / "posts.jsonl", "--no-read", "--sources", tmp_path / "mine.csv")
    assert added.returncode == 0, added.stderr
    return folder


def test_the_table_is_shown_as_it_holds_for_the_case(case: Path) -> None:
    """Each source with where it comes from and how much of it the case has; a family stands together."""
    shown = firsthand("sources", case).stdout.splitlines()
    at = shown.index("family oblast_group")
    assert shown[at + 1] == "  Область 24 (oblast): channel, UA, uk; 2 captures; mine.csv, line 2"
    assert shown[at + 2].startswith("  Область два (oblast_two)")
    assert "family bbc" not in shown
    assert shown[-1].startswith("2 of ")
    assert "2 by mine.csv; 2 captures." in shown[-1]
    assert {*shown[:-1], "family bbc"} < {*firsthand("sources", case, "--all").stdout.splitlines()}
    told = json.loads(firsthand("sources", case, "--json").stdout)
    (mine,) = [one for one in told["sources"] if one["id"] == "oblast"]
    assert (mine["from"], mine["captures"], mine["telegram"]) == ("mine.csv, line 2", 2, ["oblast"])
    assert any(one["from"] == "package" for one in told["sources"])


def test_a_table_can_be_forgotten(case: Path) -> None:
    """The package's own table holds again, and the case verifies."""
    assert firsthand("sources", case, "--forget").returncode == 0
    assert "oblast_group" not in firsthand("sources", case).stdout
    assert firsthand("verify", case).returncode == 0


@pytest.mark.parametrize("command", [["add", "CASE", "posts.jsonl"], ["watch", "CASE", "--once"]])
def test_a_wrong_table_ends_with_its_line(case: Path, tmp_path: Path, command: list[str]) -> None:
    """Nothing is taken in by a table that is not as it should be."""
    (tmp_path / "bad.csv").write_text(OWN + "oblast,Again,channel,,,,\n", encoding="utf-8")
    given = [str(case) if one == "CASE" else str(tmp_path / one) if "." in one else one for one in command]
    done = firsthand(*given, "--sources", tmp_path / "bad.csv")
    assert done.returncode == 8
    assert "bad.csv, line 4: the id oblast stands in line 2 already" in done.stderr
