"""Web archives: what is a page, when and how it was archived, and that damage costs only what is damaged."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from firsthand.collect.channels import warc_records
from firsthand.collect.channels.archive import WebArchive
from firsthand.errors import EmptyInput, InputError, NotText
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted
from firsthand.store import Case, verify

PAGE = "<!doctype html><title>Мост закрыт</title><p>Глава района сообщил, что мост закрыт до утра.</p>".encode()
OTHER = "<!doctype html><title>Міст зачинено</title><p>Очільниця громади повідомила про це.</p>".encode()
DATE = "2025-11-04T07:15:00Z"


class Writer:
    """Makes a WARC record by record, with warcio."""

    def __init__(self, packed: bool = True) -> None:
        self._writer = BufferWARCWriter(gzip=packed, warc_version="1.1")

    def response(
        self,
        url: str,
        body: bytes = PAGE,
        *headers: tuple[str, str],
        status: str = "200 OK",
        content_type: str = "text/html; charset=UTF-8",
        **more: str,
    ) -> str:
        http = StatusAndHeaders(status, [("Content-Type", content_type), *headers], "HTTP/1.1")
        return self._add(url, "response", body, http, **more)

    def request(self, url: str, answer: str) -> None:
        http = StatusAndHeaders("GET /most HTTP/1.1", [("User-Agent", "crawler")], is_http_request=True)
        self._add(url, "request", b"", http, **{"WARC-Concurrent-To": answer})

    def resource(self, url: str, body: bytes, content_type: str) -> None:
        record = self._writer.create_warc_record(
            url, "resource", io.BytesIO(body), warc_content_type=content_type, warc_headers_dict={"WARC-Date": DATE}
        )
        self._writer.write_record(record)

    def revisit(self, url: str, body: bytes, of: str) -> None:
        digest = "sha1:" + _base32_sha1(body)
        record = self._writer.create_revisit_record(
            url, digest, of, DATE, StatusAndHeaders("200 OK", [("X-Cache", "hit")], "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2025-11-05T07:15:00Z"},
        )  # fmt: skip
        self._writer.write_record(record)

    def _add(self, url: str, kind: str, body: bytes, http: StatusAndHeaders, **more: str) -> str:
        headers = {"WARC-Date": DATE, **{name.replace("_", "-"): value for name, value in more.items()}}
        record = self._writer.create_warc_record(
            url, kind, io.BytesIO(body), http_headers=http, warc_headers_dict=headers
        )
        self._writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    def info(self) -> None:
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))

    def data(self) -> bytes:
        return bytes(self._writer.get_contents())


def _base32_sha1(data: bytes) -> str:
    import base64

    return base64.b32encode(hashlib.sha1(data).digest()).decode()


def taken(path: Path, data: bytes, seen: tuple[str, ...] = ()) -> tuple[list[Capture], list[Skip]]:
    """What the channel makes of an archive."""
    path.write_bytes(data)
    channel = WebArchive()
    assert channel.takes(str(path))
    found = list(channel.captures(Wanted(str(path), seen=seen.__contains__), lambda address: None))
    captures = [one for one in found if isinstance(one, Capture)]
    assert all(one.sha256 == hashlib.sha256(one.data).hexdigest() for one in captures)
    return captures, [one for one in found if isinstance(one, Skip)]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_comes_with_its_time_and_headers(tmp_path: Path, packed: bool) -> None:
    """Time of archiving, status, headers as received, and the request beside it, also where that comes first."""
    writer = Writer(packed)
    writer.info()
    answer = writer.response("https://vestnik.example/most", PAGE, ("Server", "nginx"))
    writer.request("https://vestnik.example/most", answer)
    writer.request("https://visnyk.example/mist", "")
    writer.response("https://visnyk.example/mist", OTHER)
    captures, skips = taken(tmp_path / ("a.warc.gz" if packed else "a.warc"), writer.data())
    assert not skips
    first, second = captures
    assert (first.data, first.address, first.media_type, first.charset) == (
        PAGE, "https://vestnik.example/most", "text/html", "utf-8",
    )  # fmt: skip
    assert first.fetched == datetime(2025, 11, 4, 7, 15, tzinfo=UTC)
    assert first.exchange is not None
    assert first.exchange.status == "200 OK"
    assert ("Server", "nginx") in first.exchange.headers
    assert first.exchange.request == "GET /most HTTP/1.1"
    assert first.exchange.request_headers == (("User-Agent", "crawler"),)
    assert second.data == OTHER
    assert second.exchange is not None
    assert second.exchange.request == "GET /most HTTP/1.1"


def test_headers_that_are_no_ascii_can_be_kept(tmp_path: Path) -> None:
    """A server may send anything as a header; what could not be archived again is escaped."""
    writer = Writer(packed=False)
    writer.response("https://a.example/most", PAGE, ("Server", "Most"), status="200 Most")
    data = writer.data().replace(b"200 Most", "200 Мо".encode()).replace(b"Server: Most", "Сер: Мо".encode())
    captures, _ = taken(tmp_path / "a.warc", data)
    assert captures[0].exchange is not None
    assert captures[0].exchange.status == "200 %D0%9C%D0%BE"
    assert all(name.isascii() for name, _ in captures[0].exchange.headers)


def test_what_comes_out_of_an_archive_goes_into_a_case(tmp_path: Path) -> None:
    """Pages with their request and without, revisits and resources are kept by a case, and pass its checks."""
    writer = Writer()
    answer = writer.response("https://a.example/most", PAGE)
    writer.request("https://a.example/most", answer)
    writer.response("https://a.example/mist", OTHER)
    writer.revisit("https://m.a.example/most", PAGE, "https://a.example/most")
    writer.resource("file:///reports/note.txt", b"The road is open.", "text/plain")
    captures, _ = taken(tmp_path / "a.warc.gz", writer.data())
    with Case.make(tmp_path / "case") as case:
        kept = case.keep(captures, case.begin("a.warc.gz"), "archive")
        assert [one.capture is not None for one in kept] == [True] * 4
        assert not list(verify(case))


def test_bodies_are_unpacked(tmp_path: Path) -> None:
    """gzip, brotli and chunks are undone; a head that says gzip over a plain body, as some crawlers write, is too."""
    writer = Writer()
    writer.response("https://a.example/gzip", gzip.compress(PAGE), ("Content-Encoding", "gzip"))
    writer.response("https://a.example/br", brotli.compress(PAGE), ("Content-Encoding", "br"))
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    writer.response("https://a.example/chunked", chunked, ("Transfer-Encoding", "chunked"))
    writer.response("https://a.example/said", PAGE, ("Content-Encoding", "gzip"))
    writer.response("https://a.example/odd", PAGE, ("Content-Encoding", "zstd"))
    writer.response("https://a.example/bomb", gzip.compress(bytes(30_000_000)), ("Content-Encoding", "gzip"))
    captures, skips = taken(tmp_path / "a.warc.gz", writer.data())
    assert [one.data for one in captures] == [PAGE] * 4
    assert ["zstd" in skips[0].reason, "more than the limit" in skips[1].reason] == [True, True]


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    """Pictures, redirects, errors and records without pages are told by kind, with their number."""
    writer = Writer()
    for number in range(3):
        writer.response(f"https://a.example/{number}.png", b"\x89PNG", content_type="image/png")
    writer.response("https://a.example/old", b"moved", status="301 Moved Permanently")
    writer.response("https://a.example/none", b"<p>not found", status="404 Not Found")
    writer.response("https://a.example/empty", b" \n")
    writer.resource("urn:text:https://a.example/", b"text", "text/plain")
    captures, skips = taken(tmp_path / "a.warc.gz", writer.data())
    assert not captures
    assert {skip.reason for skip in skips} == {
        "https://a.example/empty is empty",
        "image/png, which is no text to read",
        "answered with status 301",
        "answered with status 404",
        "records of something that has no address in the web",
    }
    assert any(skip.record.startswith("a.warc.gz: 3, the first is a.warc.gz, byte 0") for skip in skips)


def test_a_page_that_is_gone_since(tmp_path: Path) -> None:
    """404 for a page that the case has is a sighting that it is gone."""
    writer = Writer()
    writer.response("https://a.example/most", b"<p>not found", status="404 Not Found")
    captures, _ = taken(tmp_path / "a.warc.gz", writer.data(), seen=("https://a.example/most",))
    assert [(one.address, one.gone) for one in captures] == [("https://a.example/most", True)]


@pytest.mark.parametrize("packed", [True, False])
def test_revisits_are_followed(tmp_path: Path, packed: bool) -> None:
    """A page that was the same a day later is a second sighting, with the bytes of the first and a time of its own."""
    writer = Writer(packed)
    writer.response("https://a.example/other", OTHER)
    writer.response("https://a.example/most", PAGE)
    writer.revisit("https://m.a.example/most", PAGE, "https://a.example/most")
    writer.revisit("https://a.example/lost", b"never here", "https://a.example/elsewhere")
    captures, skips = taken(tmp_path / ("a.warc.gz" if packed else "a.warc"), writer.data())
    again = captures[2]
    assert (again.data, again.address, again.media_type) == (PAGE, "https://m.a.example/most", "text/html")
    assert again.fetched == datetime(2025, 11, 5, 7, 15, tzinfo=UTC)
    assert again.exchange is not None
    assert ("X-Cache", "hit") in again.exchange.headers
    assert len(captures) == 3
    assert "not in this archive" in skips[0].reason


def test_an_archive_packed_as_a_whole_is_read(tmp_path: Path) -> None:
    """Some tools pack all records together, against the standard; they are read, and revisits followed, too."""
    writer = Writer(packed=False)
    writer.response("https://a.example/most", PAGE)
    writer.revisit("https://m.a.example/most", PAGE, "https://a.example/most")
    captures, skips = taken(tmp_path / "a.warc.gz", gzip.compress(writer.data()))
    assert [one.data for one in captures] == [PAGE, PAGE]
    assert not skips


def test_resources_and_marks(tmp_path: Path) -> None:
    """A resource has no exchange; what was cut off, or is not what its digest says, is taken and told."""
    writer = Writer(packed=False)
    writer.resource("file:///reports/note.txt", "Мост закрыт до утра.".encode(), "text/plain; charset=utf-8")
    writer.response("https://a.example/cut", PAGE, WARC_Truncated="length")
    data = writer.data().replace("Глава района".encode(), "Глава  аймака".encode()[: len("Глава района".encode())])
    captures, skips = taken(tmp_path / "a.warc", data)
    assert captures[0].exchange is None
    assert (captures[0].media_type, captures[0].charset) == ("text/plain", "utf-8")
    reasons = " ".join(skip.reason for skip in skips)
    assert "cut it off (length)" in reasons
    assert "digest" in reasons


@pytest.mark.parametrize("packed", [True, False])
def test_damage_costs_only_what_is_damaged(tmp_path: Path, packed: bool) -> None:
    """Behind a record that cannot be unpacked or parsed, the next ones come in."""
    parts = []
    for number in range(5):
        writer = Writer(packed)
        writer.response(f"https://a.example/{number}", PAGE)
        parts.append(writer.data())
    parts[1] = parts[1][:40] + b"\xff" * 60 + parts[1][100:] if packed else parts[1].replace(b"WARC/1.1", b"WORK/1.1")
    parts[3] = parts[3][: len(parts[3]) // 2] if packed else parts[3].replace(b"Content-Length: ", b"Content-Length: x")
    captures, skips = taken(tmp_path / ("a.warc.gz" if packed else "a.warc"), b"".join(parts))
    assert [one.address[-1] for one in captures] == ["0", "2", "4"]
    assert len(skips) >= 2


def test_damage_that_unpacks_to_nonsense_swallows_no_record(tmp_path: Path) -> None:
    """A damaged part whose bytes still unpack, through the parts behind it, costs nothing but itself."""
    parts = []
    for number in range(3):
        writer = Writer(packed=True)
        writer.response(f"https://a.example/{number}", PAGE)
        parts.append(writer.data())
    length = len(parts[2]).to_bytes(2, "little")
    parts[1] = parts[1][:10] + b"\0" + length + bytes(0xFF - one for one in length)
    captures, skips = taken(tmp_path / "a.warc.gz", b"".join(parts))
    assert [one.address[-1] for one in captures] == ["0", "2"]
    assert "cut short" in skips[0].reason


def test_the_end_may_be_missing(tmp_path: Path) -> None:
    """An archive that is still being written, or was cut, gives what is whole."""
    writer = Writer(packed=False)
    writer.response("https://a.example/1")
    writer.response("https://a.example/2")
    captures, skips = taken(tmp_path / "a.warc", writer.data()[:-60])
    assert len(captures) == 1
    assert "are missing" in skips[0].reason


def test_hostile_heads_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head without end and a record of gigabytes are passed over, and the page behind them is read."""
    monkeypatch.setattr(warc_records, "LONGEST", 10_000)
    writer = Writer(packed=False)
    writer.response("https://a.example/most")
    endless = b"WARC/1.1\r\n" + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n"
    large = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 2000000\r\n\r\n" + bytes(2_000_000) + b"\r\n\r\n"
    data = gzip.compress(endless) + gzip.compress(large) + gzip.compress(writer.data())
    captures, skips = taken(tmp_path / "a.warc.gz", data)
    assert len(captures) == 1
    assert [
        word in skip.reason for word, skip in zip(("the head", "2,000,000 bytes"), [skips[0], skips[-1]], strict=True)
    ] == [True, True]


