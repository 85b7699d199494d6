"""What Telegram Desktop exports: `result.json` of one chat, or of a whole account, with the files beside it."""

from __future__ import annotations

import hashlib
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from firsthand.collect.channels.telegram_json import BrokenJson, Pieces, mended
from firsthand.collect.channels.telegram_message import Chat, Media, about_message, canonical, media_of, posted
from firsthand.collect.channels.telegram_names import key_of, post_capture, target_of
from firsthand.collect.limits import Limits, megabytes
from firsthand.errors import MissingInput, NotText
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["TelegramExport"]

_RESULT = "result.json"
_HEAD = 1 << 16
_MESSAGE = 4_000_000
"""Bytes of the longest message read. Telegram allows 4,096 characters; their marks take the most room."""
_FACT = 10_000
_CHAT = re.compile(
    rb'"type"\s*:\s*"(?:(?:public|private)_(?:channel|supergroup|group)|personal_chat|bot_chat|saved_messages|replies)"'
)
_ACCOUNT = re.compile(rb'\s*\{\s*"about"\s*:|"personal_information"\s*:|"(?:left_)?chats"\s*:\s*\{')


class TelegramExport:
    """An export of Telegram Desktop, as its `result.json` or as the folder that holds it."""

    name = "telegram-export"

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        self._limits = limits

    def takes(self, what: str) -> bool:
        """Whether it is such a folder or file, by its name and first bytes."""
        try:
            file = _file_of(what)
            if not file.is_file() or file.suffix.lower() != ".json":
                return False
            with file.open("rb") as stream:
                head = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
        except (OSError, ValueError):
            return False
        if not head.lstrip().startswith(b"{"):
            return False
        return bool(_CHAT.search(head) and b'"messages"' in head) or (
            bool(_ACCOUNT.search(head)) and file.name.lower() == _RESULT
        )

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every message of every chat, each followed by its files.

        Raises:
            MissingInput: no such file, or it may not be opened.
            NotText: it is no export in JSON.
        """
        file = _file_of(wanted.what)
        try:
            if not stat.S_ISREG(file.stat().st_mode):
                raise MissingInput(f"{file} is no file. Give the export's {_RESULT}, or the folder that holds it.")
            stream = file.open("rb")
        except FileNotFoundError as error:
            raise MissingInput(f"There is no file {file}. Check the name.") from error
        except (OSError, ValueError) as error:
            raise MissingInput(f"{file} cannot be opened: {error}.") from error
        with stream:
            yield from _Import(file, stream, wanted, self._limits).read()


def _file_of(what: str) -> Path:
    path = Path(what)
    return path / _RESULT if path.is_dir() else path


class _Import:
    """One pass through one export."""

    def __init__(self, file: Path, stream: BinaryIO, wanted: Wanted, limits: Limits) -> None:
        self._file = file
        self._pieces = Pieces(stream)
        self._wanted = wanted
        self._limits = limits
        self._fetched = datetime.now(UTC)
        self._chats = 0
        self._files: set[int] = set()

    def read(self) -> Iterator[Capture | Skip]:
        try:
            yield from self._object(top=True)
        except BrokenJson as error:
            if not self._chats:
                raise NotText(f"{self._file} is no export of Telegram Desktop: {error} (byte {error.at}).") from error
            reason = f"the file is broken there: {error}. What follows is not read; export it again"
            yield Skip("collect", f"{self._file} byte {error.at}", reason)
        if not self._chats:
            raise NotText(f"{self._file} is no export of Telegram Desktop: there are no messages in it.")

    def _object(self, *, top: bool) -> Iterator[Capture | Skip]:
        """One chat, or the whole account, which holds lists of chats."""
        facts: dict[str, object] = {}
        for name in self._pieces.members():
            if name == "messages" and self._pieces.peek() == b"[":
                self._chats += 1
                yield from self._messages(self._chat(facts))
            elif top and name in ("chats", "left_chats") and self._pieces.peek() == b"{":
                yield from self._list()
            else:
                self._fact(self._pieces, name, facts)

    def _list(self) -> Iterator[Capture | Skip]:
        for name in self._pieces.members():
            if name != "list" or self._pieces.peek() != b"[":
                continue
            for _ in self._pieces.items():
                if self._pieces.peek() == b"{":
                    yield from self._object(top=False)

    def _fact(self, pieces: Pieces, name: str, facts: dict[str, object]) -> None:
        if name not in ("id", "name", "type", "username"):
            return
        raw = pieces.take(_FACT)
        try:
            facts[name] = mended(raw)[0] if raw else None
        except ValueError:
            facts[name] = None

    def _chat(self, facts: dict[str, object]) -> Chat | None:
        """The chat whose messages come next; what stands behind them is looked up where it is not said before."""
        if "id" not in facts or "name" not in facts:
            facts = self._later() | facts
        number, name, kind, username = (facts.get(key) for key in ("id", "name", "type", "username"))
        if type(number) is not int:
            return None
        target = target_of(f"@{username}") if isinstance(username, str) else None
        channel = target.name if target else number
        return Chat(channel, name if isinstance(name, str) else None, kind if isinstance(kind, str) else None)

    def _later(self) -> dict[str, object]:
        """What is said of a chat behind its messages: some tools sort the names."""
        facts: dict[str, object] = {}
        try:
            with self._file.open("rb") as stream:
                stream.seek(self._pieces.position)
                pieces = Pieces(stream)
                pieces.take(0)
                for name in pieces.members(inside=True):
                    self._fact(pieces, name, facts)
        except (OSError, BrokenJson):
            pass  # told when the pass gets there
        return facts

    def _messages(self, chat: Chat | None) -> Iterator[Capture | Skip]:
        left_out: Counter[str] = Counter()
        number = 0
        for number, _ in enumerate(self._pieces.items(), 1):
            if chat is not None:
                yield from self._message(chat, self._pieces.take(_MESSAGE), number, left_out)
        if chat is None:
            yield Skip(
                "collect", str(self._file), f"a chat without a number (“id”): its {number} messages are left out"
            )
            return
        for kind, count in left_out.items():
            yield Skip("collect", f"telegram:{chat.channel}", f"{count} × {kind}")

    def _message(self, chat: Chat, raw: bytes | None, number: int, left_out: Counter[str]) -> Iterator[Capture | Skip]:
        record = f"telegram:{chat.channel}, message {number} in the file"
        if raw is None:
            yield Skip("collect", record, f"it is larger than {megabytes(_MESSAGE)}")
            return
        try:
            message, lost = mended(raw)
            if not isinstance(message, dict):
                raise ValueError("it is no object")
            data = canonical(message)
        except ValueError as error:
            yield Skip("collect", record, f"it cannot be read: {error}")
            return
        post = message.get("id")
        if type(post) is not int:
            yield Skip("collect", record, "it has no number (“id”)")
        elif message.get("type") != "message":
            left_out[_left_out(message)] += 1
        elif self._wants(posted(message)):
            if lost:
                yield Skip("collect", key_of(chat.channel, post), f"kept, but {lost}")
            about = about_message(message, chat)
            yield post_capture(data, chat.channel, post, self._fetched, media_type="application/json", about=about)
            for media in media_of(message):
                yield from self._media(media, key_of(chat.channel, post))

    def _wants(self, moment: datetime | None) -> bool:
        since = self._wanted.since
        if since is None or moment is None:
            return True
        return moment.replace(tzinfo=moment.tzinfo or UTC) >= since.replace(tzinfo=since.tzinfo or UTC)

    def _media(self, media: Media, post: str) -> Iterator[Capture | Skip]:
        """A file's own capture, once, or why there is none."""
        size = f", {megabytes(media.size)}" if media.size is not None and media.size >= 0 else ""
        record = f"{post} {media.part} {media.path[:200]}{size}"
        if media.path.startswith("("):
            yield Skip("collect", record, "the export leaves this file out")
            return
        try:
            path = _inside(self._file.parent, media.path)
            if hash(path) in self._files:  # a sticker sent again
                return
            data = _bytes_of(path, self._limits)
        except (OSError, ValueError) as error:
            yield Skip("collect", record, getattr(error, "strerror", None) or str(error))
            return
        self._files.add(hash(path))
        yield Capture(
            data=data,
            address=path.as_uri(),
            fetched=self._fetched,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media.media_type,
            key=f"{post}#{media.part}",
        )


def _left_out(message: dict[str, object]) -> str:
    if message.get("type") == "service":
        return "service message, which is no report"
    return "message of a kind that the export does not show"


def _inside(folder: Path, written: str) -> Path:
    """The file that a message names.

    Raises:
        OSError: it is not there.
        ValueError: the name leads out of the folder, or is none.
    """
    root = folder.resolve(strict=True)
    path = (root / written).resolve(strict=True)
    if not path.is_relative_to(root):
        raise ValueError("the path leads out of the export's folder")
    return path


def _bytes_of(path: Path, limits: Limits) -> bytes:
    """The file as it is, also where it is packed."""
    if not path.is_file():  # it waits for ever at a pipe
        raise ValueError("it is no file")
    with path.open("rb") as stream:
        data = stream.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        raise ValueError(f"the file is larger than the limit of {megabytes(limits.bytes)}")
    return data
