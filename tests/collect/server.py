"""A real server on loopback that behaves as a test wants it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["Server", "answer", "serving"]

Behaviour = Callable[[socket.socket, str], None]


@dataclass
class Server:
    """Where it listens, and the head of every request it got."""

    port: int
    requests: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def serving(behave: Behaviour) -> Iterator[Server]:
    """Call `behave` with the connection and the path of each request, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    server = Server(listener.getsockname()[1])
    stop = threading.Event()

    def loop() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5)
                try:
                    head = connection.recv(65536).decode("latin-1")
                    if not head:  # it was opened, and nothing was asked
                        continue
                    server.requests.append(head)
                    behave(connection, head.split(" ")[1])
                except OSError:  # the client has left, as it should
                    pass

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        thread.join(6)
        listener.close()
