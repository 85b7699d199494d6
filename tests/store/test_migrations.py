"""A case of an older version is brought up to this one, whole or not at all, with a copy made first."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, select, text
from tests.store.captures import capture

from firsthand.errors import CaseError
from firsthand.store import Case, StampKind, keep_stamp, schema, stamps, verify
from firsthand.store.migrations import MIGRATIONS

OLD = (Path(__file__).parent / "version_1.sql").read_text(encoding="utf-8")


class _OldTables:
    """Makes the tables as they were, in place of those of today."""

    @staticmethod
    def create_all(connection: Connection) -> None:
        lines = [line for line in OLD.splitlines() if not line.startswith("--")]
        for line in lines:
            other = line if connection.dialect.name == "sqlite" else line.replace(" BLOB ", " BYTEA ")
            connection.exec_driver_sql(other)


@pytest.fixture
def old(tmp_path: Path, database: str | None) -> Path:
    """The folder of a case of version 1 with a few captures, closed."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr("firsthand.store.case.VERSION", 1)
        then.setattr("firsthand.store.case.schema.METADATA", _OldTables)
        with Case.make(tmp_path / "case", database) as case:
            run = case.begin("зведення")
            case.keep([capture(f"Пошкоджено {n} будинки", f"k{n}") for n in range(3)], run, "page")
            case.end(run, {"taken": 3})
    return tmp_path / "case"


def _tables(case: Case) -> set[str]:
    return set(inspect(case.connection).get_table_names())


def test_the_old_tables_are_old(old: Path) -> None:
    """The fixture is what it says, and a case that is only read stays what it is: it verifies, without stamps."""
    with Case.open(old) as case:
        assert case.version == 1
        assert "stamps" not in _tables(case)
        assert not list(verify(case))
        assert stamps(case) == []
    assert not (old / "backups").exists()


def test_an_old_case_is_brought_up_with_a_copy_made_first(old: Path, tmp_path: Path) -> None:
    """Everything is there afterwards, the log tells of it, and new tables take rows; the copy is as the case was."""
    with Case.open(old) as case:
        before = {table.name: case.rows(select(table)) for table in schema.rows_of(1)}
        _, _, head = case.head()
    with Case.open(old, write=True) as case:
        assert case.version == schema.VERSION
        assert not list(verify(case))
        rows = {table.name: case.rows(select(table)) for table in schema.rows_of(1)}
        assert rows["captures"] == before["captures"]
        assert {"id": 2, "name": "version", "value": str(schema.VERSION)} in rows["settings"]
        (entry,) = case.rows(select(schema.log).order_by(schema.log.c.id.desc()).limit(1))
        assert (entry["action"], entry["previous"]) == ("migrated", head)
        keep_stamp(case, 1, head, StampKind.RFC3161, "https://notary.example", b"token")
        assert not list(verify(case))
        if case.connection.dialect.name == "sqlite":
            copy = create_engine(f"sqlite:///{old / 'backups' / 'version-1.db'}").connect()
            place = None
        else:
            copy, place = case.connection, "backup_version_1"
        kept = inspect(copy).get_table_names(schema=place)
        assert set(kept) == {*(table.name for table in schema.rows_of(1)), "log"}
        prefix = f"{place}." if place else ""
        found = copy.execute(text(f"SELECT value FROM {prefix}settings WHERE name = 'version'")).scalar()
        assert found == "1"
        count = copy.execute(text(f"SELECT count(*) FROM {prefix}captures")).scalar()
        assert count == len(before["captures"])
        if place is None:
            copy.close()
    with Case.open(old, write=True) as again:
        assert [one.token for one in stamps(again)] == [b"token"]


def test_the_tables_are_those_of_a_new_case(old: Path, tmp_path: Path) -> None:
    """It makes no difference whether a case was made by this version or brought up to it."""
    with Case.open(old, write=True) as case, Case.make(tmp_path / "new") as new:
        assert _tables(case) == _tables(new)
        for name in _tables(new):
            ours, theirs = (inspect(one.connection).get_columns(name) for one in (case, new))
            assert [(c["name"], c["nullable"]) for c in ours] == [(c["name"], c["nullable"]) for c in theirs]


def test_a_step_that_fails_leaves_everything_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also tables that it has made already go again; the next opening does the whole of it."""

    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT * FROM no_such_table")

    monkeypatch.setattr("firsthand.store.case.steps", lambda found: (*MIGRATIONS[found - 1 :], fail))
    with pytest.raises(CaseError, match="no_such_table"):
        Case.open(old, write=True)
    monkeypatch.undo()
    with Case.open(old) as case:
        assert case.version == 1
        assert "stamps" not in _tables(case)
        assert not list(verify(case))
    with Case.open(old, write=True) as case:
        assert "stamps" in _tables(case)
        assert not list(verify(case))
