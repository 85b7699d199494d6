"""What a person decides on the page of a claim: a verdict, that tellings are of another claim, that two claims are one.

Each is the same decision as on the command line, and every later run keeps to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.claims import Account, Told
from firsthand.errors import InputError
from firsthand.kinds import Conclusion, DecisionKind
from firsthand.pipeline.deciding import decide_on, take_back
from firsthand.pipeline.papers import Papers
from firsthand.show.desk.claim.cut import Cut, cut_of, tellings_of
from firsthand.show.desk.served import Served, Shown
from firsthand.show.speaking import gettext, number_of
from firsthand.store import Case
from firsthand.store.decisions import Decision, decide, decisions
from firsthand.store.verdicts import VerdictGiven, verdicts
from firsthand.store.wording import LONGEST

__all__ = ["conclude_on", "conclusion_of", "join", "part", "reason_of", "undo"]

_MOST_PARTED = 50


def conclusion_of(word: str) -> Conclusion:
    """The verdict of that name. Raises InputError: it is none."""
    for each in Conclusion:
        if each.value == word:
            return each
    raise InputError(gettext("A verdict is one of: %(verdicts)s. Choose one.", verdicts=", ".join(Conclusion)))


def reason_of(words: str, *, needed: bool) -> str:
    """The reason as it is kept. Raises InputError: it is too long, or there has to be one and is none."""
    if len(words) > LONGEST["reason"]:
        raise InputError(
            gettext(
                "The reason has %(count)s characters; at most %(most)s are kept.",
                count=number_of(len(words)),
                most=number_of(LONGEST["reason"]),
            )
        )
    if needed and not words.strip():
        raise InputError(gettext("A verdict needs a reason, for those who read it later. Go back and write one."))
    return words


def conclude_on(
    served: Served, shown: Shown, number: int, conclusion: Conclusion, who: str, reason: str, evidence: Sequence[str]
) -> VerdictGiven:
    """Keep a verdict on the claim at that place, with the assessment that was kept of it last.

    Raises:
        InputError: the case has no evidence of such a name.
        CaseError: the case cannot be written.
    """
    account = cut_of(shown, number).view.account
    with served.writing() as case:
        papers = _papers(case, shown, account.documents)
        return decide_on(case, account, papers, conclusion, who, reason, evidence)


def join(served: Served, shown: Shown, numbers: tuple[int, int], who: str, reason: str) -> Decision:
    """Keep that the claims at these two places are one.

    Raises:
        InputError: it is the same place twice.
        CaseError: the case cannot be written.
    """
    if numbers[0] == numbers[1]:
        raise InputError(gettext("That is one claim already: give the id of another."))
    one, other = (_first(cut_of(shown, number)) for number in numbers)
    with served.writing() as case:
        return _decided(case, shown, DecisionKind.SAME, one, other, who, reason)


def part(
    served: Served, shown: Shown, number: int, apart: Sequence[Told], who: str, reason: str
) -> tuple[Decision, ...]:
    """Keep that these tellings of the claim at that place are of another claim.

    Raises:
        InputError: none is given, one is no telling of it, they are all that it has, or they are too many.
        CaseError: the case cannot be written.
    """
    tellings = tellings_of(shown, number)
    if not apart:
        raise InputError(gettext("Mark the tellings that belong to another claim first."))
    if len(apart) > _MOST_PARTED:
        raise InputError(
            gettext(
                "These are %(count)s tellings; at most %(most)s are taken apart at once.",
                count=number_of(len(apart)),
                most=_MOST_PARTED,
            )
        )
    if not set(apart) <= set(tellings):
        raise InputError(
            gettext("One of these is no telling of the claim any more. Open the claim anew, then mark them again.")
        )
    rest = [each for each in tellings if each not in set(apart)]
    if not rest:
        raise InputError(gettext("These are all tellings of the claim: some have to stay."))
    first = _first(cut_of(shown, number))
    stays = first if first in rest else rest[0]
    with served.writing() as case:
        kind = DecisionKind.DIFFERENT
        return tuple(_decided(case, shown, kind, told, stays, who, reason) for told in dict.fromkeys(apart))


def undo(served: Served, number: int, who: str) -> None:
    """Take a decision or a verdict back; its row stays.

    Raises:
        InputError: there is none of that number, or it was taken back before.
        CaseError: the case cannot be written.
    """
    with served.writing() as case:
        made: Sequence[Decision | VerdictGiven] = [*decisions(case), *verdicts(case)]
        found = next((each for each in made if each.number == number), None)
        if found is None:
            raise InputError(gettext("The case has no decision of the number %(number)s.", number=number))
        if found.undone is not None:
            raise InputError(
                gettext(
                    "Decision %(number)s is taken back already: %(who)s did, at %(moment)s.",
                    number=number,
                    who=found.undone_by,
                    moment=found.undone[:16],
                )
            )
        take_back(case, number, who)


def _decided(case: Case, shown: Shown, kind: DecisionKind, one: Told, other: Told, who: str, reason: str) -> Decision:
    papers = _papers(case, shown, (one.document, other.document))
    words = tuple(told.span.of(papers[told.document].report.document.text) for told in (one, other))
    return decide(case, kind, one, other, (words[0], words[1]), who, reason)


def _papers(case: Case, shown: Shown, documents: Sequence[str]) -> Papers:
    """Documents as they were read for this board."""
    return Papers(case, {key: row.reading for key, row in shown.board.documents(documents).items()})


def _first(cut: Cut) -> Told:
    """The telling that stands for a claim: the first that is no answer to it."""
    account: Account = cut.view.account
    answers = {answer.told for answer in account.claim.answers}
    return next((told for told in account.claim.tellings if told not in answers), account.claim.tellings[0])
