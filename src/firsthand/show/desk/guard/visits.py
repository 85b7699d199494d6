"""Who is behind a request, as pages and the API see it; and how a request is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import orjson
from markupsafe import escape
from starlette.requests import HTTPConnection
from starlette.types import Scope, Send

from firsthand.kinds import Role
from firsthand.show.desk.guard.settings import is_under
from firsthand.store.desk import By, Person

__all__ = ["Refusal", "Via", "Visit", "put_visit", "refuse", "visit_of"]

_KEY = "firsthand_visit"


class Via(StrEnum):
    """How somebody came in."""

    NOBODY = "nobody"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105  a kind, no secret
    SIGN_ON = "sign on"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is behind a request. `role` is what they may now, which for a token may be less than their own.

    `csrf` is what every form has to send back; `session` is the digest of their session, where they have one.
    """

    person: Person | None
    role: Role
    via: Via
    address: str
    csrf: str
    session: str | None = None

    @property
    def known(self) -> Person:
        """Who it is, where somebody has to be: everywhere but on `Guarded.open_paths`."""
        assert self.person is not None
        return self.person

    @property
    def by(self) -> By:
        """Who does what this request asks for."""
        if self.person is None:
            return By(None, "nobody", "", self.address)
        return By(self.person.number, self.person.name, self.role.value, self.address)


def put_visit(scope: Scope, visit: Visit) -> None:
    scope.setdefault("state", {})[_KEY] = visit


def visit_of(request: HTTPConnection) -> Visit:
    """Who is behind the request; also a dependency of FastAPI. The guard has seen to it that there is an answer."""
    visit = request.scope["state"][_KEY]
    assert isinstance(visit, Visit)
    return visit


Refusal = Callable[[int, str], bytes]
"""Makes the page that tells of a refusal: from its status and one sentence, to HTML."""


async def refuse(
    scope: Scope,
    send: Send,
    status: int,
    says: str,
    headers: Mapping[str, str] | None = None,
    page: Refusal | None = None,
) -> None:
    """Answer with one sentence: JSON for the API, otherwise a page. The rest of the body is not read."""
    if is_under(scope["path"], "/api"):
        kind, body = b"application/json", orjson.dumps({"error": says})
    else:
        kind, body = b"text/html; charset=utf-8", (page or _plain_page)(status, says)
    fields = {"content-type": kind, "content-length": str(len(body)).encode(), "connection": b"close"}
    given = {name.lower(): value.encode("latin-1") for name, value in (headers or {}).items()}
    raw = [(name.encode(), value) for name, value in (fields | given).items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _plain_page(status: int, says: str) -> bytes:
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{status}</title>'
        f"<main><h1>{status}</h1><p>{escape(says)}</p></main></html>"
    )
    return page.encode()
