"""Arguments and options that several commands have, each said in one way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.show.claims.board import Wanted

__all__ = [
    "AsJson",
    "CaseFolder",
    "Disputed",
    "FetchPrivate",
    "InLanguage",
    "OfClaims",
    "OfPlace",
    "OfSide",
    "Since",
    "StampPrivate",
    "Until",
    "day_of",
    "wanted_of",
]

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.")]
AsJson = Annotated[bool, typer.Option("--json", help="Everything, as JSON.")]
FetchPrivate = Annotated[bool, typer.Option("--allow-private", help="Also fetch from private and loopback addresses.")]
StampPrivate = Annotated[bool, typer.Option("--allow-private", help="Also ask at private and loopback addresses.")]

OfClaims = Annotated[list[str] | None, typer.Option("--claim", metavar="ID", help="Only this claim; may be repeated.")]
OfPlace = Annotated[str | None, typer.Option("--place", metavar="NAME", help="A part of its name, or its id.")]
OfSide = Annotated[
    str | None, typer.Option("--side", metavar="CODE", help="An origin or an organ of this side tells it.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Speaks of that day or a later one.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Speaks of that day or an earlier one.")]
InLanguage = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="Told in this language, such as uk.")
]
Disputed = Annotated[bool, typer.Option("--disputed", help="Only what somebody denies, doubts or takes back.")]


def wanted_of(
    place: str | None,
    side: str | None,
    since: str | None,
    until: str | None,
    language: str | None,
    disputed: bool,
    limit: int | None = None,
) -> Wanted:
    """What these options narrow the board to. Raises typer.BadParameter: a day is none."""
    from firsthand.show.claims.board import Wanted

    days = day_of(since, "--since"), day_of(until, "--until")
    return Wanted(place, side, *days, language.strip().lower() if language else None, disputed, limit)


def day_of(given: str | None, option: str) -> date | None:
    """The day that an option names. Raises typer.BadParameter: it is none."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise typer.BadParameter(
            f"“{one_line(given)}” is no date: give one such as 2025-11-22", param_hint=option
        ) from None
