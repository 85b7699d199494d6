"""The commands on the index of places, run on a small real one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from firsthand.show.cli import app
from firsthand.show.plain import UNSAFE


@pytest.fixture(scope="module")
def index(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "gazetteer.mdb"
    shutil.copyfile(small_index, path)
    return path


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["gazetteer", *map(str, arguments)], prog_name="firsthand")
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


def test_search_tells_the_sense_of_the_name(index: Path) -> None:
    """A person learns at once that the name is a former one, and when it was borne."""
    page = run("search", "Димитров", "--gazetteer", index).stdout
    line = next(line for line in page.splitlines() if line.startswith("710035"))
    assert "Myrnohrad" in line
    assert "former name from 1972 until 2016" in line


def test_search_as_json(index: Path) -> None:
    """The same for a program."""
    found = json.loads(run("search", "Donetsk", "--json", "--limit", "2", "--gazetteer", index).stdout)
    assert len(found) == 2
    assert {"id", "name", "lat", "lon", "kind", "sense", "region", "district"} <= set(found[0])


def test_search_for_nothing_names_what_is_near(index: Path) -> None:
    """A half-remembered name is answered with names that begin so."""
    page = run("search", "Bakhmu", "--gazetteer", index).stdout
    assert "No place" in page
    assert "bakhmut" in page


def test_show_lists_all_names(index: Path) -> None:
    """Every name with language, script, sense and years."""
    page = run("show", "710035", "--gazetteer", index).stdout
    assert "Димитров  (uk, Cyrl, from 1972 until 2016)" in page
    assert "Mirnograd  (ru-Latn, Latn)" in page
    told = json.loads(run("show", "UA-14", "--json", "--gazetteer", index).stdout)
    assert {"text": "Donetsk Oblast", "sense": "current"}.items() <= told["names"][0].items()


def test_show_of_an_unknown_identifier(index: Path) -> None:
    """The message says how to find the right one."""
    assert "gazetteer search NAME" in " ".join(run("show", "nonsense", "--gazetteer", index, code=2).output.split())


def test_add_tells_what_came_of_it(index: Path, tmp_path: Path) -> None:
    """New places and joined ones are counted; afterwards search finds them."""
    table = tmp_path / "posts.csv"
    table.write_text("heading,lat,lon\nHilltop Post,48.1,37.9\n", encoding="utf-8")
    said = run("add", table, "--columns", "name=heading", "--gazetteer", index).stdout
    assert said.startswith("Added: 1 new places")
    assert "Hilltop Post" in run("search", "hilltop post", "--gazetteer", index).stdout


@pytest.mark.parametrize(("form", "identity"), [("Мирнограду", "710035"), ("мирноградского", "710035")])
def test_search_tries_the_forms_of_a_name(index: Path, form: str, identity: str) -> None:
    """A name copied out of a sentence is found in whatever case it stands, and the page says so."""
    page = run("search", form, "--gazetteer", index).stdout
    assert f"No place is called {form}; it is taken for a form of мирноград" in page
    assert any(line.startswith(identity) for line in page.splitlines())
    assert identity in run("search", form, "--json", "--gazetteer", index).stdout


def test_names_do_not_steer_the_terminal(index: Path, tmp_path: Path) -> None:
    """Escapes and directional marks in the names and codes of a table are shown as a sign, never sent."""
    bad = "\x1b[31mRed\x1b]0;title\x07 Post\u202e\x9b"
    table = tmp_path / "red.csv"
    table.write_text(f"id,name,lat,lon\nR\x1b[2J1,{bad},48.1,37.9\n", encoding="utf-8")
    run("add", table, "--quiet", "--gazetteer", index)
    identity = "red:R\x1b[2J1"
    for arguments in (["search", bad], ["search", bad, "--json"], ["show", identity], ["show", identity, "--json"]):
        page = run(*arguments, "--gazetteer", index).stdout
        assert "Post" in page
        assert not UNSAFE.search(page), page
    assert json.loads(run("search", bad, "--json", "--gazetteer", index).stdout)[0]["name"] == bad


@pytest.mark.parametrize("options", [["--columns", "naam=x"], ["--columns", "name"], ["--kind", "shapefile"]])
def test_wrong_options(index: Path, tmp_path: Path, options: list[str]) -> None:
    """A wrong field or kind is answered with the right ones before anything is read."""
    assert run("add", tmp_path / "posts.csv", *options, "--gazetteer", index, code=2)


@pytest.mark.parametrize(
    ("typed", "identity"), [("Краматорcк", "704508"), ("Kramatоrsk", "704508"), ("Покро́вськ", "704422")]
)
def test_letters_that_only_look_right_and_stress_are_read_over(index: Path, typed: str, identity: str) -> None:
    """What is copied from a page may hold a letter of the other alphabet, or a mark of stress."""
    result = run("search", typed, "--gazetteer", index)
    assert identity in result.stdout


def test_a_road_that_a_report_names_is_shown(index: Path) -> None:
    """A check gives roads their identifiers, though no index of places has them."""
    result = run("show", "road:UA-M-14", "--gazetteer", index)
    assert "M-14" in result.stdout
    assert "road" in result.stdout
