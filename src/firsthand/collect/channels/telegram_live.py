"""Channels of Telegram through the user's own account, also those without a preview. Needs the extra `telegram`."""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from firsthand.collect.channels.telegram_names import key_of, target_of
from firsthand.errors import FetchError, InputError, Unreachable
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["TelegramKeys", "TelegramLive"]

_ID, _HASH, _SESSION = "TELEGRAM_API_ID", "TELEGRAM_API_HASH", "TELEGRAM_SESSION"
_LIVE = re.compile(r"telegram:(?:@?([A-Za-z][A-Za-z0-9_]{3,31})|([0-9]{1,20}))")
_PRIVATE = re.compile(r"(?:https?://)?t\.me/c/([0-9]{1,20})(?:/[0-9]*)?/?")


@dataclass(frozen=True, slots=True)
class TelegramKeys:
    """What Telegram wants to see: the user's own key and hash from my.telegram.org, and a session as a string."""

    api_id: int
    api_hash: str
    session: str


class TelegramLive:
    """A channel by `telegram:NAME` or `telegram:NUMBER`, or a private one by `https://t.me/c/NUMBER`.

    Keys, addresses and texts are those of the preview; the bytes are the message as JSON, without counters and without
    what only this account may use. `client` makes Telethon's client from the keys.
    """

    name = "telegram-live"

    def __init__(
        self, environ: Mapping[str, str] | None = None, client: Callable[[TelegramKeys], Any] | None = None
    ) -> None:
        self._environ = environ
        self._client = client or _client

    def takes(self, what: str) -> bool:
        return _peer(what) is not None

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every message, the newest first, until `wanted.since` or a key that `wanted.reached` knows.

        `fetch` is not used: Telegram's own protocol is no HTTP.

        Raises:
            InputError: no such channel for this account, no keys in the environment, or Telethon is not installed.
            FetchError, Unreachable: Telegram refuses, or cannot be reached.
        """
        peer = _peer(wanted.what)
        if peer is None:
            raise InputError(f"{wanted.what} is no channel of Telegram. Write telegram:NAME.")
        errors = _errors()
        keys = _keys(self._environ if self._environ is not None else os.environ)
        with asyncio.Runner() as runner:
            steps = _steps(self._client, keys, peer, wanted)
            try:
                while (step := runner.run(_next(steps))) is not None:
                    yield step
            except errors.FloodWaitError as error:
                raise FetchError(f"Telegram asks to wait {error.seconds} seconds. Go on after that.") from error
            except errors.RPCError as error:
                raise FetchError(f"Telegram refuses {wanted.what}: {error}.") from error
            except (ConnectionError, TimeoutError) as error:
                raise Unreachable(f"Telegram cannot be reached: {error}.") from error
            finally:
                runner.run(steps.aclose())


def _peer(what: str) -> str | int | None:
    found = _LIVE.fullmatch(what.strip())
    if found:
        if found[2]:
            return int(found[2])
        target = target_of(f"@{found[1]}")
        return target.name if target else None
    private = _PRIVATE.fullmatch(what.strip())
    return int(private[1]) if private else None


def _errors() -> Any:
    try:
        from telethon import errors
    except ImportError as error:
        raise InputError(
            "Live channels of Telegram need Telethon. Install it with: pip install 'firsthand[telegram]'"
        ) from error
    return errors


def _keys(environ: Mapping[str, str]) -> TelegramKeys:
    missing = [name for name in (_ID, _HASH, _SESSION) if not environ.get(name)]
    if missing:
        raise InputError(
            f"{', '.join(missing)} must be set in the environment: your own keys from https://my.telegram.org, and a "
            f"session of Telethon as a string."
        )
    if not re.fullmatch(r"[0-9]{1,10}", environ[_ID]):
        raise InputError(f"{_ID} must be a number.")
    return TelegramKeys(int(environ[_ID]), environ[_HASH], environ[_SESSION])


def _client(keys: TelegramKeys) -> Any:
    from telethon import TelegramClient
    from telethon.sessions import StringSession

    try:
        session = StringSession(keys.session)
    except ValueError as error:
        raise InputError(f"{_SESSION} is no session of Telethon as a string.") from error
    return TelegramClient(session, keys.api_id, keys.api_hash, receive_updates=False)


async def _next(steps: AsyncGenerator[Capture | Skip, None]) -> Capture | Skip | None:
    return await anext(steps, None)


async def _steps(
    make: Callable[[TelegramKeys], Any], keys: TelegramKeys, peer: str | int, wanted: Wanted
) -> AsyncGenerator[Capture | Skip, None]:
    client = make(keys)
    await client.connect()
    try:
        if not await client.is_user_authorized():
            raise InputError(f"Telegram does not know this session any more. Make a new one for {_SESSION}.")
        entity = await _entity(client, peer)
        async for step in _messages(client, entity, wanted):
            yield step
    finally:
        await client.disconnect()


async def _entity(client: Any, peer: str | int) -> Any:
    """The channel; one without a name is found among the account's own chats."""
    if isinstance(peer, str):
        try:
            return await client.get_entity(peer)
        except ValueError as error:
            raise InputError(f"There is no channel @{peer}: {error}.") from error
    async for dialog in client.iter_dialogs():
        if dialog.entity.id == peer:
            return dialog.entity
    raise InputError(f"This account is in no channel with the number {peer}.")


async def _messages(client: Any, entity: Any, wanted: Wanted) -> AsyncGenerator[Capture | Skip, None]:
    from telethon import types

    from firsthand.collect.channels.telegram_tl import channel_of, live_capture, media_kind

    left_out: Counter[str] = Counter()
    channel = channel_of(entity)
    async for message in client.iter_messages(entity, wait_time=1):
        if not isinstance(message, types.Message):
            left_out["service message, which is no report"] += 1
            continue
        if wanted.since is not None and message.date < wanted.since.replace(tzinfo=wanted.since.tzinfo or UTC):
            break
        key = key_of(channel, message.id)
        if wanted.reached(key):
            break
        try:
            yield live_capture(message, entity, datetime.now(UTC))
        except ValueError as error:
            yield Skip("collect", key, f"it cannot be kept: {error}")
        kind = media_kind(message)
        if kind:
            left_out[f"{kind}: the post is kept, but not the file itself"] += 1
    for reason, count in left_out.items():
        part = "the post is kept" in reason
        yield Skip("part" if part else "collect", f"telegram:{channel}", f"{count} × {reason}")
