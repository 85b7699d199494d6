"""Single reports in files, and folders of anything: every file in them goes to the first channel that takes it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from firsthand.collect.channels.packed import address_of, file_at
from firsthand.collect.channels.rows import without_halves
from firsthand.collect.files import from_file
from firsthand.errors import FirsthandError, MissingInput
from firsthand.model import Capture, Skip
from firsthand.plugins import Channel, Fetch, Wanted

__all__ = ["Folder", "ReportFile"]

_REPORTS = (".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown", ".mdown", ".mkd", ".pdf")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 4096


class ReportFile:
    """One report in one file: plain text, HTML, Markdown or PDF, also packed by gzip."""

    name = "file"

    def takes(self, what: str) -> bool:
        """A file whose name ends as such files do; one whose name has no end, where it begins as text."""
        path = file_at(what)
        if path is None:
            return False
        name = path.name.lower().removesuffix(".gz")
        return name.endswith(_REPORTS) or (not path.suffix and _begins_as_text(path))

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """The file's bytes, unpacked where they are gzip.

        Raises:
            InputError: it cannot be opened, is damaged, or larger than a report may be.
        """
        path = Path(wanted.what)
        yield replace(from_file(path), address=address_of(path))


def _begins_as_text(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.startswith(b"%PDF-") or (bool(head.strip()) and not _CONTROL.search(head))


class Folder:
    """A folder, with the folders in it.

    Args:
        channels: gives the channels that files and folders within are offered to, in order; asked for once for each
            folder that is taken in. Without it, those that there are.
    """

    name = "folder"

    def __init__(self, channels: Callable[[], Sequence[Channel]] | None = None) -> None:
        self._channels = channels or _all_channels

    def takes(self, what: str) -> bool:
        """Any folder."""
        if "://" in what:
            return False
        try:
            return Path(what).is_dir()
        except (OSError, ValueError):
            return False

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """What the channels make of every file, by name, what stands in a folder before what stands in those below.

        Raises:
            MissingInput: the folder cannot be looked into.
        """
        top = Path(wanted.what).absolute()
        channels = [channel for channel in self._channels() if not isinstance(channel, Folder)]
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                if folder == top:
                    raise MissingInput(f"{top} cannot be looked into: {error.strerror or error}.") from error
                yield _skip(top, folder, f"cannot be looked into: {error.strerror or error}")
                continue
            below: list[Path] = []
            for entry in entries:
                yield from self._entry(entry, top, below, channels, wanted, fetch)
            waiting.extend(reversed(below))

    def _entry(
        self,
        entry: os.DirEntry[str],
        top: Path,
        below: list[Path],
        channels: Sequence[Channel],
        wanted: Wanted,
        fetch: Fetch,
    ) -> Iterator[Capture | Skip]:
        path = Path(entry.path)
        refused = _refused(entry, top)
        if refused:
            yield _skip(top, path, refused)
            return
        channel = next((channel for channel in channels if channel.takes(entry.path)), None)
        if channel is not None:
            yield from _taken(channel, path, top, wanted, fetch)
        elif entry.is_dir(follow_symlinks=False):
            if (path / "case.toml").is_file():  # it may be the one that this goes into
                yield _skip(top, path, "a case of firsthand")
            else:
                below.append(path)
        else:
            yield _skip(top, path, f"no channel takes {_kind(path)}")


def _all_channels() -> Sequence[Channel]:
    from firsthand.collect.channels import all_channels  # not before: the folder is one of them

    return all_channels()


def _refused(entry: os.DirEntry[str], top: Path) -> str | None:
    """Why a file or folder is not even offered to a channel."""
    if entry.name.startswith("."):
        return "hidden"
    try:
        if not entry.is_symlink():
            regular = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
            return None if regular else "a pipe, a device or the like"
        target = Path(entry.path).resolve(strict=True)
    except (OSError, RuntimeError):  # older Pythons tell a circle of links so
        return "a link that leads nowhere, or in a circle"
    if not target.is_relative_to(top.resolve()):
        return "a link that leads out of the folder"
    if not target.is_file():
        return "a link to a folder; what is in it is taken where it stands"
    return None


def _taken(channel: Channel, path: Path, top: Path, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
    """What one channel makes of one file; where it makes nothing of it, the reason."""
    try:
        yield from channel.captures(replace(wanted, what=str(path)), fetch)
    except FirsthandError as error:
        yield _skip(top, path, str(error))


def _skip(top: Path, path: Path, reason: str) -> Skip:
    return Skip("collect", without_halves(str(path.relative_to(top))), without_halves(reason))


def _kind(path: Path) -> str:
    return f"files that end in {path.suffix}" if path.suffix else "a file of that kind"
