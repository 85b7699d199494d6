"""Requests that try to reach what is not theirs: files, machines, people, memory."""

from __future__ import annotations

import gzip
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from tests.show.desk.attacks.made import forms_of
from tests.show.desk.pages.desks import URL, AtDesk, at_desk, read_again
from tests.store.desk.conftest import HOST

from firsthand.collect.polite import Polite
from firsthand.errors import AddressRefused
from firsthand.kinds import Role
from firsthand.pipeline import adding
from firsthand.plugins import Wanted
from firsthand.store import Case
from firsthand.store.desk.notes import NoteOn, write
from firsthand.store.desk.people import add_person
from firsthand.store.inbox import files_of, handed

_OUT = ("../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/case.db", "..\\..\\case.db")


@pytest.fixture(scope="module")
def desk(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    case = shutil.copytree(told_case, tmp_path_factory.mktemp("requests") / "case")
    read_again(case)
    with at_desk(case) as opened:
        forms_of(opened)
        yield opened


@pytest.mark.parametrize("path", _OUT)
def test_no_path_leads_out(desk: AtDesk, path: str) -> None:
    """Neither the desk's files, nor captures, documents, exports and jobs, give a file of the machine."""
    for address in (
        *(f"/static/{path}", f"/capture/{path}", f"/document?key={path}", f"/export?to={path}"),
        *(f"/api/v1/captures/{path}", f"/api/v1/jobs/{path}", f"/api/v1/exports/{path}", f"/add/{path}"),
        *(
            f"/api/v1/sources/{path}",
            f"/api/v1/document?key=file:///etc/passwd&{path}",
            "/document?key=file:///etc/passwd",
        ),
    ):
        answer = desk.browser.get(address)
        assert 400 <= answer.status_code < 500, (address, answer.status_code)
        assert "root:" not in answer.text
        assert "SQLite" not in answer.text


@pytest.mark.parametrize(
    "name", ["../../case.db", "/etc/cron.d/x", "..\\..\\x.exe", "a\0b.txt", "..", "", "~", "x" * 500]
)
def test_a_name_of_a_file_is_only_a_name(desk: AtDesk, name: str) -> None:
    """What is handed in lies in its own folder, whatever it says it is called."""
    before = {path for path in desk.folder.rglob("*") if "inbox" not in path.parts}
    answer = desk.browser.post("/api/v1/add", data={"text": "x"}, files=[("files", (name, b"text"))])
    assert answer.status_code in (202, 400, 422)
    for path in desk.folder.parent.rglob("*"):
        assert desk.folder == path or desk.folder in path.parents
    assert {path for path in desk.folder.rglob("*") if "inbox" not in path.parts} == before
    for each in answer.json().get("names", []):
        assert "/" not in each
        assert "\\" not in each
        assert ".." not in each


_OWN = (
    *("http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://10.0.0.1/"),
    *("http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/"),
    *("http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://user@127.0.0.1/"),
)


@pytest.mark.parametrize("address", _OWN)
def test_nothing_is_fetched_from_the_own_network(desk: AtDesk, address: str) -> None:
    """An address of the own network may be handed in: what takes it in refuses it, and says so."""
    answer = desk.browser.post("/api/v1/add", data={"address": address})
    assert answer.status_code in (202, 400)
    with pytest.raises(AddressRefused):
        Polite()(address)


def test_what_is_refused_leaves_a_word(desk: AtDesk, tmp_path: Path) -> None:
    """Taking in an address of the own network fails with a reason and takes nothing."""
    case = shutil.copytree(desk.folder, tmp_path / "case")
    with Case.open(case, write=True) as opened:
        tally = adding.add(opened, [Wanted("http://127.0.0.1:9/feed")], Polite())
    assert (tally.counts["taken"], tally.counts["failed"]) == (0, 1)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:alert(1)", "//x"]
)
def test_only_web_addresses_are_taken(desk: AtDesk, address: str) -> None:
    """Nothing but http and https is ever fetched."""
    assert desk.browser.post("/api/v1/add", data={"address": address}).status_code == 400


