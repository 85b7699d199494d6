"""Of which claim, as claims are now, an analyst's verdict is; and what has changed since it was given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.assessments import Assessment, Facts
from firsthand.claims import Account, Paper, Told
from firsthand.errors import CaseError, InputError
from firsthand.kinds import Conclusion
from firsthand.store import Case
from firsthand.store.assessments import assessment_numbered, latest_assessments
from firsthand.store.decisions import anchored, undo
from firsthand.store.evidence import bodies_of
from firsthand.store.exact import record_from
from firsthand.store.verdicts import VerdictGiven, conclude, verdicts, withdraw

__all__ = ["assessment_then", "decide_on", "placed", "take_back", "verdicts_on"]


def decide_on(
    case: Case,
    account: Account,
    papers: Mapping[str, Paper],
    conclusion: Conclusion,
    analyst: str,
    reason: str,
    evidence: Iterable[str] = (),
) -> VerdictGiven:
    """Keep what an analyst concludes of a claim, with the assessment that was kept of it last.

    Args:
        evidence: names of bodies of evidence of the case.

    Raises:
        InputError: the case has no evidence of such a name.
        CaseError: the case cannot be written, or nobody is named, or there is no reason.
    """
    held = {each.name: each.number for each in bodies_of(case)}
    named = list(dict.fromkeys(name.strip() for name in evidence))
    for name in named:
        if name not in held:
            known = ", ".join(held) or "none; see `firsthand evidence add`"
            raise InputError(f"The case has no evidence of the name {name!r}. It has: {known}.")
    told = [(each, _words(each, papers)) for each in account.claim.tellings if each.document in papers]
    last = latest_assessments(case, {account.claim.id}).get(account.claim.id)
    bodies = {held[name]: name for name in named}
    number = None if last is None else last.number
    return conclude(case, account.claim.id, account.title, told, conclusion, analyst, reason, bodies, number)


def take_back(case: Case, number: int, analyst: str) -> None:
    """Take a decision back, about a link or a verdict; its row stays.

    Raises:
        CaseError: there is none of that number, or it was taken back before, or the case cannot be written.
    """
    if any(each.number == number for each in verdicts(case)):
        withdraw(case, number, analyst)
    else:
        undo(case, number, analyst)


def verdicts_on(case: Case, accounts: Sequence[Account], papers: Mapping[str, Paper]) -> dict[str, list[VerdictGiven]]:
    """The verdicts that stand, by the id of the claim that they are of now, in the order in which they were given."""
    found: dict[str, list[VerdictGiven]] = defaultdict(list)
    by_document: dict[str, list[tuple[Told, str]]] = defaultdict(list)
    for account in accounts:
        for told in account.claim.tellings:
            by_document[told.document].append((told, account.claim.id))
    for given in verdicts(case):
        if given.undone is None:
            claim = placed(given, by_document, papers)
            if claim is not None:
                found[claim].append(given)
    return dict(found)


def placed(
    given: VerdictGiven,
    by_document: Mapping[str, Sequence[tuple[Told, str]]],
    papers: Mapping[str, Paper],
) -> str | None:
    """The id of the claim that most of a verdict's tellings are of now; of two with as many the one of the same id, and
    then the one with the earliest of them. None where none of its words stand in a telling any more: then it rests.

    Args:
        by_document: the tellings of all claims, each with the id of its claim.
    """
    votes: Counter[str] = Counter()
    for told, words in given.tellings:
        claim = _claim_of(told, words, by_document.get(told.document, ()), papers)
        if claim is not None:
            votes[claim] += 1
    order = list(votes)
    return max(votes, key=lambda each: (votes[each], each == given.claim, -order.index(each)), default=None)


def assessment_then(case: Case, given: VerdictGiven) -> tuple[Facts, Assessment] | None:
    """What the program had made of the claim when the verdict was given; None where it had made nothing, or where this
    version no longer has such records.

    Raises:
        CaseError: the row is gone, or was changed.
    """
    if given.assessment is None:
        return None
    kept = assessment_numbered(case, given.assessment)
    if kept is None:
        raise CaseError(f"Assessment {given.assessment}, which decision {given.number} was made on, is not there.")
    try:
        return record_from(Facts, kept.facts), record_from(Assessment, kept.assessment)
    except ValueError:
        return None


def _claim_of(told: Told, words: str, tellings: Sequence[tuple[Told, str]], papers: Mapping[str, Paper]) -> str | None:
    """The claim of the telling with most of these words, where they still stand in the document."""
    paper = papers.get(told.document)
    if paper is None or not tellings:
        return None
    span = anchored(told, words, paper.report.document.text)
    if span is None:
        return None
    common = [
        (min(span.end, each.span.end) - max(span.start, each.span.start), -each.span.start, claim)
        for each, claim in tellings
    ]
    most, _, claim = max(common)
    return claim if most > 0 else None


def _words(told: Told, papers: Mapping[str, Paper]) -> str:
    return told.span.of(papers[told.document].report.document.text)
