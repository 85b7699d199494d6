"""Asking bodies of evidence about the claims of a case: nothing twice, nothing lost by a body that is broken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.noted_evidence import NOTED, RULE, asked_of_notes

from firsthand.errors import InputError, MissingInput, TableError
from firsthand.evidence import Asked
from firsthand.kinds import Verdict
from firsthand.pipeline.claiming import CaseClaims, claims_of
from firsthand.pipeline.evidence import (
    Asking,
    BodyState,
    Looked,
    Questions,
    add_body,
    ask_bodies,
    evidence_of,
    look_at,
    questions_of,
)
from firsthand.store import Case
from firsthand.store.answers import FILE, Answers
from firsthand.store.evidence import bodies_of, let_go

KINDS = (NOTED,)
NOTES = "14\tsupports\tthree men at a window\nno note\n9\tcontradicts\tnobody there\n"


@pytest.fixture
def case(told_case: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(told_case, tmp_path / "case"), write=True) as opened:
        asked_of_notes.clear()
        yield opened


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "нотатки.tsv"
    path.write_text(NOTES)
    return path


def add(case: Case, what: Path | str, name: str = "camera", **options: str) -> Looked:
    return add_body(case, NOTED, str(what), name, options, "Олена Ткач")


def ask(case: Case, found: CaseClaims | None = None) -> list[Asking]:
    claims = found or claims_of(case)
    with Answers.open(case.folder) as answers:
        return list(ask_bodies(case, questions_of(case, claims.accounts, claims.papers), answers, KINDS))


def said(case: Case) -> dict[str, list[str]]:
    """What evidence says now, by the words of the claims it speaks of."""
    claims = claims_of(case)
    titles = {each.claim.id: each.title for each in claims.accounts}
    with Answers.read(case.folder) as answers:
        found = evidence_of(case, questions_of(case, claims.accounts, claims.papers), answers)
    return {titles[claim]: [each.detail for each in own] for claim, own in found.items() if own}


# ---------------------------------------------------------------- bodies


def test_a_body_is_kept_by_its_absolute_path(case: Case, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it was named from; with the hash of its data, its options, and what of it could not be read."""
    monkeypatch.chdir(notes.parent)
    looked = add(case, notes.name, rule=RULE)
    assert (looked.held.what, looked.held.options) == (str(notes), (("rule", RULE),))
    assert (looked.state, looked.version) == (BodyState.AS_ADDED, looked.held.version)
    assert [each.reason for each in looked.skips] == ["no note"]
    assert looked.limitation == NOTED.limitation
    assert bodies_of(case) == (looked.held,)


def test_what_cannot_be_evidence_is_refused(case: Case, notes: Path) -> None:
    """What is not there, is empty, has a wrong option, or is there already under whatever name: nothing is kept."""
    (notes.parent / "empty.tsv").write_text("")
    shutil.copy(notes, notes.parent / "copy.tsv")
    with pytest.raises(MissingInput, match="is not there"):
        add(case, notes.parent / "nothing.tsv")
    with pytest.raises(MissingInput):
        add(case, "a\x00b")
    with pytest.raises(InputError, match="is empty"):
        add(case, notes.parent / "empty.tsv")
    with pytest.raises(TableError, match=r"no option 'colour'\. It has: rule"):
        add(case, notes, colour="red")
    with pytest.raises(TableError, match="'rule' is empty"):
        add(case, notes, rule="")
    assert bodies_of(case) == ()
    add(case, notes)
    with pytest.raises(InputError, match="has that as 'camera' already"):
        add(case, notes.parent / "copy.tsv", "another")
    let_go(case, "camera", "Олена Ткач")
    assert add(case, notes.parent / "copy.tsv", "another").held.number == 2


