"""What keeps a file from being written, in the words of the system."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import lmdb

__all__ = ["told_as_os_error"]

_ROOM = 64 << 20  # bytes; about what the file takes


class told_as_os_error:  # noqa: N801 - reads as a function where it is used, and is faster than a generator
    """An error of LMDB inside becomes the OSError that is behind it. `path` is the file that is written.

    LMDB calls a write cut short an input/output error: writing as much without it raises what is the matter.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, lmdb.Error):
            _try_room(self._path.with_name(f"{self._path.name}.probe"))
            raise OSError(str(error)) from error


def _try_room(path: Path) -> None:
    block = bytes(1 << 20)
    with path.open("wb") as file:
        for _ in range(_ROOM // len(block)):
            file.write(block)
