"""One web page, from a server that may be slow, endless, lying or hostile."""

from __future__ import annotations

from firsthand.collect.limits import Limits
from firsthand.collect.resolver import Resolver, system_resolver
from firsthand.errors import BadStatus
from firsthand.model import Capture

__all__ = ["from_address"]


def from_address(
    url: str,
    *,
    allow_private: bool = False,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    resolve: Resolver = system_resolver,
) -> Capture:
    """The capture of one page, after its redirects; `Capture.address` is where the last one led.

    Args:
        allow_private: also fetch from private, loopback and other addresses that are not public.
        limits: caps on bytes as sent, bytes unpacked, seconds for everything together, and redirects.
        resolve: host name and port → IP addresses.

    Raises:
        AddressRefused: not http(s), credentials in the address, or not a public address, also where a
            redirect or the resolver leads there. Nothing was sent to it.
        Unreachable, TimedOut, TooManyRedirects, BadStatus, FetchError: the fetch failed.
        TooLarge: over one of the two size limits.
    """
    from firsthand.collect.fetch import fetch  # httpx takes longer to load than a report to read

    capture = fetch(url, allow_private=allow_private, limits=limits, resolve=resolve)
    assert capture is not None, "no validators were shown"
    if capture.gone and capture.exchange:
        status = int(capture.exchange.status[:3])
        raise BadStatus(f"{capture.address} answered with status {status}.", status)
    return capture
