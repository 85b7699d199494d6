"""What named people decided about links between tellings, kept as rows: nothing machines find out changes them.

A decision that is undone keeps standing, with who took it back and when. Documents are edited and read anew, so each
decision has the words of its tellings beside their places: `anchored` finds them in the text as it is now.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import select

from firsthand.claims import Told
from firsthand.errors import CaseError
from firsthand.kinds import DecisionKind
from firsthand.model import Span
from firsthand.store import schema
from firsthand.store.case import Case, Row
from firsthand.store.known import clean
from firsthand.store.wording import kept, named, now, storable

__all__ = ["LINKS", "Decision", "anchored", "decide", "decisions", "place", "telling", "undo"]

LINKS = (DecisionKind.SAME, DecisionKind.DIFFERENT)
"""The kinds that are about links; those of other kinds are kept in the same table, and are not looked at here."""

_ATOM = re.compile(r"\w+(?:(?<=\d)[.,](?=\d)\w+)*|\S")
"""A word, a number, or one mark: of "killed 12,000", "killed 12" are not the words."""
_WITHIN_ATOM = re.compile(r"(?<=\w)(?=\w)|(?<=\d)(?=[.,]\d)|(?<=\d[.,])(?=\d)")


@dataclass(frozen=True, slots=True)
class Decision:
    """That two tellings are of the same happening, or of different ones: who said so, when (ISO 8601), and why.

    `one_words` and `other_words` are what stood at the two places. `undone` is when it was taken back, `undone_by` who
    did; both None where it stands.
    """

    number: int
    at: str
    analyst: str
    kind: DecisionKind
    one: Told
    other: Told
    one_words: str
    other_words: str
    reason: str
    undone: str | None = None
    undone_by: str | None = None


def decide(
    case: Case, kind: DecisionKind, one: Told, other: Told, words: tuple[str, str], analyst: str, reason: str = ""
) -> Decision:
    """Keep what somebody decided of two tellings.

    Args:
        words: the characters of `one` and of `other`, as they stand in their documents.

    Raises:
        CaseError: the case cannot be written, or nobody is named, or something is too long, empty, or the same twice.
    """
    if kind not in LINKS:
        raise CaseError(f"A decision of the kind {kind.value!r} is about no link.")
    if one == other:
        raise CaseError("A decision is about two tellings; this is the same one twice.")
    decision = Decision(
        number=0,
        at=now(),
        analyst=named(analyst),
        kind=kind,
        one=place(one),
        other=place(other),
        one_words=telling(words[0]),
        other_words=telling(words[1]),
        reason=kept("reason", reason),
    )
    with case.writing("decided") as batch:
        number = batch.add(schema.decisions, **_row(decision))
        batch.note = {"decision": number, "kind": kind.value, "analyst": decision.analyst}
    return replace(decision, number=number)


def undo(case: Case, number: int, analyst: str) -> Decision:
    """Take a decision back; its row stays, with who did and when.

    Raises:
        CaseError: there is none of that number, or it was undone before, or nobody is named, or the case cannot be
            written.
    """
    found = next((one for one in decisions(case) if one.number == number), None)
    if found is None:
        raise CaseError(f"The case has no decision of the number {number}.")
    if found.undone is not None:
        raise CaseError(f"Decision {number} is undone already: {found.undone_by} did, at {found.undone}.")
    undone = replace(found, undone=now(), undone_by=named(analyst))
    with case.writing("undone", {"decision": number, "analyst": undone.undone_by}) as batch:
        batch.change(schema.decisions, {"id": number, **_row(undone)})
    return undone


def decisions(case: Case) -> tuple[Decision, ...]:
    """Every decision about links, in the order in which they were made, with those that were undone.

    Raises:
        CaseError: a row was changed so that it says no decision.
    """
    table = schema.decisions
    if table not in schema.rows_of(case.version):
        return ()
    about_links = select(table).where(table.c.kind.in_([kind.value for kind in LINKS])).order_by(table.c.id)
    return tuple(map(_decision, case.rows(about_links)))


def anchored(told: Told, words: str, text: str) -> Span | None:
    """Where in its document, as the text is now, a telling of a decision stands: at its place if these are still the
    words there, or else where they stand nearest to it, however they are spaced; None where they no longer do.

    Words and numbers count as wholes. It takes time in proportion to the length of the text.
    """
    span = told.span
    uncut = not any(_WITHIN_ATOM.match(text, at) for at in (span.start, span.end) if at < len(text))
    if words and uncut and span.end <= len(text) and storable(span.of(text)) == words:
        return span
    atoms = list(_ATOM.finditer(text))
    wanted = [clean(atom[0]) for atom in _ATOM.finditer(words)]
    first = _nearest([clean(atom[0]) for atom in atoms], wanted, bisect_left(atoms, span.start, key=re.Match.start))
    found = [Span(atoms[at].start(), atoms[at + len(wanted) - 1].end()) for at in first]
    return min(found, key=lambda each: abs(each.start - span.start), default=None)


def _nearest(atoms: list[str], wanted: list[str], at: int) -> list[int]:
    """The last place before that atom, and the first place from it on, at which all that is wanted follows."""
    if not wanted:
        return []
    # Searched as one string between zeros, which no atom holds; backwards by reversing, as only `find` is always quick.
    begins = [0]
    for atom in atoms:
        begins.append(begins[-1] + len(atom) + 1)
    whole, part = "\0" + "".join(f"{atom}\0" for atom in atoms), "\0" + "".join(f"{atom}\0" for atom in wanted)
    after = whole.find(part, begins[at])
    before = whole[: max(begins[at] + len(part) - 1, 0)][::-1].find(part[::-1])
    found = [] if before < 0 else [min(begins[at] + len(part) - 1, len(whole)) - before - len(part)]
    return [bisect_left(begins, place) for place in [*found, *([after] if after >= 0 else [])]]


def telling(words: str) -> str:
    """The words of a telling as they are kept. Raises CaseError: there are none, or too many."""
    if not words.strip():
        raise CaseError("A telling of a decision has no words.")
    return kept("telling", words)


def place(told: Told) -> Told:
    """Where a telling stands, as it is kept. Raises CaseError: it is nowhere."""
    if not 0 <= told.span.start < told.span.end < 1 << 53:
        raise CaseError(f"Characters {told.span.start} to {told.span.end} of a document are no telling.")
    return Told(clean(kept("key of the document", told.document)), told.span)


def _row(decision: Decision) -> Row:
    sides = (("one", decision.one, decision.one_words), ("other", decision.other, decision.other_words))
    about = {
        name: {"document": told.document, "start": told.span.start, "end": told.span.end, "words": words}
        for name, told, words in sides
    }
    return {
        "at": decision.at,
        "analyst": decision.analyst,
        "kind": decision.kind.value,
        "about": orjson.dumps(about).decode(),
        "reason": decision.reason,
        "undone": decision.undone,
        "undone_by": decision.undone_by,
    }


def _decision(row: Row) -> Decision:
    try:
        about = orjson.loads(str(row["about"]))
        (one, one_words), (other, other_words) = _side(about["one"]), _side(about["other"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise CaseError(
            f"Decision {row['id']} no longer says what it is about: its row was changed. `firsthand verify` tells more."
        ) from error
    return Decision(
        number=int(str(row["id"])),
        at=str(row["at"]),
        analyst=str(row["analyst"]),
        kind=DecisionKind(str(row["kind"])),
        one=one,
        other=other,
        one_words=one_words,
        other_words=other_words,
        reason=str(row["reason"]),
        undone=None if row["undone"] is None else str(row["undone"]),
        undone_by=None if row["undone_by"] is None else str(row["undone_by"]),
    )


def _side(said: dict[str, object]) -> tuple[Told, str]:
    span = Span(int(str(said["start"])), int(str(said["end"])))
    return Told(str(said["document"]), span), str(said["words"])
