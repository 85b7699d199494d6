"""From a host's name to its numbers."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence

__all__ = ["Resolver", "system_resolver"]

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port → the IP addresses it stands for. Raises `OSError` where there are none."""


def system_resolver(host: str, port: int) -> list[str]:
    """What the operating system answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))
