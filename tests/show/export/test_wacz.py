"""An exported case is a web archive that others read, and that another case takes in as it was."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import wacz.main
from cdxj_indexer.main import CDXJIndexer
from sqlalchemy import select
from tests.store.captures import WHEN, capture, gone
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from firsthand.collect.channels.archive import WebArchive
from firsthand.errors import CaseError, EmptyInput
from firsthand.model import About, Capture, Forward, Skip
from firsthand.plugins import Wanted
from firsthand.show.export import archives
from firsthand.show.export.wacz import Exported, Selection, write_wacz
from firsthand.show.output import replacing
from firsthand.store import Case, Reading, keep_readings, schema

POST = "⚡️ Ночью над областью сбиты 14 беспилотников, сообщил губернатор."
PAGE = "<!doctype html><title>Міст зачинено</title><p>Очільниця громади повідомила про це.</p>"
REPORT = {"document": {"text": "Міст зачинено\nОчільниця громади повідомила.", "title": {"start": 0, "end": 13}}}
ABOUT = About(
    text=POST,
    title="Сводка",
    published=datetime(2025, 11, 3, 6, 5, tzinfo=UTC),
    outlet="Канал",
    forward=Forward("Администрация", "https://t.me/adm/7", datetime(2025, 11, 3, 6, tzinfo=UTC)),
    links=(("сообщили", "https://t.me/adm/7"),),
    edited=datetime(2025, 11, 3, 8, 40, tzinfo=UTC),
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Posts, an edit that is taken back, a deletion, a page seen twice, and the same words at two places."""
    made = Case.make(tmp_path / "case")
    run = made.begin("test")
    made.keep(
        [
            capture(POST, "telegram:kanal/1", about=ABOUT, address="https://t.me/kanal/1"),
            capture("edited", "telegram:kanal/1", about=About(text="edited"), address="https://t.me/kanal/1", hours=1),
            capture(PAGE, "most", paged=True),
            capture(PAGE, "most", paged=True, hours=2),
            capture(PAGE, "copy", paged=True, address="https://інше.example/стаття?б=1&а=2", hours=3),
            capture(POST, "row:1", address="file:///reports.csv#line=2", hours=4),
            gone("telegram:kanal/1"),
        ],
        run,
        "test",
    )
    made.keep(
        [capture(POST, "telegram:kanal/1", about=ABOUT, address="https://t.me/kanal/1", hours=9)],
        run,
        "test",
        visit=True,
    )  # the edit is taken back
    keep_readings(made, [Reading(3, json.dumps(REPORT).encode())], run, "1")
    return made


def exported(case: Case, path: Path, selection: Selection = Selection()) -> Exported:  # noqa: B008 (frozen)
    with replacing(path) as file:
        return write_wacz(case, file, path.parent, selection)


def taken(path: Path) -> list[Capture | Skip]:
    def fetch(address: str) -> None:
        raise AssertionError(f"{address} was asked for")

    return list(WebArchive().captures(Wanted(str(path)), fetch))


def told(capture: Capture) -> tuple[object, ...]:
    content = None if capture.gone else capture.sha256
    return capture.key, capture.address, capture.fetched, content, capture.about, capture.gone


def kept(case: Case) -> list[tuple[object, ...]]:
    captures, payloads = schema.captures, schema.payloads
    query = (
        select(captures.c.key, captures.c.address, captures.c.seen, payloads.c.sha256, captures.c.about)
        .outerjoin(payloads, payloads.c.id == captures.c.payload)
        .order_by(captures.c.id)
    )
    return [tuple(row) for row in case.connection.execute(query)]


def unpacked(path: Path, folder: Path) -> list[Path]:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return sorted((folder / "archive").iterdir())


def test_another_case_takes_it_in_as_it_was(case: Case, tmp_path: Path) -> None:
    """Keys, addresses, times, contents, what channels told, edits and deletions: all of it comes back, in its order."""
    done = exported(case, tmp_path / "a.wacz")
    assert (done.captures, done.remade) == (8, 0)
    found = taken(tmp_path / "a.wacz")
    assert not [one for one in found if isinstance(one, Skip)]
    with Case.make(tmp_path / "other") as other:
        run = other.begin("test")
        for _ in range(2):  # the second time there is nothing new
            other.keep([one for one in found if isinstance(one, Capture)], run, "archive", visit=True)
        assert kept(other) == kept(case)
        exported(other, tmp_path / "b.wacz")
    again = taken(tmp_path / "b.wacz")
    assert again == found  # with the requests and the heads of the answers


def test_the_same_case_gives_the_same_archive(case: Case, tmp_path: Path) -> None:
    """Two who export it can compare hashes: no time of writing is in it, and no number by chance."""
    assert exported(case, tmp_path / "a.wacz") == exported(case, tmp_path / "b.wacz")
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


