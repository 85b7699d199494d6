"""The commands on evidence as a user runs them; the kind of evidence comes from an installed package."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
import typer
from jsonschema import Draft202012Validator
from tests.noted_evidence import NOTED, package
from tests.told_case import OTHER_DAY
from typer.testing import CliRunner, Result

from firsthand.errors import CaseError, CaseTooNew, FirsthandError, InputError, MissingInput, TableError
from firsthand.pipeline.claiming import claims_of
from firsthand.show.claims_cli import add_claims_commands
from firsthand.show.decide_cli import add_decide_commands
from firsthand.show.evidence_cli import add_evidence_commands
from firsthand.show.weighed.schemas import bodies_schema, kinds_schema, run_schema
from firsthand.store import Case, verify
from firsthand.store.assessments import latest_assessments

NOTES = "9 \tsupports\tthree men at a window\nno note\n"


@pytest.fixture
def case(told_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case, with the kind of evidence that a package adds."""
    monkeypatch.syspath_prepend(package(tmp_path / "installed"))
    return shutil.copytree(told_case, tmp_path / "case")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.tsv"
    path.write_text(NOTES)
    return path


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    for add_commands in (add_evidence_commands, add_decide_commands, add_claims_commands):
        add_commands(app)
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if done.exception is not None and not isinstance(done.exception, (SystemExit, FirsthandError)):
        raise done.exception
    return done


def claim_of(case: Path, document: str) -> str:
    """The id of the claim of the first telling of a document."""
    with Case.open(case) as opened:
        accounts = claims_of(opened).accounts
    told = [(one, each.claim.id) for each in accounts for one in each.claim.tellings if one.document == document]
    return min(told)[1]


def test_kinds_are_listed_with_what_they_cannot_show(case: Path) -> None:
    """Ours and those of packages, with every option; the same as JSON."""
    page = run("evidence", "kinds").stdout
    assert "notes\n  A camera sees only what is before it.\n  --set rule=…  the rule" in page
    told = json.loads(run("evidence", "kinds", "--json").stdout)
    Draft202012Validator(kinds_schema()).validate(told)
    (own,) = [each for each in told["kinds"] if each["name"] == "notes"]
    assert own == {"name": "notes", "limitation": NOTED.limitation, "options": dict(NOTED.options)}


def test_adding_listing_and_removing(case: Path, notes: Path) -> None:
    """What was added is listed with its state, what of it could not be read and what it cannot show; one that is
    removed is told of as such."""
    assert "no evidence yet" in run("evidence", "list", case).stdout
    added = run("evidence", "add", case, "notes", notes, "--name", "camera", "--set", "rule=map_shows_it",
                "--analyst", "Олена Ткач")  # fmt: skip
    assert added.exit_code == 0
    assert "Added as evidence 1: camera (notes), version " in added.stdout
    assert "left out" in added.stdout
    page = run("evidence", "list", case).stdout
    assert f"camera  notes · as added · {notes} · rule=map_shows_it" in page
    assert "by Олена Ткач" in page
    assert NOTED.limitation in page
    notes.write_text(NOTES + "x\tsilent\ty\n")
    assert "changed since" in run("evidence", "list", case).stdout
    told = json.loads(run("evidence", "list", case, "--json").stdout)
    Draft202012Validator(bodies_schema()).validate(told)
    assert told["evidence"][0]["state"] == "changed since"
    assert run("evidence", "remove", case, "camera", "--analyst", "J. Smith").exit_code == 0
    told = json.loads(run("evidence", "list", case, "--json").stdout)
    Draft202012Validator(bodies_schema()).validate(told)
    assert (told["evidence"], told["removed"][0]["removed_by"]) == ([], "J. Smith")
    with Case.open(case) as opened:
        assert not list(verify(opened))


def test_several_at_once_have_names_of_their_own(case: Path, notes: Path) -> None:
    """Each file is a body; without a name they are called as the files are."""
    other = notes.parent / "other.tsv"
    other.write_text("14\tsilent\tfog\n")
    assert run("evidence", "add", case, "notes", notes, other, "--name", "camera").exit_code == 0
    third = notes.parent / "third.tsv"
    third.write_text("15\tsilent\tfog\n")
    assert run("evidence", "add", case, "notes", third).exit_code == 0
    told = json.loads(run("evidence", "list", case, "--json").stdout)
    assert [each["name"] for each in told["evidence"]] == ["camera/notes.tsv", "camera/other.tsv", "third.tsv"]


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("moon", "notes.tsv"), InputError, "no evidence of the kind 'moon'"),
        (("notes", "nowhere.tsv"), MissingInput, "nowhere.tsv is not there"),
        (("notes", "notes.tsv", "--set", "colour=red"), TableError, "has no option 'colour'"),
        (("notes", "notes.tsv", "--name", " "), CaseError, "has to have a name"),
    ],
)
def test_what_is_wrong_is_named(
    case: Path,
    notes: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    error: type[Exception],
    said: str,
) -> None:
    """By the exception whose exit code scripts know; nothing is kept."""
    monkeypatch.chdir(notes.parent)
    refused = run("evidence", "add", case, *arguments).exception
    assert isinstance(refused, error)
    assert said in str(refused)
    assert "no evidence yet" in run("evidence", "list", case).stdout


