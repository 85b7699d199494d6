"""firsthand: who said it first, who only repeated it, and what backs it.

import firsthand
report = firsthand.check(Path("report.txt"))
case = firsthand.Case("folder"), or firsthand.Case("https://desk.example", token="…")
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.model import Report

if TYPE_CHECKING:
    from firsthand.library import Case

__all__ = ["Case", "Report", "check"]


def __getattr__(name: str) -> object:
    """`Case` is loaded when it is first asked for: importing stays quick."""
    if name != "Case":
        raise AttributeError(f"module 'firsthand' has no attribute {name!r}")
    from firsthand.library import Case

    return Case


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
