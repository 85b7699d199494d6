"""Headers of Bitcoin's blocks: 80 bytes each, which hold the root of a Merkle tree and a time."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from firsthand.errors import InputError, MissingInput

__all__ = ["SIZE", "Header", "HeaderFile", "Headers", "header_of"]

SIZE = 80
_LINE = re.compile(rf"(\d{{1,9}})[\s,;:]+([0-9a-fA-F]{{{2 * SIZE}}})")
_LONGEST_TEXT = 50_000_000


@dataclass(frozen=True, slots=True)
class Header:
    """The root of the tree of transactions, as the proofs reach it, and the time that the miner gave (UTC)."""

    root: bytes
    time: datetime


class Headers(Protocol):
    """Where headers come from."""

    @property
    def name(self) -> str:
        """Whose word it is that these are the headers of the chain."""

    def header(self, height: int) -> bytes | None:
        """The header of the block of that height, None where it is not known. Raises FirsthandError."""


def header_of(data: bytes) -> Header | None:
    """What a header says, or None where it is none: the work that it names was not done on it."""
    if len(data) != SIZE:
        return None
    bits = int.from_bytes(data[72:76], "little")
    exponent, mantissa = bits >> 24, bits & 0x7FFFFF
    target = mantissa << 8 * (exponent - 3) if exponent >= 3 else mantissa >> 8 * (3 - exponent)
    done = int.from_bytes(hashlib.sha256(hashlib.sha256(data).digest()).digest(), "little")
    if done > target:
        return None
    return Header(data[36:68], datetime.fromtimestamp(int.from_bytes(data[68:72], "little"), UTC))


class HeaderFile:
    """Headers in a file: lines of height and header in hexadecimal, or all from the first on, one after another.

    Raises:
        InputError: it is neither, or cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name
        self._lines: dict[int, bytes] | None = None
        try:
            with path.open("rb") as file:
                start = file.read(4)
            size = path.stat().st_size
            if size % SIZE == 0 and start.endswith(b"\0\0\0"):  # the version of the first block
                return
            self._lines = _lines(path.read_text("ascii") if size <= _LONGEST_TEXT else "")
        except OSError as error:
            raise MissingInput(f"{path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:
            pass
        if not self._lines:
            raise InputError(f"{path} holds no block headers: give lines of height and header in hexadecimal.")

    def header(self, height: int) -> bytes | None:
        """As `Headers` has it."""
        if self._lines is not None:
            return self._lines.get(height)
        try:
            with self._path.open("rb") as file:
                file.seek(height * SIZE)
                return file.read(SIZE) or None
        except OSError as error:
            raise MissingInput(f"{self._path} cannot be read: {error.strerror}.") from error


def _lines(text: str) -> dict[int, bytes]:
    return {
        int(found[1]): bytes.fromhex(found[2]) for line in text.splitlines() if (found := _LINE.fullmatch(line.strip()))
    }
