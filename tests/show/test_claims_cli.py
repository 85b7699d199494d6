"""The commands on claims as a user runs them, on the claims of the written case as a person marked them.

What brings claims together stands elsewhere; here a module in its place gives the marked ones, and notes decisions.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from tests.show.claims_gold import gold_accounts
from typer.testing import CliRunner, Result

from firsthand.claims import Told
from firsthand.errors import FirsthandError, InputError, OutputError
from firsthand.show.claims.claims_json import claim_schema, claims_schema
from firsthand.show.claims_cli import claim_called
from firsthand.show.cli import app
from firsthand.store import Case


@dataclass(frozen=True)
class Decided:
    number: int
    at: str
    analyst: str
    same: bool
    one: Told
    other: Told
    undone: bool = False


@dataclass
class Claiming:
    """Decisions, kept in memory."""

    noted: list[Decided] = field(default_factory=list)

    def claims_of(self, case: Case) -> SimpleNamespace:
        accounts, papers = gold_accounts()
        return SimpleNamespace(accounts=accounts, papers=papers)

    def decide_same(self, case: Case, one: Told, other: Told, analyst: str) -> None:
        self._note(case, one, other, analyst, same=True)

    def decide_different(self, case: Case, one: Told, other: Told, analyst: str) -> None:
        self._note(case, one, other, analyst, same=False)

    def decisions(self, case: Case) -> tuple[Decided, ...]:
        return tuple(self.noted)

    def undo(self, case: Case, number: int) -> None:
        assert case.may_write
        self.noted[number - 1] = replace(self.noted[number - 1], undone=True)

    def _note(self, case: Case, one: Told, other: Told, analyst: str, *, same: bool) -> None:
        assert case.may_write
        self.noted.append(Decided(len(self.noted) + 1, "2026-02-02T09:00:00+00:00", analyst, same, one, other))


@pytest.fixture
def claiming(monkeypatch: pytest.MonkeyPatch) -> Claiming:
    made = Claiming()
    import firsthand.pipeline

    monkeypatch.setitem(sys.modules, "firsthand.pipeline.claiming", made)
    monkeypatch.setattr(firsthand.pipeline, "claiming", made, raising=False)
    return made


@pytest.fixture
def case(tmp_path: Path, claiming: Claiming) -> Path:
    with Case.make(tmp_path / "case"):
        pass
    return tmp_path / "case"


def run(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if done.exception is not None and not isinstance(done.exception, (SystemExit, FirsthandError)):
        raise done.exception
    return done


def test_the_board_and_what_it_leaves_out(case: Path) -> None:
    """Twenty claims, then how many more; all with --limit 0; fewer with a filter."""
    page = run("claims", case).output
    assert page.count(" documents → ") <= 20
    assert page.endswith("Left out: 69 claims come after these (--limit 0 shows all).\n")
    assert "Left out" not in run("claims", case, "--limit", "0").output
    narrow = run("claims", case, "--place", "Kupiansk", "--disputed", "--since", "2025-11-20", "--until", "2025-12-31")
    assert "Russian forces took Kupiansk" in narrow.output
    assert "Left out: 88 claims do not match." in narrow.output
    assert run("claims", case, "--since", "yesterday").exit_code == 2


def test_json_of_board_and_claim_keep_to_their_schemas(case: Path) -> None:
    """The board has all claims unless a limit is given."""
    board = json.loads(run("claims", case, "--json").output)
    Draft202012Validator(claims_schema()).validate(board)
    assert len(board["claims"]) == 89
    assert len(json.loads(run("claims", case, "--json", "--limit", "3").output)["claims"]) == 3
    claim = json.loads(run("show", case, "buildings-22", "--json").output)
    Draft202012Validator(claim_schema()).validate(claim)
    assert claim == board["claims"][0]


def test_a_claim_is_found_by_the_beginning_of_its_id(case: Path) -> None:
    """One that several have, or none, is told, with the candidates."""
    assert run("show", case, "kupiansk-1").output.startswith("Russian forces took Kupiansk")
    accounts = gold_accounts()[0]
    with pytest.raises(InputError, match="buildings-22, buildings-24, buildings-19"):
        claim_called(accounts, "buildings")
    with pytest.raises(InputError, match="No claim"):
        claim_called(accounts, "\x1b[31m")
    with pytest.raises(InputError, match="claims have an id"):
        claim_called([*accounts[:3]], "s")
    assert isinstance(run("show", case, " ").exception, InputError)


def test_files_are_written_whole_and_told(case: Path, tmp_path: Path) -> None:
    """The page, the picture and the graph in one go; nothing goes into the case."""
    files = [tmp_path / name for name in ("c.html", "c.svg", "c.graphml")]
    done = run("show", case, "buildings-22", "--html", files[0], "--svg", files[1], "--graphml", files[2])
    assert done.output.splitlines() == [f"Written: {each}" for each in files]
    assert files[0].read_text("utf-8").startswith("<!doctype html>")
    for each in files[1:]:
        ElementTree.parse(each)
    for bad in (case / "c.html", tmp_path / "nowhere" / "c.html", tmp_path):
        assert isinstance(run("show", case, "buildings-22", "--html", bad).exception, OutputError)


def test_the_dossier_is_one_file(case: Path, tmp_path: Path) -> None:
    """It may be written again, over the older one."""
    for _ in range(2):
        done = run("dossier", case, tmp_path / "dossier.html")
        assert done.output == f"89 claims: {tmp_path / 'dossier.html'}\n"
    assert (tmp_path / "dossier.html").read_text("utf-8").count('<article class="claim"') == 89


def test_decisions_name_tellings_and_can_be_undone(case: Path, claiming: Claiming) -> None:
    """“Same” joins what stands for each claim, “different” parts the named tellings from it; both stay in the list."""
    assert run("decisions", case).output == "Nothing was decided about links in this case.\n"
    noted = run("same", case, "buildings-22", "buildings-24", "--analyst", "Olha\u202e")
    assert noted.output == f"Noted as decision 1. To take it back: firsthand decisions {case} --undo 1\n"
    assert run("different", case, "buildings-22", "13", "14", "13").exit_code == 0
    tellings = {each.claim.id: each.claim.tellings for each in gold_accounts()[0]}
    first = tellings["buildings-22"][0]
    assert [(each.same, each.one, each.other) for each in claiming.noted] == [
        (True, first, tellings["buildings-24"][0]),
        (False, tellings["buildings-22"][12], first),
        (False, tellings["buildings-22"][13], first),
    ]
    assert claiming.noted[0].analyst == "Olha\ufffd"
    undone = run("decisions", case, "--undo", "1").output.splitlines()
    assert undone[0].endswith("are of one claim (undone)")
    assert undone[1].endswith("are of different claims")
    assert isinstance(run("decisions", case, "--undo", "1").exception, InputError)
    assert [json.loads(line)["undone"] for line in run("decisions", case, "--json").output.splitlines()] == [
        True,
        False,
        False,
    ]


def test_decisions_that_mean_nothing_are_refused(case: Path, claiming: Claiming) -> None:
    """A claim with itself, tellings that are not there, and all tellings of a claim."""
    for arguments in (
        ("same", case, "buildings-22", "buildings-22"),
        ("different", case, "buildings-22", "0"),
        ("different", case, "buildings-22", "99"),
        ("different", case, "buildings-19", "1", "2"),
    ):
        assert isinstance(run(*arguments).exception, InputError)
    assert not claiming.noted