def test_a_page_elsewhere_cannot_send(desk: AtDesk) -> None:
    """Without the token of a form, or from another site, nothing is decided, added or written."""
    claim = desk.browser.get("/api/v1/claims").json()["claims"][0]["id"]
    sent = {"claim": claim, "verdict": "false", "reason": "x"}
    for headers in (
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        for path in ("/api/v1/decisions/verdict", "/api/v1/add", "/api/v1/notes", "/api/v1/decisions/1/undo"):
            answer = desk.browser.post(path, json=sent, headers=headers)
            assert answer.status_code == 403, (path, headers, answer.text)
    assert desk.browser.get("/api/v1/decisions").json()["total"] == 0
    assert desk.browser.get("/api/v1/claims", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_tokens_cannot_be_guessed(desk: AtDesk) -> None:
    """A token that is none is refused, and after some tries has to wait."""
    codes = [
        desk.browser.get("/api/v1/claims", headers={"Authorization": f"Bearer firsthand_{number:040d}"}).status_code
        for number in range(40)
    ]
    assert set(codes) <= {401, 403, 429}
    assert codes[-1] == 429 or set(codes) == {401}


def test_notes_of_others_are_not_there(desk: AtDesk) -> None:
    """Somebody else's note cannot be read, thrown away, or even told from one that is not."""
    other = add_person(desk.desk, "Олена", Role.ANALYST, None, HOST)
    note = write(desk.desk, other.number, NoteOn.CLAIM, "c1f0", "Меня просили не называть источник.")
    missing = desk.browser.get("/api/v1/notes/999")
    found = desk.browser.get(f"/api/v1/notes/{note.number}")
    assert (found.status_code, found.text.replace(str(note.number), "999")) == (404, missing.text)
    assert desk.browser.delete(f"/api/v1/notes/{note.number}").status_code == 404
    assert desk.browser.get("/api/v1/notes").json()["total"] == 0
    for path in ("/api/v1/exports/stix", "/api/v1/exports/dossier", "/api/v1/claims?fields=full"):
        assert "не называть" not in desk.get(path)


def test_too_much_is_refused_before_it_is_read(desk: AtDesk) -> None:
    """A body over the limit ends with 413, said or unsaid, and nothing of it is kept."""
    before = desk.browser.get("/api/v1/jobs").json()["total"]
    answer = desk.browser.post("/api/v1/add", content=b"x", headers={"Content-Length": str(1 << 33)})
    assert answer.status_code == 413
    note = {"kind": "claim", "about": "c", "words": "x" * (2 << 20)}
    assert desk.browser.post("/api/v1/notes", json=note).status_code == 413
    assert desk.browser.get("/api/v1/jobs").json()["total"] == before


@pytest.mark.parametrize("path", ["/add", "/api/v1/add"])
def test_a_pasted_report_may_be_as_large_as_a_file(desk: AtDesk, path: str) -> None:
    """A text of several MB is kept to its last letter; one that no file may have is refused in words, and not cut."""
    text = "Мер сказав, що зруйновано 22 будинки.\n" * 25_000 + "Кінець."
    token = {"csrf": desk.browser.headers["X-CSRF-Token"], "title": "Звіт"}
    parts = [("files", ("short.txt", b"x"))]
    answer = desk.browser.post(path, data={**token, "text": text}, files=parts)
    assert answer.status_code in (303, 202), answer.text
    one = next(handed(desk.folder))
    kept = files_of(desk.folder, one)[-1]
    assert kept.read_text("utf-8") == f"Звіт\n\n{text}\n"
    before = desk.browser.get("/api/v1/jobs").json()["total"]
    answer = desk.browser.post(path, data={**token, "text": "x" * 20_000_001}, files=parts)
    assert answer.status_code == 413
    assert "larger than 20 MB" in answer.text
    assert desk.browser.get("/api/v1/jobs").json()["total"] == before


@pytest.mark.parametrize("path", ["/add", "/api/v1/add", "/notes", "/login"])
def test_a_form_that_would_hold_up_all_others_is_not_read(desk: AtDesk, path: str) -> None:
    """A percent-encoded form is read letter by letter, while everybody waits: a large one has to come in parts."""
    most = 65_536 if path == "/login" else 524_288
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    for length in (most + 1, None):
        sent = b"text=" + b"%" * most
        answer = desk.browser.post(path, content=sent if length else iter([sent, b"%"]), headers=headers)
        assert answer.status_code == 413, path
        assert "larger than" in answer.text


def _packed(folder: Path) -> Path:
    path = folder / "bomb.warc.gz"
    with gzip.open(path, "wb") as file:
        _fill(file)
    return path


def _archived(folder: Path, name: str, called: str) -> Path:
    archive = zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open(called, "w") as file:
        _fill(file)
    return folder / name


def _fill(file: gzip.GzipFile | IO[bytes]) -> None:
    for _ in range(300):
        file.write(bytes(1 << 20))


_BOMBS: dict[str, Callable[[Path], Path]] = {
    "bomb.warc.gz": _packed,
    "bomb.zip": lambda folder: _archived(folder, "bomb.zip", "feed.html"),
    "bomb.wacz": lambda folder: _archived(folder, "bomb.wacz", "archive/data.warc.gz"),
}


@pytest.mark.parametrize("name", _BOMBS)
def test_what_unpacks_to_too_much_is_left_out(desk: AtDesk, tmp_path: Path, name: str) -> None:
    """A small archive of 300 MB of nothing is told of, and never held in memory or kept."""
    case = shutil.copytree(desk.folder, tmp_path / "case")
    bomb = _BOMBS[name](tmp_path)
    tracemalloc.start()
    with Case.open(case, write=True) as opened:
        tally = adding.add(opened, [Wanted(str(bomb))], Polite())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200 << 20
    assert sum(path.stat().st_size for path in case.rglob("*") if path.is_file()) < 40 << 20
    assert tally.counts["read"] == 0


def test_the_desk_answers_only_under_its_own_names(desk: AtDesk) -> None:
    """A name elsewhere that was pointed at this machine gives no page."""
    assert desk.browser.get("/api/v1/claims", headers={"Host": "evil.example"}).status_code == 421
    assert desk.browser.get(f"{URL}/api/v1/claims").status_code == 200
