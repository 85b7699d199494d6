"""The WARC files in a WACZ (specs.webrecorder.net/wacz), which is a zip file with a list of what must be in it."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import orjson

from firsthand.collect.channels.archive import Opener
from firsthand.collect.channels.packed import lines
from firsthand.collect.files import open_file
from firsthand.errors import NotText
from firsthand.model import Skip

__all__ = ["lines_in", "opened_archives"]

_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_LARGEST_LIST = 16_000_000
"""Bytes of the list of what is in the zip file, and of the datapackage: some hundred thousand entries."""
_BLOCK = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    struct.error,
    OSError,  # an entry that lies before the beginning of the file
)


class _Window(io.RawIOBase):
    """Bytes start ≤ i < start + size of a file, as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._start + min(self._at, self._size))
        data = self._file.read(min(len(buffer), max(0, self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def lines_in(path: Path, name: str) -> Iterator[bytes]:
    """The lines of a file in it, empty for one that is longer than any may be.

    None at all where it is not there as its datapackage says, which `opened_archives` tells.

    Raises:
        NotText: no WACZ.
    """
    with _opened_zip(path) as archive:
        promised = _promised(archive, path)
        if name not in promised or name not in archive.namelist():
            return
        info = archive.getinfo(name)
        if _wrong(archive, info, *promised[name]):
            return
        with archive.open(info) as file:
            for line in lines(cast(BinaryIO, file)):
                yield line.data or b""


def opened_archives(path: Path) -> Iterator[tuple[str, Opener] | Skip]:
    """Every WARC file that is there as its datapackage says, with what opens it; a Skip for each that is not.

    Raises:
        NotText: no zip file, without a datapackage, or with one that is damaged or has been changed.
    """
    with _opened_zip(path) as archive:
        promised = _promised(archive, path)
        named = {info.filename for info in archive.infolist()}
        for name in sorted(promised.keys() - named):
            yield Skip("collect", f"{path.name}, {name}", "named in the datapackage, and not there")
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            found = _checked(archive, info, promised, path)
            if found is not None:
                yield found


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with open_file(path) as file:
        _check_list(file, path)
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise NotText(f"{path} is no WACZ, or a damaged one: {error}.") from error
        with archive:
            yield archive


def _checked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, promised: dict[str, tuple[str, int]], path: Path
) -> tuple[str, Opener] | Skip | None:
    """A WARC file that may be read, or why not; None for what is none and as it should be."""
    name, where = info.filename, f"{path.name}, {info.filename}"
    if info.is_dir() or name in (_PACKAGE, _DIGEST):
        return None
    is_archive = name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz"))
    if name not in promised:
        return Skip("collect", where, "not named in the datapackage: not taken") if is_archive else None
    wrong = _wrong(archive, info, *promised[name])
    if wrong:
        return Skip("collect", where, f"{wrong}: not taken" if is_archive else wrong)
    if not is_archive:
        return None
    if info.compress_type != zipfile.ZIP_STORED:
        return Skip("collect", where, "packed a second time, against the standard: unpack the WACZ, and give this file")
    return where, partial(_opened, path, info.header_offset, info.file_size)


def _opened(path: Path, header: int, size: int) -> BinaryIO:
    file = open_file(path)
    file.seek(header)
    head = file.read(30)
    name, extra = struct.unpack("<HH", head[26:30])
    return cast(BinaryIO, io.BufferedReader(_Window(file, header + 30 + name + extra, size)))


def _check_list(file: BinaryIO, path: Path) -> None:
    """The list at the end of a zip file is held in memory as a whole: none is read that says it is huge."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + 22:
        raise NotText(f"{path} is no WACZ: it is no zip file, or it is cut short.")
    (length,) = struct.unpack("<I", tail[found + 12 : found + 16])
    if length == 0xFFFFFFFF:
        larger = tail.rfind(b"PK\x06\x06", 0, found)
        length = struct.unpack("<Q", tail[larger + 40 : larger + 48])[0] if 0 <= larger <= len(tail) - 48 else length
    if length > _LARGEST_LIST:
        raise NotText(f"{path} lists more files than any web archive has.")
    file.seek(0)


def _promised(archive: zipfile.ZipFile, path: Path) -> dict[str, tuple[str, int]]:
    """Hash and size of each file, by the datapackage."""
    package = _read(archive, _PACKAGE, path)
    if _DIGEST in archive.namelist():
        told = _json(_read(archive, _DIGEST, path), path).get("hash")
        if told != f"sha256:{hashlib.sha256(package).hexdigest()}":
            raise NotText(f"{path} has been changed: its datapackage is not the one that its digest was made of.")
    resources = _json(package, path).get("resources")
    if not isinstance(resources, list):
        raise NotText(f"{path} has a datapackage that names no files.")
    promised = {}
    for one in resources:
        if isinstance(one, dict) and isinstance(one.get("path"), str):
            size = one.get("bytes")
            promised[one["path"]] = (str(one.get("hash") or ""), size if isinstance(size, int) else -1)
    return promised


def _read(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    try:
        with archive.open(name) as file:
            data = file.read(_LARGEST_LIST + 1)
    except KeyError:
        raise NotText(f"{path} has no {name}: it is no WACZ.") from None
    except _DAMAGE as error:
        raise NotText(f"{path} is damaged: its {name} cannot be read ({error}).") from error
    if len(data) > _LARGEST_LIST:
        raise NotText(f"{path} has a {name} larger than any web archive's.")
    return data


def _json(data: bytes, path: Path) -> dict[str, object]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NotText(f"{path} has a datapackage that is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise NotText(f"{path} has a datapackage that is no JSON object.")
    return found


def _wrong(archive: zipfile.ZipFile, info: zipfile.ZipInfo, promised: str, size: int) -> str | None:
    """What of a file is not as promised."""
    method, _, told = promised.partition(":")
    if method not in ("sha256", "md5"):
        return "without a hash in the datapackage"
    if info.file_size != size >= 0:
        return f"of {info.file_size:,} bytes, where the datapackage says {size:,}"
    digest = hashlib.new(method, usedforsecurity=False)
    try:
        with archive.open(info) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except _DAMAGE as error:
        return f"damaged: {error}"
    return None if digest.hexdigest() == told.lower() else "changed: it has another hash than in the datapackage"
