"""The command that takes a case out: its captures as a web archive that other tools open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.errors import InputError, OutputError
from firsthand.show.case_cli import moment_of
from firsthand.show.options import CaseFolder
from firsthand.show.output import replacing, target_of, writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.show.export.wacz import Exported
    from firsthand.store import Case

__all__ = ["add_export_commands"]


def add_export_commands(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(export)


def export(
    case: CaseFolder,
    output: Annotated[Path, typer.Argument(metavar="FILE.wacz", help="The file to write.")],
    key: Annotated[
        list[str] | None, typer.Option("--key", metavar="KEY", help="Only what was seen under it; may be repeated.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only what was seen then or later, such as 2025-11-01."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was written, as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Write the captures of a case as a web archive (WACZ); the case stays as it is."""
    from firsthand.show.export.wacz import Selection, write_wacz
    from firsthand.show.progress import BuildProgress
    from firsthand.store import Case

    if output.suffix.lower() != ".wacz":
        raise typer.BadParameter("give a name that ends in .wacz", param_hint="FILE.wacz")
    selection = Selection(tuple(key or ()), moment_of(since))
    target = target_of(output)
    with Case.open(case) as opened:
        _look_at(opened, target, force=force)
        for one in selection.keys:
            if not opened.has_key(one):
                raise InputError(f"Nothing in the case has the key {one_line(one)}.")
        with BuildProgress(quiet=quiet or json, what="Writing the web archive") as progress, writing(target):
            with replacing(target) as file:
                done = write_wacz(opened, file, target.parent, selection, progress)
            size = target.stat().st_size
    _tell(done, target, size, json)


def _look_at(case: Case, target: Path, *, force: bool) -> None:
    """Whether the file may be written there."""
    if case.folder.resolve() in target.resolve().parents:
        raise OutputError(
            f"{target} would lie within the case, which keeps only what it has written. Name another place."
        )
    if target.is_dir() or (target.exists() and not target.is_file()):
        raise OutputError(f"{target} is no file that could be replaced.")
    if target.exists() and not force:
        raise OutputError(f"{target} is there already. Give --force to replace it.")
    if not target.parent.is_dir():
        raise OutputError(f"There is no folder {target.parent}.")


def _tell(done: Exported, target: Path, size: int, json: bool) -> None:
    with writing():
        if json:
            told = {"file": str(target), "bytes": size, "captures": done.captures, "pages": done.pages}
            told |= {"remade": done.remade, "archives": done.files, "digest": done.digest}
            log = {"entries": done.standing.entry, "at": done.standing.at, "head": done.standing.head}
            typer.echo(orjson.dumps({**told, "case": done.standing.case, "log": log}))
        else:
            typer.echo(f"{done.captures:,} captures, {size:,} bytes: {one_line(str(target))}")
            if done.remade:
                typer.echo(
                    f"{done.remade:,} of them are written anew: the case has their content only in a record of another "
                    "capture, which was not asked for."
                )
            typer.echo(f"The log of the case had {done.standing.entry:,} entries. Its head:\n{done.standing.head}")
        sys.stdout.flush()
