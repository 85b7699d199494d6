"""Nothing of a channel's history is lost where paging back was interrupted, broke off, or ended at a later date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.collect.channels.test_telegram_preview import NAME, post
from tests.collect.server import serving
from tests.pipeline.test_watching_channel import Channel, Watching

from firsthand.errors import Unreachable
from firsthand.model import Capture
from firsthand.pipeline.adding import Tally, add
from firsthand.plugins import Fetch, Wanted
from firsthand.store import Case, keys_of, watch

POSTS = range(1, 26)


@contextmanager
def case_and_channel(folder: Path) -> Iterator[tuple[Watching, Channel]]:
    """A case, and a channel with a post a day, five a page."""
    channel = Channel({number: post(number, f"День {number}.", day=number) for number in POSTS})
    with serving(channel) as server, Case.make(folder) as case:
        yield Watching(case, server), channel


def breaking(fetch: Fetch, at: int, error: BaseException) -> Fetch:
    """A fetch whose request of that number fails."""
    asked = []

    def breaks(address: str) -> Capture | None:
        asked.append(address)
        if len(asked) == at:
            raise error
        return fetch(address)

    return breaks


def taken(watching: Watching, fetch: Fetch | None = None, since: datetime | None = None) -> Tally:
    return add(watching.case, [Wanted(f"@{NAME}", since=since)], fetch or watching.fetch({}))


def there(watching: Watching) -> set[int]:
    """The numbers of the posts that the case has."""
    return {int(key.rpartition("/")[2]) for key in keys_of(watching.case, "telegram:")}


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def test_a_page_that_fails_is_told_and_what_lies_behind_it_comes_with_the_next_run(tmp_path: Path) -> None:
    """A failure, not a skip; the next run goes back over the gap, and the one after it stops at the first page."""
    with case_and_channel(tmp_path / "case") as (watching, channel):
        tally = taken(watching, breaking(watching.fetch({}), 3, Unreachable("no network")))
        assert (tally.counts["taken"], tally.counts["skipped"], tally.counts["failed"]) == (10, 0, 1)
        assert "older posts are not read" in tally.failed[0].reason
        assert taken(watching).counts["taken"] == 15
        assert there(watching) == set(POSTS)
        channel.asked.clear()
        assert not taken(watching).counts["taken"]
        assert len(channel.asked) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from([KeyboardInterrupt(), Unreachable("gone")])), max_size=4),
    st.integers(0, 12),
)
def test_however_often_it_is_interrupted_in_the_end_everything_is_there(
    tmp_path_factory: pytest.TempPathFactory, breaks: list[tuple[int, BaseException]], later: int
) -> None:
    """Runs that end at any page, with new posts in between: the first that comes to its end closes every gap."""
    with case_and_channel(tmp_path_factory.mktemp("paging") / "case") as (watching, channel):
        for at, error in breaks:
            with suppress(KeyboardInterrupt):
                taken(watching, breaking(watching.fetch({}), at, error))
            for number in range(max(channel.posts) + 1, max(channel.posts) + 1 + later):
                channel.posts[number] = post(number, f"Потім {number}.", day=25)
        taken(watching)
        assert there(watching) == set(channel.posts)


def test_a_run_with_an_earlier_date_goes_further_back(tmp_path: Path) -> None:
    """What was taken back to the 20th is no end for who wants the 5th; then the 10th is had already."""
    with case_and_channel(tmp_path / "case") as (watching, channel):
        assert taken(watching, since=day(20)).counts["taken"] == 6
        assert taken(watching, since=day(5)).counts["taken"] == 15
        channel.asked.clear()
        assert not taken(watching, since=day(10)).counts["taken"]
        assert len(channel.asked) == 1
        assert taken(watching).counts["taken"] == 4
        assert there(watching) == set(POSTS)


def test_one_post_by_itself_is_no_end(tmp_path: Path) -> None:
    """Another address of the same channel says nothing of what lies behind."""
    with case_and_channel(tmp_path / "case") as (watching, _):
        add(watching.case, [Wanted(f"https://t.me/{NAME}/24")], watching.fetch({}))
        taken(watching)
        assert there(watching) == set(POSTS)


def test_an_empty_answer_is_no_end(tmp_path: Path) -> None:
    """A channel that shows nothing for a while has not been read to its end by that."""
    with case_and_channel(tmp_path / "case") as (watching, channel):
        taken(watching, breaking(watching.fetch({}), 3, Unreachable("no network")))
        posts, channel.posts = channel.posts, {}
        taken(watching)
        channel.posts = posts
        taken(watching)
        assert there(watching) == set(POSTS)


@pytest.mark.parametrize("error", [Unreachable("no network"), KeyboardInterrupt()], ids=["error", "Ctrl-C"])
def test_a_first_round_that_broke_off_is_made_good_by_the_next(tmp_path: Path, error: BaseException) -> None:
    """`watch` goes back over the gap, and tells what it finds there."""
    with case_and_channel(tmp_path / "case") as (watching, _):
        watch(watching.case, f"@{NAME}", "telegram", timedelta(minutes=10))
        whole = watching.fetch
        watching.fetch = lambda memory: breaking(whole(memory), 3, error)  # type: ignore[method-assign]
        told = set(_round(watching))
        watching.fetch = whole  # type: ignore[method-assign]
        told |= set(_round(watching))
        assert there(watching) == set(POSTS)
        assert told - {""} == {str(number) for number in POSTS}
        assert not _round(watching)


def _round(watching: Watching) -> dict[str, str]:
    try:
        return watching.kinds()
    except KeyboardInterrupt:
        return {}


def test_watch_goes_back_as_far_as_was_asked_for(tmp_path: Path) -> None:
    """A channel that was added back to a date is watched from there on, not read back to its beginning."""
    with case_and_channel(tmp_path / "case") as (watching, channel):
        taken(watching, since=day(20))
        watch(watching.case, f"@{NAME}", "telegram", timedelta(minutes=10))
        channel.posts[26] = post(26, "Нове.", day=26)
        assert watching.kinds() == {"26": "new"}
        assert there(watching) == set(range(20, 27))
