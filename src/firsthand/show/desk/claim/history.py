"""What was concluded of a claim and what the program made of it, from the beginning; and where an old id has gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from firsthand.assessments import Assessment, Facts
from firsthand.kinds import DecisionKind
from firsthand.pipeline.assessed import Replayed, replay
from firsthand.pipeline.deciding import assessment_then
from firsthand.pipeline.differences import differences
from firsthand.show.claims.known import Known, likelihood_words
from firsthand.show.claims.wording import day_words
from firsthand.show.desk.served import Shown
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext
from firsthand.store import Case
from firsthand.store.assessments import assessments_of
from firsthand.store.board import BoardRow
from firsthand.store.decisions import Decision, decisions
from firsthand.store.exact import exact, record_from
from firsthand.store.verdicts import VerdictGiven, verdicts

__all__ = ["Concluded", "Linked", "Made", "assessed_of", "concluded_of", "gone_to", "linked_of", "links_of"]

_MOST_LINKED = 100
_MOST_MADE = 100
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Concluded:
    """A verdict. `then` is what the program made of the claim at that moment, "" where that was not kept; `changed`
    are sentences on what it finds otherwise now."""

    number: int
    at: str
    analyst: str
    verdict: str
    reason: str
    evidence: tuple[str, ...]
    then: str
    changed: tuple[str, ...]
    undone: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A decision about links, in words."""

    number: int
    at: str
    analyst: str
    one: str
    other: str
    same: bool
    reason: str
    undone: str


@dataclass(frozen=True, slots=True)
class Made:
    """An assessment that was kept: `said` is what it came to; `again` says how it comes out now, `problem` why it
    cannot be made again, `sound` whether that
    is as it has to be, `differs` what is otherwise."""

    number: int
    at: str
    rules: str
    said: str
    why: str
    again: str
    problem: str
    sound: bool
    differs: tuple[str, ...]


def concluded_of(case: Case, claim: str, known: Known) -> tuple[Concluded, ...]:
    """Every verdict on the claim, the last first, also those that were taken back."""
    counted = {each.number for each in known.verdicts}
    own = [each for each in verdicts(case) if each.number in counted or each.claim == claim]
    now = exact(known.assessment)
    return tuple(_concluded(case, each, now) for each in reversed(own))


def _concluded(case: Case, given: VerdictGiven, now: Assessment) -> Concluded:
    then = assessment_then(case, given)
    return Concluded(
        number=given.number,
        at=given.at,
        analyst=one_line(given.analyst),
        verdict=named(given.conclusion, "conclusion"),
        reason=one_line(given.reason),
        evidence=tuple(one_line(name) for _, name in given.evidence),
        then=_said(then[1]) if then is not None else "",
        changed=tuple(map(one_line, differences(then[1], now))) if then is not None else (),
        undone=_undone(given),
    )


def linked_of(case: Case, documents: Collection[str]) -> tuple[Linked, ...]:
    """The decisions about links that concern a telling in one of these documents, the last first."""
    own = [each for each in decisions(case) if {each.one.document, each.other.document} & set(documents)]
    return links_of(own[::-1][:_MOST_LINKED])


def links_of(made: Iterable[Decision]) -> tuple[Linked, ...]:
    return tuple(
        Linked(
            number=each.number,
            at=each.at,
            analyst=one_line(each.analyst),
            one=one_line(each.one_words),
            other=one_line(each.other_words),
            same=each.kind is DecisionKind.SAME,
            reason=one_line(each.reason),
            undone=_undone(each),
        )
        for each in made
    )


def _undone(made: Decision | VerdictGiven) -> str:
    """By whom and when it was taken back; empty where it stands."""
    if made.undone is None:
        return ""
    return gettext("%(who)s, %(day)s UTC", who=one_line(made.undone_by or ""), day=day_words(made.undone[:16]))


def assessed_of(case: Case, claims: Iterable[str]) -> tuple[Made, ...]:
    """The last assessments that were kept under any of these ids, the last first, each made again."""
    found = [each for claim in dict.fromkeys(claims) for each in replay(case, claim)]
    found.sort(key=lambda each: -each.kept.number)
    return tuple(map(_made, found[:_MOST_MADE]))


def _made(each: Replayed) -> Made:
    same = each.same_rules
    if each.problem is not None:
        again = gettext("It cannot be made again here.")
    elif each.differs and same:
        again = gettext("By the same rules it comes out otherwise.")
    elif each.differs:
        again = gettext("By the rules of this version it comes out otherwise.")
    elif same:
        again = gettext("It comes out the same, by the same rules.")
    else:
        again = gettext("It comes out the same, by the rules of this version.")
    return Made(
        number=each.kept.number,
        at=each.kept.at,
        rules=one_line(each.kept.version),
        said=_said(each.then) if each.then is not None else "",
        why=one_line(each.then.status_why) if each.then is not None else "",
        again=again,
        problem=one_line(each.problem or ""),
        sound=each.sound,
        differs=tuple(map(one_line, each.differs)),
    )


def _said(made: Assessment) -> str:
    code = gettext("Admiralty %(code)s", code=f"{made.admiralty.source}{made.admiralty.information}")
    parts = (named(made.status, "status"), likelihood_words(made.likelihood), named(made.confidence, "confident"), code)
    return " · ".join(parts)


# ---------------------------------------------------------------- ids that are gone


def gone_to(case: Case, shown: Shown, claim: str) -> tuple[BoardRow, ...] | None:
    """The claims that the documents of an earlier one tell now, those with most of them first; None where no claim of
    the case ever had that id."""
    documents = set(_documents_then(case, claim))
    if not documents:
        return None
    votes = Counter(number for key in sorted(documents) for number in shown.board.claims_in(key))
    return tuple(shown.board.rows_at([number for number, _ in votes.most_common(_MOST_ROWS)]))


def _documents_then(case: Case, claim: str) -> Iterator[str]:
    """Documents that the claim was told in, as far as anything was kept that names them."""
    for given in verdicts(case):
        if given.claim == claim:
            yield from (told.document for told, _ in given.tellings)
    for kept in assessments_of(case, claim):
        try:
            facts = record_from(Facts, kept.facts)
        except ValueError:  # of a version that had other facts
            continue
        yield from (each.document for each in facts.witnesses)
