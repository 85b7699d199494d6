"""Names on their way into a gazetteer's file, collected in key order so that each page is written once.

A name's place in the file is decided by its letters. Writing every name when it comes would touch a page for
each, and a dump of gigabytes would write the file over and over. So they are gathered in memory, put aside in
sorted runs when it is full, and merged with the file in one sweep: an external merge sort (Knuth, The Art of
Computer Programming, vol. 3, 5.4).
"""

from __future__ import annotations

import heapq
import struct
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import lmdb

from firsthand.resolve.gazetteer_file import Role, pack_postings, unpack_postings

__all__ = ["PostingLog"]

_KEYS = 300_000  # names held in memory; about 60 MB
_RUNS = 64  # sorted runs on disk before they are merged into the file
_SWEEP = 100_000  # names between two commits of a sweep
_BUFFER = 1 << 18  # bytes of each run read at once
_HEAD = struct.Struct("<HI")  # bytes of the key, bytes of its changes
_CHANGE = struct.Struct("<IB")  # number of a place, role of the name or _TAKEN_OUT
_TAKEN_OUT = 255

_Changes = tuple[bytes, bytes]


class PostingLog:
    """Which names were given to places, and taken from them, since they were last written to the file."""

    def __init__(self, path: Path) -> None:
        """`path` is the gazetteer's file; runs lie beside it until they are written."""
        self._path = path
        self._changes: dict[bytes, bytes] = {}
        self._runs: list[Path] = []

    @property
    def is_full(self) -> bool:
        """Whether `write` is due."""
        return len(self._runs) >= _RUNS

    def note(self, key: bytes, number: int, role: Role | None) -> None:
        """The name leads to the place in that role; None: it no longer does."""
        change = _CHANGE.pack(number, _TAKEN_OUT if role is None else role)
        self._changes[key] = self._changes.get(key, b"") + change
        if len(self._changes) >= _KEYS:
            self._put_aside()

    def write(self, file: lmdb.Environment, writing: lmdb.Transaction[bytes], names: Any) -> lmdb.Transaction[bytes]:
        """Put everything into the table `names`, and forget it. Returns the transaction to go on with."""
        for count, (key, changes) in enumerate(self._sorted(), start=1):
            postings = _applied(writing.get(key, b"", db=names), changes)
            if postings:
                writing.put(key, postings, db=names)
            else:
                writing.delete(key, db=names)
            if count % _SWEEP == 0:
                writing.commit()
                writing = file.begin(write=True)
        self.close()
        return writing

    def close(self) -> None:
        """Forget what is left, and remove the runs."""
        self._changes.clear()
        for run in self._runs:
            run.unlink(missing_ok=True)
        self._runs.clear()

    def _put_aside(self) -> None:
        run = self._path.with_name(f"{self._path.name}.run{len(self._runs)}")
        self._runs.append(run)
        with run.open("wb") as file:
            for key, changes in sorted(self._changes.items()):
                file.write(_HEAD.pack(len(key), len(changes)) + key + changes)
        self._changes.clear()

    def _sorted(self) -> Iterator[_Changes]:
        """Each key once, in order, with its changes in the order in which they came."""
        runs = [*(_read(run) for run in self._runs), iter(sorted(self._changes.items()))]
        merged = heapq.merge(*runs, key=itemgetter(0))  # stable: of equal keys the earlier run's is first
        for key, several in groupby(merged, key=itemgetter(0)):
            yield key, b"".join(changes for _, changes in several)


def _read(run: Path) -> Iterator[_Changes]:
    with run.open("rb", buffering=_BUFFER) as file:
        while head := file.read(_HEAD.size):
            length, size = _HEAD.unpack(head)
            yield file.read(length), file.read(size)


def _applied(postings: bytes, changes: bytes) -> bytes:
    """The postings of a name after the changes; a place that comes again comes last."""
    if not postings and len(changes) == _CHANGE.size:  # the usual case: a name that nothing had
        number, role = _CHANGE.unpack(changes)
        return b"" if role == _TAKEN_OUT else pack_postings([(number, role)])
    found = dict(unpack_postings(postings))
    for number, role in _CHANGE.iter_unpack(changes):
        found.pop(number, None)
        if role != _TAKEN_OUT:
            found[number] = Role(role)
    return pack_postings(found.items())
