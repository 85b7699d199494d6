"""Web archives: WARC files, and WACZ, which are zip files of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from firsthand.collect.channels.packed import file_at
from firsthand.collect.channels.published import moment
from firsthand.collect.channels.rows import Tally
from firsthand.collect.channels.warc_http import body_of, content_type_of, exchange_of, request_of
from firsthand.collect.channels.warc_records import Place, Record, record_at, records
from firsthand.collect.files import open_file
from firsthand.errors import EmptyInput, FetchError, InputError, TooLarge
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["WebArchive"]

_TEXT = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")
_ADDRESS = re.compile(r"(?:https?|ftp|file|telegram):[^\s\x00-\x1f]", re.IGNORECASE)
_GONE = ("404", "410")
_MOST_ORIGINALS = 300_000
"""Pages that are remembered for later records that only say that they were the same: a few hundred bytes each."""

Opener = Callable[[], BinaryIO]


class WebArchive:
    """Pages as a crawler or a browser extension has kept them."""

    name = "archive"

    def takes(self, what: str) -> bool:
        """A file whose name ends in .warc, .warc.gz or .wacz, or that begins as a WARC record does."""
        path = file_at(what)
        if path is None:
            return False
        if path.name.lower().endswith((".warc", ".warc.gz", ".wacz")):
            return True
        try:
            with path.open("rb") as file:
                return file.read(7) == b"WARC/1."
        except OSError:
            return False

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every page in it that was answered with text, with the time at which it was archived.

        Raises:
            InputError: it cannot be opened, or there is no record in it.
        """
        path = Path(wanted.what)
        walk = _Walk(wanted.seen, Tally(path.name))
        if path.name.lower().endswith(".wacz"):
            from firsthand.collect.channels.exported import is_exported, listed
            from firsthand.collect.channels.wacz import opened_archives

            if is_exported(path):
                yield from listed(path)
                return
            for found in opened_archives(path):
                if isinstance(found, Skip):
                    yield found
                else:
                    yield from walk.through(*found)
        else:
            yield from walk.through(path.name, lambda: open_file(path))
        if not walk.count:
            raise EmptyInput(f"{path} has no record that can be read: is it a web archive?")
        yield from walk.tally.skips()


