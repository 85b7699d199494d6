"""The claims kept beside a case are a copy: they come back as they were, or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zlib import compress

import orjson
import pytest
from tests.show.claims_gold import gold_accounts

from firsthand.claims import Account
from firsthand.store.accounts import FILE, keep_accounts, kept_accounts


@pytest.fixture(scope="module")
def accounts() -> tuple[Account, ...]:
    return gold_accounts()[0][:5]


def test_claims_come_back_for_their_state_alone(tmp_path: Path, accounts: tuple[Account, ...]) -> None:
    """In their order and to the letter; those of another state are not taken for them, and are replaced."""
    assert kept_accounts(tmp_path, "one") is None
    assert keep_accounts(tmp_path, "one", accounts)
    assert kept_accounts(tmp_path, "one") == accounts
    assert kept_accounts(tmp_path, "other") is None
    assert keep_accounts(tmp_path, "other", accounts[::-1])
    assert kept_accounts(tmp_path, "one") is None
    assert kept_accounts(tmp_path, "other") == accounts[::-1]
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


def test_no_claims_are_kept_as_well(tmp_path: Path) -> None:
    """A case without claims is not worked out again and again."""
    assert keep_accounts(tmp_path, "one", ())
    assert kept_accounts(tmp_path, "one") == ()


def _account(data: bytes) -> Callable[[sqlite3.Connection], object]:
    return lambda database: database.execute("update accounts set account = ? where number = 2", (data,))


def _statement(sql: str) -> Callable[[sqlite3.Connection], object]:
    return lambda database: database.execute(sql)


@pytest.mark.parametrize(
    "damage",
    [
        _account(b""),
        _account(b"no packed data"),
        _account(compress(b"{")),
        _account(compress(b"[1, 2]")),
        _account(compress(b'"words"')),
        _account(compress(b"null")),
        _account(compress(b'{"claim": 7}')),
        _account(compress(orjson.dumps({"claim": {"id": "a", "tellings": "abc"}}))),
        _account(compress(orjson.dumps({"title": "no claim"}))),
        _statement("update accounts set account = null"),
        _statement("update accounts set account = 'words'"),
        _statement("update accounts set account = 7"),
        _statement("drop table accounts"),
        _statement("drop table about"),
        _statement("delete from about"),
        _statement("alter table accounts rename column account to other"),
    ],
)
def test_what_is_damaged_within_is_not_taken(
    tmp_path: Path, accounts: tuple[Account, ...], damage: Callable[[sqlite3.Connection], object]
) -> None:
    """Whatever stands in the tables, it is worked out again, and can be kept again."""
    keep_accounts(tmp_path, "one", accounts)
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        damage(database)
    assert kept_accounts(tmp_path, "one") is None
    assert keep_accounts(tmp_path, "one", accounts)
    assert kept_accounts(tmp_path, "one") == accounts


def test_any_changed_bytes_give_all_claims_or_none(tmp_path: Path, accounts: tuple[Account, ...]) -> None:
    """A file that is cut or overwritten anywhere ends no command, and never gives fewer claims."""
    keep_accounts(tmp_path, "one", accounts)
    whole = (tmp_path / FILE).read_bytes()
    for at in range(0, len(whole), 97):
        for damaged in (whole[:at], whole[:at] + b"\xff" * 64 + whole[at + 64 :]):
            (tmp_path / FILE).write_bytes(damaged)
            found = kept_accounts(tmp_path, "one")
            assert found is None or len(found) == len(accounts)


def test_what_cannot_be_written_is_no_error(tmp_path: Path, accounts: tuple[Account, ...]) -> None:
    """Without a folder, with something else in the way, or with half a character in a title: nothing is kept, nothing
    is left behind, and what was there stays."""
    assert not keep_accounts(tmp_path / "nowhere", "one", accounts)
    assert keep_accounts(tmp_path, "one", accounts)
    assert not keep_accounts(tmp_path, "two", [replace(accounts[0], title="half \ud800")])
    assert kept_accounts(tmp_path, "one") == accounts
    (tmp_path / FILE).unlink()
    (tmp_path / FILE / "within").mkdir(parents=True)
    assert not keep_accounts(tmp_path, "one", accounts)
    assert kept_accounts(tmp_path, "one") is None
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


def test_what_an_interruption_left_is_in_nobodys_way(tmp_path: Path, accounts: tuple[Account, ...]) -> None:
    """A process that was killed at it leaves a file of its number, which another may have after it."""
    left = tmp_path / f"{FILE}.{os.getpid()}"
    assert keep_accounts(tmp_path, "one", accounts)
    left.write_bytes((tmp_path / FILE).read_bytes())
    assert keep_accounts(tmp_path, "two", accounts)
    assert kept_accounts(tmp_path, "two") == accounts
    assert not left.exists()
