"""The case's own pictures and videos as a collection of footage: laid in a folder beside the case, with their list.

    captures of pictures → `footage/` (one file for each document it came with) and `footage/footage.tsv`

The folder is a copy, made from the archive: it may be deleted, and comes back when evidence is looked at.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from firsthand.errors import CaseError
from firsthand.model import Skip
from firsthand.store import Case
from firsthand.store.attached import Attached, attached
from firsthand.store.contents import content_of

__all__ = ["CAPTURES", "unpacked"]

CAPTURES = "case://captures"
"""What stands for the case's own pictures and videos where evidence is added."""
_FOLDER, _LIST = "footage", "footage.tsv"
_MOST = 20_000
"""Files: what comes behind is left out, with a skip."""


def unpacked(case: Case) -> tuple[Path, list[Skip]]:
    """The folder with the pictures and videos of a case, up to date, and what could not be laid there.

    Raises:
        CaseError: the folder cannot be written.
    """
    folder = case.folder / _FOLDER
    skips: list[Skip] = []
    try:
        folder.mkdir(exist_ok=True)
        rows = list(_laid(case, folder, skips))
        _replaced(folder / _LIST, _table(rows))
        kept = {name for name, _ in rows}
        for path in folder.iterdir():
            if path.name not in kept and path.name != _LIST and not path.name.startswith("."):
                path.unlink()
    except OSError as error:
        raise CaseError(f"The pictures of the case cannot be laid in {folder}: {error.strerror or error}.") from error
    return folder, skips


def _laid(case: Case, folder: Path, skips: list[Skip]) -> Iterable[tuple[str, Attached]]:
    for count, each in enumerate(attached(case)):
        if count == _MOST:
            skips.append(
                Skip("weigh", each.document, f"over the limit of {_MOST:,} files: it and what follows is left out")
            )
            return
        name = f"{each.number}{_ending(each.media_type)}"
        try:
            if not _there(folder / name, each):
                seen = content_of(case, each.number)
                assert seen is not None  # it has a payload
                _replaced(folder / name, seen[1])
        except CaseError as error:
            skips.append(Skip("weigh", each.document, str(error)))
            continue
        yield name, each


def _there(path: Path, each: Attached) -> bool:
    """Whether the file lies there. Its hash is taken when it is read as footage, so the size is enough here."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size == each.size


def _ending(media_type: str) -> str:
    kind = media_type.partition(";")[0].partition("/")[2].strip().lower()
    return f".{kind}" if kind.isascii() and kind.isalnum() else ""


def _table(rows: Iterable[tuple[str, Attached]]) -> bytes:
    lines = ["path\tseen\taddress"]
    lines += [f"{name}\t{each.when}\t{_one_cell(each.address)}" for name, each in rows]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _one_cell(text: str) -> str:
    return " ".join(text.split())


def _replaced(path: Path, content: bytes) -> None:
    """Write a file as a whole: whoever reads it finds the one before, or this."""
    part = path.with_name(f".{os.getpid()}-{path.name}")
    part.write_bytes(content)
    part.replace(path)
