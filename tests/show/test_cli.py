"""The command line in this process: options, formats, files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from firsthand.show.cli import app
from firsthand.show.json_report import schema

WAR = Path(__file__).parents[2] / "data" / "examples" / "war.txt"


@pytest.fixture
def run() -> "Run":
    return Run()


class Run:
    """Runs a command and asserts its exit code."""

    def __call__(self, *arguments: str | Path, code: int = 0, given: bytes | None = None) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments], input=given, prog_name="firsthand")
        assert result.exit_code == code, result.output + repr(result.exception)
        return result


def test_check_says_the_whole_in_the_first_line(run: Run) -> None:
    """The main job, by its real parts, on a file."""
    page = run("check", WAR).stdout
    assert page.startswith("The lead claim goes back to one voice; ")
    assert "voices without a name" in page.split("\n\n")[0].replace("\n", " ")
    assert "What to stop at" in page
    assert "Who says what" in page


def test_quiet_prints_the_first_sentence_only(run: Run) -> None:
    """One line for a script or a list of reports."""
    result = run("check", WAR, "--quiet")
    assert result.stdout.count("\n") == 1
    assert result.stdout.endswith(".\n")
    assert result.stderr == ""


def test_json_keeps_to_the_schema(run: Run) -> None:
    """What the real pipeline finds is written as promised."""
    from jsonschema import Draft202012Validator

    written = json.loads(run("check", WAR, "--json").stdout_bytes)
    Draft202012Validator(schema()).validate(written)
    assert len(written["statements"]) >= 5
    assert {warning["kind"] for warning in written["warnings"]} >= {"no_named_person"}


def test_standard_input_reads_like_the_file(run: Run) -> None:
    """`-` and a file give the same findings."""
    piped = json.loads(run("check", "-", "--json", given=WAR.read_bytes()).stdout_bytes)
    from_file = json.loads(run("check", WAR, "--json").stdout_bytes)
    assert piped["statements"] == from_file["statements"]
    assert piped["warnings"] == from_file["warnings"]


@pytest.mark.parametrize(
    ("option", "start"),
    [("--html", "<!doctype html>"), ("--markdown", "# Exclusive"), ("--json", "{"), ("--explain", "")],
)
def test_each_format_can_be_written_to_a_file(run: Run, tmp_path: Path, option: str, start: str) -> None:
    """`-o` writes the same as the screen would show, and nothing else is left in the folder."""
    target = tmp_path / "report"
    assert run("check", WAR, option, "-o", target).stdout == ""
    assert target.read_text(encoding="utf-8").startswith(start)
    assert target.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [target]


def test_writing_replaces_what_was_there(run: Run, tmp_path: Path) -> None:
    """An older, longer file leaves nothing behind."""
    target = tmp_path / "report.json"
    target.write_text("x" * 1_000_000)
    run("check", WAR, "--json", "--output", target)
    json.loads(target.read_bytes())


def test_formats_exclude_each_other(run: Run) -> None:
    """Two formats at once are refused, not silently settled."""
    assert "only one of" in run("check", WAR, "--json", "--html", code=2).stderr


def test_a_folder_that_is_not_there_is_found_before_the_work(run: Run, tmp_path: Path) -> None:
    """A typing error in `-o` does not cost a whole check."""
    assert "there is no folder" in run("check", "nowhere.txt", "-o", tmp_path / "a" / "b", code=2).stderr


def test_rules_prints_one_or_all(run: Run) -> None:
    """What `--explain` names can be looked up."""
    every = run("rules").stdout
    assert "\nsingle_origin\n  " in every
    one = run("rules", "single_origin").stdout
    assert one.startswith("single_origin\n  ")
    assert "no_named_person" not in one.splitlines()


def test_an_unknown_rule_suggests_the_nearest(run: Run) -> None:
    """A slip of the finger is answered with the right name."""
    assert "single_origin" in run("rules", "single_orgin", code=2).stderr


def test_version_and_help(run: Run) -> None:
    """The two questions everybody asks first."""
    assert run("--version").stdout.startswith("firsthand ")
    assert "check" in run("--help").stdout
    assert "--explain" in run("check", "-h").stdout
