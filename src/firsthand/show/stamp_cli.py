"""The command for stamps of a case's log by others, and how `verify` tells of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.errors import InputError, MissingInput
from firsthand.show.options import AsJson, CaseFolder, StampPrivate
from firsthand.show.output import write, writing
from firsthand.show.plain import one_line
from firsthand.show.recovered import tell_aside

if TYPE_CHECKING:
    from firsthand.pipeline.stamping import Failed, Judged, Servers, Trust
    from firsthand.store import Case, Finding, Stamp

__all__ = ["TsaRoots", "add_stamp_command", "as_json", "findings_in", "tell_stamps", "trusted"]

TsaRoots = Annotated[
    Path | None,
    typer.Option("--tsa-roots", metavar="FILE", help="Certificates of authorities to trust, in PEM."),
]
_COMMON = """\
Nothing was sent. A stamp is somebody else's word that the log of the case was as it is at some time. Name who is to
give it; each may be named several times:

  --tsa URL   an authority (RFC 3161), which signs at once. Commonly used:
                https://freetsa.org/tsr             give its root with --tsa-roots
                http://timestamp.digicert.com
                http://timestamp.sectigo.com
  --ots URL   a calendar of OpenTimestamps, which brings it into Bitcoin within hours. Commonly used:
                https://a.pool.opentimestamps.org
                https://b.pool.opentimestamps.org
                https://a.pool.eternitywall.com

