"""The CSV files that a path leads to, one after another: plain, gzip, or in a zip; what is packed is unpacked to disk.

Nothing is held in memory, and no more is unpacked than the limit: a small file that claims to hold a terabyte is left
out, and says so.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from firsthand.errors import EmptyInput, InputError, MissingInput, TooLarge

__all__ = ["Room", "Source", "digest_of", "members", "sources_in", "unpacked"]

_MOST_FILES = 2000
_PACKED = (".csv.gz", ".zip")
_KINDS = (".csv", ".txt", *_PACKED)
_CHUNK = 1 << 20
_ASCII = bytes(range(128)) + b"?" * 128


@dataclass(frozen=True, slots=True)
class Source:
    """One CSV file: `path`, and which part of it where that is a zip; `label` is how messages call it."""

    path: Path
    member: str | None = None

    @property
    def label(self) -> str:
        return self.path.name if self.member is None else f"{self.path.name}, {self.member}"


class Room:
    """How many bytes may still be unpacked."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._left = most

    def take(self, size: int, what: str) -> None:
        """Raises `TooLarge` where there is no room left for so many bytes."""
        self._left -= size
        if self._left < 0:
            raise TooLarge(
                f"{what} unpacks to more than {self.most / 1e9:g} GB."
                " Unpack it yourself, or cut it to the years you need."
            )


def sources_in(what: str) -> list[Path]:
    """The files that a path, a folder or a pattern ("fires/*.csv") names, by name.

    Raises:
        MissingInput: there is no such file.
        EmptyInput: the folder has no CSV file.
        InputError: it is an address, or there are more files than may be read.
    """
    if what.startswith(("http://", "https://")):
        raise InputError(f"{what} is an address. Fires are read from files: download the archive from FIRMS first.")
    path = Path(what).expanduser()
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.is_file() and each.name.lower().endswith(_KINDS))
        if not found:
            raise EmptyInput(f"{what} has no file that ends with {', '.join(_KINDS)}.")
    elif path.is_file():
        found = [path]
    else:
        found = sorted(each for each in path.parent.glob(path.name) if each.is_file()) if "*" in path.name else []
        if not found:
            raise MissingInput(f"There is no file {what}.")
    if len(found) > _MOST_FILES:
        raise InputError(f"{what} has {len(found)} files; at most {_MOST_FILES} are read. Join some of them.")
    return found


def digest_of(paths: Sequence[Path], also: str) -> str:
    """SHA-256 over the bytes of files, in whatever order and under whatever names, and over something else."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return hashlib.sha256("\n".join([also, *sorted(digests)]).encode()).hexdigest()


def members(path: Path) -> Iterator[Source]:
    """The CSV files in one file: itself, or those in a zip.

    Raises:
        InputError: a zip that cannot be read, or holds no CSV file.
    """
    if not path.name.lower().endswith(".zip"):
        yield Source(path)
        return
    try:
        with zipfile.ZipFile(path) as packed:
            names = [each.filename for each in packed.infolist() if not each.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{path.name} is no zip that can be read: {error}.") from error
    tables = [name for name in names if name.lower().endswith((".csv", ".txt")) and "readme" not in name.lower()]
    if not tables:
        raise InputError(f"{path.name} holds no CSV file. It holds: {', '.join(names[:5]) or 'nothing'}.")
    if len(tables) > _MOST_FILES:
        raise InputError(f"{path.name} holds {len(tables)} files; at most {_MOST_FILES} are read.")
    for name in tables:
        yield Source(path, name)


@contextmanager
def unpacked(source: Source, folder: Path, room: Room) -> Iterator[Path]:
    """A path in `folder` under which a CSV file stands, with "?" for every byte that is not ASCII; gone afterwards.

    What needs no change gets a link: its own name might hold signs that DuckDB takes for a pattern.

    Raises:
        InputError: it is damaged or encrypted; `TooLarge` where it unpacks to more than there is room for.
    """
    target = folder / "now.csv"
    try:
        if source.member is None and not source.path.name.lower().endswith(".gz") and _plain(source.path):
            target.symlink_to(source.path.resolve())
        else:
            _unpack(source, target, room)
        yield target
    finally:
        target.unlink(missing_ok=True)


def _plain(path: Path) -> bool:
    """Whether a file is ASCII: DuckDB drops a line that is not, and those behind it would have other numbers."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                return False
    return True


def _unpack(source: Source, target: Path, room: Room) -> None:
    try:
        if source.member is not None:
            with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as packed:
                _copy(packed, target, room, source.label)
        else:
            opened = gzip.open if source.path.name.lower().endswith(".gz") else Path.open
            with opened(source.path, "rb") as packed:
                _copy(packed, target, room, source.label)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, KeyError) as error:
        # zipfile raises RuntimeError for what is encrypted
        raise InputError(f"{source.label} cannot be unpacked: {error}.") from error


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, room: Room, label: str) -> None:
    if shutil.disk_usage(target.parent).free < _CHUNK * 100:
        raise InputError(f"{label} cannot be unpacked: the disk with {target.parent} is full.")
    with target.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            room.take(len(chunk), label)
            out.write(chunk if chunk.isascii() else chunk.translate(_ASCII))
