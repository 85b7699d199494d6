"""What the board, the map, the strip of days and the feed show, as figures: how much there is, where, when, and what
came in last."""

from __future__ import annotations

from datetime import date

import orjson

from firsthand.errors import InputError
from firsthand.show.desk.answers.asking import Pairs, paged, plain, query_in
from firsthand.show.desk.columns import Mask
from firsthand.show.desk.control_days import ControlDays, control_bodies
from firsthand.show.desk.query import find
from firsthand.show.desk.served import Served, Shown
from firsthand.show.desk.tallies import Group, days_of, places_of
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line
from firsthand.store import watched

__all__ = ["board", "control", "control_day", "control_maps", "feed", "spots", "tallies"]

_PAGE, _MOST = 1_000, 20_000
_LATEST, _MOST_LATEST, _CLAIMS = 50, 500, 20
_DIGITS = 5


def board(shown: Shown) -> Json:
    """How much there is, and how much of it is told often with one origin only, is denied, or changed on the way."""
    columns = shown.columns
    repeated = (columns.most == 1) & (columns.documents > 1)
    return {
        **shown.board.counts,
        "state": shown.board.state,
        "made": shown.board.made,
        "one_origin": int(repeated.sum()),
        "disputed": int(columns.disputed.sum()),
        "drifted": len(set(columns.facets["drift"].claims.tolist())),
    }


# ---------------------------------------------------------------- the map and the strip


def spots(shown: Shown, given: Pairs) -> Json:
    """The places that the claims of a query are at, those with most claims first: how many there are of each group of
    statuses, and whether any is denied. `nowhere` is how many have no place.

    Raises:
        InputError: something that was given is not as it should be.
    """
    page, found = paged(given, _PAGE, _MOST), places_of(shown.columns, _mask(shown, given, ("page", "per_page")))
    numbers = range(len(found))[page.of(len(found))]
    return {
        **page.told(len(found)),
        "nowhere": found.nowhere,
        "spots": [
            {
                "place": found.names[n],
                "lat": round(float(found.lat[n]), _DIGITS),
                "lon": round(float(found.lon[n]), _DIGITS),
                "radius_km": round(float(found.radius[n]), 1),
                "claims": int(found.count[n]),
                "groups": dict(zip(map(str, Group), found.groups[n].tolist(), strict=True)),
                "disputed": bool(found.disputed[n]),
            }
            for n in numbers
        ],
    }


def tallies(shown: Shown, given: Pairs) -> Json:
    """Claims by bars of days, weeks or months: by when they are said to have happened, and when they were told first,
    of each group of statuses. Days that the query is narrowed to are left aside.

    Raises:
        InputError: something that was given is not as it should be.
    """
    free = [(name, value) for name, value in given if name not in ("since", "until")]
    query_in(given)
    found = days_of(shown.columns, _mask(shown, free))
    groups = list(map(str, Group))
    bars = zip(found.starts, found.happened.tolist(), found.told.tolist(), strict=True)
    return {
        "unit": found.unit.value,
        "end": found.end.isoformat() if found.end else None,
        "before": found.before,
        "after": found.after,
        "undated": found.undated,
        "bars": [
            {
                "from": start.isoformat(),
                "happened": dict(zip(groups, happened, strict=True)),
                "told": dict(zip(groups, told, strict=True)),
            }
            for start, happened, told in bars
        ],
    }


def _mask(shown: Shown, given: Pairs, others: tuple[str, ...] = ()) -> Mask:
    return find(shown.board, shown.columns, query_in(given, others), counted=False).mask


# ---------------------------------------------------------------- control maps


def control_maps(served: Served) -> Json:
    """The names of the control maps that belong to the case."""
    with served.case() as case:
        found = control_bodies(case)
    return {"total": len(found), "maps": found}


def control(served: Served, days: ControlDays, name: str) -> Json:
    """What there is to know of control maps: their days, who holds what the layers show, with whom their makers
    sympathise, and what such maps can never show.

    Raises:
        InputError: the case has no control maps of that name.
    """
    with served.case() as case:
        told: Json = orjson.loads(days.about(case, name))
    return told


def control_day(served: Served, days: ControlDays, name: str, day: str) -> Json:
    """GeoJSON of what control maps draw on a day; nothing where there is no map of it.

    Raises:
        InputError: that is no day, or the case has no control maps of that name, or they cannot be read.
    """
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise InputError(f"“{one_line(day[:40])}” is no day: give one such as 2025-11-22.") from None
    with served.case() as case:
        told: Json = orjson.loads(days.day(case, name, wanted))
    return told


# ---------------------------------------------------------------- what comes in


def feed(served: Served, shown: Shown, given: Pairs) -> Json:
    """The documents that were taken in last, with the claims that they tell, and what is kept coming in.

    Raises:
        InputError: a number is none.
    """
    latest = shown.board.latest_documents(paged(given, _LATEST, _MOST_LATEST).per_page)
    with served.case() as case:
        watching = watched(case)
    return {
        "total": len(latest),
        "documents": [
            {
                **plain(row),
                "claims": [{"id": each.id, "title": each.title, "status": each.status} for each in claims],
                "more_claims": len(numbers) - len(claims),
            }
            for row in latest
            for numbers in (shown.board.claims_in(row.key),)
            for claims in (shown.board.rows_at(numbers[:_CLAIMS]),)
        ],
        "watching": [
            {
                "what": each.what,
                "channel": each.channel,
                "every_seconds": int(each.every.total_seconds()),
                "due": each.due.isoformat(),
                "failures": each.failures,
                "failure": each.failure,
            }
            for each in watching
        ],
    }
