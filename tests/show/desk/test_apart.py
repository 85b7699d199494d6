"""Exports and decisions that wait take no thread from the pages: counted, whatever the clock says."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from fastapi import Response
from tests.show.desk.pages.desks import URL, AtDesk, at_desk, read_again

from firsthand.errors import CaseBusy
from firsthand.show.desk import apart as module
from firsthand.show.desk.answers import exporting
from firsthand.show.desk.apart import AT_ONCE, Apart, Work


@pytest.fixture
def desk(told_case: Path, tmp_path: Path) -> Iterator[AtDesk]:
    case = shutil.copytree(told_case, tmp_path / "case")
    read_again(case)
    with at_desk(case) as opened:
        yield opened


def test_ten_exports_leave_the_board_its_threads(desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While two are written and eight wait, by the API and the page, all threads of the pages are free, and the board
    is shown with only one of them."""
    begun, go, whole = threading.Semaphore(0), threading.Event(), exporting.exported

    def slowly(*given: object) -> object:
        begun.release()
        assert go.wait(60)
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "exported", slowly)

    async def asked() -> None:
        transport = httpx.ASGITransport(desk.browser.app, client=("127.0.0.1", 50000))
        pages = anyio.to_thread.current_default_thread_limiter()
        pages.total_tokens = 1
        codes: list[int] = []
        client = httpx.AsyncClient(transport=transport, base_url=URL, timeout=60)
        async with client, anyio.create_task_group() as all_:

            async def export(path: str) -> None:
                codes.append((await client.get(path)).status_code)

            for number in range(10):
                all_.start_soon(export, "/api/v1/exports/csv" if number % 2 else "/export?to=csv")
            for _ in range(AT_ONCE[Work.EXPORT]):
                await anyio.to_thread.run_sync(begun.acquire, limiter=anyio.CapacityLimiter(1))
            counted: Apart = _of(desk)
            while counted.busy(Work.EXPORT) != (2, 8):
                await anyio.sleep(0.01)
            assert (pages.borrowed_tokens, begun.acquire(blocking=False)) == (0, False)
            assert (await client.get("/")).status_code == 200
            assert (await client.get("/api/v1/claims")).status_code == 200
            assert not codes
            go.set()
        assert codes == [200] * 10

    anyio.run(asked)


def _of(desk: AtDesk) -> Apart:
    app: Any = desk.browser.app
    while not hasattr(app, "state"):
        app = app._app  # through the guard, to the desk itself
    found = app.state.apart
    assert isinstance(found, Apart)
    return found


@pytest.mark.parametrize("work", list(Work))
def test_who_waits_too_long_is_told(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no turn comes nothing is done, and the answer says to try again; then a turn that ends is free again."""
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    go, done = threading.Event(), []

    def holding() -> Response:
        assert go.wait(60)
        done.append(True)
        return Response()

    async def waited() -> None:
        turns = Apart()
        async with anyio.create_task_group() as all_:
            for _ in range(AT_ONCE[work]):
                all_.start_soon(turns.do, work, holding)
            while turns.busy(work)[0] < AT_ONCE[work]:
                await anyio.sleep(0.01)
            with pytest.raises(Exception, match="Try again in a moment") as refused:
                await turns.do(work, holding)
            assert isinstance(refused.value, CaseBusy) or getattr(refused.value, "status_code", 0) == 429
            go.set()
        assert turns.busy(work) == (0, 0)
        await turns.do(work, holding)
        assert len(done) == AT_ONCE[work] + 1

    anyio.run(waited)
