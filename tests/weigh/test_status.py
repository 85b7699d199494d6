"""Each status, by the rule that gives it, and which goes before which."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.weigh.facts_made import facts, seen, tells

from firsthand.assessments import Facts, Witness
from firsthand.kinds import Interest, Stance, Status, ToldBy, Verdict
from firsthand.weigh.likelihood import WORDS
from firsthand.weigh.status import RULES, status_of
from firsthand.weigh.track_record import PRIOR_CLAIMS
from firsthand.weigh.weights import prior_weights

RU = tells("the ministry", side="RU", interest=Interest.IN_FAVOUR)
UA = tells("the general staff", side="UA", interest=Interest.AGAINST)
OUTLET = tells("Harbour Post", named=False, outlet=True, sure=False)
SOURCES = tells("military sources", named=False, sure=False)


def answer(stance: Stance, voice: str = "the mayor", side: str | None = None) -> Witness:
    return Witness(voice, "d9", stance, side)


EACH: dict[Status, Facts] = {
    Status.RETRACTED: facts(RU, answer(Stance.RETRACTS, "the ministry", "RU")),
    Status.CONTRADICTED: facts(RU, evidence=(seen(Verdict.CONTRADICTS),)),
    Status.SUPPORTED: facts(RU, evidence=(seen(Verdict.SUPPORTS),)),
    Status.CORROBORATED_ACROSS: facts(RU, UA, told_by=ToldBy.BOTH_PARTIES),
    Status.DISPUTED: facts(RU, answer(Stance.DENIES)),
    Status.CONSISTENT: facts(RU, evidence=(seen(Verdict.CONSISTENT),)),
    Status.CORROBORATED: facts(RU, tells()),
    Status.UNVERIFIABLE: facts(RU, open=True),
    Status.UNSUPPORTED: facts(SOURCES, told_by=ToldBy.NOBODY),
    Status.REPEATED: facts(RU, documents=40),
    Status.SINGLE_ORIGIN: facts(RU),
}


@pytest.mark.parametrize("status", Status)
def test_every_status_is_reached(status: Status) -> None:
    """By facts a person would put under it, each with a reason in words."""
    found, why = status_of(EACH[status])
    assert found is status
    assert why


def test_the_page_for_users_has_them_in_their_order() -> None:
    """All statuses, in the order in which the rules are tried, and the weights of those who tell a claim."""
    page = (Path(__file__).parents[2] / "docs" / "users" / "weighing.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z ]+)` \|", page, re.MULTILINE) == [status.value for status, _ in RULES]
    rows = re.findall(r"^\| `(\w+)`: .* \| (\S+) \| (\S+) to (\S+) \|$", page, re.MULTILINE)
    assert {rule for rule, *_ in rows} == set(prior_weights().parts["who says it"])
    for rule, *numbers in rows:
        assert tuple(map(float, numbers)) == prior_weights().rules[rule][:3], rule
    assert f"{PRIOR_CLAIMS} earlier claims" in " ".join(page.split())
    assert all(word in page for _, word in WORDS)


def test_the_rules_stand_in_the_order_of_the_words() -> None:
    """The list of rules is the list of statuses, but for those that two rules give: each first stands in its place."""
    often = [status for status, _ in RULES]
    assert set(often) == set(Status)
    for twice in (Status.DISPUTED, Status.UNSUPPORTED):
        del often[often.index(twice) if twice is Status.UNSUPPORTED else often.index(twice, often.index(twice) + 1)]
    assert often == list(Status)


def _with(made: Facts, more: Facts) -> Facts:
    """What holds of either."""
    return replace(
        made,
        documents=max(made.documents, more.documents),
        at_least=max(made.at_least, more.at_least),
        at_most=max(made.at_most, more.at_most),
        witnesses=tuple(dict.fromkeys((*made.witnesses, *more.witnesses))),
        evidence=(*made.evidence, *more.evidence),
        told_by=more.told_by if more.told_by is ToldBy.BOTH_PARTIES else made.told_by,
        open=made.open or more.open,
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Status.RETRACTED, Status.CONTRADICTED),
        (Status.RETRACTED, Status.DISPUTED),
        (Status.CONTRADICTED, Status.CORROBORATED_ACROSS),
        (Status.CONTRADICTED, Status.DISPUTED),
        (Status.SUPPORTED, Status.DISPUTED),
        (Status.SUPPORTED, Status.CORROBORATED),
        (Status.CORROBORATED_ACROSS, Status.DISPUTED),
        (Status.DISPUTED, Status.CONSISTENT),
        (Status.DISPUTED, Status.CORROBORATED),
        (Status.CONSISTENT, Status.CORROBORATED),
        (Status.CORROBORATED, Status.UNVERIFIABLE),
        (Status.UNVERIFIABLE, Status.REPEATED),
    ],
)
def test_which_goes_before_which(first: Status, second: Status) -> None:
    """Where two hold, what was observed goes before what was said, and a denial before mere agreement."""
    assert status_of(_with(EACH[first], EACH[second]))[0] is first
    assert status_of(_with(EACH[second], EACH[first]))[0] is first


def test_evidence_against_evidence_is_a_dispute() -> None:
    """Two bodies that disagree are both kept: neither wins by rule."""
    both = facts(RU, evidence=(seen(Verdict.SUPPORTS), seen(Verdict.CONTRADICTS, body="Other map")))
    assert status_of(both) == (Status.DISPUTED, "evidence stands against evidence")
    silent = facts(RU, evidence=(seen(Verdict.SILENT),))
    assert status_of(silent)[0] is Status.SINGLE_ORIGIN


def test_other_figures_are_a_dispute() -> None:
    """Claims that give another figure for the same dispute each other, though nobody denies; but where two origins
    surely tell one of them, another's figure takes nothing away from that."""
    assert status_of(facts(tells(), rivals=("c2", "c3")))[0] is Status.DISPUTED
    assert status_of(facts(tells(), rivals=("c2",)))[1] == "another claim gives another figure for the same"
    assert status_of(facts(tells(), tells("Jonas Weber"), rivals=("c2",)))[0] is Status.CORROBORATED


