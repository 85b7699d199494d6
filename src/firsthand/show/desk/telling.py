"""What is said to whoever is at the desk: they are told what is wrong, and not where the case lies on its machine."""

from __future__ import annotations

from pathlib import Path

__all__ = ["without_folder"]


def without_folder(words: str, folder: Path) -> str:
    """The words with the name of the case in the place of its folder: "/srv/cases/inquiry is no case" → "inquiry is no
    case"."""
    name = folder.resolve().name
    for lies in sorted({str(folder.resolve()), str(folder.absolute()), str(folder)}, key=len, reverse=True):
        if len(lies) > len(".."):
            words = words.replace(lies, name)
    return words
