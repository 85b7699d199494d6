"""What opening a case for writing has moved out of its archive, told to whoever opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.store import Case

__all__ = ["tell_aside"]


def tell_aside(case: Case) -> None:
    """Name, on standard error, what an interruption had left and where it lies now; nothing where there was nothing."""
    for one in case.aside:
        typer.echo(
            f"{one.tail.length:,} bytes at the end of archive/{one.tail.segment}, which an interruption left and no "
            f"row knows, now lie in {one_line(str(case.folder / one.file))}.",
            err=True,
        )
