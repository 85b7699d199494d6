"""What a role is enough for. Pages ask with `needs`; a second net catches what a page forgot to ask for."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import HTTPException, Request
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from firsthand.kinds import Role
from firsthand.show.desk.guard.settings import Guarded, is_under
from firsthand.show.desk.guard.visits import Refusal, Via, Visit, refuse, visit_of
from firsthand.show.named import named
from firsthand.show.speaking import gettext

__all__ = ["Roles", "needs"]


def needs(role: Role, *, in_person: bool = False) -> Callable[[Request], Visit]:
    """A dependency that gives who it is, or refuses with 403: `visit: Annotated[Visit, Depends(needs(Role.ANALYST))]`.

    With `in_person` a token is not enough: no program adds people or makes itself more tokens.
    """

    def visiting(request: Request) -> Visit:
        visit = visit_of(request)
        if visit.person is None:
            raise HTTPException(401, gettext("You are not logged in, or not any more. Log in, then try again."))
        if in_person and visit.via is Via.TOKEN:
            raise HTTPException(403, gettext("A token is not enough for this: log in with your password."))
        if not visit.role.may(role):
            raise HTTPException(403, _too_little(visit, role))
        return visit

    return visiting


class Roles:
    """A reader sends nothing but what concerns only themselves, whether a page asks for their role or not."""

    def __init__(self, app: ASGIApp, settings: Guarded, page: Refusal | None = None) -> None:
        self._app, self._settings, self._page = app, settings, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            visit = visit_of(HTTPConnection(scope))
            own = any(is_under(scope["path"], path) for path in self._settings.own_paths)
            if not own and not visit.role.may(Role.ANALYST):
                await refuse(scope, send, 403, _too_little(visit, Role.ANALYST), page=self._page)
                return
        await self._app(scope, receive, send)


def _too_little(visit: Visit, needed: Role) -> str:
    if visit.via is Via.TOKEN:
        who = gettext("This token")
    else:
        who = visit.known.name if visit.person else gettext("Nobody in particular")
    role = named(visit.role, "role")
    if needed is Role.READER:
        return gettext("%(who)s may look here as %(role)s; this needs a reader. Ask an admin.", who=who, role=role)
    return gettext(
        "%(who)s may look here as %(role)s; this needs an %(needed)s. Ask an admin.",
        who=who,
        role=role,
        needed=named(needed, "role"),
    )
