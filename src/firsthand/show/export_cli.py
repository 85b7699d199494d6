"""The command that takes a case out: its claims in the formats of others, or its captures as a web archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.errors import InputError, OutputError
from firsthand.show.case_cli import moment_of
from firsthand.show.options import (
    CaseFolder,
    Disputed,
    InLanguage,
    OfClaims,
    OfPlace,
    OfSide,
    Until,
    wanted_of,
)
from firsthand.show.output import replacing, target_of, writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.show.export.formats import Chosen, Done, Format

__all__ = ["add_export_commands", "export_to"]

_FORMATS = (
    "One of: geojson, csv, parquet, hxl, annotations, prov, claimreview, stix, dossier, pdf, wacz. "
    "Left out, the name of the file tells."
)


def add_export_commands(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(export)


def export(
    case: CaseFolder,
    output: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as claims.geojson.")],
    to: Annotated[str | None, typer.Option("--to", metavar="FORMAT", help=_FORMATS)] = None,
    claim: OfClaims = None,
    place: OfPlace = None,
    side: OfSide = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="Speaks of that day or a later one; captures: seen then or later."
        ),
    ] = None,
    until: Until = None,
    language: InLanguage = None,
    disputed: Disputed = False,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="KEY", help="Only captures that were seen under it; may be repeated."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was written, as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Write claims in a format of others, or captures as a web archive; the case stays as it is."""
    from firsthand.show.export.formats import Chosen

    wanted = _format(to, output)
    archive = wanted.write is None
    narrowed = wanted_of(place, side, None if archive else since, until, language, disputed)
    chosen = Chosen(tuple(claim or ()), narrowed, tuple(key or ()), moment_of(since) if archive else None)
    target = target_of(output)
    _look_at(case, target, force=force)
    done = export_to(case, wanted.name, chosen, target, quiet=quiet or json)
    _tell(done, target, target.stat().st_size, json)


def export_to(case: Path, name: str, chosen: Chosen, target: Path, *, quiet: bool = False) -> Done:
    """Write a case to a file, which is whole or not there: an interruption leaves what was there before."""
    from firsthand.show.export.formats import write_export
    from firsthand.show.progress import BuildProgress
    from firsthand.store import Case

    telling = BuildProgress(quiet=quiet, what=f"Writing {name}")
    with Case.open(case) as opened, telling as progress, writing(target), replacing(target) as file:
        return write_export(opened, name, chosen, file, target.parent, progress)


def _format(to: str | None, output: Path) -> Format:
    """The format that is asked for, or that the name of the file tells."""
    from firsthand.show.export.formats import format_named, format_of_file

    try:
        return format_named(to) if to is not None else format_of_file(output.name)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--to") from None


def _look_at(case: Path, target: Path, *, force: bool) -> None:
    """Whether the file may be written there."""
    if case.resolve() in target.resolve().parents:
        raise OutputError(
            f"{target} would lie within the case, which keeps only what it has written. Name another place."
        )
    if target.is_dir() or (target.exists() and not target.is_file()):
        raise OutputError(f"{target} is no file that could be replaced.")
    if target.exists() and not force:
        raise OutputError(f"{target} is there already. Give --force to replace it.")
    if not target.parent.is_dir():
        raise OutputError(f"There is no folder {target.parent}.")


def _tell(done: Done, target: Path, size: int, json: bool) -> None:
    stands, archive = done.standing, done.archive
    with writing():
        if json:
            told: dict[str, object] = {"file": str(target), "bytes": size, "format": done.format.name}
            told[done.format.counts[1]] = done.count
            if archive is not None:
                told |= {"pages": archive.pages, "remade": archive.remade, "archives": archive.files}
                told |= {"digest": archive.digest}
            log = {"entries": stands.entry, "at": stands.at, "head": stands.head}
            typer.echo(orjson.dumps({**told, "case": stands.case, "log": log}))
        else:
            what = done.format.counts[0 if done.count == 1 else 1]
            typer.echo(f"{done.count:,} {what}, {size:,} bytes: {one_line(str(target))}")
            if archive is not None and archive.remade:
                typer.echo(
                    f"{archive.remade:,} of them are written anew: the case has their content only in a record of "
                    "another capture, which was not asked for."
                )
            typer.echo(f"The log of the case had {stands.entry:,} entries. Its head:\n{stands.head}")
        sys.stdout.flush()
