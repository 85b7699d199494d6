"""Names under which the desk answers: a name that was pointed at this machine is not one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.show.desk.guard.conftest import Browser, small_app

from firsthand.show.desk.guard import Guard, Guarded, guarded
from firsthand.show.desk.guard.hosts import host_name
from firsthand.store.desk import Desk


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:9999", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("localhost.:8000", 200),
        ("rebound.example", 421),
        ("rebound.example:8000", 421),
        ("127.0.0.1.rebound.example", 421),
        ("localhost.rebound.example", 421),
        ("192.0.2.1", 421),
        ("127.0.0.1:8000@rebound.example", 400),
        ("127.0.0.1 rebound.example", 400),
        ("", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(browser: Browser, host: str, status: int) -> None:
    """Whatever was pointed at it."""
    assert browser().get("/", headers={"host": host}).status_code == status


def test_two_names_are_none(browser: Browser) -> None:
    """A server before it might look at the other one."""
    answer = browser().request("GET", "/", headers=[("host", "127.0.0.1"), ("host", "rebound.example")])
    assert answer.status_code == 400


def test_a_name_of_a_desk_for_many_is_allowed(desk: Desk, settings: Guarded) -> None:
    """It is told when the desk is started; then it asks for a login under every name."""
    guard = Guard(desk, replace(settings, names=frozenset({"desk.example.org"})))
    client = TestClient(guarded(small_app(desk), guard), follow_redirects=False, client=("127.0.0.1", 1))
    for host, status in (("desk.example.org", 303), ("Desk.Example.Org:443", 303), ("localhost", 303), ("a.b", 421)):
        assert client.get("/", headers={"host": host}).status_code == status, host
    guard.close()


def test_web_sockets_are_closed(browser: Browser) -> None:
    """The desk has none, and a browser asks nobody before it opens one."""
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), browser().websocket_connect("/"):
        pass


@given(st.binary(max_size=80))
def test_any_header_is_a_name_or_not(value: bytes) -> None:
    """And a name has nothing in it that means something elsewhere."""
    name = host_name(value)
    assert name is None or (name == name.lower() and not set(name) & set("/?#@ \r\n"))
