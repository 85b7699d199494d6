"""`firsthand fuse` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from firsthand.errors import FirsthandError, TableError
from firsthand.show.fuse_cli import add_fuse_command
from firsthand.show.fused_json import fused_schema
from firsthand.weigh.fusion.fuse import METHODS


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    add_fuse_command(app)
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if done.exception is not None and not isinstance(done.exception, (SystemExit, FirsthandError)):
        raise done.exception
    return done


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Forty items; three good sources, each wrong now and then, and one that is always wrong, with four mirrors."""
    rows = []
    for number in range(40):
        for place, name in enumerate(("harbour", "mill", "square")):
            rows.append(f"{name},street {number},{number * 10 + (500 + place if number % 9 == place else 0)}")
        wrong = number * 10 + (77 if number % 2 else -63)
        rows += [f"mirror {mirror},street {number},{wrong}" for mirror in range(5)]
    path = tmp_path / "told.csv"
    path.write_text("source,item,value\n" + "\n".join(rows) + "\nmirror 1,street 1\n")
    return path


@pytest.mark.parametrize("method", METHODS)
def test_the_json_is_as_its_schema_says(told: Path, method: str) -> None:
    """Programs rely on it, whatever the method."""
    done = run(told, "--type", "number", "--tolerance", "2", "--method", method, "--json")
    found = json.loads(done.stdout)
    Draft202012Validator(fused_schema()).validate(found)
    assert (found["items"], len(found["fused"]), found["method"]) == (40, 40, method)
    assert found["skips"][0]["record"] == "told.csv, line 322"


def test_what_goes_against_the_majority_comes_first(told: Path) -> None:
    """Five mirrors outnumber three honest sources on every street; that they lose is the news, and why comes next."""
    lines = run(told, "--type", "number", "--tolerance", "2", "--limit", "3").stdout.splitlines()
    assert lines[0].startswith("40 of 40 values are not what most sources tell")
    assert lines[1].startswith("One story, told 5 times: mirror 0, mirror 1")
    assert sum(line.startswith("! street") for line in lines) == 3
    assert lines[-1] == "Left out: told.csv, line 322: it has 2 columns, and the first line 3"


def test_a_wide_table_with_types_for_each_kind(tmp_path: Path) -> None:
    """As the files of flights are laid out: no first line of names, a column for each kind."""
    path = tmp_path / "day.tsv"
    path.write_text("a\tF1\t2:07 PM Dec 1, 2011\tTerminal D - D9\nb\tF1\t2011-12-01 14:10\tD09\n")
    options = ("--wide", "--header", "source,item,left,gate", "--type", "left=time", "--type", "gate=code")
    found = json.loads(run(path, *options, "--tolerance", "left=10min", "--per-file", "--json").stdout)
    kinds = {each["kind"]: each for each in found["fused"]}
    assert kinds["left"]["item"] == "day/F1"
    assert [len(kinds[name]["options"]) for name in ("left", "gate")] == [1, 1]


def test_known_values_are_a_track_record(tmp_path: Path) -> None:
    """Two sources contradict each other everywhere; half of it was found out."""
    path, known = tmp_path / "told.csv", tmp_path / "known.csv"
    path.write_text("source,item,value\n" + "".join(f"a,x{n},1\nb,x{n},9\n" for n in range(20)))
    known.write_text("item,value\n" + "".join(f"x{n},9\n" for n in range(10)))
    found = json.loads(run(path, "--known", known, "--json").stdout)
    assert {each["value"] for each in found["fused"]} == {"9"}


def test_text_from_outside_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """A name of a source is somebody else's text."""
    path = tmp_path / "told.csv"
    path.write_text("source,item,value\na,\x1b[31mx,1\n\x1b]0;b,\x1b[31mx,2\nc,\x1b[31mx,2\n")
    assert "\x1b" not in run(path).stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--type", "colour=number"), "no kind 'colour'"),
        (("--type", "colour"), "cannot be of type"),
        (("--tolerance", "5"), "--type number"),
        (("--columns", "what"), "source=NAME"),
        (("--method", "guess"), "camps"),
    ],
)
def test_options_that_cannot_be_are_said(told: Path, options: tuple[str, ...], says: str) -> None:
    """Each message says what there is instead."""
    done = run(told, *options)
    assert isinstance(done.exception, TableError)
    assert says in str(done.exception)
