"""Under which names the desk answers. A page elsewhere can point a name of its own at this machine and then read what
the browser takes for its own site (DNS rebinding); but the browser still sends that name."""

from __future__ import annotations

import ipaddress
import re

from starlette.types import ASGIApp, Receive, Scope, Send

from firsthand.show.desk.guard.addresses import header_values
from firsthand.show.desk.guard.settings import Guarded
from firsthand.show.desk.guard.visits import Refusal, refuse
from firsthand.show.speaking import gettext

__all__ = ["Hosts", "host_name"]

_HOST = re.compile(
    r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?)(?::[0-9]{1,5})?", re.ASCII
)
_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def host_name(value: bytes) -> str | None:
    """The name in a Host header, in small letters and without port and brackets; None where it is none."""
    found = _HOST.fullmatch(value.decode("latin-1"))
    return found["name"].strip("[]").rstrip(".").lower() if found else None


class Hosts:
    """Refuse every other name, and more than one. What is no HTTP goes no further: the desk has no web sockets."""

    def __init__(self, app: ASGIApp, settings: Guarded, page: Refusal | None = None) -> None:
        self._app, self._page = app, page
        self._names = _MACHINE | settings.names | {settings.host.strip("[]").lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = header_values(scope, b"host")
        name = host_name(given[0]) if len(given) == 1 else None
        if name is None:
            await refuse(scope, send, 400, gettext("The request names no host, or more than one."), page=self._page)
        elif name in self._names or _is_own_address(name, scope):
            await self._app(scope, receive, send)
        else:
            says = gettext(
                "The desk does not answer under this name. Whoever runs it can allow the name when starting it."
            )
            await refuse(scope, send, 421, says, page=self._page)


def _is_own_address(name: str, scope: Scope) -> bool:
    """Whether it is the very address that the request came in at: an address cannot be pointed elsewhere."""
    server = scope.get("server")
    try:
        return server is not None and ipaddress.ip_address(name) == ipaddress.ip_address(server[0])
    except ValueError:
        return False
