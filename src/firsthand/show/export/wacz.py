"""A case as a web archive in one file: WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1), which replay tools open.

What a web archive has no place for (the key of a post, what its channel told of it, that it is gone) stands in a list
of its own, so that another case that takes the file in has the same captures.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import orjson

from firsthand.errors import EmptyInput
from firsthand.show.export.archives import Archives, Placed, Written
from firsthand.show.export.index import SortedLines, blocks
from firsthand.show.export.package import Package
from firsthand.store import Case
from firsthand.store.holdings import Holding, Standing, holdings, standing

__all__ = ["LIST", "LIST_FORMAT", "Exported", "Selection", "write_wacz"]

LIST = "firsthand/captures.jsonl"
LIST_FORMAT = "firsthand-captures-1.0"
_INDEX = "index.cdx.gz"
_FIRST = datetime(1980, 1, 1, tzinfo=UTC)
_READABLE = ("text/", "application/xhtml+xml", "application/pdf")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which captures are wanted: those of some keys, if any are named, and those seen at `since` or later."""

    keys: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `digest` stands for all of it; the log of the case stood at `standing` then."""

    captures: int
    pages: int
    remade: int
    files: int
    digest: str
    standing: Standing


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class _Spool:
    """Lines that wait, packed, until the file before them is written."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".firsthand-")  # noqa: SIM115 (closed by `close`)
        self._packed = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1, mtime=0)
        self.lines = 0

    def add(self, told: dict[str, object]) -> None:
        self._packed.write(orjson.dumps(told) + b"\n")
        self.lines += 1

    def copy(self, target: _Sink) -> None:
        self._packed.close()
        self._file.seek(0)
        with gzip.GzipFile(fileobj=self._file, mode="rb") as lines:
            shutil.copyfileobj(lines, cast(BinaryIO, target), 1 << 20)

    def close(self) -> None:
        self._packed.close()
        self._file.close()


def write_wacz(
    case: Case,
    file: BinaryIO,
    folder: Path,
    selection: Selection,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Exported:
    """Write the captures of a case, or some of them.

    Args:
        file: gets the zip file; must be seekable.
        folder: for temporary files, about as large as the text of what is written.
        progress: called with how many captures have been looked at, and how many there are.

    Raises:
        EmptyInput: there is no such capture.
        CaseError: the archive of the case is not what was written.
    """
    stands = standing(case)
    made = _made(stands)
    info = {"software": _software(), "format": "WARC File Format 1.1", "isPartOf": f"case {stands.case}"}
    with ExitStack() as closing:
        package = closing.enter_context(Package(file, made))
        index = closing.enter_context(SortedLines(folder))
        pages, listed = _Spool(folder), _Spool(folder)
        closing.callback(pages.close)
        closing.callback(listed.close)
        pages.add({"format": "json-pages-1.0", "id": "pages", "title": "All reports"})
        listed.add({"format": LIST_FORMAT, "id": "captures", "title": "What the case tells of each"})
        remade = 0
        with Archives(case, package, index, info, made) as archives:
            for holding in holdings(case, stands.last, selection.keys):
                progress(holding.id, stands.last)
                if selection.since is None or holding.seen >= selection.since:
                    written = archives.put(holding)
                    listed.add(_listed(holding, written))
                    if written is not None and _is_page(holding):
                        pages.add(_page(holding, written))
                    remade += written is not None and written.remade
        if listed.lines == 1:
            raise EmptyInput("There is no such capture in the case: nothing was written.")
        _write_index(package, index)
        for name, spool in (("pages/pages.jsonl", pages), (LIST, listed)):
            with package.entry(name, packed=False, columns=("format", "id", "title")) as entry:
                spool.copy(entry)
        digest = package.finish(_about(case, stands, selection, listed.lines - 1))
        return Exported(listed.lines - 1, pages.lines - 1, remade, archives.files, digest, stands)


def _made(stands: Standing) -> datetime:
    """When the case was last written to: the same case gives the same package. A zip file knows no time before 1980."""
    try:
        return max(datetime.fromisoformat(stands.at).astimezone(UTC), _FIRST)
    except ValueError:
        return _FIRST


def _write_index(package: Package, index: SortedLines) -> None:
    shorts = [b"!meta 0 " + orjson.dumps({"format": "cdxj-gzip-1.0", "filename": _INDEX}) + b"\n"]
    with package.entry(f"indexes/{_INDEX}", packed=True) as entry:
        for block, short in blocks(index, _INDEX):
            entry.write(block)
            shorts.append(short)
    with package.entry("indexes/index.idx", packed=False) as entry:
        entry.write(b"".join(shorts))


def _about(case: Case, stands: Standing, selection: Selection, captures: int) -> dict[str, object]:
    """What the package tells of itself: of which case it is, and at which entry of its log."""
    name = case.folder.resolve().name.encode("utf-8", "replace").decode()
    chosen = {"keys": list(selection.keys), "since": selection.since.isoformat() if selection.since else None}
    return {
        "wacz_version": "1.1.1",
        "software": _software(),
        "title": f"Case {name}",
        "description": f"{captures:,} captures of a case, as they were seen. The log of the case had "
        f"{stands.entry:,} entries then; the hash of the last one is {stands.head}.",
        "firsthand": {
            "case": stands.case,
            "log": {"entries": stands.entry, "at": stands.at, "head": stands.head},
            "captures": captures,
            "chosen": chosen,
        },
    }


def _page(holding: Holding, written: Written) -> dict[str, object]:
    about = orjson.loads(holding.about)
    told = {
        "id": str(holding.id),
        "url": written.head.address,
        "ts": holding.seen.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "title": holding.title or about.get("title") or holding.address,
        "text": holding.text or about.get("text"),
        "size": holding.size,
    }
    return {name: value for name, value in told.items() if value is not None}


def _is_page(holding: Holding) -> bool:
    """Whether there is something to read in it: not a picture that came with a post."""
    about = orjson.loads(holding.about)
    return bool(holding.text or about.get("text") or (holding.media_type or "").startswith(_READABLE))


def _listed(holding: Holding, written: Written | None) -> dict[str, object]:
    """A line of the list of captures; `record` is left out where it was seen to be gone."""
    told: dict[str, object] = {
        "id": str(holding.id),
        "key": holding.key,
        "address": holding.address,
        "seen": holding.seen.isoformat(),
        "channel": holding.channel,
        "media_type": holding.media_type,
        "charset": holding.charset,
        "about": orjson.loads(holding.about),
        "version": holding.version,
        "sha256": holding.sha256,
        "size": holding.size,
    }
    if written is not None:
        told |= {"record": _place(written.record), "request": _place(written.request)}
        told |= {"original": _place(written.original), "remade": written.remade}
    return {name: value for name, value in told.items() if value not in (None, {})}


def _place(placed: Placed | None) -> dict[str, object] | None:
    return None if placed is None else {"file": placed.file, "offset": placed.offset}


def _software() -> str:
    return f"firsthand {version('firsthand')}"
