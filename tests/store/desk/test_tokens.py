"""Tokens: shown once, found by scanners, never worth more than their person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.desk.conftest import HOST, Clock

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.people import add_person, disable, remove_person, set_role
from firsthand.store.desk.tokens import AT_MOST, _checksum, looks_like_one, make, remove, token_of, tokens

WEEK = timedelta(days=7)


@pytest.fixture
def olena(desk: Desk) -> Person:
    return add_person(desk, "Олена", Role.ANALYST, None, HOST)


def test_it_is_shown_once(folder: Path, desk: Desk, olena: Person) -> None:
    """The file has its hash and the first four characters: enough to know it again, not to use it."""
    token, secret = make(desk, olena, "скрипт для карти", Role.READER, WEEK, HOST)
    assert looks_like_one(secret)
    assert secret.startswith("firsthand_")
    assert len(secret) == 59
    assert token.start == secret[:14]
    assert tokens(desk, olena.number) == (token,)
    assert all(secret[14:].encode() not in file.read_bytes() for file in folder.glob("desk.db*"))
    held = token_of(desk, secret)
    assert held is not None
    assert (held.role, held.person.name) == (Role.READER, "Олена")
    assert tokens(desk, olena.number)[0].used is not None


def test_it_does_no_more_than_its_person(desk: Desk, olena: Person) -> None:
    """Neither when it is made, nor after the person's role became lower."""
    with pytest.raises(PeopleError, match="no more than its person"):
        make(desk, olena, "x", Role.ADMIN, WEEK, HOST)
    _, secret = make(desk, olena, "x", Role.ANALYST, WEEK, HOST)
    set_role(desk, olena.number, Role.READER, HOST)
    held = token_of(desk, secret)
    assert held is not None
    assert held.role is Role.READER
    assert held.token.role is Role.ANALYST


def test_it_ends(desk: Desk, clock: Clock, olena: Person) -> None:
    """On its day, when it is removed, and with its person."""
    token, secret = make(desk, olena, "x", Role.READER, WEEK, HOST)
    clock.pass_by(days=6.9)
    assert token_of(desk, secret) is not None
    clock.pass_by(days=0.2)
    assert token_of(desk, secret) is None
    other, second = make(desk, olena, "y", Role.READER, WEEK, HOST)
    taras = add_person(desk, "Taras", Role.ADMIN, None, HOST)
    with pytest.raises(PeopleError, match="no token of the number"):
        remove(desk, taras.number, other.number, HOST)
    remove(desk, olena.number, other.number, HOST)
    assert token_of(desk, second) is None
    assert tokens(desk, olena.number)[0].number == token.number
    _, third = make(desk, olena, "z", Role.READER, WEEK, HOST)
    disable(desk, olena.number, HOST)
    assert token_of(desk, third) is None
    with pytest.raises(PeopleError, match="disabled"):
        make(desk, olena, "w", Role.READER, WEEK, HOST)
    remove_person(desk, olena.number, HOST)
    assert token_of(desk, third) is None


@pytest.mark.parametrize(
    ("name", "lasts"), [("", WEEK), ("x" * 101, WEEK), ("x", timedelta()), ("x", timedelta(days=400))]
)
def test_a_token_without_purpose_or_end_is_refused(desk: Desk, olena: Person, name: str, lasts: timedelta) -> None:
    """It is said what it is for, and it does not last for ever."""
    with pytest.raises(PeopleError):
        make(desk, olena, name, Role.READER, lasts, HOST)


def test_there_are_not_endlessly_many(desk: Desk, olena: Person) -> None:
    """A program that makes one for each call is stopped."""
    for number in range(AT_MOST):
        make(desk, olena, str(number), Role.READER, WEEK, HOST)
    with pytest.raises(PeopleError, match="Remove one first"):
        make(desk, olena, "x", Role.READER, WEEK, HOST)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.text(max_size=70) | st.from_regex(r"firsthand_[0-9A-Za-z]{48,50}", fullmatch=True))
def test_nothing_else_is_a_token(desk: Desk, guess: str) -> None:
    """Neither any text nor one of the right form."""
    assert token_of(desk, guess) is None


@given(st.integers(min_value=10, max_value=58), st.characters(codec="ascii", categories=("L", "N")))
def test_a_slip_in_one_character_is_seen(place: int, other: str) -> None:
    """By the checksum, without looking it up."""
    secret = "firsthand_" + "aB3" * 14 + "x" + _checksum("aB3" * 14 + "x")
    assert looks_like_one(secret)
    assert looks_like_one(secret[:place] + other + secret[place + 1 :]) is (secret[place] == other)
