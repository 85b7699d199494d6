"""/board, /spots, /tallies, /control and /feed: what the board, the map, the strip of days and the feed show."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import Query, Request, Response

from firsthand.show.desk.answers import showing as answers
from firsthand.show.desk.api.asked import Narrowed, PageNumber, PerPage
from firsthand.show.desk.api.shapes import json_of
from firsthand.show.desk.api.speaking import Reader, fresh, resource, state_of, tagged
from firsthand.show.desk.control_days import control_days_of
from firsthand.show.desk.guard.audit import mark, watched
from firsthand.show.desk.rendering import served_of, shown_of

__all__ = ["ROUTES"]

ROUTES = resource("showing")


@ROUTES.get("/board", responses=json_of("Board"))
def board(request: Request, visit: Reader) -> Response:
    """How much the case holds, and how much of it is surprising."""
    shown = shown_of(request)
    return fresh(request, state_of(request, shown), lambda: answers.board(shown))


@ROUTES.get("/spots", responses=json_of("Spots"))
def spots(
    request: Request, visit: Reader, given: Narrowed, page: PageNumber = None, per_page: PerPage = None
) -> Response:
    """The places of the map, those with most claims first."""
    shown = shown_of(request)
    mark(request, "saw", f"spots ?{request.url.query}")
    return fresh(request, state_of(request, shown), lambda: answers.spots(shown, given))


@ROUTES.get("/tallies", responses=json_of("Tallies"))
def tallies(request: Request, visit: Reader, given: Narrowed) -> Response:
    """The bars of the strip of days: claims by when they happened and when they were told, by groups of statuses."""
    shown = shown_of(request)
    mark(request, "saw", f"tallies ?{request.url.query}")
    return fresh(request, state_of(request, shown), lambda: answers.tallies(shown, given))


@ROUTES.get("/control", responses=json_of("ControlMaps"))
def control_maps(request: Request, visit: Reader) -> Response:
    """The control maps that belong to the case."""
    return fresh(request, state_of(request), lambda: answers.control_maps(served_of(request)))


_Name = Annotated[str, Query(description="The name of control maps of the case.", max_length=1_000)]
_Day = Annotated[str, Query(description="A day (ISO 8601) of which there is a map.", max_length=100)]


@ROUTES.get("/control/about", responses=json_of("Control"))
def control(request: Request, visit: Reader, name: _Name) -> Response:
    """The days of these maps, who holds what their layers show, and what they can never show."""
    mark(request, "saw", f"control maps {name}")
    days = control_days_of(request.app.state)
    return tagged(request, orjson.dumps(answers.control(served_of(request), days, name)))


@ROUTES.get("/control/day", responses=json_of("ControlDay", "application/geo+json"))
def control_day(request: Request, visit: Reader, name: _Name, day: _Day) -> Response:
    """What these maps draw on a day, as GeoJSON; nothing where there is no map of it."""
    mark(request, "saw", f"control maps {name} {day}")
    days = control_days_of(request.app.state)
    made = tagged(request, orjson.dumps(answers.control_day(served_of(request), days, name, day)))
    if made.status_code == 200:
        made.headers["content-type"] = "application/geo+json"
    return made


@ROUTES.get("/feed", responses=json_of("Feed"))
def feed(request: Request, visit: Reader, per_page: PerPage = None) -> Response:
    """The documents that came in last, with the claims that they tell, and what is kept coming in."""
    watched(request, "saw", "feed")
    shown, given = shown_of(request), request.query_params.multi_items()
    made = answers.feed(served_of(request), shown, given)
    return tagged(request, orjson.dumps(made))
