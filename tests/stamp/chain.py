"""A calendar of OpenTimestamps that does what calendars do, and the blocks that it gets its hashes into.

It writes the format by itself, so that a mistake in the program's own writing cannot hide behind its reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from tests.collect.server import Server
from tests.stamp.authority import posted

__all__ = ["TIME", "Calendar", "header"]

TIME = 1_762_155_000
"""Of every block: 3 November 2025, 07:30 UTC."""
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BITCOIN = bytes.fromhex("0588960d73d71901")


def header(root: bytes, *, work: bool = True) -> bytes:
    """A block header over that root, with the little work that its target asks for, or without."""
    start = (2).to_bytes(4, "little") + bytes(32) + root + TIME.to_bytes(4, "little") + bytes.fromhex("ffff7f20")
    for nonce in range(1000):
        data = start + nonce.to_bytes(4, "little")
        if (_sha256(_sha256(data))[31] < 0x80) == work:
            return data
    raise AssertionError("no luck")


class Calendar:
    """Promises first. After `mine` it tells the way into a block of that height; `headers` are those blocks."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[bytes] = []
        self.headers: dict[int, bytes] = {}
        self._promised: dict[bytes, int | None] = {}

    def mine(self, height: int) -> None:
        """Bring what was promised into a block."""
        for commitment in [one for one, block in self._promised.items() if block is None]:
            self._promised[commitment] = height
            self.headers[height] = header(_root(commitment))

    def reply(self, path: str, body: bytes) -> bytes | None:
        """What a calendar answers there."""
        if path == "/digest":
            self.asked.append(body)
            self._promised[b"\x19\x08\x00\x00" + body + b"calendar"] = None
            promise = _PENDING + _string(_string(self.address.encode()))
            return b"\xf1\x04\x19\x08\x00\x00" + b"\xf0\x08calendar" + b"\x00" + promise
        height = self._promised.get(bytes.fromhex(path.rpartition("/")[2]))
        if height is None:
            return None
        number = bytes([height & 0x7F | 0x80, height >> 7 & 0x7F | 0x80, height >> 14])
        return b"\x08" + b"\xf0\x07sibling" + b"\x08\x08" + b"\x00" + _BITCOIN + _string(number)

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """On loopback, until the block ends."""
        with posted(self.reply) as server:
            self.address = server.url("").rstrip("/")
            yield server


def _root(commitment: bytes) -> bytes:
    return _sha256(_sha256(_sha256(commitment) + b"sibling"))


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _string(value: bytes) -> bytes:
    assert len(value) < 128
    return bytes([len(value)]) + value
