"""Pages from templates: with who looks, which case, and what every form has to send back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from firsthand.errors import FirsthandError
from firsthand.show.assets import words_for
from firsthand.show.claims.known import percent_words
from firsthand.show.claims.wording import count_words, day_words, range_words, voice_called
from firsthand.show.desk.guard.visits import visit_of
from firsthand.show.desk.served import Served, Shown
from firsthand.show.desk.working import TAKING_IN, Progress, Worker
from firsthand.show.languages import language_itself, language_name
from firsthand.show.named import Named, named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, languages, number_of

__all__ = [
    "MissingHere",
    "NotReady",
    "page",
    "refusal",
    "served_of",
    "shown_of",
    "templates",
    "work_words",
    "worker_of",
]

_THEMES = ("light", "dark")


class MissingHere(FirsthandError):
    """There is no such claim, document or page here."""


class NotReady(FirsthandError):
    """The case was not read yet."""


@cache
def templates() -> Environment:
    """The templates of the desk. Whatever they are given is escaped; their own words are in the language that is spoken
    (see `firsthand.show.speaking`)."""
    made = Environment(
        loader=PackageLoader("firsthand.show.desk"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=False,  # one program has one set of templates, whatever is installed meanwhile
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words_for(made)
    made.globals.update(
        claim_path=claim_path,
        document_path=document_path,
        source_path=source_path,
        count_words=count_words,
        percent_words=percent_words,
        range_words=range_words,
        moment=moment,
        facet_words=facet_words,
        work_words=work_words,
        tongues=languages,
        language_itself=language_itself,
        language_name=language_name,
    )
    made.filters.update(one_line=one_line, day=day_words, voice=voice_called)
    return made


def page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """A page, or a part of one."""
    served, visit = served_of(request), visit_of(request)
    theme = request.cookies.get("theme", "")
    every = {
        "case": served.folder.resolve().name,
        "person": visit.person,
        "role": visit.role,
        "csrf": visit.csrf,
        "path": request.url.path,
        "query": request.url.query,
        "theme": theme if theme in _THEMES else "",
        "working": worker_of(request).progress,
        "state": served.state(),
    }
    return HTMLResponse(templates().get_template(template).render(every | context), status)


def refusal(status: int, says: str) -> bytes:
    """The page of a refusal, for whoever may see nothing of the case."""
    return templates().get_template("refusal.html.j2").render(status=status, says=says, theme="").encode()


def served_of(request: Request) -> Served:
    """The case that is served."""
    return cast(Served, request.app.state.served)


def worker_of(request: Request) -> Worker:
    """What works in the background."""
    return cast(Worker, request.app.state.worker)


def shown_of(request: Request) -> Shown:
    """The board that was made last. Raises NotReady: none was made yet."""
    shown = served_of(request).shown()
    if shown is None:
        raise NotReady("The case is being read for the first time.")
    return shown


_LISTED: Mapping[str, Named] = {
    "status": "status",
    "event": "event",
    "drift": "drift",
    "told_by": "told by",
    "confidence": "confidence",
    "verdict": "conclusion",
}
"""Facets whose values are of a closed list; those of the others are names of the case."""


def facet_words(facet: str, value: str) -> str:
    """A value that the board is narrowed to, as words."""
    if facet in _LISTED:
        return named(value, _LISTED[facet])
    return language_name(value) or one_line(value) if facet == "language" else one_line(value)


def work_words(now: Progress) -> str:
    """What is being done in the background: "reading 120"; empty where nothing is."""
    what, _, rest = now.what.partition(TAKING_IN)
    if rest and not what:
        return gettext("taking in %(what)s", what=rest)
    words = gettext(now.what) if now.what else ""
    return f"{words} {number_of(now.count)}" if words and now.count else words


def moment(written: str, shown: str = "") -> Markup:
    """A day or moment as it stands in a sentence: `shown`, or all of it."""
    return Markup('<time datetime="{}">{}</time>').format(written, shown or day_words(written))


# ---------------------------------------------------------------- addresses


def claim_path(claim: str) -> Markup:
    """Where the page of a claim is."""
    return Markup("/claims/{}").format(claim)


def document_path(key: str, at: str = "") -> str:
    """Where the page of a document is; `at` is a place on it."""
    return f"/document?{urlencode({'key': key})}" + (f"#{at}" if at else "")


def source_path(source: str) -> str:
    """Where the page of a source is."""
    return f"/sources/{quote(source, safe='')}"
