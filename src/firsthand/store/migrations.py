"""Bringing a case of an older version up to this one's, with a copy made first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

__all__ = ["MIGRATIONS", "Migration", "steps"]

Migration = Callable[[Connection], None]
"""Changes the tables from one version to the next, inside one transaction."""

MIGRATIONS: Sequence[Migration] = ()
"""The first brings version 1 to 2, and so on."""


def steps(version: int, migrations: Sequence[Migration] = MIGRATIONS) -> Sequence[Migration]:
    """What a case of that version still needs, in order."""
    return migrations[version - 1 :]
