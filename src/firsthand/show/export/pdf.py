"""The dossier on paper, which a lawyer or an editor can read alone: PDF/A with its fonts, contents and bookmarks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from typing import BinaryIO

from firsthand.errors import InputError, OutputError
from firsthand.show.export.dossier_glyphs import printable
from firsthand.show.export.dossier_parts import Dossier, Part, dossier_of
from firsthand.show.export.harmless import json_bytes
from firsthand.show.export.material import Material
from firsthand.show.plain import one_line

__all__ = ["MOST_CLAIMS", "MOST_IN_FULL", "TYPST_MISSING", "pdf_parts", "write_pdf"]

MOST_CLAIMS = 2_000
MOST_IN_FULL = 400
"""One that is told in full takes some 2 MB while it is set, a line of the table a tenth: so about 1 GB at most."""
TYPST_MISSING = "PDF is written by typst, which is not installed: pip install 'firsthand[pdf]'"
_LONGEST_SECONDS = 600
_MOST = 60
"""Tellings, drifts and documents of one claim that are printed; what is more is counted."""
_MOST_SIGHTINGS = 20_000
_WITHOUT_BREAK = re.compile(r"(?<!\S)(?!\S*://)\S{65,}")
"""A line of print ends within an address by itself, and within no other run of characters; a hash stays whole."""
_ROW = re.compile(r".{40}(?=.)")


def write_pdf(material: Material, file: BinaryIO) -> int:
    """A dossier of the claims; how many there are.

    Raises:
        InputError: there are more than can be printed.
        OutputError: typst is not installed, or could not set it.
    """
    if material.count > MOST_CLAIMS:
        raise InputError(_too_many(f"{material.count:,} claims", MOST_CLAIMS))
    if find_spec("typst") is None:
        raise OutputError(TYPST_MISSING)
    dossier = dossier_of(material, _MOST)
    if (whole := len(dossier.survey.in_full)) > MOST_IN_FULL:
        raise InputError(_too_many(f"{whole:,} claims to be told in full", MOST_IN_FULL))
    parts = json_bytes(printable(_broken(pdf_parts(dossier))))
    # -P: nothing that lies in the folder where it is called is taken for one of its modules.
    command = [sys.executable, "-P", "-m", "firsthand.show.export.typesetting", str(_seconds(material.standing.at))]
    try:
        done = subprocess.run(command, input=parts, capture_output=True, timeout=_LONGEST_SECONDS, check=False)  # noqa: S603 (our own module)
    except subprocess.TimeoutExpired as error:
        raise OutputError(f"The dossier was not set after {_LONGEST_SECONDS} seconds: choose fewer claims.") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"it ended with {done.returncode}"]
        raise OutputError(f"typst could not set the dossier: {one_line(said[-1])}")
    file.write(done.stdout)
    return material.count


def pdf_parts(dossier: Dossier) -> Part:
    """All that is printed, as `dossier.typ` reads it."""
    return dossier.head() | {
        "entries": list(dossier.entries()),
        "claims": list(dossier.claims()),
        "rows": list(dossier.rows()),
        "sources": list(islice(dossier.sources(), _MOST_SIGHTINGS)),
        "index": dossier.index(),
        "decisions": list(dossier.decisions()),
    }


def _too_many(these: str, most: int) -> str:
    return (
        f"A PDF holds up to {most:,} of them, and these are {these}. Choose what it is about, as by --claim ID (as "
        "often as you need), --place, --since or --disputed, and make a file for each; or take all out as `dossier`, "
        "which may be of any length."
    )


def _broken(value: object) -> object:
    """The value with places at which a line of print may end within long runs of characters."""
    if isinstance(value, str):
        return _WITHOUT_BREAK.sub(lambda run: _ROW.sub("\\g<0>\u200b", run[0]), value)
    if isinstance(value, Mapping):
        return {name: _broken(each) for name, each in value.items()}
    return [_broken(each) for each in value] if isinstance(value, Sequence) else value


def _seconds(at: str) -> int:
    """When the case was last written to, as the time at which the file counts as made."""
    try:
        return max(0, int(datetime.fromisoformat(at).timestamp()))
    except ValueError:
        return 0
