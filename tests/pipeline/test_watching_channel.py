"""A public channel that is watched, played by a real server on loopback: posts, edits, deletions, forwards, pins."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.collect.channels.test_telegram_preview import LANDING, NAME, page, post
from tests.collect.server import Server, answer, serving

from firsthand.collect.channels.telegram_preview import AGAIN
from firsthand.collect.fetch import Validators
from firsthand.collect.polite import Manners, Polite
from firsthand.model import Capture
from firsthand.pipeline.adding import add
from firsthand.pipeline.changes import changes
from firsthand.pipeline.watching import News, round_of
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Fetch, Wanted
from firsthand.store import Case, changed_keys, sightings, verify, watch

PINNED = "service_message js-widget_message"
FORWARD = (
    '<div class="tgme_widget_message_forwarded_from">Forwarded from <a class="tgme_widget_message_forwarded_from_name" '
    'href="https://t.me/voda/31"><span>Водоканал</span></a></div>'
)


@dataclass
class Channel:
    """What the channel shows, newest last; a test edits it between two visits."""

    posts: dict[int, str]
    size: int = 5
    closed: bool = False
    status: str = "200 OK"
    asked: list[str] = field(default_factory=list)

    def __call__(self, connection: socket.socket, path: str) -> None:
        if path == "/robots.txt":
            connection.sendall(answer(b"", status="404 Not Found"))
            return
        self.asked.append(path)
        if self.closed and path.startswith("/s/"):
            connection.sendall(answer(b"", f"Location: /{NAME}", status="302 Found"))
            return
        query = parse_qs(urlsplit(path).query)
        limit = int(query["before"][0]) if "before" in query else 10**9
        shown = sorted(number for number in self.posts if number < limit)[-self.size :]
        older = shown[0] if shown and any(number < shown[0] for number in self.posts) else None
        body = LANDING if self.closed else page(*(self.posts[number] for number in shown), before=older)
        connection.sendall(answer(body, "Content-Type: text/html; charset=utf-8", status=self.status))


class Watching:
    """A case that watches the channel, and the rounds of it."""

    def __init__(self, case: Case, server: Server) -> None:
        self.case = case
        self._server = server
        self._at = datetime.now(UTC)

    def fetch(self, memory: MutableMapping[str, Validators]) -> Fetch:
        """Polite, where t.me stands on the test's server."""
        polite = Polite(memory, allow_private=True, manners=Manners(delay=0, jitter=0, backoff=0, attempts=1))

        def fetch(address: str) -> Capture | None:
            found = polite(address.replace("https://t.me", self._server.url("").rstrip("/")))
            return replace(found, address=address) if found else None

        return fetch

    def round(self, workers: Workers | None = None) -> dict[str, News]:
        told = list(self.told(workers))
        named = dict(told)
        assert len(named) == len(told)
        return named

    def told(self, workers: Workers | None = None) -> Iterator[tuple[str, News]]:
        """What a round tells, one by one, each with the number of its post."""
        self._at += timedelta(days=2)
        for news in round_of(self.case, self.fetch, workers, now=self._at, chance=random.Random(1)):
            yield news.key.rpartition("/")[2], news

    def kinds(self) -> dict[str, str]:
        return {number: news.kind for number, news in self.round().items()}


@contextmanager
def watched(tmp_path: Path, channel: Channel, what: str = f"@{NAME}") -> Iterator[Watching]:
    with serving(channel) as server, Case.make(tmp_path / "case") as case:
        watch(case, what, "telegram", timedelta(minutes=10))
        yield Watching(case, server)
        assert not list(verify(case))


def numbered(*numbers: int) -> dict[int, str]:
    return {number: post(number, f"Повідомлення {number}.") for number in numbers}


def test_edits_and_deletions_of_older_posts_are_found(tmp_path: Path) -> None:
    """Each round looks again at the posts behind the newest page, and tells each change once."""
    channel = Channel(numbered(*range(1, 13)))
    with watched(tmp_path, channel) as watching:
        assert set(watching.kinds().values()) == {"new"}
        assert watching.kinds() == {}
        channel.posts[4] = post(4, "Повідомлення 4, виправлене.", meta="edited &nbsp;")
        del channel.posts[3], channel.posts[11]
        channel.posts[13] = post(13, "Води немає.", before_text=FORWARD)
        assert watching.kinds() == {"13": "new", "4": "changed", "3": "gone", "11": "gone"}
        assert watching.kinds() == {}
        channel.posts |= numbered(3, 4)
        assert watching.kinds() == {"3": "back", "4": "changed"}
        found = {key.rpartition("/")[2]: gone for key, _, gone in changed_keys(watching.case)}
        assert found == {"3": True, "4": False, "11": True}
        told = list(changes(watching.case, "telegram:ozerne_hromada/4"))
        assert [change.after.edited for change in told] == [True, None]
        assert [change.back for change in changes(watching.case, "telegram:ozerne_hromada/3")] == [False, True]


