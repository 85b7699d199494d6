"""The map: claims by place, and what control maps of the case's evidence drew on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from firsthand.errors import InputError
from firsthand.kinds import Role
from firsthand.show.desk.columns import Mask
from firsthand.show.desk.control_days import control_bodies, control_days_of
from firsthand.show.desk.guard.audit import mark, watched
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.pages.timeline import fresh, shade_of, strip_of
from firsthand.show.desk.query import Query, find, query_of
from firsthand.show.desk.rendering import page, served_of, shown_of
from firsthand.show.desk.served import Shown
from firsthand.show.desk.tallies import Group, Places, places_of
from firsthand.show.speaking import gettext
from firsthand.store.board import BoardRow

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Role.READER))])

_LISTED = 60
"""Places that the page lists without script; with it, those with most claims of what is in view."""
_CLAIMS = 100
_DIGITS = 5
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the list; `where` is its coordinates, as an address has them."""

    name: str
    where: str
    count: int
    shade: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """A place whose claims are shown: the first hundred of `count`."""

    name: str
    where: str
    radius_km: float
    count: int
    rows: tuple[BoardRow, ...]


@ROUTES.get("/map")
def the_map(request: Request, name: str = "", at: str = "") -> HTMLResponse:
    """The page; with `name` and `at`, with the claims of that place."""
    mark(request, "saw", _seen(request))
    shown = shown_of(request)
    query = query_of(request.query_params.multi_items())
    mask, places = _found(shown, query)
    with served_of(request).case() as case:
        bodies = control_bodies(case)
    return page(
        request,
        "map.html.j2",
        strip=strip_of(query, "/map", request.cookies.get("strip", "")),
        wanted=query,
        box=query.box,
        found=int(mask.sum()),
        total=len(places),
        nowhere=places.nowhere,
        places=[_place(places, each) for each in range(min(_LISTED, len(places)))],
        opened=_opened(shown, query, places, name, at) if at else None,
        bodies=bodies,
        shade_of=shade_of,
    )


def _seen(request: Request) -> str:
    return f"map ?{request.url.query}" if request.url.query else "map"


@ROUTES.get("/map/claims")
def claims(request: Request, name: str = "", at: str = "") -> HTMLResponse:
    """The claims of one place, as a part of the page."""
    shown = shown_of(request)
    query = query_of(request.query_params.multi_items())
    mark(request, "saw", f"claims at {name or at} on the map"[:200])
    _, places = _found(shown, query)
    opened = _opened(shown, query, places, name, at)
    return page(request, "_place.html.j2", opened=opened, wanted=query, shade_of=shade_of)


@ROUTES.get("/map/points")
def points(request: Request) -> Response:
    """JSON: for all places of the query one list each of names, degrees, radius in km, claims, and colours. `groups`
    has for each place how many claims there are of each colour."""
    watched(request, "saw", _seen(request))
    shown = shown_of(request)
    query = query_of(request.query_params.multi_items())
    tag, known = fresh(request, shown, f"points {query.address()}")
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known:
        return Response(status_code=304, headers=headers)
    return Response(_points(_found(shown, query)[1]), headers=headers, media_type=_JSON)


def _points(places: Places) -> bytes:
    written = {
        "shades": [each.name.lower() for each in Group],
        "name": places.names,
        "lat": np.round(places.lat, _DIGITS),
        "lon": np.round(places.lon, _DIGITS),
        "radius": np.round(places.radius, 1),
        "count": places.count,
        "shade": places.group,
        "groups": places.groups,
        "disputed": places.disputed,
        "nowhere": places.nowhere,
    }
    return orjson.dumps(written, option=orjson.OPT_SERIALIZE_NUMPY)


@ROUTES.get("/map/control")
def control(request: Request, body: str, day: str = "") -> Response:
    """Without a day what there is to know of these maps; with one what they draw on it, as GeoJSON."""
    watched(request, "saw", f"control maps {body[:200]} {day[:40]}".rstrip())
    try:
        wanted = date.fromisoformat(day) if day else None
    except ValueError:
        raise InputError(gettext("“%(given)s” is no day: give one such as 2025-11-22.", given=day[:40])) from None
    maps = control_days_of(request.app.state)
    with served_of(request).case() as case:
        found = maps.about(case, body) if wanted is None else maps.day(case, body, wanted)
    return Response(found, media_type=_JSON, headers={"Cache-Control": "private, no-cache"})


# ---------------------------------------------------------------- places


def _found(shown: Shown, query: Query) -> tuple[Mask, Places]:
    mask = find(shown.board, shown.columns, query, counted=False).mask
    return mask, places_of(shown.columns, mask)


def _place(places: Places, number: int) -> _Place:
    return _Place(
        name=places.names[number],
        where=_where(places, number),
        count=int(places.count[number]),
        shade=tuple(Group)[places.group[number]].name.lower(),
        disputed=bool(places.disputed[number]),
    )


def _where(places: Places, number: int) -> str:
    return f"{places.lat[number]:.{_DIGITS}f},{places.lon[number]:.{_DIGITS}f}"


def _opened(shown: Shown, query: Query, places: Places, name: str, at: str) -> _Opened:
    """The place of that name nearest to these degrees, with its claims in the order of the query."""
    lat, lon = _degrees(at)
    own = np.flatnonzero(np.array([each == name for each in places.names], dtype=bool))
    if not len(own):
        return _Opened(name[:200], f"{lat},{lon}", 0.0, 0, ())
    number = int(own[np.argmin(np.abs(places.lat[own] - lat) + np.abs(places.lon[own] - lon))])
    order = shown.columns.orders[query.sort]
    claims = order[places.member[order] == number]
    rows = shown.board.rows_at(claims[:_CLAIMS].tolist())
    radius = float(places.radius[number])
    return _Opened(name, _where(places, number), radius, len(claims), tuple(rows))


def _degrees(at: str) -> tuple[float, float]:
    try:
        lat, lon = (float(each) for each in at.split(",", 1))
    except ValueError:
        lat = lon = float("nan")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(
            gettext(
                "“%(given)s” is no place: give latitude and longitude in degrees, as in 48.31,37.27.", given=at[:40]
            )
        )
    return lat, lon
