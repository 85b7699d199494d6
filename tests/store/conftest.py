"""Cases on SQLite and, where its server is installed, on PostgreSQL, started for the tests alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from firsthand.store import Case

MakeCase = Callable[[], Case]


def _program(name: str) -> str | None:
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(beside[0]) if beside else shutil.which(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a fresh server, with the name of the database left out."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    if initdb is None or control is None:
        pytest.skip("PostgreSQL's server is not installed here")
    user = "nobody" if os.geteuid() == 0 else None  # the server refuses to run as root
    with TemporaryDirectory(prefix="firsthand-postgres-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data = str(folder / "data")

        def run(*command: str) -> None:
            subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

        run(initdb, "-D", data, "-U", "firsthand", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run(control, "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://firsthand@/{{}}?host={folder}"
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")


_NAMES = count(1)


def _told(address: str, *commands: str) -> None:
    """Tell the server at an address, outside of any transaction."""
    from sqlalchemy import create_engine, text

    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for command in commands:
            connection.execute(text(command))
    engine.dispose()


@pytest.fixture(scope="session")
def given_back() -> list[str]:
    """The names of databases that tests are done with: to empty one takes a tenth of the time to make one."""
    return []


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of an empty database, None for SQLite."""
    if request.param == "sqlite":
        yield None
        return
    server: str = request.getfixturevalue("postgres")
    free: list[str] = request.getfixturevalue("given_back")
    if free:
        name = free.pop()
    else:
        name = f"case_{next(_NAMES)}"
        _told(server.format("postgres"), f"CREATE DATABASE {name}")
    yield server.format(name)
    still = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
    _told(server.format("postgres"), still)
    _told(server.format(name), "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    free.append(name)


@pytest.fixture
def case(tmp_path: Path, database: str | None) -> Iterator[Case]:
    """A new case."""
    with Case.make(tmp_path / "case", database) as made:
        yield made
