"""Keeping feeds, pages and channels coming in: asked again and again, politely, and going on where it stopped."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from firsthand.collect.channels import channel_for
from firsthand.collect.fetch import Validators
from firsthand.errors import CaseError, FirsthandError
from firsthand.model import About, Capture, Report, Skip
from firsthand.pipeline.adding import Tally, read_waiting, whose
from firsthand.pipeline.changes import Change, changes
from firsthand.pipeline.restated import Restated, restated
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Channel, Fetch, Revisits, Wanted
from firsthand.store import Case, Watch, keep_watch, keys_of, report_under, sightings, watched

__all__ = ["Kind", "News", "round_of"]

_JITTER = 0.2
"""Of the interval, by which rounds are spread, so that many watchers do not ask at once."""
_LONGEST = timedelta(days=1)
"""Between two tries at what keeps failing."""
_TOGETHER = 100


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
    fetch_with: Callable[[MutableMapping[str, Validators]], Fetch],
    workers: Workers | None,
    *,
    now: datetime | None = None,
    chance: random.Random | None = None,
) -> Iterator[News]:
    """Ask everything that is due, keep and read what comes, and tell of it.

    Args:
        fetch_with: makes a `Fetch` that uses, and writes to, a mapping of validators.
    """
    moment = now or datetime.now(UTC)
    for one in watched(case):
        if one.due > moment:
            break
        run = case.begin(one.what)
        tally = Tally()
        validators = {address: Validators(*pair) for address, pair in one.validators.items()}
        news, failure = _asked(case, run, one, fetch_with(validators), validators, tally)
        if workers is not None and tally.counts["taken"]:
            read_waiting(case, run, workers, tally)
        if failure is None:
            one = replace(one, validators={address: (v.etag, v.modified) for address, v in validators.items()})
        keep_watch(case, _after(one, failure, moment, chance or random.Random()), run)  # noqa: S311 (a pause is no secret)
        if failure is not None:
            tally.fail(one.what, failure)
        case.end(run, tally.counts)
        yield from (_in_full(case, each) for each in news)
        if failure is not None:
            yield News(one.what, kind="failed", reason=failure)


def _asked(
    case: Case, run: int, one: Watch, fetch: Fetch, validators: MutableMapping[str, Validators], tally: Tally
) -> tuple[list[News], str | None]:
    """What is new under which key, and what went wrong, if anything did; what came before that is kept."""
    channel = channel_for(one.what)
    news: list[News] = []
    pending: list[Capture | Skip] = []
    failure = None
    try:
        for each in _found(case, channel, one.what, fetch, validators):
            pending.append(each)
            if len(pending) == _TOGETHER:
                news += _kept(case, run, one, channel, pending, tally)
                pending = []
    except CaseError:
        raise
    except FirsthandError as error:
        failure = str(error)
    return news + _kept(case, run, one, channel, pending, tally), failure


def _found(
    case: Case, channel: Channel, what: str, fetch: Fetch, validators: MutableMapping[str, Validators]
) -> Iterator[Capture | Skip]:
    """What comes in by a channel; then what it gave before and has not given now, as that stands."""
    wanted = Wanted(what, seen=case.seen, known=lambda stem: keys_of(case, stem))
    now = set()
    for each in channel.captures(wanted, fetch):
        if isinstance(each, Capture):
            now.add(each.key or each.address)
        yield each
    if isinstance(channel, Revisits):
        before = dict(validators)
        validators.clear()  # a page that has not changed would not say which posts it shows
        yield from channel.again(wanted, now, fetch)
        validators.clear()
        validators.update(before)


def _kept(
    case: Case, run: int, one: Watch, channel: Channel, found: Sequence[Capture | Skip], tally: Tally
) -> list[News]:
    captures = [each for each in found if isinstance(each, Capture)]
    before = {each.key or each.address for each in captures if case.has_key(each.key or each.address)}
    skips = [each for each in found if isinstance(each, Skip)]
    news = []
    kept = case.keep(captures, run, one.channel, skips, whose(case), visit=isinstance(channel, Revisits))
    for each, result in zip(captures, kept, strict=True):
        key = each.key or each.address
        tally.counts["taken" if result.new else "seen_before"] += 1
        if result.new or result.differs:
            kind: Kind = "gone" if each.gone else "changed" if key in before else "new"
            news.append(News(one.what, key, each.address, kind, seen=each.fetched.isoformat(), about=each.about))
    return news


def _in_full(case: Case, news: News) -> News:
    """With what was read in it, and how that differs from what was there before."""
    seen = sightings(case, news.key)
    contents = [each.payload for each in seen if each.payload is not None]
    report = report_under(case, news.key, contents[-1]) if contents else None
    if news.kind in ("new", "failed"):
        return replace(news, report=report)
    change = next(iter(reversed(list(changes(case, news.key)))), None)
    earlier = [payload for payload in contents if payload != contents[-1]][-1:]
    was = report_under(case, news.key, earlier[0]) if earlier and change and change.edits else None
    return replace(
        news,
        kind="back" if change and change.back else news.kind,
        change=change,
        report=report,
        before=was,
        restated=restated(was, report) if was and report else (),
    )


def _after(one: Watch, failure: str | None, moment: datetime, chance: random.Random) -> Watch:
    """When it is due next: later and later while it fails."""
    failures = 0 if failure is None else one.failures + 1
    wait = min(one.every * 2 ** min(failures, 10), max(_LONGEST, one.every))
    due = moment + wait * (1 + _JITTER * (2 * chance.random() - 1))
    return replace(one, due=due, failures=failures)