@pytest.mark.parametrize("data", [b"", b"nothing of the kind", gzip.compress(b"nothing of the kind", mtime=0)])
def test_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    """A file that only has the name is an error."""
    with pytest.raises(EmptyInput, match="is it a web archive"):
        taken(tmp_path / "a.warc.gz", data)


@settings(max_examples=120, deadline=None)
@given(flips=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=8), packed=st.booleans())
def test_any_damage_gives_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]], packed: bool
) -> None:
    """Whatever bytes change, an archive gives captures and skips, or says that it is none."""
    writer = Writer(packed)
    writer.response("https://a.example/1")
    writer.response("https://a.example/2", gzip.compress(OTHER), ("Content-Encoding", "gzip"))
    writer.revisit("https://a.example/3", PAGE, "https://a.example/1")
    data = bytearray(writer.data())
    for position, value in flips:
        data[position % len(data)] = value
    _survives(tmp_path_factory.mktemp("warc") / "a.warc.gz", bytes(data))


@settings(max_examples=120, deadline=None)
@given(head=st.binary(max_size=150), body=st.binary(max_size=150))
def test_any_record_gives_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, body: bytes
) -> None:
    """Any bytes as a head and as an answer of a server."""
    length = f"Content-Length: {len(body)}\r\n\r\n".encode()
    kind = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nWARC-Date: 2025-11-04T07:15:00Z\r\n"
    _survives(tmp_path_factory.mktemp("warc") / "a.warc", b"WARC/1.0\r\n" + head + kind + length + body + b"\r\n\r\n")