def test_what_nobody_tells_is_no_dispute() -> None:
    """Where the case has only the denial, nobody stands against whoever denies; evidence still says what it shows."""
    denial = facts(answer(Stance.DENIES), at_least=0, at_most=0, told_by=ToldBy.NOBODY)
    assert status_of(denial) == (Status.UNSUPPORTED, "nobody in the case tells it; it is only denied, by the mayor")
    assert "only doubted" in status_of(replace(denial, witnesses=(answer(Stance.DOUBTS),)))[1]
    assert status_of(replace(denial, evidence=(seen(Verdict.SUPPORTS),)))[0] is Status.SUPPORTED
    assert status_of(facts(answer(Stance.RETRACTS)))[0] is Status.RETRACTED


def test_documents_are_not_witnesses() -> None:
    """A thousand documents of one origin are "repeated", never "corroborated"; two origins are, in two documents."""
    assert status_of(facts(RU, documents=1000))[0] is Status.REPEATED
    assert status_of(facts(RU, OUTLET, documents=1000))[0] is Status.REPEATED
    assert status_of(facts(RU, tells(), documents=2))[0] is Status.CORROBORATED


def test_what_only_a_rewrite_has_is_unsupported() -> None:
    """However often that rewrite was copied."""
    assert status_of(facts(SOURCES, added=True, documents=30))[0] is Status.UNSUPPORTED


def test_an_unnamed_source_is_no_support_in_its_own_house() -> None:
    """Three sites of one publisher are one; where others pass it on, it is repeated."""
    own = facts(SOURCES, told_by=ToldBy.NOBODY, documents=3, houses=1)
    assert status_of(own) == (Status.UNSUPPORTED, "nobody named says it")
    assert status_of(replace(own, houses=2))[0] is Status.REPEATED
    assert status_of(replace(own, told_by=ToldBy.WITNESS))[0] is Status.REPEATED


def test_hearsay_of_nobody_is_unsupported() -> None:
    """What an outlet tells as "reportedly", without saying who reports it, is not even its own word."""
    heard = facts(OUTLET, told_by=ToldBy.NOBODY, hearsay=True, documents=2, houses=2)
    assert status_of(heard) == (Status.UNSUPPORTED, "it is only said to be so, and nobody says by whom")
    assert status_of(replace(heard, hearsay=False))[0] is Status.REPEATED
    assert status_of(facts(RU, hearsay=True))[0] is Status.SINGLE_ORIGIN


def test_what_a_single_side_tells_is_told_all_the_same() -> None:
    """A place from which one side alone reports keeps its claims, with the status of what they are."""
    found, why = status_of(facts(UA))
    assert found is Status.SINGLE_ORIGIN
    assert "one document" in why


def test_only_who_told_it_can_take_it_back_for_all() -> None:
    """A side that withdraws its word leaves what another side saw standing."""
    back = answer(Stance.RETRACTS, "the ministry", "RU")
    assert status_of(facts(RU, back))[0] is Status.RETRACTED
    assert status_of(facts(RU, UA, back))[0] is not Status.RETRACTED
    assert status_of(facts(RU, tells("a nurse", there=True), back))[0] is not Status.RETRACTED


def test_of_two_neutral_origins_one_may_stand_by_it() -> None:
    """One agency that withdraws its report does not withdraw another's."""
    back = answer(Stance.RETRACTS, "Grey Wire")
    assert status_of(facts(tells("Grey Wire"), back))[0] is Status.RETRACTED
    assert status_of(facts(tells("Grey Wire"), tells("Blue Wire"), back))[0] is Status.CORROBORATED
