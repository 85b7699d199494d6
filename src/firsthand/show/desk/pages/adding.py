"""New reports: dropped, chosen, pasted, or by address. What is acknowledged is on the disk, and is then read."""

from __future__ import annotations

from typing import Annotated, BinaryIO
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from firsthand.errors import EmptyInput, InputError
from firsthand.kinds import Role
from firsthand.show.desk.answers.handing import LONGEST_FIELD, Pasted, plain_name
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.guard.audit import mark, watched
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import MissingHere, page, served_of
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, number_of
from firsthand.store.inbox import Handed, hand_in, handed, handed_in

__all__ = ["ROUTES", "plain_name", "take_in"]

ROUTES = APIRouter(include_in_schema=False)

_Reader = Annotated[Visit, Depends(needs(Role.READER))]
_Analyst = Annotated[Visit, Depends(needs(Role.ANALYST))]

_MOST_FILES = 1_000
_SHOWN = 30


@ROUTES.get("/add")
def form(request: Request, visit: _Reader) -> HTMLResponse:
    """The form, and what was handed in last with what became of it."""
    return page(request, "add.html.j2", handed=_latest(request))


@ROUTES.get("/progress")
def progress(request: Request, visit: _Reader) -> HTMLResponse:
    """What was handed in last: asked for again while something waits."""
    watched(request, "saw", "what was handed in")
    return page(request, "_handed.html.j2", handed=_latest(request))


@ROUTES.get("/add/{number}")
def one(request: Request, visit: _Reader, number: str) -> HTMLResponse:
    """What became of one thing handed in."""
    found = handed_in(served_of(request).folder, number)
    if found is None:
        raise MissingHere(gettext("Nothing of that number was handed in, or it was long ago."))
    return page(request, "add.html.j2", handed=[found])


@ROUTES.post("/add", form_limits={"max_part_size": LONGEST_FIELD})
@apart(Work.WRITING)
def add(
    request: Request,
    visit: _Analyst,
    files: Annotated[list[UploadFile] | None, File()] = None,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=300)] = "",
    source: Annotated[str, Form(max_length=300)] = "",
    published: Annotated[str, Form(max_length=40)] = "",
    url: Annotated[str, Form(max_length=4_000)] = "",
    address: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """Keep what was handed in; it is on the disk when this answers."""
    sent = [(each.filename or "", each.file) for each in files or [] if each.filename]
    done = take_in(request, visit, sent, Pasted(text, title, source, published, url), address)
    mark(request, "added", done.what)
    if request.headers.get("hx-request") == "true":
        return page(request, "_handed.html.j2", 202, handed=_latest(request))
    return RedirectResponse("/add", 303)


def take_in(request: Request, visit: Visit, sent: list[tuple[str, BinaryIO]], report: Pasted, address: str) -> Handed:
    """Put into the inbox of the case what a form or a program sent.

    Raises:
        InputError: there is nothing in it, an address or a day is none, or there are too many files.
        TooLarge: the text is larger than a report may be.
        CaseError: it could not be kept.
    """
    if len(sent) > _MOST_FILES:
        raise InputError(
            gettext(
                "That are %(count)s files; at most %(most)s can be handed in at once.",
                count=number_of(len(sent)),
                most=number_of(_MOST_FILES),
            )
        )
    files = {f"{number:03d}-{plain_name(name)}": content for number, (name, content) in enumerate(sent, 1)}
    if written := report.file():
        files[f"{len(files) + 1:03d}-{written[0]}"] = written[1]
    addresses = tuple(_address(each) for each in address.split())
    if not files and not addresses:
        raise EmptyInput(gettext("There was nothing in it: choose files, paste a text, or give an address."))
    what = ", ".join([*(name[4:] for name in list(files)[:3]), *addresses[:3]])
    more = len(files) + len(addresses) - min(3, len(files)) - min(3, len(addresses))
    words = one_line(what) + (f" and {more:,} more" if more > 0 else "")
    return hand_in(served_of(request).folder, visit.by.who, words, files, addresses)


def _address(given: str) -> str:
    if given.startswith("@"):
        return given
    try:
        parts = urlsplit(given)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            gettext(
                "“%(given)s” is no address: give one that begins with https://, or a channel as @name.",
                given=given[:100],
            )
        )
    return given


def _latest(request: Request) -> list[Handed]:
    return [each for each, _ in zip(handed(served_of(request).folder), range(_SHOWN), strict=False)]
