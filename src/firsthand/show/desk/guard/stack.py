"""All of the guard around an app, in the order in which a request meets it; and what its server is told."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp

from firsthand.show.desk.guard.audit import Audited
from firsthand.show.desk.guard.csrf import Csrf
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.headers import Headers
from firsthand.show.desk.guard.hosts import Hosts
from firsthand.show.desk.guard.limits import Bodies
from firsthand.show.desk.guard.roles import Roles
from firsthand.show.desk.guard.sessions import Visitors
from firsthand.show.desk.guard.settings import Guarded
from firsthand.show.desk.spoken import Speaking

__all__ = ["guarded", "server_config"]


def guarded(app: ASGIApp, guard: Guard) -> ASGIApp:
    """The app behind its guard: what is given to the server. Read from the last line up."""
    settings, page = guard.settings, guard.page
    app = Roles(app, settings, page)
    app = Csrf(app, settings, page)
    app = Audited(app, settings, guard.recorder, page)
    app = Visitors(app, guard)
    app = Bodies(app, settings, page)
    app = Hosts(app, settings, page)
    app = Speaking(app)
    return Headers(app, https=settings.https)


def server_config(app: ASGIApp, settings: Guarded) -> uvicorn.Config:
    """How uvicorn serves an app that is guarded.

    Left alone it believes what anybody on this machine says of whom they speak for, says what it is, and writes down
    what is searched for.
    """
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        ws="none",
        h11_max_incomplete_event_size=64 * 1024,
        limit_concurrency=1000,
    )
