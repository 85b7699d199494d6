"""Assessments of a case are kept when they change, and come out the same from what was kept, or say why not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select
from tests.noted_evidence import NOTED
from tests.pipeline.test_deciding import conclude_on, of_document
from tests.told_case import OTHER_DAY, POST

from firsthand.kinds import Conclusion, Outcome, Status
from firsthand.pipeline import assessed as module
from firsthand.pipeline.assessed import Replayed, keep_weighed, outcomes_of, replay, rules_version, weigh_case
from firsthand.pipeline.assessing import Weighing
from firsthand.pipeline.claiming import claims_of
from firsthand.pipeline.evidence import add_body, ask_bodies, questions_of
from firsthand.store import Case, schema, verify
from firsthand.store.answers import Answers
from firsthand.store.assessments import keep_assessments, latest_assessments
from firsthand.store.evidence import let_go
from firsthand.store.exact import exact, json_of, packed
from firsthand.weigh.assess import assess
from firsthand.weigh.weights import Weights, prior_weights


@pytest.fixture
def case(told_case: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(told_case, tmp_path / "case"), write=True) as opened:
        yield opened


def noted(case: Case, line: str) -> None:
    """Evidence that says that, asked about everything."""
    notes = case.folder.parent / "notes.tsv"
    notes.write_text(line)
    add_body(case, NOTED, str(notes), "camera", {}, "Олена Ткач")
    found = claims_of(case)
    with Answers.open(case.folder) as answers:
        list(ask_bodies(case, questions_of(case, found.accounts, found.papers), answers, (NOTED,)))


def weighed(case: Case) -> dict[str, Weighing]:
    return {each.account.claim.id: each for each in weigh_case(case, claims_of(case))}


def replayed(case: Case, claim: str) -> list[Replayed]:
    return list(replay(case, claim))


def test_each_change_is_kept_and_comes_out_the_same(case: Case) -> None:
    """First without evidence, then with it, then after it was removed: three assessments of the claim it speaks of,
    one of the others; each made again from its own facts."""
    claim = of_document(case, OTHER_DAY).claim.id
    before = weighed(case)
    assert len(keep_weighed(case, before.values())) == len(before)
    assert keep_weighed(case, weighed(case).values()) == ()
    noted(case, "9 \tsupports\tthree men at a window\n")
    after = weighed(case)
    assert after[claim].assessment.status is Status.SUPPORTED
    assert after[claim].assessment.likelihood.value > before[claim].assessment.likelihood.value
    keep_weighed(case, after.values())
    let_go(case, "camera", "Олена Ткач")
    assert weighed(case)[claim].assessment == before[claim].assessment
    keep_weighed(case, weighed(case).values())
    found = replayed(case, claim)
    assert [each.then == each.now and each.sound for each in found] == [True] * 3
    assert [each.then and each.then.status for each in found][1] is Status.SUPPORTED
    assert {each.kept.version for each in found} == {rules_version()}
    assert all(each.sound and each.problem is None for one in before for each in replayed(case, one))
    assert not list(verify(case))


def test_the_log_alone_is_enough_to_replay(case: Case) -> None:
    """Also where all evidence, its answers and the claims that were worked out are gone."""
    noted(case, "9 \tsupports\tthree men at a window\n")
    keep_weighed(case, weighed(case).values())
    claim = of_document(case, OTHER_DAY).claim.id
    for name in ("evidence.db", "claims.db"):
        (case.folder / name).unlink(missing_ok=True)
    (case.folder.parent / "notes.tsv").unlink()
    (found,) = replayed(case, claim)
    assert found.sound
    assert found.then is not None
    assert found.then.status is Status.SUPPORTED


def test_replay_takes_the_weights_of_that_day(case: Case) -> None:
    """Not those of today: another table gives another assessment, and both come out as they were."""
    facts = exact(weighed(case)[of_document(case, POST).claim.id].facts)
    rules = {
        rule: (bits / 2, low / 2, high / 2, says) for rule, (bits, low, high, says) in prior_weights().rules.items()
    }
    halved = Weights(rules, prior_weights().parts)
    for weights in (prior_weights(), halved):
        keep_assessments(case, [(facts, assess(facts, weights))], weights, rules_version())
    one, other = replayed(case, facts.claim)
    assert one.then is not None
    assert other.then is not None
    assert one.then.likelihood != other.then.likelihood
    assert one.sound
    assert other.sound
    assert (one.differs, other.differs) == ((), ())


def test_one_that_does_not_come_out_says_which_rules_differ(case: Case) -> None:
    """By the same rules it is unsound; by those of another version it is a difference, told in sentences."""
    facts = exact(weighed(case)[of_document(case, POST).claim.id].facts)
    made = assess(facts, prior_weights())
    first = made.waterfall[-1]
    other = replace(made, waterfall=(*made.waterfall[:-1], replace(first, bits=first.bits - 1)))
    for version in (rules_version(), "0.1.0+before"):
        keep_assessments(case, [(facts, other)], prior_weights(), version)
        keep_assessments(case, [(facts, made)], prior_weights(), rules_version())
    unsound, fine, otherwise, _ = replayed(case, facts.claim)
    assert (unsound.sound, fine.sound, otherwise.sound) == (False, True, True)
    assert unsound.rules == otherwise.rules == (first.rule,)
    assert first.says in otherwise.differs[0]
    assert not otherwise.same_rules


def test_records_of_another_version_are_shown_and_not_made_again(case: Case) -> None:
    """A field that this version does not know: what was kept is there, with why it cannot be made again."""
    facts = exact(weighed(case)[of_document(case, POST).claim.id].facts)
    told = orjson.loads(json_of(facts)) | {"moon": "full"}
    keep_assessments(case, [(facts, assess(facts, prior_weights()))], prior_weights(), "9.0.0+later")
    (row,) = case.rows(select(schema.assessments))
    from zlib import compress

    with case.writing("assessed") as batch:
        batch.change(schema.assessments, row | {"facts": compress(orjson.dumps(told))})
    (found,) = replayed(case, facts.claim)
    assert found.problem is not None
    assert "'moon'" in found.problem
    assert found.sound
    assert found.then == assess(facts, prior_weights())
    assert orjson.loads(found.kept.facts)["moon"] == "full"


def test_the_version_of_the_rules_is_that_of_their_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It changes with any rule, and not with the table of weights, which is kept itself."""
    files = list(module._rule_files())
    names = {path.name for path in files}
    assert {"assess.py", "status.py", "likelihood.py", "assessments.py", "interest.tsv"} <= names
    assert "weights.tsv" not in names
    own = tmp_path / "status.py"
    shutil.copy(next(path for path in files if path.name == "status.py"), own)
    monkeypatch.setattr(module, "_rule_files", lambda: [own if path.name == own.name else path for path in files])
    module.rules_version.cache_clear()
    before = rules_version()
    own.write_text(own.read_text() + "\n")
    module.rules_version.cache_clear()
    assert rules_version() != before
    module.rules_version.cache_clear()


