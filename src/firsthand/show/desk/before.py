"""What has to be there before a desk is opened, told in words where it is not."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from firsthand.errors import CaseError, FirsthandError
from firsthand.store.identity import identity_of

__all__ = ["ready"]

_BROUGHT = (
    "htmx.min.js",
    "leaflet/leaflet.js",
    "leaflet/leaflet.css",
    "fonts/fonts.css",
    "borders/countries-recognised.json",
)
_DATABASE = "case.db"


def ready(folder: Path, static: Path | None = None) -> Path:
    """The folder of the case, where a desk can be opened on it.

    Args:
        static: where the files of the pages lie; those of the package where it is left out.

    Raises:
        CaseError: it is no case, or may only be read.
        FirsthandError: the package lacks what its pages are made with.
    """
    identity_of(folder)
    database = folder / _DATABASE
    if not os.access(folder, os.W_OK | os.X_OK) or (database.exists() and not os.access(database, os.W_OK)):
        raise CaseError(
            f"{folder} may only be read here. The desk keeps beside the case what it works out, who is at it, and what "
            "is handed in: copy the case to a folder that may be written, and serve that one."
        )
    vendor = (static or Path(str(files("firsthand.show.desk").joinpath("static")))) / "vendor"
    missing = [name for name in _BROUGHT if not (vendor / name).is_file()]
    if missing:
        raise FirsthandError(
            f"What the desk's pages are made with is missing in {vendor}: {', '.join(missing)}. In a checkout "
            "`make assets` brings it; else install the package anew: pip install --force-reinstall firsthand"
        )
    return folder
