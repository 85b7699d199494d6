"""What requests may ask by, as the description of the API tells it; what it means is worked out behind."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from firsthand.show.desk.answers.asking import Pairs
from firsthand.show.desk.columns import SORTS

__all__ = ["Narrowed", "PageNumber", "PerPage"]

_Several = Annotated[list[str] | None, Query(description="One of these values; may be repeated.")]
_Yes = Annotated[str | None, Query(description="`1` for only those.")]

PageNumber = Annotated[str | None, Query(description="Which page, from 1.")]
PerPage = Annotated[str | None, Query(description="How many on a page.")]


def _narrowed(
    request: Request,
    q: Annotated[str | None, Query(description="Words that all have to be there; a phrase in quotation marks.")] = None,
    status: _Several = None,
    event: _Several = None,
    place: _Several = None,
    side: _Several = None,
    source: _Several = None,
    language: _Several = None,
    drift: _Several = None,
    told_by: _Several = None,
    confidence: _Several = None,
    evidence: _Several = None,
    verdict: _Several = None,
    since: Annotated[str | None, Query(description="Speaks of that day (ISO 8601) or a later one.")] = None,
    until: Annotated[str | None, Query(description="Speaks of that day or an earlier one.")] = None,
    disputed: _Yes = None,
    one_origin: _Yes = None,
    box: Annotated[str | None, Query(description="west,south,east,north in degrees.")] = None,
    sort: Annotated[str | None, Query(description=f"One of: {', '.join(SORTS)}.")] = None,
) -> Pairs:
    """All that was given, as it was given: the parameters are here to be described."""
    return request.query_params.multi_items()


Narrowed = Annotated[Pairs, Depends(_narrowed)]
