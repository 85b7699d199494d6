"""Mails: single ones (.eml) and mailboxes (.mbox), as newsletters and lists come in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from firsthand.collect.channels.mail_message import Unreadable, mid, read_mail
from firsthand.collect.channels.packed import LONGEST, address_of, file_at, lines, open_packed
from firsthand.collect.channels.published import too_early
from firsthand.collect.channels.rows import Tally, without_halves
from firsthand.errors import EmptyInput, InputError, TooLarge
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["Mailbox"]

_SINGLE, _MANY = (".eml",), (".mbox", ".mbx")
_FROM = re.compile(rb"From (?:.*\b\d{1,2}:\d\d\b.*|\S+@\S+\s*)$", re.DOTALL)
"""The line before each mail of a mailbox (RFC 4155): sender and time."""
_HEADER = re.compile(rb"(?:[!-9;-~]+[ \t]*:|>?From )")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


class Mailbox:
    """A mail, or a file of many."""

    name = "mail"

    def takes(self, what: str) -> bool:
        """A file whose name ends in .eml or .mbox, also packed; one without an end that begins as mailboxes do."""
        path = file_at(what)
        if path is None:
            return False
        if _name(path).endswith((*_SINGLE, *_MANY)):
            return True
        try:
            with path.open("rb") as file:
                return not path.suffix and bool(_FROM.match(file.readline(1000)))
        except OSError:
            return False

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every mail with text, as it stands in the file.

        Raises:
            InputError: the file cannot be opened, or there is no mail in it.
        """
        path = Path(wanted.what)
        tally = Tally(path.name)
        begun = False
        try:
            with open_packed(path) as stream:
                single = _name(path).endswith(_SINGLE)
                for number, data in _single(stream, path) if single else _messages(stream, path):
                    begun = True
                    where = path.name if single else f"{path.name}, mail {number}"
                    address = address_of(path) if single else f"{address_of(path)}#mail={number}"
                    yield from _captures(data, where, address, wanted, tally, quoted=not single)
        except InputError as error:
            if not begun:
                raise
            yield Skip("collect", f"{path.name}, the rest", str(error))
        yield from tally.skips()


def _name(path: Path) -> str:
    return path.name.lower().removesuffix(".gz").removesuffix(".zst")


def _single(stream: BinaryIO, path: Path) -> Iterator[tuple[int, bytes | None]]:
    data = stream.read(LONGEST + 1)
    if not data.strip():
        raise EmptyInput(f"{path} is empty: there is no mail in it.")
    if len(data) > LONGEST:
        raise TooLarge(f"{path} is larger than a mail may be ({LONGEST // 1_000_000} MB).")
    yield 1, data


def _messages(stream: BinaryIO, path: Path) -> Iterator[tuple[int, bytes | None]]:
    """The mails of a mailbox with their numbers, from 1; None for one that is too large to be kept.

    A line "From …" begins a mail where a blank line or nothing stands before it and a header behind it: letters also
    have lines that begin with that word.
    """
    number, size, parts = 0, 0, list[bytes]()
    before, pending = b"\n", b""
    for line in lines(stream):
        data = line.data if line.data is not None else b" " * (LONGEST + 1)
        if pending and _HEADER.match(data):
            if number:
                yield number, _whole(parts, size)
            elif any(part.strip() for part in parts):
                raise EmptyInput(f"{path} does not begin as a mailbox does: with a line “From …”.")
            number, size, parts = number + 1, 0, []
        elif pending:
            size, parts = _with(parts, size, pending)
        pending = b""
        if not before.strip() and _FROM.match(data):
            pending = data
        else:
            size, parts = _with(parts, size, data)
        before = data
    if not number:
        raise EmptyInput(f"{path} is no mailbox: no line “From …” with a header behind it stands in it.")
    size, parts = _with(parts, size, pending)
    yield number, _whole(parts, size)


def _with(parts: list[bytes], size: int, data: bytes) -> tuple[int, list[bytes]]:
    """One more line, as long as the mail is not too large; then nothing of it is held any more."""
    size += len(data)
    if size > LONGEST:
        return size, []
    parts.append(data)
    return size, parts


def _whole(parts: list[bytes], size: int) -> bytes | None:
    """The mail without the blank line that parts it from the next."""
    if size > LONGEST:
        return None
    data = b"".join(parts)
    return data.removesuffix(b"\n").removesuffix(b"\r") if data.endswith((b"\n\n", b"\n\r\n")) else data


def _captures(
    data: bytes | None, where: str, address: str, wanted: Wanted, tally: Tally, *, quoted: bool
) -> Iterator[Capture | Skip]:
    if data is None:
        yield Skip("collect", where, f"larger than a mail may be ({LONGEST // 1_000_000} MB)")
        return
    try:
        mail = read_mail(_QUOTED.sub(rb"\1", data) if quoted else data)
    except Unreadable as error:
        yield Skip("collect", where, without_halves(str(error)))
        return
    if too_early(mail.about.published, wanted.since):
        tally.add("sent before the time asked for", where)
        return
    if mail.left_out:
        listed = without_halves(", ".join(mail.left_out[:20])) + (" and more" if len(mail.left_out) > 20 else "")
        yield Skip("collect", f"{where}: {listed}", "not read, but kept within the mail")
    sha256 = hashlib.sha256(data).hexdigest()
    yield Capture(
        data=data,
        address=mail.seen_at or address,
        fetched=datetime.now(UTC),
        sha256=sha256,
        media_type="message/rfc822",
        key=mid(mail.number) if mail.number else f"mail:{sha256}",
        about=mail.about,
    )
