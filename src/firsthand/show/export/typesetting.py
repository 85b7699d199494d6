"""Sets a dossier: reads its parts as JSON from standard input, and writes a PDF to standard output.

It runs in a process of its own, `python -m firsthand.show.export.typesetting SECONDS`: a long dossier takes hundreds of
megabytes while it is laid out, which a server that offers it should not hold, and a fault in it ends nothing else.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from typing import Literal

import typst

__all__ = ["made"]


def made(parts: str, seconds: int) -> bytes:
    """The PDF. `seconds` since 1970 is when it counts as made. Raises typst.TypstError."""
    try:
        return _set(parts, seconds, "a-2a")  # for keeping: fonts inside, texts that can be searched and read aloud
    except typst.TypstError:
        # A sequence that the fonts cannot join, which only the strict form takes for an error.
        return _set(parts, seconds, "1.7")


def _set(parts: str, seconds: int, standard: Literal["a-2a", "1.7"]) -> bytes:
    written: bytes = typst.compile(
        files("firsthand.show.export").joinpath("dossier.typ").read_bytes(),
        sys_inputs={"parts": parts},
        ignore_system_fonts=True,  # or the same case would look otherwise on another machine
        pdf_standards=standard,
        timestamp=seconds,
    )
    return written


if __name__ == "__main__":
    sys.stdout.buffer.write(made(sys.stdin.buffer.read().decode(), int(sys.argv[1])))
