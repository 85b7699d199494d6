"""The desk is killed while people decide and hand in: whatever it had acknowledged is there when it comes back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx
from bench.served import ServedDesk, served
from tests.show.commands import firsthand
from tests.show.desk.pages.test_claim import read_case

from firsthand.store import Case, keys_of
from firsthand.store.board import FILE, board_of_case
from firsthand.store.inbox import Handed, HandedState, handed
from firsthand.store.verdicts import verdicts

__all__ = ["read_case"]  # the fixture

_BEFORE = 4
"""Answers of each kind that are waited for before the kill: it then falls into the work that follows."""
_SECONDS = 90.0


@dataclass
class Sender:
    """Sends one thing after another until nobody answers any more; `kept` is what was acknowledged."""

    desk: ServedDesk
    send: Callable[[httpx.Client, str, int], httpx.Response]
    kept: list[int] = field(default_factory=list)

    def run(self) -> None:
        with httpx.Client(base_url=self.desk.address, timeout=_SECONDS) as client, suppress(httpx.TransportError):
            found = re.search(r'<meta name="csrf" content="([^"]+)"', client.get("/add").text)
            assert found
            for number in range(10_000):
                answer = self.send(client, unescape(found[1]), number)
                assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
                self.kept.append(number)


def test_nothing_that_was_acknowledged_is_lost(read_case: Path, tmp_path: Path) -> None:
    """Every verdict that was answered is in the log, every file whose arrival was answered is taken in by the next
    desk, each once and whole; and the case is sound."""
    case = shutil.copytree(read_case, tmp_path / "case")
    with served(case) as desk:
        _until(lambda: _at(desk) == "")
        decided, sent = Sender(desk, _deciding_on(_first_claim(case))), Sender(desk, _hand_in)
        killed_while(desk, decided, sent)
    with served(case) as again:
        through = _all_through(case)
        log = unescape(httpx.get(f"{again.address}/decisions", timeout=_SECONDS).text)
    _all_decided(case, decided.kept, log)
    _all_taken_in(case, sent.kept, through)
    assert firsthand("verify", case).returncode == 0


def test_a_worker_that_is_killed_is_started_again(read_case: Path, tmp_path: Path) -> None:
    """Whatever it was at, taking in or bringing the claims together: the desk goes on answering, another goes
    on with what waits, nothing is taken in twice, and no process of the killed ones stays."""
    case = shutil.copytree(read_case, tmp_path / "case")
    with served(case) as desk, httpx.Client(base_url=desk.address, timeout=_SECONDS) as client:
        _until(lambda: _at(desk) == "")
        csrf, decide = _csrf(client), _deciding_on(_first_claim(case))
        left = []
        for number, begins in enumerate(("taking in", "bringing")):
            assert _hand_in(client, csrf, number).status_code == httpx.codes.SEE_OTHER
            _wait_for(client, begins)
            own = _below(desk.process.pid)
            os.kill(next(each for each in own if b"spawn_main" in _command(each)), signal.SIGKILL)
            left += own
            assert decide(client, csrf, number).status_code == httpx.codes.SEE_OTHER
        through = _all_through(case)
        log = unescape(client.get("/decisions").text)
        _until(lambda: not [each for each in left if b"spawn_main" in _command(each) and each in _orphans()])
    _all_decided(case, [0, 1], log)
    _all_taken_in(case, [0, 1], through)
    assert firsthand("verify", case).returncode == 0


def test_a_worker_ends_with_its_killed_server(read_case: Path, tmp_path: Path) -> None:
    """The server alone is killed in the middle of a board: its worker goes by itself, what it left half goes with the
    next desk, and that has a board with the report and the verdict."""
    case = shutil.copytree(read_case, tmp_path / "case")
    with served(case) as desk:
        _until(lambda: _at(desk) == "")
        with httpx.Client(base_url=desk.address, timeout=_SECONDS) as client:
            csrf = _csrf(client)
            assert _hand_in(client, csrf, 7).status_code == httpx.codes.SEE_OTHER
            assert _deciding_on(_first_claim(case))(client, csrf, 0).status_code == httpx.codes.SEE_OTHER
            _wait_for(client, "bringing")
        own = _below(desk.process.pid)
        os.kill(desk.process.pid, signal.SIGKILL)
        desk.process.wait()
        _until(lambda: not any(b"spawn_main" in _command(each) for each in own))
    (case / f"{FILE}.99999999").write_bytes(b"half a board of a process that is gone")
    with served(case) as again:
        through = _all_through(case)
        _until(lambda: "report-7" in unescape(httpx.get(f"{again.address}/feed", timeout=_SECONDS).text))
        log = unescape(httpx.get(f"{again.address}/decisions", timeout=_SECONDS).text)
        assert "concluded: unproven" in httpx.get(f"{again.address}/", timeout=_SECONDS).text
    _all_decided(case, [0], log)
    _all_taken_in(case, [7], through)
    assert not list(case.glob(f"{FILE}.*"))


def _csrf(client: httpx.Client) -> str:
    found = re.search(r'<meta name="csrf" content="([^"]+)"', client.get("/add").text)
    assert found
    return unescape(found[1])


def _at(desk: ServedDesk) -> str:
    """What the worker is at; nothing where it is ready and waits, so that it begins with what comes at once."""
    return str(httpx.get(f"{desk.address}/api/v1/progress", timeout=_SECONDS).json()["what"])


def _wait_for(client: httpx.Client, begins: str) -> None:
    """Until the worker says that it is at that, or it is through with it already: then it is killed in the pause."""
    until = time.monotonic() + 5
    while time.monotonic() < until and not client.get("/api/v1/progress").json()["what"].startswith(begins):
        time.sleep(0.005)


def _until(there: Callable[[], bool]) -> None:
    until = time.monotonic() + _SECONDS
    while not there():
        assert time.monotonic() < until
        time.sleep(0.1)


def _below(process: int) -> list[int]:
    """The processes that a process started, and those that these did."""
    found = [each for each, parent in _parents().items() if parent == process]
    return found + [one for each in found for one in _below(each)]


def _orphans() -> list[int]:
    return [each for each, parent in _parents().items() if parent == 1]


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def killed_while(desk: ServedDesk, *senders: Sender) -> None:
    """The desk and all its processes are killed in the middle of what is sent to it."""
    sending = [threading.Thread(target=each.run) for each in senders]
    for each in sending:
        each.start()
    until = time.monotonic() + _SECONDS
    while any(len(each.kept) < _BEFORE for each in senders) and time.monotonic() < until:
        time.sleep(0.002)
    desk.kill()
    for each in sending:
        each.join(_SECONDS)
    assert all(len(each.kept) >= _BEFORE for each in senders)


def _first_claim(case: Path) -> str:
    board = board_of_case(case)
    assert board is not None
    claim = board.rows_at([0])[0].id
    board.close()
    return claim


def _deciding_on(claim: str) -> Callable[[httpx.Client, str, int], httpx.Response]:
    def decide(client: httpx.Client, csrf: str, number: int) -> httpx.Response:
        given = {"csrf": csrf, "verdict": "unproven", "reason": _reason(number)}
        return client.post(f"/claims/{claim}/decide", data=given)

    return decide


def _reason(number: int) -> str:
    return f"Looked at it {number + 1} times."


def _hand_in(client: httpx.Client, csrf: str, number: int) -> httpx.Response:
    """A short report that no other is like; written for the tests."""
    words = f"Line {number} of the tram in Poltava is closed\n\nTrams stop for {number} days, the council said.\n"
    return client.post("/add", data={"csrf": csrf}, files={"files": (f"report-{number}.txt", words.encode())})


def _all_through(folder: Path) -> list[Handed]:
    """What was handed in, once all of it is taken in or refused."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        found = list(handed(folder))
        if all(each.ended for each in found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"still waiting: {[each.what for each in handed(folder) if not each.ended]}")


def _all_decided(folder: Path, kept: list[int], log: str) -> None:
    with Case.open(folder) as case:
        reasons = [each.reason for each in verdicts(case)]
    assert reasons[: len(kept)] == [_reason(number) for number in kept]
    assert len(reasons) <= len(kept) + 1  # the last may have been written, and its answer cut off
    assert reasons[-1] in log


def _all_taken_in(folder: Path, kept: list[int], through: list[Handed]) -> None:
    names = {each.names[0].partition("-")[2] for each in through}
    assert names >= {f"report-{number}.txt" for number in kept}
    assert len(through) == len(names) <= len(kept) + 1
    assert [each.what for each in through if each.state is not HandedState.DONE] == []
    keys = [key for each in through for key in each.keys]
    with Case.open(folder) as case:
        assert sorted(keys_of(case, "handed-in:")) == sorted(keys)
    assert len(keys) == len(through)
