"""What is handed in, before it is kept: the names of files, and reports that were pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import orjson

from firsthand.collect.limits import Limits, megabytes
from firsthand.errors import InputError, TooLarge
from firsthand.show.plain import one_line

__all__ = ["LONGEST_FIELD", "Pasted", "plain_name"]

_LONGEST_TEXT = Limits().bytes
"""Bytes of a report: as many as a file of one may have."""
LONGEST_FIELD = 64 * 1024 * 1024
"""Bytes of a field of a form, as many as all of the request: that a report is too large is then told in words."""
_LONGEST_NAME, _LONGEST_ENDING = 120, 12
"""In bytes."""
_LONGEST_TITLE = 60
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f]{1,4000}", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^\w.\- ()\[\]]+")
_DOTS = re.compile(r"\.{2,}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A report as it was pasted, with what is told of it: by which outlet, when (a day, or a moment) and at which
    address it was published. All but the text may be empty."""

    text: str = ""
    title: str = ""
    source: str = ""
    published: str = ""
    url: str = ""

    def file(self) -> tuple[str, BytesIO] | None:
        """A file of it, with a name; None where there is no text. What is told of it stands in a table of one row.

        Raises:
            TooLarge: it is larger than a report may be.
            InputError: the day or the address is none.
        """
        words, called, told = self.text.strip(), self.title.strip(), self._told()
        if not words:
            return None
        row = {"title": called, "text": words, **told}
        content = _text(called, words) if not told else orjson.dumps({name: _whole(each) for name, each in row.items()})
        if len(content) > _LONGEST_TEXT:
            raise TooLarge(
                f"The text is larger than {megabytes(_LONGEST_TEXT)}, which is the most that a report may have. "
                "Nothing of it was kept: send it in parts."
            )
        first = called or words[: 10 * _LONGEST_TITLE].splitlines()[0]
        return f"{plain_name(first[:_LONGEST_TITLE])}{'.jsonl' if told else '.txt'}", BytesIO(content)

    def _told(self) -> dict[str, str]:
        source, published, url = (" ".join(each.split()) for each in (self.source, self.published, self.url))
        if published:
            try:
                (date if len(published) <= len("2026-01-31") else datetime).fromisoformat(published)
            except ValueError as error:
                wrong = f"“{one_line(published[:40])}” is no day or time: write 2026-01-31, or 2026-01-31T10:30+02:00."
                raise InputError(wrong) from error
        if url and not _ADDRESS.fullmatch(url):
            raise InputError(f"“{one_line(url[:100])}” is no address: give one that begins with https://.")
        told = {"source": source, "published": published, "url": url}
        return {name: value for name, value in told.items() if value}


def _text(title: str, words: str) -> bytes:
    return _whole(f"{title}\n\n{words}\n" if title else f"{words}\n").encode()


def _whole(text: str) -> str:
    """Without halves of characters, which no encoding has."""
    return text.encode("utf-8", "replace").decode()


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
