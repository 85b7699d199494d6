"""Several people at one desk: what is one's own stays so, who saw what is noted, and who is out is out at once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.show.desk.attacks.several import arrived
from tests.show.desk.pages.desks import URL, AtDesk, at_desk, read_again
from tests.store.desk.conftest import HOST

from firsthand.kinds import Role
from firsthand.show.desk.app import PAGES
from firsthand.show.desk.guard import Guarded, audit
from firsthand.show.desk.guard.cookies import Cookies
from firsthand.show.desk.pages import feed
from firsthand.show.export.formats import FORMATS
from firsthand.store.desk import Person
from firsthand.store.desk.audit import audit as noted
from firsthand.store.desk.people import disable, remove_person, set_password, set_role
from firsthand.store.desk.sessions import digest_of, end
from firsthand.store.desk.tokens import make

NOTE = "Джерело просило його не називати."
VIEW, QUERY = "Мій список для Ради", "q=%D0%BC%D1%96%D1%81%D1%82%D0%BE&place=Nowhere"
HASH_OF_ANOTHER = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2g"


@pytest.fixture(scope="module")
def told(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = shutil.copytree(told_case, tmp_path_factory.mktemp("several") / "case")
    read_again(case)
    return case


@pytest.fixture
def desk(told: Path, tmp_path: Path) -> Iterator[AtDesk]:
    with at_desk(shutil.copytree(told, tmp_path / "case")) as opened:
        yield opened


# ---------------------------------------------------------------- what is noted

_OPEN_TO_ALL = {"/api/v1/openapi.json", "/api/v1/me"}
"""What shows nothing of the case."""


def _paths(browser: TestClient) -> Iterator[str]:
    """Every address that can be asked for, with something of the case in the place of each part; one that is new has to
    be put into the table here."""
    claim = browser.get("/api/v1/claims").json()["claims"][0]["id"]
    key = browser.get("/api/v1/documents").json()["documents"][0]["key"]
    source = browser.get("/api/v1/sources").json()["sources"][0]["id"]
    parts = {"claim": claim, "source": source, "name": source, "number": "1", "body": "maps", "day": "2025-11-22"}
    for route in (each for router in PAGES for each in router.routes):
        assert isinstance(route, Route)
        if "GET" in (route.methods or ()):
            path = route.path
            if path == "/api/v1/exports/{name}":
                path = "/api/v1/exports/csv"
            for part in route.param_convertors:
                path = path.replace(f"{{{part}}}", quote(parts[part], safe=""))
            yield f"{path}?key={quote(key, safe='')}&body=maps&name=maps&day=2025-11-22" if _takes_more(path) else path


_TAKING_MORE = ("/document", "/map/control", "/api/v1/control/about", "/api/v1/control/day", "/api/v1/document")


def _takes_more(path: str) -> bool:
    return path in _TAKING_MORE or path.startswith("/api/v1/document/")


def test_whoever_sees_anything_of_the_case_leaves_a_line(desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page, part of a page and path of the API is noted with who asked for it."""
    monkeypatch.setattr(audit, "_LATELY", 0.0)
    monkeypatch.setattr(feed, "_LONGEST", 1.0)
    person, browser = arrived(desk, "Олена", Role.ADMIN)
    walked = 0
    for path in _paths(browser):
        before = noted(desk.desk, limit=1)[0].number
        answer = browser.get(path)
        assert answer.status_code < 500, (path, answer.text)
        lines = [each.deed for each in noted(desk.desk, limit=20) if each.number > before]
        if path.split("?")[0] in _OPEN_TO_ALL:
            assert not lines, path
            continue
        assert [each.by.person for each in lines] == [person.number], path
        assert lines[0].about, path
        assert lines[0].outcome == str(answer.status_code), path
        walked += 1
    assert walked > 40


def test_what_a_page_asks_for_again_and_again_is_noted_once(desk: AtDesk) -> None:
    """An open page does not fill the audit; another person, and another question, are noted."""
    _, browser = arrived(desk, "Олена", Role.ADMIN)
    _, other = arrived(desk, "Тарас")

    def lines() -> int:
        return sum("feed" in each.deed.about for each in noted(desk.desk, limit=200))

    for _ in range(5):
        assert browser.get("/feed").status_code == 200
    assert lines() == 1
    other.get("/feed")
    assert lines() == 2


