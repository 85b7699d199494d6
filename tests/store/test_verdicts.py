"""What analysts conclude of claims is kept as they said it, beside decisions about links, and is taken back alike."""

from __future__ import annotations

import random

import orjson
import pytest
from sqlalchemy import select, update
from tests.forked import telling
from tests.store import concluder

from firsthand.claims import Told
from firsthand.errors import CaseError
from firsthand.kinds import Conclusion, DecisionKind
from firsthand.model import Span
from firsthand.store import Case, decide, decisions, schema, undo, verify
from firsthand.store.assessments import assessments_of
from firsthand.store.evidence import bodies_of
from firsthand.store.verdicts import MOST_TELLINGS, VerdictGiven, conclude, verdicts, withdraw

KILLS = {"sqlite": 8, "postgresql": 3}
TELLINGS = [(Told("k1", Span(0, 9)), "killed 12"), (Told("k2", Span(4, 13)), "убито\xa012\n")]


def _given(case: Case, conclusion: Conclusion = Conclusion.TRUE, analyst: str = "Олена Ткач") -> VerdictGiven:
    return conclude(case, "c1", "12 killed", TELLINGS, conclusion, analyst, "Seen on film.\nTwice.", {3: "камера"}, 7)


def test_a_verdict_is_read_as_it_was_given(case: Case) -> None:
    """Each word of the closed list, with its tellings, reason and evidence to the letter, also after reopening."""
    made = tuple(_given(case, each) for each in Conclusion)
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert (made[0].tellings, made[0].evidence, made[0].assessment) == (tuple(TELLINGS), ((3, "камера"),), 7)
    assert made[0].reason.splitlines() == ["Seen on film.", "Twice."]
    case.close()
    with Case.open(case.folder) as reader:
        assert verdicts(reader) == made
        assert not list(verify(reader))
        with pytest.raises(CaseError, match="for reading only"):
            _given(reader)


def test_verdicts_and_links_share_a_table_and_no_more(case: Case) -> None:
    """Numbers go on through both; each is listed and taken back as what it is."""
    link = decide(case, DecisionKind.SAME, TELLINGS[0][0], TELLINGS[1][0], ("killed 12", "убито 12"), "J. O'Neil")
    given = _given(case)
    assert (link.number, given.number) == (1, 2)
    assert decisions(case) == (link,)
    assert verdicts(case) == (given,)
    with pytest.raises(CaseError, match="no verdict of the number 1"):
        withdraw(case, 1, "J. O'Neil")
    with pytest.raises(CaseError, match="no decision of the number 2"):
        undo(case, 2, "J. O'Neil")
    with pytest.raises(CaseError, match="about no link"):
        decide(case, DecisionKind.VERDICT, TELLINGS[0][0], TELLINGS[1][0], ("killed 12", "убито 12"), "J. O'Neil")


def test_what_is_taken_back_keeps_standing(case: Case) -> None:
    """Only who and when is added; twice is refused, with who was first; the log names both."""
    _given(case)
    back = withdraw(case, 1, "J. O'Neil")
    assert (back.undone_by, back.reason, back.analyst) == ("J. O'Neil", "Seen on film.\nTwice.", "Олена Ткач")
    assert verdicts(case) == (back,)
    with pytest.raises(CaseError, match="1 is undone already: J"):
        withdraw(case, 1, "Олена Ткач")
    notes = [orjson.loads(str(row["body"])) for row in case.rows(select(schema.log).order_by(schema.log.c.id))[-2:]]
    assert [(note["decision"], note["analyst"]) for note in notes] == [(1, "Олена Ткач"), (1, "J. O'Neil")]
    assert not list(verify(case))


def test_what_means_nothing_is_refused(case: Case) -> None:
    """Nobody, no reason, no tellings, a reason that is too long: nothing of it is there."""
    head = case.head()
    for analyst, reason, tellings, said in (
        ("", "why", TELLINGS, "somebody's"),
        ("Олена", " \n", TELLINGS, "needs a reason"),
        ("Олена", "why", [], "no telling"),
        ("Олена", "why", [(Told("k1", Span(0, 9)), "  ")], "no telling"),
        ("Олена", "x" * 10_001, TELLINGS, "at most 10,000"),
    ):
        with pytest.raises(CaseError, match=said):
            conclude(case, "c1", "t", tellings, Conclusion.FALSE, analyst, reason, {})
    assert case.head() == head


def test_of_a_claim_told_very_often_the_earliest_tellings_are_kept(case: Case) -> None:
    """So many as it is found again by; those that are too long for that are passed by."""
    many = [(Told(f"k{n}", Span(0, 9)), "x" * 100_001 if n % 2 else "killed 12") for n in range(1_000)]
    given = conclude(case, "c1", "t", many, Conclusion.FALSE, "Олена", "why", {})
    assert [told.document for told, _ in given.tellings] == [f"k{n}" for n in range(0, 2 * MOST_TELLINGS, 2)]


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"verdict": "maybe"}'])
def test_a_row_that_was_changed_is_told_of(case: Case, about: str) -> None:
    """What no longer says what it is about is an error in one line that names it, and a finding."""
    _given(case)
    case.connection.execute(update(schema.decisions).values(about=about))
    case.connection.commit()
    with pytest.raises(CaseError, match="Decision 1 no longer says"):
        verdicts(case)
    assert [finding.where for finding in verify(case)] == ["decisions 1"]


def test_kills_lose_nothing_that_was_acknowledged(case: Case) -> None:
    """Evidence, assessments and verdicts that a process said it had are there after it was killed, once and whole."""
    kills = KILLS[case.connection.dialect.name]
    case.close()
    chance = random.Random(4)
    told: dict[str, set[int]] = {"held": set(), "assessed": set(), "given": set()}
    for _ in range(kills):
        process, printed = telling(concluder.main, case.folder)
        with printed:
            lines = [printed.readline() for _ in range(chance.randrange(2, 12))]
            process.kill()
            lines += printed.read().splitlines()
        process.join()
        for line in lines:
            what, _, number = line.strip().partition(" ")
            if what in told and number.isdigit():
                told[what].add(int(number))
    with Case.open(case.folder, write=True) as after:
        assert not list(verify(after))
        assert told["held"] <= {one.number for one in bodies_of(after)}
        assert told["given"] <= {one.number for one in verdicts(after)}
        assert told["assessed"] <= {one.number for one in assessments_of(after, "c1")}
        assert all(told.values())
