"""When the desk may start, and what its server is told."""

from __future__ import annotations

import ipaddress

import pytest
from starlette.types import Receive, Scope, Send

from firsthand.errors import PeopleError
from firsthand.show.desk.guard import Guarded, Limits, SignOn, may_serve, server_config
from firsthand.show.desk.guard.settings import is_loopback, is_under

PROXY = (ipaddress.ip_network("198.51.100.3/32"),)


@pytest.mark.parametrize(
    "settings",
    [
        Guarded(),
        Guarded(host="::1"),
        Guarded(host="localhost"),
        Guarded(host="127.8.9.1"),
        Guarded(host="0.0.0.0", proxies=PROXY, sign_on=SignOn()),
    ],
)
def test_alone_or_with_a_sign_on_it_starts(settings: Guarded) -> None:
    """Without people."""
    may_serve(settings, people=False)


@pytest.mark.parametrize(
    "settings",
    [
        Guarded(host="0.0.0.0"),
        Guarded(host="::"),
        Guarded(host="192.168.1.5"),
        Guarded(host="desk.example.org"),
        Guarded(names=frozenset({"desk.example.org"})),
        Guarded(proxies=PROXY),
        Guarded(login=True),
    ],
)
def test_open_to_others_it_needs_people(settings: Guarded) -> None:
    """The message says what to do; with people it starts."""
    with pytest.raises(PeopleError, match="firsthand people add CASE NAME --role admin"):
        may_serve(settings, people=False)
    may_serve(settings, people=True)
    assert not settings.without_login


def test_a_sign_on_without_a_proxy_is_refused() -> None:
    """Anybody could send the header."""
    with pytest.raises(PeopleError, match="X-Forwarded-User is believed only from a proxy"):
        may_serve(Guarded(sign_on=SignOn()), people=True)


def test_a_name_that_may_be_anywhere_is_no_loopback() -> None:
    """Only what can be nothing else."""
    assert all(map(is_loopback, ("127.0.0.1", "::1", "[::1]", "LOCALHOST", "127.255.0.1")))
    assert not any(
        map(is_loopback, ("0.0.0.0", "::", "", "localhost.example.org", "127.0.0.1.example.org", "10.0.0.1"))
    )


def test_the_server_believes_no_header() -> None:
    """Left alone it takes what anybody on this machine says of whom they speak for."""

    async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
        """An app that answers nothing."""

    config = server_config(nothing, Guarded(port=8123))
    assert (config.proxy_headers, config.server_header, config.access_log) == (False, False, False)
    assert config.port == 8123


def test_limits_go_by_whole_steps_of_a_path() -> None:
    """ "/add" and all below it, and not whatever begins so."""
    settings = Guarded(limits=Limits(body=10, uploads={"/add": 99}))
    limits = [settings.body_limit(path) for path in ("/add", "/add/files", "/address", "/", "/x/add")]
    assert limits == [99, 99, 10, 10, 10]
    assert is_under("/notes/3", "/notes")
    assert not is_under("/notesX", "/notes")
