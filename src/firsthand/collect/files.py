"""One file, or whatever stands on a stream."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from firsthand.collect.captures import capture_of
from firsthand.collect.limits import Limits
from firsthand.errors import AddressRefused, MissingInput
from firsthand.model import Capture

__all__ = ["from_file", "from_stream", "open_file"]

_STEP = 1 << 20
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]+):/", re.IGNORECASE)  # one slash: a Path folds two of them


def from_file(path: Path, limits: Limits = Limits()) -> Capture:  # noqa: B008 (frozen)
    """The capture of one file; a gzip file is unpacked.

    Raises:
        MissingInput: no such file, a folder, a pipe or device, or one that may not be opened.
        TooLarge: over `limits.bytes`, or over `limits.unpacked` after unpacking.
        NotText: a damaged gzip file, or one with something else after its end.
        AddressRefused: there is no such file, and the name is an address such as "ftp://…".
    """
    with open_file(path) as stream:
        limits.check_size(os.fstat(stream.fileno()).st_size, str(path))
        try:
            return from_stream(stream, limits, address=str(path))
        except OSError as error:
            raise MissingInput(f"{path} cannot be read: {error.strerror or error}.") from error


def open_file(path: Path) -> BinaryIO:
    """A file, open for reading, and no pipe or device that would never end.

    Raises:
        MissingInput: no such file, a folder, a pipe or device, or one that may not be opened.
        AddressRefused: there is no such file, and the name is an address such as "ftp://…".
    """
    try:
        _check_regular(path, path.stat().st_mode)
        return path.open("rb")
    except FileNotFoundError as error:
        scheme = _SCHEME.match(str(path))
        if scheme:
            raise AddressRefused(_refused(scheme[1].lower(), str(path))) from error
        raise MissingInput(f"There is no file {path}. Check the name.") from error
    except PermissionError as error:
        raise MissingInput(f"{path} may not be opened: permission denied.") from error
    except OSError as error:
        raise MissingInput(f"{path} cannot be opened: {error.strerror or error}.") from error
    except ValueError as error:  # a NUL in the name
        raise MissingInput(f"{str(path)!r} is no file name: {error}.") from error


def from_stream(stream: BinaryIO, limits: Limits = Limits(), *, address: str = "-") -> Capture:  # noqa: B008
    """The capture of everything on a stream, such as standard input, up to `limits.bytes`.

    Raises:
        TooLarge: over `limits.bytes`, or over `limits.unpacked` after unpacking.
        NotText: a damaged gzip file.
    """
    what = "Standard input" if address == "-" else address
    parts, size = [], 0
    while chunk := stream.read(_STEP):
        size += len(chunk)
        limits.check_size(size, what)
        parts.append(chunk)
    return capture_of(b"".join(parts), address, limits)


def _refused(scheme: str, name: str) -> str:
    if scheme in ("http", "https"):
        return f"{name} is no complete address. Write it with two slashes: {scheme}://…"
    advice = "Give the path of the file by itself." if scheme == "file" else "Save the page, and give the file."
    return f"{scheme}: addresses are refused ({name}): only http and https are fetched. {advice}"


def _check_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise MissingInput(f"{path} is a folder. Give one file in it.")
    if not stat.S_ISREG(mode):
        raise MissingInput(f"{path} is a pipe or a device, not a file. Give - to read standard input.")
