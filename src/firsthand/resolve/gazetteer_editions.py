"""Files of older editions of the gazetteer, which go when a new one is built.

The newest of them stays, for a version beside this one; so does one that a process has open, and one that holds what
the user added as long as no newer file has taken it over.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path

import lmdb

from firsthand.errors import GazetteerError
from firsthand.resolve.gazetteer import mapped
from firsthand.resolve.gazetteer_file import DATABASES
from firsthand.resolve.gazetteer_merge import ADDED

if sys.platform != "win32":
    import fcntl

__all__ = ["EDITION", "clear_old_editions", "remember_taken"]

EDITION = r"gazetteer-\d+-[0-9a-f]{16}\.mdb"
_TAKEN = b"taken"
_KEPT = 1  # beside the new one
_MAP_SIZE = 1 << 36  # an upper limit only: the file takes what it needs


def clear_old_editions(path: Path) -> None:
    """Remove the files of other editions beside the new one at `path`, but for those that may still be needed."""
    others = [entry for entry in path.parent.iterdir() if re.fullmatch(EDITION, entry.name) and entry != path]
    taken = _facts(path)[1]
    for entry in sorted(others, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)[_KEPT:]:
        with suppress(OSError):  # where it may not be removed it costs room, not the build
            added = _facts(entry)[0]
            if (not added or _mark(entry) in taken) and not _in_use(entry):
                entry.unlink()


def remember_taken(older: Path, path: Path) -> None:
    """Write into the file at `path` that it has what was added to the older one, and all that this had taken over."""
    taken = sorted({*_facts(older)[1], _mark(older)})
    file = lmdb.open(str(path), subdir=False, map_size=_MAP_SIZE, max_dbs=len(DATABASES), lock=False)
    try:
        with file.begin(write=True) as writing:
            writing.put(_TAKEN, "\n".join(taken).encode(), db=file.open_db(b"facts", txn=writing))
    finally:
        file.close()


def _mark(path: Path) -> str:
    """The file as it is now: what is added later is another."""
    return f"{path.name} {path.stat().st_mtime_ns}"


def _facts(path: Path) -> tuple[bool, frozenset[str]]:
    """Whether anything was added to the file, and which files it has taken over; of one that cannot be read nobody
    knows, so that it stays."""
    try:
        file = mapped(path)
        facts = file.open_db(b"facts", create=False)
        with file.begin() as reading:
            added = bool(reading.get(ADDED, db=facts))
            return added, frozenset(bytes(reading.get(_TAKEN, b"", db=facts)).decode().split("\n"))
    except (lmdb.Error, GazetteerError, UnicodeDecodeError):
        return True, frozenset()


def _in_use(path: Path) -> bool:
    """Whether a process has it open, as `gazetteer.mapped` says with a lock; Windows keeps such a file by itself."""
    if sys.platform == "win32":
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
