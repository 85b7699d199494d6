"""What is handed in, before it is kept: the names of files, and reports that were pasted."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from firsthand.collect.limits import Limits, megabytes
from firsthand.errors import TooLarge
from firsthand.show.plain import one_line

__all__ = ["LONGEST_FIELD", "pasted", "plain_name"]

_LONGEST_TEXT = Limits().bytes
"""Bytes of a report: as many as a file of one may have."""
LONGEST_FIELD = 64 * 1024 * 1024
"""Bytes of a field of a form, as many as all of the request: that a report is too large is then told in words."""
_LONGEST_NAME, _LONGEST_ENDING = 120, 12
"""In bytes."""
_LONGEST_TITLE = 60
_NOT_PLAIN = re.compile(r"[^\w.\- ()\[\]]+")
_DOTS = re.compile(r"\.{2,}")


def pasted(text: str, title: str = "") -> tuple[str, BytesIO] | None:
    """A report that was pasted as a file, with a name for it; None where there is no text.

    Raises:
        TooLarge: it is larger than a report may be.
    """
    words, called = text.strip(), title.strip()
    if not words:
        return None
    content = (f"{called}\n\n{words}\n" if called else f"{words}\n").encode("utf-8", "replace")
    if len(content) > _LONGEST_TEXT:
        raise TooLarge(
            f"The text is larger than {megabytes(_LONGEST_TEXT)}, which is the most that a report may have. Nothing of "
            "it was kept: send it in parts."
        )
    first = called or words[: 10 * _LONGEST_TITLE].splitlines()[0]
    return f"{plain_name(first[:_LONGEST_TITLE])}.txt", BytesIO(content)


def plain_name(name: str) -> str:
    """A file name without folders, controls and odd characters, with its ending."""
    last = re.split(r"[\\/]", name)[-1]
    plain = _DOTS.sub(".", _NOT_PLAIN.sub("_", one_line(last))).strip(" ._") or "file"
    if len(plain.encode()) <= _LONGEST_NAME:
        return plain
    ending = Path(plain).suffix
    keep = ending if len(ending.encode()) <= _LONGEST_ENDING else ""
    stem = plain.removesuffix(keep) if keep else plain
    return stem.encode()[: _LONGEST_NAME - len(keep.encode())].decode("utf-8", "ignore").strip(" .") + keep
