"""The records of a WARC file (ISO 28500), one after the other, and on behind what is damaged.

warcio reads what a record says. Where one begins and ends is found here, because an archive may be hostile: no line,
head or record may fill the memory, and a damaged record must not take those behind it along.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Protocol

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from firsthand.collect.channels.packed import LONGEST, Guarded, GzipStream
from firsthand.errors import NotText
from firsthand.model import Skip

__all__ = ["Place", "Record", "record_at", "records"]

_BLOCK = 1 << 16
_LONGEST_LINE, _LONGEST_HEAD = 1 << 16, 1 << 18
_FARTHEST = 64_000_000
"""Bytes that are unpacked at most to come to one earlier record."""
_FIRST = re.compile(rb"WARC/\d\.\d{1,2}\s*$")
_PATIENCE = 1000
"""After so many damaged stretches without a record between them nothing more is looked for."""
_DIGESTS = ("md5", "sha1", "sha256", "sha512")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: so many bytes within what is packed at byte `member`, or of the file where it is None."""

    member: int | None
    within: int

    def __str__(self) -> str:
        if self.member is None:
            return f"byte {self.within}"
        return f"byte {self.member}" + (f" and {self.within} bytes unpacked" if self.within else "")


@dataclass(frozen=True, slots=True)
class Record:
    """What warcio makes of one record, where it stands, and its bytes but for its head."""

    parsed: ArcWarcRecord
    place: Place
    block: bytes

    def header(self, name: str) -> str:
        """A header of the record, empty where it has none."""
        return self.parsed.rec_headers.get_header(name) or ""

    def altered(self) -> bool:
        """Whether it has a digest, and that of its bytes is another; in hexadecimal or base 32, as both are used."""
        method, _, digest = self.header("WARC-Block-Digest").partition(":")
        method = method.lower().replace("-", "")
        if method not in _DIGESTS:
            return False
        found = hashlib.new(method, self.block, usedforsecurity=False).digest()
        return digest.lower() not in (found.hex(), base64.b32encode(found).decode().lower())


class _Source(Protocol):
    """Bytes in pieces that each have a place."""

    def take(self, size: int) -> bytes: ...

    def place(self) -> Place: ...

    def again(self) -> bool: ...


class _Plain:
    """A file that is not packed."""

    def __init__(self, file: BinaryIO, what: str) -> None:
        self._file = file
        self._stream = Guarded(file, what)

    def take(self, size: int) -> bytes:
        return self._stream.take(size)

    def place(self) -> Place:
        return Place(None, self._file.tell())

    def again(self) -> bool:
        return False


class _Packed:
    """A file of gzip members."""

    def __init__(self, file: BinaryIO, what: str) -> None:
        self._stream = GzipStream(file, what)

    def take(self, size: int) -> bytes:
        return self._stream.take(size)

    def place(self) -> Place:
        return Place(self._stream.member, self._stream.within)

    def again(self) -> bool:
        return self._stream.again()


class _Reader:
    """Lines and blocks out of a source, none of them larger than asked for."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._chunk = b""
        self._at = 0
        self._begins = Place(None, 0)

    def place(self) -> Place:
        """Where the next byte stands."""
        if self._at >= len(self._chunk):
            self._fill()
        return Place(self._begins.member, self._begins.within + self._at)

    def line(self) -> bytes:
        """A line with its end, or as much of it as a line may have; nothing at the end."""
        parts, size = [], 0
        while size < _LONGEST_LINE and (self._at < len(self._chunk) or self._fill()):
            end = self._chunk.find(b"\n", self._at, self._at + _LONGEST_LINE - size)
            stop = end + 1 if end >= 0 else min(len(self._chunk), self._at + _LONGEST_LINE - size)
            parts.append(self._chunk[self._at : stop])
            size += stop - self._at
            self._at = stop
            if end >= 0:
                break
        return b"".join(parts)

    def block(self, size: int) -> bytes:
        """So many bytes, or as many as there are."""
        parts = []
        while size > 0 and (self._at < len(self._chunk) or self._fill()):
            part = self._chunk[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def pass_over(self, size: int) -> int:
        """Leave so many bytes out; how many of them are not there."""
        while size > 0 and (self._at < len(self._chunk) or self._fill()):
            step = min(size, len(self._chunk) - self._at)
            self._at += step
            size -= step
        return size

    def again(self) -> bool:
        self._chunk, self._at = b"", 0
        return self._source.again()

    def _fill(self) -> bool:
        self._chunk, self._at = self._source.take(_BLOCK), 0
        after = self._source.place()
        self._begins = Place(after.member, after.within - len(self._chunk))
        return bool(self._chunk)


def records(file: BinaryIO, name: str) -> Iterator[Record | Skip]:
    """Every record of a file that stands at its beginning; a Skip for each stretch that is none.

    Raises:
        TooLarge: it unpacks to much more than any archive would.
        MissingInput: the disk fails.
    """
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    reader = _Reader(_Packed(file, name) if packed else _Plain(file, name))
    broken = 0  # how often in a row
    while True:
        try:
            place, first, lost = _first_line(reader)
            if lost:
                yield Skip("collect", f"{name}, before {place}", f"{lost:,} bytes that belong to no record")
            if not first:
                return
            found = _record(reader, first, place, name)
        except NotText as error:
            broken += 1
            if broken == 1:
                yield Skip("collect", name, f"{error} The records that are whole behind it are taken.")
            if broken > _PATIENCE or not reader.again():
                return
            continue
        broken = 0
        yield found


def record_at(file: BinaryIO, name: str, place: Place) -> Record | None:
    """The record that begins there; None where there is none, or too much lies before it in the same packed part."""
    if place.member is not None and place.within > _FARTHEST:
        return None
    file.seek(place.within if place.member is None else place.member)
    reader = _Reader(_Plain(file, name) if place.member is None else _Packed(file, name))
    try:
        if place.member is not None:
            reader.pass_over(place.within)
        there, first, lost = _first_line(reader)
        found = None if lost or not first else _record(reader, first, there, name)
    except NotText:
        return None
    return found if isinstance(found, Record) else None


def _first_line(reader: _Reader) -> tuple[Place, bytes, int]:
    """Where the next record begins, its first line (empty at the end), and how many bytes before it are of none."""
    lost = 0
    while True:
        place = reader.place()
        line = reader.line()
        if not line or _FIRST.match(line):
            return place, line, lost
        lost += len(line) if line.strip() else 0


def _record(reader: _Reader, first: bytes, place: Place, name: str) -> Record | Skip:
    where = f"{name}, {place}"
    head, size = [first], len(first)
    while True:
        line = reader.line()
        head.append(line)
        size += len(line)
        if size > _LONGEST_HEAD:
            return Skip("collect", where, "the head of a record is longer than any is")
        if not line.strip():
            break
    lengths = _LENGTH.findall(b"".join(head))
    if len(lengths) != 1:
        return Skip("collect", where, "a record without its length")
    length = int(lengths[0])
    if length > LONGEST:
        reader.pass_over(length)
        return Skip("collect", where, f"a record of {length:,} bytes, more than the limit of {LONGEST // 1_000_000} MB")
    body = reader.block(length)
    if len(body) < length:
        return Skip("collect", where, f"cut short: {length - len(body):,} bytes of the record are missing")
    try:
        parsed = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
            BytesIO(b"".join(head) + body), known_format="warc"
        )
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        ValueError,
        AttributeError,
        TypeError,
    ) as error:
        return Skip("collect", where, f"a record that cannot be read: {type(error).__name__}")
    return Record(parsed, place, body)
