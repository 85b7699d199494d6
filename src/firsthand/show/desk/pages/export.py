"""Taking claims out: the formats there are, each with what it is for, for what the board is narrowed to."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from firsthand.kinds import Role
from firsthand.show.desk.answers.exporting import CLAIM, MOST_CLAIMS, chosen
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.api.exporting import sent
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import page, shown_of
from firsthand.show.export.formats import FORMATS

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_Reader = Annotated[Visit, Depends(needs(Role.READER))]


@ROUTES.get("/export", response_model=None)
async def export(request: Request, visit: _Reader) -> Response:
    """The page; with `to` a file in the format of that name."""
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "to"]
    if to := request.query_params.get("to"):
        return await _sent(request=request, name=to, given=given)
    return await run_in_threadpool(_formats, request, given)


_sent = apart(Work.EXPORT)(sent)


def _formats(request: Request, given: list[tuple[str, str]]) -> HTMLResponse:
    shown = shown_of(request)
    numbers, narrowed = chosen(shown, given)
    return page(
        request,
        "export.html.j2",
        formats=FORMATS,
        most=MOST_CLAIMS,
        found=len(numbers),
        whole=shown.columns.size,
        narrowed=narrowed,
        address=urlencode(given),
        named=any(name == CLAIM for name, _ in given),
    )
