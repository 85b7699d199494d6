"""The command on the table of sources that holds for a case."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.show.options import CaseFolder
from firsthand.show.output import writing
from firsthand.show.plain import one_line
from firsthand.show.recovered import tell_aside

if TYPE_CHECKING:
    from firsthand.collect.sources import Own
    from firsthand.model import Source
    from firsthand.store import Case

__all__ = ["SourcesOption", "add_sources_command", "remember_sources"]

SourcesOption = Annotated[
    Path | None,
    typer.Option("--sources", metavar="FILE", help="Your own table of sources, from now on; CSV or YAML."),
]


def add_sources_command(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(sources)


def remember_sources(case: Case, path: Path | None) -> None:
    """What `--sources` does: the table holds for this run and all that come."""
    if path is not None:
        from firsthand.collect.sources import own_table
        from firsthand.pipeline.own_sources import use_own

        use_own(case, own_table(path))


def sources(
    case: CaseFolder,
    forget: Annotated[bool, typer.Option("--forget", help="Do without your own table from now on.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also those that the case has nothing of.")] = False,
    json: Annotated[bool, typer.Option("--json", help="All of them, with everything, as JSON.")] = False,
) -> None:
    """Show the sources that the case has met and those of your own table, and where each row comes from."""
    from firsthand.pipeline.own_sources import own_of, table_of, use_own
    from firsthand.store import Case
    from firsthand.store.own_sources import captures_by_source

    with Case.open(case, write=forget) as opened:
        tell_aside(opened)
        if forget:
            use_own(opened, None)
        table, own = table_of(opened), own_of(opened)
        counts = captures_by_source(opened)
    origins = _origins(own)
    listed = sorted(table.sources.values(), key=_order)
    with writing():
        if json:
            told = [_told(source, origins, counts) for source in listed]
            typer.echo(orjson.dumps({"own": own.name if own else None, "sources": told}))
        else:
            shown = [source for source in listed if every or source.id in counts or source.id in origins]
            _tell(shown, origins, counts)
            own_ones = f"{len(origins)} by {one_line(own.name)}" if own else "none by a table of yours"
            rest = "" if every else " Others are shown with --all."
            typer.echo(f"{len(shown)} of {len(listed)} sources, {own_ones}; {_captures(sum(counts.values()))}.{rest}")
        sys.stdout.flush()


def _tell(shown: list[Source], origins: dict[str, str], counts: dict[str, int]) -> None:
    for family, members in groupby(shown, key=lambda source: source.family):
        if family:
            typer.echo(f"family {family}")
        for source in members:
            typer.echo(("  " if family else "") + _line(source, origins, counts))


def _captures(count: int) -> str:
    return f"{count:,} capture{'' if count == 1 else 's'}"


def _order(source: Source) -> tuple[bool, str, str, str]:
    """Families first, each together; then the others by name."""
    return source.family is None, source.family or "", source.name.casefold(), source.id


def _origins(own: Own | None) -> dict[str, str]:
    """For each source that the user's table tells of, where: "mine.csv, line 2"; a known one is only changed there."""
    from firsthand.collect.sources import built_in

    if own is None:
        return {}
    known = built_in().sources
    return {
        entry.id: f"{own.name}, line {entry.line}" + (", over the package's" if entry.id in known else "")
        for entry in own.entries
    }


def _line(source: Source, origins: dict[str, str], counts: dict[str, int]) -> str:
    facts = [source.kind.value, source.country, source.language, f"side {source.side}" if source.side else None]
    told = ", ".join(fact for fact in facts if fact)
    seen = f"; {_captures(counts[source.id])}" if source.id in counts else ""
    origin = f"; {origins[source.id]}" if source.id in origins else ""
    return one_line(f"{source.name} ({source.id}): {told}{seen}{origin}")


def _told(source: Source, origins: dict[str, str], counts: dict[str, int]) -> dict[str, object]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind.value,
        "country": source.country,
        "language": source.language,
        "side": source.side,
        "family": source.family,
        "domains": source.domains,
        "telegram": source.telegram,
        "names": source.names,
        "credits": source.credits,
        "from": origins.get(source.id, "package"),
        "captures": counts.get(source.id, 0),
    }
