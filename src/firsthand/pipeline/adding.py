"""Reports into a case: everything is captured first, then read.

What has been captured is acknowledged and stays, whatever happens then; what was not read when a run ended is read by
the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from firsthand.collect import sources
from firsthand.collect.channels import channel_for
from firsthand.collect.channels.archive import WebArchive
from firsthand.errors import CaseError, FirsthandError
from firsthand.model import Capture, Skip, Source
from firsthand.pipeline.drawing import MOST, Visit, in_portions
from firsthand.pipeline.own_sources import own_of, table_of
from firsthand.pipeline.version import reader_version
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Channel, Fetch, Revisits, Wanted
from firsthand.store import Case, Reading, Waiting, keep_readings, still_unread, unread
from firsthand.store.known import clean

__all__ = ["Tally", "add", "keep_read", "look", "read_apart", "read_waiting", "whose"]

_MOST_NAMED = 200
"""Skips and failures that a tally names one by one; the case has them all."""

Progress = Callable[[str, int], None]
"""Called with what is being done ("captured", "read") and how many there are so far."""


@dataclass
class Tally:
    """The final table of a run."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[Skip] = field(default_factory=list)
    failed: list[Skip] = field(default_factory=list)
    unreadable: list[Skip] = field(default_factory=list)
    parts: list[Skip] = field(default_factory=list)
    """What is not there of records that were taken."""

    def skip(self, skip: Skip) -> None:
        part = skip.stage == "part"
        self.counts["parts" if part else "skipped"] += 1
        named = self.parts if part else self.skipped
        if len(named) < _MOST_NAMED:
            named.append(Skip(skip.stage, clean(skip.record), clean(skip.reason)))

    def read(self, reading: Reading) -> None:
        self.counts["read" if reading.report is not None else "unreadable"] += 1
        if reading.report is None and len(self.unreadable) < _MOST_NAMED:
            self.unreadable.append(Skip("read", f"capture {reading.capture}", reading.failure))

    def fail(self, what: str, reason: str) -> None:
        self.counts["failed"] += 1
        if len(self.failed) < _MOST_NAMED:
            self.failed.append(Skip("collect", clean(what), clean(reason)))


def add(
    case: Case,
    wanted: Sequence[Wanted],
    fetch: Fetch,
    *,
    workers: Workers | None = None,
    progress: Progress = lambda what, count: None,
    named: Callable[[Capture], Capture] = lambda capture: capture,
) -> Tally:
    """Take everything wanted into the case, and read what came in and what still waits.

    Args:
        case: open for writing.
        named: gives captures another address and key, such as that of where a file came from.
        workers: None leaves what came in to be read by a later run.

    Raises:
        CaseError: the case cannot be written; what was acknowledged until then is there.
        TableError: the case's own table of sources does not fit this version of the package.
    """
    table_of(case)  # one that does not fit ends it here, before anything is taken
    tally = Tally()
    run = case.begin(clean(" ".join(one.what for one in wanted)))  # the name of a file may be any bytes
    try:
        for one in wanted:
            _capture(case, run, one, fetch, tally, progress, named)
        if workers is not None:
            read_waiting(case, run, workers, tally, progress)
    finally:
        case.end(run, tally.counts)
    return tally


def look(wanted: Sequence[Wanted], fetch: Fetch) -> Iterator[Capture | Skip]:
    """What `add` would take, without a case."""
    for one in wanted:
        yield from channel_for(one.what).captures(one, fetch)


def read_waiting(
    case: Case,
    run: int,
    workers: Workers,
    tally: Tally,
    progress: Progress = lambda what, count: None,
    most: int | None = None,
) -> None:
    """Read everything in the case that this version has not read, or so many of it at most."""
    version = reader_version()
    waiting: Iterable[Waiting] = islice(unread(case, version), most)
    pending: list[Reading] = []
    try:
        for readings in workers.read(waiting, own_of(case)):
            pending += readings
            if len(pending) >= MOST:
                keep_readings(case, pending, run, version)
                pending = []
            for reading in readings:
                tally.read(reading)
            progress("read", tally.counts["read"])
    finally:  # what was read before an interruption is kept
        if pending:
            keep_readings(case, pending, run, version)


def read_apart(case: Case, workers: Workers, most: int) -> list[Reading]:
    """What this version makes of what waits in the case, of so many captures at most. Nothing is written, so that the
    case need not be held while it is read: `keep_read` keeps it."""
    waiting = islice(unread(case, reader_version()), most)
    return [reading for readings in workers.read(waiting, own_of(case)) for reading in readings]


def keep_read(case: Case, readings: Sequence[Reading], tally: Tally) -> None:
    """Keep what was read apart; what another process has read meanwhile is left as it is."""
    version = reader_version()
    waits = still_unread(case, {reading.capture for reading in readings}, version)
    own = [reading for reading in readings if reading.capture in waits]
    if not own:
        return
    run = case.begin("what waits to be read")
    try:
        keep_readings(case, own, run, version)
        for reading in own:
            tally.read(reading)
    finally:
        case.end(run, tally.counts)


def whose(case: Case) -> Callable[[Capture], Source | None]:
    """What tells the source of a capture, by the table that holds for the case.

    Raises:
        TableError: the case's own table does not fit this version of the package.
    """
    table = table_of(case)
    return lambda capture: sources.source_of(capture.about, capture.address, table)


def _capture(
    case: Case,
    run: int,
    wanted: Wanted,
    fetch: Fetch,
    tally: Tally,
    progress: Progress,
    named: Callable[[Capture], Capture],
) -> None:
    """Everything one channel gives. What fails as a whole is told of, and leaves the rest alone."""
    try:
        channel = channel_for(wanted.what)
        visit = Visit(case, wanted)
        given = channel.captures(visit.wanted, fetch)
        found = (named(each) if isinstance(each, Capture) else each for each in given)
        for _ in in_portions(found, lambda portion: _keep(case, run, channel, portion, tally)):
            progress("captured", tally.counts["taken"] + tally.counts["seen_before"])
        progress("captured", tally.counts["taken"] + tally.counts["seen_before"])
        visit.came_to_its_end(run)
    except CaseError:
        raise
    except FirsthandError as error:
        tally.fail(wanted.what, str(error))


def _keep(case: Case, run: int, channel: Channel, found: list[Capture | Skip], tally: Tally) -> None:
    captures = [one for one in found if isinstance(one, Capture)]
    skips = [one for one in found if isinstance(one, Skip)]
    for kept in case.keep(
        captures, run, channel.name, skips, whose(case), visit=isinstance(channel, Revisits | WebArchive)
    ):
        tally.counts["taken" if kept.new else "seen_before"] += 1
    for skip in skips:
        tally.skip(skip)
