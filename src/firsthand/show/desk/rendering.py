"""Pages from templates: with who looks, which case, and what every form has to send back."""

from __future__ import annotations

from functools import cache
from typing import cast
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from firsthand.errors import FirsthandError
from firsthand.show.assets import language_tag
from firsthand.show.claims.wording import count_words, day_words
from firsthand.show.desk.guard.visits import visit_of
from firsthand.show.desk.served import Served, Shown
from firsthand.show.desk.working import Worker
from firsthand.show.languages import language_itself, language_name
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import ENGLISH, install, languages, spoken

__all__ = [
    "MissingHere",
    "NotReady",
    "english",
    "page",
    "refusal",
    "served_of",
    "shown_of",
    "templates",
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
    install(made)
    made.globals.update(
        claim_path=claim_path,
        document_path=document_path,
        source_path=source_path,
        count_words=count_words,
        spoken=spoken,
        languages=languages,
        language_itself=language_itself,
        language_name=language_name,
    )
    made.filters.update(one_line=one_line, tag=language_tag, day=day_words, named=named, english=english)
    made.filters["kind"] = lambda value: value.replace("_", " ")
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


def english(words: str) -> Markup:
    """What the program wrote down about a case, which stays in English (docs/developers/desk.md), marked as that where
    another language is spoken."""
    if spoken() == ENGLISH or not words:
        return escape(words)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(words)


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
