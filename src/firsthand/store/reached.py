"""How far back a channel was read to its end: who pages backwards may stop at what was there by then.

A pass through a channel is noted only once it has come to its end. What was taken under a key before that moment was
there when the pass was made, so the pass saw everything behind it, back to the time it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import select

from firsthand.store import schema
from firsthand.store.case import Case, Row
from firsthand.store.known import clean
from firsthand.store.taken import last_capture

__all__ = ["Reach", "furthest_back", "keep_reach", "reaches"]


@dataclass(frozen=True, slots=True)
class Reach:
    """One pass that came to its end: back to `since`, or to the beginning; `captures` is the number of the last
    capture that the case had then."""

    since: datetime | None
    captures: int

    def goes_to(self, since: datetime | None) -> bool:
        """Whether it went at least as far back."""
        return self.since is None or (since is not None and _in_utc(self.since) <= _in_utc(since))


def reaches(case: Case, what: str) -> list[Reach]:
    """The passes through what goes by exactly that name, but for those that another one goes beyond."""
    row = _setting(case, what)
    kept = orjson.loads(str(row["value"])) if row else []
    return [Reach(datetime.fromisoformat(since) if since else None, int(captures)) for since, captures in kept]


def furthest_back(case: Case, what: str) -> datetime | None:
    """How far back any pass went; None for the beginning, and where there was none."""
    found = [reach.since for reach in reaches(case, what)]
    return min((since for since in found if since), key=_in_utc, default=None) if None not in found else None


def keep_reach(case: Case, run: int, what: str, since: datetime | None) -> None:
    """Note that a pass has just come to its end.

    Raises:
        CaseError: the case cannot be written.
    """
    before, reach = reaches(case, what), Reach(since, last_capture(case))
    if reach in before:
        return
    kept = [*_not_beyond(before, reach), reach]
    value = orjson.dumps([[one.since.isoformat() if one.since else None, one.captures] for one in kept]).decode()
    row = _setting(case, what)
    with case.writing("reached", {"run": run, "what": clean(what)}) as batch:
        if row is None:
            batch.add(schema.settings, name=_name(what), value=value)
        else:
            batch.change(schema.settings, row | {"value": value})


def _not_beyond(before: list[Reach], reach: Reach) -> Iterator[Reach]:
    """Those that go further back: the pass had everything from `reach.captures` on backwards already."""
    return (one for one in before if not reach.goes_to(one.since))


def _setting(case: Case, what: str) -> Row | None:
    return next(iter(case.rows(select(schema.settings).where(schema.settings.c.name == _name(what)))), None)


def _name(what: str) -> str:
    return f"reached {clean(what)}"


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
