"""The pages of the guard: logging in and out, the people, one's tokens and password, who saw and did what.

They are handed the function that makes a page, so that they look like the rest of the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.show.desk.guard.audit import unnoted
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.login import log_in, new_session, safe_next
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.sessions import Refused
from firsthand.show.desk.guard.visits import Via, Visit, visit_of
from firsthand.show.speaking import gettext
from firsthand.store.desk import Person
from firsthand.store.desk.audit import Seen, audit, broken
from firsthand.store.desk.people import (
    add_person,
    disable,
    enable,
    people,
    remove_person,
    set_password,
    set_role,
)
from firsthand.store.desk.sessions import end
from firsthand.store.desk.tokens import make, remove, tokens

__all__ = ["Render", "guard_routes"]

Render = Callable[[Request, str, Mapping[str, object], int], Response]
"""Makes a page: of a request, the name of a template, what it shows, and with which status."""

_Admin = Annotated[Visit, Depends(needs(Role.ADMIN, in_person=True))]
_Anybody = Annotated[Visit, Depends(needs(Role.READER, in_person=True))]
_Words = Annotated[str, Form(max_length=2000)]
_Number = Annotated[int, Path(ge=0, le=2**53)]
_PAGE = 100


def guard_routes(guard: Guard, render: Render) -> APIRouter:
    """Everything below, for `app.include_router`. None of it is part of the API for programs."""
    router = APIRouter(include_in_schema=False)
    _login_routes(router, guard, render)
    _people_routes(router, guard, render)
    tokens_page = _token_routes(router, guard, render)
    _password_route(router, guard, tokens_page)
    _audit_routes(router, guard, render)
    return router


# ---------------------------------------------------------------- in and out


def _login_routes(router: APIRouter, guard: Guard, render: Render) -> None:
    @router.get("/login")
    def login_page(request: Request, next: str = "/") -> Response:  # noqa: A002  its name in the address
        if visit_of(request).person is not None:
            return RedirectResponse(safe_next(next), 303)
        return _login_page(request, render, "", safe_next(next), 200)

    @router.post("/login")
    async def login(
        request: Request,
        name: _Words = "",
        password: Annotated[str, Form(max_length=10_000)] = "",
        next: Annotated[str, Form(max_length=10_000)] = "/",  # noqa: A002
    ) -> Response:
        visit = visit_of(request)
        unnoted(request)  # it is noted with how it ended
        found = await log_in(guard, name, password, visit.address)
        if isinstance(found, Refused):
            page = _login_page(request, render, found.says, safe_next(next), found.status)
            page.headers.update(found.headers)
            return page
        if visit.session is not None:
            await guard.aside(partial(end, guard.desk, visit.session))
        response = RedirectResponse(safe_next(next), 303)
        response.headers.append("set-cookie", await _session_cookie(guard, found, visit))
        return response

    @router.post("/logout")
    def logout(request: Request) -> Response:
        visit = visit_of(request)
        if visit.session is not None:
            end(guard.desk, visit.session)
        response = RedirectResponse("/login", 303)
        response.headers.append("set-cookie", guard.cookies.removed(guard.cookies.session))
        return response


def _login_page(request: Request, render: Render, says: str, after: str, status: int) -> Response:
    return render(request, "login.html.j2", {"csrf": visit_of(request).csrf, "says": says, "next": after}, status)


async def _session_cookie(guard: Guard, person: Person, visit: Visit) -> str:
    return guard.cookies.written(guard.cookies.session, await new_session(guard, person, visit.address))


# ---------------------------------------------------------------- the people


def _people_routes(router: APIRouter, guard: Guard, render: Render) -> None:
    def page(request: Request, visit: Visit, says: str = "", status: int = 200) -> Response:
        context = {
            "csrf": visit.csrf,
            "people": people(guard.desk),
            "me": visit.known,
            "roles": list(Role),
            "says": says,
        }
        return render(request, "people.html.j2", context, status)

    def done(request: Request, visit: Visit, change: Callable[[], object]) -> Response:
        try:
            change()
        except PeopleError as error:
            return page(request, visit, str(error), 400)
        unnoted(request)  # the change was noted with itself
        return RedirectResponse("/people", 303)

    @router.get("/people")
    def show(request: Request, visit: _Admin) -> Response:
        return page(request, visit)

    @router.post("/people")
    def add(request: Request, visit: _Admin, name: _Words = "", role: _Words = "", password: _Words = "") -> Response:
        def change() -> None:
            add_person(guard.desk, name, _role(role), guard.passwords.hashed(password, name), visit.by)

        return done(request, visit, change)

    @router.post("/people/{number}/{what}")
    def change(
        request: Request, visit: _Admin, number: _Number, what: str, role: _Words = "", password: _Words = ""
    ) -> Response:
        desk, by = guard.desk, visit.by
        changes: dict[str, Callable[[], object]] = {
            "role": lambda: set_role(desk, number, _role(role), by),
            "password": lambda: set_password(desk, number, guard.passwords.hashed(password, _name(guard, number)), by),
            "disable": lambda: disable(desk, number, by),
            "enable": lambda: enable(desk, number, by),
            "remove": lambda: remove_person(desk, number, by),
        }
        if what not in changes:
            raise HTTPException(404)
        return done(request, visit, changes[what])


def _role(word: str) -> Role:
    if word not in list(Role):
        raise PeopleError(f"A role is one of {', '.join(Role)}.")
    return Role(word)


def _name(guard: Guard, number: int) -> str:
    return next((person.name for person in people(guard.desk) if person.number == number), "")


# ---------------------------------------------------------------- one's own


def _token_routes(router: APIRouter, guard: Guard, render: Render) -> Callable[..., Response]:
    """Also gives what makes their page: of a request, who it is, what is said, a new secret, and the status."""

    def page(request: Request, visit: Visit, says: str = "", secret: str = "", status: int = 200) -> Response:
        context = {
            "csrf": visit.csrf,
            "me": visit.known,
            "tokens": tokens(guard.desk, visit.known.number),
            "roles": [role for role in Role if visit.role.may(role)],
            "now": guard.desk.now,
            "secret": secret,
            "says": says,
        }
        return render(request, "tokens.html.j2", context, status)

    @router.get("/tokens")
    def show(request: Request, visit: _Anybody) -> Response:
        return page(request, visit)

    @router.post("/tokens")
    def make_one(
        request: Request, visit: _Anybody, name: _Words = "", role: _Words = "", days: _Words = "90"
    ) -> Response:
        try:
            lasts = timedelta(days=int(days[:6])) if days.strip().isascii() and days.strip().isdigit() else timedelta()
            _, secret = make(guard.desk, visit.known, name, _role(role), lasts, visit.by)
        except PeopleError as error:
            return page(request, visit, str(error), status=400)
        unnoted(request)
        return page(request, visit, secret=secret)

    @router.post("/tokens/{number}/remove")
    def remove_one(request: Request, visit: _Anybody, number: _Number) -> Response:
        try:
            remove(guard.desk, visit.known.number, number, visit.by)
        except PeopleError as error:
            return page(request, visit, str(error), status=404)
        unnoted(request)
        return RedirectResponse("/tokens", 303)

    return page


def _password_route(router: APIRouter, guard: Guard, page: Callable[..., Response]) -> None:
    @router.post("/password")
    async def own_password(request: Request, visit: _Anybody, before: _Words = "", after: _Words = "") -> Response:
        if visit.via is not Via.SESSION:
            raise HTTPException(403, gettext("Only who has logged in with a password can change it here."))
        found = await log_in(guard, visit.known.name, before, visit.address, "gave password")
        if isinstance(found, Refused):
            return await guard.aside(partial(page, request, visit, found.says, status=found.status))
        try:
            hashed = await guard.hashing(partial(guard.passwords.hashed, after, found.name))
            await guard.aside(partial(set_password, guard.desk, found.number, hashed, visit.by))
        except PeopleError as error:
            return await guard.aside(partial(page, request, visit, str(error), status=400))
        unnoted(request)
        response = RedirectResponse("/tokens", 303)
        response.headers.append("set-cookie", await _session_cookie(guard, found, visit))
        return response


# ---------------------------------------------------------------- who saw and did what


def _audit_routes(router: APIRouter, guard: Guard, render: Render) -> None:
    @router.get("/audit")
    def show(
        request: Request,
        visit: _Admin,
        who: str = "",
        about: str = "",
        before: str = "",
        check: bool = False,
    ) -> Response:
        from_number = int(before[:18]) if before.isascii() and before.isdigit() else None
        entries: tuple[Seen, ...] = audit(guard.desk, from_number, _PAGE, who or None, about or None)
        context = {
            "csrf": visit.csrf,
            "entries": entries,
            "who": who,
            "about": about,
            "older": entries[-1].number if len(entries) == _PAGE else None,
            "checked": check,
            "broken": broken(guard.desk) if check else None,
        }
        return render(request, "audit.html.j2", context, 200)
