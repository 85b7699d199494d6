"""Deciding and replaying as a user does it."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import compress, decompress

import orjson
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select
from tests.show.test_evidence_cli import case, claim_of, notes, run
from tests.store.weighed import assessment
from tests.told_case import OTHER_DAY, POST

from firsthand.errors import CaseError, InputError
from firsthand.kinds import Conclusion
from firsthand.show.decide_cli import verdict_lines
from firsthand.show.weighed.schemas import replay_schema, verdict_schema
from firsthand.store import Case, schema, verify
from firsthand.store.verdicts import verdicts

__all__ = ["case", "notes"]  # the fixtures


def decide(case: Path, claim: str, verdict: str = "true", *more: str) -> str:
    done = run(
        "decide", case, claim, "--verdict", verdict, "--analyst", "Олена Ткач", "--reason", "seen on film", *more
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_verdict_is_noted_with_what_the_program_says(case: Path, notes: Path) -> None:
    """It is listed among the decisions, beside those about links, and is taken back by its number."""
    run("evidence", "add", case, "notes", notes, "--name", "camera")
    claim = claim_of(case, OTHER_DAY)
    page = decide(case, claim[:8], "Partly-True", "--evidence", "camera")
    assert page.startswith("Noted as decision 1: partly true. To take it back: firsthand decisions ")
    assert "assessment at this moment is kept with it: " in page
    told = json.loads(decide(case, claim, "false", "--json"))
    Draft202012Validator(verdict_schema()).validate(told)
    assert (told["verdict"], told["claim"], told["assessment"]) == ("false", claim, 1)
    listed = run("decisions", case).stdout.splitlines()
    assert f"({claim}) is partly true: seen on film" in listed[0]
    run("same", case, claim, claim_of(case, POST))
    run("decisions", case, "--undo", "1", "--analyst", "J. Smith")
    lines = [json.loads(line) for line in run("decisions", case, "--json").stdout.splitlines()]
    assert [(line["number"], line["decision"], bool(line["undone"])) for line in lines] == [
        (1, "verdict", True), (2, "verdict", False), (3, "same", False)
    ]  # fmt: skip
    for line in lines[:2]:
        Draft202012Validator(verdict_schema()).validate(line)
    with Case.open(case) as opened:
        assert verdicts(opened)[0].undone_by == "J. Smith"
        assert not list(verify(opened))


@pytest.mark.parametrize(
    ("verdict", "more", "code", "said"),
    [
        ("maybe", (), 2, "is no verdict: give one of true, partly true, false, unproven"),
        ("true", ("--reason", " "), CaseError, "needs a reason"),
        ("true", ("--evidence", "film"), InputError, "no evidence of the name 'film'"),
    ],
)
def test_a_verdict_that_means_nothing_is_refused(
    case: Path, verdict: str, more: tuple[str, ...], code: int | type[Exception], said: str
) -> None:
    """With what is wrong; nothing is noted."""
    done = run("decide", case, claim_of(case, POST), "--reason", "seen", "--verdict", verdict, *more)
    if isinstance(code, int):
        assert done.exit_code == code
        assert said in " ".join(done.output.replace("│", " ").split())
    else:
        assert isinstance(done.exception, code)
        assert said in str(done.exception)
    assert run("decisions", case).stdout.startswith("Nothing was decided")


def test_replay_gives_each_assessment_as_it_was(case: Path, notes: Path) -> None:
    """Also as JSON, also as of a day, also of a claim that is no longer there; each comes out the same."""
    claim = claim_of(case, OTHER_DAY)
    assert isinstance(run("replay", case, claim).exception, InputError)
    run("evidence", "run", case)
    run("evidence", "add", case, "notes", notes, "--name", "camera")
    run("evidence", "run", case)
    page = run("replay", case, claim[:8])
    assert page.exit_code == 0
    assert page.stdout.count("It comes out the same, by the same rules.") == 2
    assert "supported by evidence; " in page.stdout
    told = json.loads(run("replay", case, claim, "--json").stdout)
    Draft202012Validator(replay_schema()).validate(told)
    first, second = told["assessments"]
    assert (first["same"], first["facts"]["evidence"], len(second["facts"]["evidence"])) == (True, [], 1)
    moment = first["at"]
    one = json.loads(run("replay", case, claim, "--at", moment, "--json").stdout)["assessments"]
    assert one == [first]
    whole = run("replay", case, claim, "--at", "2999-01-01").stdout
    assert "camera: three men at a window" in whole
    assert isinstance(run("replay", case, claim, "--at", "2001-01-01").exception, InputError)
    assert run("replay", case, claim, "--at", "yesterday").exit_code == 2


def test_an_assessment_that_does_not_come_out_ends_with_9(case: Path) -> None:
    """The rules are those it was made by, so the case or the program was changed: both the log and replay say so."""
    run("evidence", "run", case)
    claim = claim_of(case, POST)
    with Case.open(case, write=True) as opened:
        table = schema.assessments
        (row,) = opened.rows(select(table).where(table.c.claim == claim))
        told = orjson.loads(decompress(row["assessment"]))  # type: ignore[arg-type]
        told["likelihood"]["value"] = 0.999
        opened.connection.execute(
            table.update().where(table.c.id == row["id"]).values(assessment=compress(orjson.dumps(told)))
        )
        opened.connection.commit()
    done = run("replay", case, claim)
    assert isinstance(done.exception, CaseError)
    assert done.exception.exit_code == 9
    assert "The likelihood was 1.00" in done.stdout
    with Case.open(case) as opened:
        assert [finding.where for finding in verify(opened)] == [f"assessments {row['id']}"]


def test_one_of_another_version_tells_which_rules_differ(case: Path) -> None:
    """That is no error: rules may change, and what was said then stays as it was said."""
    run("evidence", "run", case)
    claim = claim_of(case, POST)
    with Case.open(case, write=True) as opened:
        table = schema.assessments
        (row,) = opened.rows(select(table).where(table.c.claim == claim))
        told = orjson.loads(decompress(row["assessment"]))  # type: ignore[arg-type]
        told["waterfall"][0]["bits"] += 1
        with opened.writing("assessed") as batch:
            packed = compress(orjson.dumps(told))
            batch.change(table, row | {"assessment": packed, "version": "0.1.0+before"})
    done = run("replay", case, claim)
    assert done.exit_code == 0
    assert "By the rules of this version it comes out otherwise. Rules that differ: start." in done.stdout


def test_a_verdict_on_the_page_tells_what_has_changed_since() -> None:
    """Nothing, or each difference; or that there is nothing to hold it against."""
    from tests.store.test_verdicts import TELLINGS

    from firsthand.store.verdicts import VerdictGiven

    given = VerdictGiven(1, "2025-12-18T10:00:00+00:00", "Олена Ткач", "c1", "t", Conclusion.FALSE, "no\nfilm",
                         tuple(TELLINGS), ((1, "camera"),), 3)  # fmt: skip
    first, *rest = verdict_lines(given, assessment(), assessment())
    assert first == "2025-12-18  Олена Ткач: false (rests on camera): no film"
    assert rest == ["  The assessment is as it was then."]
    changed = list(verdict_lines(given, assessment(value=0.5), assessment(value=0.25)))
    assert changed[1] == "  Since then the program's assessment has changed:"
    assert changed[2].startswith("  - The likelihood was 0.50")
    assert "was not kept" in list(verdict_lines(given, None, assessment()))[1]
