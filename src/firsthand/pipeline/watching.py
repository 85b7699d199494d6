"""Keeping feeds, pages and channels coming in: asked again and again, politely, and going on where it stopped."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from firsthand.collect.channels import channel_for
from firsthand.collect.fetch import Validators
from firsthand.errors import CaseError, FirsthandError
from firsthand.model import About, Capture, Report, Skip
from firsthand.pipeline.adding import Tally, read_waiting, whose
from firsthand.pipeline.ahead import Ahead, Memory
from firsthand.pipeline.changes import Change, changes
from firsthand.pipeline.drawing import Visit, in_portions
from firsthand.pipeline.restated import Restated, restated
from firsthand.pipeline.version import reader_version
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Channel, Fetch, Revisits, Wanted
from firsthand.store import (
    Case,
    Taken,
    Watch,
    furthest_back,
    keep_watch,
    keys_of,
    last_capture,
    report_under,
    sightings,
    taken_by,
    unread,
    watched,
)

__all__ = ["Kind", "News", "asked_ahead", "round_of"]

_JITTER = 0.2
"""Of the interval, by which rounds are spread, so that many watchers do not ask at once."""
_LONGEST = timedelta(days=1)
"""Between two tries at what keeps failing."""

Kind = Literal["new", "changed", "gone", "back", "failed"]


@dataclass(frozen=True, slots=True)
class News:
    """Something that came in: new, changed since it was last seen, gone, or back again; or what went wrong.

    `seen` is when, in ISO 8601. `about` is what its channel told of it, and `report` what was read in it as it is now,
    or where it is gone as it was; None where nothing was read. `restated` are the statements that a change took out,
    put in, or made say otherwise, against what was there `before`, also where it was gone for a while.
    """

    what: str
    key: str = ""
    address: str = ""
    kind: Kind = "new"
    change: Change | None = None
    reason: str = ""
    seen: str = ""
    about: About = field(default_factory=About)
    report: Report | None = None
    before: Report | None = None
    restated: tuple[Restated, ...] = ()


def round_of(
    case: Case,
    fetch_with: Callable[[Memory], Fetch],
    workers: Workers | None,
    *,
    now: datetime | None = None,
    chance: random.Random | None = None,
    most: int | None = None,
) -> Iterator[News]:
    """Read what waits in the case and tell what was not told; then ask everything that is due, keep and read what
    comes, and tell of it. News counts as told once the next is asked for: what was interrupted is told again.

    Args:
        fetch_with: makes a `Fetch` that uses, and writes to, a mapping of validators.
        most: of what is due so many are asked, those that are due first; all where it is left out.
    """
    moment = now or datetime.now(UTC)
    if workers is not None:
        _read_what_waits(case, workers)
    for one in watched(case):
        yield from _told(case, one)
    for one in watched(case)[:most]:
        if one.due > moment:
            break
        visiting = _Visiting(case, one)
        visiting.visit(fetch_with, workers, moment, chance or random.Random())  # noqa: S311 (a pause is no secret)
        yield from _told(case, visiting.one)


def asked_ahead(case: Case, fetch_with: Callable[[Memory], Fetch], now: datetime) -> Callable[[Memory], Fetch]:
    """Ask what is due first, without keeping anything, for a round that begins then: it has its answers from here, and
    so the case need not be held for writing while a site is slow.

    Returns:
        What to give to `round_of` as `fetch_with`.
    """
    ahead = Ahead(fetch_with)
    for one in watched(case)[:1]:
        if one.due <= now:
            memory = _validators(one)
            with suppress(FirsthandError):
                for _ in _looked(case, one.what, ahead.asking(memory), memory):
                    if ahead.full:
                        break
    return ahead.answering


def _looked(case: Case, what: str, fetch: Fetch, memory: Memory) -> Iterator[Capture | Skip]:
    """What a visit would find now."""
    visit, channel = _visit(case, what), channel_for(what)
    seen: set[str] = set()
    for each in channel.captures(visit.wanted, fetch):
        if isinstance(each, Capture):
            seen.add(each.key or each.address)
        yield each
    if isinstance(channel, Revisits):
        with _forgotten(memory):
            yield from channel.again(visit.wanted, seen, fetch)


def _visit(case: Case, what: str) -> Visit:
    return Visit(case, Wanted(what, since=furthest_back(case, what), known=lambda stem: keys_of(case, stem)))


def _validators(one: Watch) -> dict[str, Validators]:
    return {address: Validators(*pair) for address, pair in one.validators.items()}


def _read_what_waits(case: Case, workers: Workers) -> None:
    """What was kept and not read: an earlier round may have been interrupted in between."""
    if next(unread(case, reader_version(), portion=1), None) is None:
        return
    run, tally = case.begin("what waits to be read"), Tally()
    try:
        read_waiting(case, run, workers, tally)
    finally:
        case.end(run, tally.counts)


class _Visiting:
    """Something on the list that is asked. `one` is how it stands, and is written before anything is kept of it: so
    what is kept is told, if not by this round then by a later one."""

    def __init__(self, case: Case, one: Watch) -> None:
        self.one = one
        self._case = case
        self._run = case.begin(one.what)
        self._before = last_capture(case)
        self._tally = Tally()
        self._now: set[str] = set()

    def visit(
        self,
        fetch_with: Callable[[Memory], Fetch],
        workers: Workers | None,
        moment: datetime,
        chance: random.Random,
    ) -> None:
        """Ask it, keep what comes, read that, and write when it is due next."""
        validators = _validators(self.one)
        try:
            failure = self._asked(fetch_with(validators), validators)
            if failure is None:
                kept = {address: (v.etag, v.modified) for address, v in validators.items()}
                self.one = replace(self.one, validators=kept)
            else:
                self._tally.fail(self.one.what, failure)
                self._will_tell()
            if workers is not None and self._tally.counts["taken"]:
                read_waiting(self._case, self._run, workers, self._tally)
            self.one = _after(self.one, failure, moment, chance)
            keep_watch(self._case, self.one, self._run)
        finally:
            self._case.end(self._run, self._tally.counts)

    def _asked(self, fetch: Fetch, validators: Memory) -> str | None:
        """What went wrong, if anything did; what came before that is kept."""
        visit = _visit(self._case, self.one.what)
        try:
            channel = channel_for(self.one.what)
            self._keep_all(channel, channel.captures(visit.wanted, fetch))
            visit.came_to_its_end(self._run)
            if isinstance(channel, Revisits):
                with _forgotten(validators):  # a page that has not changed would not say which posts it shows
                    self._keep_all(channel, channel.again(visit.wanted, self._now, fetch))
        except CaseError:
            raise
        except FirsthandError as error:
            return str(error)
        return None

    def _keep_all(self, channel: Channel, found: Iterator[Capture | Skip]) -> None:
        for _ in in_portions(found, lambda portion: self._keep(channel, portion)):
            pass

    def _keep(self, channel: Channel, found: Sequence[Capture | Skip]) -> None:
        captures = [each for each in found if isinstance(each, Capture)]
        skips = [each for each in found if isinstance(each, Skip)]
        if captures and self._will_tell():
            keep_watch(self._case, self.one, self._run)
        visit = isinstance(channel, Revisits)
        for kept in self._case.keep(captures, self._run, channel.name, skips, whose(self._case), visit=visit):
            self._tally.counts["taken" if kept.new else "seen_before"] += 1
        self._now |= {each.key or each.address for each in captures}

    def _will_tell(self) -> bool:
        """Put this run among those that are to be told; whether it was not there yet."""
        if any(run == self._run for run, _ in self.one.untold):
            return False
        self.one = replace(self.one, untold=(*self.one.untold, (self._run, self._before)), failure="")
        return True


@contextmanager
def _forgotten(validators: Memory) -> Iterator[None]:
    """Within, every page is asked for as if for the first time."""
    before = dict(validators)
    validators.clear()
    try:
        yield
    finally:
        validators.clear()
        validators.update(before)


# ------------------------------------------------------------ telling


def _told(case: Case, one: Watch) -> Iterator[News]:
    """What was taken in of it and not told, from the case; once all of it has been told, that is noted."""
    for run, after in one.untold:
        for taken in taken_by(case, run, after):
            yield _news(case, one.what, taken)
    if one.untold:
        if one.failure:
            yield News(one.what, kind="failed", reason=one.failure)
        keep_watch(case, replace(one, untold=()))


def _news(case: Case, what: str, taken: Taken) -> News:
    """With what was read in it, and how that differs from what was there before."""
    seen = [each for each in sightings(case, taken.key) if each.capture <= taken.capture]
    contents = [each.payload for each in seen if each.payload is not None]
    report = report_under(case, taken.key, contents[-1]) if contents else None
    kind: Kind = "gone" if taken.payload is None else "changed" if taken.known else "new"
    news = News(what, taken.key, taken.address, kind, seen=taken.seen, about=taken.about, report=report)
    if kind == "new":
        return news
    change = next((each for each in changes(case, taken.key) if each.after.capture == taken.capture), None)
    earlier = [payload for payload in contents if payload != contents[-1]][-1:]
    was = report_under(case, taken.key, earlier[0]) if earlier and change and change.edits else None
    return replace(
        news,
        kind="back" if change and change.back else kind,
        change=change,
        before=was,
        restated=restated(was, report) if was and report else (),
    )


def _after(one: Watch, failure: str | None, moment: datetime, chance: random.Random) -> Watch:
    """When it is due next: later and later while it fails."""
    failures = 0 if failure is None else one.failures + 1
    wait = min(one.every * 2 ** min(failures, 10), max(_LONGEST, one.every))
    due = moment + wait * (1 + _JITTER * (2 * chance.random() - 1))
    return replace(one, due=due, failures=failures, failure=failure or "")
