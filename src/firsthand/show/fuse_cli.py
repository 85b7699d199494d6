"""`firsthand fuse FILE...`: one value for each item out of what dependent sources tell of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import TableError
from firsthand.show.options import AsJson
from firsthand.show.output import writing

if TYPE_CHECKING:
    from firsthand.weigh.fusion.records import Kind
    from firsthand.weigh.fusion.table import Table

__all__ = ["add_fuse_command", "kinds_given"]

_LIMIT = 20


def add_fuse_command(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(fuse)


def fuse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV, TSV or Parquet; gzip as well.")],
    method: Annotated[str, typer.Option("--method", metavar="NAME", help="Or accu, crh, truthfinder, vote.")] = "camps",
    type_: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="KIND=TYPE", help="text, code, number, time or date; without KIND= for all."),
    ] = None,
    tolerance: Annotated[
        list[str] | None,
        typer.Option(
            "--tolerance", metavar="KIND=T", help="What is the same: 5, 5%, 10min, 2d; without KIND= for all."
        ),
    ] = None,
    after: Annotated[
        list[str] | None,
        typer.Option(
            "--after", metavar="KIND=KIND", help="arrival=departure: never a day before; told as such, moved."
        ),
    ] = None,
    known: Annotated[
        list[Path] | None,
        typer.Option("--known", metavar="FILE", help="Values that were found out: the track record of sources."),
    ] = None,
    wide: Annotated[bool, typer.Option("--wide", help="A column for each kind, after a source and an item.")] = False,
    header: Annotated[
        str | None, typer.Option("--header", metavar="NAMES", help="Names of columns, for files without: a,b,c.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", metavar="WHAT=NAME", help="Which column is source, item, value or kind."),
    ] = None,
    per_file: Annotated[
        bool, typer.Option("--per-file", help="The same item in another file is another item.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="Items to show, most surprising first; 0 for all.")
    ] = _LIMIT,
    json: AsJson = False,
) -> None:
    """What each item is taken to be, where sources differ and some copy others; whom to believe, and who copies."""
    from firsthand.show.fused_json import write_json
    from firsthand.show.fused_lines import lines_of
    from firsthand.weigh.fusion.fuse import Fusing
    from firsthand.weigh.fusion.table import Layout, Table

    names = tuple(name.strip() for name in header.split(",")) if header else ()
    table = Table(Layout(wide, names, _pairs(columns, "--columns"), per_file))
    _add(table, files, known or ())
    fusing = Fusing(table, kinds_given(table.kinds, type_ or (), tolerance or (), after or ()), method)
    with writing():
        if json:
            write_json(fusing, _write)
        else:
            for line in lines_of(fusing, limit or None):
                _write(line + "\n")
        sys.stdout.flush()


def kinds_given(
    kinds: Sequence[str], types: Sequence[str], tolerances: Sequence[str], after: Sequence[str] = ()
) -> Mapping[str, Kind]:
    """The kinds of a table by name, with the types and tolerances given for them, and what each comes after.

    Raises:
        TableError: a kind that is not there, a type or a tolerance that cannot be.
    """
    from firsthand.weigh.fusion.values import kind_of

    orders = _by_kind(after, "--after", kinds)
    if "" in orders:
        raise TableError(f"--after {orders['']!r}: write which kind comes after which, such as arrival=departure.")
    typed, bounds = _by_kind(types, "--type", kinds), _by_kind(tolerances, "--tolerance", kinds)
    found = {}
    for name in kinds:
        given, own = typed.get(name, typed.get("")), bounds.get(name)
        if own is None and given not in (None, "text", "code"):
            own = bounds.get("")  # a tolerance for all is for those that have a distance
        found[name] = replace(kind_of(name, given, own), after=orders.get(name))
    if "" in bounds and all(not kind.numeric for kind in found.values()):
        raise TableError("A tolerance needs values with a distance: give --type number, time or date as well.")
    return found


def _by_kind(given: Sequence[str], option: str, kinds: Sequence[str]) -> dict[str, str]:
    found = {}
    for each in given:
        name, mark, value = each.rpartition("=")
        if mark and name not in kinds:
            raise TableError(f"{option} {each!r}: there is no kind {name!r}. There are: {', '.join(kinds)[:300]}.")
        found[name] = value
    return found


def _pairs(given: Sequence[str] | None, option: str) -> dict[str, str]:
    found = {}
    for each in (part for one in given or () for part in one.split(",")):
        what, mark, name = each.partition("=")
        if not mark or what not in ("source", "item", "value", "kind"):
            raise TableError(f"{option} {each!r}: write source=NAME, item=NAME, value=NAME or kind=NAME.")
        found[what] = name
    return found


def _add(table: Table, files: Sequence[Path], known: Sequence[Path]) -> None:
    for path in files:
        table.add(path)
    for path in known:
        table.add(path, known=True)


def _write(text: str) -> None:
    typer.echo(text, nl=False)
