"""All of the guard around an app, in the order in which a request meets it."""

from __future__ import annotations

from starlette.types import ASGIApp

from firsthand.show.desk.guard.audit import Audited
from firsthand.show.desk.guard.csrf import Csrf
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.headers import Headers
from firsthand.show.desk.guard.hosts import Hosts
from firsthand.show.desk.guard.limits import Bodies
from firsthand.show.desk.guard.roles import Roles
from firsthand.show.desk.guard.sessions import Visitors

__all__ = ["guarded"]


def guarded(app: ASGIApp, guard: Guard) -> ASGIApp:
    """The app behind its guard: what is given to the server. Read from the last line up."""
    settings, page = guard.settings, guard.page
    app = Roles(app, settings, page)
    app = Csrf(app, settings, page)
    app = Audited(app, settings, guard.recorder, page)
    app = Visitors(app, guard)
    app = Bodies(app, settings, page)
    app = Hosts(app, settings, page)
    return Headers(app, https=settings.https)
