"""/decisions: what analysts concluded and decided, and deciding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Path, Query, Request, Response

from firsthand.show.desk.answers import deciding as answers
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.api.asked import PageNumber, PerPage
from firsthand.show.desk.api.shapes import json_of
from firsthand.show.desk.api.speaking import Analyst, Reader, answer, fresh, resource, state_of
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.rendering import served_of, shown_of

__all__ = ["ROUTES"]

ROUTES = resource("decisions")


@dataclass(frozen=True)
class Verdict:
    """What you conclude of a claim: "true", "partly true", "false" or "unproven", and why."""

    claim: str
    verdict: str
    reason: str
    evidence: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Same:
    """That two claims are one."""

    claim: str
    other: str
    reason: str = ""


@dataclass(frozen=True)
class Different:
    """That tellings of a claim, by their numbers, are of another claim."""

    claim: str
    tellings: list[int]
    reason: str = ""


@ROUTES.get("/decisions", responses=json_of("Decisions"))
def decisions(
    request: Request,
    visit: Reader,
    analyst: Annotated[str | None, Query(description="Only what this person decided.")] = None,
    standing: Annotated[str | None, Query(description="`1` for only what was not taken back.")] = None,
    page: PageNumber = None,
    per_page: PerPage = None,
) -> Response:
    """A page of them in the order of time, also those that were taken back."""
    mark(request, "saw", "decisions")
    given = request.query_params.multi_items()
    return fresh(request, state_of(request), lambda: answers.decided(served_of(request), given))


@ROUTES.get("/claims/{claim}/decisions", responses=json_of("DecisionsOn"))
def decisions_on(request: Request, visit: Reader, claim: str) -> Response:
    """What was decided of one claim and of its tellings, in the order of time, also what was taken back."""
    shown = shown_of(request)
    mark(request, "saw", f"decisions on claim {claim}")
    return fresh(request, state_of(request, shown), lambda: answers.decided_on(served_of(request), shown, claim))


@ROUTES.post("/decisions/verdict", status_code=201, responses=json_of("Decision", status=201))
@apart(Work.WRITING)
def verdict(request: Request, visit: Analyst, given: Verdict) -> Response:
    """Conclude something of a claim; the name it is kept under is yours."""
    served, shown = served_of(request), shown_of(request)
    made = answers.conclude(served, shown, given.claim, given.verdict, visit.known.name, given.reason, given.evidence)
    mark(request, "decided", f"claim {made['claim']}: {made['verdict']}, decision {made['number']}")
    return answer(made, 201)


@ROUTES.post("/decisions/same", status_code=201, responses=json_of("Decision", status=201))
@apart(Work.WRITING)
def same(request: Request, visit: Analyst, given: Same) -> Response:
    """Decide that two claims are one."""
    made = answers.same(served_of(request), shown_of(request), given.claim, given.other, visit.known.name, given.reason)
    mark(request, "decided", f"the same, decision {made['number']}")
    return answer(made, 201)


@ROUTES.post("/decisions/different", status_code=201, responses=json_of("DecisionsMade", status=201))
@apart(Work.WRITING)
def different(request: Request, visit: Analyst, given: Different) -> Response:
    """Decide that tellings of a claim are of another one."""
    made = answers.different(
        served_of(request), shown_of(request), given.claim, given.tellings, visit.known.name, given.reason
    )
    mark(request, "decided", f"different, claim {given.claim}")
    return answer(made, 201)


@ROUTES.post("/decisions/{number}/undo", responses=json_of("Decision"))
@apart(Work.WRITING)
def undo(request: Request, visit: Analyst, number: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """Take a decision back; it stays in the list, with when."""
    made = answers.undo(served_of(request), number, visit.known.name)
    mark(request, "undid", f"decision {number}")
    return answer(made)
