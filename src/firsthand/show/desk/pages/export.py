"""Taking claims out: the formats there are, each with what it is for, for what the board is narrowed to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from firsthand.kinds import Role
from firsthand.show.desk.answers.asking import query_in
from firsthand.show.desk.answers.exporting import MOST_CLAIMS
from firsthand.show.desk.api.exporting import sent
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.query import find
from firsthand.show.desk.rendering import page, shown_of
from firsthand.show.export.formats import FORMATS

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_Reader = Annotated[Visit, Depends(needs(Role.READER))]


@ROUTES.get("/export", response_model=None)
def export(request: Request, visit: _Reader) -> Response:
    """The page; with `to` a file in the format of that name."""
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "to"]
    if to := request.query_params.get("to"):
        return sent(request, to, given)
    return _formats(request, given)


def _formats(request: Request, given: list[tuple[str, str]]) -> HTMLResponse:
    shown, query = shown_of(request), query_in(given)
    found = find(shown.board, shown.columns, query, counted=False)
    return page(
        request,
        "export.html.j2",
        formats=FORMATS,
        most=MOST_CLAIMS,
        found=len(found),
        whole=shown.columns.size,
        narrowed=query.narrowed,
        address=query.address(),
    )
