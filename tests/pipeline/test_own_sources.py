"""The user's own table of sources holds for a case, for every run after it was given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from firsthand.collect.sources import own_table
from firsthand.errors import TableError
from firsthand.model import Capture
from firsthand.pipeline import adding
from firsthand.pipeline.own_sources import own_of, table_of, use_own
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case, schema, verify

OWN = (
    "id,name,kind,country,side,family,domains,credits\n"
    "mill_street,Mill Street Agency,agency,UA,,mill_street,millstreet.example,\n"
    "pap,,,,none,,,\n"
)
POSTS = (
    '{"url": "https://millstreet.example/1", "text": "The council closed the bridge, clerk Ida Holm said."}\n'
    '{"url": "https://pap.pl/2", "text": "LVIV, Nov 3 (Mill Street Agency) - The bridge is closed, a clerk said."}\n'
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.make(tmp_path / "case") as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


def add(case: Case, folder: Path, rows: str, workers: Workers | None = None) -> None:
    table = folder / f"{hashlib.sha256(rows.encode()).hexdigest()[:8]}.jsonl"
    table.write_text(rows, encoding="utf-8")

    def fetch(address: str) -> Capture:
        raise AssertionError(f"{address} was asked for")

    tally = adding.add(case, [Wanted(str(table))], fetch, workers=workers)
    assert tally.counts["taken"] == rows.count("\n"), tally.failed


def met(case: Case) -> dict[object, object]:
    return {row["key"]: row["side"] for row in case.rows(select(schema.sources))}


def test_what_comes_in_is_of_the_sources_in_the_table(case: Case, own: Path, tmp_path: Path) -> None:
    """A source that only the user knows is known in this run and in those that come, and after the file is gone."""
    add(case, tmp_path, POSTS.splitlines(keepends=True)[0])
    assert met(case) == {}
    use_own(case, own_table(own))
    own.unlink()
    case.close()
    with Case.open(case.folder, write=True) as later:
        add(later, tmp_path, POSTS.replace("/1", "/3"))
        assert met(later) == {"mill_street": None, "pap": None}
        assert not list(verify(later))


def test_credits_are_found_by_it(case: Case, own: Path, tmp_path: Path) -> None:
    """An agency of the user's own table is recognised in a dateline, by the processes that read."""
    use_own(case, own_table(own))
    with Workers(1) as workers:
        add(case, tmp_path, POSTS, workers)
    credited = [str(row["credits"]) for row in case.rows(select(schema.readings).order_by(schema.readings.c.id))]
    assert '"source":"mill_street"' in credited[1]
    assert "mill_street" not in credited[0]


def test_sources_that_were_met_are_told_anew(case: Case, own: Path, tmp_path: Path) -> None:
    """A side that the user takes away is gone from what the case has too, and back when the table is forgotten."""
    add(case, tmp_path, POSTS)
    before = met(case)
    assert before["pap"]
    use_own(case, own_table(own))
    assert met(case) == {"pap": None}
    use_own(case, None)
    assert met(case) == before
    assert not list(verify(case))


def test_the_log_says_which_table_held(case: Case, own: Path) -> None:
    """Name and hash of each table stand in the log; the same one again is nothing new."""
    for table in (own_table(own), own_table(own), None, None):
        use_own(case, table)
    bodies = [str(row["body"]) for row in case.rows(select(schema.log).where(schema.log.c.action == "sources"))]
    assert len(bodies) == 2
    assert hashlib.sha256(OWN.encode()).hexdigest() in bodies[0]
    assert own_of(case) is None
    assert not list(verify(case))


def test_a_wrong_table_changes_nothing(case: Case, own: Path) -> None:
    """The table that held before still holds, and the message has file and line."""
    use_own(case, own_table(own))
    own.write_text(OWN + "other,Other,blog,,,,,\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"mine\.csv, line 4: no such kind: blog"):
        use_own(case, own_table(own))
    assert "mill_street" in table_of(case).sources
    assert "other" not in table_of(case).sources


def test_captures_stay_of_whom_they_were(case: Case, own: Path, tmp_path: Path) -> None:
    """A later table does not rewrite what was written of a capture when it was taken."""
    add(case, tmp_path, POSTS)
    before = [row["source"] for row in case.rows(select(schema.captures))]
    use_own(case, own_table(own))
    assert [row["source"] for row in case.rows(select(schema.captures))] == before
    assert datetime.fromisoformat(case.head()[1]) <= datetime.now(UTC)
