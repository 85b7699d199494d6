"""People: who may be added, what changes end their sessions, and that somebody can always mend things."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.desk.conftest import CHEAP, HOST

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.audit import audit
from firsthand.store.desk.names import key_of, name_of
from firsthand.store.desk.passwords import Cost, Passwords
from firsthand.store.desk.people import (
    add_person,
    disable,
    enable,
    has_people,
    local_person,
    password_of,
    people,
    person_named,
    person_of,
    remove_person,
    set_password,
    set_role,
    signed_on,
)
from firsthand.store.desk.sessions import Lasting, begin, session_of

GOOD = "ліхтар над мостом 7"


def added(desk: Desk, name: str, role: Role, passwords: Passwords) -> Person:
    return add_person(desk, name, role, passwords.hashed(GOOD, name), HOST)


def test_roles_are_an_order() -> None:
    """An admin may what an analyst may, and a token may be capped."""
    assert Role.ADMIN.may(Role.ANALYST)
    assert Role.ANALYST.may(Role.READER)
    assert Role.READER.may(Role.READER)
    assert not Role.READER.may(Role.ANALYST)
    assert not Role.ANALYST.may(Role.ADMIN)
    assert Role.ADMIN.capped(Role.READER) is Role.READER
    assert Role.READER.capped(Role.ADMIN) is Role.READER


@pytest.mark.parametrize(
    "name", ["Олена Ткач", "o.tkach@example.org", "Zoë O'Neil", "команда-2", "李雷", "Ω", "Żaneta"]
)
def test_names_of_many_kinds_are_names(name: str) -> None:
    """Whatever alphabet they are in."""
    assert name_of(f"  {name} ") == name


@pytest.mark.parametrize(
    "name", ["", "  ", "a" * 65, "a\nb\x00", "<b>x</b>", "-x", "Оlena", "pаul", "a\u202eb", "a/b", "x:y", "\ud800"]
)
def test_names_that_mislead_are_refused(name: str) -> None:
    """Controls, marks of HTML, and a Latin word with one Cyrillic letter in it."""
    with pytest.raises(PeopleError):
        name_of(name)


def test_a_name_is_taken_whatever_its_capitals(desk: Desk) -> None:
    """Two people whom a reader of the audit could not tell apart are not two."""
    add_person(desk, "Олена Ткач", Role.ADMIN, None, HOST)
    with pytest.raises(PeopleError, match="already"):
        add_person(desk, "ОЛЕНА  ткач", Role.READER, None, HOST)
    found = person_named(desk, "олена ткач")
    assert found is not None
    assert found.name == "Олена Ткач"


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    """And what is kept is a name again, with the same key."""
    try:
        name = name_of(text)
    except PeopleError:
        return
    assert name_of(name) == name
    assert key_of(name) == key_of(text)


def test_each_change_ends_the_sessions(desk: Desk, passwords: Passwords) -> None:
    """A new role, a new password, being disabled: who is logged in has to log in again."""
    added(desk, "Taras", Role.ADMIN, passwords)
    person = added(desk, "Олена", Role.ANALYST, passwords)
    changes: tuple[Callable[[], Person], ...] = (
        lambda: set_role(desk, person.number, Role.READER, HOST),
        lambda: set_password(desk, person.number, passwords.hashed("другий довгий пароль", "Олена"), HOST),
        lambda: disable(desk, person.number, HOST),
    )
    for change in changes:
        secret = begin(desk, person, "127.0.0.1", Lasting())
        assert session_of(desk, secret, Lasting()) is not None
        change()
        assert session_of(desk, secret, Lasting()) is None
    assert enable(desk, person.number, HOST).disabled is None
    deeds = [(seen.deed.what, seen.deed.by.who) for seen in audit(desk, limit=4)]
    assert deeds == [(what, "olena") for what in ("enabled person", "disabled person", "set password", "set role")]


def test_an_admin_is_always_left(desk: Desk, passwords: Passwords) -> None:
    """The last one can be neither demoted, disabled nor removed while others have passwords; the last person can."""
    admin = added(desk, "Taras", Role.ADMIN, passwords)
    reader = added(desk, "Олена", Role.READER, passwords)
    changes: tuple[Callable[[], Person], ...] = (
        lambda: set_role(desk, admin.number, Role.READER, HOST),
        lambda: disable(desk, admin.number, HOST),
        lambda: remove_person(desk, admin.number, HOST),
    )
    for change in changes:
        with pytest.raises(PeopleError, match="Nobody would be left"):
            change()
    assert person_of(desk, admin.number) == admin
    remove_person(desk, reader.number, HOST)
    remove_person(desk, admin.number, HOST)
    assert not people(desk)
    assert not has_people(desk)


def test_a_number_is_never_given_twice(desk: Desk) -> None:
    """What somebody did who is gone is not taken for the deed of who came after."""
    first = add_person(desk, "Олена", Role.READER, None, HOST)
    remove_person(desk, first.number, HOST)
    assert add_person(desk, "Олена", Role.READER, None, HOST).number > first.number


def test_who_is_at_the_machine_is_no_login(desk: Desk, passwords: Passwords) -> None:
    """They have no password, and do not make the desk ask for one; a disabled person with one does."""
    local = local_person(desk, "olena")
    assert (local.role, local.password, has_people(desk)) == (Role.ADMIN, False, False)
    assert local_person(desk, "OLENA") == local
    added(desk, "Taras", Role.ADMIN, passwords)
    mariia = added(desk, "Марія", Role.ADMIN, passwords)
    disable(desk, mariia.number, HOST)
    assert has_people(desk)


def test_the_single_sign_on_adds_only_whom_it_may(desk: Desk, passwords: Passwords) -> None:
    """With the role it gives, which follows; a disabled person stays as they are."""
    assert signed_on(desk, "Новий", None, None) is None
    newcomer = signed_on(desk, "Новий", None, Role.READER)
    assert newcomer is not None
    assert newcomer.role is Role.READER
    risen = signed_on(desk, "новий", Role.ADMIN, None)
    assert risen is not None
    assert (risen.number, risen.role) == (newcomer.number, Role.ADMIN)
    disable(desk, risen.number, HOST)
    kept_out = signed_on(desk, "Новий", Role.READER, None)
    assert kept_out is not None
    assert kept_out.disabled is not None
    assert kept_out.role is Role.ADMIN
    with pytest.raises(PeopleError):
        signed_on(desk, "<script>", Role.ADMIN, None)


@pytest.mark.parametrize(
    "password", ["short", "a" * 30, "abababababab", "x" * 1001, "олена-олена-олена 12", "\ud800" * 20]
)
def test_easy_passwords_are_refused(password: str, passwords: Passwords) -> None:
    """Too short, too few characters, with the name in it, or too long to hash at leisure."""
    with pytest.raises(PeopleError):
        passwords.hashed(password, "Олена")


def test_a_password_matches_however_it_is_typed(desk: Desk, passwords: Passwords) -> None:
    """A letter with its accent in one or two characters is one password; near ones are not."""
    person = add_person(desk, "Andrij", Role.READER, passwords.hashed("йогурт і ще щось", "Andrij"), HOST)
    found, kept = password_of(desk, "andrij")
    assert found == person
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert passwords.match(kept, "и\u0306огурт і ще щось")
    assert not passwords.match(kept, "Йогурт і ще щось")
    assert not passwords.match(None, "йогурт і ще щось")
    assert not passwords.match("damaged", "x")
    assert not passwords.match(kept, "й" * 100_000)


def test_passwords_follow_the_cost(passwords: Passwords) -> None:
    """A hash of another cost is told from today's, and is made anew without asking."""
    kept = Passwords(Cost(passes=2, kib=8, lanes=1)).hashed(GOOD, "Олена")
    assert passwords.match(kept, GOOD)
    assert passwords.outdated(kept)
    assert not passwords.outdated(passwords.again(GOOD))
    assert Cost().kib >= 64 * 1024
    assert Cost().passes >= 3


@given(st.text(max_size=60), st.none() | st.text(max_size=60))
def test_no_password_and_no_hash_makes_it_fall(password: str, kept: str | None) -> None:
    """Whatever comes: only the password of the hash matches."""
    assert not Passwords(CHEAP).match(kept, password)
