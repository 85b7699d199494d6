"""The archive of a case: WARC records (ISO 28500) in segments that are only ever added to.

Every record is compressed by itself, as the standard asks, so that each can be read alone and any tool for web
archives can open a segment.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from firsthand.errors import CaseError
from firsthand.model import Capture, Exchange

__all__ = ["Archive", "Head", "Stored", "head_of", "opening", "packed", "sync_folder"]

SEGMENT = 1 << 30
"""Bytes after which a new segment is begun."""
_CODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_KEPT_AS = "X-Archive-Orig-"
"""Before headers that no longer fit the body, which is kept decoded; other archives name them so too."""
_BLOCK = 1 << 20
_SEGMENT_NAME = re.compile(r"[0-9]{8}\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a record lies: bytes offset ≤ i < offset + length of a segment, and the SHA-256 of those bytes."""

    segment: str
    offset: int
    length: int
    sha256: str
    kind: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a record says of itself: its address, its time (ISO 8601), the digest of its content (empty without one),
    the media type and the status of what was answered (empty where it is no answer)."""

    kind: str
    address: str
    date: str
    digest: str
    media_type: str
    status: str


class Archive:
    """The segments in one folder. Only one process at a time may append; any may read."""

    def __init__(self, folder: Path, software: str, segment: int = SEGMENT) -> None:
        self._folder = folder
        self._software = software
        self._limit = segment
        self._file: BinaryIO | None = None
        self._end = 0
        self._began: dict[str, int] = {}

    # ------------------------------------------------------------ writing

    def take_back(self, ends: Mapping[str, int]) -> None:
        """Take out again what this process has written since it opened the archive and never acknowledged.

        Args:
            ends: where each segment ends, as far as the database knows.
        """
        self.close()
        for name, began in self._began.items():
            path, end = self._folder / name, max(began, ends.get(name, 0))
            if path.stat().st_size > end:
                with path.open("r+b") as file:
                    file.truncate(end)
                    os.fsync(file.fileno())

    def append(self, capture: Capture, refers_to: tuple[str, str] | None) -> list[Stored]:
        """Write the records of one sighting, not yet safe from a power cut: `sync` makes them so.

        Args:
            refers_to: address and time (ISO 8601) of the capture that holds the same bytes, if there is one: then only
                that they were seen again is written.
        """
        stored = [self._write(info, "warcinfo") for info in self._opening()]
        made = _records(capture, refers_to)
        return [*stored, *(self._write(record, record.rec_type) for record in made)]

    def sync(self) -> None:
        """Everything appended so far is on the disk when this returns.

        Raises:
            CaseError: the disk does not take it.
        """
        if self._file is not None:
            with _written():
                self._file.flush()
                os.fsync(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # what a full disk did not take was never acknowledged
                self._file.close()
            self._file = None

    def _opening(self) -> Iterator[ArcWarcRecord]:
        if self._file is not None and self._end < self._limit:
            return
        self.sync()
        self.close()
        last = max((int(path.name[:8]) for path in self.segments()), default=0)
        path = self._folder / f"{max(last, 1):08}.warc.gz"
        if path.exists() and path.stat().st_size >= self._limit:
            path = self._folder / f"{last + 1:08}.warc.gz"
        with _written():
            self._file = path.open("ab")
            self._end = path.stat().st_size
            self._began.setdefault(path.name, self._end)
            sync_folder(self._folder)
        if self._end == 0:
            info = {"software": self._software, "format": "WARC File Format 1.1"}
            yield BufferWARCWriter(gzip=True).create_warcinfo_record(path.name, info)

    def _write(self, record: ArcWarcRecord, kind: str) -> Stored:
        assert self._file is not None
        data = _packed(record)
        try:
            self._file.write(data)
        except OSError as error:
            raise CaseError(
                f"The archive cannot be written: {error.strerror}. Nothing acknowledged is lost."
            ) from error
        stored = Stored(Path(self._file.name).name, self._end, len(data), hashlib.sha256(data).hexdigest(), kind)
        self._end += len(data)
        return stored

    # ------------------------------------------------------------ reading

    def segments(self) -> list[Path]:
        """The segments, in order."""
        return [path for path in sorted(self._folder.glob("*.warc.gz")) if _SEGMENT_NAME.fullmatch(path.name)]

    def strangers(self) -> list[Path]:
        """Whatever else lies in the folder, in order."""
        if not self._folder.is_dir():
            return []
        return [path for path in sorted(self._folder.iterdir()) if not _SEGMENT_NAME.fullmatch(path.name)]

    def payload(self, segment: str, offset: int) -> bytes:
        """The content of the record that begins there.

        Raises:
            CaseError: no record begins there.
        """
        with self._record(segment, offset) as record:
            content: bytes = record.content_stream().read()
            return content

    def head(self, stored: Stored) -> Head:
        """What a record says of itself.

        Raises:
            CaseError: no record begins there.
        """
        with self._record(stored.segment, stored.offset) as record:
            return _head(record)

    def exchange(self, answer: Stored, request: Stored | None) -> Exchange | None:
        """What was asked of a server and answered, by their records; None where no server was asked.

        Raises:
            CaseError: no records begin there.
        """
        with self._record(answer.segment, answer.offset) as record:
            http = record.http_headers
            if http is None:
                return None
            status = str(http.statusline)
            headers = tuple((str(n), str(v)) for n, v in http.headers if str(n).lower() != "content-length")
        if request is None:
            return Exchange("", (), status, headers)
        with self._record(request.segment, request.offset) as record:
            http = record.http_headers
            asked = tuple((str(n), str(v)) for n, v in http.headers)
            return Exchange(f"{http.protocol} {http.statusline}".strip(), asked, status, headers)

    def blocks(self, stored: Stored) -> Iterator[bytes]:
        """The bytes of a record as they lie there, some at a time.

        Raises:
            CaseError: they cannot be read, or are no longer those that were written; told behind the last of them.
        """
        digest, left = hashlib.sha256(), stored.length
        try:
            with (self._folder / stored.segment).open("rb") as file:
                file.seek(stored.offset)
                while left > 0 and (block := file.read(min(_BLOCK, left))):
                    left -= len(block)
                    digest.update(block)
                    yield block
        except OSError as error:
            raise CaseError(f"{stored.segment} cannot be read: {error.strerror}.") from error
        if left or digest.hexdigest() != stored.sha256:
            place = f"{stored.segment} bytes {stored.offset}–{stored.offset + stored.length}"
            raise CaseError(f"{place} are no longer what was written. Run `firsthand verify`.")

    @contextmanager
    def _record(self, segment: str, offset: int) -> Iterator[ArcWarcRecord]:
        try:
            with (self._folder / segment).open("rb") as file:
                file.seek(offset)
                record = next(iter(ArchiveIterator(file)), None)
                if record is not None:
                    yield record
                    return
        except OSError as error:
            raise CaseError(f"{segment} cannot be read: {error.strerror}.") from error
        raise CaseError(f"{segment} has no record at byte {offset}. Run `firsthand verify`.")


def head_of(data: bytes) -> Head:
    """What the record says of itself that `packed` has made."""
    return _head(next(iter(ArchiveIterator(io.BytesIO(data)))))


def packed(capture: Capture, refers_to: tuple[str, str] | None) -> list[tuple[str, bytes]]:
    """The records of a sighting as `Archive.append` writes them: kind and bytes of each, the answer first."""
    return [(record.rec_type, _packed(record)) for record in _records(capture, refers_to)]


def opening(name: str, info: dict[str, str], made: datetime) -> bytes:
    """The record that stands first in a file of that name; the same for the same."""
    record = BufferWARCWriter(gzip=True, warc_version="1.1").create_warcinfo_record(name, info)
    number = uuid5(NAMESPACE_URL, f"{name} {made.isoformat()} {sorted(info.items())}")
    for header, value in (("WARC-Record-ID", f"<urn:uuid:{number}>"), ("WARC-Date", _warc_time(made))):
        record.rec_headers.replace_header(header, value)
    return _packed(record)


def _packed(record: ArcWarcRecord) -> bytes:
    writer = BufferWARCWriter(gzip=True, warc_version="1.1")
    writer.write_record(record)
    data: bytes = writer.get_contents()
    return data


def _head(record: ArcWarcRecord) -> Head:
    http = record.http_headers
    told = (http if http is not None else record.rec_headers).get_header("Content-Type") or ""
    media_type = "warc/revisit" if record.rec_type == "revisit" else told.partition(";")[0].strip()
    return Head(
        kind=str(record.rec_type),
        address=record.rec_headers.get_header("WARC-Target-URI") or "",
        date=record.rec_headers.get_header("WARC-Date") or "",
        digest=record.rec_headers.get_header("WARC-Payload-Digest") or "",
        media_type=media_type,
        status=str(http.get_statuscode()) if http is not None else "",
    )


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CaseError(f"The archive cannot be written: {error.strerror}. Nothing acknowledged is lost.") from error


def _records(capture: Capture, refers_to: tuple[str, str] | None) -> list[ArcWarcRecord]:
    """The record of what was seen and, for a page, that of the request for it."""
    writer = BufferWARCWriter(gzip=True, warc_version="1.1")
    date = _warc_time(capture.fetched)
    headers = {"WARC-Date": date, "WARC-Payload-Digest": f"sha256:{capture.sha256}"}
    target = _uri(capture.address)
    if capture.exchange is None:
        if refers_to is not None:
            return [_again(writer, capture, refers_to, None, date)]
        made = writer.create_warc_record(
            target,
            "resource",
            payload=io.BytesIO(capture.data),
            length=len(capture.data),  # or the writer would put a digest of its own in the place of ours
            warc_content_type=capture.media_type or "application/octet-stream",
            warc_headers_dict=headers,
        )
        return [made]
    http = StatusAndHeaders(_line(capture.exchange.status), _decoded(capture), "HTTP/1.1")
    if refers_to is not None:
        answer = _again(writer, capture, refers_to, http, date)
    else:
        answer = writer.create_warc_record(
            target,
            "response",
            payload=io.BytesIO(capture.data),
            length=len(capture.data),
            http_headers=http,
            warc_headers_dict=headers,
        )
    if not capture.exchange.request:  # a page out of an archive that kept no requests
        return [answer]
    asked = [(_line(name), _line(value)) for name, value in capture.exchange.request_headers]
    http = StatusAndHeaders(_line(capture.exchange.request), asked, is_http_request=True)
    request = writer.create_warc_record(
        target,
        "request",
        http_headers=http,
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")},
    )
    return [answer, request]


def _again(
    writer: BufferWARCWriter, capture: Capture, refers_to: tuple[str, str], http: StatusAndHeaders | None, date: str
) -> ArcWarcRecord:
    digest = f"sha256:{capture.sha256}"
    return writer.create_revisit_record(
        _uri(capture.address),
        digest,
        _uri(refers_to[0]),
        _warc_time(datetime.fromisoformat(refers_to[1])),
        http,
        warc_headers_dict={"WARC-Date": date},
    )


def _decoded(capture: Capture) -> list[tuple[str, str]]:
    assert capture.exchange is not None
    kept = [
        (_line(_KEPT_AS + name if name.lower() in _CODED else name), _line(value))
        for name, value in capture.exchange.headers
    ]
    return [*kept, ("Content-Length", str(len(capture.data)))]


def _line(value: str) -> str:
    """A part of a head as bytes can hold it: a server may send anything, and no line may end within it."""
    return " ".join(value.splitlines()).encode("ascii", "replace").decode()


def _uri(address: str) -> str:
    """The address with everything escaped that could end a line or begin a header."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~-._", errors="replace")


def _warc_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sync_folder(folder: Path) -> None:
    """So that a new file's name survives a power cut; where folders cannot be opened, the system sees to it."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