def test_the_validator_and_the_checker_accept_it(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two tools that know nothing of firsthand find the package whole and every digest right."""
    exported(case, tmp_path / "a.wacz")
    assert wacz.main.main(["validate", "-f", str(tmp_path / "a.wacz")]) == 0
    assert "valid" in capsys.readouterr().out
    for path in unpacked(tmp_path / "a.wacz", tmp_path / "x"):
        checker = Checker(type("Options", (), {"inputs": [str(path)], "verbose": True}))
        checker.process_all()
        assert checker.exit_value == 0
        assert "digest pass" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["archive/", "indexes/index.cdx.gz", "pages/pages.jsonl", "datapackage.json"])
def test_a_fault_would_be_found(case: Case, tmp_path: Path, name: str) -> None:
    """One byte of one file of the package is another: the validator says so, or cannot even unpack it."""
    exported(case, tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as whole, zipfile.ZipFile(tmp_path / "b.wacz", "w") as spoilt:
        for each in whole.namelist():
            data = bytearray(whole.read(each))
            if each.startswith(name):
                data[len(data) // 2] ^= 1
            spoilt.writestr(each, bytes(data))
    try:
        found = wacz.main.main(["validate", "-f", str(tmp_path / "b.wacz")]) != 0
    except zlib.error:
        found = True
    assert found


def test_the_index_is_the_one_that_an_indexer_makes(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line names the place, the time and the key that an indexer finds by reading the archives."""
    monkeypatch.setattr(archives, "SEGMENT", 1500)
    exported(case, tmp_path / "a.wacz")
    files = unpacked(tmp_path / "a.wacz", tmp_path / "x")
    assert len(files) > 1
    out = io.StringIO()
    CDXJIndexer(out, [str(file) for file in files], sort=True, post_append=True, digest_records=True).process_all()
    packed = (tmp_path / "x" / "indexes" / "index.cdx.gz").read_bytes()
    mine = gzip.decompress(packed).decode().splitlines()
    theirs = [line for line in out.getvalue().splitlines() if '"application/warc-fields"' not in line]
    assert [_parsed(line) for line in mine] == [_parsed(line) for line in theirs]
    meta, *shorts = (tmp_path / "x" / "indexes" / "index.idx").read_text().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 "))["filename"] == "index.cdx.gz"
    place = json.loads(shorts[0][shorts[0].index("{") :])
    block = packed[place["offset"] : place["offset"] + place["length"]]
    assert gzip.decompress(block).decode().startswith(shorts[0].partition(" {")[0])


def _parsed(line: str) -> tuple[str, str, dict[str, str]]:
    key, time, told = line.split(" ", 2)
    fields = json.loads(told)
    return key if fields["url"].startswith("http") else fields["url"], time, fields  # files have no agreed key


def test_records_are_those_of_the_case(case: Case, tmp_path: Path) -> None:
    """What is exported can be held against the log of the case: the same bytes, and the head they stand under."""
    done = exported(case, tmp_path / "a.wacz")
    known = {row["sha256"] for row in case.rows(select(schema.records))}
    unpacked(tmp_path / "a.wacz", tmp_path / "x")
    lines = gzip.decompress((tmp_path / "x" / "indexes" / "index.cdx.gz").read_bytes()).decode().splitlines()
    assert {_parsed(line)[2]["recordDigest"].removeprefix("sha256:") for line in lines} <= known
    package = json.loads((tmp_path / "x" / "datapackage.json").read_text())
    assert package["firsthand"]["log"]["head"] == done.standing.head == case.head()[2]


def test_pages_have_title_time_and_text(case: Case, tmp_path: Path) -> None:
    """What was read stands beside the address that the index knows, so that a replay tool can search it."""
    exported(case, tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as archive:
        header, *pages = map(json.loads, archive.read("pages/pages.jsonl").decode().splitlines())
        index = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode()
    assert header["format"] == "json-pages-1.0"
    assert pages[0] | {"text": POST} == pages[0]
    assert (pages[2]["title"], pages[2]["text"]) == ("Міст зачинено", "Очільниця громади повідомила.")
    assert pages[2]["ts"] == "2025-11-03T07:30:00.000Z"
    assert all(f'"url":"{page["url"]}"' in index for page in pages)


def test_some_captures_alone_bring_nothing_of_the_others(case: Case, tmp_path: Path) -> None:
    """A copy whose content the case has under another address gets the content, and never that address."""
    done = exported(case, tmp_path / "a.wacz", Selection(keys=("copy", "row:1")))
    assert (done.captures, done.remade) == (2, 2)
    files = unpacked(tmp_path / "a.wacz", tmp_path / "x")
    whole = b"".join(gzip.decompress(file.read_bytes()) for file in files)
    whole += b"".join(path.read_bytes() for path in (tmp_path / "x").rglob("*.json*"))
    assert b"news.example/most" not in whole
    assert b"t.me/kanal" not in whole
    page, row = taken(tmp_path / "a.wacz")
    assert isinstance(page, Capture)
    assert isinstance(row, Capture)
    assert (page.address, page.data.decode()) == ("https://інше.example/стаття?б=1&а=2", PAGE)
    assert (row.address, row.data.decode()) == ("file:///reports.csv#line=2", POST)
    assert page.exchange is not None
    assert ("X-Archive-Orig-Content-Encoding", "br") in page.exchange.headers
    assert page.exchange.request == "GET / HTTP/1.1"
    assert wacz.main.main(["validate", "-f", str(tmp_path / "a.wacz")]) == 0


def test_what_was_seen_since(case: Case, tmp_path: Path) -> None:
    """A content that was first seen before is written once, and its later sightings refer to that."""
    run = case.begin("test")
    case.keep([capture(PAGE, "most", paged=True, hours=5)], run, "test")
    done = exported(case, tmp_path / "a.wacz", Selection(since=WHEN + timedelta(hours=2)))
    assert (done.captures, done.remade) == (5, 5)
    (file,) = unpacked(tmp_path / "a.wacz", tmp_path / "x")
    with file.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds.count("response") == 1
    assert kinds.count("resource") == 1
    assert kinds.count("revisit") == 3
    found = [one for one in taken(tmp_path / "a.wacz") if isinstance(one, Capture)]
    assert [one.fetched - WHEN for one in found] == [timedelta(hours=hours) for hours in (2, 3, 4, 9, 5)]
    assert [one.data.decode() for one in found] == [PAGE, PAGE, POST, POST, PAGE]


def test_nothing_to_export_is_told(case: Case, tmp_path: Path) -> None:
    """An empty file would look like a case in which nothing was seen."""
    with pytest.raises(EmptyInput):
        exported(case, tmp_path / "a.wacz", Selection(since=WHEN + timedelta(days=9)))
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


@pytest.mark.parametrize("at", [1, 4])
def test_an_interruption_leaves_what_was_there(case: Case, tmp_path: Path, at: int) -> None:
    """No half archive stands under the name, nor anything else beside it."""
    (tmp_path / "a.wacz").write_bytes(b"the one before")

    def interrupted(done: int, total: int) -> None:
        if done == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "a.wacz") as file:
        write_wacz(case, file, tmp_path, Selection(), interrupted)
    assert (tmp_path / "a.wacz").read_bytes() == b"the one before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wacz", "case"]


