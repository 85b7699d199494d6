"""In which language the desk answers: the one that is chosen, else the first that the browser asks for, else English.

`?lang=uk` on any address chooses one, and a cookie keeps it. Programs and files are always answered in English: the
API, and exports, which say the same whoever takes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.show.speaking import ENGLISH, languages, speaking

__all__ = ["COOKIE", "Speaking", "language_of"]

COOKIE = "language"
_LONGEST = 2_000
_YEAR = 31_536_000


class Speaking:
    """Has everything within speak the language of whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chosen, language = _chosen(scope), _language(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Language, Cookie")
                if chosen:
                    headers.append("set-cookie", f"{COOKIE}={chosen}; Path=/; Max-Age={_YEAR}; SameSite=Lax")
            await send(message)

        with speaking(language):
            await self._app(scope, receive, sending)


def _language(scope: Scope) -> str:
    if _is_for_programs(scope):
        return ENGLISH
    return _chosen(scope) or _kept(scope) or language_of(_headers(scope, b"accept-language"))


def _is_for_programs(scope: Scope) -> bool:
    path = str(scope["path"])
    return path.startswith("/api/") or (path == "/export" and "to" in _query(scope))


def _chosen(scope: Scope) -> str:
    """What the address asks for, where the desk speaks it."""
    given = _query(scope).get("lang", [""])[-1]
    return given if given in languages() else ""


def _kept(scope: Scope) -> str:
    """What was chosen before."""
    for each in _headers(scope, b"cookie").split(";"):
        name, _, value = each.strip().partition("=")
        if name == COOKIE and value in languages():
            return value
    return ""


def _query(scope: Scope) -> dict[str, list[str]]:
    written = bytes(scope.get("query_string", b"")).decode("latin-1")
    return parse_qs(written, max_num_fields=None) if len(written) <= _LONGEST else {}


def _headers(scope: Scope, name: bytes) -> str:
    found: Iterable[tuple[bytes, bytes]] = scope.get("headers", ())
    return ",".join(value.decode("latin-1") for key, value in found if key.lower() == name)


def language_of(accepted: str) -> str:
    """The language that a browser asks for first among those that the desk speaks ("uk-UA,uk;q=0.9,en;q=0.5")."""
    wanted = [(part.partition(";")[0].strip().lower(), _weight(part)) for part in accepted[:500].split(",")]
    known = {each.lower().replace("_", "-"): each for each in languages()}
    for name, weight in sorted(wanted, key=lambda each: -each[1]):
        for one in (name, name.partition("-")[0]):
            if weight > 0 and one in known:
                return known[one]
    return ENGLISH


def _weight(part: str) -> float:
    found = re.search(r";\s*q=([01](?:\.\d{0,3})?)\s*$", part)
    return float(found[1]) if found else 1.0
