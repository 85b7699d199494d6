"""Which case a folder is: the file `case.toml` with its number and the address of its database."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from firsthand.errors import CaseError

__all__ = ["FILE", "Identity", "holds_password", "identity_of", "write_identity"]

FILE = "case.toml"
_ENVIRONMENT = "FIRSTHAND_DATABASE"
"""The variable whose value, where it is set, is used in place of the PostgreSQL address in the file."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The number of the case, None where the file names none, and the address of its database, None for SQLite."""

    number: str | None
    database: str | None
    elsewhere: bool = False
    """Whether the address is not that of the file."""


def identity_of(folder: Path) -> Identity:
    """What the file says.

    Raises:
        CaseError: there is none, or it cannot be read.
    """
    try:
        kept = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        database = str(kept["database"])
    except FileNotFoundError as error:
        raise CaseError(f"{folder} is no case. Make one: firsthand init {folder}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise CaseError(f"{folder / FILE} cannot be read: {error}.") from error
    number = str(kept["id"]) if "id" in kept else None
    if database == "sqlite":
        return Identity(number, None)
    other = os.environ.get(_ENVIRONMENT)
    return Identity(number, other or database, elsewhere=bool(other))


def write_identity(folder: Path, number: str, database: str | None) -> None:
    """Write the file; where the address holds a password, for nobody else to read.

    Raises:
        CaseError: it cannot be written.
    """
    lines = [f'id = "{number}"', f"database = {orjson.dumps(database or 'sqlite').decode()}"]
    mode = 0o600 if holds_password(database) else 0o666
    try:
        with os.fdopen(os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise CaseError(f"{folder / FILE} cannot be written: {error.strerror}.") from error


def holds_password(database: str | None) -> bool:
    """Whether an address of a database has a password in it."""
    try:
        url = make_url(database) if database else None
    except ArgumentError:
        return False
    return url is not None and (url.password is not None or "password" in url.query)
