"""What was handed in to a case and waits to be taken in: a folder for each, beside the case's database.

It is on the disk before it is acknowledged, so what was handed in when a process was killed is taken in by the next.
What becomes of each is written beside it; the bytes themselves go once the case has them.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import orjson

from firsthand.errors import CaseError
from firsthand.store.records import record_of

__all__ = [
    "FOLDER",
    "Handed",
    "HandedState",
    "files_of",
    "finish",
    "hand_in",
    "handed",
    "handed_in",
    "put_back",
    "reword",
    "start",
]

FOLDER = "inbox"
_NOTE, _FILES = "note.json", "files"
_NUMBER = re.compile(r"[0-9]{14}-[0-9a-f]{12}")
_KEPT = 500
"""Of those that are through, so many are still told of."""
_BLOCK = 1 << 20


class HandedState(StrEnum):
    """Where something that was handed in stands."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Handed:
    """Something handed in: by whom, when (ISO 8601), and `what` as a person named it.

    `addresses` are to be fetched, `names` are the files that lie in its folder, in the names they were given; `counts`
    is what became of it ("taken", "read", "skipped"), `problems` what could not be taken, in words, and `keys` the
    documents that came of it; `tries` is how often it was begun.
    """

    number: str
    at: str
    by: str
    what: str
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    state: HandedState = HandedState.WAITING
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    ended: str | None = None
    tries: int = 0


def hand_in(
    folder: Path, by: str, what: str, files: Mapping[str, BinaryIO] | None = None, addresses: tuple[str, ...] = ()
) -> Handed:
    """Keep files and addresses for the case in this folder; they are on the disk when this returns.

    Args:
        files: each by the name it is to lie under, which has to be a plain one (see `plain_name`).

    Raises:
        CaseError: the disk refuses; nothing is kept then.
    """
    given = files or {}
    if not folder.is_dir():
        raise CaseError(f"{folder} is gone: nothing was taken in. Put the case back where it was.")
    now = datetime.now(UTC)
    number = f"{now:%Y%m%d%H%M%S}-{now.microsecond:05x}{uuid4().hex[:7]}"  # in the order of time, also within a second
    made = folder / FOLDER / f".{number}"
    one = Handed(number, now.isoformat(), by, what, addresses, tuple(given))
    try:
        (made / _FILES).mkdir(parents=True)
        for name, content in given.items():
            _keep(made / _FILES / name, content)
        _write(made, one)
        _to_disk(made / _FILES)
        made.rename(folder / FOLDER / number)
        _to_disk(folder / FOLDER)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise CaseError(f"It could not be kept ({error.strerror}): nothing was taken in.") from error
    return one


def handed(folder: Path) -> Iterator[Handed]:
    """All that was handed in, the latest first."""
    inbox = folder / FOLDER
    if not inbox.is_dir():
        return
    for path in sorted(inbox.iterdir(), reverse=True):
        if _NUMBER.fullmatch(path.name) and (one := _read(path)) is not None:
            yield one


def handed_in(folder: Path, number: str) -> Handed | None:
    """The one of that number."""
    return _read(folder / FOLDER / number) if _NUMBER.fullmatch(number) else None


def files_of(folder: Path, one: Handed) -> list[Path]:
    """Its files, in the order in which they were given."""
    found = [folder / FOLDER / one.number / _FILES / name for name in one.names]
    return [path for path in found if path.is_file()]


def start(folder: Path, one: Handed) -> Handed:
    """Note that it is being taken in."""
    return _changed(folder, replace(one, state=HandedState.WORKING, tries=one.tries + 1))


def put_back(folder: Path, one: Handed) -> Handed:
    """Note that it was not begun after all, since another process wrote to the case: that was no try."""
    return _changed(folder, replace(one, state=HandedState.WAITING, tries=max(0, one.tries - 1)))


def reword(folder: Path, one: Handed, problems: tuple[str, ...]) -> Handed:
    """Tell otherwise what could not be taken of it."""
    return _changed(folder, replace(one, problems=problems))


def finish(
    folder: Path, one: Handed, counts: Mapping[str, int], problems: tuple[str, ...], keys: tuple[str, ...]
) -> Handed:
    """Note what became of it, and forget what was through long ago; its bytes go where all of it was taken."""
    state = HandedState.DONE if counts.get("taken") or counts.get("seen_before") else HandedState.FAILED
    ended = datetime.now(UTC).isoformat()
    done = _changed(folder, replace(one, state=state, counts=dict(counts), problems=problems, keys=keys, ended=ended))
    if state is HandedState.DONE and not counts.get("failed"):
        shutil.rmtree(folder / FOLDER / one.number / _FILES, ignore_errors=True)
    through = [each for each in handed(folder) if each.ended]
    for old in through[_KEPT:]:
        shutil.rmtree(folder / FOLDER / old.number, ignore_errors=True)
    return done


def _changed(folder: Path, one: Handed) -> Handed:
    _write(folder / FOLDER / one.number, one)
    return one


def _keep(path: Path, content: BinaryIO) -> None:
    with path.open("xb") as file:
        shutil.copyfileobj(content, file, _BLOCK)
        file.flush()
        os.fsync(file.fileno())


def _write(path: Path, one: Handed) -> None:
    made = path / f"{_NOTE}.new"
    with made.open("wb") as file:
        file.write(orjson.dumps(one, option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    made.replace(path / _NOTE)
    _to_disk(path)


def _read(path: Path) -> Handed | None:
    try:
        return record_of(Handed, orjson.loads((path / _NOTE).read_bytes()))
    except (OSError, ValueError, TypeError):  # half of one, or not ours
        return None


def _to_disk(folder: Path) -> None:
    """The names in a folder are on the disk only after this; Windows has no such thing."""
    with suppress(OSError, AttributeError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