def _survives(path: Path, data: bytes) -> None:
    try:
        captures, _ = taken(path, data)
    except InputError:
        return
    assert all(one.address and one.fetched.tzinfo for one in captures)


# ---------------------------------------------------------------- WACZ


def wacz(files: dict[str, bytes], *, stored: bool = True, package: object = None, digest: str | None = None) -> bytes:
    """A WACZ of these files, with a datapackage that names them as they are."""
    resources = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    told = json.dumps({"profile": "data-package", "resources": resources} if package is None else package).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("datapackage.json", told)
        if digest is not None:
            hashed = hashlib.sha256(told).hexdigest() if digest == "right" else digest
            archive.writestr(
                "datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": f"sha256:{hashed}"})
            )
    return out.getvalue()


def warc(*urls: str) -> bytes:
    writer = Writer()
    for url in urls:
        writer.response(url)
    return writer.data()


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    """All WARC files in it are read, and a revisit finds its page in another of them."""
    again = Writer()
    again.revisit("https://a.example/3", PAGE, "https://a.example/1")
    files = {
        "archive/b.warc.gz": again.data(),
        "archive/a.warc.gz": warc("https://a.example/1", "https://a.example/2"),
        "pages/pages.jsonl": b"{}",
    }
    captures, skips = taken(tmp_path / "a.wacz", wacz(files, digest="right"))
    assert [one.address[-1] for one in captures] == ["1", "2", "3"]
    assert not skips


