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


BULGARIAN = (
    "Мостът е затворен\n\nМинистърът съобщи, че мостът в София е затворен за ремонт, а работниците вече са започнали.\n"
)
UNREAD = "The text is in Bulgarian, which firsthand cannot read yet: only place names were looked for."


@pytest.mark.parametrize("option", ["--html", "--markdown", "--explain", "--quiet"])
def test_a_language_that_cannot_be_read_is_said_first(run: Run, option: str) -> None:
    """Silence on a Bulgarian report must not pass for "nobody says anything", in no view."""
    page = run("check", "-", option, given=BULGARIAN.encode()).stdout
    assert UNREAD in " ".join(page.split())
    if option in ("--explain", "--quiet"):
        assert page.startswith("The text is in Bulgarian")
    assert "Nothing in the sourcing" not in page


def test_a_language_that_nothing_tells_is_said_too(run: Run) -> None:
    """A table of numbers is not well sourced, it is not read."""
    page = run("check", "-", "-q", given=b"12 34 56\n\n78 90 12\n").stdout
    assert page.startswith("The language of the text could not be made out")


def test_a_language_that_is_asked_for_is_taken_like_a_detected_one(run: Run) -> None:
    """`--language de` on an English text is not read as English behind the user's back."""
    page = run("check", WAR, "-q", "--language", "DE").stdout
    assert page.startswith("The text is in German, which firsthand cannot read yet")
    assert run("check", WAR, "-q", "--language", "en").stdout.startswith("The lead claim")


@pytest.mark.parametrize("code", ["xx", "eng", "english", "ua", "e", "", "en-GB", "\u0435n"])
def test_a_code_that_is_no_language_is_refused(run: Run, code: str) -> None:
    """A slip must not make a report look as if nobody spoke in it."""
    assert "ISO 639-1" in " ".join(run("check", WAR, "--language", code, code=2).stderr.split())


def test_a_day_of_publication_that_is_given_comes_first(run: Run) -> None:
    """“On Monday” of an undated text can be told when the reader knows its day; a slip in it is refused."""
    text = b"The mayor said on Monday that the bridge had closed.\n"
    told = json.loads(run("check", "-", "--json", "--published", "2026-03-04", given=text).stdout)
    assert told["published"] == "2026-03-04"
    assert [each["start"] for each in told["times"]] == ["2026-03-02"]
    assert "no date" in " ".join(run("check", "-", "--published", "03/04/2026", given=text, code=2).stderr.split())


@pytest.mark.parametrize("what", ["ftp://example.org/a.txt", "file:///etc/hostname", "FTP://x", "gopher://x/"])
def test_other_addresses_are_refused_as_such(run: Run, what: str) -> None:
    """Nobody is sent looking for a file called "ftp:"."""
    said = run("check", what, code=2).stderr
    assert "only http and https" in " ".join(said.split())
    assert "There is no file" not in said


def test_output_goes_through_a_link(run: Run, tmp_path: Path) -> None:
    """The link stays one, and its target gets the report and keeps its mode."""
    (tmp_path / "store").mkdir()
    target, link = tmp_path / "store" / "real.html", tmp_path / "link.html"
    target.write_text("an older report")
    target.chmod(0o600)
    link.symlink_to(target)
    run("check", WAR, "--html", "-o", link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["link.html", "real.html", "store"]


def test_a_link_to_nowhere_yet_gets_its_target(run: Run, tmp_path: Path) -> None:
    """A link may be set up before the first report."""
    link = tmp_path / "link.md"
    link.symlink_to("later.md")
    run("check", WAR, "--markdown", "-o", link)
    assert (tmp_path / "later.md").is_file()
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["report.txt", "./report.txt", "link.txt", "hard.txt"])
def test_the_report_that_is_read_is_never_overwritten(run: Run, tmp_path: Path, name: str) -> None:
    """`-o` with the input's own name, or another name of it, would destroy the source."""
    report = tmp_path / "report.txt"
    report.write_bytes(WAR.read_bytes())
    (tmp_path / "link.txt").symlink_to(report)
    (tmp_path / "hard.txt").hardlink_to(report)
    said = run("check", report, "--html", "-o", f"{tmp_path}/{name}", code=2).stderr
    assert "would be lost" in " ".join(said.split())
    assert report.read_bytes() == WAR.read_bytes()
