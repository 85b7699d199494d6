"""What lies in an archive and in no row: moved aside where an interruption left it, and otherwise left as it is.

The file `head` of a case says which entry of the log was acknowledged last. So a database that is older than its
archive is told from a writer that was killed: the one does not have that entry, the other does.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from firsthand.errors import CaseError
from firsthand.store.archive import Archive, sync_folder

__all__ = ["HEAD", "Acknowledged", "Aside", "Tail", "acknowledged", "copied_aside", "cut", "tails"]

LOST = "lost"
"""The folder beside the archive that takes what is moved aside."""
HEAD = "head"
_LINE = re.compile(r"(\d{20}) ([0-9a-f]{64})\n")
_BLOCK = 1 << 20
_UNTOUCHED = "Nothing was touched; `firsthand verify` tells what differs."


@dataclass(frozen=True, slots=True)
class Tail:
    """Bytes offset ≤ i < offset + length at the end of a segment, which no row knows; all of it where offset is 0."""

    segment: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A tail that was copied to `file`, whose path is told from the folder of the case."""

    tail: Tail
    file: str
    sha256: str

    def note(self) -> dict[str, object]:
        """What the log tells of it."""
        tail = self.tail
        told = {"segment": tail.segment, "offset": tail.offset, "bytes": tail.length}
        return {**told, "to": self.file, "sha256": self.sha256}


class Acknowledged:
    """The file in which number and hash of the last acknowledged entry are noted, open for the one writer."""

    def __init__(self, folder: Path) -> None:
        try:
            self._file = os.fdopen(os.open(folder / HEAD, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
        except OSError as error:
            raise CaseError(f"{folder / HEAD} cannot be written: {error.strerror}.") from error

    def note(self, number: int, digest: str) -> None:
        """Overwrite what is there, in place and always as long. Not forced to the disk: one that lags does no harm."""
        with suppress(OSError):  # the entry is acknowledged already, and the next one is noted here too
            self._file.seek(0)
            self._file.write(f"{number:020} {digest}\n".encode())

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def acknowledged(folder: Path) -> tuple[int, str] | None:
    """Number and hash of the entry that was noted last; None where nothing was, as older versions did not.

    Raises:
        CaseError: the file cannot be read, or says something else.
    """
    try:
        told = (folder / HEAD).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CaseError(f"{folder / HEAD} cannot be read: {error.strerror}.") from error
    if not told.strip(b"\0"):  # a power cut before it was ever on the disk
        return None
    found = _LINE.fullmatch(told.decode("latin-1"))
    if found is None:
        raise CaseError(f"{folder / HEAD} does not say which entry of the log was the last. {_UNTOUCHED}")
    return int(found[1]), found[2]


def tails(archive: Archive, ends: Mapping[str, int]) -> list[Tail]:
    """What an interruption left in the archive: behind the last segment that has rows, and in new ones after it.

    Args:
        ends: where each segment ends, as far as the database knows.

    Raises:
        CaseError: the archive lacks something, or has something that no interruption leaves.
    """
    sizes = {path.name: path.stat().st_size for path in archive.segments()}
    for path in archive.strangers():
        if path.name.endswith(".warc.gz"):
            raise CaseError(f"archive/{path.name} is no segment of this case. {_UNTOUCHED} Move it out of the archive.")
    for name, end in ends.items():
        if sizes.get(name, -1) < end:
            what = f"has {sizes[name]:,} bytes of {end:,}" if name in sizes else "is missing"
            raise CaseError(
                f"archive/{name} {what} that the database knows of. Was an older archive put back, or another copy of "
                f"this folder written to? {_UNTOUCHED}"
            )
    last = max(ends, default=None)
    new = sorted(set(sizes) - set(ends))
    first = int(last[:8]) + 1 if last else 1
    found = []
    for number, name in enumerate(new, first):
        if int(name[:8]) != number:
            raise CaseError(f"archive/{name} is in no row of the database, and no interruption leaves it. {_UNTOUCHED}")
    for name in sorted(sizes):
        if (extra := sizes[name] - ends.get(name, 0)) > 0:
            if name in ends and name != last:
                raise CaseError(f"archive/{name} has {extra:,} bytes that no interruption leaves there. {_UNTOUCHED}")
            found.append(Tail(name, ends.get(name, 0), extra))
    return found


def copied_aside(folder: Path, tail: Tail) -> Aside:
    """Copy a tail into a new file of its own, safe from a power cut when this returns; the archive stays as it is.

    Raises:
        CaseError: the copy cannot be written.
    """
    digest, left = hashlib.sha256(), tail.length
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / LOST / f"{moment}-{tail.segment[:8]}-from-{tail.offset}.warc.gz"
    try:
        target.parent.mkdir(exist_ok=True)
        with (folder / "archive" / tail.segment).open("rb") as source, target.open("xb") as copy:
            source.seek(tail.offset)
            while left > 0 and (block := source.read(min(_BLOCK, left))):
                left -= len(block)
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        sync_folder(target.parent)
    except OSError as error:
        raise CaseError(
            f"What an interruption left in archive/{tail.segment} cannot be moved aside: {error.strerror}. "
            "The archive was not touched."
        ) from error
    return Aside(tail, f"{LOST}/{target.name}", digest.hexdigest())


def cut(folder: Path, tail: Tail) -> None:
    """Take a tail that was copied aside, and is in the log, out of the archive."""
    path = folder / "archive" / tail.segment
    if tail.offset == 0:
        path.unlink()
    else:
        with path.open("r+b") as file:
            file.truncate(tail.offset)
            os.fsync(file.fileno())
    sync_folder(path.parent)
