"""A document as it was captured, with whose word each statement is, the claims it tells, and how it changed; and the
list of all documents."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from firsthand.claims import Paper
from firsthand.kinds import Role
from firsthand.model import Report, Span
from firsthand.show.credited import credit_words
from firsthand.show.desk.documents.index import DocumentIndex, Wanted, index_of
from firsthand.show.desk.documents.seen import seen_of, versions_of
from firsthand.show.desk.documents.told import in_claims
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.rendering import MissingHere, document_path, page, served_of, shown_of
from firsthand.show.desk.served import Shown
from firsthand.show.digest import counts, verdict
from firsthand.show.languages import language_name
from firsthand.show.marked import Stop, paragraphs_of, said_by, shares_of, stops_of
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext
from firsthand.show.words import chain_words, content_words, shorten
from firsthand.store.board import SourceRow
from firsthand.store.contents import content_of
from firsthand.store.desk import Desk
from firsthand.store.desk.notes import NoteOn, note_about

__all__ = ["ROUTES", "outside_address"]

ROUTES = APIRouter(include_in_schema=False)

_ROWS = 50
_MOST_SOURCES = 500
_MOST_NUMBER = 2**62
_AT = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_HEADLINE = "headline_"
"""How the kinds of warnings begin that hold the headline against the body."""
_ATTACHED = {
    # Whatever it says it is, it is never shown by a browser: it is kept as a file, or not at all.
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
}

_Reader = Annotated[Visit, Depends(needs(Role.READER))]


@dataclass(frozen=True, slots=True)
class _Headline:
    """The headline held against the body: `words` is what it states and on whose word, `stops` what differs."""

    words: str
    said: tuple[str, ...]
    stops: tuple[Stop, ...]


# ---------------------------------------------------------------- one document


@ROUTES.get("/document")
def document(request: Request, visit: _Reader, key: str = "", at: str = "") -> HTMLResponse:
    """A document by its key; `at` are the characters that a link is about, such as "120-164"."""
    mark(request, "saw", f"document {key[:500]}")
    shown, served = shown_of(request), served_of(request)
    row = shown.board.document(key)
    with served.case() as case, case.snapshot():
        paper = served.paper(case, shown, key) if row else None
        if row is None or paper is None:
            raise MissingHere(
                gettext("There is no document of that key in this case. It may have been read under another.")
            )
        report = paper.report
        seen, times = seen_of(case, key, report.document.sha256)
        versions, changed = versions_of(case, key)
    told = in_claims(shown, paper)
    stops = stops_of(report)
    return page(
        request,
        "document.html.j2",
        row=row,
        paper=paper,
        document=report.document,
        title=one_line(report.document.title.of(report.document.text)),
        outside=outside_address(report.document.address or ""),
        source=_source(shown, row.source),
        written_in=language_name(report.document.language) or report.document.language,
        verdict=verdict(report),
        counts=counts(report),
        credited=credit_words(report),
        headline=_headline(report, stops),
        shares=shares_of(report),
        stops=stops,
        paragraphs=paragraphs_of(report, explain=True, claims=told.by_statement, meant=_meant(at, report)),
        groups=said_by(report),
        skips=[one_line(f"{each.stage}: {shorten(each.record, 80)}: {each.reason}") for each in report.skips],
        told=told,
        answers=_answered(shown, paper),
        forward=outside_address((paper.forward.address if paper.forward else "") or ""),
        seen=seen,
        times=times,
        gone=seen[0].seen if seen and seen[0].gone else "",
        versions=versions,
        changed=changed,
        note=note_about(_desk(request), visit.known.number, NoteOn.DOCUMENT, key),
        here=document_path(key, "note"),
    )


def _headline(report: Report, stops: list[Stop]) -> _Headline | None:
    """None where there is no headline, or nothing was read that it could be held against."""
    text, title = report.document.text, report.document.title
    if not title or not report.statements:
        return None
    own = [each for each in report.statements if title.overlaps(each.content)]
    said = tuple(
        gettext(
            "It states “%(words)s”: %(chain)s, %(mode)s",
            words=content_words(text, each),
            chain=chain_words(text, each),
            mode=named(each.mode, "mode"),
        )
        for each in own
    )
    return _Headline(one_line(title.of(text)), said, tuple(each for each in stops if each.kind.startswith(_HEADLINE)))


def _meant(at: str, report: Report) -> Span | None:
    found = _AT.fullmatch(at)
    if found is None:
        return None
    start, end = int(found[1]), min(int(found[2]), len(report.document.text))
    return Span(start, end) if start < end else None


def _answered(shown: Shown, paper: Paper) -> tuple[str, str]:
    """The post that this one answers: what it is called, and its page, empty where the case does not have it."""
    if not paper.answers:
        return "", ""
    row = shown.board.document(paper.answers)
    if row is None:
        return one_line(paper.answers), ""
    return one_line(row.title or row.outlet or row.key), document_path(row.key)


def _source(shown: Shown, name: str | None) -> SourceRow | None:
    found = shown.board.source(name) if name else None
    return found[0] if found else None


def outside_address(address: str) -> str:
    """The address where a browser may follow it: http or https, with a host; else empty, and it is shown as text."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and address.isprintable()
    except ValueError:
        return ""
    return address if usable and not re.search(r"\s", address) else ""


