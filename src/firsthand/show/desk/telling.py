"""What is said to whoever is at the desk: they are told what is wrong, and not where anything lies on its machine."""

from __future__ import annotations

import re
from pathlib import Path

from firsthand.show.speaking import Spoken

__all__ = ["without_folder", "without_paths"]

_PATH = re.compile(r"(?:file://)?(?<![\w.:/])/(?P<first>[\w.@+-]+)/(?:[^\s/'\"“”«»<>]+/)*(?P<last>[^\s/'\"“”«»<>]*)")
"""An absolute path of two parts or more; where a name in it has a space, up to that."""


def without_folder(words: str, folder: Path) -> str:
    """The words with the name of the case in the place of its folder, and of any other path its last part alone:
    "/srv/cases/inquiry is no case" → "inquiry is no case"."""
    if isinstance(words, Spoken):
        return words  # the desk's own, which name no folder
    name = folder.resolve().name
    for lies in sorted({str(folder.resolve()), str(folder.absolute()), str(folder)}, key=len, reverse=True):
        if len(lies) > len(".."):
            words = words.replace(lies, name)
    return without_paths(words)


def without_paths(words: str) -> str:
    """The words with the last part of every path that begins in a folder of this machine: "/srv/maps/2025.kml cannot be
    read" → "2025.kml cannot be read". Addresses of pages ("/claims/1f") stay."""
    return _PATH.sub(lambda found: found["last"] if Path("/", found["first"]).exists() else found[0], words)
