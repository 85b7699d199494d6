"""Which addresses a request may go to.

A report may carry any address, and a server may redirect to any other: neither may reach the machine
this runs on, its network, or the metadata service of a cloud. What counts is the number that a name
resolves to, so every answer of the resolver is checked, and the connection goes to a checked one.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading

import httpx

from firsthand.collect.limits import Deadline
from firsthand.collect.resolver import Resolver
from firsthand.errors import AddressRefused, Unreachable

__all__ = ["checked_numbers", "checked_url", "refusal"]

_IPv4 = ipaddress.IPv4Address
_IPv6 = ipaddress.IPv6Address

_REFUSED_V4: tuple[tuple[ipaddress.IPv4Network, str], ...] = tuple(
    (ipaddress.IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "reserved"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-internal"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "reserved"),
        ("198.51.100.0/24", "reserved"),
        ("203.0.113.0/24", "reserved"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_REFUSED_V6: tuple[tuple[ipaddress.IPv6Network, str], ...] = tuple(
    (ipaddress.IPv6Network(network), kind)
    for network, kind in (
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "reserved"),
        ("3fff::/20", "reserved"),
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


def checked_url(url: str | httpx.URL) -> httpx.URL:
    """The address, parsed; without its fragment.

    Raises:
        AddressRefused: not http or https, no host, or with a user name or password in it.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, TypeError, ValueError) as error:
        raise AddressRefused(f"{str(url)[:200]!r} is no web address: {error}.") from error
    if parsed.scheme not in ("http", "https"):
        raise AddressRefused(f"{str(url)[:200]} is refused: only http and https addresses are fetched.")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise AddressRefused(f"{str(url)[:200]} is refused: there is no port {parsed.port}.")
    if not parsed.host:
        raise AddressRefused(f"{str(url)[:200]} is refused: it names no host.")
    if parsed.userinfo:
        raise AddressRefused(f"The address at {parsed.host} is refused: it carries a user name or password.")
    return parsed.copy_with(fragment=None)


def checked_numbers(host: str, port: int, *, allow_private: bool, resolve: Resolver, deadline: Deadline) -> list[str]:
    """The IP addresses to connect to, resolved once and all of them checked.

    Raises:
        AddressRefused: one of the answers, or the host itself, is not a public address.
        Unreachable: the name has no address.
        TimedOut: the resolver took too long.
    """
    literal = _literal(host)
    numbers = [literal] if literal else _resolved(host, port, resolve, deadline)
    if not numbers:
        raise Unreachable(f"{host} has no address. Check the spelling.")
    for number in numbers:
        kind = None if allow_private else refusal(number)
        if kind:
            named = host if number == host else f"{host}, which leads to {number},"
            raise AddressRefused(f"{named} is refused: {kind} address. Nothing was sent to it.")
    return numbers


def refusal(number: str) -> str | None:
    """Why an IP address is not public ("loopback", "private", …), or None where it is."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return "unreadable"
    if isinstance(address, _IPv4):
        return next((kind for network, kind in _REFUSED_V4 if address in network), None)
    plain = _IPv6(int(address))  # without a zone such as %eth0
    kind = next((kind for network, kind in _REFUSED_V6 if plain in network), None)
    if kind:
        return kind
    inner = _embedded(plain)
    if inner is not None:
        return refusal(str(inner))
    return None if plain in _GLOBAL_V6 else "reserved"


def _embedded(address: _IPv6) -> _IPv4 | None:
    """The IPv4 address that an IPv6 one leads to: mapped, compatible, 6to4, NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return _IPv4(int(address) & 0xFFFFFFFF)
    return None


def _literal(host: str) -> str | None:
    """The IP address that a host is, also in the decimal, octal, hexadecimal and short forms."""
    if ":" in host:
        return host
    if _NUMERIC.fullmatch(host):
        try:
            return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
        except OSError as error:
            raise AddressRefused(f"{host} is refused: it is no valid address.") from error
    return None


def _resolved(host: str, port: int, resolve: Resolver, deadline: Deadline) -> list[str]:
    """Ask in a thread: the system's resolver knows no time limit of its own."""
    answers: list[str] = []
    failures: list[Exception] = []

    def ask() -> None:
        try:
            answers.extend(resolve(host, port))
        except Exception as error:  # noqa: BLE001 (handed over to the caller's thread, none is swallowed)
            failures.append(error)

    thread = threading.Thread(target=ask, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise deadline.passed()
    if failures:
        if not isinstance(failures[0], (OSError, UnicodeError)):
            raise failures[0]
        reason = getattr(failures[0], "strerror", None) or str(failures[0])
        raise Unreachable(f"{host} cannot be found ({reason}). Check the spelling and the connection.")
    return answers
