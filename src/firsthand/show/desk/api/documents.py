"""/documents, /captures and /sources."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request, Response

from firsthand.show.desk.answers import documents as answers
from firsthand.show.desk.answers import passing
from firsthand.show.desk.api.asked import PageNumber, PerPage
from firsthand.show.desk.api.shapes import Shape, json_of
from firsthand.show.desk.api.speaking import Reader, fresh, has, resource, state_of
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.rendering import served_of, shown_of

__all__ = ["ROUTES"]

ROUTES = resource("documents")

_Key = Annotated[str, Query(description="The key of a document, which is often its address.", max_length=4_000)]


@ROUTES.get("/documents", responses=json_of("Documents"))
def documents(
    request: Request,
    visit: Reader,
    q: Annotated[str | None, Query(description="Words of its title or outlet.")] = None,
    source: Annotated[str | None, Query(description="Only those of this source, by its id.")] = None,
    language: Annotated[str | None, Query(description="Only those in this language, by its code.")] = None,
    page: PageNumber = None,
    per_page: PerPage = None,
) -> Response:
    """A page of the documents."""
    shown = shown_of(request)
    given = request.query_params.multi_items()
    return fresh(request, state_of(request, shown), lambda: answers.documents(shown, given))


@ROUTES.get("/document", responses=json_of("Document"))
def document(request: Request, visit: Reader, key: _Key) -> Response:
    """One document in short, with its captures and the claims that it tells."""
    shown = shown_of(request)
    mark(request, "saw", f"document {key}")
    return fresh(request, state_of(request, shown), lambda: answers.document(served_of(request), shown, key))


@ROUTES.get("/document/report", responses=json_of("Report"))
def report(request: Request, visit: Reader, key: _Key) -> Response:
    """What was read in it, as `firsthand check --json` gives it."""
    shown = shown_of(request)
    mark(request, "saw", f"document {key}")
    return fresh(request, state_of(request, shown), lambda: answers.report(served_of(request), shown, key))


@ROUTES.get("/document/versions", responses=json_of("Versions"))
def versions(request: Request, visit: Reader, key: _Key) -> Response:
    """When it was seen, and what changed from one sighting to the next."""
    shown = shown_of(request)
    mark(request, "saw", f"document {key}")
    return fresh(request, state_of(request, shown), lambda: passing.versions(served_of(request), shown, key))


@ROUTES.get("/document/derivations", responses=json_of("Derivations"))
def derivations(request: Request, visit: Reader, key: _Key) -> Response:
    """What it took from others, who took from it, and which claims its statements belong to."""
    shown = shown_of(request)
    mark(request, "saw", f"document {key}")
    return fresh(request, state_of(request, shown), lambda: passing.derivations(served_of(request), shown, key))


_BYTES: dict[int | str, Shape] = {
    200: {"description": "The bytes as they were seen.", "content": {"application/octet-stream": {}}}
}


@ROUTES.get("/captures/{number}", responses=_BYTES)
def capture(request: Request, visit: Reader, number: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """The bytes of a capture as they were seen, to be kept as a file: a browser never shows or runs them.

    What it was served as stands in X-Media-Type, its hash in X-SHA256.
    """
    mark(request, "saw", f"capture {number}")
    seen, content = answers.capture(served_of(request), number)
    headers = {
        "Content-Disposition": f'attachment; filename="capture-{number}.bin"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-SHA256": str(seen["sha256"]),
        "X-Media-Type": _line(str(seen["media_type"] or "")),
        "ETag": f'"{seen["sha256"]}"',
        "Cache-Control": "private, no-cache",
    }
    if has(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(content, 200, headers, "application/octet-stream")


@ROUTES.get("/sources", responses=json_of("Sources"))
def sources(
    request: Request,
    visit: Reader,
    q: Annotated[str | None, Query(description="Words of its name, id, kind, side, family or country.")] = None,
    page: PageNumber = None,
    per_page: PerPage = None,
) -> Response:
    """A page of the sources with how much each told."""
    shown = shown_of(request)
    given = request.query_params.multi_items()
    return fresh(request, state_of(request, shown), lambda: answers.sources(shown, given))


@ROUTES.get("/sources/{source}", responses=json_of("Source"))
def source(request: Request, visit: Reader, source: str) -> Response:
    """One source: its track record, what it took from whom, and the claims that start with it."""
    shown = shown_of(request)
    mark(request, "saw", f"source {source}")
    return fresh(request, state_of(request, shown), lambda: answers.source(shown, source))


def _line(value: str) -> str:
    """As a header can hold it."""
    return "".join(each for each in value if each.isascii() and each.isprintable())[:200]