# ---------------------------------------------------------------- what is one's own


def _everything(desk: AtDesk, browser: TestClient) -> Iterator[tuple[str, str]]:
    claim = browser.get("/api/v1/claims").json()["claims"][0]["id"]
    key = quote(browser.get("/api/v1/documents").json()["documents"][0]["key"], safe="")
    source = browser.get("/api/v1/sources").json()["sources"][0]["id"]
    pages = (
        *("/", "/feed", "/audit", "/people", "/decisions", "/tokens", "/add", "/map", "/timeline", "/export"),
        *(f"/claims/{claim}", f"/claims/{claim}/history", f"/document?key={key}", f"/sources/{source}"),
        *(
            f"/api/v1/{path}"
            for path in ("notes", "views", "audit", "log", "claims?fields=full", "feed", "people", "tokens")
        ),
        *(f"/api/v1/exports/{each.name}" for each in FORMATS if each.name != "pdf"),
        "/api/v1/exports/dossier",
    )
    for path in pages:
        answer = browser.get(path)
        assert answer.status_code in (200, 400), (path, answer.text)
        yield path, answer.content.decode("utf-8", "replace")


def test_notes_and_views_of_another_are_nowhere(desk: AtDesk) -> None:
    """Neither a page, nor the API, an export, the feed, or the audit of an admin has a word of them."""
    _, olena = arrived(desk, "Олена")
    claim = olena.get("/api/v1/claims").json()["claims"][0]["id"]
    document = olena.get("/api/v1/documents").json()["documents"][0]["key"]
    for kind, about in (("claim", claim), ("document", document)):
        sent = {"kind": kind, "about": about, "words": NOTE}
        assert olena.post("/api/v1/notes", json=sent).status_code == 201
    assert olena.post("/views", data={"name": VIEW, "query": QUERY}).status_code == 303
    assert NOTE in olena.get(f"/claims/{claim}").text
    assert VIEW in olena.get("/").text
    _, admin = arrived(desk, "Тарас", Role.ADMIN)
    for path, shown in _everything(desk, admin):
        assert NOTE not in shown, path
        assert VIEW not in shown, path
        assert "Nowhere" not in shown, path


def test_notes_and_views_of_another_cannot_be_changed(desk: AtDesk) -> None:
    """Whatever number is guessed, and whatever a note is about, one reaches only what is one's own."""
    _, olena = arrived(desk, "Олена")
    claim = olena.get("/api/v1/claims").json()["claims"][0]["id"]
    kept = olena.post("/api/v1/notes", json={"kind": "claim", "about": claim, "words": NOTE}).json()
    olena.post("/views", data={"name": VIEW, "query": QUERY})
    _, admin = arrived(desk, "Тарас", Role.ADMIN)
    for number in range(1, 6):
        assert admin.get(f"/api/v1/notes/{number}").status_code == 404
        assert admin.delete(f"/api/v1/notes/{number}").status_code == 404
        assert admin.delete(f"/api/v1/views/{number}").status_code == 404
        assert admin.post(f"/views/{number}/remove").status_code in (303, 404)
    admin.post("/notes", data={"kind": "claim", "about": claim, "words": ""})
    other = admin.post("/api/v1/notes", json={"kind": "claim", "about": claim, "words": "Моє."}).json()
    admin.post("/views", data={"name": VIEW, "query": "q=other"})
    assert other["number"] != kept["number"]
    assert olena.get(f"/api/v1/notes/{kept['number']}").json() == kept
    assert [each["query"] for each in olena.get("/api/v1/views").json()["views"]] == [QUERY]


# ---------------------------------------------------------------- who is out is out


