"""The commands on the index of places: build it, add to it, look into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.show.options import AsJson
from firsthand.show.output import writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.resolve.gazetteer import Gazetteer
    from firsthand.resolve.gazetteer_add import Added, Kind

__all__ = ["gazetteer_app"]

gazetteer_app = typer.Typer(
    help="The index of places, kept on this machine.", no_args_is_help=True, rich_markup_mode=None
)

_Place = Annotated[
    Path | None,
    typer.Option("--gazetteer", metavar="FILE", help="Another index of places; the usual one if left out."),
]
_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]


@gazetteer_app.command("build")
def build(
    gazetteer: _Place = None,
    quiet: _Quiet = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Drop what was added to the one before.")] = False,
) -> None:
    """Build the index of places, which the first check otherwise does. What was added to it stays in it."""
    from firsthand.resolve import gazetteer as index
    from firsthand.show.progress import BuildProgress

    path = gazetteer or index.default_path()
    with BuildProgress(quiet=quiet) as progress:
        lost = index.build(path, progress, keep_added=not fresh)
    _warn(lost)
    if not quiet:
        with writing():
            typer.echo(f"The index of places is at {path}")


@gazetteer_app.command("add")
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="GeoNames, KATOTTG, CSV, TSV or GeoJSON; also packed."),
    ],
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="name=TITLE,lat=Y,…", help="Which column of a table is what.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="geonames, names, katottg, table or geojson, if detection errs."),
    ] = None,
    gazetteer: _Place = None,
    quiet: _Quiet = False,
) -> None:
    """Add places to the index. After any error it is what it was before."""
    from firsthand.resolve import gazetteer as index
    from firsthand.resolve.gazetteer_add import add as add_files
    from firsthand.show.progress import BuildProgress

    mapped, chosen = _columns(columns), _kind(kind)
    path = gazetteer or index.default_path()
    if not path.exists():
        with BuildProgress(quiet=quiet) as progress:
            lost = index.build(path, progress)
        _warn(lost)
    with BuildProgress(quiet=quiet, what="Adding to the index of places") as progress:
        added = add_files(files, path, columns=mapped, kind=chosen, progress=progress)
    _warn(*added.doubts)
    if not quiet:
        with writing():
            typer.echo(_told(added))


def _warn(*sentences: str) -> None:
    for sentence in filter(None, sentences):
        typer.echo(f"firsthand: {one_line(sentence)}", err=True)


def _told(added: Added) -> str:
    parts = [f"{added.new:,} new places", f"{added.joined:,} joined with places that were known"]
    if added.names or added.left_out:
        parts.append(f"{added.names:,} names of known places")
    if added.left_out:
        parts.append(f"{added.left_out:,} names left out, of places that are not in the index")
    return "Added: " + ", ".join(parts)


def _columns(given: str | None) -> dict[str, str]:
    from firsthand.resolve.gazetteer_tables import FIELDS

    pairs = [pair.partition("=") for pair in (given or "").split(",") if pair.strip()]
    for field, mark, column in pairs:
        if not mark or not column.strip() or field.strip() not in FIELDS:
            raise typer.BadParameter(
                f"“{one_line(field)}{mark}{one_line(column)}”: write field=column, with a field of {', '.join(FIELDS)}",
                param_hint="--columns",
            )
    return {field.strip(): column.strip() for field, _, column in pairs}


def _kind(given: str | None) -> Kind | None:
    from firsthand.resolve.gazetteer_add import Kind

    try:
        return Kind(given) if given is not None else None
    except ValueError:
        raise typer.BadParameter(
            f"“{one_line(given or '')}” is none of {', '.join(Kind)}", param_hint="--kind"
        ) from None


@gazetteer_app.command("search")
def search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in any script, present or former.")],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many places.")] = 20,
    json: AsJson = False,
    gazetteer: _Place = None,
) -> None:
    """Find the places that bear a name, with the sense of the name for each."""
    from firsthand.show import gazetteer_page

    index = _opened(gazetteer)
    found, base = gazetteer_page.searched(index, name)
    with writing():
        if json:
            typer.echo(gazetteer_page.json_of_places(found[:limit]))
        else:
            typer.echo(gazetteer_page.places_page(index, name, found, limit, base), nl=False)


@gazetteer_app.command("show")
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="A geonameid, an ISO 3166-2 code, a code you added.")],
    json: AsJson = False,
    gazetteer: _Place = None,
) -> None:
    """Print one place with all its names: script, language, sense and years."""
    from firsthand.resolve.gazetteer_file import place_id
    from firsthand.resolve.place_roads import road_names
    from firsthand.show import gazetteer_page

    index = _opened(gazetteer)
    place = index.place(place_id(identity.strip()))
    road = road_names(identity.strip()) if place is None else None
    if road:
        place, names = road
    elif place is not None:
        names = index.names(place.id)
    else:
        raise typer.BadParameter(
            f"no place has the identifier {one_line(identity)}; find it by name: firsthand gazetteer search NAME"
        )
    with writing():
        if json:
            typer.echo(gazetteer_page.json_of_place(place, names))
        else:
            typer.echo(gazetteer_page.place_page(index, place, names), nl=False)


def _opened(path: Path | None) -> Gazetteer:
    """The index, built first if there is none yet."""
    from firsthand.resolve import gazetteer as index
    from firsthand.show.progress import BuildProgress

    where = path or index.default_path()
    if not where.exists():
        with BuildProgress() as progress:
            lost = index.build(where, progress)
        _warn(lost)
    return index.Gazetteer.open(where)
