"""A case of an older version is brought up to this one, whole or not at all, with a copy made first."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, select, text
from tests.store.captures import capture

from firsthand.claims import Told
from firsthand.errors import CaseError
from firsthand.kinds import DecisionKind
from firsthand.model import Span
from firsthand.store import Case, StampKind, decide, decisions, keep_stamp, schema, stamps, verify
from firsthand.store.migrations import MIGRATIONS

HERE = Path(__file__).parent
VERSIONS = range(1, schema.VERSION)


class _OldTables:
    """Makes the tables as they were, in place of those of today: each version added some to those before."""

    def __init__(self, version: int) -> None:
        texts = [(HERE / f"version_{number}.sql").read_text(encoding="utf-8") for number in range(1, version + 1)]
        self.lines = [line for text in texts for line in text.splitlines() if not line.startswith("--")]

    def create_all(self, connection: Connection) -> None:
        for line in self.lines:
            other = line if connection.dialect.name == "sqlite" else line.replace(" BLOB ", " BYTEA ")
            connection.exec_driver_sql(other)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    """Every version before this one."""
    return int(request.param)


@pytest.fixture
def old(tmp_path: Path, database: str | None, version: int) -> Path:
    """The folder of a case of that version with a few captures, and a stamp where there are any; closed."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr("firsthand.store.case.VERSION", version)
        then.setattr("firsthand.store.case.schema.METADATA", _OldTables(version))
        with Case.make(tmp_path / "case", database) as case:
            run = case.begin("зведення")
            case.keep([capture(f"Пошкоджено {n} будинки", f"k{n}") for n in range(3)], run, "page")
            case.end(run, {"taken": 3})
            if schema.stamps in schema.rows_of(version):
                keep_stamp(case, 1, "ab" * 32, StampKind.OPENTIMESTAMPS, "https://calendar.example", b"promised")
    return tmp_path / "case"


def _tables(case: Case) -> set[str]:
    return set(inspect(case.connection).get_table_names())


def _of(version: int) -> set[str]:
    """The names of the tables of that version."""
    return {*(str(table.name) for table in schema.rows_of(version)), "log"}


def test_the_old_tables_are_old(old: Path, version: int) -> None:
    """The fixture is what it says, and a case that is only read stays what it is: it verifies, without later tables."""
    with Case.open(old) as case:
        assert case.version == version
        assert _tables(case) == _of(version) < _of(schema.VERSION)
        assert not list(verify(case))
        assert len(stamps(case)) == (1 if version >= 2 else 0)
        assert decisions(case) == ()
    assert not (old / "backups").exists()


def test_an_old_case_is_brought_up_with_a_copy_made_first(old: Path, version: int) -> None:
    """Everything is there afterwards, the log tells of it, and new tables take rows; the copy is as the case was."""
    with Case.open(old) as case:
        before = {table.name: case.rows(select(table)) for table in schema.rows_of(version)}
        _, _, head = case.head()
    with Case.open(old, write=True) as case:
        assert case.version == schema.VERSION
        assert not list(verify(case))
        rows = {table.name: case.rows(select(table)) for table in schema.rows_of(version)}
        assert {"id": 2, "name": "version", "value": str(schema.VERSION)} in rows.pop("settings")
        assert rows == {name: kept for name, kept in before.items() if name != "settings"}
        (entry,) = case.rows(select(schema.log).order_by(schema.log.c.id.desc()).limit(1))
        assert (entry["action"], entry["previous"]) == ("migrated", head)
        keep_stamp(case, 1, head, StampKind.RFC3161, "https://notary.example", b"token")
        sides = Told("k0", Span(0, 19)), Told("k1", Span(0, 19))
        decide(case, DecisionKind.SAME, *sides, ("Пошкоджено 0 будинки", "Пошкоджено 1 будинки"), "Олена Ткач")
        assert not list(verify(case))
        if case.connection.dialect.name == "sqlite":
            copy = create_engine(f"sqlite:///{old / 'backups' / f'version-{version}.db'}").connect()
            place = None
        else:
            copy, place = case.connection, f"backup_version_{version}"
        kept = inspect(copy).get_table_names(schema=place)
        assert set(kept) == _of(version)
        prefix = f"{place}." if place else ""
        found = copy.execute(text(f"SELECT value FROM {prefix}settings WHERE name = 'version'")).scalar()
        assert found == str(version)
        count = copy.execute(text(f"SELECT count(*) FROM {prefix}captures")).scalar()
        assert count == len(before["captures"])
        if place is None:
            copy.close()
    with Case.open(old, write=True) as again:
        assert stamps(again)[-1].token == b"token"
        assert [one.analyst for one in decisions(again)] == ["Олена Ткач"]


def test_the_tables_are_those_of_a_new_case(old: Path, tmp_path: Path) -> None:
    """It makes no difference whether a case was made by this version or brought up to it."""
    with Case.open(old, write=True) as case, Case.make(tmp_path / "new") as new:
        assert _tables(case) == _tables(new)
        for name in _tables(new):
            ours, theirs = (inspect(one.connection).get_columns(name) for one in (case, new))
            assert [(c["name"], c["nullable"]) for c in ours] == [(c["name"], c["nullable"]) for c in theirs]


def test_a_step_that_fails_leaves_everything_as_it_was(
    old: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also tables that it has made already go again; the next opening does the whole of it."""

    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT * FROM no_such_table")

    monkeypatch.setattr("firsthand.store.case.steps", lambda found: (*MIGRATIONS[found - 1 :], fail))
    with pytest.raises(CaseError, match="no_such_table"):
        Case.open(old, write=True)
    monkeypatch.undo()
    with Case.open(old) as case:
        assert case.version == version
        assert _tables(case) == _of(version)
        assert not list(verify(case))
    with Case.open(old, write=True) as case:
        assert _tables(case) == _of(schema.VERSION)
        assert not list(verify(case))
