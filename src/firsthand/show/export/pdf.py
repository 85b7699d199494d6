"""The dossier on paper, which a lawyer or an editor can read alone: PDF/A with its fonts, contents and bookmarks."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from typing import BinaryIO

from firsthand.errors import InputError, OutputError
from firsthand.show.export.dossier_glyphs import printable
from firsthand.show.export.dossier_parts import dossier_parts
from firsthand.show.export.harmless import json_bytes
from firsthand.show.export.material import Material
from firsthand.show.plain import one_line

__all__ = ["MOST_CLAIMS", "TYPST_MISSING", "write_pdf"]

MOST_CLAIMS = 1_000
"""More than that nobody reads, and no printer prints."""
TYPST_MISSING = "PDF is written by typst, which is not installed: pip install 'firsthand[pdf]'"
_LONGEST_SECONDS = 600


def write_pdf(material: Material, file: BinaryIO) -> int:
    """A dossier of the claims; how many there are.

    Raises:
        InputError: there are more than can be printed.
        OutputError: typst is not installed, or could not set it.
    """
    if material.count > MOST_CLAIMS:
        raise InputError(
            f"A PDF holds up to {MOST_CLAIMS:,} claims, and these are {material.count:,}: narrow them, as by --claim, "
            "--place or --since, or take them out as `dossier` or `csv`."
        )
    if find_spec("typst") is None:
        raise OutputError(TYPST_MISSING)
    parts = json_bytes(printable(dossier_parts(material)))
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


def _seconds(at: str) -> int:
    """When the case was last written to, as the time at which the file counts as made."""
    try:
        return max(0, int(datetime.fromisoformat(at).timestamp()))
    except ValueError:
        return 0
