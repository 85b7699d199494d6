"""The board: claims as rows, narrowed by words and facets, ordered, and saved as views."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from firsthand.kinds import Role
from firsthand.show.desk.columns import FACETS, SORTS
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.pages.timeline import strip_of
from firsthand.show.desk.query import Found, Query, find, query_of
from firsthand.show.desk.rendering import page, served_of, shown_of
from firsthand.show.desk.served import Shown
from firsthand.store.desk import Desk
from firsthand.store.desk.views import forget_view, save_view, views

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_ROWS = 50
_VALUES = 12
"""Values of a facet that are listed before "more"."""
_MOST_VALUES = 200

_NUMBER = re.compile("[1-9][0-9]{0,8}")

_Reader = Annotated[Visit, Depends(needs(Role.READER))]


@dataclass(frozen=True, slots=True)
class _Value:
    value: str
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class _Facet:
    name: str
    values: tuple[_Value, ...]
    more: tuple[_Value, ...]


@ROUTES.get("/")
def board(request: Request, visit: _Reader) -> HTMLResponse:
    """The whole page, or with htmx only what changes with the query."""
    mark(request, "saw", f"board ?{request.url.query}" if request.url.query else "board")
    shown = shown_of(request)
    given = request.query_params.multi_items()
    query, at = query_of(given), _page(dict(given).get("page", ""))
    found = find(shown.board, shown.columns, query)
    part = request.headers.get("hx-request") == "true"
    last = max(1, -(-len(found) // _ROWS))
    at = min(at, last)
    return page(
        request,
        "_rows.html.j2" if part else "board.html.j2",
        strip=strip_of(query, "/", request.cookies.get("strip", "")),
        wanted=query,
        found=len(found),
        whole=shown.columns.size,
        counts=shown.board.counts,
        rows=shown.board.rows_at(found.numbers[(at - 1) * _ROWS : at * _ROWS].tolist()),
        given=_given(request, shown),
        first=(at - 1) * _ROWS + 1,
        at=at,
        last=last,
        facets=_facets(query, found),
        sorts=SORTS,
        summary=_summary(shown),
        views=views(_desk(request), visit.known.number),
        made=shown.board.made,
    )


@ROUTES.post("/views")
def save(
    request: Request, visit: _Reader, name: Annotated[str, Form(max_length=100)], query: Annotated[str, Form()] = ""
) -> Response:
    """Keep what the board is narrowed to, under a name."""
    mark(request, "saved view", "")  # how it is called is theirs alone
    save_view(_desk(request), visit.known.number, name, query)
    return RedirectResponse(f"/?{query}", 303)


@ROUTES.post("/views/{number}/remove")
def forget(request: Request, visit: _Reader, number: Annotated[int, Path(ge=0, le=2**53)]) -> Response:
    """Forget a view."""
    mark(request, "removed view", str(number))
    forget_view(_desk(request), visit.known.number, number)
    return RedirectResponse("/", 303)


def _desk(request: Request) -> Desk:
    desk = request.app.state.guard.desk
    assert isinstance(desk, Desk)
    return desk


def _page(given: str) -> int:
    return int(given) if _NUMBER.fullmatch(given) else 1


def _given(request: Request, shown: Shown) -> dict[str, str]:
    """What was concluded of claims up to this moment, also since the board was made."""
    with served_of(request).case() as case:
        return served_of(request).concluded(case, shown)


def _summary(shown: Shown) -> dict[str, int]:
    """The case in figures, the surprising ones first."""
    columns = shown.columns
    repeated = (columns.most == 1) & (columns.documents > 1)
    return {
        "one_origin": int(repeated.sum()),
        "disputed": int(columns.disputed.sum()),
        "drifted": len(set(columns.facets["drift"].claims.tolist())),
        "contradicted": dict(columns.facets["status"].counted(columns.disputed | True)).get(
            "contradicted by evidence", 0
        ),
    }


def _facets(query: Query, found: Found) -> list[_Facet]:
    facets = []
    for name in FACETS:
        counted, chosen = found.counts.get(name, ()), query.chosen.get(name, ())
        missing = [(value, 0) for value in chosen if value not in dict(counted)]
        every = _values(query, name, [*counted[:_MOST_VALUES], *missing])
        first = sorted(every, key=lambda each: not each.chosen)
        if every:
            facets.append(_Facet(name, tuple(first[:_VALUES]), tuple(first[_VALUES:])))
    return facets


def _values(query: Query, name: str, counted: Sequence[tuple[str, int]]) -> list[_Value]:
    chosen, address = query.chosen.get(name, ()), query.adding(name)
    return [_Value(value, count, value in chosen, address(value)) for value, count in counted]
