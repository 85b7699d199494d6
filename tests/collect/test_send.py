"""Something is sent to a server whole, and on to another only where that one is to get it too."""

from __future__ import annotations

import pytest
from tests.collect.server import answer, serving
from tests.stamp.authority import posted

from firsthand.collect.fetch import Parcel, send
from firsthand.collect.limits import Limits
from firsthand.collect.resolver import system_resolver
from firsthand.errors import AddressRefused, BadStatus, TooManyRedirects

PARCEL = Parcel(bytes(range(256)) * 40, "application/timestamp-query", "application/timestamp-reply")


def sent(url: str, *, allow_private: bool = True) -> bytes:
    return send(url, PARCEL, allow_private=allow_private, limits=Limits(seconds=5), resolve=system_resolver)


def test_it_arrives_with_its_type() -> None:
    """Every byte of it, with what it is and what is wanted back; the answer comes back whole."""
    with posted(lambda path, body: path.encode() + body[::-1]) as server:
        assert sent(server.url("/in")) == b"/in" + PARCEL.data[::-1]
    head = server.requests[0].lower()
    assert head.startswith("post /in http/1.1\r\n")
    for line in ("content-type: application/timestamp-query", "accept: application/timestamp-reply"):
        assert line in head


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
def test_it_is_sent_on_where_the_server_says_so(status: str) -> None:
    """With these two the next server gets the same; and not without end."""
    with posted(lambda path, body: body) as there:
        location = f"Location: {there.url('/new')}"
        with serving(lambda connection, path: connection.sendall(answer(b"", location, status=status))) as here:
            assert sent(here.url()) == PARCEL.data
    circle = answer(b"", "Location: /", status=status)
    with serving(lambda connection, path: connection.sendall(circle)) as here, pytest.raises(TooManyRedirects):
        sent(here.url())


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "404 Not Found", "500 Error"])
def test_other_answers_are_errors(status: str) -> None:
    """A page that is shown instead is not what was asked for."""
    with serving(lambda connection, path: connection.sendall(answer(b"", "Location: /page", status=status))) as here:
        with pytest.raises(BadStatus, match=status[:3]):
            sent(here.url())
        assert len(here.requests) == 1


def test_a_private_address_is_sent_nothing() -> None:
    """The guards of fetching hold for sending."""
    with posted(lambda path, body: body) as server:
        with pytest.raises(AddressRefused, match="loopback"):
            sent(server.url(), allow_private=False)
        assert not server.requests
