"""Everything that people decided in a case: who, when, about what, why, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from firsthand.kinds import DecisionKind, Role
from firsthand.show.claims.wording import day_words
from firsthand.show.desk.apart import Work, apart
from firsthand.show.desk.claim.deciding import undo
from firsthand.show.desk.claim.places import claim_address
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.guard.login import safe_next
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import page, served_of
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.store.decisions import Decision, decisions
from firsthand.store.verdicts import VerdictGiven, verdicts

__all__ = ["ROUTES"]

ROUTES = APIRouter(include_in_schema=False)

_PAGE = 100
_MOST_NUMBER = 1 << 53
"""Numbers above are none of a decision."""

_Reader = Annotated[Visit, Depends(needs(Role.READER))]
_Analyst = Annotated[Visit, Depends(needs(Role.ANALYST))]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A decision: `verdict` is empty for one about a link. `words` are the title of the claim, or of both tellings."""

    number: int
    at: str
    analyst: str
    verdict: str
    words: tuple[str, ...]
    address: str
    same: bool
    reason: str
    evidence: tuple[str, ...]
    undone: str


@ROUTES.get("/decisions")
def all_decisions(
    request: Request, visit: _Reader, before: str = "", analyst: str = "", standing: str = ""
) -> HTMLResponse:
    """The last first; `before` is the number from which on older ones are wanted."""
    mark(request, "saw", "decisions")
    with served_of(request).case() as case:
        made: list[Decision | VerdictGiven] = [*decisions(case), *verdicts(case)]
    who = sorted({each.analyst for each in made})
    made.sort(key=lambda each: -each.number)
    wanted = [each for each in made if _wanted(each, analyst, standing=bool(standing))]
    older = int(before[:15]) if before.isascii() and before.isdigit() else _MOST_NUMBER
    left = [each for each in wanted if each.number < older]
    return page(
        request,
        "decisions.html.j2",
        entries=tuple(_entries(left[:_PAGE])),
        whole=len(made),
        matching=len(wanted),
        older=left[_PAGE - 1].number if len(left) > _PAGE else None,
        analysts=who,
        analyst=analyst,
        standing=bool(standing),
        may_decide=visit.role.may(Role.ANALYST),
    )


@ROUTES.post("/decisions/{number}/undo")
@apart(Work.WRITING)
def take_back(
    request: Request,
    number: int,
    visit: _Analyst,
    next: Annotated[str, Form(max_length=2000)] = "/decisions",  # noqa: A002  its name in the form
) -> Response:
    """Take a decision back; it goes on standing in the list, with who did."""
    undo(served_of(request), number, visit.known.name)
    mark(request, "decided", f"decision {number} taken back")
    return RedirectResponse(safe_next(next), 303)


def _wanted(each: Decision | VerdictGiven, analyst: str, *, standing: bool) -> bool:
    return (not analyst or each.analyst == analyst) and not (standing and each.undone is not None)


def _entries(made: Iterable[Decision | VerdictGiven]) -> Iterable[_Entry]:
    for each in made:
        verdict = isinstance(each, VerdictGiven)
        yield _Entry(
            number=each.number,
            at=each.at,
            analyst=one_line(each.analyst),
            verdict=named(each.conclusion, "conclusion") if isinstance(each, VerdictGiven) else "",
            words=_words(each),
            address=claim_address(each.claim) if isinstance(each, VerdictGiven) else "",
            same=not verdict and isinstance(each, Decision) and each.kind is DecisionKind.SAME,
            reason=one_line(each.reason),
            evidence=tuple(one_line(name) for _, name in each.evidence) if isinstance(each, VerdictGiven) else (),
            undone=f"{one_line(each.undone_by or '')}, {day_words(each.undone)}" if each.undone is not None else "",
        )


def _words(each: Decision | VerdictGiven) -> tuple[str, ...]:
    if isinstance(each, VerdictGiven):
        return (one_line(each.title),)
    return one_line(each.one_words), one_line(each.other_words)
