"""The claims of a case: rows of the board, one claim in full, what it was assessed as, where and when claims are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

import numpy as np
import orjson

from firsthand.errors import InputError, MissingInput
from firsthand.pipeline.assessed import replay
from firsthand.pipeline.claiming import explained
from firsthand.pipeline.deciding import assessment_then
from firsthand.pipeline.differences import differences
from firsthand.pipeline.papers import Papers
from firsthand.show.claims.claims_json import claim_json
from firsthand.show.desk.answers.asking import Pairs, paged, plain, query_in
from firsthand.show.desk.claim.history import gone_to
from firsthand.show.desk.columns import NO_DAY, Numbers
from firsthand.show.desk.query import find
from firsthand.show.desk.served import Served, Shown
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line
from firsthand.show.weighed.weighed_json import replay_json, verdict_json
from firsthand.store import Case
from firsthand.store.assessments import assessed_claims
from firsthand.store.board import BoardRow

__all__ = ["claim", "claims", "facets", "history", "now", "number_called", "places", "timeline"]

_FIELDS = ("rows", "full")
_MOST_ROWS, _MOST_FULL, _MOST_PLACES = 1_000, 100, 5_000
_PAGE = 100
_MOST_ALIKE = 20
_TOLD_AT = ("id", "short", "title", "place", "radius_km", "since", "until", "event", "status", "word", "likely")
"""What a place on the map tells of its claim, beside how often it is told."""


def claims(served: Served, shown: Shown, given: Pairs) -> Json:
    """A page of the claims that a query finds, as rows of the board or in full.

    Raises:
        InputError: something that was given is not as it should be; the message says how it is.
    """
    fields = dict(given).get("fields") or "rows"
    if fields not in _FIELDS:
        raise InputError(f"“{one_line(fields[:40])}” is nothing for `fields`: give one of {', '.join(_FIELDS)}.")
    full = fields == "full"
    query = query_in(given, ("page", "per_page", "fields"))
    page = paged(given, _PAGE, _MOST_FULL if full else _MOST_ROWS)
    found = find(shown.board, shown.columns, query, counted=False)
    numbers = found.numbers[page.of(len(found))].tolist()
    told = {**page.told(len(found)), "whole": shown.columns.size, "state": shown.board.state, "made": shown.board.made}
    if full:
        with served.case() as case:
            return told | {"claims": [_claim(served, case, shown, each) for each in numbers]}
    with served.case() as case:
        concluded = served.concluded(case, shown)
    rows = shown.board.rows_at(numbers)
    return told | {"claims": [plain(replace(row, verdict=concluded.get(row.id, row.verdict))) for row in rows]}


def number_called(shown: Shown, name: str) -> int:
    """The place on the board of the claim of that id, or of the only one that begins so. Raises MissingInput."""
    wanted = name.strip()
    found = shown.board.number_of(wanted) if wanted.isascii() and wanted.isalnum() else None
    if found is None:
        raise MissingInput(f"No claim, or more than one, has an id that begins with {one_line(name[:80])!r}.")
    return found


def claim(served: Served, shown: Shown, name: str, links: bool = False) -> Json:
    """Everything that is known of a claim, with what was concluded of it up to now; see `claim.schema.json`.

    Args:
        links: also why its tellings are taken to be of one claim, which takes longer.

    Raises:
        MissingInput: there is no such claim.
        CaseError: the case cannot be read.
    """
    number = number_called(shown, name)
    with served.case() as case:
        told = _claim(served, case, shown, number)
        if links:
            account = explained(case, shown.view(number).account)
            papers = Papers(case, {key: row.reading for key, row in shown.board.documents(account.documents).items()})
            told["links"] = claim_json(account, papers)["links"]
    return told


def now(served: Served, shown: Shown, name: str) -> Json:
    """Where a claim is now: that of the id, those whose ids begin so, or where the board has none any more, those that
    the documents of an earlier claim of that id tell now.

    Raises:
        MissingInput: the case never had one.
    """
    wanted = name.strip()
    alike = [each for each in shown.columns.ids if wanted and each.startswith(wanted)][:_MOST_ALIKE]
    if alike:
        numbers = [found for each in alike if (found := shown.board.number_of(each)) is not None]
        rows = shown.board.rows_at(numbers)
    else:
        with served.case() as case:
            gone = gone_to(case, shown, wanted)
        if gone is None:
            raise MissingInput(f"No claim of the case has, or had, the id {one_line(name[:80])!r}.")
        rows = list(gone)
    return {"total": len(rows), "claims": [plain(each) for each in rows]}


def _claim(served: Served, case: Case, shown: Shown, number: int) -> Json:
    told = cast(Json, orjson.loads(shown.board.written(number)))
    verdicts = served.verdicts(case, shown, number)
    told["verdicts"] = [verdict_json(each) for each in verdicts]
    then = assessment_then(case, verdicts[-1]) if verdicts else None
    told["changed"] = list(differences(then[1], shown.known(number).assessment)) if then is not None else []
    return told


def history(served: Served, shown: Shown, name: str) -> Json:
    """What a claim was assessed as, each time that changed, and whether it comes out the same from what was kept.

    Raises:
        MissingInput: there is no such claim.
        CaseError: the case cannot be read, or was changed.
    """
    wanted = name.strip()
    with served.case() as case:
        if wanted not in assessed_claims(case):  # one that has another id now is found by the one it had
            wanted = shown.row(number_called(shown, name)).id
        return replay_json(wanted, replay(case, wanted))


def facets(shown: Shown, given: Pairs) -> Json:
    """How many of the claims that a query finds have each value of each facet, if that facet were free.

    Raises:
        InputError: something that was given is not as it should be.
    """
    found = find(shown.board, shown.columns, query_in(given))
    counted = {name: [{"value": value, "claims": count} for value, count in own] for name, own in found.counts.items()}
    return {"total": len(found), "whole": shown.columns.size, "facets": counted}


def places(shown: Shown, given: Pairs) -> Json:
    """Where the claims that a query finds are, as GeoJSON: a point each, with how far off it may be in km. Those that
    are nowhere are counted in `nowhere`.

    Raises:
        InputError: something that was given is not as it should be.
    """
    query, page = query_in(given, ("page", "per_page")), paged(given, _MOST_PLACES, _MOST_PLACES)
    found = find(shown.board, shown.columns, query, counted=False)
    somewhere = found.numbers[~np.isnan(shown.columns.lat[found.numbers])]
    rows = shown.board.rows_at(somewhere[page.of(len(somewhere))].tolist())
    return {
        "type": "FeatureCollection",
        **page.told(len(somewhere)),
        "nowhere": len(found) - len(somewhere),
        "features": [_feature(row) for row in rows],
    }


def _feature(row: BoardRow) -> Json:
    told = {name: getattr(row, name) for name in (*_TOLD_AT, "documents", "at_least", "at_most", "disputed")}
    point = {"type": "Point", "coordinates": [row.lon, row.lat]}
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": told}


def timeline(shown: Shown, given: Pairs) -> Json:
    """For each day how many of the claims that a query finds speak of it (`happened`: from which day on, where they
    speak of several), and how many were told first on it. `undated` speak of no day.

    Raises:
        InputError: something that was given is not as it should be.
    """
    found = find(shown.board, shown.columns, query_in(given), counted=False)
    happened, undated = _days(shown.columns.since[found.numbers])
    told, _ = _days(shown.columns.first[found.numbers])
    days = sorted({*happened, *told})
    return {
        "total": len(found),
        "undated": undated,
        "days": [
            {"day": date.fromordinal(day).isoformat(), "happened": happened.get(day, 0), "told": told.get(day, 0)}
            for day in days
        ],
    }


def _days(days: Numbers) -> tuple[Mapping[int, int], int]:
    """How many fall on each day, and on none."""
    known, counts = np.unique(days, return_counts=True)
    found = dict(zip(known.tolist(), counts.tolist(), strict=True))
    return found, found.pop(NO_DAY, 0)
