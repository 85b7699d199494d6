"""Stamps from servers on loopback: asked for, kept, made longer, held against the log; hostile ones are refused."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from tests.collect.server import Server, answer, serving
from tests.stamp.authority import Authority, posted
from tests.stamp.chain import TIME, Calendar

from firsthand.collect.limits import Limits
from firsthand.errors import FetchError
from firsthand.pipeline import stamping
from firsthand.pipeline.stamping import Explorer, Failed, Judged, Servers, Trust
from firsthand.stamp import State
from firsthand.stamp.rfc3161 import roots_in
from firsthand.store import Case, schema, stamps, verify

HERE = Servers(allow_private=True, limits=Limits(bytes=100_000, unpacked=100_000, seconds=2.0, redirects=3))
HEIGHT = 812_345


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.make(tmp_path / "case") as made:
        made.begin("a run")
        yield made


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "Harbour Notary")


@pytest.fixture(scope="module")
def trust(authority: Authority) -> Trust:
    return Trust(tuple(roots_in(authority.roots.read_bytes())))


class InBlocks:
    """Headers as a calendar's blocks have them."""

    name = "a file"

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def header(self, height: int) -> bytes | None:
        return self._calendar.headers.get(height)


def test_both_kinds_cover_the_same_head(case: Case, authority: Authority, trust: Trust) -> None:
    """Each is kept as it comes; the entries that keep them come after the one that is stamped."""
    number, _, head = case.head()
    calendar = Calendar()
    with authority.serving() as signs, calendar.serving() as gathers:
        results = list(stamping.asked(case, [signs.url("/tsr")], [gathers.url("")], HERE, trust))
        assert signs.requests[0].startswith("POST /tsr ")
        assert "content-type: application/timestamp-query" in signs.requests[0].lower()
    states = [one.judgement.state for one in results if isinstance(one, Judged)]
    assert states == [State.CONFIRMED, State.PENDING]
    assert {(one.entry, one.head) for one in stamps(case)} == {(number, head)}
    assert bytes.fromhex(head) not in calendar.asked
    assert not list(verify(case))
    judged = list(stamping.judged(case, trust))
    assert [one.judgement.state for one in judged] == states
    assert stamping.covered(case, judged) == (number, 2)


def test_a_promise_is_kept_later(case: Case) -> None:
    """A calendar has nothing yet, then the way into a block: claimed without its header, confirmed with it."""
    calendar = Calendar()
    with calendar.serving():
        list(stamping.asked(case, [], [calendar.address], HERE, Trust()))
        head = case.head()
        (waiting,) = stamping.lengthened(case, HERE, Trust())
        assert isinstance(waiting, Judged)
        assert (waiting.judgement.state, case.head()) == (State.PENDING, head)
        calendar.mine(HEIGHT)
        (longer,) = stamping.lengthened(case, HERE, Trust())
        assert isinstance(longer, Judged)
        assert (longer.judgement.state, longer.judgement.by) == (State.CLAIMED, f"Bitcoin block {HEIGHT}")
    assert stamping.pending(case) == []
    assert not list(verify(case))
    (confirmed,) = stamping.judged(case, Trust(headers=InBlocks(calendar)))
    assert confirmed.judgement.state is State.CONFIRMED
    assert confirmed.judgement.at is not None
    assert confirmed.judgement.at.timestamp() == TIME
    assert confirmed.stamp.upgraded is not None