def test_only_the_newest_known_posts_are_looked_at_again(tmp_path: Path) -> None:
    """The limit holds: what lies behind it costs no request, and is not called gone."""
    channel = Channel(numbered(*range(1, AGAIN + 41)), size=20)
    with watched(tmp_path, channel) as watching:
        watching.round()
        channel.asked.clear()
        del channel.posts[40], channel.posts[41]
        assert watching.kinds() == {"41": "gone"}
        assert len(channel.asked) <= AGAIN // 20 + 2


def test_what_is_told_of_a_post(tmp_path: Path) -> None:
    """The forward with its address, the statements and who makes them; and how an edit restates them."""
    text = "Після обстрілу загинули {} людей, повідомив міський голова Ігор Дубенко."
    channel = Channel({1: post(1, "Початок."), 2: post(2, text.format(12), before_text=FORWARD)})
    with watched(tmp_path, channel) as watching, Workers(1) as workers:
        new = watching.round(workers)["2"]
        channel.posts[2] = post(2, text.format(15), before_text=FORWARD, meta="edited ")
        changed = watching.round(workers)["2"]
        del channel.posts[2]
        gone = watching.round(workers)["2"]
    assert new.about.forward is not None
    assert (new.about.forward.name, new.about.forward.address) == ("Водоканал", "https://t.me/voda/31")
    assert new.report is not None
    assert any(statement.voice.text == "міський голова Ігор Дубенко" for statement in new.report.statements)
    assert changed.about.edited is True
    assert ("figure",) in {one.differs for one in changed.restated}
    assert (gone.kind, gone.report) == ("gone", changed.report)


def test_service_messages_and_a_pinned_post_are_no_change(tmp_path: Path) -> None:
    """Pinning adds a message of the service; the pinned post stays what it was, and nothing is gone."""
    channel = Channel(numbered(1, 2, 3))
    with watched(tmp_path, channel) as watching:
        watching.round()
        channel.posts[4] = post(4, "Озерне pinned a message", kind=PINNED)
        assert watching.kinds() == {}


@pytest.mark.parametrize(
    "break_it",
    [
        lambda channel: setattr(channel, "closed", True),
        lambda channel: setattr(channel, "status", "503 Service Unavailable"),
        lambda channel: setattr(channel, "status", "404 Not Found"),
        lambda channel: channel.posts.clear(),
    ],
    ids=["made private", "down", "not found", "shows nothing"],
)
def test_a_channel_that_shows_nothing_proves_nothing(tmp_path: Path, break_it: Callable[[Channel], None]) -> None:
    """Made private, down, or empty: no post is called gone; and what fails is told."""
    channel = Channel(numbered(*range(1, 9)))
    with watched(tmp_path, channel) as watching:
        watching.round()
        break_it(channel)
        kinds = watching.kinds()
        assert set(kinds.values()) <= {"failed"}
        assert kinds or not channel.posts
        assert not list(changed_keys(watching.case))


def test_a_server_that_fails_half_way_proves_nothing(tmp_path: Path) -> None:
    """The newest page comes, the older ones fail: what was found is told, and nothing is called gone."""
    channel = Channel(numbered(*range(1, 13)))
    with watched(tmp_path, channel) as watching:
        watching.round()
        del channel.posts[2]
        channel.posts[13] = post(13, "Нове.")
        whole = channel.__call__

        def failing(connection: socket.socket, path: str) -> None:
            if "before" in path:
                connection.sendall(answer(b"", status="502 Bad Gateway"))
            else:
                whole(connection, path)

        with serving(failing) as broken:
            watching._server, working = broken, watching._server
            assert watching.kinds() == {"13": "new", "": "failed"}
            watching._server = working
        assert watching.kinds() == {"2": "gone"}


def test_one_post_alone_is_watched(tmp_path: Path) -> None:
    """An address with a number keeps to that post: its edit, its end, and nothing of its neighbours."""
    channel = Channel(numbered(1, 2, 3, 12))
    with watched(tmp_path, channel, f"https://t.me/{NAME}/2") as watching:
        assert watching.kinds() == {"2": "new"}
        channel.posts[2] = post(2, "Виправлено.")
        del channel.posts[12]
        assert watching.kinds() == {"2": "changed"}
        del channel.posts[2]
        assert watching.kinds() == {"2": "gone"}
        assert watching.kinds() == {}


def test_a_channel_is_added_back_to_a_date(tmp_path: Path) -> None:
    """`add` pages back to the wanted day and no further; a post that is added again is no second sighting."""
    channel = Channel({number: post(number, f"День {number}.", day=number) for number in range(1, 21)})
    with watched(tmp_path, channel) as watching:
        wanted = [Wanted(f"@{NAME}", since=datetime(2026, 1, 12, tzinfo=UTC))]
        assert add(watching.case, wanted, watching.fetch({})).counts["taken"] == 9
        assert add(watching.case, wanted, watching.fetch({})).counts["taken"] == 0
        channel.posts[20] = post(20, "День двадцятий.", day=20)
        add(watching.case, wanted, watching.fetch({}))
        channel.posts[20] = post(20, "День 20.", day=20)
        add(watching.case, wanted, watching.fetch({}))
        assert len(sightings(watching.case, "telegram:ozerne_hromada/20")) == 3
        assert len(sightings(watching.case, "telegram:ozerne_hromada/19")) == 1