def test_a_wacz_is_checked_against_its_datapackage(tmp_path: Path) -> None:
    """A file that was changed, is not named, or is missing, is not taken, and told."""
    files = {f"archive/{name}.warc.gz": warc(f"https://a.example/{name}") for name in "abc"}
    named = {"path": "archive/a.warc.gz", "hash": f"sha256:{hashlib.sha256(files['archive/a.warc.gz']).hexdigest()}"}
    package = {"resources": [named, named | {"path": "archive/b.warc.gz"}, named | {"path": "archive/d.warc.gz"}, 7]}
    captures, skips = taken(tmp_path / "a.wacz", wacz(files, package=package))
    assert [one.address[-1] for one in captures] == ["a"]
    assert {skip.record: skip.reason for skip in skips} == {
        "a.wacz, archive/b.warc.gz": "changed: it has another hash than in the datapackage: not taken",
        "a.wacz, archive/c.warc.gz": "not named in the datapackage: not taken",
        "a.wacz, archive/d.warc.gz": "named in the datapackage, and not there",
    }


def test_a_changed_datapackage_is_refused(tmp_path: Path) -> None:
    """Where the datapackage has a digest, it must be the one that was made of it."""
    files = {"archive/a.warc.gz": warc("https://a.example/a")}
    with pytest.raises(NotText, match="has been changed"):
        taken(tmp_path / "a.wacz", wacz(files, digest="0" * 64))


