"""The WARC files of an export: the records of a case as they were written, byte for byte."""

from __future__ import annotations

import hashlib
from array import array
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from firsthand.show.export.index import SortedLines, line_of
from firsthand.show.export.package import Entry, Package
from firsthand.store import Case
from firsthand.store.archive import Head, Stored, head_of, opening
from firsthand.store.holdings import Holding, remade

__all__ = ["Archives", "Placed", "Written"]

SEGMENT = 1 << 30
"""Bytes after which a new file is begun."""
_FILES = 44
"""Bits that the place in a file has in one number, before that of the file."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a record begins in the export: at byte `offset` of a file in `archive/`."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Written:
    """Where the records of a sighting lie, as `Holding` names them.

    `remade` says that they are not those of the case: there only that it was seen again was written, and what it was
    seen again of is not in the export.
    """

    head: Head
    record: Placed
    request: Placed | None
    original: Placed | None
    remade: bool


class Archives:
    """Writes the records of sightings into files that are each no larger than they have to be, and the index of them.

    A number for each content of the case is held in memory, 8 bytes each, and a pair of texts for each that is remade.
    """

    def __init__(self, case: Case, package: Package, index: SortedLines, info: dict[str, str], made: datetime) -> None:
        self._case, self._package, self._index = case, package, index
        self._info, self._made = info, made
        self._number = 0
        self._opened: AbstractContextManager[Entry] | None = None
        self._entry: Entry | None = None
        self._there = array("Q")
        self._remade: dict[int, tuple[str, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            self._opened.__exit__(kind, error, trace)

    @property
    def files(self) -> int:
        """How many files there are."""
        return self._number

    def put(self, holding: Holding) -> Written | None:
        """Write a sighting; None for one that has no record: it was seen to be gone.

        Raises:
            CaseError: the archive of the case is not what was written.
        """
        if holding.record is None or holding.payload is None:
            return None
        entry = self._room()
        mine, there = holding.record == holding.original, self._place_of(holding.payload)
        if not mine and (there is None or holding.payload in self._remade):
            return self._remake(entry, holding, there)
        record, head = self._copy(entry, holding.record), self._case.archive.head(holding.record)
        self._index.add(
            line_of(head, record.file, record.offset, f"sha256:{holding.record.sha256}", holding.record.length)
        )
        request = self._copy(entry, holding.request) if holding.request else None
        if mine:
            self._remember(holding.payload, record)
        return Written(head, record, request, None if mine else there, remade=False)

    def _remake(self, entry: Entry, holding: Holding, there: Placed | None) -> Written:
        """The first sighting of a content in the export gets it; later ones refer to that one."""
        assert holding.payload is not None
        places = []
        head: Head | None = None
        for kind, data in remade(self._case, holding, self._remade.get(holding.payload)):
            places.append(Placed(self._name(), entry.size))
            entry.write(data)
            if kind != "request":
                head = head_of(data)
                digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
                self._index.add(line_of(head, self._name(), places[0].offset, digest, len(data)))
        assert head is not None
        if there is None:
            self._remember(holding.payload, places[0])
            self._remade[holding.payload] = (holding.address, holding.seen.isoformat())
        return Written(head, places[0], places[1] if len(places) > 1 else None, there, remade=True)

    def _copy(self, entry: Entry, stored: Stored) -> Placed:
        placed = Placed(self._name(), entry.size)
        for block in self._case.archive.blocks(stored):
            entry.write(block)
        return placed

    def _name(self) -> str:
        return f"{self._number:08}.warc.gz"

    def _room(self) -> Entry:
        """The file that gets the next records."""
        if self._entry is not None and self._entry.size < SEGMENT:
            return self._entry
        if self._opened is not None:
            self._opened.__exit__(None, None, None)
        self._number += 1
        self._opened = self._package.entry(f"archive/{self._name()}", packed=True)
        self._entry = self._opened.__enter__()
        self._entry.write(opening(self._name(), self._info, self._made))
        return self._entry

    def _remember(self, payload: int, placed: Placed) -> None:
        if payload >= len(self._there):
            self._there.extend([0] * (payload + 1 - len(self._there)))
        self._there[payload] = self._number << _FILES | placed.offset

    def _place_of(self, payload: int) -> Placed | None:
        """Where the record that holds a content begins in the export, if it is there."""
        found = self._there[payload] if payload < len(self._there) else 0
        if not found:
            return None
        return Placed(f"{found >> _FILES:08}.warc.gz", found & (1 << _FILES) - 1)
