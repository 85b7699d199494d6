"""Addresses that lead inside, handed in by the form and by the API: the person is told, and nothing is connected to.

Only names and sockets are the tests' own: what checks, and what takes in, is what runs at a desk.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from html import unescape
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import httpcore
import pytest
from tests.collect.server import answer, serving
from tests.collect.test_polite import FakeClock
from tests.show.desk.attacks.made import forms_of
from tests.show.desk.pages.desks import AtDesk, at_desk

from firsthand.collect.polite import Polite
from firsthand.pipeline.workers import Workers
from firsthand.show.desk import working
from firsthand.store import Case
from firsthand.store.inbox import HandedState, handed

PUBLIC = "198.41.0.4"
NAMES = {
    "inside.example": ["127.0.0.1"],
    "router.example": ["192.168.1.1"],
    "meta.example": ["169.254.169.254"],
    "link.example": ["fe80::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "both.example": [PUBLIC, "10.0.0.1"],
    "moved.example": [PUBLIC],
    "outside.example": [PUBLIC],
}
INSIDE = (
    *("http://127.0.0.1:{port}/x", "http://localhost:{port}/x", "http://[::1]:{port}/x", "http://0.0.0.0:{port}/"),
    *("http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/"),
    *("http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/"),
    *("http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/", "http://[fd00::1]/"),
    *("http://169.254.169.254/latest/meta-data/", "http://[fe80::1%25eth0]/", "http://[fd00:ec2::254]/"),
    *("http://inside.example:{port}/", "http://router.example/", "http://meta.example/", "http://link.example/"),
    *("http://mapped.example/", "http://both.example/", "http://INSIDE.example.:{port}/"),
    *("http://outside.example@127.0.0.1:{port}/", "http://127.0.0.1\\@outside.example/", "http://a:b@outside.example/"),
    *("http://①②⑦.0.0.1:{port}/", "http://127。0。0。1:{port}/", "http://outside.example:0/"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    folder = tmp_path_factory.mktemp("addresses") / "case"
    Case.make(folder).close()
    with at_desk(folder) as opened:
        forms_of(opened)
        yield opened


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every number that was connected to. A public one is stood in for by a server here, which sends its reader on to
    where the path says."""

    def behave(connection: socket.socket, path: str) -> None:
        if path.startswith("/to/"):
            connection.sendall(answer(b"", f"Location: {path.removeprefix('/to/')}", status="302 Found"))
        else:
            connection.sendall(answer(b"", status="404 Not Found"))

    numbers: list[str] = []
    connect = httpcore.SyncBackend.connect_tcp

    def connecting(backend: httpcore.SyncBackend, host: str, port: int, *rest: Any) -> httpcore.NetworkStream:
        numbers.append(host)
        return connect(backend, *(("127.0.0.1", server.port) if host == PUBLIC else (host, port)), *rest)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connecting)
    with serving(behave) as server:
        yield numbers


def resolved(host: str, port: int) -> Sequence[str]:
    name = host.lower().rstrip(".")
    if name not in NAMES and name != "localhost":
        raise OSError(-2, "Name or service not known")
    return NAMES.get(name, ["127.0.0.1"])


def taken_in(folder: Path, resolve: Any = resolved) -> None:
    """What the process beside the desk does with all that waits."""
    ours, theirs = Pipe(duplex=False)
    with ours, theirs, Workers(1) as workers:
        fetch = Polite(resolve=resolve, clock=FakeClock())
        worker = working._Working(folder, False, fetch, False, theirs)
        for one in handed(folder):
            if one.state is HandedState.WAITING:
                worker._take_in(one, workers)


def told_of(desk: AtDesk, address: str, by_form: bool) -> str:
    """What the person is told of an address that they hand in: at once, or on the page when it was tried."""
    path = "/add" if by_form else "/api/v1/add"
    answered = desk.browser.post(path, data={"address": address})
    if answered.status_code == 400:
        return unescape(answered.text)
    assert answered.status_code in (303, 202), answered.text
    taken_in(desk.folder)
    one = next(handed(desk.folder))
    assert one.state is HandedState.FAILED
    (job,) = desk.browser.get("/api/v1/jobs").json()["jobs"][:1]
    page = unescape(desk.get("/add"))
    assert all(each in page for each in job["problems"])
    return " ".join(job["problems"])


@pytest.mark.parametrize("by_form", [True, False], ids=["form", "api"])
def test_nothing_inside_is_reached(desk: AtDesk, connected: list[str], by_form: bool) -> None:
    """However an address of the own network is written, it is refused in words, and no connection is made."""
    for each in INSIDE:
        address = each.format(port=9)
        told = told_of(desk, address, by_form)
        assert "refused" in told or "is no address" in told or "is no web address" in told, (address, told)
        assert not connected, (address, connected)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "gopher://127.0.0.1:70/_x", "ftp://inside.example/", "dict://127.0.0.1:11211/",
     "//127.0.0.1/", "FILE:/etc/passwd", "jar:http://x!/", "data:text/html,x", "unix:/run/docker.sock", "http:///etc/passwd"],
)  # fmt: skip
def test_only_web_addresses_are_kept(desk: AtDesk, connected: list[str], address: str) -> None:
    """Anything else is refused at once, and is not kept to be tried later."""
    before = len(list(handed(desk.folder)))
    for path in ("/add", "/api/v1/add"):
        answered = desk.browser.post(path, data={"address": address})
        assert answered.status_code == 400
        assert "is no address" in answered.text
    assert len(list(handed(desk.folder))) == before
    assert not connected


@pytest.mark.parametrize(
    "onward",
    ["http://127.0.0.1:9/", "http://169.254.169.254/latest/", "http://[::ffff:10.0.0.1]/", "http://2130706433/",
     "http://inside.example/", "file:///etc/passwd", "gopher://127.0.0.1:70/_x", "http://a:b@outside.example/"],
)  # fmt: skip
def test_who_is_sent_on_inside_is_stopped(desk: AtDesk, connected: list[str], onward: str) -> None:
    """A page that may be fetched cannot send the reader on to one that may not."""
    told = told_of(desk, f"http://moved.example/to/{onward}", by_form=True)
    assert "refused" in told, told
    assert connected
    assert set(connected) == {PUBLIC}


def test_a_name_that_changes_between_is_stopped(desk: AtDesk, connected: list[str]) -> None:
    """A name that is public when it is asked for first, and inside when the page is fetched, leads nowhere."""
    asked = 0

    def rebinding(host: str, port: int) -> Sequence[str]:
        nonlocal asked
        asked += 1
        return [PUBLIC] if asked == 1 else ["127.0.0.1"]

    assert desk.browser.post("/add", data={"address": "http://moved.example/report"}).status_code == 303
    taken_in(desk.folder, rebinding)
    one = next(handed(desk.folder))
    assert one.state is HandedState.FAILED
    assert "refused" in " ".join(one.problems)
    assert asked > 1
    assert set(connected) == {PUBLIC}