@pytest.mark.parametrize("own", [False, True], ids=["esplora", "bitcoind"])
def test_headers_are_had_from_a_named_server(case: Case, own: bool) -> None:
    """An explorer, or one's own bitcoind, is asked for the one block; one that talks nonsense refutes nothing."""
    calendar, block = Calendar(), "ab" * 32

    def reply(path: str, _: bytes) -> bytes | None:
        by_height = f"/rest/blockhashbyheight/{HEIGHT}.hex" if own else f"/api/block-height/{HEIGHT}"
        by_hash = f"/rest/headers/1/{block}.hex" if own else f"/api/block/{block}/header"
        known = {by_height: block + "\n", by_hash: calendar.headers[HEIGHT].hex() + "\n"}
        return known[path].encode() if path in known else None

    with calendar.serving():
        list(stamping.asked(case, [], [calendar.address], HERE, Trust()))
        calendar.mine(HEIGHT)
        list(stamping.lengthened(case, HERE, Trust()))
    with posted(reply) as server:
        explorer = Explorer(server.url("/rest" if own else "/api"), HERE)
        (judged,) = stamping.judged(case, Trust(headers=explorer))
        assert judged.judgement.state is State.CONFIRMED
        assert explorer.header(HEIGHT + 1) is None
    with posted(lambda path, body: b"<html>busy</html>") as server:
        (judged,) = stamping.judged(case, Trust(headers=Explorer(server.url("/api"), HERE)))
        assert (judged.judgement.state, "neither a block" in judged.judgement.detail) == (State.CLAIMED, True)
        with pytest.raises(FetchError):
            Explorer(server.url("/api"), HERE).header(1)


# ---------------------------------------------------------------- hostile servers

Attack = Callable[[Authority], Callable[[socket.socket, str], None]]


def _sends(data: bytes, *headers: str, status: str = "200 OK") -> Attack:
    return lambda _: lambda connection, path: connection.sendall(answer(data, *headers, status=status))


