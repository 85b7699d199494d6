"""firsthand: who said it first, who only repeated it, and what backs it.

import firsthand
report = firsthand.check(Path("report.txt"))
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from firsthand.model import Report

__all__ = ["Report", "check"]


def check(
    what: str | Path,
    *,
    language: str | None = None,
    published: datetime | date | None = None,
    allow_private: bool = False,
    gazetteer: Path | None = None,
    actors: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Read one report: its statements, the chain of voices of each, its places, and what is wrong with its sourcing.

    `what` is a `Path` (a file; `Path("-")` is standard input), an http(s) address, or the text itself.
    `language` is an ISO 639-1 code where it is known; “today” and “on Monday” count from `published`, which comes
    before what the report says of itself; `allow_private` lets an address lead into the own
    network; `actors` is a table of organisations in YAML. The first call builds the index of places, which
    takes some seconds; `progress` is told (done, total). Raises an exception of `firsthand.errors` when the report
    cannot be read.
    """
    from firsthand import pipeline  # the rooms are loaded when they are first needed: importing stays quick

    return pipeline.check(
        what,
        language=language,
        published=published,
        allow_private=allow_private,
        gazetteer=gazetteer,
        actors=actors,
        progress=progress,
    )
