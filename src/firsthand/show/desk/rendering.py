"""Pages from templates: with who looks, which case, and what every form has to send back."""

from __future__ import annotations

import gettext
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from firsthand.errors import FirsthandError
from firsthand.show.assets import language_tag
from firsthand.show.claims.wording import count_words, day_words
from firsthand.show.desk.guard.visits import visit_of
from firsthand.show.desk.served import Served, Shown
from firsthand.show.desk.working import Worker
from firsthand.show.plain import one_line

__all__ = [
    "MissingHere",
    "NotReady",
    "language_of",
    "languages",
    "page",
    "refusal",
    "served_of",
    "shown_of",
    "templates",
    "worker_of",
]

_THEMES = ("light", "dark")
_DOMAIN = "desk"


class MissingHere(FirsthandError):
    """There is no such claim, document or page here."""


class NotReady(FirsthandError):
    """The case was not read yet."""


@cache
def templates(language: str = "en") -> Environment:
    """The templates of the desk. Whatever they are given is escaped; their own words are in that language, where there
    is a catalogue of it (see `languages`), and in English where not."""
    made = Environment(
        loader=PackageLoader("firsthand.show.desk"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=False,  # one program has one set of templates, whatever is installed meanwhile
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = gettext.translation(_DOMAIN, _catalogues(), [language], fallback=True)
    cast(Any, made).install_gettext_translations(catalogue, newstyle=True)
    made.globals.update(
        claim_path=claim_path, document_path=document_path, source_path=source_path, count_words=count_words
    )
    made.filters.update(one_line=one_line, tag=language_tag, day=day_words, kind=_spaced)
    return made


def languages() -> tuple[str, ...]:
    """Those that the desk speaks: English, and each that has a catalogue."""
    folder = _catalogues()
    found = sorted(path.parts[-3] for path in folder.glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")) if folder.is_dir() else []
    return ("en", *found)


def language_of(accepted: str) -> str:
    """The language that a browser asks for first among those that the desk speaks ("uk-UA,uk;q=0.9,en;q=0.5")."""
    wanted = [(part.partition(";")[0].strip().lower(), _weight(part)) for part in accepted[:500].split(",")]
    spoken = languages()
    for name, weight in sorted(wanted, key=lambda each: -each[1]):
        for known in (name, name.partition("-")[0]):
            if weight > 0 and known in spoken:
                return known
    return "en"


def _weight(part: str) -> float:
    found = re.search(r";\s*q=([01](?:\.\d{0,3})?)\s*$", part)
    return float(found[1]) if found else 1.0


def _catalogues() -> Path:
    return Path(str(files("firsthand.show.desk").joinpath("locale")))


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
        "spoken": language_of(request.headers.get("accept-language", "")),
    }
    return HTMLResponse(templates(str(every["spoken"])).get_template(template).render(every | context), status)


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


def _spaced(value: str) -> str:
    """A value of a closed list as words: "lost_attribution" → "lost attribution"."""
    return value.replace("_", " ")


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
