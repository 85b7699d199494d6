"""Files that are read piece by piece, packed or not: memory stays the same however large they are."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from firsthand.collect.files import open_file
from firsthand.errors import MissingInput, NotText, TooLarge

__all__ = ["LONGEST", "Guarded", "GzipStream", "Line", "address_of", "file_at", "lines", "open_packed"]

LONGEST = 20_000_000
"""The most bytes that one row, record or message may have."""
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BLOCK = 1 << 16
_FREE, _RATIO = 100_000_000, 300
"""Up to so many bytes anything may unpack; beyond them, to so many times its size. Text packs to a tenth, logs to a
hundredth; only what is made to fill a disk goes further."""
_ZSTD_STEP = 1 << 10  # a step of so many bytes unpacks to 32 MB at the very most
_WINDOW = 1 << 27  # the most memory a zstd file may ask for


class Line(NamedTuple):
    """A line with its number, from 1, and its end as it stands; `data` is None where it is longer than `LONGEST`."""

    number: int
    data: bytes | None


def file_at(what: str) -> Path | None:
    """The file of that name, or None where it is none, or an address."""
    if "://" in what:
        return None
    try:
        path = Path(what)
        return path if path.is_file() else None
    except (OSError, ValueError):  # a name that is too long, or has a NUL
        return None


def address_of(path: Path) -> str:
    """`file://…`, with everything escaped that is not plain."""
    return path.absolute().as_uri()


def open_packed(path: Path) -> BinaryIO:
    """What is in a file, unpacked as it is read where it is gzip or zstd, by its first bytes.

    Raises:
        MissingInput: there is no such file, or it may not be opened.
        NotText: it is zstd, and the package for that is not installed.
    Reading raises NotText where it is damaged, TooLarge where it unpacks to much more than any text would, and
    MissingInput where the disk fails.
    """
    file = open_file(path)
    try:
        head = file.read(4)
        file.seek(0)
        stream = _stream(head, file, str(path))
    except OSError as error:
        file.close()
        raise MissingInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except NotText:
        file.close()
        raise
    return cast(BinaryIO, io.BufferedReader(stream, _BLOCK))


def _stream(head: bytes, file: BinaryIO, what: str) -> Guarded:
    if head.startswith(_GZIP):
        return GzipStream(file, what)
    return _ZstdStream(file, what) if head == _ZSTD else Guarded(file, what)


def lines(stream: BinaryIO) -> Iterator[Line]:
    """Every line; of one that is too long only its number is kept."""
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if len(line) <= LONGEST:
            yield Line(number, line)
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_BLOCK)
        yield Line(number, None)


class Guarded(io.RawIOBase):
    """A file whose failures are told as ours."""

    def __init__(self, file: BinaryIO, what: str) -> None:
        self._file = file
        self._what = what

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def take(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            raise MissingInput(f"{self._what} cannot be read to its end: {error.strerror or error}.") from error

    def close(self) -> None:
        self._file.close()
        super().close()


class GzipStream(Guarded):
    """What is in a gzip file, all members of it, with the place of each: `member` is the byte at which the current one
    begins, `within` how much of it has been given."""

    def __init__(self, file: BinaryIO, what: str) -> None:
        super().__init__(file, what)
        self.member = file.tell()
        self.within = 0
        self._read_to = self._search_from = file.tell()
        self._held = b""
        self._decoder: zlib._Decompress | None = None
        self._given = 0
        self._taken = 0

    def take(self, size: int) -> bytes:
        """Up to so many bytes of one member; none at the end.

        Raises:
            NotText: damaged, or cut short; `again` goes on behind that.
            TooLarge: it unpacks to much more than any text would.
        """
        while size > 0:
            if not self._held and not self._more():
                if self._decoder is None:
                    return b""
                self._decoder = None
                raise NotText(f"{self._what} is cut short: its last part ends too early.")
            if self._decoder is None and not self._begin():
                continue
            data = self._inflate(size)
            if data:
                self.within += len(data)
                self._given += len(data)
                if self._given > _FREE and self._given > _RATIO * self._taken:
                    raise _bomb(self._what)
                return data
        return b""

    def again(self) -> bool:
        """After damage: go on with what looks like the next member; False where there is none.

        Damaged bytes may unpack to nonsense through the members behind them, so it is looked for from the beginning of
        the damaged one.
        """
        self._decoder, self._held, self._read_to = None, b"", self._search_from
        self._file.seek(self._search_from)
        while True:
            found = self._held.find(_GZIP)
            if found >= 0:
                self._held = self._held[found:]
                return True
            self._held = self._held[-2:]
            if not self._more():
                self._held = b""
                return False

    def _more(self) -> bool:
        data = super().take(_BLOCK)
        self._held += data
        self._taken += len(data)
        self._read_to += len(data)
        return bool(data)

    def _begin(self) -> bool:
        """Start with the next member; what stands between two may only be zeros."""
        self._held = self._held.lstrip(b"\0")
        if not self._held or (len(self._held) < len(_GZIP) and self._more()):
            return False
        self.member = self._search_from = self._read_to - len(self._held)
        if not self._held.startswith(_GZIP):
            raise NotText(f"{self._what} has something else after its packed part.")
        self._decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._search_from += 1
        self.within = 0
        return True

    def _inflate(self, size: int) -> bytes:
        assert self._decoder is not None
        try:
            data = self._decoder.decompress(self._held, size)
        except zlib.error as error:
            self._decoder = None
            raise NotText(f"{self._what} is damaged: {error}.") from error
        self._held = self._decoder.unconsumed_tail
        if self._decoder.eof:
            self._held = self._decoder.unused_data
            self._decoder = None
        return data


class _ZstdStream(Guarded):
    """What is in a zstd file."""

    def __init__(self, file: BinaryIO, what: str) -> None:
        super().__init__(file, what)
        try:
            import zstandard
        except ImportError as error:
            raise NotText(
                f"{what} is packed with zstd. Install the package zstandard (pip install 'firsthand[zstd]'), or "
                "unpack the file."
            ) from error
        self._error = zstandard.ZstdError
        self._frames = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        self._decoder = self._frames.decompressobj()
        self._begun = False
        self._held = b""
        self._given = self._taken = 0

    def take(self, size: int) -> bytes:
        while not self._held:
            data = super().take(_ZSTD_STEP)
            if not data and self._begun:
                raise NotText(f"{self._what} is cut short: its last part ends too early.")
            if not data:
                return b""
            self._taken += len(data)
            self._inflate(data)
            self._given += len(self._held)
            if self._given > _FREE and self._given > _RATIO * self._taken:
                raise _bomb(self._what)
        given, self._held = self._held[:size], self._held[size:]
        return given

    def _inflate(self, data: bytes) -> None:
        parts = []
        while data:
            self._begun = True
            try:
                parts.append(self._decoder.decompress(data))
            except self._error as error:
                raise NotText(f"{self._what} is damaged, or packed too hard: {error}.") from error
            data = self._decoder.unused_data
            if self._decoder.eof:
                self._decoder, self._begun = self._frames.decompressobj(), False
        self._held = b"".join(parts)


def _bomb(what: str) -> TooLarge:
    return TooLarge(f"{what} unpacks to more than {_RATIO} times its size, which no text does.")
