"""A single sign-on is believed from its proxy alone, and addresses too."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.show.desk.guard.conftest import csrf_in, small_app
from tests.store.desk.conftest import HOST

from firsthand.kinds import Role
from firsthand.show.desk.guard import Guard, Guarded, SignOn, guarded
from firsthand.show.desk.guard.addresses import address_of, neighbourhood
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.people import disable, person_named

PROXY = ipaddress.ip_network("198.51.100.0/28")
SETTINGS = Guarded(
    host="0.0.0.0",
    names=frozenset({"desk.example.org"}),
    proxies=(PROXY,),
    sign_on=SignOn(groups="X-Forwarded-Groups", roles={"desk-read": Role.READER, "desk-decide": Role.ANALYST}),
)

Ask = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def sign_on() -> SignOn:
    assert SETTINGS.sign_on is not None
    return SETTINGS.sign_on


@pytest.fixture
def client_from(desk: Desk, settings: Guarded, sign_on: SignOn) -> Iterator[Callable[[str], TestClient]]:
    guard = Guard(desk, replace(SETTINGS, cost=settings.cost, sign_on=sign_on))
    app = guarded(small_app(desk), guard)

    def made(address: str) -> TestClient:
        return TestClient(app, base_url="http://desk.example.org", client=(address, 1), follow_redirects=False)

    yield made
    guard.close()


def test_the_proxy_says_who_it_is(client_from: Callable[[str], TestClient], desk: Desk) -> None:
    """In UTF-8; the role is that of the highest group, and follows it."""
    client = client_from("198.51.100.3")
    headers = {b"x-forwarded-user": "Олена Ткач".encode(), b"x-forwarded-groups": b"staff, desk-read , desk-decide"}
    headers[b"x-forwarded-for"] = b"203.0.113.9, 198.51.100.4"
    assert client.get("/api/v1/me", headers=headers).json() == {
        "name": "Олена Ткач", "role": "analyst", "via": "sign on", "from": "203.0.113.9"
    }  # fmt: skip
    headers[b"x-forwarded-groups"] = b"desk-read"
    assert client.get("/api/v1/me", headers=headers).json()["role"] == "reader"
    found = person_named(desk, "Олена Ткач")
    assert found is not None
    disable(desk, found.number, HOST)
    assert client.get("/", headers=headers).status_code == 403


def test_anybody_else_who_says_so_is_a_stranger(client_from: Callable[[str], TestClient], taras: Person) -> None:
    """The header is nothing from an address that is no proxy's, whatever else stands in it."""
    for address in ("203.0.113.9", "127.0.0.1", "198.51.100.16", "::1"):
        headers = {"x-forwarded-user": "Taras", "x-forwarded-groups": "desk-decide", "x-forwarded-for": "198.51.100.3"}
        assert client_from(address).get("/api/v1/me", headers=headers).status_code == 401, address


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("x-forwarded-user", "olena"), ("x-forwarded-user", "taras"), ("x-forwarded-groups", "desk-decide")], 403),
        ([("x-forwarded-user", "olena"), ("x-forwarded-groups", "other")], 403),
        ([("x-forwarded-user", "olena")], 403),
        ([("x-forwarded-user", "olena"), ("x-forwarded-groups", "x"), ("x-forwarded-groups", "desk-decide")], 403),
        ([("x-forwarded-user", "<b>olena</b>"), ("x-forwarded-groups", "desk-decide")], 403),
        ([("x-forwarded-user", ""), ("x-forwarded-groups", "desk-decide")], 403),
        ([("x-forwarded-user", "a" * 5000), ("x-forwarded-groups", "desk-decide")], 403),
        ([("x_forwarded_user", "olena"), ("x-forwarded-groups", "desk-decide")], 401),
        ([("x-forwarded-groups", "desk-decide")], 401),
    ],
)
def test_what_is_not_clear_lets_nobody_in(
    client_from: Callable[[str], TestClient], headers: list[tuple[str, str]], status: int
) -> None:
    """Two names, no group, no name, a header that a browser slipped through: refused, and nothing of it is HTML."""
    answer = client_from("198.51.100.3").get("/api/v1/me", headers=headers)
    assert answer.status_code == status
    assert "<b>" not in client_from("198.51.100.3").get("/", headers=headers).text


def test_its_browser_needs_the_form_too(client_from: Callable[[str], TestClient]) -> None:
    """The proxy lets another site's request through as well: it goes by a cookie of its own."""
    client = client_from("198.51.100.3")
    client.headers.update({"x-forwarded-user": "olena", "x-forwarded-groups": "desk-decide"})
    form = csrf_in(client.get("/").text)
    sent = {"verdict": "true", "csrf": form}
    assert client.post("/claims/c1/decide", data={"verdict": "true"}).status_code == 403
    elsewhere = {"origin": "https://elsewhere.example"}
    assert client.post("/claims/c1/decide", data=sent, headers=elsewhere).status_code == 403
    assert client.post("/claims/c1/decide", data=sent).status_code == 200


@pytest.mark.parametrize(
    ("peer", "told", "is_from"),
    [
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),
        ("198.51.100.3", "192.0.2.1", "192.0.2.1"),
        ("198.51.100.3", "10.9.9.9, 192.0.2.1, 198.51.100.4", "192.0.2.1"),
        ("198.51.100.3", "made up, 192.0.2.1", "192.0.2.1"),
        ("198.51.100.3", "192.0.2.1, made up", "198.51.100.3"),
        ("198.51.100.3", "", "198.51.100.3"),
        ("198.51.100.3", "198.51.100.4, 198.51.100.5", "198.51.100.3"),
        ("::ffff:198.51.100.3", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_an_address_is_believed_from_a_proxy_only(peer: str, told: str, is_from: str) -> None:
    """Of several the last that is no proxy: those before it, anybody may have written."""
    scope = {"client": (peer, 1), "headers": [(b"x-forwarded-for", told.encode())]}
    assert address_of(scope, SETTINGS) == is_from


def test_one_household_is_one_for_limits() -> None:
    """Who has a network of addresses does not have so many tries."""
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1") == "2001:db8::/64"
    assert neighbourhood("2001:db8:0:1::1") != neighbourhood("2001:db8::1")
    assert neighbourhood("192.0.2.1") == "192.0.2.1"
    assert neighbourhood("somewhere") == "somewhere"


@given(st.text(max_size=50), st.binary(max_size=100))
def test_any_address_is_one_or_stays_as_it_is(peer: str, told: bytes) -> None:
    """Nothing makes the reader of addresses fall."""
    for client in ((peer, 1), ("198.51.100.3", 1), None):
        assert len(address_of({"client": client, "headers": [(b"x-forwarded-for", told)]}, SETTINGS)) <= 64
