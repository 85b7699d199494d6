"""The desk put together: which pages there are, what becomes of errors, and what stands around all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from firsthand.errors import (
    CaseBusy,
    FirsthandError,
    InputError,
    MissingInput,
    OutputError,
    PeopleError,
    TooLarge,
)
from firsthand.show.desk.api import API
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.routes import guard_routes
from firsthand.show.desk.pages import adding, board, claim, decisions, document, export, feed, noting, source, timeline
from firsthand.show.desk.pages import map as map_page
from firsthand.show.desk.rendering import MissingHere, NotReady, page, refusal
from firsthand.show.desk.served import Served
from firsthand.show.desk.telling import without_folder
from firsthand.show.desk.working import Worker
from firsthand.show.speaking import gettext

__all__ = ["PAGES", "build_app"]

PAGES: tuple[APIRouter, ...] = (
    board.ROUTES,
    claim.ROUTES,
    decisions.ROUTES,
    noting.ROUTES,
    adding.ROUTES,
    feed.ROUTES,
    map_page.ROUTES,
    timeline.ROUTES,
    document.ROUTES,
    source.ROUTES,
    export.ROUTES,
    *API,
)
"""Every page, in the order in which addresses are looked for."""

_STATUSES: Mapping[type[FirsthandError], int] = {
    MissingHere: 404,
    MissingInput: 404,
    TooLarge: 413,
    PeopleError: 400,
    OutputError: 404,
    NotReady: 503,
    CaseBusy: 503,
    InputError: 400,
}
_AGAIN = {"Retry-After": "2"}


def build_app(served: Served, worker: Worker, guard: Guard) -> FastAPI:
    """The app, to be put behind `guarded`. The worker is begun and ended with it."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        worker.begin()
        yield
        worker.end()
        served.close()

    app = FastAPI(title="firsthand", lifespan=living, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.served, app.state.worker, app.state.guard = served, worker, guard
    app.mount("/static", StaticFiles(directory=Path(str(files("firsthand.show.desk").joinpath("static")))))
    app.include_router(guard_routes(guard, lambda request, name, shown, status: page(request, name, status, **shown)))
    for each in PAGES:
        app.include_router(each)
    for kind, answer in _ANSWERS.items():
        app.add_exception_handler(kind, answer)
    return app


# ---------------------------------------------------------------- errors


def _refused(request: Request, error: Exception) -> Response:
    """What a rule of the desk or of HTTP refuses."""
    assert isinstance(error, HTTPException | StarletteHTTPException)
    says = {404: gettext("There is no such page here."), 405: gettext("That cannot be done here.")}.get(
        error.status_code
    )
    detail = str(error.detail) if isinstance(error, HTTPException) and error.status_code != 404 else says
    return _told(request, error.status_code, detail or str(error.detail), error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    """A field that is missing, or none of its kind."""
    assert isinstance(error, RequestValidationError)
    named = [f"{'.'.join(str(part) for part in each['loc'][1:])}: {each['msg']}" for each in error.errors()[:5]]
    says = gettext("It cannot be done as it was asked for: %(fields)s.", fields="; ".join(named))
    return _told(request, 422, says)


def _failed(request: Request, error: Exception) -> Response:
    """What firsthand itself says is wrong."""
    status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 500)
    if isinstance(error, NotReady) and not _is_api(request):
        return page(request, "reading.html.j2", 503)
    says = without_folder(str(error), request.app.state.served.folder)
    return _told(request, status, says, _AGAIN if status == 503 else None)


def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw; the server writes it down with where it happened."""
    says = gettext("Something went wrong here that was not foreseen. Nothing that was kept is lost; try again.")
    return JSONResponse({"error": says}, 500) if _is_api(request) else HTMLResponse(refusal(500, says), 500)


def _told(request: Request, status: int, says: str, headers: Mapping[str, str] | None = None) -> Response:
    if _is_api(request):
        return JSONResponse({"error": says}, status, headers)
    answer = page(request, "error.html.j2", status, says=says, status_code=status)
    answer.headers.update(headers or {})
    return answer


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


_ANSWERS: Mapping[type[Exception], Callable[[Request, Exception], Response]] = {
    StarletteHTTPException: _refused,
    RequestValidationError: _invalid,
    FirsthandError: _failed,
    Exception: _broken,
}
