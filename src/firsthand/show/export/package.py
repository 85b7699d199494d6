"""A zip file with a list of what is in it and the hash of each (specs.frictionlessdata.io/data-package)."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from types import TracebackType
from typing import IO, BinaryIO, Self

import orjson

__all__ = ["Entry", "Package"]

_LIST, _DIGEST = "datapackage.json", "datapackage-digest.json"


class Entry:
    """One file of a package, while it is written. `size` is how many bytes it has so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Add to it."""
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def hash(self) -> str:
        """SHA-256 of what was written, as a package names it."""
        return f"sha256:{self._digest.hexdigest()}"


class Package:
    """Files are added one after the other, and `finish` writes the list of them. `made` is when it counts as made, in
    UTC, from 1980 on."""

    def __init__(self, file: BinaryIO, made: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._resources: list[dict[str, object]] = []
        self._made = made

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError, ValueError):  # one that was not finished is thrown away
            self._zip.close()

    @contextmanager
    def entry(self, path: str, *, packed: bool, columns: Sequence[str] = ()) -> Iterator[Entry]:
        """A file in it.

        Args:
            packed: it is compressed already: it can be read from the middle.
            columns: where it is a table, those of its first line, all texts: what reads packages would guess wrongly.
        """
        info = self._info(path, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
        with self._zip.open(info, "w", force_zip64=True) as file:
            entry = Entry(file)
            yield entry
        told = {"name": path.rpartition("/")[2], "path": path, "hash": entry.hash, "bytes": entry.size}
        fields = [{"name": column, "type": "string"} for column in columns]
        self._resources.append({**told, "schema": {"fields": fields}} if fields else told)

    def finish(self, about: Mapping[str, object]) -> str:
        """Write the list, with what it tells of the whole; its hash, which stands for all that is in it."""
        told = {"profile": "data-package", "created": self._made.strftime("%Y-%m-%dT%H:%M:%SZ"), **about}
        written = orjson.dumps({**told, "resources": self._resources}, option=orjson.OPT_INDENT_2)
        found = f"sha256:{hashlib.sha256(written).hexdigest()}"
        self._zip.writestr(self._info(_LIST, zipfile.ZIP_DEFLATED), written)
        digest = orjson.dumps({"path": _LIST, "hash": found}, option=orjson.OPT_INDENT_2)
        self._zip.writestr(self._info(_DIGEST, zipfile.ZIP_DEFLATED), digest)
        self._zip.close()
        return found

    def _info(self, path: str, method: int) -> zipfile.ZipInfo:
        made = self._made
        info = zipfile.ZipInfo(path, (made.year, made.month, made.day, made.hour, made.minute, made.second))
        info.compress_type = method
        info.external_attr = 0o644 << 16
        return info
