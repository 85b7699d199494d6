"""What is kept coming into a case, and where each of it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import select

from firsthand.store import schema
from firsthand.store.case import Case, Row

__all__ = ["Watch", "keep_watch", "stop_watching", "watch", "watched"]


@dataclass(frozen=True, slots=True)
class Watch:
    """Something that is kept coming in. `failures` counts those in a row, and `failure` is what went wrong last.

    `validators` are, for each address, the ETag and the Last-Modified that its server gave. `untold` are the runs of
    which it is not sure that everything was told, each with the number of the last capture before it. What is
    `stopped` is off the list; the case remembers it.
    """

    id: int
    what: str
    channel: str
    every: timedelta
    due: datetime
    failures: int = 0
    validators: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    failure: str = ""
    untold: tuple[tuple[int, int], ...] = ()
    stopped: bool = False


def watch(case: Case, what: str, channel: str, every: timedelta) -> None:
    """Put something on the list, due at once; or give what is on it another interval.

    Raises:
        CaseError: the case cannot be written.
    """
    known = next((one for one in _all(case) if one.what == what), None)
    if known is not None:
        keep_watch(case, replace(known, every=every, due=datetime.now(UTC), stopped=False))
        return
    with case.writing("watches", {"what": what}) as batch:
        batch.add(schema.watches, **_row(Watch(0, what, channel, every, datetime.now(UTC))))


def stop_watching(case: Case, what: str) -> bool:
    """Take something off the list; whether it was on it. What came in stays.

    Raises:
        CaseError: the case cannot be written.
    """
    known = next((one for one in watched(case) if one.what == what), None)
    if known is not None:
        keep_watch(case, replace(known, stopped=True))
    return known is not None


def watched(case: Case) -> list[Watch]:
    """What is on the list, the longest due first."""
    return [one for one in _all(case) if not one.stopped]


def _all(case: Case) -> list[Watch]:
    """Also what was taken off."""
    rows = case.rows(select(schema.watches).order_by(schema.watches.c.due, schema.watches.c.id))
    return [_watch(row) for row in rows]


def keep_watch(case: Case, one: Watch, run: int | None = None) -> None:
    """Write how something on the list stands now.

    Raises:
        CaseError: the case cannot be written.
    """
    with case.writing("watched", {"what": one.what, "run": run}) as batch:
        batch.change(schema.watches, {"id": one.id, **_row(one)})


def _row(one: Watch) -> Row:
    state = {
        "every": one.every.total_seconds(),
        "failures": one.failures,
        "validators": one.validators,
        "failure": one.failure,
        "untold": one.untold,
        "stopped": one.stopped,
    }
    due = one.due.astimezone(UTC).isoformat()
    return {"what": one.what, "channel": one.channel, "state": orjson.dumps(state).decode(), "due": due}


def _watch(row: Row) -> Watch:
    state = orjson.loads(str(row["state"]))
    return Watch(
        id=int(str(row["id"])),
        what=str(row["what"]),
        channel=str(row["channel"]),
        every=timedelta(seconds=state["every"]),
        due=datetime.fromisoformat(str(row["due"])),
        failures=state["failures"],
        validators={address: (etag, modified) for address, (etag, modified) in state["validators"].items()},
        failure=state.get("failure", ""),
        untold=tuple((run, after) for run, after in state.get("untold", ())),
        stopped=state.get("stopped", False),
    )
