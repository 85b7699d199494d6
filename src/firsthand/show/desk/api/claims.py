"""/claims, and what is counted over them: facets, places, days."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from firsthand.show.desk.answers import claims as answers
from firsthand.show.desk.api.asked import Narrowed, PageNumber, PerPage
from firsthand.show.desk.api.shapes import json_of
from firsthand.show.desk.api.speaking import Reader, fresh, resource, state_of
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.rendering import served_of, shown_of

__all__ = ["ROUTES"]

ROUTES = resource("claims")


@ROUTES.get("/claims", responses=json_of("Claims"))
def claims(
    request: Request,
    visit: Reader,
    given: Narrowed,
    page: PageNumber = None,
    per_page: PerPage = None,
    fields: Annotated[str | None, Query(description="`rows` of the board, or `full` claims.")] = None,
) -> Response:
    """A page of the claims that the query finds, in its order."""
    shown = shown_of(request)
    mark(request, "saw", f"claims ?{request.url.query}")
    return fresh(request, state_of(request, shown), lambda: answers.claims(served_of(request), shown, given))


@ROUTES.get("/claims/{claim}", responses=json_of("Claim"))
def claim(
    request: Request,
    visit: Reader,
    claim: str,
    links: Annotated[bool, Query(description="Also why its tellings are taken to be of one claim; slower.")] = False,
) -> Response:
    """Everything that is known of one claim; its id may be cut to a beginning that no other has."""
    shown = shown_of(request)
    mark(request, "saw", f"claim {claim}")
    return fresh(request, state_of(request, shown), lambda: answers.claim(served_of(request), shown, claim, links))


@ROUTES.get("/claims/{claim}/history", responses=json_of("History"))
def history(request: Request, visit: Reader, claim: str) -> Response:
    """What it was assessed as, each time that changed, and whether that comes out the same again."""
    shown = shown_of(request)
    mark(request, "saw", f"history of claim {claim}")
    return fresh(request, state_of(request, shown), lambda: answers.history(served_of(request), shown, claim))


@ROUTES.get("/claims/{claim}/now", responses=json_of("Now"))
def now(request: Request, visit: Reader, claim: str) -> Response:
    """Where a claim is now: an id changes when an earlier telling comes in."""
    shown = shown_of(request)
    mark(request, "saw", f"claim {claim}")
    return fresh(request, state_of(request, shown), lambda: answers.now(served_of(request), shown, claim))


@ROUTES.get("/facets", responses=json_of("Facets"))
def facets(request: Request, visit: Reader, given: Narrowed) -> Response:
    """How many claims have each value of what they can be narrowed to."""
    shown = shown_of(request)
    return fresh(request, state_of(request, shown), lambda: answers.facets(shown, given))


@ROUTES.get("/places", responses=json_of("Places", "application/geo+json"))
def places(
    request: Request, visit: Reader, given: Narrowed, page: PageNumber = None, per_page: PerPage = None
) -> Response:
    """Where the claims are, as GeoJSON."""
    shown = shown_of(request)
    made = fresh(request, state_of(request, shown), lambda: answers.places(shown, given))
    if made.status_code == 200:
        made.headers["content-type"] = "application/geo+json"
    return made


@ROUTES.get("/timeline", responses=json_of("Timeline"))
def timeline(request: Request, visit: Reader, given: Narrowed) -> Response:
    """How many claims speak of each day, and were told first on it."""
    shown = shown_of(request)
    return fresh(request, state_of(request, shown), lambda: answers.timeline(shown, given))
