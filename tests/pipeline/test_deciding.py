"""A verdict stays with its claim, whatever becomes of the claim's id, and tells what has changed since."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.noted_evidence import NOTED
from tests.told_case import DENIAL, OTHER_DAY, POST

from firsthand.claims import Account, Claim, Paper, Told
from firsthand.errors import CaseError, InputError
from firsthand.kinds import Conclusion, DecisionKind
from firsthand.model import Span
from firsthand.pipeline.assessed import keep_weighed, weigh_case
from firsthand.pipeline.claiming import claims_of
from firsthand.pipeline.deciding import assessment_then, decide_on, take_back, verdicts_on
from firsthand.pipeline.evidence import add_body
from firsthand.store import Case, decide, decisions
from firsthand.store.verdicts import VerdictGiven, verdicts


@pytest.fixture
def case(told_case: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(told_case, tmp_path / "case"), write=True) as opened:
        yield opened


def of_document(case: Case, key: str) -> Account:
    """The claim of the first telling of a document."""
    accounts = claims_of(case).accounts
    told = [(each, one) for one in accounts for each in one.claim.tellings if each.document == key]
    return min(told, key=lambda pair: pair[0])[1]


def conclude_on(case: Case, account: Account, conclusion: Conclusion = Conclusion.TRUE) -> VerdictGiven:
    return decide_on(case, account, claims_of(case).papers, conclusion, "Олена Ткач", "seen on film")


def test_a_verdict_names_what_it_rests_on(case: Case) -> None:
    """Evidence of the case by name, and the assessment that was kept of the claim last."""
    account = of_document(case, POST)
    found = claims_of(case)
    notes = case.folder.parent / "notes.tsv"
    notes.write_text("14\tsupports\tmen\n")
    add_body(case, NOTED, str(notes), "camera", {}, "Олена Ткач")
    first = conclude_on(case, account)
    assert (first.assessment, first.evidence, assessment_then(case, first)) == (None, (), None)
    keep_weighed(case, weigh_case(case, found))
    names = [" camera ", "camera"]
    given = decide_on(case, account, found.papers, Conclusion.FALSE, "Олена Ткач", "seen", names)
    assert given.evidence == ((1, "camera"),)
    then = assessment_then(case, given)
    assert then is not None
    assert then[1].claim == account.claim.id
    with pytest.raises(InputError, match=r"no evidence of the name 'film'\. It has: camera"):
        decide_on(case, account, found.papers, Conclusion.FALSE, "Олена Ткач", "seen", ["film"])


def test_it_is_found_while_nothing_changes_and_not_when_taken_back(case: Case) -> None:
    """Several on one claim stand in the order in which they were given."""
    account, other = of_document(case, POST), of_document(case, OTHER_DAY)
    given = [conclude_on(case, account), conclude_on(case, account, Conclusion.FALSE), conclude_on(case, other)]
    found = claims_of(case)
    expected = {account.claim.id: given[:2], other.claim.id: given[2:]}
    assert verdicts_on(case, found.accounts, found.papers) == expected
    take_back(case, 2, "J. Smith")
    assert verdicts_on(case, found.accounts, found.papers)[account.claim.id] == given[:1]
    assert [one.undone_by for one in verdicts(case)] == [None, "J. Smith", None]


def test_links_and_verdicts_are_taken_back_by_one_number(case: Case) -> None:
    """Whichever it is; a number of neither is refused."""
    account = of_document(case, POST)
    one, other = account.claim.tellings[:2]
    papers = claims_of(case).papers
    words = tuple(each.span.of(papers[each.document].report.document.text) for each in (one, other))
    decide(case, DecisionKind.SAME, one, other, (words[0], words[1]), "Олена Ткач")
    conclude_on(case, account)
    for number in (2, 1):
        take_back(case, number, "J. Smith")
    assert (decisions(case)[0].undone_by, verdicts(case)[0].undone_by) == ("J. Smith", "J. Smith")
    with pytest.raises(CaseError, match="no decision of the number 3"):
        take_back(case, 3, "J. Smith")


def _as_claims(account: Account, *parts: tuple[str, tuple[Told, ...]]) -> list[Account]:
    return [replace(account, claim=Claim(name, told)) for name, told in parts]


def test_it_follows_its_tellings_to_a_claim_of_another_id(case: Case) -> None:
    """An earlier telling changes the id; a claim that is parted leaves it with most of them; of two with as many it
    stays with the id it had; with none of them it rests."""
    account = of_document(case, POST)
    given = conclude_on(case, account)
    papers: Mapping[str, Paper] = claims_of(case).papers
    told = account.claim.tellings
    assert len(told) >= 4
    assert verdicts_on(case, _as_claims(account, ("new", told)), papers) == {"new": [given]}
    parted = _as_claims(account, ("few", told[:1]), ("most", told[1:]))
    assert verdicts_on(case, parted, papers) == {"most": [given]}
    even = _as_claims(account, ("other", told[:2]), (account.claim.id, told[2:4]))
    assert verdicts_on(case, even, papers) == {account.claim.id: [given]}
    first = _as_claims(account, ("b", told[:2]), ("a", told[2:4]))
    assert verdicts_on(case, first, papers) == {"b": [given]}
    elsewhere = _as_claims(account, ("far", of_document(case, OTHER_DAY).claim.tellings))
    assert verdicts_on(case, elsewhere, papers) == {}
    assert verdicts_on(case, [], {}) == {}


def test_it_is_found_in_an_edited_text_by_its_words(case: Case) -> None:
    """Where the words moved it goes with them; where they say another number it rests."""
    account = of_document(case, OTHER_DAY)
    (told,) = account.claim.tellings[:1]
    given = conclude_on(case, account)
    paper = claims_of(case).papers[told.document]
    text = paper.report.document.text
    for new, stands in ((f"Оновлено. {text}", True), (text.replace("9", "90"), False)):
        document = replace(paper.report.document, text=new)
        papers = {told.document: replace(paper, report=replace(paper.report, document=document))}
        moved = Told(told.document, Span(told.span.start + 10, told.span.end + 10)) if stands else told
        found = verdicts_on(case, _as_claims(account, ("edited", (moved,))), papers)
        assert found == ({"edited": [given]} if stands else {})


def test_a_verdict_on_a_claim_that_is_denied_goes_with_the_claim(case: Case) -> None:
    """Its tellings and its answers are one claim, as on its page."""
    account = of_document(case, POST)
    assert of_document(case, DENIAL).claim.id == account.claim.id
    given = conclude_on(case, account, Conclusion.UNPROVEN)
    assert {told.document for told, _ in given.tellings} >= {POST, DENIAL}
