"""What channels and posts of Telegram are called: names, keys, addresses; and the capture of one post."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from firsthand.model import About, Capture

__all__ = ["Target", "address_of", "key_of", "post_capture", "post_of_key", "target_of"]

_NAME = r"[A-Za-z][A-Za-z0-9_]{3,31}"
_TARGET = re.compile(
    rf"(?:@|(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?)({_NAME})(?:/([0-9]{{1,15}}))?/?(?:\?[^#\s]*)?(?:#\S*)?",
    re.IGNORECASE,
)
_KEY = re.compile(rf"telegram:({_NAME}|[0-9]{{1,20}})/(-?[0-9]{{1,15}})")
_NO_CHANNELS = re.compile(
    "add(?:emoji|list|stickers|theme)|boost|confirmphone|contact|giftcode|invoice|joinchat|login|proxy|resolve|"
    "setlanguage|share|socks",
    re.IGNORECASE,
)
"""First parts of addresses at t.me that are no names."""


@dataclass(frozen=True, slots=True)
class Target:
    """A public channel, or one post of it."""

    name: str
    post: int | None = None


def target_of(what: str) -> Target | None:
    """What `@NAME`, `t.me/NAME`, `https://t.me/s/NAME` or `https://t.me/NAME/123` means; None for anything else."""
    found = _TARGET.fullmatch(what.strip())
    if found is None or _NO_CHANNELS.fullmatch(found[1]):
        return None
    return Target(found[1], int(found[2]) if found[2] else None)


def key_of(channel: str | int, post: int) -> str:
    """The key of a post by its channel's name, which is the same in capitals, or by its number."""
    return f"telegram:{str(channel).lower()}/{post}"


def post_of_key(key: str) -> tuple[str, int] | None:
    """Channel and number of the post that has this key."""
    found = _KEY.fullmatch(key)
    return (found[1].lower(), int(found[2])) if found else None


def address_of(channel: str | int, post: int) -> str:
    """Where a post can be seen; its key where only the number of its channel is known."""
    named = isinstance(channel, str) and re.fullmatch(_NAME, channel)
    return f"https://t.me/{channel}/{post}" if named else key_of(channel, post)


def post_capture(
    data: bytes, channel: str | int, post: int, fetched: datetime, *, media_type: str, about: About, gone: bool = False
) -> Capture:
    """The capture of one post; `data` is UTF-8, and empty where the post is gone."""
    return Capture(
        data=data,
        address=address_of(channel, post),
        fetched=fetched,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        charset="utf-8",
        key=key_of(channel, post),
        about=about,
        gone=gone,
    )
