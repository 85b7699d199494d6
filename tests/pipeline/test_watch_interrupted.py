"""A watch that is interrupted at any step tells, when it goes on, all that it had not told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.collect.channels.test_telegram_preview import NAME, post
from tests.collect.server import serving
from tests.pipeline.test_watching_channel import Channel, Watching

from firsthand.pipeline import watching as at_work
from firsthand.pipeline.workers import Workers
from firsthand.store import Case, schema, verify, watch, watched

SAID = "Міський голова Ігор Дубенко повідомив, що поранено {} людей."
STEPS = ("read_waiting", "keep_watch", "taken_by", "report_under")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as one:
        yield one


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[Watching, Channel]]:
    channel = Channel({number: post(number, SAID.format(number)) for number in range(2, 5)})
    with serving(channel) as server, Case.make(tmp_path / "case") as case:
        watch(case, f"@{NAME}", "telegram", timedelta(minutes=10))
        yield Watching(case, server), channel
        assert not list(verify(case))


def interrupted(watching: Watching, workers: Workers | None, step: str, at: int) -> dict[str, str]:
    """A round in which that step is interrupted when it is come to for the given time; what was told until then."""
    real: Callable[..., object] = getattr(at_work, step)
    told: dict[str, str] = {}
    calls = []

    def breaks(*given: object, **named: object) -> object:
        calls.append(step)
        if len(calls) == at:
            raise KeyboardInterrupt
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(at_work, step, breaks)
        try:
            for number, news in watching.told(workers):
                told[number] = news.kind
        except KeyboardInterrupt:
            pass
    return told


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("at", [1, 2])
def test_what_is_new_and_what_changed_is_told_after_any_interruption(
    watching: tuple[Watching, Channel], workers: Workers, step: str, at: int
) -> None:
    """Between keeping, reading, noting and telling: the next round tells the rest, read, and the one after nothing."""
    visits, channel = watching
    told = interrupted(visits, workers, step, at)
    following = visits.round(workers)
    assert told.keys() | following.keys() == {"2", "3", "4"}
    assert all(news.kind == "new" and news.report is not None for news in following.values())
    channel.posts[3] = post(3, SAID.format(99))
    del channel.posts[2]
    told = interrupted(visits, workers, step, at)
    following = visits.round(workers)
    assert told | {number: news.kind for number, news in following.items()} == {"3": "changed", "2": "gone"}
    assert "3" not in following or following["3"].restated
    assert visits.round(workers) == {}
    assert len(visits.case.rows(select(schema.readings.c.id))) == 4


def test_news_that_nobody_took_is_told_again(watching: tuple[Watching, Channel]) -> None:
    """A terminal that goes away after the first line: what it showed may come twice, the rest comes."""
    visits, _ = watching
    first = next(iter(visits.told(None)))[0]
    assert {first, "2", "3", "4"} == visits.round().keys()
    assert visits.round() == {}


def test_a_failure_that_was_not_told_is_told(watching: tuple[Watching, Channel]) -> None:
    """What went wrong is kept with what is watched, until it has been told."""
    visits, channel = watching
    channel.status = "503 Service Unavailable"
    assert interrupted(visits, None, "taken_by", 1) == {}
    channel.status = "200 OK"
    assert visits.kinds()[""] == "failed"
    assert watched(visits.case)[0].failure == ""
