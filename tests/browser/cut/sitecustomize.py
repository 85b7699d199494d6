"""Put on the path of a desk, it cuts the network off: only this machine answers. What is tried all the same is noted.

Python runs it in every process that finds it on its path, so it holds for what the desk starts as well.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

_HERE = ("127.0.0.1", "::1", "localhost", "", None)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect":
        opened, address = arguments[:2]
        if not isinstance(opened, socket.socket) or opened.family not in (socket.AF_INET, socket.AF_INET6):
            return
        host = address[0] if isinstance(address, tuple) else address
    else:
        return
    if host in _HERE or host in (b"127.0.0.1", b"localhost"):
        return
    with Path(os.environ["FIRSTHAND_TESTS_CUT"]).open("a", encoding="utf-8") as noted:
        noted.write(f"{event} {host!r}\n")
    raise OSError(101, "Network is unreachable")


sys.addaudithook(_hook)