def test_the_state_of_a_body_is_found(case: Case, notes: Path) -> None:
    """As added, changed since, missing, broken, or of a kind that is not installed: each says what it is."""
    add(case, notes)
    assert [each.state for each in look_at(case, KINDS)] == [BodyState.AS_ADDED]
    (gone,) = look_at(case, ())
    assert (gone.state, gone.error and "no evidence of the kind 'notes' here" in gone.error) == (BodyState.BROKEN, True)
    notes.write_text(NOTES + "40\tsilent\tfog\n")
    (changed,) = look_at(case, KINDS)
    assert changed.state is BodyState.CHANGED
    assert changed.version != changed.held.version
    for data in (b"", b"\xff\xfe\x00"):
        notes.write_bytes(data)
        (broken,) = look_at(case, KINDS)
        assert (broken.state, broken.body, bool(broken.error)) == (BodyState.BROKEN, None, True)
    notes.unlink()
    (missing,) = look_at(case, KINDS)
    assert (missing.state, missing.limitation) == (BodyState.MISSING, NOTED.limitation)


# ---------------------------------------------------------------- asking


def test_a_second_run_asks_nothing_anew(case: Case, notes: Path) -> None:
    """Each claim is asked about once; the answers are those of the first run, also after the file was touched."""
    add(case, notes)
    claims = claims_of(case)
    (first,) = ask(case, claims)
    assert (first.asked, first.known) == (len(claims.accounts), 0)
    assert sorted(asked_of_notes) == sorted(each.claim.id for each in claims.accounts)
    assert dict(first.says)[Verdict.SUPPORTS] >= 1
    assert dict(first.says)[Verdict.CONTRADICTS] == 1
    found = said(case)
    asked_of_notes.clear()
    notes.touch()
    (second,) = ask(case, claims)
    assert (second.asked, second.known, second.says) == (0, first.asked, first.says)
    assert asked_of_notes == []
    assert said(case) == found
    assert any("three men at a window" in own for own in found.values())


def test_other_data_is_asked_anew_and_the_old_answers_come_back_with_it(case: Case, notes: Path) -> None:
    """What holds is what the data says now; where it goes back to what it was, nobody is asked."""
    add(case, notes)
    ask(case)
    before = said(case)
    notes.write_text("9\tsilent\tfog\n")
    (changed,) = ask(case)
    assert (changed.looked.state, changed.known) == (BodyState.CHANGED, 0)
    assert list(said(case).values()) == [["fog"]]
    notes.write_text(NOTES)
    (back,) = ask(case)
    assert (back.looked.state, back.asked) == (BodyState.AS_ADDED, 0)
    assert said(case) == before


def test_a_body_that_is_missing_or_broken_leaves_the_others_alone(case: Case, notes: Path) -> None:
    """It is told of; what it answered before goes on holding, until it is removed."""
    other = notes.parent / "other.tsv"
    other.write_text("14\tconsistent\tsmoke\n")
    add(case, notes)
    add(case, other, "other")
    ask(case)
    notes.unlink()
    missing, asked = ask(case)
    assert (missing.looked.state, missing.asked, bool(missing.looked.error)) == (BodyState.MISSING, 0, True)
    assert asked.looked.error is None
    (both,) = {tuple(own) for own in said(case).values() if "smoke" in own}
    assert both == ("three men at a window", "smoke")
    let_go(case, "camera", "Олена Ткач")
    assert {tuple(own) for own in said(case).values()} == {("smoke",)}


def test_one_question_that_fails_loses_no_other(case: Case, notes: Path) -> None:
    """What a connector ends with on odd data is a skip of that claim; evidence that is no number is left out."""
    notes.write_text("14\tfail\tno such row\n9\tsupports\tseen\nбібліотек\todd\tnot a number\n")
    add(case, notes)
    claims = claims_of(case)
    (found,) = ask(case, claims)
    assert found.looked.error is None
    reasons = {each.reason for each in found.skips}
    assert "TypeError: no such row" in reasons
    assert any("cannot be kept" in each for each in reasons)
    assert all(each.stage == "weigh" and each.record.startswith("camera, claim ") for each in found.skips)
    failed = sum("TypeError" in each.reason for each in found.skips)
    assert found.asked == len(claims.accounts) - failed
    (again,) = ask(case, claims)
    assert (again.asked, again.known) == (0, found.asked)