What is sent is one hash of 32 bytes, and nothing of what is in the case; the server sees your address, as any does."""


def add_stamp_command(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(stamp)


def stamp(
    case: CaseFolder,
    tsa: Annotated[
        list[str] | None, typer.Option("--tsa", metavar="URL", help="Ask this time-stamping authority.")
    ] = None,
    ots: Annotated[
        list[str] | None, typer.Option("--ots", metavar="URL", help="Ask this calendar of OpenTimestamps.")
    ] = None,
    tsa_roots: TsaRoots = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FOLDER", help="Write the stamps as files for other tools.")
    ] = None,
    allow_private: StampPrivate = False,
    json: AsJson = False,
) -> None:
    """Have the head of a case's log stamped by others, or ask for what was promised; sends a hash, and only if told to.

    With neither --tsa nor --ots it asks the calendars that have promised a stamp.
    """
    from firsthand.pipeline import stamping
    from firsthand.store import Case

    servers, trust = stamping.Servers(allow_private), trusted(tsa_roots)
    if export is not None and not (tsa or ots):
        with Case.open(case) as opened:
            _export(opened, export)
        return
    with Case.open(case, write=True) as opened:
        tell_aside(opened)
        if not (tsa or ots) and not stamping.pending(opened):
            with writing():
                typer.echo(_COMMON)
            return
        if tsa or ots:
            results = list(_told(stamping.asked(opened, tsa or (), ots or (), servers, trust), json))
        else:
            results = list(_told(stamping.lengthened(opened, servers, trust), json))
        if export is not None:
            _export(opened, export)
    if not any(isinstance(one, stamping.Judged) for one in results):
        raise typer.Exit(5)


def trusted(
    tsa_roots: Path | None, headers: Path | None = None, explorer: str | None = None, servers: Servers | None = None
) -> Trust:
    """What stamps are to be held against, as the options say.

    Raises:
        InputError: a file is not what it should be.
    """
    from firsthand.pipeline.stamping import Explorer, Servers, Trust
    from firsthand.stamp.headers import HeaderFile, Headers
    from firsthand.stamp.rfc3161 import roots_in, usual_roots

    if headers is not None and explorer is not None:
        raise typer.BadParameter("give a file or an address, not both", param_hint="--bitcoin")
    try:
        roots = roots_in(tsa_roots.read_bytes()) if tsa_roots is not None else usual_roots()
    except OSError as error:
        raise MissingInput(f"{tsa_roots} cannot be read: {error.strerror}.") from error
    found: Headers | None = HeaderFile(headers) if headers is not None else None
    if explorer is not None:
        found = Explorer(explorer, servers or Servers())
    return Trust(tuple(roots), found)


# ---------------------------------------------------------------- telling


def findings_in(stamps: Sequence[Judged]) -> list[Finding]:
    """Those that are wrong, as `verify` tells of what is."""
    from firsthand.stamp import State
    from firsthand.store import Finding

    return [
        Finding(_name(one.stamp, "stamps"), f"wrong: {one.judgement.detail}")
        for one in stamps
        if one.judgement.state is State.WRONG
    ]


def tell_stamps(stamps: Sequence[Judged], covered: tuple[int, int]) -> None:
    """A line for each, and how far the confirmed ones reach."""
    if not stamps:
        typer.echo("Nobody else has stamped it: see `firsthand stamp`.")
        return
    for one in stamps:
        _tell(one)
    last, after = covered
    if last:
        typer.echo(f"The newest confirmed stamp covers entries 1 to {last:,}; {after:,} came after it.")
    else:
        typer.echo(f"No stamp is confirmed: none of the {after:,} entries is covered.")


def as_json(stamps: Sequence[Judged], covered: tuple[int, int]) -> dict[str, object]:
    """The same for scripts."""
    last, after = covered
    return {"stamps": [_as_json(one) for one in stamps], "covered_to": last, "entries_after": after}


def _name(stamp: Stamp, many: str) -> str:
    """One of the case by its number, one that was brought along by its file."""
    return f"{many} {stamp.id}" if stamp.id else stamp.server


def _lines(one: Judged) -> tuple[str, str]:
    """What it says, and by whom and why."""
    stamp, judgement = one.stamp, one.judgement
    asked = stamp.id and judgement.by != stamp.server
    by = f"{judgement.by}, asked at {stamp.server}" if asked else judgement.by
    at = f" {judgement.at:%Y-%m-%d %H:%M:%S} UTC" if judgement.at else ""
    of = f" of entry {stamp.entry}" if stamp.entry else ""
    return f"{_name(stamp, 'stamp')}{of}: {judgement.state}{at}", f"by {by}: {judgement.detail}"


def _as_json(one: Judged) -> dict[str, object]:
    stamp, judgement = one.stamp, one.judgement
    return {
        "stamp": stamp.id or None,
        "entry": stamp.entry or None,
        "head": stamp.head,
        "kind": stamp.kind,
        "server": stamp.server,
        "asked": stamp.asked,
        "state": judgement.state,
        "by": judgement.by,
        "time": judgement.at.isoformat() if judgement.at else None,
        "detail": judgement.detail,
    }


def _tell(one: Judged) -> None:
    first, second = _lines(one)
    typer.echo(f"{one_line(first)}\n  {one_line(second)}")


def _told(results: Iterable[Judged | Failed], json: bool) -> Iterable[Judged | Failed]:
    from firsthand.pipeline.stamping import Failed

    for one in results:
        with writing():
            if isinstance(one, Failed):
                told: dict[str, object] = {"server": one.server, "failed": one.reason}
            else:
                told = _as_json(one)
            if json:
                typer.echo(orjson.dumps(told))
            elif isinstance(one, Failed):
                typer.echo(one_line(f"{one.server} gave no stamp: {one.reason}"))
            else:
                _tell(one)
            sys.stdout.flush()
        yield one


# ---------------------------------------------------------------- files


def _export(case: Case, folder: Path) -> None:
    """Each stamp as its own tools want it, beside the entry that it covers; `head.txt` says how to use them."""
    from firsthand.store import log_entry, stamps

    kept = stamps(case)
    if not kept:
        raise InputError("The case has no stamps yet. Ask for one: firsthand stamp CASE --tsa URL")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "Each file entry-….json is an entry of the log of a case. Its SHA-256 is its hash, and stands for all before."
    ]
    for number in sorted({one.entry for one in kept}):
        found = log_entry(case, number)
        if found is None:
            continue
        write(found[0], folder / f"entry-{number}.json")
        lines += ["", f"{found[1]}  entry-{number}.json"]
        for one in kept:
            if one.entry == number:
                lines.append(_written(one, folder))
    write(("\n".join(lines) + "\n").encode(), folder / "head.txt")


def _written(stamp: Stamp, folder: Path) -> str:
    """How to check it with another tool."""
    from firsthand.store import StampKind

    if stamp.kind == StampKind.RFC3161:
        write(stamp.token, folder / f"stamp-{stamp.id}.tsr")
        return f"  openssl ts -verify -data entry-{stamp.entry}.json -in stamp-{stamp.id}.tsr -CAfile ROOTS.pem"
    write(stamp.token, folder / f"stamp-{stamp.id}.ots")
    return f"  ots verify -f entry-{stamp.entry}.json stamp-{stamp.id}.ots"
