"""Keeps other sites from using the browser of somebody who is logged in, or who sits at the machine.

What changes something has to come from a page of the desk: the browser says so (Origin, Sec-Fetch-Site), and the
request brings the token of the form, which no other site can read. Programs with a token of their own need neither.
What only asks may come from elsewhere as a link that is followed, but not as a part of another site's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hmac import compare_digest
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.show.desk.guard.addresses import header_values
from firsthand.show.desk.guard.hosts import host_name
from firsthand.show.desk.guard.settings import Guarded, is_under
from firsthand.show.desk.guard.visits import Refusal, Via, refuse, visit_of
from firsthand.show.speaking import gettext

__all__ = ["FIELD", "HEADER", "Csrf", "from_here", "of_another_site", "token_in_form", "token_in_parts"]

FIELD, HEADER = "csrf", "X-CSRF-Token"
_SAFE = ("GET", "HEAD", "OPTIONS")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#@\s]+)", re.ASCII)
_PORTS = {"http": 80, "https": 443}
_PEEKED = 4096
"""Bytes of a form with files in which the token has to stand, as its first field."""
_FIELDS = 1000
_BOUNDARY = re.compile(r'(?:^|;)\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)


class Csrf:
    """Refuses with 403 what another site may be behind."""

    def __init__(self, app: ASGIApp, settings: Guarded, page: Refusal | None = None) -> None:
        self._app, self._settings, self._page = app, settings, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = visit_of(HTTPConnection(scope))
        if visit.via is Via.TOKEN:
            await self._app(scope, receive, send)
            return
        if scope["method"] in _SAFE:
            if _part_of_another_site(scope):
                await refuse(
                    scope,
                    send,
                    403,
                    gettext("Another site's page asked for this. Open the desk itself."),
                    page=self._page,
                )
            else:
                await self._app(scope, receive, send)
            return
        if not from_here(scope, self._settings):
            says = gettext("This was sent by a page that is not of this desk.")
            await refuse(scope, send, 403, says, page=self._page)
            return
        given, receive = await _token(scope, receive)
        if not visit.csrf or given is None or not compare_digest(given.encode(), visit.csrf.encode()):
            await refuse(scope, send, 403, _says(scope, given), page=self._page)
            return
        await self._app(scope, receive, send)


def _says(scope: Scope, given: str | None) -> str:
    """Why it was refused: a program that sent nothing of a form has none to open anew."""
    if given is None and is_under(scope["path"], "/api"):
        return gettext("To change something a program sends a token: Authorization: Bearer firsthand_…")
    return gettext("The form is from an earlier login, or another browser. Open its page anew, then send it again.")


def of_another_site(scope: Scope) -> bool:
    """Whether the browser says that another site is behind the request: one of another port is another too."""
    return any(site not in (b"same-origin", b"none") for site in header_values(scope, b"sec-fetch-site"))


def from_here(scope: Scope, settings: Guarded) -> bool:
    """Whether a page of this desk sent it, by what the browser says; also where nothing says so: that is no browser."""
    if of_another_site(scope):
        return False
    origins = header_values(scope, b"origin")
    if not origins:
        return True
    (host,) = header_values(scope, b"host")
    ours = [
        f"{settings.scheme}://{host.decode('latin-1')}",
        *(f"{settings.scheme}://{name}" for name in settings.names),
    ]
    return len(origins) == 1 and _origin(origins[0].decode("latin-1")) in {_origin(each) for each in ours} - {None}


def _origin(said: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None where it is none, such as "null"."""
    found = _ORIGIN.fullmatch(said)
    name = host_name(found["host"].encode("latin-1", "replace")) if found else None
    if found is None or name is None:
        return None
    _, mark, port = found["host"].rpartition(":")
    return found["scheme"], name, int(port) if mark and port.isdigit() else _PORTS[found["scheme"]]


def _part_of_another_site(scope: Scope) -> bool:
    """Whether a page elsewhere wants it as a script, picture, frame or answer. A link that is followed is not that."""
    if not of_another_site(scope):
        return False
    followed = header_values(scope, b"sec-fetch-mode") == [b"navigate"]
    return not followed or header_values(scope, b"sec-fetch-dest") not in ([b"document"], [])


async def _token(scope: Scope, receive: Receive) -> tuple[str | None, Receive]:
    """What the request brings as token of the form; and the same body once more, for the page."""
    given = header_values(scope, HEADER.lower().encode())
    if given:
        return (given[0].decode("latin-1") if len(given) == 1 else None), receive
    kinds = header_values(scope, b"content-type")
    kind = kinds[0].decode("latin-1") if len(kinds) == 1 else ""
    essence = kind.split(";")[0].strip().lower()
    if essence == "application/x-www-form-urlencoded":
        read, again = await _read(receive, None)
        return token_in_form(read), again
    if essence == "multipart/form-data":
        read, again = await _read(receive, _PEEKED)
        return token_in_parts(read, kind), again
    return None, receive


def token_in_form(body: bytes) -> str | None:
    """The one field of that name; None where there is none, or more than one."""
    try:
        fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return None
    found = [value for name, value in fields if name == FIELD]
    return found[0] if len(found) == 1 else None


def token_in_parts(start: bytes, kind: str) -> str | None:
    """The same of a form with files, where it has to be the first field: its files need not be read for it.

    Args:
        start: the first bytes of the body.
        kind: the Content-Type header.
    """
    found = _BOUNDARY.search(kind)
    boundary = (found[1] or found[2]).encode("latin-1", "replace") if found else b""
    head, mark, rest = start.partition(b"\r\n\r\n")
    first, _, fields = head.partition(b"\r\n")
    named = re.fullmatch(rb'content-disposition:\s*form-data;\s*name="csrf"', fields.strip(), re.IGNORECASE)
    value, end, _ = rest.partition(b"\r\n--" + boundary)
    if not boundary or not mark or not end or first != b"--" + boundary or not named:
        return None
    return value.decode("latin-1")


async def _read(receive: Receive, at_least: int | None) -> tuple[bytes, Receive]:
    """So many bytes or a little more, or all; and a `receive` that begins anew."""
    messages: list[Message] = []
    body = bytearray()
    while at_least is None or len(body) < at_least:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body), _again(iter(messages), receive)


def _again(messages: Iterable[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def receiving() -> Message:
        for message in waiting:
            return message
        return await receive()

    return receiving
