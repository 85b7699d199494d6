"""/openapi.json: the API described for programs, and what is asked for where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi

from firsthand.show.desk.api.shapes import Shape, shapes
from firsthand.show.desk.api.speaking import Reader, resource, tagged
from firsthand.show.desk.guard.audit import unnoted

__all__ = ["described", "openapi_of"]

_WORDS = (
    "Everything that the desk shows, as JSON: what firsthand knows of the claims of a case. A token of yours goes into "
    "`Authorization: Bearer …`; on the machine itself none is needed. Answers that hang on the state of the case have "
    "an ETag. Errors are `{error, what_to_do?}`."
)


def described(resources: Sequence[APIRouter]) -> APIRouter:
    """The route that describes these, and itself."""
    routes = resource("description")

    @cache
    def written() -> bytes:
        return orjson.dumps(openapi_of([*resources, routes]))

    @routes.get("/openapi.json")
    def openapi(request: Request, visit: Reader) -> Response:
        """This description (OpenAPI 3.1)."""
        unnoted(request)
        return tagged(request, written())

    return routes


def openapi_of(resources: Sequence[APIRouter]) -> Shape:
    """The description of these, as JSON has it."""
    made = get_openapi(
        title="firsthand",
        version=version("firsthand"),
        description=_WORDS,
        routes=[route for each in resources for route in each.routes],
    )
    parts = made.setdefault("components", {})
    parts["schemas"] = {**parts.get("schemas", {}), **shapes()}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}, {}]
    return made
