"""The commands on a case: make one, take reports in, look whether it is still what was written."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.errors import EmptyInput
from firsthand.show.options import AsJson, CaseFolder, FetchPrivate
from firsthand.show.output import writing
from firsthand.show.plain import one_line, visible
from firsthand.show.recovered import tell_aside
from firsthand.show.sources_cli import SourcesOption, remember_sources
from firsthand.show.verify_cli import verify

if TYPE_CHECKING:
    from firsthand.model import Skip
    from firsthand.pipeline.adding import Tally
    from firsthand.plugins import Fetch, Wanted

__all__ = ["add_case_commands", "moment_of"]

_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]
_COUNTED = ("taken", "seen_before", "read", "unreadable", "skipped", "parts", "failed")
_NAMED = 12
"""Skips and failures that the terminal shows; the case and --json have all."""


def add_case_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (init, add, verify):
        app.command()(command)


def init(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="A new folder for the case.")],
    database: Annotated[
        str | None, typer.Option("--database", metavar="URL", help="postgresql://…, for a team; SQLite if left out.")
    ] = None,
) -> None:
    """Make a case: a folder that keeps everything taken into it as it was seen."""
    from firsthand.store import Case
    from firsthand.store.identity import FILE, holds_password

    with Case.make(case, database):
        pass
    if holds_password(database):
        typer.echo(f"The password is in {case / FILE}, which only you may read. ~/.pgpass is a better place.", err=True)
    with writing():
        typer.echo(f"The case is in {case}. Take reports in: firsthand add {case} FILE|FOLDER|URL …")


def add(
    case: CaseFolder,
    what: Annotated[list[str], typer.Argument(metavar="WHAT...", help="Files, folders, web addresses.")],
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="text=BODY,url=LINK,…", help="Which column of a table is what.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Nothing published before it, such as 2025-11-01.")
    ] = None,
    sources: SourcesOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")] = False,
    no_read: Annotated[bool, typer.Option("--no-read", help="Keep now, read with a later run.")] = False,
    allow_private: FetchPrivate = False,
    json: AsJson = False,
    quiet: _Quiet = False,
) -> None:
    """Take reports into a case, keep them as they were seen, and read them."""
    from firsthand.collect.polite import Polite
    from firsthand.pipeline import adding
    from firsthand.plugins import Wanted
    from firsthand.show.progress import CountProgress
    from firsthand.store import Case

    wanted = [Wanted(one, _columns(columns), moment_of(since)) for one in what]
    fetch = Polite(allow_private=allow_private)
    if dry_run:
        _dry_run(wanted, fetch, json)
        return
    with Case.open(case, write=True) as opened, CountProgress(quiet=quiet or json) as progress:
        tell_aside(opened)
        remember_sources(opened, sources)
        if no_read:
            tally = adding.add(opened, wanted, fetch, progress=progress)
        else:
            from firsthand.pipeline.workers import Workers

            with Workers() as workers:
                tally = adding.add(opened, wanted, fetch, workers=workers, progress=progress)
    _tell(tally, json)
    if tally.counts["failed"] and not tally.counts["taken"] and not tally.counts["seen_before"]:
        raise typer.Exit(5)
    if not tally.counts.total():
        raise EmptyInput("There was nothing in it to take.")


def _columns(given: str | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in (given or "").split(",") if pair.strip()]
    if not all(name.strip() and mark and column.strip() for name, mark, column in pairs):
        raise typer.BadParameter("give pairs such as text=BODY,url=LINK", param_hint="--columns")
    return {name.strip(): column.strip() for name, _, column in pairs}


def moment_of(given: str | None) -> datetime | None:
    """The moment that `--since` names, in UTC where it names no zone; None where it was not given."""
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(
            f"“{one_line(given)}” is no date: give one such as 2025-11-01", param_hint="--since"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _dry_run(wanted: list[Wanted], fetch: Fetch, json: bool) -> None:
    from firsthand.model import Skip
    from firsthand.pipeline import adding

    with writing():
        for one in adding.look(wanted, fetch):
            if isinstance(one, Skip):
                record, reason = visible(one.record), visible(one.reason)
                told, line = {"skip": record, "reason": reason}, f"skipped  {record}: {reason}"
            else:
                told, line = {"take": one.address, "bytes": str(len(one.data))}, f"take     {one.address}"
            typer.echo(orjson.dumps(told) if json else one_line(line))
        sys.stdout.flush()


def _tell(tally: Tally, json: bool) -> None:
    """The final table: what was taken, seen before, read, and what was left out and why."""
    named = (
        ("unreadable", tally.unreadable),
        ("skipped", tally.skipped),
        ("parts", tally.parts),
        ("failed", tally.failed),
    )
    with writing():
        if json:
            lists = {
                f"{name}_named": [{"record": skip.record, "reason": skip.reason} for skip in skips]
                for name, skips in named
            }
            typer.echo(orjson.dumps({**{name: tally.counts[name] for name in _COUNTED}, **lists}))
            return
        for name in _COUNTED:
            if tally.counts[name] or name == "taken":
                typer.echo(f"{name.replace('_', ' '):<12}{tally.counts[name]:>8,}")
        for name, skips in named:
            for skip in skips[:_NAMED]:
                typer.echo(f"  {name}: {one_line(_told(skip))}")
            if tally.counts[name] > len(skips[:_NAMED]):
                typer.echo(f"  … and {tally.counts[name] - len(skips[:_NAMED]):,} more {name}, all kept in the case")
        sys.stdout.flush()


def _told(skip: Skip) -> str:
    """The reason, with what it is about unless it names that itself."""
    return skip.reason if skip.reason.startswith(skip.record) else f"{skip.record}: {skip.reason}"
