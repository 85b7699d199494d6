"""Building the gazetteer's file.

The file is written beside its place under a name of its own and moved there in one step, so that neither
an interruption nor a second build at the same time ever leaves half a file. What a killed build left behind
goes with the next one, and so do files of older editions, as `gazetteer_editions` says.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import struct
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import lmdb

from firsthand.errors import GazetteerError
from firsthand.resolve.gazetteer import default_path, edition
from firsthand.resolve.gazetteer_editions import EDITION, clear_old_editions, remember_taken
from firsthand.resolve.gazetteer_entries import all_entries
from firsthand.resolve.gazetteer_file import (
    DATABASES,
    FORMAT,
    Entry,
    Role,
    code_key,
    pack_names,
    pack_place,
    pack_postings,
)
from firsthand.resolve.gazetteer_merge import Merger, take_over
from firsthand.resolve.gazetteer_room import told_as_os_error

__all__ = ["Progress", "beside", "build_file", "no_collector", "told_as_gazetteer_error"]

Progress = Callable[[int, int], None]

_STEP = 4000  # places or names between two calls of `progress`
_MAP_SIZE = 1 << 36  # an upper limit only: the file takes what it needs
_STALE = 6 * 3600.0  # seconds; no build takes that long, so what is older was killed


def build_file(path: Path, progress: Progress | None = None, *, keep_added: bool = True) -> str:
    """See `firsthand.resolve.gazetteer.build`."""
    tell = progress or (lambda done, total: None)
    with told_as_gazetteer_error(path), beside(path) as temporary, no_collector():
        tell(0, 1)  # whoever waits knows at once what for: reading all the names takes longest
        entries = all_entries()
        total = 2 * len(entries)
        names = _index(entries, tell, total)
        with told_as_os_error(temporary):
            _write_tables(temporary, entries, names, tell, total)
        older = _older(path) if keep_added else None
        lost = _take_over(older, temporary) if older else ""
        temporary.replace(path)
    _sync_folder(path.parent)
    if path == default_path():
        clear_old_editions(path)
    tell(total, total)
    return lost


@contextmanager
def told_as_gazetteer_error(path: Path) -> Iterator[None]:
    """An OSError inside becomes one sentence for the user."""
    try:
        yield
    except OSError as error:
        raise GazetteerError(
            f"The gazetteer cannot be written at {path}: {error.strerror or error}. Make room or allow writing there, "
            "or choose another place: set $FIRSTHAND_HOME to a folder, or give --gazetteer FILE."
        ) from error


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Where to write a new file for `path`: a folder of its own beside it, which goes in the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        yield Path(folder) / path.name


def _remove_leftovers(path: Path) -> None:
    """Folders of builds that were killed. One that cannot be removed stays: it costs room, not the build."""
    ours = re.compile(rf"\.(?:{re.escape(path.name)}|{EDITION})\.[a-z0-9_]{{8}}")
    for entry in path.parent.iterdir():
        if ours.fullmatch(entry.name):
            with suppress(FileNotFoundError):  # a build beside this one may have ended, or cleared it, just now
                if time.time() - entry.lstat().st_mtime > _STALE:
                    shutil.rmtree(entry, ignore_errors=True)


def _older(path: Path) -> Path | None:
    """The file whose additions the new one takes over: the one it replaces, or the newest of another edition."""
    if path.is_file():
        return path
    if path != default_path():
        return None
    others = [
        entry
        for entry in path.parent.iterdir()
        if re.fullmatch(EDITION, entry.name) and entry.name.startswith(f"gazetteer-{FORMAT}-")
    ]
    return max(others, key=lambda entry: entry.stat().st_mtime, default=None)


def _take_over(older: Path, temporary: Path) -> str:
    """Merge what was added to the older file; of a damaged one nothing, and the sentence that says so."""
    tried = temporary.with_name(f"{temporary.name}.tried")
    shutil.copyfile(temporary, tried)
    try:
        with Merger.open(tried) as merger:
            take_over(older, merger)
        with told_as_os_error(tried):
            remember_taken(older, tried)
    except GazetteerError as error:
        return f"What may have been added to the index of places is not in the new one: {error} Add your files again."
    tried.replace(temporary)
    return ""


@contextmanager
def no_collector() -> Iterator[None]:
    """Millions of small records, none of them garbage: looking for cycles among them takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _index(entries: list[Entry], tell: Progress, total: int) -> dict[bytes, bytes]:
    """The name's key → its postings."""
    postings: dict[str, list[tuple[int, Role]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for key, role in entry.roles().items():
            postings[key].append((number, role))
        if number % _STEP == 0:
            tell(number, total)
    return {key.encode(): pack_postings(found) for key, found in postings.items()}


def _write_tables(path: Path, entries: list[Entry], names: dict[bytes, bytes], tell: Progress, total: int) -> None:
    """The tables, in key order so that pages are filled one after the other, then made durable."""
    file = lmdb.open(str(path), subdir=False, map_size=_MAP_SIZE, max_dbs=len(DATABASES), lock=False, sync=False)
    try:
        tables = {table: file.open_db(table) for table in DATABASES}
        with file.begin(write=True) as writing:
            writing.put(b"edition", edition().encode(), db=tables[b"facts"])
            writing.put(b"base", struct.pack(">I", len(entries)), db=tables[b"facts"])
            numbered = [struct.pack(">I", number) for number in range(len(entries))]
            places = zip(numbered, (pack_place(entry.place) for entry in entries), strict=True)
            writing.cursor(tables[b"places"]).putmulti(places, append=True)
            spellings = zip(numbered, (pack_names(entry.names) for entry in entries), strict=True)
            writing.cursor(tables[b"spellings"]).putmulti(spellings, append=True)
            writing.cursor(tables[b"codes"]).putmulti(sorted(_codes(entries, numbered).items()), append=True)
            _write_names(writing.cursor(tables[b"names"]), names, lambda share: tell(int(total * share), total))
        file.sync(True)
    finally:
        file.close()


def _codes(entries: list[Entry], numbered: list[bytes]) -> dict[bytes, bytes]:
    """Every identifier → the number of its place; the place's own before another's second one."""
    codes = {code_key(entry.place.id): number for entry, number in zip(entries, numbered, strict=True)}
    for entry, number in zip(entries, numbered, strict=True):
        for code in entry.codes:
            codes.setdefault(code_key(code), number)
    return codes


def _write_names(cursor: Any, names: dict[bytes, bytes], tell: Callable[[float], None]) -> None:
    rows, done = iter(sorted(names.items())), 0
    while batch := list(islice(rows, _STEP)):
        cursor.putmulti(batch, append=True)
        done += len(batch)
        tell(0.5 + 0.5 * done / (len(names) + 1))


def _sync_folder(folder: Path) -> None:
    """A rename is durable once the folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
