"""The index of a web archive: which record holds what was seen at an address, and when.

Lines of CDXJ (specs.webrecorder.net/cdxj), sorted, packed in blocks that can be read alone, with a second, short index
of the blocks ("ZipNum"). So a replay tool finds an address in a large archive by reading two small parts of it.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import unquote, urlsplit

import orjson

from firsthand.store.archive import Head

__all__ = ["SortedLines", "blocks", "line_of", "sort_key"]

_LINES = 1024
"""In one block."""
_MOST = 32 << 20
"""Bytes of lines that are sorted in memory at once."""
_WWW = re.compile(r"^(https?://)www\d*\.")


def line_of(head: Head, file: str, offset: int, data_hash: str, length: int) -> bytes:
    """The line of a record that lies at byte `offset` of a file; `data_hash` is that of its bytes as they lie there."""
    told = {
        "url": head.address,
        "mime": head.media_type,
        "status": head.status,
        "digest": head.digest,
        "length": str(length),
        "offset": str(offset),
        "filename": file,
        "recordDigest": data_hash,
    }
    digits = "".join(char for char in head.date if char.isdigit())[:14]
    return f"{sort_key(head.address)} {digits} ".encode() + orjson.dumps({k: v for k, v in told.items() if v}) + b"\n"


def sort_key(address: str) -> str:
    """The address turned round, so that what is of one host and folder sorts together: "com,example)/a?b=1".

    As replay tools do it (Sort-friendly URI Reordering Transform); what is not of the web stays as it is.
    """
    if not address.startswith(("http:", "https:")):
        return address
    try:
        parts = urlsplit(_WWW.sub(r"\1", address).lower())
        port, name = parts.port, unquote(parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return address
    host = ",".join(reversed(name.split(".")))
    default = {"http": 80, "https": 443}[parts.scheme]
    shown = f":{port}" if port is not None and port != default else ""
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{shown}){parts.path or '/'}{query}"


class SortedLines:
    """Lines in order, however many there are: what does not fit into memory waits in temporary files in `folder`."""

    def __init__(self, folder: Path, most: int = _MOST) -> None:
        self._folder, self._most = folder, most
        self._lines: list[bytes] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.close()

    def add(self, line: bytes) -> None:
        """One more line, with its end."""
        self._lines.append(line)
        self._size += len(line)
        if self._size >= self._most:
            run = tempfile.TemporaryFile(dir=self._folder, prefix=".firsthand-")  # noqa: SIM115 (closed with the rest)
            self._runs.append(run)
            run.writelines(sorted(self._lines))
            run.seek(0)
            self._lines, self._size = [], 0

    def __iter__(self) -> Iterator[bytes]:
        return merge(*self._runs, sorted(self._lines))


def blocks(lines: Iterable[bytes], name: str) -> Iterator[tuple[bytes, bytes]]:
    """The index in packed blocks, and with each the line of the short index that leads to it.

    Args:
        name: of the file that gets the blocks.
    """
    rest, offset = iter(lines), 0
    while together := list(islice(rest, _LINES)):
        packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
        packed = packer.compress(b"".join(together)) + packer.flush()
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        told = {"offset": offset, "length": len(packed), "digest": digest, "filename": name}
        prefix = together[0].partition(b" {")[0]
        yield packed, prefix + b" " + orjson.dumps(told) + b"\n"
        offset += len(packed)
