"""Who is behind each request: by a token, a single sign-on, a session, or by sitting at the machine itself.

Whoever is none of these gets nothing but what is open to all: the login, and the program's own files.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from getpass import getuser
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.errors import CaseError, PeopleError
from firsthand.kinds import Role
from firsthand.show.desk.guard.addresses import address_of, forwarded, header_values, neighbourhood, peer_of
from firsthand.show.desk.guard.audit import OUT_OF_ORDER
from firsthand.show.desk.guard.csrf import of_another_site
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.limits import retry_after
from firsthand.show.desk.guard.settings import is_loopback, is_under
from firsthand.show.desk.guard.single_sign_on import person_signed_on
from firsthand.show.desk.guard.visits import Via, Visit, put_visit, refuse, visit_of
from firsthand.show.speaking import N_, gettext
from firsthand.store.desk.names import name_of
from firsthand.store.desk.people import has_people, local_person
from firsthand.store.desk.sessions import session_of
from firsthand.store.desk.tokens import token_of

__all__ = ["Refused", "Visitors", "bearer_of", "still_in"]

_LOG_IN = N_("You are not logged in, or not any more. Log in, then try again.")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why somebody does not come in."""

    status: int
    says: str
    headers: Mapping[str, str] = field(default_factory=dict)


def bearer_of(scope: Scope) -> str | None:
    """The token in the Authorization header, "" where it is not in order; None where there is no such header of the
    kind Bearer. Other kinds are for a proxy on the way."""
    given = [value.strip() for value in header_values(scope, b"authorization")]
    tokens = [value[6:].strip() for value in given if value[:6].lower() == b"bearer" and value[6:7] in (b"", b" ")]
    if not tokens:
        return None
    token = tokens[0].decode("latin-1")
    return token if len(given) == 1 and token.isascii() else ""


