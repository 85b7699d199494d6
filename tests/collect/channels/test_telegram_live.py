"""Live channels up to the wire: Telethon's own client and messages, and its own encoding there and back.

What is not tested here is the connection itself: to log in needs an account and the network.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from firsthand.collect.channels.telegram_live import TelegramKeys, TelegramLive
from firsthand.errors import FetchError, InputError, Unreachable
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

telethon = pytest.importorskip("telethon", reason="the extra `telegram` is not installed")
from telethon import TelegramClient, errors, functions, types  # noqa: E402
from telethon.extensions import BinaryReader  # noqa: E402
from telethon.sessions import StringSession  # noqa: E402

ENVIRON = {"TELEGRAM_API_ID": "12345", "TELEGRAM_API_HASH": "0" * 32, "TELEGRAM_SESSION": "session"}
DAY = datetime(2026, 1, 10, 6, 0, tzinfo=UTC)
HERE = types.PeerChannel(1700000001)


def channel(number: int = 1700000001, title: str = "Озерне", username: str | None = "Ozerne_Hromada") -> Any:
    return types.Channel(
        number,
        title,
        types.ChatPhotoEmpty(),
        DAY,
        broadcast=True,
        access_hash=77,
        username=username,
        participants_count=9,
    )


def message(number: int, text: str = "Дощ.", **more: Any) -> Any:
    counters = {"views": 10 * number, "forwards": 2} | more
    return types.Message(number, HERE, DAY + timedelta(hours=number), text, post=True, **counters)


class Offline(TelegramClient):  # type: ignore[misc]
    """Telethon's client, whose requests are answered here; each answer goes through Telethon's encoding and back."""

    def __init__(self, messages: list[Any], chats: list[Any], failure: Exception | None = None) -> None:
        super().__init__(StringSession(), 1, "0" * 32)
        self._messages = messages
        self._chats = chats
        self._failure = failure
        self.asked: list[str] = []

    async def connect(self) -> None:
        self.asked.append("connect")
        if isinstance(self._failure, OSError):
            raise self._failure

    async def disconnect(self) -> None:
        self.asked.append("disconnect")

    async def __call__(self, request: Any, ordered: bool = False, flood_sleep_threshold: int | None = None) -> Any:
        self.asked.append(type(request).__name__)
        if self._failure is not None and not isinstance(request, functions.updates.GetStateRequest):
            raise self._failure
        with BinaryReader(bytes(self._answer(request))) as reader:
            return reader.tgread_object()

    def _answer(self, request: Any) -> Any:
        if isinstance(request, functions.updates.GetStateRequest):
            return types.updates.State(1, 1, DAY, 1, 0)
        if isinstance(request, functions.contacts.ResolveUsernameRequest):
            return types.contacts.ResolvedPeer(HERE, self._chats[:1], [])
        if isinstance(request, functions.messages.GetDialogsRequest):
            settings = types.PeerNotifySettings()
            dialogs = [
                types.Dialog(types.PeerChannel(one.id), self._messages[0].id, 0, 0, 0, 0, 0, 0, settings)
                for one in self._chats
            ]
            return types.messages.Dialogs(dialogs, self._messages[:1], self._chats, [])
        assert isinstance(request, functions.messages.GetHistoryRequest), request
        shown = [one for one in self._messages if not request.offset_id or one.id < request.offset_id]
        return types.messages.ChannelMessages(
            1, len(self._messages), shown[: request.limit], [], self._chats, [], inexact=False
        )


def read(
    *messages: Any,
    what: str = "telegram:Ozerne_Hromada",
    chats: list[Any] | None = None,
    failure: Exception | None = None,
    **wanted: Any,
) -> tuple[list[Capture], list[Skip]]:
    newest_first = sorted(messages, key=lambda one: int(one.id), reverse=True)
    client: Callable[[TelegramKeys], Any] = lambda keys: Offline(newest_first, chats or [channel()], failure)  # noqa: E731
    found = list(TelegramLive(ENVIRON, client).captures(Wanted(what, **wanted), lambda address: None))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Skip)]


def test_a_message_is_taken_under_the_keys_of_the_preview() -> None:
    """Key, address, outlet, time and text are what the preview page of the same post gives."""
    (capture,), skips = read(message(7, post_author="Черговий"))
    assert not skips
    assert capture.key == "telegram:ozerne_hromada/7"
    assert capture.address == "https://t.me/Ozerne_Hromada/7"
    assert capture.about.text == "Дощ."
    assert capture.about.published == DAY + timedelta(hours=7)
    assert (capture.about.outlet, capture.about.author) == ("Озерне", "Черговий")
    kept = json.loads(capture.data)
    assert (kept["_"], kept["message"], kept["date"]) == ("Message", "Дощ.", "2026-01-10T13:00:00+00:00")


def test_counters_and_what_belongs_to_the_account_are_left_out() -> None:
    """The same post is the same bytes tomorrow, and from another account."""

    def photo(reference: bytes) -> Any:
        picture = types.Photo(5, 6, reference, DAY, [types.PhotoSize("x", 800, 600, 90_000)], 2)
        return types.MessageMediaPhoto(photo=picture)

    (first,), skips = read(message(7, media=photo(b"\1\2"), forwards=3))
    (again,), _ = read(message(7, media=photo(b"\3\4"), forwards=9, out=True))
    assert first.sha256 == again.sha256
    assert b"views" not in first.data
    assert [one.reason for one in skips] == ["1 × photo: the post is kept, but not the file itself"]
    assert read(message(7, edit_date=DAY))[0][0].sha256 != read(message(7))[0][0].sha256


def test_an_edit_is_told_with_its_time() -> None:
    """What Telegram hides as an edit, such as a new reaction, is none."""
    assert read(message(7, edit_date=DAY))[0][0].about.edited == DAY
    assert read(message(7, edit_date=DAY, edit_hide=True))[0][0].about.edited is None
    assert read(message(7))[0][0].about.edited is None


def test_links_are_counted_as_telegram_counts() -> None:
    """Telegram counts UTF-16 units, so a pictogram before a link moves it by two."""
    text = "🔥 Джерело: oblast.example, @richkova"
    marks = [
        types.MessageEntityTextUrl(3, 7, "https://oblast.example/42"),
        types.MessageEntityUrl(12, 14),
        types.MessageEntityMention(28, 9),
    ]
    (capture,), _ = read(message(7, text, entities=marks))
    assert capture.about.links == (
        ("Джерело", "https://oblast.example/42"),
        ("oblast.example", "http://oblast.example"),
        ("@richkova", "https://t.me/richkova"),
    )


def test_a_forward_and_an_answer_keep_their_addresses() -> None:
    """The forwarded post's name, address and time; the answered post's address."""
    origin = types.MessageFwdHeader(DAY, from_id=types.PeerChannel(99), channel_post=31)
    reply = types.MessageReplyHeader(reply_to_msg_id=5)
    water = channel(99, "Вода", "voda_oblast")
    (capture,), _ = read(message(7, fwd_from=origin, reply_to=reply), chats=[channel(), water])
    forward = capture.about.forward
    assert forward is not None
    assert (forward.name, forward.address, forward.posted) == ("Вода", "https://t.me/voda_oblast/31", DAY)
    assert capture.about.answers == "https://t.me/Ozerne_Hromada/5"
    hidden = types.MessageFwdHeader(DAY, from_name="Очевидець")
    (capture,), _ = read(message(8, fwd_from=hidden))
    assert capture.about.forward is not None
    assert (capture.about.forward.name, capture.about.forward.address) == ("Очевидець", None)


def test_a_poll_is_text_and_its_votes_are_left_out() -> None:
    """Question and answers can be read; votes pass."""

    def poll(votes: int) -> Any:
        words = [types.TextWithEntities(text, []) for text in ("Залишити маршрут?", "Так")]
        asked = types.Poll(1, words[0], [types.PollAnswer(words[1], b"0")], 0)
        return types.MessageMediaPoll(asked, types.PollResults(total_voters=votes))

    (first,), skips = read(message(7, "", media=poll(3)))
    (again,), _ = read(message(7, "", media=poll(4)))
    assert first.about.text == "Залишити маршрут?\nТак"
    assert first.sha256 == again.sha256
    assert not skips


def test_service_messages_are_told_once() -> None:
    """Pins are no reports."""
    pins = [types.MessageService(number, HERE, DAY, action=types.MessageActionPinMessage()) for number in (8, 9)]
    captures, skips = read(message(7), *pins)
    assert len(captures) == 1
    assert [one.reason for one in skips] == ["2 × service message, which is no report"]


def test_it_ends_at_a_day_and_at_a_known_post() -> None:
    """Newest first, and nothing behind `since` or a known key."""
    posts = [message(number, f"Post {number}") for number in range(1, 6)]
    captures, _ = read(*posts, since=DAY + timedelta(hours=3))
    assert [one.about.text for one in captures] == ["Post 5", "Post 4", "Post 3"]
    captures, _ = read(*posts, reached=lambda key: key.endswith("/4"))
    assert [one.about.text for one in captures] == ["Post 5"]


@pytest.mark.parametrize("what", ["telegram:1700000002", "https://t.me/c/1700000002/15"])
def test_a_channel_without_a_name_is_found_by_its_number(what: str) -> None:
    """Private channels of the account are known by number, and so are their posts."""
    (capture,), _ = read(message(7), what=what, chats=[channel(1700000002, "Чат", None)])
    assert capture.key == capture.address == "telegram:1700000002/7"
    with pytest.raises(InputError, match="in no channel with the number"):
        read(message(7), what="telegram:5")


@pytest.mark.parametrize(
    ("failure", "raised", "words"),
    [
        (errors.FloodWaitError(None, capture=3600), FetchError, "wait 3600 seconds"),
        (errors.ChannelPrivateError(None), FetchError, "refuses telegram:Ozerne_Hromada"),
        (ConnectionResetError("reset"), Unreachable, "cannot be reached"),
    ],
)
def test_what_telegram_answers_instead_is_told(failure: Exception, raised: type[Exception], words: str) -> None:
    """A wait, a refusal and a broken connection are errors of their own."""
    with pytest.raises(raised, match=words):
        read(message(7), failure=failure)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"TELEGRAM_API_ID": ""}, "TELEGRAM_API_ID must be set"),
        ({"TELEGRAM_API_ID": "12 34"}, "must be a number"),
        ({"TELEGRAM_SESSION": "nonsense"}, "no session of Telethon"),
    ],
)
def test_missing_and_wrong_keys_are_told(change: dict[str, str], words: str) -> None:
    """Before anything is sent."""
    with pytest.raises(InputError, match=words):
        list(TelegramLive(ENVIRON | change).captures(Wanted("telegram:Ozerne_Hromada"), lambda address: None))


def test_names_are_told_apart_from_the_preview() -> None:
    """`telegram:` asks for the account; a public address does not."""
    live = TelegramLive(ENVIRON)
    assert all(live.takes(one) for one in ("telegram:Ozerne_Hromada", "telegram:17", "t.me/c/17/5"))
    assert not any(live.takes(one) for one in ("@Ozerne_Hromada", "https://t.me/Ozerne_Hromada", "telegram:", "x"))
