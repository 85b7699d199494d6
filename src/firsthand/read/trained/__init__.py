"""English read by a small network, which sees what the rules found and has the last word on spans."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from firsthand.read.trained.joining import trained_reader

if TYPE_CHECKING:
    from firsthand.read.trained.reader import TrainedReader

__all__ = ["shipped_reader", "trained_reader"]


@cache
def shipped_reader() -> TrainedReader:
    """The reader with the weights of the package; one per process, and nothing is loaded before it reads."""
    from firsthand.read.trained.reader import TrainedReader  # numpy takes a while, and not every command reads

    return TrainedReader()
