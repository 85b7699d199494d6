"""Where a report goes: to the screen or a pipe, or into a file that is replaced whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import typer

from firsthand.errors import OutputError

__all__ = ["is_the_input", "replacing", "target_of", "write", "writing"]


@contextmanager
def writing(where: Path | None = None) -> Iterator[None]:
    """Raises OutputError for whatever keeps the output from being written but a reader who has gone.

    `where` is the file, or None for standard output.
    """
    if where is None and sys.stdout is None:
        raise OutputError("cannot write the output: standard output is closed")
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f" ({where})" if where else ""
        raise OutputError(f"cannot write the output: {error.strerror or error}{place}") from error


def target_of(output: Path) -> Path:
    """The file itself where `output` is a link to it: a link stays what it is."""
    return Path(os.path.realpath(output))


def is_the_input(what: str | Path, output: Path) -> bool:
    """Whether writing to `output` would destroy the report that is being read, under whatever name."""
    try:
        if str(what) == "-":
            return os.path.samestat(os.fstat(sys.stdin.fileno()), output.stat()) and output.is_file()
        return isinstance(what, Path) and output.samefile(what)
    except (OSError, ValueError, AttributeError):  # one of them is not there, no file, or cannot be one
        return False


def write(written: bytes, output: Path | None) -> None:
    """Write to `output`, or to standard output. Raises OutputError if that fails."""
    with writing(output):
        if output is None:
            typer.echo(written, nl=False)
            sys.stdout.flush()
            return
        target = target_of(output)
        if target.exists() and not target.is_file():
            target.write_bytes(written)  # a device or a pipe: it cannot be replaced
        else:
            _replace(target, written)


def _replace(target: Path, written: bytes) -> None:
    with replacing(target) as file:
        file.write(written)


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A file beside that is moved over when the block ends: an interruption leaves the old one or the new, whole."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".firsthand-", delete=False) as part:
        try:
            yield cast(BinaryIO, part)
            part.flush()
            os.fsync(part.fileno())
            part.close()
            Path(part.name).chmod(_mode(target))
            Path(part.name).replace(target)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _mode(target: Path) -> int:
    """Who may read the file: those who might before, else what this user's new files are."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
