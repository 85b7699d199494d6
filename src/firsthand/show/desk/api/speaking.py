"""How the API speaks: JSON, errors in words with the right status, and answers that need not be sent twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from firsthand.errors import (
    AddressRefused,
    CaseBusy,
    FirsthandError,
    InputError,
    MissingInput,
    OutputError,
    PeopleError,
    TooLarge,
)
from firsthand.kinds import Role
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import MissingHere, NotReady, served_of
from firsthand.show.desk.served import Shown
from firsthand.show.desk.telling import without_folder
from firsthand.show.json_report import Json

__all__ = [
    "PREFIX",
    "Admin",
    "Analyst",
    "Reader",
    "Speaking",
    "answer",
    "fresh",
    "has",
    "resource",
    "state_of",
    "tagged",
    "told",
]

PREFIX = "/api/v1"

Reader = Annotated[Visit, Depends(needs(Role.READER))]
Analyst = Annotated[Visit, Depends(needs(Role.ANALYST))]
Admin = Annotated[Visit, Depends(needs(Role.ADMIN))]

_STATUSES: Mapping[type[FirsthandError], tuple[int, str]] = {
    MissingHere: (404, ""),
    MissingInput: (404, ""),
    TooLarge: (413, "Narrow it down, or send less at a time."),
    InputError: (400, ""),
    AddressRefused: (400, "Give an address that anybody can reach."),
    PeopleError: (400, ""),
    OutputError: (404, "Whoever runs the desk can install what is missing."),
    CaseBusy: (503, "Ask again in a moment."),
    NotReady: (503, "Ask again in a moment."),
}
"""The first that fits counts; whatever else is wrong is 500, and is nothing that was asked."""
_AGAIN = {"Retry-After": "2"}
_KEPT = {"Cache-Control": "private, no-cache"}
"""Who asked may keep it, and asks each time whether it is still so."""
_PROBLEMS = 5


class Speaking(APIRoute):
    """A route whose errors are told as JSON, whoever has put it into an app."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except HTTPException as error:
                return told(error.status_code, str(error.detail), headers=error.headers)
            except RequestValidationError as error:
                return _invalid(error)
            except FirsthandError as error:
                return _failed(error, served_of(request).folder)

        return handled


def resource(name: str) -> APIRouter:
    """The routes of one resource, to be put into the app as they are."""
    errors: dict[int | str, dict[str, Any]] = {
        status: {"description": says, "content": {"application/json": {"schema": _ref("Error")}}}
        for status, says in (
            (400, "Something that was given is not as it should be."),
            (401, "No token, or none that is known."),
            (403, "The token, or the person it is of, may not do this."),
            (404, "There is no such thing."),
            (422, "A field is missing, or none of its kind."),
            (503, "The case is being read for the first time, or somebody else writes to it: ask again."),
        )
    }
    return APIRouter(prefix=PREFIX, route_class=Speaking, tags=[name], responses=errors)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def told(status: int, error: str, what_to_do: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """What is wrong, and where something can be done about it, what."""
    words = {"error": error} | ({"what_to_do": what_to_do} if what_to_do else {})
    return Response(_written(words), status, {**(headers or {})}, "application/json")


def _invalid(error: RequestValidationError) -> Response:
    named = [f"{'.'.join(str(part) for part in each['loc'][1:])}: {each['msg']}" for each in error.errors()[:_PROBLEMS]]
    return told(422, f"It cannot be done as it was asked for: {'; '.join(named)}.", "See /api/v1/openapi.json.")


def _failed(error: FirsthandError, folder: Path) -> Response:
    says = without_folder(str(error), folder)
    for kind, (status, what) in _STATUSES.items():
        if isinstance(error, kind):
            return told(status, says, what, _AGAIN if status == 503 else None)
    return told(500, says, "Whoever runs the desk finds more in its log.")


def state_of(request: Request, shown: Shown | None = None) -> str:
    """What an answer hangs on: the board that it is of, and the last entry of the log."""
    with served_of(request).case() as case:
        number, _, digest = case.head()
    return f"{shown.board.state} {shown.board.made} {number} {digest}" if shown else f"{number} {digest}"


def fresh(request: Request, state: str, make: Callable[[], Json]) -> Response:
    """What `make` gives; 304, without making it, where who asks has it already.

    Args:
        state: all that the answer hangs on beside the address.
    """
    tag = _tag(f"{request.url.path}?{request.url.query} {state}".encode("utf-8", "replace"))
    headers = {"ETag": tag, **_KEPT}
    if has(request, tag):
        return Response(None, 304, headers)
    made = make()
    if isinstance(following := made.get("next"), str):
        headers["Link"] = f'<{following}>; rel="next"'
    return answer(made, headers=headers)


def answer(made: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON that nobody keeps, unless the headers say so."""
    return Response(_written(made), status, {**(headers or {})}, "application/json")


def tagged(request: Request, body: bytes) -> Response:
    """JSON that is the same until the program is another."""
    headers = {"ETag": _tag(body), **_KEPT}
    return (
        Response(None, 304, headers)
        if has(request, headers["ETag"])
        else Response(body, 200, headers, "application/json")
    )


def _tag(hangs_on: bytes) -> str:
    return f'"{hashlib.sha256(hangs_on).hexdigest()[:32]}"'


def has(request: Request, tag: str) -> bool:
    """Whether who asks says that they have it already."""
    given = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return tag in given or "*" in given


def _written(made: object) -> bytes:
    try:
        return orjson.dumps(made)
    except TypeError:  # half a surrogate pair in a text, or a number that is too large for it
        return json.dumps(made).encode()
