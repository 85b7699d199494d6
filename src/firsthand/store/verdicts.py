"""What named analysts concluded of claims: decisions like those about links, listed and taken back in the same way.

A claim's id hangs on its earliest telling, so it changes when an earlier one comes in. A verdict therefore has the
tellings that it was about, with their words: the claim is found again by those. The number of the assessment that the
program had made at that moment is kept with it, so that it can be told what has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import select

from firsthand.claims import Told
from firsthand.errors import CaseError
from firsthand.kinds import Conclusion, DecisionKind
from firsthand.model import Span
from firsthand.store import schema
from firsthand.store.case import Case, Row
from firsthand.store.decisions import place, telling
from firsthand.store.known import clean
from firsthand.store.wording import LONGEST, kept, named, now, storable

__all__ = ["MOST_TELLINGS", "VerdictGiven", "conclude", "verdicts", "withdraw"]

MOST_TELLINGS = 100
"""So many tellings of a claim are kept with a verdict, the earliest: they are what it is found again by."""
_MOST_WORDS = 1_000_000  # characters of all of them together


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """What was concluded of a claim: by whom, when (ISO 8601), and why.

    `claim` is the id that it had then, `title` its words; `tellings` are those that it was found by, each with what
    stood there. `evidence` are the bodies that were named, each with its number in the case. `assessment` is the number
    of what the program had made of the claim, None where it had made nothing. `undone` is when it was taken back.
    """

    number: int
    at: str
    analyst: str
    claim: str
    title: str
    conclusion: Conclusion
    reason: str
    tellings: tuple[tuple[Told, str], ...]
    evidence: tuple[tuple[int, str], ...] = ()
    assessment: int | None = None
    undone: str | None = None
    undone_by: str | None = None


def conclude(
    case: Case,
    claim: str,
    title: str,
    tellings: Sequence[tuple[Told, str]],
    conclusion: Conclusion,
    analyst: str,
    reason: str,
    evidence: Mapping[int, str],
    assessment: int | None = None,
) -> VerdictGiven:
    """Keep what somebody concluded of a claim.

    Args:
        tellings: those of the claim, earliest first, each with its words; the first `MOST_TELLINGS` are kept.
        evidence: bodies of evidence that speak for it, by their numbers in the case.

    Raises:
        CaseError: the case cannot be written, nobody is named, there is no reason, or something is too long.
    """
    if not reason.strip():
        raise CaseError("A verdict needs a reason, for those who read it later.")
    given = VerdictGiven(
        number=0,
        at=now(),
        analyst=named(analyst),
        claim=clean(claim),
        title=storable(title)[: LONGEST["telling"]],
        conclusion=conclusion,
        reason=kept("reason", reason),
        tellings=_tellings(tellings),
        evidence=tuple((number, clean(name)) for number, name in evidence.items()),
        assessment=assessment,
    )
    with case.writing("decided") as batch:
        number = batch.add(schema.decisions, **_row(given))
        batch.note = {"decision": number, "kind": DecisionKind.VERDICT.value, "analyst": given.analyst}
    return replace(given, number=number)


def verdicts(case: Case) -> tuple[VerdictGiven, ...]:
    """Every verdict, in the order in which they were given, with those that were taken back.

    Raises:
        CaseError: a row was changed so that it says no verdict.
    """
    table = schema.decisions
    if table not in schema.rows_of(case.version):
        return ()
    query = select(table).where(table.c.kind == DecisionKind.VERDICT.value).order_by(table.c.id)
    return tuple(map(_given, case.rows(query)))


def withdraw(case: Case, number: int, analyst: str) -> VerdictGiven:
    """Take a verdict back; its row stays, with who did and when.

    Raises:
        CaseError: there is none of that number, or it was taken back before, or nobody is named, or the case cannot be
            written.
    """
    found = next((one for one in verdicts(case) if one.number == number), None)
    if found is None:
        raise CaseError(f"The case has no verdict of the number {number}.")
    if found.undone is not None:
        raise CaseError(f"Decision {number} is undone already: {found.undone_by} did, at {found.undone}.")
    undone = replace(found, undone=now(), undone_by=named(analyst))
    with case.writing("undone", {"decision": number, "analyst": undone.undone_by}) as batch:
        batch.change(schema.decisions, {"id": number, **_row(undone)})
    return undone


def _tellings(given: Sequence[tuple[Told, str]]) -> tuple[tuple[Told, str], ...]:
    """The earliest; what is longer than a telling may be is no good for finding a claim again."""
    found: list[tuple[Told, str]] = []
    left = _MOST_WORDS
    for told, words in given:
        if len(found) < MOST_TELLINGS and words.strip() and len(words) <= min(left, LONGEST["telling"]):
            found.append((place(told), telling(words)))
            left -= len(words)
    if not found:
        raise CaseError("The claim has no telling that a verdict could be kept with.")
    return tuple(found)


def _row(given: VerdictGiven) -> Row:
    about = {
        "claim": given.claim,
        "title": given.title,
        "verdict": given.conclusion.value,
        "tellings": [
            {"document": told.document, "start": told.span.start, "end": told.span.end, "words": words}
            for told, words in given.tellings
        ],
        "evidence": [{"number": number, "name": name} for number, name in given.evidence],
        "assessment": given.assessment,
    }
    return {
        "at": given.at,
        "analyst": given.analyst,
        "kind": DecisionKind.VERDICT.value,
        "about": orjson.dumps(about).decode(),
        "reason": given.reason,
        "undone": given.undone,
        "undone_by": given.undone_by,
    }


def _given(row: Row) -> VerdictGiven:
    try:
        about: dict[str, Any] = orjson.loads(str(row["about"]))
        assessment = about["assessment"]
        return VerdictGiven(
            number=int(str(row["id"])),
            at=str(row["at"]),
            analyst=str(row["analyst"]),
            claim=str(about["claim"]),
            title=str(about["title"]),
            conclusion=Conclusion(about["verdict"]),
            reason=str(row["reason"]),
            tellings=tuple(map(_telling, about["tellings"])),
            evidence=tuple((int(each["number"]), str(each["name"])) for each in about["evidence"]),
            assessment=None if assessment is None else int(assessment),
            undone=None if row["undone"] is None else str(row["undone"]),
            undone_by=None if row["undone_by"] is None else str(row["undone_by"]),
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise CaseError(
            f"Decision {row['id']} no longer says what it is about: its row was changed. `firsthand verify` tells more."
        ) from error


def _telling(said: Mapping[str, object]) -> tuple[Told, str]:
    span = Span(int(str(said["start"])), int(str(said["end"])))
    return Told(str(said["document"]), span), str(said["words"])
