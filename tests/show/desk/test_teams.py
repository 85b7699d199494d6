"""The desk of a team: a case whose database is a server's, from the first report to the export."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from bench.served import ServedDesk, served
from sqlalchemy import create_engine, text
from tests.show.commands import firsthand
from tests.show.desk.test_endures import SECONDS, seen, sent, until
from tests.store.conftest import postgres
from tests.told_case import _ROWS

from firsthand.store import Case, verify
from firsthand.store.board_since import SINCE
from firsthand.store.inbox import handed

__all__ = ["postgres"]  # the fixture

FIRST, SECOND = _ROWS[0]["text"], _ROWS[1]


@pytest.fixture
def folder(postgres: str, tmp_path: Path) -> Path:
    """An empty case on PostgreSQL."""
    server = postgres.format("postgres").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE desk"))
    engine.dispose()
    Case.make(tmp_path / "case", postgres.format("desk")).close()
    return tmp_path / "case"


def through(folder: Path) -> bool:
    return all(each.ended for each in handed(folder))


def claim_of(desk: ServedDesk, words: str) -> dict[str, object]:
    found = httpx.get(f"{desk.address}/api/v1/claims", params={"q": words}, timeout=SECONDS).json()["claims"]
    return dict(found[0]) if found else {}


def test_a_case_on_a_server(folder: Path) -> None:
    """Reports are handed in, join one claim, are concluded on, exported, and the verdict is taken back: as with a case
    in a file. All of it stands in the database, and nothing of it is unsound."""
    with served(folder) as desk:
        sent(desk, "/add", text=FIRST)
        until(lambda: claim_of(desk, "Куп’янську"), "the first report on the board")
        sent(desk, "/add", title=SECOND["title"], text=SECOND["text"])
        until(lambda: claim_of(desk, "Куп’янську").get("documents") == 2, "the second joining it")
        claim = str(claim_of(desk, "Куп’янську")["id"])
        assert "14 будинків" in seen(desk, f"/claims/{claim}")
        sent(desk, f"/claims/{claim}/decide", verdict="false", reason="Знімки показують інше.")
        assert "concluded: false" in seen(desk, "/")
        until((folder / SINCE).exists, "the verdict laid over the board")
        assert "Знімки показують інше." in seen(desk, "/decisions")
        table = httpx.get(f"{desk.address}/api/v1/exports/csv", timeout=SECONDS)
        assert claim in table.text, table.text[:500]
        sent(desk, "/decisions/1/undo")
        assert "concluded:" not in seen(desk, "/")
    assert through(folder)
    with Case.open(folder) as case:
        assert case.connection.dialect.name == "postgresql"
        assert not list(verify(case))
    assert firsthand("verify", folder).returncode == 0
