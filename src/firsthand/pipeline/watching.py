"""Keeping feeds, pages and channels coming in: asked again and again, politely, and going on where it stopped."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from firsthand.collect.channels import channel_for
from firsthand.collect.fetch import Validators
from firsthand.errors import CaseError, FirsthandError
from firsthand.model import Capture, Skip
from firsthand.pipeline.adding import Tally, read_waiting, whose
from firsthand.pipeline.changes import Change, changes
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Fetch, Wanted
from firsthand.store import Case, Watch, keep_watch, watched

__all__ = ["News", "round_of"]

_JITTER = 0.2
"""Of the interval, by which rounds are spread, so that many watchers do not ask at once."""
_LONGEST = timedelta(days=1)
"""Between two tries at what keeps failing."""
_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class News:
    """Something that came in: new, or changed since it was last seen, or gone; or what went wrong."""

    what: str
    key: str = ""
    address: str = ""
    kind: str = "new"
    change: Change | None = None
    reason: str = ""


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
        news, failure = _asked(case, run, one, fetch_with(validators), tally)
        if workers is not None and tally.counts["taken"]:
            read_waiting(case, run, workers, tally)
        if failure is None:
            one = replace(one, validators={address: (v.etag, v.modified) for address, v in validators.items()})
        keep_watch(case, _after(one, failure, moment, chance or random.Random()), run)  # noqa: S311 (a pause is no secret)
        if failure is not None:
            tally.fail(one.what, failure)
        case.end(run, tally.counts)
        yield from (_with_change(case, each) for each in news)
        if failure is not None:
            yield News(one.what, kind="failed", reason=failure)


def _asked(case: Case, run: int, one: Watch, fetch: Fetch, tally: Tally) -> tuple[list[News], str | None]:
    """What is new under which key, and what went wrong, if anything did; what came before that is kept."""
    news: list[News] = []
    pending: list[Capture | Skip] = []
    failure = None
    try:
        for each in channel_for(one.what).captures(Wanted(one.what, seen=case.seen), fetch):
            pending.append(each)
            if len(pending) == _TOGETHER:
                news += _kept(case, run, one, pending, tally)
                pending = []
    except CaseError:
        raise
    except FirsthandError as error:
        failure = str(error)
    return news + _kept(case, run, one, pending, tally), failure


def _kept(case: Case, run: int, one: Watch, found: Sequence[Capture | Skip], tally: Tally) -> list[News]:
    captures = [each for each in found if isinstance(each, Capture)]
    before = {each.key or each.address for each in captures if case.has_key(each.key or each.address)}
    news = []
    kept = case.keep(captures, run, one.channel, [each for each in found if isinstance(each, Skip)], whose)
    for each, result in zip(captures, kept, strict=True):
        key = each.key or each.address
        tally.counts["taken" if result.new else "seen_before"] += 1
        if result.new or each.gone:
            kind = "gone" if each.gone else "changed" if key in before else "new"
            news.append(News(one.what, key, each.address, kind))
    return news


def _with_change(case: Case, news: News) -> News:
    if news.kind == "new":
        return news
    last = list(changes(case, news.key))[-1:]
    return replace(news, change=last[0] if last else None)


def _after(one: Watch, failure: str | None, moment: datetime, chance: random.Random) -> Watch:
    """When it is due next: later and later while it fails."""
    failures = 0 if failure is None else one.failures + 1
    wait = min(one.every * 2 ** min(failures, 10), max(_LONGEST, one.every))
    due = moment + wait * (1 + _JITTER * (2 * chance.random() - 1))
    return replace(one, due=due, failures=failures)
