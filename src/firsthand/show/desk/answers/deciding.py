"""What analysts decide, from the desk: what they conclude of a claim, which claims are one, and taking that back.

The claims are those of the board; the next one is made by itself when the log has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.claims import Account, Told
from firsthand.errors import InputError, MissingInput
from firsthand.kinds import Conclusion, DecisionKind
from firsthand.pipeline.deciding import decide_on, take_back
from firsthand.pipeline.papers import Papers
from firsthand.show.claims.decision_json import decision_json
from firsthand.show.desk.answers.asking import Pairs, paged
from firsthand.show.desk.answers.claims import number_called
from firsthand.show.desk.served import Served, Shown
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line
from firsthand.show.weighed.weighed_json import verdict_json
from firsthand.store import Case, Decision, decisions
from firsthand.store.decisions import decide
from firsthand.store.verdicts import VerdictGiven, verdicts
from firsthand.store.wording import LONGEST

__all__ = ["conclude", "decided", "decided_on", "decision_json", "different", "same", "undo"]

_PAGE, _MOST = 1_000, 5_000


def decided(served: Served, given: Pairs = ()) -> Json:
    """A page of what was decided, in the order of time; nothing is left out, also what was undone. `analyst` narrows it
    to one person, `standing` to what was not taken back.

    Raises:
        InputError: a number is none.
    """
    page, single = paged(given, _PAGE, _MOST), dict(given)
    with served.case() as case:
        every = _every(case)
    if analyst := single.get("analyst"):
        every = [each for each in every if each.analyst == analyst]
    if single.get("standing"):
        every = [each for each in every if each.undone is None]
    return {**page.told(len(every)), "decisions": [decision_json(each) for each in every[page.of(len(every))]]}


def decided_on(served: Served, shown: Shown, name: str) -> Json:
    """Everything that was decided of one claim, in the order of time: what was concluded of it, and which of its
    tellings are of the same claim as others or of another; also what was undone.

    Raises:
        MissingInput: there is no such claim.
    """
    number = number_called(shown, name)
    own, documents = shown.row(number).id, shown.view(number).account.documents
    counted = {each.number for each in shown.known(number).verdicts}
    with served.case() as case:
        every = _every(case)
    found = [
        each
        for each in every
        if (isinstance(each, VerdictGiven) and (each.number in counted or each.claim == own))
        or (isinstance(each, Decision) and {each.one.document, each.other.document} & set(documents))
    ]
    return {"total": len(found), "decisions": [decision_json(each) for each in found]}


def conclude(
    served: Served, shown: Shown, name: str, verdict: str, analyst: str, reason: str, evidence: Iterable[str] = ()
) -> Json:
    """Keep what an analyst concludes of a claim; the decision.

    Args:
        evidence: names of bodies of evidence of the case that it rests on.

    Raises:
        MissingInput: there is no such claim.
        InputError: that is no verdict, there is no reason, or no evidence of such a name.
        CaseError: the case cannot be written, or another process wrote to it for too long.
    """
    conclusion, number = _conclusion(verdict), number_called(shown, name)
    _fit(reason, needed=True)
    account = shown.view(number).account
    with served.writing() as case:
        return verdict_json(
            decide_on(case, account, _papers(case, shown, account), conclusion, analyst, reason, evidence)
        )


def same(served: Served, shown: Shown, name: str, other: str, analyst: str, reason: str = "") -> Json:
    """Decide that two claims are one; the decision.

    Raises:
        MissingInput: there is no such claim.
        InputError: it is the same claim twice, or something is too long.
        CaseError: the case cannot be written.
    """
    one, second = (shown.view(number_called(shown, each)).account for each in (name, other))
    if one.claim.id == second.claim.id:
        raise InputError("That is one claim already: give two.")
    _fit(reason)
    with served.writing() as case:
        words = (_words(case, shown, one, _first(one)), _words(case, shown, second, _first(second)))
        made = decide(case, DecisionKind.SAME, _first(one), _first(second), words, analyst, reason)
    return decision_json(made)


def different(served: Served, shown: Shown, name: str, tellings: Sequence[int], analyst: str, reason: str = "") -> Json:
    """Decide that tellings of a claim, by their numbers, are of another one; the decisions, one for each.

    Raises:
        MissingInput: there is no such claim.
        InputError: it has no telling of such a number, or none would stay, or something is too long.
        CaseError: the case cannot be written.
    """
    account = shown.view(number_called(shown, name)).account
    apart, rest = _parted(account, tellings)
    _fit(reason)
    made = []
    with served.writing() as case:
        for told in apart:
            words = (_words(case, shown, account, told), _words(case, shown, account, rest))
            made.append(decide(case, DecisionKind.DIFFERENT, told, rest, words, analyst, reason))
    return {"decisions": [decision_json(each) for each in made]}


def undo(served: Served, number: int, analyst: str) -> Json:
    """Take a decision back; as it stands then.

    Raises:
        MissingInput: there is none of that number.
        InputError: it was taken back before.
        CaseError: the case cannot be written.
    """
    with served.writing() as case:
        found = _numbered(case, number)
        if found.undone is not None:
            raise InputError(f"Decision {number} is undone already, at {found.undone}.")
        take_back(case, number, analyst)
        return decision_json(_numbered(case, number))


def _every(case: Case) -> list[Decision | VerdictGiven]:
    return sorted([*decisions(case), *verdicts(case)], key=lambda each: each.number)


def _numbered(case: Case, number: int) -> Decision | VerdictGiven:
    for each in _every(case):
        if each.number == number:
            return each
    raise MissingInput(f"The case has no decision of the number {number}.")


def _conclusion(word: str) -> Conclusion:
    wanted = " ".join(word.replace("-", " ").replace("_", " ").lower().split())
    for each in Conclusion:
        if each.value == wanted:
            return each
    known = ", ".join(each.value for each in Conclusion)
    raise InputError(f"“{one_line(word[:40])}” is no verdict: give one of {known}.")


def _fit(reason: str, *, needed: bool = False) -> None:
    if needed and not reason.strip():
        raise InputError("A verdict needs a reason, for those who read it later.")
    if len(reason) > LONGEST["reason"]:
        raise InputError(f"The reason has more than {LONGEST['reason']:,} characters: shorten it.")


def _first(account: Account) -> Told:
    """The telling that stands for the claim: the first that is no answer to it."""
    answers = {answer.told for answer in account.claim.answers}
    return next((told for told in account.claim.tellings if told not in answers), account.claim.tellings[0])


def _parted(account: Account, numbers: Sequence[int]) -> tuple[list[Told], Told]:
    """The tellings of those numbers, and one of the others, which stands for the claim that stays."""
    tellings = account.claim.tellings
    if not numbers:
        raise InputError("Give the numbers of the tellings that are of another claim.")
    if wrong := [each for each in numbers if not 1 <= each <= len(tellings)]:
        raise InputError(f"The claim has tellings 1 to {len(tellings):,}, and no {wrong[0]}.")
    apart = [tellings[number - 1] for number in dict.fromkeys(numbers)]
    rest = [told for told in tellings if told not in apart]
    if not rest:
        raise InputError("These are all tellings of the claim: some have to stay.")
    first = _first(account)
    return apart, first if first in rest else rest[0]


def _papers(case: Case, shown: Shown, account: Account) -> Papers:
    rows = shown.board.documents(sorted({told.document for told in account.claim.tellings}))
    return Papers(case, {key: row.reading for key, row in rows.items()})


def _words(case: Case, shown: Shown, account: Account, told: Told) -> str:
    paper = _papers(case, shown, account).get(told.document)
    if paper is None:
        raise InputError("The document of a telling is not there any more: load the claim again.")
    return told.span.of(paper.report.document.text)
