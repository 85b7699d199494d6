"""Stamps of the log's head by others, kept as rows: so the log answers for them too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select

from firsthand.store import schema
from firsthand.store.case import Case, Row
from firsthand.store.chain import entry_bytes
from firsthand.store.known import clean

__all__ = ["Stamp", "StampKind", "entry_number", "keep_stamp", "keep_upgrade", "log_entry", "stamps"]


class StampKind(StrEnum):
    """Of which making a stamp is."""

    RFC3161 = "rfc3161"
    OPENTIMESTAMPS = "opentimestamps"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What `server` answered when it was `asked` to stamp `head`, the hash of the log's entry of that number.

    `kind` is a `StampKind` unless the row was changed.
    """

    id: int
    entry: int
    head: str
    kind: str
    server: str
    asked: str
    upgraded: str | None
    token: bytes


def stamps(case: Case) -> list[Stamp]:
    """Every stamp, in the order in which they were asked for."""
    if schema.stamps not in schema.rows_of(case.version):
        return []
    return [_stamp(row) for row in case.rows(select(schema.stamps).order_by(schema.stamps.c.id))]


def keep_stamp(case: Case, number: int, head: str, kind: StampKind, server: str, token: bytes) -> Stamp:
    """Write a stamp of the entry of that number, whose hash is `head`.

    Raises:
        CaseError: the case cannot be written.
    """
    stamp = Stamp(0, number, head, kind, clean(server), datetime.now(UTC).isoformat(), None, token)
    with case.writing("stamped", {"entry": number, "server": stamp.server}) as batch:
        return _stamp({"id": batch.add(schema.stamps, **_row(stamp)), **_row(stamp)})


def keep_upgrade(case: Case, stamp: Stamp, token: bytes) -> Stamp:
    """Write a stamp anew with what makes it longer.

    Raises:
        CaseError: the case cannot be written.
    """
    row = {"id": stamp.id, **_row(stamp), "token": token, "upgraded": datetime.now(UTC).isoformat()}
    with case.writing("stamp upgraded", {"stamp": stamp.id}) as batch:
        batch.change(schema.stamps, row)
    return _stamp(row)


def log_entry(case: Case, number: int) -> tuple[bytes, str] | None:
    """The bytes of an entry of the log, and the hash that the log has for it; None where there is no such entry."""
    rows = case.rows(select(schema.log).where(schema.log.c.id == number))
    if not rows:
        return None
    _, *said, found = rows[0].values()
    at, actor, action, body, previous = map(str, said)
    return entry_bytes(number, at, actor, action, body, previous), str(found)


def entry_number(case: Case, digest: str) -> int | None:
    """The number of the entry of the log that has this hash; None where none has."""
    query = select(schema.log.c.id).where(schema.log.c.hash == digest).order_by(schema.log.c.id).limit(1)
    found = case.connection.execute(query).scalar()
    return None if found is None else int(found)


def _row(stamp: Stamp) -> Row:
    return {
        "entry": stamp.entry,
        "head": stamp.head,
        "kind": str(stamp.kind),
        "server": stamp.server,
        "asked": stamp.asked,
        "upgraded": stamp.upgraded,
        "token": stamp.token,
    }


def _stamp(row: Row) -> Stamp:
    token = row["token"]
    if not isinstance(token, bytes):
        raise TypeError(f"stamp {row['id']} has no bytes: its row was changed")
    return Stamp(
        id=int(str(row["id"])),
        entry=int(str(row["entry"])),
        head=str(row["head"]),
        kind=str(row["kind"]),
        server=str(row["server"]),
        asked=str(row["asked"]),
        upgraded=None if row["upgraded"] is None else str(row["upgraded"]),
        token=token,
    )
