"""/me, /notes and /views of whoever asks, and /audit for admins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path, Query, Request, Response

from firsthand.errors import MissingInput
from firsthand.show.desk.answers.asking import number_in, plain
from firsthand.show.desk.api.shapes import json_of
from firsthand.show.desk.api.speaking import Admin, Reader, answer, resource
from firsthand.show.desk.guard.audit import mark, unnoted
from firsthand.store.desk import Desk
from firsthand.store.desk.audit import audit as entries_of
from firsthand.store.desk.audit import broken
from firsthand.store.desk.notes import NoteOn, note_of, throw_away, write
from firsthand.store.desk.notes import notes as notes_of
from firsthand.store.desk.people import people
from firsthand.store.desk.tokens import tokens
from firsthand.store.desk.views import forget_view, save_view
from firsthand.store.desk.views import views as views_of

__all__ = ["ROUTES"]

ROUTES = resource("people")

_Number = Annotated[int, Path(ge=1, le=2**53)]


@dataclass(frozen=True)
class NoteGiven:
    """A note for yourself, about a `claim`, a `document` or a `source`; it takes the place of the one before."""

    kind: NoteOn
    about: str
    words: str


@ROUTES.get("/me", responses=json_of("Me"))
def me(request: Request, visit: Reader) -> Response:
    """Who you are here, and what you may do."""
    unnoted(request)
    return answer({"name": visit.known.name, "role": visit.role.value, "via": visit.via.value})


@ROUTES.get("/notes", responses=json_of("Notes"))
def notes(request: Request, visit: Reader) -> Response:
    """Your own notes, the last changed first; nobody else has them."""
    found = [plain(each) for each in notes_of(_desk(request), visit.known.number)]
    return answer({"total": len(found), "notes": found})


@ROUTES.get("/notes/{number}", responses=json_of("Note"))
def note(request: Request, visit: Reader, number: _Number) -> Response:
    """One of your notes; that of somebody else is not there for you."""
    found = note_of(_desk(request), visit.known.number, number)
    if found is None:
        raise MissingInput(f"You have no note {number}.")
    return answer(plain(found))


@ROUTES.post("/notes", status_code=201, responses=json_of("Note", status=201))
def write_note(request: Request, visit: Reader, given: NoteGiven) -> Response:
    """Write a note for yourself."""
    mark(request, "wrote note", given.kind.value)
    return answer(plain(write(_desk(request), visit.known.number, given.kind, given.about, given.words)), 201)


@ROUTES.delete("/notes/{number}", status_code=204)
def throw(request: Request, visit: Reader, number: _Number) -> Response:
    """Throw one of your notes away."""
    mark(request, "threw away note", str(number))
    if not throw_away(_desk(request), visit.known.number, number):
        raise MissingInput(f"You have no note {number}.")
    return Response(None, 204)


@ROUTES.get("/views", responses=json_of("Views"))
def views(request: Request, visit: Reader) -> Response:
    """The views of the board that you have saved."""
    found = [plain(each) for each in views_of(_desk(request), visit.known.number)]
    return answer({"total": len(found), "views": found})


@dataclass(frozen=True)
class ViewGiven:
    """A view of the board: its name, and the query of the address that it stands for, percent-encoded and without "?".
    It takes the place of yours of that name."""

    name: str
    query: str


@ROUTES.post("/views", status_code=201, responses=json_of("View", status=201))
def keep_view(request: Request, visit: Reader, given: ViewGiven) -> Response:
    """Save a view for yourself."""
    mark(request, "saved view", "")
    return answer(plain(save_view(_desk(request), visit.known.number, given.name, given.query)), 201)


@ROUTES.delete("/views/{number}", status_code=204)
def forget(request: Request, visit: Reader, number: _Number) -> Response:
    """Forget one of your views."""
    mark(request, "removed view", str(number))
    if not forget_view(_desk(request), visit.known.number, number):
        raise MissingInput(f"You have no view {number}.")
    return Response(None, 204)


@ROUTES.get("/tokens", responses=json_of("Tokens"))
def own_tokens(request: Request, visit: Reader) -> Response:
    """Your tokens, without what is secret of them. They are made and removed on the desk, in person."""
    found = [plain(each) for each in tokens(_desk(request), visit.known.number)]
    return answer({"total": len(found), "tokens": found})


@ROUTES.get("/people", responses=json_of("People"))
def everybody(request: Request, visit: Admin) -> Response:
    """Who may use this desk: for admins. People are added and changed on the desk, in person."""
    found = [plain(each) for each in people(_desk(request))]
    return answer({"total": len(found), "people": found})


@ROUTES.get("/audit/check", responses=json_of("AuditCheck"))
def check(request: Request, visit: Admin) -> Response:
    """The number of the first entry of the audit that was changed; null where all are as they were written."""
    mark(request, "checked", "audit")
    return answer({"broken": broken(_desk(request))})


@ROUTES.get("/audit", responses=json_of("Audit"))
def audit(
    request: Request,
    visit: Admin,
    before: Annotated[str | None, Query(description="Only entries of lower numbers.")] = None,
    per_page: Annotated[str | None, Query(description="How many entries.")] = None,
    who: Annotated[str | None, Query(description="Only what this person did.", max_length=200)] = None,
    about: Annotated[str | None, Query(description="Only what was done about this.", max_length=500)] = None,
) -> Response:
    """Who saw and did what at this desk, the last first: for admins."""
    mark(request, "saw", "audit")
    given = request.query_params
    limit, below = number_in(given, "per_page", 100, 1_000), number_in(given, "before", 0, 10**9) or None
    found = [plain(each) for each in entries_of(_desk(request), below, limit, who, about)]
    last = found[-1]["number"] if found else 1
    return answer({"entries": found, "next": f"?before={last}" if last != 1 else None})


def _desk(request: Request) -> Desk:
    desk = request.app.state.guard.desk
    assert isinstance(desk, Desk)
    return desk
