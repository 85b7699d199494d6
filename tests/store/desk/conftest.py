"""An empty case with a desk, a clock that the tests set, and passwords that are cheap to hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.store.desk import By, Desk
from firsthand.store.desk.passwords import Cost, Passwords
from firsthand.store.identity import write_identity

CHEAP = Cost(passes=1, kib=8, lanes=1)
HOST = By(None, "olena", "", "command line")


@dataclass
class Clock:
    """A time that passes only when a test says so."""

    now: datetime = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that says it is a case: the desk needs no more of it."""
    write_identity(tmp_path, "0" * 32, None)
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(folder: Path, clock: Clock) -> Iterator[Desk]:
    with Desk.open(folder, clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords(CHEAP)
