"""The page of one claim: who has it from whom, what changed on the way, what is known, and what people decide."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from firsthand.kinds import Conclusion, Role
from firsthand.show.assets import language_tag
from firsthand.show.claims.known import admiralty_words, likelihood_words
from firsthand.show.claims.wording import (
    against_words,
    count_words,
    drift_words,
    origins_words,
    voices_words,
    when_words,
    where_words,
)
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.claim.cut import Cut, cut_of
from firsthand.show.desk.claim.deciding import conclude_on, conclusion_of, join, part, reason_of
from firsthand.show.desk.claim.history import assessed_of, concluded_of, gone_to, linked_of
from firsthand.show.desk.claim.picture import picture_of
from firsthand.show.desk.claim.places import claim_address, place_of
from firsthand.show.desk.claim.tellings import documents_of, edges_of, trees_of
from firsthand.show.desk.claim.weighed import WIDE, observed_of, others_of, waterfall_of
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import MissingHere, page, served_of, shown_of
from firsthand.show.desk.served import Shown
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext
from firsthand.store.board import BoardRow
from firsthand.store.desk import Desk
from firsthand.store.desk.notes import NoteOn, note_about, notes
from firsthand.store.evidence import bodies_of

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_NUMBER = re.compile("[0-9]{1,9}")
_MOST_ALIKE = 20
_VOICES = 12

_Reader = Annotated[Visit, Depends(needs(Role.READER))]
_Analyst = Annotated[Visit, Depends(needs(Role.ANALYST))]
_Words = Annotated[str, Form(max_length=20_000)]
_Several = Annotated[list[str], Form(default_factory=list, max_length=1000)]


# ---------------------------------------------------------------- to see


@ROUTES.get("/claims/{claim}")
def claim_page(request: Request, claim: str, visit: _Reader, copies: str = "", translate: str = "") -> Response:
    """The whole page; with `copies=open` every copy is drawn for itself, with `translate` the form of that telling is
    open."""
    shown = shown_of(request)
    number = shown.board.number_of(claim)
    if number is None:
        return _gone(request, shown, claim)
    row = shown.row(number)
    if row.id != claim:
        return RedirectResponse(_with_query(request, row.id), 307)
    mark(request, "saw", f"claim {row.id}")
    own = _shown(request, shown, number, row, visit, copies)
    return page(request, "claim.html.j2", 200, translate=_number(translate), **own)


@ROUTES.get("/claims/{claim}/picture")
def claim_picture(request: Request, claim: str, visit: _Reader, copies: str = "") -> HTMLResponse:
    """Only the graph, for a page that is open."""
    shown, number, row = _found(request, claim)
    mark(request, "saw", f"claim {row.id}")
    view = cut_of(shown, number).view
    picture = picture_of(view, edges_of(view), open_copies=copies == "open")
    return page(request, "_claim_picture.html.j2", picture=picture, row=row, copies=copies == "open")


@ROUTES.get("/claims/{claim}/history")
def claim_history(request: Request, claim: str, visit: _Reader) -> HTMLResponse:
    """Everything that was concluded of it, and every assessment, made again: as a part of the page, or by itself."""
    shown, number, row = _found(request, claim)
    mark(request, "saw", f"claim {row.id} history")
    known = shown.known(number)
    documents = cut_of(shown, number).view.by_document
    with served_of(request).case() as case:
        concluded = concluded_of(case, row.id, known)
        linked = linked_of(case, documents)
        made = assessed_of(case, (row.id, *(each.claim for each in known.verdicts)))
    inside = request.headers.get("hx-request") == "true"
    return page(
        request,
        "_claim_history.html.j2" if inside else "claim_history.html.j2",
        row=row,
        concluded=concluded,
        linked=linked,
        made=made,
        may_decide=visit.role.may(Role.ANALYST),
        next=claim_address(row.id),
    )


def _shown(request: Request, shown: Shown, number: int, row: BoardRow, visit: Visit, copies: str) -> dict[str, object]:
    """What the page shows."""
    cut, known = cut_of(shown, number), shown.known(number)
    view, found = cut.view, known.assessment
    edges = edges_of(view)
    with served_of(request).case() as case:
        given = served_of(request).verdicts(case, shown, number)
        bodies = tuple(one_line(each.name) for each in bodies_of(case))
    desk, who = _desk(request), visit.known.number
    return {
        "row": row,
        "language": language_tag(row.language),
        "facts": _facts(cut, row),
        "said": voices_words(view.account.said_by, _VOICES),
        "against": against_words(view.account),
        "changes": drift_words(each.kind for each in view.account.drift),
        "origins": origins_words(view.account.origins),
        "found": found,
        "likelihood": likelihood_words(found.likelihood),
        "admiralty": tuple(admiralty_words(known)),
        "waterfall": waterfall_of(known.reasons),
        "wide": WIDE,
        "evidence": observed_of(known),
        "checks": found.checks,
        "last": given[-1] if given else None,
        "rivals": others_of(shown, known.facts.rivals[:_MOST_ALIKE]),
        "near": others_of(shown, view.account.claim.near[:_MOST_ALIKE]),
        "trees": trees_of(view, edges),
        "edges": edges,
        "picture": picture_of(view, edges, open_copies=copies == "open") if row.documents > 1 else None,
        "copies": copies == "open",
        "documents": documents_of(view, _translations(desk, who)),
        "whole": cut.whole,
        "shown_tellings": len(view.lines),
        "conclusions": tuple(Conclusion),
        "bodies": bodies,
        "may_decide": visit.role.may(Role.ANALYST),
        "note": note_about(desk, who, NoteOn.CLAIM, row.id),
    }


def _facts(cut: Cut, row: BoardRow) -> str:
    """The line of facts, with how many documents there are in all: not only of those that the page has."""
    account = cut.view.account
    documents = f"{count_words(row.documents, 'document')} → {origins_words(account.origins)}"
    return " · ".join(part for part in (documents, when_words(account), where_words(account)) if part)


def _translations(desk: Desk, who: int) -> dict[str, str]:
    """What this person translated, by the slot of the statement."""
    return {each.about: each.words for each in notes(desk, who) if each.kind is NoteOn.DOCUMENT}


# ---------------------------------------------------------------- to decide


@ROUTES.post("/claims/{claim}/decide")
@apart(Work.WRITING)
def decide(
    request: Request, claim: str, visit: _Analyst, evidence: _Several, verdict: _Words = "", reason: _Words = ""
) -> Response:
    """Keep what the person concludes."""
    shown, number, row = _found(request, claim)
    conclusion, why = conclusion_of(verdict), reason_of(reason, needed=True)
    given = conclude_on(served_of(request), shown, number, conclusion, visit.known.name, why, evidence)
    mark(request, "decided", f"claim {row.id}: {conclusion.value} (decision {given.number})")
    return _back(row.id, "verdict")


@ROUTES.post("/claims/{claim}/same")
@apart(Work.WRITING)
def same(request: Request, claim: str, visit: _Analyst, other: _Words = "", reason: _Words = "") -> Response:
    """Keep that the claim and another are one."""
    shown, number, row = _found(request, claim)
    _, second, other_row = _found(request, other.strip())
    why = reason_of(reason, needed=False)
    made = join(served_of(request), shown, (number, second), visit.known.name, why)
    mark(request, "decided", f"claim {row.id}: the same as {other_row.id} (decision {made.number})")
    return _back(row.id, "links")


@ROUTES.post("/claims/{claim}/different")
@apart(Work.WRITING)
def different(request: Request, claim: str, visit: _Analyst, telling: _Several, reason: _Words = "") -> Response:
    """Keep that tellings of the claim are of another."""
    shown, number, row = _found(request, claim)
    apart = [place_of(each) for each in telling]
    made = part(served_of(request), shown, number, apart, visit.known.name, reason_of(reason, needed=False))
    numbers = ", ".join(str(each.number) for each in made)
    mark(request, "decided", f"claim {row.id}: tellings are of another claim (decisions {numbers})")
    return _back(row.id, "links")


# ---------------------------------------------------------------- which claim


def _found(request: Request, claim: str) -> tuple[Shown, int, BoardRow]:
    """The claim of that id, or the only one that begins so, with its board. Raises MissingHere."""
    shown = shown_of(request)
    number = shown.board.number_of(claim)
    if number is None:
        raise MissingHere(
            gettext(
                "No claim of the case has the id %(id)s now. Earlier tellings may have come in, which gives a claim "
                "another id: search the board for it.",
                id=repr(one_line(claim)[:80]),
            )
        )
    return shown, number, shown.row(number)


def _gone(request: Request, shown: Shown, claim: str) -> Response:
    """Several claims begin so, or an earlier board had one: then where it may be now. Raises MissingHere."""
    alike = [each for each in shown.columns.ids if each.startswith(claim)][:_MOST_ALIKE]
    if alike:
        return page(request, "claim_gone.html.j2", 404, claim=claim, rows=others_of(shown, alike), several=True)
    with served_of(request).case() as case:
        rows = gone_to(case, shown, claim)
    if rows is None:
        raise MissingHere(
            gettext("No claim of the case has an id that begins with %(id)s.", id=repr(one_line(claim)[:80]))
        )
    return page(request, "claim_gone.html.j2", 404, claim=claim, rows=rows, several=False)


def _number(given: str) -> int:
    return int(given) if _NUMBER.fullmatch(given) else 0


def _with_query(request: Request, claim: str) -> str:
    query = request.url.query
    return claim_address(claim) + (f"?{query}" if query else "")


def _back(claim: str, at: str) -> RedirectResponse:
    return RedirectResponse(f"{claim_address(claim)}#{at}", 303)


def _desk(request: Request) -> Desk:
    desk = request.app.state.guard.desk
    assert isinstance(desk, Desk)
    return desk