def test_verdicts_say_what_became_of_claims(case: Case) -> None:
    """The last that stands of each claim; partly true and unproven leave it open."""
    account = of_document(case, POST)
    assert outcomes_of(case, claims_of(case)) == {}
    expected = {
        Conclusion.TRUE: Outcome.BORNE_OUT,
        Conclusion.FALSE: Outcome.CONTRADICTED,
        Conclusion.PARTLY_TRUE: Outcome.OPEN,
        Conclusion.UNPROVEN: Outcome.OPEN,
    }
    for conclusion, outcome in expected.items():
        conclude_on(case, account, conclusion)
        assert outcomes_of(case, claims_of(case)) == {account.claim.id: outcome}
    assert expected.keys() == set(Conclusion)


def test_an_assessment_changes_no_verdict_and_a_verdict_no_assessment_of_its_own_claim(case: Case) -> None:
    """What the program makes of the claim goes on as before, whatever a person concludes of that claim."""
    account = of_document(case, POST)
    before = weighed(case)[account.claim.id].assessment
    conclude_on(case, account, Conclusion.FALSE)
    assert weighed(case)[account.claim.id].assessment == before
    keep_weighed(case, weighed(case).values())
    assert packed(before) == packed(exact(before))
    assert latest_assessments(case)[account.claim.id].assessment == json_of(before)
