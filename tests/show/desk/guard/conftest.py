"""A small app behind the guard, with people in it, and browsers that come to it from wherever a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from tests.store.desk.conftest import CHEAP, HOST, Clock

from firsthand.kinds import Role
from firsthand.show.desk.guard import Guard, Guarded, Visit, guarded, mark, needs, visit_of
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.audit import Deed, audit
from firsthand.store.desk.notes import note_of
from firsthand.store.desk.passwords import Passwords
from firsthand.store.desk.people import add_person
from firsthand.store.identity import write_identity

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "ліхтар над мостом 7"
HASH = Passwords(CHEAP).hashed(PASSWORD, "nobody")

Browser = Callable[..., TestClient]


def small_app(desk: Desk) -> FastAPI:
    """What a desk has of pages, made small: something to see, to decide, to send, and a note of one's own."""
    app = FastAPI()

    @app.get("/")
    def board(visit: Annotated[Visit, Depends(visit_of)]) -> HTMLResponse:
        return HTMLResponse(f'<p>{visit.known.name}</p><input type="hidden" name="csrf" value="{visit.csrf}">')

    @app.get("/api/v1/me")
    def me(visit: Annotated[Visit, Depends(needs(Role.READER))]) -> dict[str, str]:
        return {"name": visit.known.name, "role": visit.role.value, "via": visit.via.value, "from": visit.address}

    @app.post("/claims/{claim}/decide")
    @app.post("/api/v1/claims/{claim}/decide")
    def decide(
        request: Request,
        claim: str,
        visit: Annotated[Visit, Depends(needs(Role.ANALYST))],
        verdict: Annotated[str, Form()],
    ) -> JSONResponse:
        mark(request, "decided", f"claim {claim}")
        return JSONResponse({"verdict": verdict, "by": visit.known.name})

    @app.post("/forgotten")
    def forgotten() -> PlainTextResponse:
        """A page whose author forgot to ask for a role."""
        return PlainTextResponse("done")

    @app.post("/add")
    async def add(file: UploadFile) -> dict[str, int]:
        return {"size": len(await file.read())}

    @app.post("/raw")
    async def raw(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    @app.get("/notes/{number}")
    def note(number: int, visit: Annotated[Visit, Depends(needs(Role.READER))]) -> dict[str, str]:
        found = note_of(desk, visit.known.number, number)
        if found is None:
            raise HTTPException(404, "There is no such note of yours.")
        return {"words": found.words}

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError

    @app.get("/static/app.js")
    def script() -> PlainTextResponse:
        return PlainTextResponse("", headers={"cache-control": "public, max-age=60"})

    return app


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    write_identity(tmp_path, "0" * 32, None)
    with Desk.open(tmp_path, Clock()) as opened:
        yield opened


@pytest.fixture
def settings() -> Guarded:
    return Guarded(cost=CHEAP)


@pytest.fixture
def guard(desk: Desk, settings: Guarded) -> Iterator[Guard]:
    made = Guard(desk, settings)
    yield made
    made.close()


@pytest.fixture
def browser(guard: Guard) -> Browser:
    """Makes browsers: each with cookies of its own, on this machine unless another address is given."""
    app = guarded(small_app(guard.desk), guard)

    def made(address: str = "127.0.0.1", url: str = ORIGIN, other: ASGIApp | None = None) -> TestClient:
        return TestClient(
            other or app,
            base_url=url,
            client=(address, 50000),
            follow_redirects=False,
            raise_server_exceptions=False,
            headers={"origin": url},
        )

    return made


@pytest.fixture
def olena(desk: Desk) -> Person:
    return add_person(desk, "Олена", Role.ANALYST, HASH, HOST)


@pytest.fixture
def taras(desk: Desk) -> Person:
    return add_person(desk, "Taras", Role.ADMIN, HASH, HOST)


@pytest.fixture
def reader(desk: Desk) -> Person:
    return add_person(desk, "Марія", Role.READER, HASH, HOST)


def csrf_in(page: str) -> str:
    """The token in the form of a page."""
    return page.split('name="csrf" value="')[1].split('"')[0]


def deeds(desk: Desk) -> list[Deed]:
    """What was noted, the first first."""
    return [seen.deed for seen in audit(desk, limit=1000)][::-1]