@pytest.mark.parametrize("given", ["colour", "=red", "rule=a,rule"])
def test_an_option_that_is_no_pair_is_a_wrong_argument(case: Path, notes: Path, given: str) -> None:
    """It ends with 2, before any work."""
    options = [part for each in given.split(",") for part in ("--set", each + ("=b" if "," in given else ""))]
    done = run("evidence", "add", case, "notes", notes, *options)
    assert (done.exit_code, "--set" in done.output) == (2, True)


def test_a_run_tells_what_evidence_says_and_keeps_assessments(case: Path, notes: Path) -> None:
    """The claim, its status and the evidence with its words; a second run changes nothing and asks nothing anew."""
    run("evidence", "add", case, "notes", notes, "--name", "camera")
    claim = claim_of(case, OTHER_DAY)
    first = run("evidence", "run", case)
    assert first.exit_code == 0
    assert "camera: asked about " in first.stdout
    assert "supports: camera: three men at a window" in first.stdout
    assert f"{claim}\n  supported by evidence: " in first.stdout
    with Case.open(case) as opened:
        before = latest_assessments(opened)
        assert claim in before
        assert not list(verify(opened))
    told = json.loads(run("evidence", "run", case, "--json").stdout)
    Draft202012Validator(run_schema()).validate(told)
    assert (told["bodies"][0]["asked"], told["bodies"][0]["known"]) == (0, len(told["claims"]))
    assert (told["changed"], told["assessed"]) == ([], len(before))
    (one,) = [each for each in told["claims"] if each["claim"] == claim]
    assert one["evidence"][0]["detail"] == "three men at a window"


def test_a_run_on_named_claims_asks_about_those_alone(case: Path, notes: Path) -> None:
    """By the beginning of an id; one that no claim has is refused."""
    run("evidence", "add", case, "notes", notes)
    claim = claim_of(case, OTHER_DAY)
    told = json.loads(run("evidence", "run", case, claim[:8], "--json").stdout)
    assert [each["claim"] for each in told["claims"]] == [claim]
    assert told["bodies"][0]["asked"] == 1
    assert isinstance(run("evidence", "run", case, "zz").exception, InputError)


def test_a_broken_body_ends_with_3_and_leaves_the_others_alone(case: Path, notes: Path) -> None:
    """Its line is on standard error; all that the others say is there, and was kept."""
    gone = notes.parent / "gone.tsv"
    gone.write_text("9\tsilent\tfog\n")
    run("evidence", "add", case, "notes", gone, "--name", "gone")
    run("evidence", "add", case, "notes", notes, "--name", "camera")
    gone.unlink()
    done = run("evidence", "run", case)
    assert done.exit_code == 3
    assert f"firsthand: evidence 'gone' (notes) is missing: {gone} is not there." in done.stderr
    assert "supports: camera: three men at a window" in done.stdout
    told = json.loads(run("evidence", "run", case, "--json").stdout)
    Draft202012Validator(run_schema()).validate(told)
    assert [each["state"] for each in told["bodies"]] == ["missing", "as added"]
    assert run("evidence", "list", case).exit_code == 0


def test_a_case_without_evidence_is_weighed_too(case: Path) -> None:
    """What is told is enough to say what is known."""
    done = run("evidence", "run", case)
    assert done.exit_code == 0
    assert "claims weighed; the assessment of " in done.stdout


def test_what_is_no_case_or_a_newer_one_is_said(case: Path, notes: Path, tmp_path: Path) -> None:
    """Every command refuses it and leaves it alone."""
    commands = (("list",), ("run",), ("remove", "camera"), ("add", "notes", notes))
    for name, *more in commands:
        assert isinstance(run("evidence", name, tmp_path / "nowhere", *more).exception, CaseError)
    with sqlite3.connect(case / "case.db") as database:
        database.execute("update settings set value = '999' where name = 'version'")
    for name, *more in commands:
        assert isinstance(run("evidence", name, case, *more).exception, CaseTooNew)


def test_an_older_case_is_listed_as_it_is_and_brought_up_by_adding(case: Path, notes: Path) -> None:
    """Listing changes nothing; the first evidence brings it up to this version."""
    with sqlite3.connect(case / "case.db") as database:
        for later in ("evidence", "weight_tables", "assessments"):
            database.execute(f"drop table {later}")
        database.execute("update settings set value = '3' where name = 'version'")
    assert "no evidence yet" in run("evidence", "list", case).stdout
    with Case.open(case) as opened:
        assert opened.version == 3
    assert run("evidence", "add", case, "notes", notes).exit_code == 0


def test_nothing_hostile_reaches_the_terminal(case: Path, notes: Path) -> None:
    """Neither from a name nor from what evidence says."""
    notes.write_text("9 \tsupports\tseen\x1b[31m\x9b2J\n")
    run("evidence", "add", case, "notes", notes, "--name", "eve\x1b[31m")
    for done in (run("evidence", "list", case), run("evidence", "run", case), run("evidence", "run", case, "--json")):
        assert done.exit_code == 0
        assert not {"\x1b", "\x9b"} & set(done.output)
