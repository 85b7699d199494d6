"""The commands that start the desk: on a case, or on the example that the package brings along."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import OutputError
from firsthand.show.options import CaseFolder, FetchPrivate
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.show.desk.guard.settings import Guarded, Network

__all__ = ["PORT", "add_serve_commands", "serve"]

PORT = 8321
"""Where the desk listens unless it is told otherwise."""
_GRACE = 3
"""Seconds that streams may take to end with the desk."""


def add_serve_commands(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(serve)


def serve(
    case: CaseFolder,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = PORT,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name it is reached by; may be repeated.")
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="Browsers reach it by https, through a proxy.")] = False,
    proxy: Annotated[
        list[str] | None, typer.Option("--proxy", metavar="NETWORK", help="A proxy that is believed; may be repeated.")
    ] = None,
    user_header: Annotated[
        str | None, typer.Option("--user-header", metavar="NAME", help="Where that proxy says who it is.")
    ] = None,
    newcomers: Annotated[
        str | None, typer.Option("--newcomers", metavar="ROLE", help="What who comes so for the first time may do.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Also keep coming in what is on the list of `watch`.")] = False,
    allow_private: FetchPrivate = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Open the desk: the case in a browser, for one person here or for a team. Ends with Ctrl-C."""
    settings = _settings(host, port, name or [], https, proxy or [], user_header, newcomers)
    _serve(case, settings, watch=watch, allow_private=allow_private, open_browser=open_browser)


def _serve(case: Path, settings: Guarded, *, watch: bool, allow_private: bool, open_browser: bool) -> None:
    import uvicorn

    from firsthand.show.desk.app import build_app
    from firsthand.show.desk.before import ready
    from firsthand.show.desk.guard.guard import Guard
    from firsthand.show.desk.guard.settings import may_serve
    from firsthand.show.desk.guard.stack import guarded, server_config
    from firsthand.show.desk.rendering import refusal
    from firsthand.show.desk.served import Served
    from firsthand.show.desk.working import Worker
    from firsthand.store import Case
    from firsthand.store.desk import Desk
    from firsthand.store.desk.people import has_people

    with Case.open(ready(case)):  # what is wrong with it is told before anything is started
        pass
    with Desk.open(case) as desk:
        may_serve(settings, people=has_people(desk))
        listening = _listening(settings)
        settings = replace(settings, port=listening.getsockname()[1])
        guard = Guard(desk, settings, page=refusal)
        try:
            app = build_app(Served(case), Worker(case, watch=watch, allow_private=allow_private), guard)
            config = server_config(guarded(app, guard), settings)
            config.log_level, config.timeout_graceful_shutdown = logging.WARNING, _GRACE
            config.configure_logging()
            address = f"{settings.scheme}://{_in_an_address(settings.host)}:{settings.port}/"
            typer.echo(f"The desk is at {address}\nIt ends with Ctrl-C.")
            if open_browser:
                threading.Timer(1.0, webbrowser.open, [address]).start()
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            guard.close()
            listening.close()


def _settings(
    host: str,
    port: int,
    names: list[str],
    https: bool,
    proxies: list[str],
    user_header: str | None,
    newcomers: str | None,
) -> Guarded:
    from firsthand.kinds import Role
    from firsthand.show.desk.guard.settings import Guarded, SignOn

    if newcomers is not None and newcomers not in list(Role):
        raise typer.BadParameter(f"give one of {', '.join(Role)}", param_hint="--newcomers")
    role = Role(newcomers) if newcomers is not None else None
    return Guarded(
        host=host,
        port=port,
        names=frozenset(each.lower() for each in names),
        https=https,
        proxies=tuple(map(_network, proxies)),
        sign_on=SignOn(header=user_header, newcomers=role) if user_header else None,
    )


def _network(given: str) -> Network:
    try:
        return ipaddress.ip_network(given.strip(), strict=False)
    except ValueError:
        raise typer.BadParameter(
            f"“{one_line(given)}” is no address: give one such as 10.0.0.5 or 10.0.0.0/24", param_hint="--proxy"
        ) from None


def _listening(settings: Guarded) -> socket.socket:
    """Raises OutputError: something listens there already, or the address is not of this machine."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
    except OSError as error:
        raise OutputError(
            f"Nothing can listen at {one_line(settings.host)}, port {settings.port}: {error.strerror or error}. "
            "Give another --port; 0 takes a free one."
        ) from error
    return listening


def _in_an_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
