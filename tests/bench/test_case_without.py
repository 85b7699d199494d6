"""The example case as it is, without its map, without a side: what is known changes as a person would expect."""

from collections.abc import Mapping

import pytest
from bench.assessments import observed
from bench.case_gold import CASES, papers_of_case
from bench.origins_gold import GoldCase, gold_case

from firsthand.claims import Account, Answerer, Claim, Origin
from firsthand.evidence import Evidence
from firsthand.kinds import Stance, Status
from firsthand.pipeline.assessing import Weighing, weighed_claims
from firsthand.pipeline.claiming import accounted

FOLDER = CASES / "case"
SIDES = ("RU", "UA")
Weighed = dict[str, Weighing]


@pytest.fixture(scope="module")
def case() -> GoldCase:
    """All reports, with the claims and statements that a person marked."""
    return gold_case(FOLDER, papers_of_case(FOLDER), as_marked=True)


@pytest.fixture(scope="module")
def accounts(case: GoldCase) -> tuple[Account, ...]:
    return accounted(case.papers, case.claims)


@pytest.fixture(scope="module")
def evidence(case: GoldCase, accounts: tuple[Account, ...]) -> dict[str, list[Evidence]]:
    return observed(FOLDER, accounts, case.papers)


@pytest.fixture(scope="module")
def with_map(case: GoldCase, accounts: tuple[Account, ...], evidence: Mapping[str, list[Evidence]]) -> Weighed:
    return {each.account.claim.id: each for each in weighed_claims(accounts, case.papers, evidence)}


@pytest.fixture(scope="module")
def without_map(case: GoldCase, accounts: tuple[Account, ...]) -> Weighed:
    return {each.account.claim.id: each for each in weighed_claims(accounts, case.papers)}


def status(weighed: Weighed, claim: str) -> str:
    return weighed[claim].assessment.status.value


def test_the_map_changes_what_it_speaks_of_and_nothing_else(
    case: GoldCase, with_map: Weighed, without_map: Weighed
) -> None:
    """Each claim of which the gold says so has another status with the map, and without it falls back; of all others
    none does, but where a side's record may weigh otherwise."""
    told = {each["id"]: (each["status"], each.get("status_with_map", each["status"])) for each in case.gold["claims"]}
    changes = [claim for claim, (plain, mapped) in told.items() if plain != mapped]
    right = [claim for claim in changes if (status(without_map, claim), status(with_map, claim)) == told[claim]]
    assert len(changes) == 8
    assert len(right) >= 7, set(changes) - set(right)
    for claim, (plain, mapped) in told.items():
        if plain == mapped:
            assert status(with_map, claim) == status(without_map, claim), claim


def test_what_the_map_contradicts_is_less_likely_with_it(with_map: Weighed, without_map: Weighed) -> None:
    """And nothing becomes more likely by evidence against it, nor less by evidence that fits."""
    for claim, weighed in with_map.items():
        moved = weighed.assessment.likelihood.value - without_map[claim].assessment.likelihood.value
        if weighed.assessment.status is Status.CONTRADICTED:
            assert moved < -0.05, claim
        elif weighed.assessment.status is Status.CONSISTENT:
            assert moved >= 0, claim


def without(side: str, case: GoldCase, accounts: tuple[Account, ...]) -> Weighed:
    """All claims as they are told and answered where nobody of a side speaks; those that only it tells are gone.

    Of one voice that answers in several documents an account names the first, so this goes on until none is left. A
    voice that some document gives to the side is of it in all.
    """
    own = {each.voice for account in accounts for each in _speaking(account) if each.side == side}
    left = accounts
    while any(each.side == side or each.voice in own for account in left for each in _speaking(account)):
        claims = [silenced for each in left if (silenced := _silenced(side, own, each)) is not None]
        left = accounted(case.papers, claims)
    return {each.account.claim.id: each for each in weighed_claims(left, case.papers)}


def _speaking(account: Account) -> tuple[Origin | Answerer, ...]:
    return (*account.origins.roots, *account.answered_by)


def _silenced(side: str, own: set[str], account: Account) -> Claim | None:
    """The claim without what comes from a side, and without its answers; None where nothing is left."""
    roots = [root for root in account.origins.roots if root.side == side or root.voice in own]
    told = {told for root in roots for told, _ in root.tellings}
    answerers = [each for each in account.answered_by if each.side == side or each.voice in own]
    answering = {(each.document, each.mode) for each in answerers}
    told |= {each.told for each in account.claim.answers if (each.told.document, each.mode) in answering}
    tellings = tuple(each for each in account.claim.tellings if each not in told)
    answers = tuple(each for each in account.claim.answers if each.told not in told)
    return Claim(account.claim.id, tellings, answers) if tellings else None


@pytest.mark.parametrize("side", SIDES)
def test_without_a_side(side: str, case: GoldCase, accounts: tuple[Account, ...], without_map: Weighed) -> None:
    """What only it told is gone, what only it denied is disputed no more, nothing is told by both sides; and what it
    never spoke of is known as well as before."""
    left = without(side, case, accounts)
    assert left.keys() < without_map.keys()
    for claim, before in without_map.items():
        heard = [each for each in before.facts.witnesses if each.side == side]
        others = [each for each in before.facts.witnesses if each.side != side]
        if claim not in left:
            assert not any(each.stance is Stance.TELLS for each in others), claim
            continue
        now = left[claim]
        assert not any(each.side == side for each in now.facts.witnesses), claim
        assert now.assessment.status is not Status.CORROBORATED_ACROSS, claim
        if not heard:
            assert now.assessment.status is before.assessment.status, claim
        elif all(each.stance is Stance.DENIES for each in heard):
            denied = any(each.stance is Stance.DENIES for each in now.facts.witnesses)
            assert denied or now.assessment.status is not Status.DISPUTED, claim
            assert now.assessment.likelihood.value >= before.assessment.likelihood.value, claim