def test_a_body_that_fails_at_everything_is_given_up(case: Case, notes: Path) -> None:
    """After twenty questions in a row, not after ten thousand; what is wrong is said once more."""
    notes.write_text("\tfail\tno such row\n")
    add(case, notes)
    claims = claims_of(case)
    asked = questions_of(case, claims.accounts, claims.papers)
    many: Questions = {f"c{n}": each for n in range(200) for each in list(asked.values())[:1]}
    with Answers.open(case.folder) as answers:
        (found,) = ask_bodies(case, many, answers, KINDS)
    assert found.looked.state is BodyState.BROKEN
    assert found.looked.error == "it failed at 20 questions in a row; at the last: TypeError: no such row"
    assert (found.asked, found.skipped) == (0, 20)


def test_evidence_without_end_or_under_another_name_is_put_right(case: Case, notes: Path) -> None:
    """A hundred pieces for one claim are enough; each has the names of the case and a limitation."""
    notes.write_text("9\tmany\tseen\n")
    add(case, notes)
    (found,) = ask(case)
    assert any("more than 100 pieces" in each.reason for each in found.skips)
    claims = claims_of(case)
    with Answers.read(case.folder) as answers:
        kept = evidence_of(case, questions_of(case, claims.accounts, claims.papers), answers)
    (many,) = [own for own in kept.values() if own]
    assert len(many) == 100
    assert {(each.connector, each.body, each.limitation) for each in many} == {("notes", "camera", NOTED.limitation)}


def test_a_rule_that_the_table_of_weights_does_not_have_is_said(case: Case, notes: Path) -> None:
    """The evidence is kept, and not weighed: it would end every assessment."""
    add(case, notes, rule="seen_from_afar")
    (found,) = ask(case)
    assert any("'seen_from_afar', which the table of weights does not have" in each.reason for each in found.skips)
    assert said(case) == {}


def test_an_interrupted_run_goes_on_where_it_was(case: Case, notes: Path) -> None:
    """What was answered until then is not asked again."""
    add(case, notes)
    claims = claims_of(case)
    asked = questions_of(case, claims.accounts, claims.papers)
    half = len(asked) // 2

    def stop(done: int, total: int) -> None:
        assert total == len(asked)
        if done == half:
            raise KeyboardInterrupt

    def interrupted() -> None:
        with Answers.open(case.folder) as answers:
            list(ask_bodies(case, asked, answers, KINDS, stop))

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(asked_of_notes) == half
    (rest,) = ask(case, claims)
    assert (rest.asked, rest.known) == (len(asked) - half, half)


def test_answers_that_are_gone_or_damaged_are_asked_for_again(case: Case, notes: Path) -> None:
    """The file beside the case is only a copy."""
    add(case, notes)
    (first,) = ask(case)
    before = said(case)
    for damaged in (None, b"no database", (case.folder / FILE).read_bytes()[:3000]):
        (case.folder / FILE).unlink()
        if damaged is not None:
            (case.folder / FILE).write_bytes(damaged)
        (again,) = ask(case)
        assert again.asked == first.asked
        assert said(case) == before


def test_a_claim_that_is_told_otherwise_is_asked_about_anew(case: Case, notes: Path) -> None:
    """The answer hangs on what was asked, not on the claim's id; the same in every process."""
    add(case, notes)
    claims = claims_of(case)
    asked: dict[str, Asked] = dict(questions_of(case, claims.accounts, claims.papers))
    claim = next(iter(asked))
    with Answers.open(case.folder) as answers:
        list(ask_bodies(case, asked, answers, KINDS))
        changed = asked | {claim: replace(asked[claim], titles=(("en", "14 men"),))}
        (found,) = ask_bodies(case, changed, answers, KINDS)
        assert (found.asked, found.known) == (1, len(asked) - 1)
        assert evidence_of(case, changed, answers)[claim][0].detail == "three men at a window"