class Visitors:
    """Finds out who it is, holds them to their limit, and keeps strangers outside."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guard, settings = self._guard, self._guard.settings
        if is_under(scope["path"], settings.assets):
            put_visit(scope, _nobody(address_of(scope, settings), ""))
            await self._app(scope, receive, send)
            return
        browser = guard.cookies.read(scope, guard.cookies.browser)
        secret = browser or guard.cookies.fresh()
        try:
            found = await guard.aside(lambda: _found(scope, guard, secret))
        except CaseError as error:
            logging.getLogger(__name__).error("%s", error)
            found = Refused(503, gettext(OUT_OF_ORDER))
        if isinstance(found, Visit):
            found = self._held(scope, found)
        if isinstance(found, Refused):
            await refuse(scope, send, found.status, found.says, found.headers, guard.page)
            return
        put_visit(scope, found)
        if browser is None and found.via not in (Via.SESSION, Via.TOKEN):
            send = _setting(send, guard.cookies.written(guard.cookies.browser, secret))
        await self._app(scope, receive, send)

    def _held(self, scope: Scope, visit: Visit) -> Visit | Refused:
        """To their limit; and strangers to what is open."""
        guard = self._guard
        if visit.person is None or (visit.via is Via.MACHINE and of_another_site(scope)):
            wait = guard.strangers.take(neighbourhood(visit.address))
        else:
            wait = 0.0 if visit.via is Via.MACHINE else guard.people.take(str(visit.person.number))
        if wait:
            return Refused(
                429, gettext("That is more than the desk takes from one side. Try again soon."), retry_after(wait)
            )
        if visit.person is None and not any(is_under(scope["path"], path) for path in guard.settings.open_paths):
            return _to_login(scope)
        return visit


def _found(scope: Scope, guard: Guard, browser: str) -> Visit | Refused:
    """`browser` is the secret that binds the forms of who has no session."""
    address, csrf = address_of(scope, guard.settings), guard.csrf_of(browser)
    bearer = bearer_of(scope)
    if bearer is not None:
        return _by_token(bearer, guard, address)
    try:
        person = person_signed_on(scope, guard.desk, guard.settings)
    except PeopleError as error:
        return Refused(403, str(error))
    if person is not None:
        return Visit(person, person.role, Via.SIGN_ON, address, csrf)
    secret = guard.cookies.read(scope, guard.cookies.session)
    here = scope["path"] not in guard.settings.watching
    session = session_of(guard.desk, secret, guard.settings.lasting, here=here) if secret else None
    if secret is not None and session is not None:
        who = session.person
        return Visit(who, who.role, Via.SESSION, address, guard.csrf_of(secret), session.digest)
    if guard.settings.without_login and not has_people(guard.desk):
        return _at_the_machine(scope, guard, address, csrf)
    return _nobody(address, csrf)


def still_in(scope: Scope, guard: Guard) -> bool:
    """Whether who is behind a request may still be here: to be asked again and again while its answer goes on.

    Raises:
        CaseError: the file of the desk cannot be read.
    """
    before, now = visit_of(HTTPConnection(scope)), _found(scope, guard, "")
    if not isinstance(now, Visit) or now.person is None:
        return False
    return (now.known.number, now.via, now.role) == (before.known.number, before.via, before.role)


def _by_token(bearer: str, guard: Guard, address: str) -> Visit | Refused:
    """Where a token is sent it decides: one that is wrong is not made good by a cookie."""
    held = token_of(guard.desk, bearer)
    if held is not None:
        return Visit(held.person, held.role, Via.TOKEN, address, "")
    wait = guard.tokens_tried.try_one(neighbourhood(address)) or guard.strangers.take(neighbourhood(address))
    if wait:
        return Refused(429, gettext("Too many wrong tokens came from there. Try again later."), retry_after(wait))
    says = gettext("This token is none, is over, or was removed. Make a new one on the page of your tokens.")
    return Refused(401, says, {"WWW-Authenticate": 'Bearer realm="firsthand", error="invalid_token"'})


def _at_the_machine(scope: Scope, guard: Guard, address: str, csrf: str) -> Visit | Refused:
    """Only who is at the same machine, with nothing between that speaks for others."""
    if not is_loopback(peer_of(scope)) or forwarded(scope):
        return Refused(
            403,
            "This desk has no people, and answers only who sits at its machine; this request comes through a proxy. "
            "Add people, and name the proxy when starting the desk.",
        )
    person = local_person(guard.desk, _local_name(), guard.settings.local_role)
    if person.disabled is not None:
        return Refused(403, f"{person.name} is disabled. Run: firsthand people enable")
    return Visit(person, person.role, Via.MACHINE, address, csrf)


def _local_name() -> str:
    """That of the user of the system, where it is one that a person can have here."""
    try:
        return name_of(getuser())
    except (KeyError, OSError, PeopleError):
        return "owner"


def _nobody(address: str, csrf: str) -> Visit:
    return Visit(None, Role.READER, Via.NOBODY, address, csrf)


def _to_login(scope: Scope) -> Refused:
    """A page leads to the login and back; a part of a page lets the whole one do so; anything else is told."""
    if is_under(scope["path"], "/api"):
        return Refused(
            401, "Send a token: Authorization: Bearer firsthand_…", {"WWW-Authenticate": 'Bearer realm="firsthand"'}
        )
    if header_values(scope, b"hx-request"):
        return Refused(401, gettext(_LOG_IN), {"HX-Redirect": "/login"})
    if scope["method"] not in ("GET", "HEAD"):
        return Refused(401, gettext(_LOG_IN))
    asked = scope.get("raw_path") or quote(scope["path"]).encode()
    query = scope["query_string"]
    target = (asked + (b"?" + query if query else b"")).decode("latin-1")
    return Refused(303, gettext(_LOG_IN), {"Location": f"/login?next={quote(target, safe='/')}"})


def _setting(send: Send, cookie: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", cookie)
        await send(message)

    return sending
