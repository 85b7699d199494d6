"""From where a request comes: the machine at the other end, or the one that a trusted proxy speaks for."""

from __future__ import annotations

import ipaddress

from starlette.types import Scope

from firsthand.show.desk.guard.settings import Guarded, Network

__all__ = ["address_of", "by_proxy", "forwarded", "header_values", "neighbourhood", "peer_of"]

_HOPS = 20
_FORWARDING = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"via")


def header_values(scope: Scope, name: bytes) -> list[bytes]:
    """Every value of a header, by its name in small letters."""
    return [value for key, value in scope["headers"] if key.lower() == name]


def peer_of(scope: Scope) -> str:
    """The address of the other end; empty where the server does not know it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def by_proxy(scope: Scope, proxies: tuple[Network, ...]) -> bool:
    """Whether the other end is one of these proxies."""
    return _among(peer_of(scope), proxies)


def forwarded(scope: Scope) -> bool:
    """Whether something between says that it speaks for another: then this is not who sits at the machine."""
    return any(key.lower() in _FORWARDING for key, _ in scope["headers"])


def address_of(scope: Scope, settings: Guarded) -> str:
    """Where the request started, as well as can be known: what a header says counts only from a trusted proxy.

    Of several hops the last that is no proxy of ours is taken: everything before it may be made up.
    """
    peer = peer_of(scope)
    if not _among(peer, settings.proxies):
        return _plain(peer)
    told = b",".join(header_values(scope, b"x-forwarded-for")).decode("latin-1")
    for hop in [each.strip() for each in told.split(",")[-_HOPS:]][::-1]:
        if _parsed(hop) is None:
            break
        if not _among(hop, settings.proxies):
            return _plain(hop)
    return _plain(peer)


def neighbourhood(address: str) -> str:
    """What counts as one for limits: an IPv4 address, or the /64 of an IPv6 one, which one household has."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def _among(address: str, networks: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed


def _plain(address: str) -> str:
    parsed = _parsed(address)
    return str(parsed) if parsed is not None else address[:64]
