"""Messages as Telethon gives them, told as captures with the keys of the preview. Needs the extra `telegram`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from firsthand.collect.channels.telegram_names import address_of, post_capture
from firsthand.model import About, Capture, Forward

__all__ = ["channel_of", "live_capture", "media_kind"]

_PASSING = frozenset({"views", "forwards", "replies", "reactions", "out", "mentioned", "media_unread"})
"""Counters, and what concerns the account that looks."""

_KEYS_OF_THE_ACCOUNT = frozenset({"access_hash", "file_reference"})
_DEEPEST = 60


def channel_of(entity: Any) -> str | int:
    """A channel's username, where it has one, else its number."""
    more = [one.username for one in getattr(entity, "usernames", None) or () if one.active]
    name = getattr(entity, "username", None) or (more[0] if more else None)
    return name if isinstance(name, str) else int(entity.id)


def live_capture(message: Any, entity: Any, fetched: datetime) -> Capture:
    """The capture of one `telethon.types.Message` of the channel `entity`, with its senders filled in by Telethon.

    Raises:
        ValueError: it cannot be written as JSON.
    """
    channel = channel_of(entity)
    try:
        data = orjson.dumps(
            _lasting(message.to_dict(), 0), option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS
        )
    except orjson.JSONEncodeError as error:
        raise ValueError(str(error)) from error
    return post_capture(
        data, channel, message.id, fetched, media_type="application/json", about=_about(message, entity, channel)
    )


def media_kind(message: Any) -> str | None:
    """What a message carries beside its words; None for nothing, a poll, or the preview of a linked page."""
    from telethon import types

    media = message.media
    if media is None or isinstance(media, (types.MessageMediaEmpty, types.MessageMediaWebPage, types.MessageMediaPoll)):
        return None
    return type(media).__name__.removeprefix("MessageMedia").lower()


def _about(message: Any, entity: Any, channel: str | int) -> About:
    text = message.message or ""
    return About(
        text="\n\n".join(part for part in (text, _poll(message.media)) if part),
        published=message.date,
        outlet=getattr(entity, "title", None),
        author=message.post_author,
        forward=_forward(message),
        answers=_answers(message, channel),
        links=_links(message),
        edited=None if message.edit_hide else message.edit_date,
    )


def _links(message: Any) -> tuple[tuple[str, str], ...]:
    """Words and address of each link; Telethon counts UTF-16 units for us."""
    from telethon import types

    links = []
    for mark, words in message.get_entities_text() if message.entities else ():
        if isinstance(mark, types.MessageEntityTextUrl):
            links.append((words, mark.url))
        elif isinstance(mark, types.MessageEntityUrl):
            links.append((words, words if "://" in words else f"http://{words}"))
        elif isinstance(mark, types.MessageEntityMention):
            links.append((words, f"https://t.me/{words.removeprefix('@')}"))
    return tuple(links)


def _poll(media: Any) -> str:
    poll = getattr(media, "poll", None)
    if poll is None:
        return ""
    return "\n".join(_plain(written) for written in (poll.question, *(answer.text for answer in poll.answers)))


def _plain(written: Any) -> str:
    return str(getattr(written, "text", written))


def _forward(message: Any) -> Forward | None:
    header = message.fwd_from
    if header is None:
        return None
    source = message.forward.chat or message.forward.sender if message.forward else None
    number = getattr(header.from_id, "channel_id", None)
    name = header.from_name or getattr(source, "title", None) or getattr(source, "first_name", None)
    address = None
    if number is not None:
        channel = channel_of(source) if source is not None else number
        address = address_of(channel, header.channel_post) if header.channel_post else f"telegram:{channel}"
    return Forward(name or (f"telegram:{number}" if number else "unknown"), address, header.date)


def _answers(message: Any, channel: str | int) -> str | None:
    reply = message.reply_to
    number = getattr(reply, "reply_to_msg_id", None)
    if number is None:
        return None
    other = getattr(getattr(reply, "reply_to_peer_id", None), "channel_id", None)
    return address_of(other if other is not None else channel, number)


def _lasting(value: object, depth: int) -> object:
    """Plain JSON, without what passes and without what only this account may use."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(value, Mapping):
        left_out = _KEYS_OF_THE_ACCOUNT if depth else _KEYS_OF_THE_ACCOUNT | _PASSING
        if value.get("_") == "MessageMediaPoll":
            left_out = left_out | {"results"}
        return {str(name): _lasting(one, depth + 1) for name, one in value.items() if name not in left_out}
    if isinstance(value, (list, tuple)):
        return [_lasting(one, depth + 1) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value