def _desk(request: Request) -> Desk:
    desk = request.app.state.guard.desk
    assert isinstance(desk, Desk)
    return desk


# ---------------------------------------------------------------- its bytes


@ROUTES.get("/capture/{number}")
def capture(request: Request, _: _Reader, number: int) -> Response:
    """The bytes of a capture as they were seen, to be kept as a file."""
    mark(request, "saw", f"capture {number}")
    with served_of(request).case() as case:
        found = content_of(case, number) if 0 < number < _MOST_NUMBER else None
    if found is None:
        raise MissingHere(gettext("There is no capture of that number with a content."))
    seen, content = found
    digest = b64encode(bytes.fromhex(seen.sha256 or "")).decode()
    name = f'attachment; filename="capture-{number}-{(seen.sha256 or "")[:12]}.bin"'
    headers = _ATTACHED | {"content-disposition": name, "repr-digest": f"sha-256=:{digest}:"}
    return Response(content, headers=headers, media_type="application/octet-stream")


# ---------------------------------------------------------------- all of them


@ROUTES.get("/documents")
def documents(request: Request, _: _Reader) -> HTMLResponse:
    """The documents, the newest first; with htmx only the list."""
    mark(request, "saw", f"documents ?{request.url.query}" if request.url.query else "documents")
    shown, given = shown_of(request), request.query_params
    wanted = Wanted(
        " ".join(given.get("q", "").replace("\0", " ").split())[:500],
        given.get("source", "")[:500],
        given.get("language", "")[:50],
    )
    index = index_of(shown.board)
    found = index.find(shown.board, wanted)
    last = max(1, -(-len(found) // _ROWS))
    at = min(page_number(given.get("page", "")), last)
    rows = shown.board.documents_at(found[(at - 1) * _ROWS : at * _ROWS].tolist())
    part = request.headers.get("hx-request") == "true"
    return page(
        request,
        "_documents.html.j2" if part else "documents.html.j2",
        wanted=wanted,
        found=len(found),
        whole=shown.board.counts["documents"],
        rows=rows,
        claims={row.key: len(shown.board.claims_in(row.key)) for row in rows},
        names=_names(shown),
        sources=_choices(index, index.source_names, wanted.source),
        languages=_choices(index, index.language_names, wanted.language),
        language_name=language_name,
        address=_address(wanted),
        first=(at - 1) * _ROWS + 1,
        at=at,
        last=last,
    )


def page_number(given: str) -> int:
    """The page that an address asks for, from 1."""
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,8}", given) else 1


def _names(shown: Shown) -> dict[str, str]:
    return {each.id: one_line(each.name) for each in shown.board.sources()}


def _choices(index: DocumentIndex, names: Mapping[str, int], chosen: str) -> list[tuple[str, int]]:
    every = index.most(names)
    first = every[:_MOST_SOURCES]
    return first if not chosen or chosen in dict(first) else [*first, (chosen, dict(every).get(chosen, 0))]


def _address(wanted: Wanted) -> str:
    pairs = (("q", wanted.words), ("source", wanted.source), ("language", wanted.language))
    return "/documents?" + urlencode([(name, value) for name, value in pairs if value])
