"""One report by itself: sources → collect → read → resolve → warn → a report."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from firsthand import collect, read, resolve, warn
from firsthand.collect import sources
from firsthand.model import Document, Report
from firsthand.resolve import gazetteer

__all__ = ["check", "check_document", "open_gazetteer"]

Progress = Callable[[int, int], None]
"""Called with (done, total) while the gazetteer is built for the first time."""


def check(
    what: str | Path,
    *,
    language: str | None = None,
    published: datetime | date | None = None,
    allow_private: bool = False,
    gazetteer: Path | None = None,
    actors: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """What `firsthand.check` does."""
    organisations = resolve.load_table(actors) if actors else ()
    document = _document(what, language, allow_private)
    document = replace(document, published=published) if published else document
    return check_document(document, open_gazetteer(gazetteer, progress), organisations)


def check_document(
    document: Document,
    places: gazetteer.Gazetteer,
    organisations: tuple[resolve.Organisation, ...] = (),
    table: sources.Table | None = None,
) -> Report:
    """The same for a document that has been read already; credits are found by a table of sources."""
    statements, skips = read.find_statements(document, {"en": read.shipped_reader()})
    resolution = resolve.resolve(document, statements, places, organisations)
    return Report(
        document=document,
        statements=resolution.statements,
        places=resolution.places,
        warnings=warn.find_warnings(document, resolution),
        quantities=resolution.quantities,
        times=resolution.times,
        actors=resolution.actors,
        credits=sources.credits(document.text, document.language, table),
        skips=(*document.skips, *skips, *resolution.skips),
        version=_software(),
    )


@cache
def _software() -> str:
    """Asked once: to look it up takes longer than to read a short post."""
    return version("firsthand")


def _document(what: str | Path, language: str | None, allow_private: bool) -> Document:
    if isinstance(what, Path):
        capture = collect.from_stream(sys.stdin.buffer) if str(what) == "-" else collect.from_file(what)
        return read.read_document(capture, language)
    if what.startswith(("http://", "https://")) and not any(char.isspace() for char in what.strip()):
        return read.read_document(collect.from_address(what.strip(), allow_private=allow_private), language)
    return read.document_of_text(what, language=language)


def open_gazetteer(path: Path | None = None, progress: Progress | None = None) -> gazetteer.Gazetteer:
    """The index of places, built first if there is none yet; opened once per process."""
    where = path or gazetteer.default_path()
    if not where.exists():
        lost = gazetteer.build(where, progress)
        if lost:
            warnings.warn(lost, stacklevel=2)
    return _opened(where)


@cache
def _opened(path: Path) -> gazetteer.Gazetteer:
    return gazetteer.Gazetteer.open(path)
