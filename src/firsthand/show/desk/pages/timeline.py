"""The timeline: claims by day, as a strip over other pages and as a page of its own. The strip narrows the query to the
days that are chosen on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import groupby
from typing import Annotated
from urllib.parse import parse_qsl

import numpy as np
import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi import Query as Asked
from fastapi.responses import HTMLResponse

from firsthand.kinds import Role
from firsthand.show.desk.columns import NO_DAY, Numbers
from firsthand.show.desk.guard.audit import mark, watched
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.query import Query, find, query_of
from firsthand.show.desk.rendering import page, shown_of
from firsthand.show.desk.served import Shown
from firsthand.show.desk.tallies import GROUPS, Group, days_of
from firsthand.store.board import BoardRow

__all__ = ["ROUTES", "Narrowing", "Strip", "fresh", "shade_of", "strip_of"]

ROUTES = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Role.READER))])

_ROWS = 100
_SHADES = {each.value: GROUPS[each].name.lower() for each in GROUPS}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One thing that a query is narrowed by: its name ("place"), its value, empty where there is only one, and the
    address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of days over a page: which page (`path`), the query, and what else of it a form has to send along."""

    path: str
    address: str
    since: str
    until: str
    others: tuple[tuple[str, str], ...]
    narrowed: tuple[Narrowing, ...]
    groups: tuple[str, ...]
    """Of each colour its name in the stylesheet."""
    unfolded: bool
    unasked: bool
    """Whether nobody chose to have it folded or not: a small screen then folds it."""


def strip_of(query: Query, path: str, kept: str = "") -> Strip:
    """What the partial `_timeline.html.j2` shows over the page at `path`. `kept` is what the browser remembers of it
    (see timeline.js): "open", "folded" or nothing. On its own page it is never folded at first."""
    own = path == "/timeline"
    pairs = parse_qsl(query.address())
    return Strip(
        path=path,
        address=query.address(),
        since=query.since.isoformat() if query.since else "",
        until=query.until.isoformat() if query.until else "",
        others=tuple((name, value) for name, value in pairs if name not in ("since", "until")),
        narrowed=tuple(_narrowed(query)),
        groups=tuple(each.name.lower() for each in Group),
        unfolded=own or kept != "folded",
        unasked=not own and kept not in ("open", "folded"),
    )


def _narrowed(query: Query) -> Iterable[Narrowing]:
    if query.words:
        yield Narrowing("words", query.words, query.address(words=""))
    for name, values in query.chosen.items():
        yield from (Narrowing(name, each, query.toggled(name, each)) for each in values)
    if query.since or query.until:
        days = f"{query.since or '…'} – {query.until or '…'}"
        yield Narrowing("days", days, query.address(since=None, until=None))
    if query.disputed:
        yield Narrowing("disputed", "", query.address(disputed=False))
    if query.one_origin:
        yield Narrowing("one_origin", "", query.address(one_origin=False))
    if query.box:
        yield Narrowing("box", ", ".join(f"{each:.2f}°" for each in query.box), query.address(box=None))


def shade_of(status: str) -> str:
    """The name in the stylesheet of the colour of a status."""
    return _SHADES.get(status, Group.OPEN.name.lower())


def fresh(request: Request, shown: Shown, made_of: str) -> tuple[str, bool]:
    """The tag of an answer that follows from the board and `made_of`, and whether the asker has that already."""
    digest = blake2b(f"{shown.board.state} {shown.board.made} {made_of}".encode(), digest_size=12).hexdigest()
    given = request.headers.get("if-none-match", "")
    return f'"{digest}"', f'"{digest}"' in given


# ---------------------------------------------------------------- the strip


@ROUTES.get("/timeline/days")
def days(request: Request) -> Response:
    """JSON: how many claims of each colour happened, and were told first, in each bar. All days are counted, whichever
    the query is narrowed to, so that the strip can be widened again."""
    watched(request, "saw", f"days of ?{request.url.query}" if request.url.query else "days")
    shown = shown_of(request)
    query = replace(query_of(request.query_params.multi_items()), since=None, until=None)
    tag, known = fresh(request, shown, f"days {query.address()}")
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known:
        return Response(status_code=304, headers=headers)
    counted = days_of(shown.columns, find(shown.board, shown.columns, query, counted=False).mask)
    written = {
        "unit": counted.unit,
        "starts": counted.starts,
        "end": counted.end,
        "groups": [each.name.lower() for each in Group],
        "happened": np.ascontiguousarray(counted.happened.T),
        "told": np.ascontiguousarray(counted.told.T),
        "before": counted.before,
        "after": counted.after,
        "undated": counted.undated,
    }
    return Response(orjson.dumps(written, option=orjson.OPT_SERIALIZE_NUMPY), headers=headers, media_type=_JSON)


_JSON = "application/json"


# ---------------------------------------------------------------- the page


@dataclass(frozen=True, slots=True)
class _Day:
    """Claims of one day; None for those of no day that is told."""

    day: date | None
    rows: tuple[BoardRow, ...]


@ROUTES.get("/timeline")
def timeline(request: Request, at: Annotated[int, Asked(alias="page")] = 1, newest: bool = False) -> HTMLResponse:
    """Claims day by day, by the first day on which each is said to have happened."""
    mark(request, "saw", f"timeline ?{request.url.query}" if request.url.query else "timeline")
    shown = shown_of(request)
    query = query_of(request.query_params.multi_items())
    found = find(shown.board, shown.columns, query, counted=False)
    numbers = _by_day(shown, found.numbers, newest)
    last = max(1, -(-len(numbers) // _ROWS))
    at = min(max(1, at), last)
    own = numbers[(at - 1) * _ROWS : at * _ROWS]
    return page(
        request,
        "timeline.html.j2",
        strip=strip_of(query, "/timeline"),
        wanted=query,
        days=_days(shown, own),
        found=len(numbers),
        first=(at - 1) * _ROWS + 1,
        at=at,
        last=last,
        newest=newest,
        shade_of=shade_of,
    )


def _by_day(shown: Shown, numbers: Numbers, newest: bool) -> Numbers:
    """In the order of days, those of no day last; claims of one day stay as they were."""
    since = shown.columns.since[numbers]
    never = np.iinfo(np.int64).max
    order = np.argsort(np.where(since == NO_DAY, never, -since if newest else since), kind="stable")
    found: Numbers = numbers[order]
    return found


def _days(shown: Shown, numbers: Numbers) -> list[_Day]:
    rows: Sequence[BoardRow] = shown.board.rows_at(numbers.tolist())
    pairs = zip(shown.columns.since[numbers].tolist(), rows, strict=True)
    return [
        _Day(None if day == NO_DAY else date.fromordinal(day), tuple(row for _, row in group))
        for day, group in groupby(pairs, key=lambda each: each[0])
    ]
