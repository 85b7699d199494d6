"""Which addresses are refused, in every way of writing them."""

from __future__ import annotations

import ipaddress
import time

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.collect import Limits, from_address
from firsthand.collect.addresses import checked_numbers, refusal
from firsthand.collect.connection import GuardedBackend
from firsthand.collect.limits import Deadline
from firsthand.errors import AddressRefused, FirsthandError, TimedOut, Unreachable

NOT_PUBLIC = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127。0。0。1/",
    "http://0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1:8080/admin",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://224.0.0.251/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:5ef5:79fd::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://localhost/",
]


def never(host: str, port: int) -> list[str]:
    """A resolver that must not be asked."""
    raise AssertionError(f"asked for {host}")


@pytest.mark.parametrize("url", NOT_PUBLIC)
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    """However it is written, an address inside some network is refused."""
    with pytest.raises(AddressRefused):
        from_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/report.txt",
        "gopher://example.org/",
        "javascript:alert(1)",
        "example.org/report",
        "http://",
        "http:///report",
        "http://[::1",
        "http://reader:secret@example.org/",
        "http://reader@example.org/",
        "http://example.org:99999999/",
        "http://999999999999/",
        "",
    ],
)
def test_addresses_that_are_no_plain_web_address_are_refused(url: str) -> None:
    """Other schemes, credentials and half addresses are refused before any look-up."""
    with pytest.raises(AddressRefused) as refused:
        from_address(url, resolve=never, allow_private=True)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_not_refused(number: str) -> None:
    """The check leaves the public network alone."""
    assert refusal(number) is None


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["8.8.8.8", "10.0.0.7"], ["8.8.8.8", "::ffff:10.0.0.7"]])
def test_a_name_with_any_private_answer_is_refused(answers: list[str]) -> None:
    """One private address among the resolver's answers is enough to refuse the name."""
    with pytest.raises(AddressRefused, match=r"news\.example, which leads to"):
        from_address("http://news.example/", resolve=lambda host, port: answers)


class _Recorder(httpcore.NetworkBackend):
    """Notes where a connection would go, and goes nowhere."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def connect_tcp(self, host: str, *args: object, **named: object) -> httpcore.NetworkStream:
        self.hosts.append(host)
        raise httpcore.ConnectError("nobody there")


def test_a_second_answer_cannot_redirect_the_connection() -> None:
    """DNS rebinding: the name is resolved once, and the connection goes to the number that was checked."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    inner = _Recorder()
    backend = GuardedBackend(Deadline(5, "the page"), rebinding, inner=inner)
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("news.example", 80)
    assert (asked, inner.hosts) == (["news.example"], ["8.8.8.8"])


def test_every_checked_address_is_tried() -> None:
    """A host with a dead first address is still reached over its second."""
    inner = _Recorder()
    backend = GuardedBackend(Deadline(5, "the page"), lambda host, port: ["2606:4700::1", "8.8.8.8"], inner=inner)
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("news.example", 443)
    assert inner.hosts == ["2606:4700::1", "8.8.8.8"]


def test_an_unknown_host_is_unreachable() -> None:
    """A name that does not resolve is a network failure, not a refusal."""

    def unknown(host: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(Unreachable, match=r"no-such-outlet\.example"):
        from_address("http://no-such-outlet.example/", resolve=unknown)


def test_a_slow_resolver_is_left() -> None:
    """The time limit holds for the look-up of the name too."""

    def slow(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["8.8.8.8"]

    begun = time.monotonic()
    with pytest.raises(TimedOut):
        from_address("http://news.example/", resolve=slow, limits=Limits(seconds=0.3))
    assert time.monotonic() - begun < 2.5


@settings(deadline=None)
@given(st.ip_addresses())
def test_what_is_let_through_is_public_by_the_registries(address: object) -> None:
    """No address passes that Python's own tables call private, loopback, link-local or multicast."""
    assert isinstance(address, (ipaddress.IPv4Address, ipaddress.IPv6Address))
    if refusal(str(address)) is None and address not in ipaddress.ip_network("64:ff9b::/96"):
        assert not (address.is_private)
        assert not (address.is_loopback)
        assert not (address.is_link_local)
        assert not (address.is_multicast)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_address_crashes_the_check(text: str) -> None:
    """Whatever stands in a link, the outcome is an address or one of our errors."""

    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("offline")

    for url in (text, f"http://{text}", f"http://news.example/{text}"):
        with pytest.raises(FirsthandError):
            from_address(url, resolve=nowhere)


def test_a_literal_is_not_looked_up() -> None:
    """A number is checked as it is; no resolver gets to reinterpret it."""
    found = checked_numbers("8.8.8.8", 80, allow_private=False, resolve=never, deadline=Deadline(1, "it"))
    assert found == ["8.8.8.8"]
