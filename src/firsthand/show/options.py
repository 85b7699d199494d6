"""Arguments and options that several commands have, each said in one way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["AsJson", "CaseFolder", "FetchPrivate", "StampPrivate"]

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.")]
AsJson = Annotated[bool, typer.Option("--json", help="Everything, as JSON.")]
FetchPrivate = Annotated[bool, typer.Option("--allow-private", help="Also fetch from private and loopback addresses.")]
StampPrivate = Annotated[bool, typer.Option("--allow-private", help="Also ask at private and loopback addresses.")]