def test_what_is_no_wacz_is_told(tmp_path: Path) -> None:
    """No zip file, no datapackage, one that is no JSON or names nothing: each has its own message."""
    for data, words in (
        (b"PK\x03\x04 and no more", "no zip file"),
        (wacz({}, package=[]), "no JSON object"),
        (wacz({}, package={"resources": 1}), "names no files"),
    ):
        with pytest.raises(NotText, match=words):
            taken(tmp_path / "a.wacz", data)
    with pytest.raises(EmptyInput):
        taken(tmp_path / "a.wacz", wacz({}))


def test_an_archive_packed_twice_is_told(tmp_path: Path) -> None:
    """The standard wants the files stored; one that is not can be unpacked by hand."""
    data = wacz({"archive/a.warc.gz": warc("https://a.example/a") * 20}, stored=False)
    path = tmp_path / "a.wacz"
    path.write_bytes(data)
    found = WebArchive().captures(Wanted(str(path)), lambda address: None)
    assert "packed a second time" in next(found).reason  # type: ignore[union-attr]


def test_a_wacz_whose_entries_lie_before_its_beginning(tmp_path: Path) -> None:
    """A list that is shifted points to places that no file has."""
    data = bytearray(wacz({"archive/a.warc.gz": warc("https://a.example/a")}))
    field = data.rfind(b"PK\x05\x06") + 16
    shifted = int.from_bytes(data[field : field + 4], "little") + 1000
    data[field : field + 4] = shifted.to_bytes(4, "little")
    with pytest.raises(InputError, match=r"damaged|no WACZ"):
        taken(tmp_path / "a.wacz", bytes(data))


@settings(max_examples=100, deadline=None)
@given(flips=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=5))
def test_any_damaged_wacz_gives_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    """Whatever bytes change, no page comes in that the datapackage does not answer for."""
    data = bytearray(wacz({"archive/a.warc.gz": warc("https://a.example/a")}))
    for position, value in flips:
        data[position % len(data)] = value
    try:
        captures, _ = taken(tmp_path_factory.mktemp("wacz") / "a.wacz", bytes(data))
    except InputError:
        return
    assert all(one.data == PAGE for one in captures)
