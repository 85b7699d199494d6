"""Reading tables and dumps line by line, however large, plain or packed; and the words for what is wrong in one.

Every fault names the file, the line and the column, and says what to do. None leaves anything half done: the
gazetteer that is being added to is only replaced after the last line.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import IO, Any, Protocol

from firsthand.errors import GazetteerError, MissingInput

__all__ = ["DAMAGED", "EMPTIEST", "Bytes", "Line", "degrees", "fault", "lines", "opened"]

DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What reading a packed file raises where it is cut short or damaged, or where the disk gives no more."""

EMPTIEST = 4 << 20
"""Bytes without a row or a feature, after which a file is none: a few kilobytes unpack to any number of them."""

_LONGEST = 4 << 20  # bytes of one line; a row of a dump takes a few kilobytes
_BLOCK = 1 << 18  # bytes read from disk at once
_STEP = 1 << 20  # bytes between two calls of `tell`
_HEADS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_HIGH = re.compile(rb"[\xa5\xaa\xaf\xb2-\xb4\xb8\xba\xbf\xc0-\xff]{3,}")  # letters of Cyrillic words
_ENCRYPTED = 0x1 | 0x40  # flags of an entry in a zip archive
_BESIDE = 0.1
"""Of the size of the largest table in an archive: what is smaller only explains it, as lists of codes do."""
_NAMED = 5
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_READMES = ("readme", "iso-languagecodes", "__macosx")

Progress = Callable[[int, int], None]


class Bytes(Protocol):
    """What is read from, packed or not."""

    def read(self, size: int = ..., /) -> bytes: ...

    def readline(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and its number, counted from 1."""

    number: int
    text: str


def fault(path: Path, line: int, column: str, wrong: str, remedy: str) -> GazetteerError:
    """The error for one place in a file. `column` may be empty, where the whole line is meant."""
    where = f"line {line}, column {column}" if column else f"line {line}"
    return GazetteerError(f"{path}, {where}: {wrong}. {remedy} Nothing was added; the gazetteer is as it was.")


def lines(path: Path, tell: Progress) -> Iterator[Line]:
    """The lines of a file in UTF-8, plain, .gz, or the table in a .zip; empty lines are left out.

    `tell` is called with (bytes read, bytes in all). Raises GazetteerError at the first line that cannot be
    read, and MissingInput if there is no such file.
    """
    number = empty = 0
    with opened(path, tell) as file:
        while raw := _next_line(path, number + 1, file):
            number += 1
            text = _decoded(path, number, raw)
            empty = 0 if text.strip() else empty + len(raw)
            if empty > EMPTIEST:
                raise fault(
                    path, number, "", "there are only empty lines for 4 MB, so this is no table", "Look into it."
                )
            if not empty:
                yield Line(number, text)


def _next_line(path: Path, number: int, file: Bytes) -> bytes:
    try:
        return file.readline(_LONGEST)
    except DAMAGED as error:
        wrong = f"the file is cut short or damaged here ({error})"
        raise fault(path, number, "", wrong, "Fetch it again.") from error


def _decoded(path: Path, number: int, raw: bytes) -> str:
    if number == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        if raw[:2] in _HEADS:
            raise fault(path, 1, "", f"the file is in {_HEADS[raw[:2]]}, not in UTF-8", _convert(path, "UTF-16"))
    if len(raw) >= _LONGEST and not raw.endswith(b"\n"):
        raise fault(path, number, "", "the line has no end within 4 MB, so this is no table", "Give another file.")
    if b"\0" in raw:
        column = str(raw.index(b"\0") + 1)
        raise fault(path, number, column, "there is a zero byte, so this is no text", "Give the unpacked text file.")
    try:
        return raw.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        column = str(len(raw[: error.start].decode()) + 1)
        wrong = f"the byte 0x{raw[error.start]:02x} is no UTF-8"
        raise fault(path, number, column, wrong, _convert(path, _guess(raw))) from error


def _guess(raw: bytes) -> str:
    """The likely encoding: Cyrillic words are bytes from the upper half one after the other, in windows-1251; in
    windows-1252 an accented letter stands among plain ones."""
    high = sum(byte >= 0xC0 for byte in raw)
    beside = sum(map(len, _HIGH.findall(raw)))
    return "windows-1251" if 2 * beside > high else "windows-1252"


def _convert(path: Path, encoding: str) -> str:
    return f"Convert it first, such as with: iconv -f {encoding} -t UTF-8 {path.name} > new-{path.name}"


@contextmanager
def opened(path: Path, tell: Progress) -> Iterator[Bytes]:
    """The bytes of the file, unpacked. Raises MissingInput, or GazetteerError for an archive that gives no table."""
    if path.is_dir():
        raise MissingInput(f"{path} is a folder. Give the files in it that are meant.")
    if not path.is_file():
        raise MissingInput(f"There is no file {path}.")
    try:
        with path.open("rb") as raw:
            total = path.stat().st_size
            head = raw.read(4)
            raw.seek(0)
            counted = io.BufferedReader(_Counted(raw, total, tell), _BLOCK)
            if head[:2] == b"\x1f\x8b":
                with gzip.GzipFile(fileobj=counted) as file:
                    yield file
            elif head == b"PK\x03\x04":
                with zipfile.ZipFile(counted) as archive, archive.open(_table_in(path, archive)) as file:
                    yield file
            else:
                yield counted
    except (zipfile.BadZipFile, NotImplementedError) as error:  # the latter: a zip of a version to come
        raise fault(path, 1, "", f"the archive is cut short or damaged ({error})", "Fetch it again.") from error
    except PermissionError as error:
        raise MissingInput(f"{path} may not be opened: {error.strerror}.") from error


def _table_in(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    tables = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not any(word in entry.filename.lower() for word in _READMES)
    ]
    if not tables:
        raise GazetteerError(f"{path} holds no table. Unpack it, and give the file that is meant.")
    table = max(tables, key=lambda entry: entry.file_size)
    others = [entry.filename for entry in tables if entry is not table and entry.file_size > _BESIDE * table.file_size]
    if others:
        named = ", ".join(sorted([table.filename, *others])[:_NAMED])
        raise GazetteerError(f"{path} holds several tables ({named}). Unpack it, and give each that is meant.")
    if table.flag_bits & _ENCRYPTED:
        raise GazetteerError(f"{path} is encrypted. Unpack it with its password, and give the file that is meant.")
    if table.compress_type not in _METHODS:
        raise GazetteerError(
            f"{path} is packed by a method that cannot be read here ({table.compress_type}). "
            "Unpack it, and give the file that is meant."
        )
    return table


class _Counted(io.RawIOBase):
    """A file that tells how far it has been read."""

    def __init__(self, raw: IO[bytes], total: int, tell: Progress) -> None:
        super().__init__()
        self._raw, self._total, self._told, self._tell = raw, total, 0, tell

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        here = self._raw.tell()
        if here - self._told >= _STEP or not data:
            self._told = here
            self._tell(here, self._total)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def degrees(path: Path, line: int, cell: str, column: str, limit: int) -> float:
    """The latitude or longitude in a cell. Raises GazetteerError where it is none between -limit and limit."""
    try:
        value = float(cell)
    except ValueError:
        value = inf
    if not -limit <= value <= limit:
        remedy = (
            "Write a point, not a comma."
            if "," in cell
            else "Degrees are meant, such as 48.31; are two columns swapped?"
        )
        raise fault(path, line, column, f"“{cell[:40]}” is no number between -{limit} and {limit}", remedy)
    return value
