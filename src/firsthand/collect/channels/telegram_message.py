"""One message of a Telegram Desktop export: its words, what it says of itself, and the files it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from firsthand.collect.channels.telegram_names import address_of
from firsthand.model import About, Forward

__all__ = ["Chat", "Media", "about_message", "canonical", "media_of", "posted"]

_PEER = re.compile(r"(?:channel|chat)?([0-9]{1,20})")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_COUNTS = frozenset({"reactions"})
_VOTES = frozenset({"total_voters", "voters", "chosen"})


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of an export. `channel` is its username where the export gives one, else its number."""

    channel: str | int
    name: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a message names: `part` is "photo" or "file", `path` is written from the export's folder."""

    part: str
    path: str
    size: int | None = None
    media_type: str | None = None


def canonical(message: Mapping[str, object]) -> bytes:
    """The message's own JSON: every field in its order, but for what others add to it later.

    Reactions and votes change from day to day while the post stays the same, and white space with the kind of export.

    Raises:
        ValueError: it cannot be written, being nested too deeply or holding numbers without end.
    """
    kept = {name: value for name, value in message.items() if name not in _COUNTS}
    poll = kept.get("poll")
    if isinstance(poll, dict):
        kept["poll"] = _without_votes(poll)
    try:
        return orjson.dumps(kept)
    except orjson.JSONEncodeError as error:
        raise ValueError(str(error)) from error


def _without_votes(poll: Mapping[str, object]) -> dict[str, object]:
    left = {name: value for name, value in poll.items() if name not in _VOTES}
    answers = left.get("answers")
    if isinstance(answers, list):
        left["answers"] = [_without_votes(one) if isinstance(one, dict) else one for one in answers]
    return left


def posted(message: Mapping[str, object]) -> datetime | None:
    """When it was posted: in UTC where the export gives the second, else as the exporting machine's clock showed it."""
    return _moment(message, "date")


def _moment(message: Mapping[str, object], name: str) -> datetime | None:
    stamp = message.get(f"{name}_unixtime")
    try:
        if isinstance(stamp, (str, int)):
            return datetime.fromtimestamp(int(stamp), UTC)
        written = message.get(name)
        return datetime.fromisoformat(written) if isinstance(written, str) else None
    except (ValueError, OverflowError, OSError):
        return None


def about_message(message: Mapping[str, object], chat: Chat) -> About:
    """What the export tells of one message."""
    text, links = _words(message.get("text"))
    sender = _string(message.get("from"))
    return About(
        text="\n\n".join(part for part in (text, _poll(message.get("poll"))) if part),
        published=posted(message),
        outlet=chat.name,
        author=_string(message.get("author")) or (sender if sender != chat.name else None),
        forward=_forward(message),
        answers=_answers(message, chat),
        links=links,
        edited=_moment(message, "edited"),
    )


def _words(text: object) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The plain text of a string, or of a list of strings and marked words; and the links, words first."""
    pieces = text if isinstance(text, list) else [text]
    words, links = [], []
    for piece in pieces:
        mark = piece if isinstance(piece, dict) else {"text": piece}
        plain = mark.get("text")
        if not isinstance(plain, str):
            continue
        words.append(plain)
        target = _target(mark, plain)
        if target:
            links.append((plain, target))
    return "".join(words), tuple(links)


def _target(mark: Mapping[str, object], plain: str) -> str | None:
    kind = mark.get("type")
    if kind == "text_link":
        return _string(mark.get("href"))
    if kind == "link":
        return plain if _SCHEME.match(plain) else f"http://{plain}"
    if kind == "mention":
        return f"https://t.me/{plain.removeprefix('@')}"
    return None


def _poll(poll: object) -> str:
    """A poll's question and its answers, one a line."""
    if not isinstance(poll, dict):
        return ""
    answers = poll.get("answers")
    options = [one.get("text") for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    lines = [_words(written)[0] for written in (poll.get("question"), *options)]
    return "\n".join(line for line in lines if line)


def _forward(message: Mapping[str, object]) -> Forward | None:
    """Whose post it was. An export gives a name, and a number since 2021, but not the post's own number."""
    if "forwarded_from" not in message and "forwarded_from_id" not in message:
        return None
    peer = _string(message.get("forwarded_from_id"))
    name = _string(message.get("forwarded_from")) or peer or "unknown"
    if peer is None:
        return Forward(name)
    found = _PEER.fullmatch(peer)
    post = message.get("forwarded_from_message_id")
    if found and type(post) is int:
        return Forward(name, address_of(int(found[1]), post))
    return Forward(name, f"telegram:{found[1] if found else peer[:100]}")


def _answers(message: Mapping[str, object], chat: Chat) -> str | None:
    answered = message.get("reply_to_message_id")
    if type(answered) is not int:
        return None
    peer = message.get("reply_to_peer_id")
    found = _PEER.fullmatch(peer) if isinstance(peer, str) else None
    return address_of(int(found[1]) if found else chat.channel, answered)


def media_of(message: Mapping[str, object]) -> tuple[Media, ...]:
    """The files it names, in their order; a path may also be a remark such as “(File not included. …)”."""
    found = []
    for part, size in (("photo", "photo_file_size"), ("file", "file_size")):
        path, length = message.get(part), message.get(size)
        if isinstance(path, str) and path:
            kind = "image/jpeg" if part == "photo" else _string(message.get("mime_type"))
            found.append(Media(part, path, length if type(length) is int else None, kind))
    return tuple(found)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
