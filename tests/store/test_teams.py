"""A case on PostgreSQL, from several folders and processes; and what lies in `case.toml` of its address."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from tests.store.captures import capture

from firsthand.errors import CaseBusy, CaseError
from firsthand.store import Case, verify


@pytest.fixture
def shared(database: str | None) -> str:
    """The address of an empty database on a server."""
    if database is None:
        pytest.skip("SQLite lies in the folder")
    return database


@pytest.fixture
def folders(shared: str, tmp_path: Path) -> tuple[Path, Path]:
    """The folder of a case, and a copy of it."""
    Case.make(tmp_path / "one", shared).close()
    return tmp_path / "one", shutil.copytree(tmp_path / "one", tmp_path / "two")


def take(folder: Path, words: str) -> None:
    with Case.open(folder, write=True) as case:
        case.keep([capture(words, words)], case.begin(words), "test")


def test_only_one_of_two_folders_writes_at_a_time(folders: tuple[Path, Path]) -> None:
    """The folder's own lock says nothing of its copy: the database has one too, and lets go with the writer."""
    with Case.open(folders[0], write=True) as case:
        with pytest.raises(CaseBusy, match="database"):
            Case.open(folders[1], write=True)
        with Case.open(folders[1]) as reader:
            assert not list(verify(reader))
        case.begin("goes on")
    take(folders[1], "Тепер можна")


def test_a_copy_that_was_left_behind_is_refused(folders: tuple[Path, Path]) -> None:
    """The archive is that of the folder that was written to; the other lacks what the database knows."""
    one, two = folders
    take(one, "Перший звіт")
    with pytest.raises(CaseError, match="another copy of this folder"):
        take(two, "Другий звіт")
    take(one, "Третій звіт")
    with Case.open(one) as case:
        assert not list(verify(case))


def test_a_database_that_was_set_back_takes_nothing_out(folders: tuple[Path, Path], shared: str) -> None:
    """A server that was restored from its backup knows less than the archive: that is refused, not cleared away."""
    one, _ = folders
    take(one, "Перший звіт")
    (segment,) = (one / "archive").iterdir()
    whole = segment.read_bytes()
    engine = create_engine(make_url(shared).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        for table in ("records", "payloads", "captures", "runs"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("DELETE FROM log WHERE id > 1"))
    engine.dispose()
    with pytest.raises(CaseError, match="older than the archive"):
        take(one, "Другий звіт")
    assert segment.read_bytes() == whole


def test_a_password_is_for_nobody_else_to_read(shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with a password lies in a file of mode 600; one from the environment takes its place."""
    secret = make_url(shared).set(password="s3cret").render_as_string(hide_password=False)
    Case.make(tmp_path / "case", secret).close()
    file = tmp_path / "case/case.toml"
    assert "s3cret" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text(file.read_text().replace("s3cret@", "s3cret@elsewhere.invalid"))
    monkeypatch.setenv("FIRSTHAND_DATABASE", shared)
    take(tmp_path / "case", "Звіт")
    file.write_text(file.read_text().replace('id = "', 'id = "0'))
    for write in (False, True):
        with pytest.raises(CaseError, match="another case"):
            Case.open(tmp_path / "case", write=write)


@pytest.mark.parametrize("there", [False, True])
def test_a_case_that_cannot_be_made_leaves_nothing(tmp_path: Path, there: bool) -> None:
    """The next try is not told that the folder is not empty."""
    folder = tmp_path / "case"
    if there:
        folder.mkdir()
    for _ in range(2):
        with pytest.raises(CaseError, match="cannot be opened"):
            Case.make(folder, f"postgresql://nobody@/none?host={tmp_path}")
    assert folder.exists() == there
    Case.make(folder).close()


def test_a_case_in_sqlite_is_no_secret_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a password the file is as any other, and the environment's address is not for it."""
    monkeypatch.setenv("FIRSTHAND_DATABASE", "postgresql://nobody@/none")
    Case.make(tmp_path / "case").close()
    (tmp_path / "other").write_text("")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("case/case.toml", "other")}
    assert len(modes) == 1
    Case.open(tmp_path / "case", write=True).close()