@pytest.mark.parametrize("how", ["disabled", "removed", "password"])
def test_who_is_out_has_no_session_any_more(desk: AtDesk, how: str) -> None:
    """With their person, or with another password, sessions end at once; with the person, tokens as well."""
    arrived(desk, "Тарас", Role.ADMIN)
    olena, browser = arrived(desk, "Олена")
    _, secret = make(desk.desk, olena, "script", Role.READER, timedelta(days=3), HOST)
    program = TestClient(desk.browser.app, base_url=URL, headers={"Authorization": f"Bearer {secret}"})
    assert browser.get("/").status_code == program.get("/api/v1/claims").status_code == 200
    _put_out(desk, olena, how)
    assert browser.get("/").status_code == 303
    assert browser.post("/api/v1/notes", json={}).status_code == 401
    assert program.get("/api/v1/claims").status_code == (200 if how == "password" else 401)


def _put_out(desk: AtDesk, person: Person, how: str) -> None:
    if how == "disabled":
        disable(desk.desk, person.number, HOST)
    elif how == "removed":
        remove_person(desk.desk, person.number, HOST)
    elif how == "password":
        set_password(desk.desk, person.number, HASH_OF_ANOTHER, HOST)
    elif how == "role":
        set_role(desk.desk, person.number, Role.READER, HOST)


@dataclass
class Stream:
    """A page that stays open: what it was told, and when it leaves."""

    told: list[Any]
    leaves: asyncio.Event
    ends: asyncio.Future[None]

    async def begun(self) -> int:
        """The status of the answer."""
        while not self.told:
            assert not self.ends.done()
            await asyncio.sleep(0.01)
        return int(self.told[0]["status"])


def watching(desk: AtDesk, secret: str) -> Stream:
    """Somebody with that session opens the stream of the desk."""
    sent, leaves = False, asyncio.Event()

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await leaves.wait()
        return {"type": "http.disconnect"}

    told: list[Any] = []

    async def send(message: Any) -> None:
        told.append(message)

    cookie = f"{Cookies(Guarded()).session}={secret}".encode()
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/live",
        "raw_path": b"/live",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8000"), (b"cookie", cookie)],
        "scheme": "http",
        "root_path": "",
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    return Stream(told, leaves, asyncio.ensure_future(desk.browser.app(scope, receive, send)))


@pytest.mark.parametrize("how", ["disabled", "removed", "password", "role", "logged out"])
def test_the_stream_ends_for_who_is_out(desk: AtDesk, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Whoever was let out, or left, is told nothing more within seconds, however long their page stays open."""
    assert feed._BEAT * feed._ASKED <= 5
    monkeypatch.setattr(feed, "_BEAT", 0.05)
    arrived(desk, "Тарас", Role.ADMIN)
    olena, browser = arrived(desk, "Олена")
    secret = browser.cookies[Cookies(Guarded()).session]

    async def watched() -> None:
        stream = watching(desk, secret)
        assert await stream.begun() == 200
        await asyncio.sleep(0.5)  # long enough for it to be looked again whether they may
        assert not stream.ends.done()
        if how == "logged out":
            await asyncio.to_thread(end, desk.desk, digest_of(secret))
        else:
            await asyncio.to_thread(_put_out, desk, olena, how)
        await asyncio.wait_for(stream.ends, 10)

    asyncio.run(watched())


def test_nobody_holds_all_connections(desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One person has a few streams at a time; one that is closed makes room, and others have theirs."""
    monkeypatch.setattr(feed, "_STREAMS", 2)
    secrets = [arrived(desk, name)[1].cookies[Cookies(Guarded()).session] for name in ("Олена", "Тарас")]

    async def watched() -> None:
        first, second = watching(desk, secrets[0]), watching(desk, secrets[0])
        assert (await first.begun(), await second.begun()) == (200, 200)
        while len(first.told) < 2 or len(second.told) < 2:
            await asyncio.sleep(0.01)
        third, other = watching(desk, secrets[0]), watching(desk, secrets[1])
        assert (await third.begun(), await other.begun()) == (429, 200)
        first.leaves.set()
        await asyncio.wait_for(first.ends, 10)
        again = watching(desk, secrets[0])
        assert await again.begun() == 200
        for each in (second, other, again):
            each.leaves.set()
            await asyncio.wait_for(each.ends, 10)

    asyncio.run(watched())