def test_a_changed_archive_is_not_passed_on(case: Case, tmp_path: Path) -> None:
    """Whoever gets an export can rely on the log's hashes having been looked at."""
    (segment,) = case.archive.segments()
    data = bytearray(segment.read_bytes())
    first = case.rows(select(schema.records).where(schema.records.c.kind == "resource"))[0]
    data[int(str(first["offset"])) + 90] ^= 1  # in the record that holds the content of both selections
    segment.write_bytes(bytes(data))
    for selection in (Selection(), Selection(keys=("row:1",))):
        with pytest.raises(CaseError, match="no longer what was written"):
            exported(case, tmp_path / "a.wacz", selection)
    assert not (tmp_path / "a.wacz").exists()


HOSTILE = ("../../etc/passwd", 'a"b\\c', "a\r\nWARC-Type: response", "\u202egnp.exe", "a" * 7000, "{}\x00", "💥\u2028")


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    """No key, address or title gets out of its line, its record or its file."""
    with Case.make(tmp_path / 'a "case"\n{}') as case:
        run = case.begin("test")
        case.keep(
            [
                capture(
                    f"text {number}",
                    f"key {name}",
                    address=f"https://news.example/{name}",
                    about=About(title=name, text="x"),
                    paged=number % 2 == 0,
                )
                for number, name in enumerate(HOSTILE)
            ],
            run,
            "test",
        )
        exported(case, tmp_path / "a.wacz")
        assert wacz.main.main(["validate", "-f", str(tmp_path / "a.wacz")]) == 0
        with zipfile.ZipFile(tmp_path / "a.wacz") as archive:
            names = {name.partition("/")[0] for name in archive.namelist()}
            pages = archive.read("pages/pages.jsonl").splitlines()
        assert names == {"archive", "indexes", "pages", "firsthand", "datapackage.json", "datapackage-digest.json"}
        assert [json.loads(page)["title"] for page in pages[1:]] == list(HOSTILE)
        found = taken(tmp_path / "a.wacz")
        rows = kept(case)
    assert [told(one)[:2] for one in found if isinstance(one, Capture)] == [row[:2] for row in rows]


def test_an_export_needs_no_lock_and_writes_nothing(case: Case, tmp_path: Path) -> None:
    """A case that is being watched can be exported meanwhile, and its log does not grow by it."""
    before = case.head()
    with Case.open(case.folder) as reader:
        exported(reader, tmp_path / "a.wacz")
    assert case.head() == before
