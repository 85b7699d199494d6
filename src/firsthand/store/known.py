"""What a case has already of some captures: their contents, and under which keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy import Connection, func, select

from firsthand.model import Capture
from firsthand.store import schema

__all__ = ["Known", "clean", "portions"]

T = TypeVar("T")


class Known:
    """What the case has of the contents and keys of some captures, asked for once; and what is added to it."""

    def __init__(self, connection: Connection, captures: Iterable[Capture]) -> None:
        captures = list(captures)
        self._payloads: dict[str, tuple[int, str, str]] = {}
        self._seen: set[tuple[str, int, str]] = set()
        self._under: set[tuple[str, int]] = set()
        self._times: set[tuple[str, int | None, str]] = set()
        self._last: dict[str, int | None] = {}
        for hashes in portions({c.sha256 for c in captures}):
            self._look_for_payloads(connection, hashes)
        for keys in portions({clean(c.key or c.address) for c in captures}):
            self._look_for_keys(connection, keys)

    def _look_for_payloads(self, connection: Connection, hashes: list[str]) -> None:
        payloads, captures = schema.payloads, schema.captures
        wanted = select(payloads.c.id).where(payloads.c.sha256.in_(hashes))
        first = select(func.min(captures.c.id)).where(captures.c.payload.in_(wanted)).group_by(captures.c.payload)
        query = (
            select(payloads.c.sha256, payloads.c.id, captures.c.address, captures.c.seen)
            .join(captures, captures.c.payload == payloads.c.id)
            .where(captures.c.id.in_(first))
        )
        for sha256, number, address, seen in connection.execute(query):
            self._payloads[sha256] = (number, address, seen)

    def _look_for_keys(self, connection: Connection, keys: list[str]) -> None:
        captures = schema.captures
        query = select(captures.c.key, captures.c.payload, captures.c.address, captures.c.seen)
        query = query.where(captures.c.key.in_(keys)).order_by(captures.c.id)
        for key, payload, address, seen in connection.execute(query):
            self._last[key] = payload
            self._times.add((key, payload, seen))
            if payload is not None:
                self._seen.add((key, payload, address))
                self._under.add((key, payload))

    def payload(self, sha256: str) -> tuple[int, str, str] | None:
        """Number, address and time of the first sighting of these bytes."""
        return self._payloads.get(sha256)

    def told(self, key: str, payload: int | None, capture: Capture, *, visit: bool) -> bool:
        """Whether this very sighting is known: the same at the same moment, as in an archive that is taken in twice. A
        file or a row is the same whenever it is taken in, an answer of a server never at another moment. What is taken
        in by a visit, as it stood at its moment, is known only if it is what was seen last."""
        if payload is None and not capture.gone:  # a content that was never seen
            return False
        if (key, payload, capture.fetched.isoformat()) in self._times:
            return True
        if payload is None:
            return capture.exchange is None and not self.differs(key, None)
        if capture.exchange is not None:
            return False
        if visit and self.differs(key, payload):
            return False
        return (key, payload, clean(capture.address)) in self._seen

    def has(self, key: str, payload: int | None) -> bool:
        return (key, payload) in self._under

    def differs(self, key: str, payload: int | None) -> bool:
        """Whether it is not what was last seen under this key; None stands for what was no longer there."""
        return key not in self._last or self._last[key] != payload

    def add(self, key: str, payload: int | None, capture: Capture) -> None:
        self._last[key] = payload
        self._times.add((key, payload, capture.fetched.isoformat()))
        if payload is None:
            return
        self._payloads.setdefault(capture.sha256, (payload, clean(capture.address), capture.fetched.isoformat()))
        self._seen.add((key, payload, clean(capture.address)))
        self._under.add((key, payload))


def portions(values: set[T], size: int = 500) -> Iterator[list[T]]:
    """The values in lists that a database takes as the parameters of one query."""
    ordered = list(values)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def clean(value: str) -> str:
    """Without what a database or the head of a record cannot hold: control characters, lone surrogates."""
    plain = "".join(char if char.isprintable() or char == " " else "\ufffd" for char in value)
    return plain.encode("utf-8", "replace").decode()
