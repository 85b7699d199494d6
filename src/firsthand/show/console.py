"""Writing for a terminal: lines that hang beside a mark, whole at 80 columns, plain when piped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

__all__ = ["Hanging", "console_for"]

_WIDEST = 100  # longer lines are hard to read, whatever the window


def console_for(file: IO[str] | None = None, width: int | None = None) -> Console:
    """For `file` (standard output), `width` columns wide, else as the terminal is; plain where it is none."""
    console = Console(file=file, width=width, highlight=False, markup=False, emoji=False)
    if console.width > _WIDEST:
        console.width = _WIDEST
    return console


@dataclass(frozen=True, slots=True)
class Hanging:
    """A mark, and text beside it whose later lines start where the first one does."""

    mark: Text
    body: Text
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lead = Text(" " * self.indent) + self.mark + Text(" " if self.mark else "")
        left = Text(" " * lead.cell_len)
        room = max(options.max_width - lead.cell_len, 10)
        for index, line in enumerate(self.body.wrap(console, room)):
            line.rstrip()
            yield (left if index else lead) + line
