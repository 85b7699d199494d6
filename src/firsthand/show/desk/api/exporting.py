"""/exports: the claims that a query finds in the formats of others, as files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Annotated, BinaryIO

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from firsthand.show.desk.answers import exporting as answers
from firsthand.show.desk.answers.asking import Pairs
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.api.asked import Narrowed
from firsthand.show.desk.api.shapes import Shape, json_of
from firsthand.show.desk.api.speaking import Reader, answer, resource
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.rendering import served_of, shown_of
from firsthand.show.export.formats import FORMATS, Done, format_named

__all__ = ["ROUTES", "sent"]

ROUTES = resource("exports")

_IN_MEMORY = 1 << 20
_BLOCK = 1 << 16


@ROUTES.get("/exports", responses=json_of("Formats"))
def formats(request: Request, visit: Reader) -> Response:
    """The formats there are, each with what it is, and how many claims one file of it may have."""
    told = [
        {
            "name": each.name,
            "says": each.says,
            "media_type": each.media_type,
            "ending": each.ending,
            "most_claims": answers.MOST_CLAIMS.get(each.name),
        }
        for each in FORMATS
    ]
    return answer({"formats": told})


_Claims = Annotated[list[str] | None, Query(description="The id of a claim, or its beginning; may be repeated.")]
_FILE: dict[int | str, Shape] = {200: {"description": "The file.", "content": {"application/octet-stream": {}}}}


@ROUTES.get("/exports/{name}", responses=_FILE)
@apart(Work.EXPORT)
def export(request: Request, visit: Reader, name: str, given: Narrowed, claim: _Claims = None) -> Response:
    """The claims that the query finds, as a file in the format of that name; with `claim` only those named by it."""
    return sent(request, name, given)


def sent(request: Request, name: str, given: Pairs) -> Response:
    """An export as a file to be kept: it is written whole before the first byte is sent.

    Raises:
        InputError: there is no such format, or something that was given is not as it should be.
        TooLarge: these are more claims than the format takes from here.
    """
    wanted, shown = format_named(name), shown_of(request)
    mark(request, "exported", f"{wanted.name} ?{request.url.query}")
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  closed when it is sent
    try:
        done = answers.exported(served_of(request), shown, wanted.name, given, file)  # type: ignore[arg-type]
    except BaseException:
        file.close()
        raise
    size = file.seek(0, 2)
    file.seek(0)
    return StreamingResponse(_blocks(file), 200, _headers(request, done, size), wanted.media_type)  # type: ignore[arg-type]


def _headers(request: Request, done: Done, size: int) -> dict[str, str]:
    case = "".join(
        each if each.isascii() and each.isalnum() else "-" for each in served_of(request).folder.resolve().name
    )
    name = f"{case.strip('-')[:60] or 'case'}{done.format.ending}"
    return {
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Log-Head": done.standing.head,
        "X-Count": str(done.count),
    }


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK):
            yield block
