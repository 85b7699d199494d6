"""What a person writes down for themselves: a note on a claim, a document or a source, or their own translation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from firsthand.errors import InputError, PeopleError
from firsthand.kinds import Role
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.guard.login import safe_next
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.speaking import gettext
from firsthand.store.desk import Desk
from firsthand.store.desk.notes import LONGEST, NoteOn, note_about, throw_away, write

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_Reader = Annotated[Visit, Depends(needs(Role.READER))]


@ROUTES.post("/notes")
def keep_note(
    request: Request,
    visit: _Reader,
    kind: Annotated[str, Form(max_length=20)] = "",
    about: Annotated[str, Form(max_length=2000)] = "",
    words: Annotated[str, Form(max_length=2 * LONGEST)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002  its name in the form
) -> Response:
    """Keep the note in the place of the one they had; one without words is thrown away. 204 to a script."""
    desk, who, on = _desk(request), visit.known.number, _kind(kind)
    # The audit is read by admins: that there is a note is told there, what it says is not.
    mark(request, "noted", f"{on.value} {about[:200]}")
    # Browsers end lines of a form by two characters.
    given = words.replace("\r\n", "\n")
    try:
        if given.strip():
            write(desk, who, on, about, given)
        elif (held := note_about(desk, who, on, about)) is not None:
            throw_away(desk, who, held.number)
    except PeopleError as error:
        raise InputError(str(error)) from error
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204)
    return RedirectResponse(safe_next(next), 303)


def _kind(word: str) -> NoteOn:
    if word not in list(NoteOn):
        raise InputError(gettext("A note is on one of: %(kinds)s.", kinds=", ".join(NoteOn)))
    return NoteOn(word)


def _desk(request: Request) -> Desk:
    desk = request.app.state.guard.desk
    assert isinstance(desk, Desk)
    return desk
