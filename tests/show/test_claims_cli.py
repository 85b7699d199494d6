"""The commands on claims as a user runs them, on a small case that was taken in and read by the commands before."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from tests.told_case import DENIAL, FORWARD, LIBRARY, OTHER_DAY, POST, REPRINT, REWRITE, TRANSLATION
from typer.testing import CliRunner, Result

from firsthand.errors import CaseError, CaseTooNew, FirsthandError, InputError, OutputError
from firsthand.pipeline.claiming import claims_of
from firsthand.show.claims.claims_json import claim_schema, claims_schema
from firsthand.show.claims_cli import claim_called
from firsthand.show.cli import app
from firsthand.store import Case, verify
from firsthand.store.accounts import FILE, kept_accounts

HOUSES = {POST, FORWARD, REPRINT, TRANSLATION, DENIAL}
"""The documents that tell of the 14 houses, or answer that; the one that has 40 is kept apart, near it."""


@pytest.fixture(scope="session")
def claimed(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with the claims that were worked out for it."""
    folder = tmp_path_factory.mktemp("claimed") / "case"
    shutil.copytree(told_case, folder)
    assert run("claims", folder).exit_code == 0
    return folder


@pytest.fixture
def case(claimed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(claimed, tmp_path / "case")


def run(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if done.exception is not None and not isinstance(done.exception, (SystemExit, FirsthandError)):
        raise done.exception
    return done


def board(case: Path, *options: str) -> list[dict[str, Any]]:
    """The claims as `--json` tells them."""
    found: list[dict[str, Any]] = json.loads(run("claims", case, "--json", *options).stdout)["claims"]
    return found


def telling(claims: list[dict[str, Any]], document: str, number: int = 0) -> dict[str, Any]:
    """The claim with the statement of that number, in text order, of a document."""
    places = sorted(one["start"] for claim in claims for one in claim["statements"] if one["document"] == document)
    (found,) = [
        claim
        for claim in claims
        if any((one["document"], one["start"]) == (document, places[number]) for one in claim["statements"])
    ]
    return found


def documents(claim: dict[str, Any]) -> set[str]:
    return {each["key"] for each in claim["documents"]}


def sorted_json(claims: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(each, sort_keys=True) for each in claims)


# ---------------------------------------------------------------- the board and a claim


def test_one_happening_is_one_claim_in_three_languages(case: Path) -> None:
    """A post with its forward, reprint, translation and denial has one origin; what is told of 40 houses is another
    claim, near to it; another day's houses and a library are others too."""
    claims = board(case)
    houses = telling(claims, POST)
    assert documents(houses) == HOUSES
    assert (houses["origins"]["at_least"], houses["origins"]["at_most"]) == (1, 1)
    assert houses["told_by"] == "one party"
    assert houses["denied_by"] == ["Минобороны России"]
    assert telling(claims, REWRITE)["id"] in houses["near"]
    taken = {(each["taker"], each["taken"]): each["kind"] for each in houses["derivations"]}
    assert taken[FORWARD, POST] == "forward"
    assert taken[REPRINT, POST] == "copy"
    assert documents(telling(claims, OTHER_DAY)) == {OTHER_DAY}
    assert documents(telling(claims, LIBRARY)) == {LIBRARY}


def test_the_board_begins_with_what_surprises_and_says_what_it_leaves_out(case: Path) -> None:
    """Five documents of one origin that somebody denies stand first; with a filter or a limit the rest is counted."""
    page = run("claims", case).output
    first = page[page.index("!") :].split("\n\n")[0]
    assert "5 documents → 1 origin" in first
    assert "denied by Минобороны России" in first
    assert "Left out" not in page
    whole = len(board(case))
    assert run("claims", case, "--limit", "1").output.endswith(
        f"Left out: {whole - 1} claims come after these (--limit 0 shows all).\n"
    )
    narrow = run("claims", case, "--place", "Poltava", "--language", "UK", "--since", "2025-12-01").output
    assert "бібліотеку" in narrow or "бібліотека" in narrow
    assert f"Left out: {whole - 1} claims do not match." in narrow
    assert [documents(each) for each in board(case, "--disputed")] == [HOUSES]
    assert all(DENIAL in documents(each) for each in board(case, "--side", "ru"))


@pytest.mark.parametrize(("option", "given"), [("--since", "yesterday"), ("--until", "2025-13-01"), ("--limit", "-1")])
def test_a_wrong_option_is_named(case: Path, option: str, given: str) -> None:
    """It ends with 2, before any work."""
    done = run("claims", case, option, given)
    assert (done.exit_code, option in done.output) == (2, True)


def test_json_of_board_and_claim_keep_to_their_schemas(case: Path) -> None:
    """One claim is the same there and there, but for the links, which the board does not take apart."""
    whole = json.loads(run("claims", case, "--json").stdout)
    Draft202012Validator(claims_schema()).validate(whole)
    assert whole["whole"] == whole["matching"] == len(whole["claims"])
    for each in whole["claims"]:
        claim = json.loads(run("show", case, each["id"], "--json").stdout)
        Draft202012Validator(claim_schema()).validate(claim)
        assert bool(claim["links"]) == (len(claim["statements"]) > 1)
        assert claim | {"links": []} == each
    assert len(board(case, "--limit", "2")) == 2


def test_a_claim_is_found_by_the_beginning_of_its_id(case: Path) -> None:
    """The shortest id that the board shows is enough; one that several have, or none, is told with the candidates."""
    name = telling(board(case), OTHER_DAY)["id"]
    assert "9 будинків" in run("show", case, f" {name[:6]} ").output
    with Case.open(case) as opened:
        one, other, *_ = claims_of(opened).accounts
    alike = [replace(each, claim=replace(each.claim, id=f"ab{n}")) for n, each in enumerate((one, other))]
    assert claim_called(alike, "ab1") is alike[1]
    with pytest.raises(InputError, match="2 claims have an id that begins with 'ab': ab0, ab1"):
        claim_called(alike, "ab")
    for wrong in (" ", "\x1b[31m", "zz"):
        refused = run("show", case, wrong).exception
        assert isinstance(refused, InputError)
        assert "No claim of the case" in str(refused)
        assert "\x1b" not in str(refused)


def test_a_claim_on_the_terminal_has_its_origins_drift_answers_and_timeline(case: Path) -> None:
    """What a reader needs to follow it: who started, what changed, who denies, and every telling in its own words."""
    page = run("show", case, telling(board(case), POST)["id"]).output
    for words in ("1 origin", "kept apart", "Минобороны России", "14 houses in Kupiansk", "14 будинків"):
        assert words in page


# ---------------------------------------------------------------- files


def test_files_are_written_whole_and_told(case: Path, tmp_path: Path) -> None:
    """The page, the picture and the graph in one go; nothing goes into the case, a folder, or where there is none."""
    name = telling(board(case), POST)["id"]
    files = [tmp_path / each for each in ("c.html", "c.svg", "c.graphml")]
    done = run("show", case, name, "--html", files[0], "--svg", files[1], "--graphml", files[2])
    assert done.output.splitlines() == [f"Written: {each}" for each in files]
    page = files[0].read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "14 houses in Kupiansk" in page
    for each in files[1:]:
        ElementTree.parse(each)
    for option in ("--html", "--svg", "--graphml"):
        for bad in (case / "c", tmp_path / "nowhere" / "c", tmp_path):
            assert isinstance(run("show", case, name, option, bad).exception, OutputError)
    with Case.open(case) as opened:
        assert not list(verify(opened))


def test_the_dossier_is_one_file(case: Path, tmp_path: Path) -> None:
    """It has every claim, and may be written again over the older one."""
    whole = len(board(case))
    for _ in range(2):
        done = run("dossier", case, tmp_path / "dossier.html")
        assert done.stdout == f"{whole} claims: {tmp_path / 'dossier.html'}\n"
    assert (tmp_path / "dossier.html").read_text("utf-8").count('<article class="claim"') == whole
    assert isinstance(run("dossier", case, case / "dossier.html").exception, OutputError)


# ---------------------------------------------------------------- deciding


def test_same_joins_and_undoing_gives_exactly_what_was_before(case: Path) -> None:
    """Two claims are one from then on; when it is taken back, everything is to the letter as it was."""
    before = board(case)
    houses, nine = telling(before, POST)["id"], telling(before, OTHER_DAY)["id"]
    noted = run("same", case, houses, nine, "--analyst", "Olha\u202e", "--reason", "one operation")
    assert noted.output == f"Noted as decision 1. To take it back: firsthand decisions {case} --undo 1\n"
    joined = board(case)
    assert len(joined) == len(before) - 1
    assert documents(telling(joined, OTHER_DAY)) == HOUSES | {OTHER_DAY}
    listed = json.loads(run("decisions", case, "--json").stdout)
    assert (listed["analyst"], listed["decision"], listed["reason"]) == ("Olha\ufffd", "same", "one operation")
    assert (listed["one"]["document"], listed["other"]["document"]) == (POST, OTHER_DAY)
    assert "9 будинків" in listed["other"]["text"]
    undone = run("decisions", case, "--undo", "1").output
    assert undone.endswith("are of one claim: one operation (undone)\n")
    assert board(case) == before
    again = run("decisions", case, "--undo", "1").exception
    assert isinstance(again, CaseError)
    assert "undone already" in str(again)


def test_different_takes_tellings_out_of_a_claim(case: Path) -> None:
    """The named tellings stand elsewhere from then on, the others stay; a number given twice counts once."""
    before = board(case)
    houses = telling(before, POST)
    (forward,) = [each["number"] for each in houses["statements"] if each["document"] == FORWARD]
    assert run("different", case, houses["id"], str(forward), str(forward)).output.count("Noted") == 1
    after = board(case)
    assert FORWARD not in documents(telling(after, POST))
    assert telling(after, FORWARD)["id"] != telling(after, POST)["id"]
    run("decisions", case, "--undo", "1")
    assert sorted_json(board(case)) == sorted_json(before)


def test_decisions_that_mean_nothing_are_refused(case: Path) -> None:
    """A claim with itself, tellings that are not there, all tellings of a claim, a number of no decision."""
    assert run("decisions", case).output == "Nothing was decided about links in this case.\n"
    claims = board(case)
    houses, nine = telling(claims, POST), telling(claims, OTHER_DAY)
    for arguments, said in (
        (("same", case, houses["id"], houses["id"]), "one claim already"),
        (("same", case, houses["id"], "zz"), "No claim"),
        (("different", case, houses["id"], "0"), "and no 0"),
        (("different", case, houses["id"], "1", "99"), "and no 99"),
        (("different", case, nine["id"], "1"), "some have to stay"),
        (("decisions", case, "--undo", "7"), "no decision of the number 7"),
    ):
        refused = run(*arguments).exception
        assert isinstance(refused, (InputError, CaseError))
        assert said in str(refused)
    assert run("decisions", case, "--json").output == ""


# ---------------------------------------------------------------- cases of other kinds


def test_what_is_no_case_or_a_newer_one_is_said(case: Path, tmp_path: Path) -> None:
    """Every command refuses a folder that is no case, and one that a newer version wrote, and leaves both alone."""
    commands = (("claims",), ("show", "a"), ("dossier", tmp_path / "d.html"), ("same", "a", "b"), ("decisions",))
    for name, *more in commands:
        refused = run(name, tmp_path / "nowhere", *more).exception
        assert isinstance(refused, CaseError)
        assert "nowhere" in str(refused)
    with sqlite3.connect(case / "case.db") as database:
        database.execute("update settings set value = '999' where name = 'version'")
    for name, *more in commands:
        assert isinstance(run(name, case, *more).exception, CaseTooNew)
    assert not (tmp_path / "d.html").exists()


def test_a_case_of_the_version_before_has_claims_too(case: Path) -> None:
    """It is only read, and stays what it is, without decisions; the first decision brings it up to this version."""
    before = board(case)
    with sqlite3.connect(case / "case.db") as database:
        for later in ("decisions", "evidence", "weight_tables", "assessments"):
            database.execute(f"drop table {later}")
        database.execute("update settings set value = '2' where name = 'version'")
    (case / FILE).unlink()
    assert board(case) == before
    assert run("decisions", case).output == "Nothing was decided about links in this case.\n"
    with Case.open(case) as opened:
        assert opened.version == 2
    assert run("same", case, before[0]["id"], before[1]["id"]).exit_code == 0
    assert len(board(case)) == len(before) - 1


def test_an_empty_case_has_no_claims(tmp_path: Path) -> None:
    """The board and the dossier say so; nothing else is wrong."""
    run("init", tmp_path / "case")
    assert "no claims in this case yet" in run("claims", tmp_path / "case").output
    assert json.loads(run("claims", tmp_path / "case", "--json").stdout)["claims"] == []
    assert run("dossier", tmp_path / "case", tmp_path / "d.html").output.startswith("0 claims")
    assert isinstance(run("show", tmp_path / "case", "a").exception, InputError)


def test_the_kept_claims_are_only_a_copy(case: Path) -> None:
    """Where they are missing, damaged, cut, of another state, or cannot be written, the board is the same."""
    before, kept = board(case), (case / FILE).read_bytes()
    for damaged in (b"", b"no database", kept[: len(kept) // 2], kept[:200] + b"\xff" * 4000 + kept[4200:]):
        (case / FILE).write_bytes(damaged)
        assert board(case) == before
        assert (case / FILE).read_bytes()[:16] == b"SQLite format 3\0"
    with sqlite3.connect(case / FILE) as database:
        database.execute("update about set state = 'another'")
        database.execute("delete from accounts")
    assert board(case) == before
    (case / FILE).unlink()
    (case / FILE).mkdir()
    assert board(case) == before
    assert kept_accounts(case, "another") is None
    with Case.open(case) as opened:
        assert not list(verify(opened))
