"""The command that holds a case against its log, against heads that were noted, and against stamps kept elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.errors import CaseError, MissingInput
from firsthand.show.options import AsJson, CaseFolder, StampPrivate
from firsthand.show.output import writing
from firsthand.show.plain import one_line
from firsthand.show.stamp_cli import TsaRoots, as_json, findings_in, tell_stamps, trusted

if TYPE_CHECKING:
    from firsthand.pipeline.stamping import Judged, Trust
    from firsthand.store import Case, Finding

__all__ = ["verify"]

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class _Looked:
    """What there is to tell of a case: all of it at one moment.

    `heads` has for each that was asked for the number of its entry, None where the log does not have it.
    """

    findings: list[Finding]
    head: tuple[int, str, str]
    heads: dict[str, int | None]
    stamps: list[Judged]
    covered: tuple[int, int]


def verify(
    case: CaseFolder,
    head: Annotated[
        list[str] | None, typer.Option("--head", metavar="HASH", help="A head that you noted: is it in the log?")
    ] = None,
    stamp: Annotated[
        list[Path] | None, typer.Option("--stamp", metavar="FILE", help="A stamp kept elsewhere, .tsr or .ots.")
    ] = None,
    tsa_roots: TsaRoots = None,
    bitcoin_headers: Annotated[
        Path | None, typer.Option("--bitcoin-headers", metavar="FILE", help="Block headers, to hold stamps against.")
    ] = None,
    bitcoin: Annotated[
        str | None, typer.Option("--bitcoin", metavar="URL", help="Ask an explorer, or bitcoind, for block headers.")
    ] = None,
    allow_private: StampPrivate = False,
    json: AsJson = False,
) -> None:
    """Hold every byte, record and row of a case against its log; ends with 1 if anything is not as it was written."""
    from firsthand.pipeline import stamping
    from firsthand.store import Case

    heads = [_hash(one) for one in head or ()]
    files = {str(one): _read(one) for one in stamp or ()}
    trust = trusted(tsa_roots, bitcoin_headers, bitcoin, stamping.Servers(allow_private))
    with Case.open(case) as opened, opened.snapshot():
        looked = _looked(opened, heads, files, trust)
    with writing():
        (_tell_json if json else _tell)(looked)
        sys.stdout.flush()
    if looked.findings:
        raise typer.Exit(1)


def _looked(case: Case, heads: Sequence[str], files: dict[str, bytes], trust: Trust) -> _Looked:
    from firsthand.pipeline import stamping
    from firsthand.store import Finding, entry_number
    from firsthand.store import verify as findings_of

    findings = list(findings_of(case))
    try:
        last = case.head()
        found = {one: entry_number(case, one) for one in heads}
        stamps = list(stamping.judged(case, trust))
        stamps += [stamping.brought(case, name, data, trust) for name, data in files.items()]
        covered = stamping.covered(case, stamps)
    except (CaseError, TypeError, ValueError) as error:  # rows that are no longer what they were: found above too
        return _Looked([*findings, Finding("stamps", str(error))], (0, "", ""), {}, [], (0, 0))
    lacking = [one for one in heads if found[one] is None]
    findings += [
        Finding(f"head {one}", "no entry of the log has this hash: it is older, or another") for one in lacking
    ]
    return _Looked([*findings, *findings_in(stamps)], last, found, stamps, covered)


def _tell(looked: _Looked) -> None:
    number, at, head = looked.head
    for finding in looked.findings:
        typer.echo(one_line(f"{finding.where}: {finding.what}"))
    many = len(looked.findings)
    state = f"{many} things are not as they were written" if many else "All is as it was written"
    state = "One thing is not as it was written" if many == 1 else state
    typer.echo(f"{state}.\nThe log has {number:,} entries up to {one_line(at)}. Its head:\n{one_line(head)}")
    for noted, entry in looked.heads.items():
        if entry is not None:
            typer.echo(
                f"The head you noted, {noted[:12]}…, is that of entry {entry:,}; {number - entry:,} came after it."
            )
    tell_stamps(looked.stamps, looked.covered)


def _tell_json(looked: _Looked) -> None:
    number, _, head = looked.head
    told = [{"where": finding.where, "what": finding.what} for finding in looked.findings]
    heads = [{"head": noted, "entry": entry} for noted, entry in looked.heads.items()]
    whole = {"intact": not told, "entries": number, "head": head, "heads": heads, "findings": told}
    typer.echo(orjson.dumps(whole | as_json(looked.stamps, looked.covered)))


def _hash(given: str) -> str:
    plain = given.strip().lower()
    if not _HASH.fullmatch(plain):
        raise typer.BadParameter("give all 64 digits, as `verify` prints them", param_hint="--head")
    return plain


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise MissingInput(f"{file} cannot be read: {error.strerror}.") from error