def _endless(_: Authority) -> Callable[[socket.socket, str], None]:
    def behave(connection: socket.socket, path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            connection.sendall(bytes(1_000_000))

    return behave


def _slow(_: Authority) -> Callable[[socket.socket, str], None]:
    def behave(connection: socket.socket, path: str) -> None:
        connection.settimeout(4)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
        connection.recv(65536)
        connection.recv(1)  # until the other side leaves

    return behave


def _of_something_else(authority: Authority) -> Callable[[socket.socket, str], None]:
    stamped = authority.reply(authority.query(b"something else"))
    return lambda connection, path: connection.sendall(answer(stamped))


HOSTILE: dict[str, Attack] = {
    "another imprint": _of_something_else,
    "garbage": _sends(b"\x30\x82garbage" * 50),
    "a page": _sends(b"<html>Please log in</html>"),
    "nothing": _sends(b""),
    "100 MB": _endless,
    "100 MB, announced": _sends(b"", "Content-Length: 100000000"),
    "slowly": _slow,
    "an error": _sends(b"", status="503 Service Unavailable"),
    "another method": _sends(b"", "Location: /page", status="302 Found"),
    "a circle": _sends(b"", "Location: /again", status="307 Temporary Redirect"),
}


@pytest.mark.parametrize("kind", ["authority", "calendar"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_server_gives_no_stamp(case: Case, authority: Authority, trust: Trust, name: str, kind: str) -> None:
    """It costs little, is named with the reason, and leaves the case as it was."""
    head = case.head()
    with serving(HOSTILE[name](authority)) as server:
        addresses = [server.url("/here")]
        asked = (addresses, []) if kind == "authority" else ([], addresses)
        (failed,) = stamping.asked(case, *asked, replace(HERE, limits=replace(HERE.limits, seconds=1.0)), trust)
    assert isinstance(failed, Failed)
    assert failed.reason
    assert (stamps(case), case.head()) == ([], head)


@pytest.mark.parametrize("kind", ["authority", "calendar"])
def test_nothing_is_sent_on_to_a_private_address(
    case: Case, kind: str, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect that keeps what is sent cannot carry it inside; an address inside is not asked in the first place."""
    from firsthand.collect.addresses import refusal

    checked: list[str] = []

    def as_if_the_first_were_public(number: str) -> str | None:
        checked.append(number)
        return None if len(checked) == 1 else refusal(number)

    def behave(connection: socket.socket, path: str) -> None:
        connection.sendall(answer(b"", f"Location: {server.url('/in')}", status="308 Permanent Redirect"))

    monkeypatch.setattr("firsthand.collect.addresses.refusal", as_if_the_first_were_public)
    guarded = Servers(limits=HERE.limits, resolve=lambda host, port: ["127.0.0.1"])
    with serving(behave) as server:
        for expected in (1, 1):  # the second time the address itself is inside
            asked = [server.url(host="public.example")]
            parts = (asked, []) if kind == "authority" else ([], asked)
            (failed,) = stamping.asked(case, *parts, guarded, trust)
            assert isinstance(failed, Failed)
            assert "loopback" in failed.reason
            assert len(server.requests) == expected


def test_a_proof_sends_nobody_inside(case: Case) -> None:
    """The address that a proof promises more at is guarded like any other."""
    calendar = Calendar()
    with calendar.serving() as server:
        list(stamping.asked(case, [], [calendar.address], HERE, Trust()))
        before = len(server.requests)
        failed, judged = stamping.lengthened(case, Servers(), Trust())
        assert len(server.requests) == before
    assert isinstance(failed, Failed)
    assert "loopback" in failed.reason
    assert isinstance(judged, Judged)
    assert judged.judgement.state is State.PENDING


@pytest.mark.parametrize("later", [b"", b"<html>", b"\xff" * 1000, bytes(120_000), b"\xf2" * 400])
def test_a_calendar_that_talks_nonsense_later_changes_nothing(case: Case, later: bytes) -> None:
    """What was promised stays as it was, to be asked for again."""
    calendar = Calendar()

    @contextmanager
    def turned() -> Iterator[Server]:
        with posted(lambda path, body: calendar.reply(path, body) if path == "/digest" else later) as server:
            calendar.address = server.url("").rstrip("/")
            yield server

    with turned():
        list(stamping.asked(case, [], [calendar.address], HERE, Trust()))
        head = case.head()
        failed, judged = stamping.lengthened(case, HERE, Trust())
    assert isinstance(failed, Failed)
    assert isinstance(judged, Judged)
    assert (judged.judgement.state, case.head()) == (State.PENDING, head)


# ---------------------------------------------------------------- what does not fit the log


def test_a_log_that_is_made_anew_does_not_fit_its_stamps(case: Case, authority: Authority, trust: Trust) -> None:
    """Whoever writes the entry, its hash and the stamp's own head anew is still found out by the stamp."""
    from firsthand.store.chain import entry_hash

    with authority.serving() as server:
        list(stamping.asked(case, [server.url()], [], HERE, trust))
    (stamp,) = stamps(case)
    (row,) = case.rows(select(schema.log).where(schema.log.c.id == stamp.entry))
    values = {**row, "at": "2020-01-01T00:00:00+00:00"}
    values["hash"] = entry_hash(stamp.entry, *(str(values[n]) for n in ("at", "actor", "action", "body", "previous")))
    case.connection.execute(update(schema.log).where(schema.log.c.id == stamp.entry).values(values))
    (judged,) = stamping.judged(case, trust)
    assert (judged.judgement.state, "another hash" in judged.judgement.detail) == (State.WRONG, True)
    case.connection.execute(update(schema.stamps).values(head=values["hash"]))
    (judged,) = stamping.judged(case, trust)
    assert (judged.judgement.state, judged.judgement.detail) == (State.WRONG, "it is a stamp of another hash")
    case.connection.execute(delete(schema.log).where(schema.log.c.id == stamp.entry))
    (judged,) = stamping.judged(case, trust)
    assert (judged.judgement.state, "no entry" in judged.judgement.detail) == (State.WRONG, True)
    case.connection.execute(update(schema.stamps).values(kind="seal"))
    assert stamping.covered(case, [judged])[0] == 0


def test_a_row_of_an_unknown_kind_is_wrong(case: Case, authority: Authority, trust: Trust) -> None:
    """A kind that somebody wrote into the row is told as wrong, and breaks nothing."""
    with authority.serving() as server:
        list(stamping.asked(case, [server.url()], [], HERE, trust))
    case.connection.execute(update(schema.stamps).values(kind="seal"))
    case.connection.commit()
    (judged,) = stamping.judged(case, trust)
    assert judged.judgement.detail == "seal is no kind of stamp"
    assert list(verify(case))
