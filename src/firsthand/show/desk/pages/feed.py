"""What came in last, with the claims that it tells; and the stream that tells pages when there is something new."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from firsthand.errors import CaseError
from firsthand.kinds import Role
from firsthand.show.desk.guard.audit import watched
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.sessions import still_in
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import page, served_of, shown_of, work_words, worker_of
from firsthand.show.speaking import gettext
from firsthand.store import watched as watched_of

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_Reader = Annotated[Visit, Depends(needs(Role.READER))]
_LATEST = 50
_CLAIMS = 5
_BEAT = 0.5
_QUIET = 15.0
"""Seconds after which something is sent in any case, so that a connection that is gone is noticed."""
_LONGEST = 600.0
_STREAMS = 20
"""Streams of one person at the same time: each holds a connection, of which the server has a thousand."""
_ASKED = 4
"""Beats after which it is looked again whether who watches may still be here."""


@ROUTES.get("/feed")
def feed(request: Request, visit: _Reader) -> HTMLResponse:
    """The documents that were taken in last; with htmx only their list."""
    watched(request, "saw", "feed")
    shown = shown_of(request)
    latest = shown.board.latest_documents(_LATEST)
    told = []
    for document in latest:
        numbers = shown.board.claims_in(document.key)
        told.append((document, shown.board.rows_at(numbers[:_CLAIMS]), len(numbers)))
    with served_of(request).case() as case:
        watching = watched_of(case)
    part = request.headers.get("hx-request") == "true"
    return page(request, "_feed.html.j2" if part else "feed.html.j2", told=told, watching=watching)


@ROUTES.get("/live")
async def live(request: Request, visit: _Reader, board: str = "") -> StreamingResponse:
    """Server-sent events: "work" with what is being done, "board" when there is another board than the page has, which
    names it in `board` or, coming back by itself, in Last-Event-ID; where it names none, "at" tells which there is."""
    watched(request, "saw", "what the desk is doing")
    if _streams(request)[visit.known.number] >= _STREAMS:
        says = gettext("There are too many open pages of yours that watch the desk. Close some.")
        raise HTTPException(429, says, {"Retry-After": "10"})
    return StreamingResponse(
        _counted(request, visit.known.number, request.headers.get("last-event-id", board)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _streams(request: Request) -> Counter[int]:
    """How many streams each person has open at this desk."""
    state = request.app.state
    if not hasattr(state, "streams"):
        state.streams = Counter()
    assert isinstance(state.streams, Counter)
    return state.streams


async def _counted(request: Request, person: int, board: str) -> AsyncIterator[bytes]:
    streams = _streams(request)
    if streams[person] >= _STREAMS:  # others began in the meantime
        return
    streams[person] += 1
    try:
        async for each in _events(request, board):
            yield each
    finally:
        streams[person] -= 1


async def _may_watch(request: Request) -> bool:
    """Not after they logged out, were disabled or removed, or have another role; nor where that cannot be known."""
    guard = request.app.state.guard
    assert isinstance(guard, Guard)
    try:
        return await guard.aside(partial(still_in, request.scope, guard))
    except CaseError:
        return False


async def _events(request: Request, board: str) -> AsyncIterator[bytes]:
    worker, told, quiet = worker_of(request), b"", 0.0
    for beat in range(int(_LONGEST / _BEAT)):
        if await request.is_disconnected() or (beat % _ASKED == 0 and not await _may_watch(request)):
            return
        progress = worker.progress
        said = orjson.dumps({"what": work_words(progress), "problem": progress.problem})
        events = []
        if said != told:
            told = said
            events.append(b"event: work\ndata: " + said + b"\n\n")
        if progress.board and progress.board != board:
            name = b"board" if board else b"at"
            events.append(b"event: " + name + b"\nid: " + progress.board.encode() + b"\ndata: {}\n\n")
            board = progress.board
        quiet = 0.0 if events else quiet + _BEAT
        if quiet >= _QUIET:
            quiet = 0.0
            events.append(b": still here\n\n")
        for each in events:
            yield each
        await asyncio.sleep(_BEAT)
