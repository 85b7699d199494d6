"""/add and /jobs, /evidence, and /log."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import Form, Query, Request, Response, UploadFile

from firsthand.show.desk.answers import keeping as answers
from firsthand.show.desk.answers.handing import LONGEST_FIELD, Pasted
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.api.asked import PageNumber, PerPage
from firsthand.show.desk.api.shapes import json_of
from firsthand.show.desk.api.speaking import PREFIX, Analyst, Reader, answer, fresh, resource, state_of, tagged
from firsthand.show.desk.guard.audit import mark, watched
from firsthand.show.desk.rendering import served_of, worker_of

__all__ = ["ROUTES"]

ROUTES = resource("case")


@ROUTES.post(
    "/add", status_code=202, responses=json_of("Job", status=202), form_limits={"max_part_size": LONGEST_FIELD}
)
@apart(Work.WRITING)
def add(
    request: Request,
    visit: Analyst,
    files: Annotated[list[UploadFile] | None, "Reports, archives, exports of channels."] = None,
    text: Annotated[str, Form(description="A report as text.")] = "",
    title: Annotated[str, Form(max_length=300, description="Its title.")] = "",
    source: Annotated[str, Form(max_length=300, description="The outlet that published it.")] = "",
    published: Annotated[str, Form(max_length=40, description="The day, or the moment, of its publication.")] = "",
    url: Annotated[str, Form(max_length=4_000, description="Where it stands; nothing is fetched from there.")] = "",
    address: Annotated[list[str] | None, Form(description="A web address to be fetched; may be repeated.")] = None,
) -> Response:
    """Hand reports in. They are on the disk when this answers; what becomes of them is told where Location says."""
    sent = [(each.filename or "", each.file) for each in files or [] if each.filename]
    wanted = [one for each in address or [] for one in each.split()]
    made = answers.add(served_of(request), visit.by.who, sent, Pasted(text, title, source, published, url), wanted)
    mark(request, "added", str(made["what"]))
    return answer(made, 202, {"Location": f"{PREFIX}/jobs/{made['number']}"})


@ROUTES.get("/jobs", responses=json_of("Jobs"))
def jobs(request: Request, visit: Reader, page: PageNumber = None, per_page: PerPage = None) -> Response:
    """What was handed in, the latest first, with what became of it."""
    watched(request, "saw", "what was handed in")
    return answer(answers.jobs(served_of(request), request.query_params.multi_items()))


@ROUTES.get("/jobs/{number}", responses=json_of("Job"))
def job(request: Request, visit: Reader, number: str) -> Response:
    """One of them: `state` is `waiting`, `working`, `done` or `failed`."""
    watched(request, "saw", f"what was handed in: {number}")
    return answer(answers.job(served_of(request), number))


@ROUTES.get("/progress", responses=json_of("Progress"))
def progress(request: Request, visit: Reader) -> Response:
    """What the desk is doing at the moment, and of which state its board is."""
    watched(request, "saw", "what the desk is doing")
    now = worker_of(request).progress
    shown = served_of(request).shown()
    made = {"what": now.what, "count": now.count, "problem": now.problem, "board": shown.board.state if shown else ""}
    return answer({**made})


@ROUTES.get("/evidence", responses=json_of("Bodies"))
def evidence(request: Request, visit: Reader) -> Response:
    """The bodies of evidence, each with its state and what it cannot show."""
    return tagged(request, orjson.dumps(answers.evidence(served_of(request))))


@ROUTES.get("/log", responses=json_of("Log"))
def log(
    request: Request,
    visit: Reader,
    before: Annotated[str | None, Query(description="Only entries of lower numbers.")] = None,
    per_page: Annotated[str | None, Query(description="How many entries.")] = None,
) -> Response:
    """The latest entries of the case's log, the last first."""
    given = request.query_params.multi_items()
    return fresh(request, state_of(request), lambda: answers.log(served_of(request), given))


@ROUTES.get("/log/head", responses=json_of("Head"))
def head(request: Request, visit: Reader) -> Response:
    """Where the case stands: the hash that answers for everything before."""
    return fresh(request, state_of(request), lambda: answers.head(served_of(request)))