@dataclass(slots=True)
class _Asked:
    """A request, as it was kept beside its answer."""

    answer: str
    address: str
    line: str
    headers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Walk:
    """What is remembered on the way through the records of one or several files."""

    seen: Callable[[str], bool]
    tally: Tally
    count: int = 0
    originals: dict[int, tuple[Opener, Place]] = field(default_factory=dict)

    def through(self, name: str, opener: Opener) -> Iterator[Capture | Skip]:
        """What is in one file; each capture waits for the record behind it, which may be the request for it."""
        waiting: tuple[str, Capture] | None = None
        asked: _Asked | None = None
        with opener() as file:
            try:
                for record in records(file, name):
                    if isinstance(record, Skip):
                        yield record
                        continue
                    self.count += 1
                    if record.parsed.rec_type == "request":
                        asked = _asked(record)
                        if waiting is not None and _belongs(asked, *waiting):
                            yield _with_request(waiting[1], asked)
                            waiting = None
                        continue
                    if waiting is not None:
                        yield waiting[1]
                        waiting = None
                    found = self._found(record, name, opener)
                    if isinstance(found, Skip):
                        yield found
                    elif found is not None:
                        waiting = record.header("WARC-Record-ID"), found
                        if asked is not None and _belongs(asked, *waiting):
                            yield _with_request(found, asked)
                            waiting = None
            except InputError as error:
                yield Skip("collect", f"{name}, the rest", str(error))
        if waiting is not None:
            yield waiting[1]

    def _found(self, record: Record, name: str, opener: Opener) -> Capture | Skip | None:
        """The page in a record; None where it holds none, which the tally tells."""
        kind, address = str(record.parsed.rec_type), record.header("WARC-Target-URI")
        where = f"{name}, {record.place}"
        if kind not in ("response", "resource", "revisit"):
            if kind != "warcinfo":
                self.tally.add(f"records of the kind {kind[:40]!r}, no pages themselves", where)
            return None
        if not _ADDRESS.match(address):
            self.tally.add("records of something that has no address in the web", where)
            return None
        archived = moment(record.header("WARC-Date"))
        if not isinstance(archived, datetime):
            return Skip("collect", where, f"{address} was archived without its time")
        archived = archived if archived.tzinfo else archived.replace(tzinfo=UTC)  # the standard's zone
        if kind == "revisit":
            return self._revisited(record, address, archived, where)
        return self._page(record, address, archived, where, opener)

    def _page(
        self, record: Record, address: str, archived: datetime, where: str, opener: Opener
    ) -> Capture | Skip | None:
        code = _code(record)
        gone = code in _GONE and self.seen(address)
        if code and not gone and not _answered(code):
            self.tally.add(f"answered with status {code}", f"{where}, {address}")
            return None
        media_type, charset = content_type_of(record)
        if not gone and media_type not in _TEXT:
            self.tally.add(f"{media_type or 'of no type'}, which is no text to read", f"{where}, {address}")
            return None
        try:
            data = body_of(record, address)
        except (FetchError, TooLarge) as error:
            return Skip("collect", where, str(error))
        if not gone and not data.strip():
            return Skip("collect", where, f"{address} is empty")
        if not gone:
            self._remember(record, address, opener)
        self._note(record, where)
        sha256 = hashlib.sha256(data).hexdigest()
        exchange = exchange_of(record)
        return Capture(data, address, archived, sha256, media_type, charset, exchange=exchange, gone=gone)

    def _note(self, record: Record, where: str) -> None:
        cut = record.header("WARC-Truncated")
        if cut:
            self.tally.add_part(f"taken, but whoever archived it cut it off ({cut[:40]})", where)
        if record.altered():
            self.tally.add_part("taken, but its bytes are not those that its digest was made of", where)

    def _remember(self, record: Record, address: str, opener: Opener) -> None:
        if len(self.originals) < 2 * _MOST_ORIGINALS:
            for mark in _marks(record.header("WARC-Payload-Digest"), address, record.header("WARC-Date")):
                self.originals.setdefault(mark, (opener, record.place))

    def _revisited(self, record: Record, address: str, archived: datetime, where: str) -> Capture | Skip | None:
        """The page that a record says was the same as an earlier one, with the bytes of that."""
        code = _code(record)
        if code and code != "304" and not _answered(code):
            self.tally.add(f"answered with status {code}", f"{where}, {address}")
            return None
        to, on = record.header("WARC-Refers-To-Target-URI"), record.header("WARC-Refers-To-Date")
        for mark in _marks(record.header("WARC-Payload-Digest"), to, on):
            opener, place = self.originals.get(mark, (None, None))
            if opener is None or place is None:
                continue
            with opener() as file:
                original = record_at(file, where, place)
            if original is None:
                continue
            media_type, charset = content_type_of(original)
            try:
                data = body_of(original, address)
            except (FetchError, TooLarge) as error:
                return Skip("collect", where, str(error))
            sha256 = hashlib.sha256(data).hexdigest()
            return Capture(data, address, archived, sha256, media_type, charset, exchange=exchange_of(record))
        self.tally.add("the same as an earlier one that is not in this archive, or is no page", f"{where}, {address}")
        return None


def _marks(digest: str, address: str, date: str) -> list[int]:
    """By what a record is found again: the digest of its content, its address and time."""
    marks = [("digest", digest.lower())] if digest else []
    return [hash(mark) for mark in [*marks, ("seen", address, date)]]


def _code(record: Record) -> str:
    http = record.parsed.http_headers
    if http is None:
        return ""
    code = str(http.get_statuscode())[:3]
    return code if code.isdecimal() and code.isascii() else "unknown"


def _answered(code: str) -> bool:
    return code.startswith("2") and code != "206"  # that is a part of a page


def _asked(record: Record) -> _Asked:
    line, headers = request_of(record)
    return _Asked(record.header("WARC-Concurrent-To"), record.header("WARC-Target-URI"), line, headers)


def _belongs(asked: _Asked, answer: str, capture: Capture) -> bool:
    return asked.answer == answer if asked.answer else asked.address == capture.address


def _with_request(capture: Capture, asked: _Asked) -> Capture:
    if capture.exchange is None:
        return capture
    return replace(capture, exchange=replace(capture.exchange, request=asked.line, request_headers=asked.headers))
