"""Sessions: they end when they should, and the file opens none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.desk.conftest import HOST, Clock

from firsthand.kinds import Role
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.people import add_person, disable, remove_person
from firsthand.store.desk.sessions import AT_MOST, Lasting, begin, end, session_of

LASTING = Lasting(timedelta(hours=1), timedelta(hours=5))


@pytest.fixture
def olena(desk: Desk) -> Person:
    return add_person(desk, "Олена", Role.ANALYST, None, HOST)


def test_the_file_holds_no_secret(folder: Path, desk: Desk, olena: Person) -> None:
    """Who steals a copy of it can log in as nobody."""
    secret = begin(desk, olena, "127.0.0.1", LASTING)
    session = session_of(desk, secret, LASTING)
    assert session is not None
    assert session.person.name == "Олена"
    assert len(secret) == 64
    assert session_of(desk, session.digest, LASTING) is None
    assert all(secret.encode() not in file.read_bytes() for file in folder.glob("desk.db*"))


def test_it_ends_when_idle_and_in_any_case(desk: Desk, clock: Clock, olena: Person) -> None:
    """After an hour without a request, and after five hours with them."""
    secret = begin(desk, olena, "127.0.0.1", LASTING)
    clock.pass_by(minutes=61)
    assert session_of(desk, secret, LASTING) is None
    secret = begin(desk, olena, "127.0.0.1", LASTING)
    for _ in range(5):
        assert session_of(desk, secret, LASTING) is not None
        clock.pass_by(minutes=55)
    assert session_of(desk, secret, LASTING) is not None
    clock.pass_by(minutes=25)
    assert session_of(desk, secret, LASTING) is None


def test_logging_out_ends_this_one_only(desk: Desk, olena: Person) -> None:
    """The other browser stays logged in."""
    one, other = (begin(desk, olena, "127.0.0.1", LASTING) for _ in range(2))
    session = session_of(desk, one, LASTING)
    assert session is not None
    end(desk, session.digest)
    assert session_of(desk, one, LASTING) is None
    assert session_of(desk, other, LASTING) is not None


def test_who_is_removed_is_out(desk: Desk, olena: Person) -> None:
    """At once."""
    secret = begin(desk, olena, "127.0.0.1", LASTING)
    remove_person(desk, olena.number, HOST)
    assert session_of(desk, secret, LASTING) is None


def test_a_session_begun_for_a_disabled_person_opens_nothing(desk: Desk, olena: Person) -> None:
    """Where the login and an admin's click come at the same moment."""
    disable(desk, olena.number, HOST)
    secret = begin(desk, olena, "127.0.0.1", LASTING)
    assert session_of(desk, secret, LASTING) is None


def test_sessions_do_not_grow_without_end(desk: Desk, clock: Clock, olena: Person) -> None:
    """The oldest ends for one too many, and what is over is swept out."""
    opened = []
    for _ in range(AT_MOST + 3):
        opened.append(begin(desk, olena, "127.0.0.1", LASTING))
        clock.pass_by(seconds=1)
    assert [session_of(desk, secret, LASTING) is None for secret in opened] == [True] * 3 + [False] * AT_MOST
    clock.pass_by(hours=2)
    begin(desk, olena, "127.0.0.1", LASTING)
    with desk.reading() as connection:
        assert connection.execute("select count(*) from sessions").fetchone() == (1,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=70) | st.from_regex(r"[0-9a-f]{63,65}", fullmatch=True))
def test_nothing_else_is_a_session(desk: Desk, guess: str) -> None:
    """Whatever stands in the cookie."""
    assert session_of(desk, guess, LASTING) is None
