"""The people of the desk. Whatever changes what somebody may do ends their sessions, and is noted with who did it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.store.desk.audit import By, Deed, append
from firsthand.store.desk.database import Desk
from firsthand.store.desk.names import key_of, name_of

__all__ = [
    "By",
    "Person",
    "add_person",
    "disable",
    "enable",
    "has_people",
    "local_person",
    "password_of",
    "people",
    "person_named",
    "person_of",
    "remove_person",
    "renew_hash",
    "set_password",
    "set_role",
    "signed_on",
]

_COLUMNS = "id, name, role, hash is not null, disabled, made"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may come in. Without a password only the machine itself, or a single sign-on, lets them in.

    `disabled` and `made` are moments (ISO 8601, UTC); `disabled` is None for who may come in.
    """

    number: int
    name: str
    role: Role
    password: bool
    disabled: str | None
    made: str


def add_person(desk: Desk, name: str, role: Role, password: str | None, by: By) -> Person:
    """A new person; `password` is a hash by `Passwords.hashed`, or None.

    Raises:
        PeopleError: the name is none, or is taken.
    """
    kept = name_of(name)
    with desk.writing() as connection:
        if _found(connection, "key", key_of(kept)) is not None:
            raise PeopleError(f"There is somebody of the name {kept} already.")
        person = _added(connection, desk.now, kept, role, password)
        append(connection, desk.now, Deed(by, "added person", f"{kept}, {role.value}"))
    return person


def people(desk: Desk) -> tuple[Person, ...]:
    """All, in the order of their names."""
    with desk.reading() as connection:
        rows = connection.execute(f"select {_COLUMNS} from people order by key").fetchall()  # noqa: S608  ours
    return tuple(map(_person, rows))


def has_people(desk: Desk) -> bool:
    """Whether anybody has a password, also who is disabled: then nobody comes in without one."""
    with desk.reading() as connection:
        return connection.execute("select 1 from people where hash is not null limit 1").fetchone() is not None


def person_of(desk: Desk, number: int) -> Person:
    """The person of that number. Raises PeopleError: there is none."""
    with desk.reading() as connection:
        return _one(connection, number)


def person_named(desk: Desk, name: str) -> Person | None:
    """Who has that name, however it is capitalised."""
    with desk.reading() as connection:
        return _found(connection, "key", key_of(name))


def password_of(desk: Desk, name: str) -> tuple[Person | None, str | None]:
    """Who has that name, and the hash of their password."""
    with desk.reading() as connection:
        row = connection.execute(
            f"select {_COLUMNS}, hash from people where key = ?",  # noqa: S608  ours
            (key_of(name),),
        ).fetchone()
    return (_person(row[:-1]), row[-1]) if row else (None, None)


def set_role(desk: Desk, number: int, role: Role, by: By) -> Person:
    """Let them do more, or less: their tokens from the next request on, they themselves when they come in again.

    Raises:
        PeopleError: there is no such person, or no admin would be left.
    """
    return _changed(desk, number, "role", role.value, by, ("set role", role.value))


def set_password(desk: Desk, number: int, password: str, by: By) -> Person:
    """Another password, given as its hash. Raises PeopleError: there is no such person."""
    return _changed(desk, number, "hash", password, by, ("set password", ""))


def disable(desk: Desk, number: int, by: By) -> Person:
    """Keep them out, with their tokens, until they are enabled; what is theirs stays.

    Raises:
        PeopleError: there is no such person, or no admin would be left.
    """
    return _changed(desk, number, "disabled", desk.now, by, ("disabled person", ""))


def enable(desk: Desk, number: int, by: By) -> Person:
    """Let them in again. Raises PeopleError: there is no such person."""
    return _changed(desk, number, "disabled", None, by, ("enabled person", ""))


def remove_person(desk: Desk, number: int, by: By) -> Person:
    """Take a person out, with their sessions, tokens, notes and views. What they saw and did stays noted.

    Raises:
        PeopleError: there is no such person, or no admin would be left for others.
    """
    with desk.writing() as connection:
        person = _one(connection, number)
        connection.execute("delete from people where id = ?", (number,))
        _an_admin_is_left(connection, person)
        append(connection, desk.now, Deed(by, "removed person", person.name))
    return person


def renew_hash(desk: Desk, number: int, before: str, after: str) -> None:
    """The same password, hashed at another cost: nothing else changes. Nothing happens where it is another by now."""
    with desk.writing() as connection:
        connection.execute("update people set hash = ? where id = ? and hash = ?", (after, number, before))


def local_person(desk: Desk, name: str, role: Role = Role.ADMIN) -> Person:
    """Who sits at the machine itself, where the desk asks for no login: somebody without a password.

    The first time they are added. Where somebody of the name has another role, that one holds.
    """
    return _known(desk, name, role, By(None, "the desk", "", "this machine"))


def signed_on(desk: Desk, name: str, role: Role | None, newcomers: Role | None) -> Person | None:
    """Whom the single sign-on names: with that role, where it gives one.

    Who is new is added with `role`, or else with that of `newcomers`; None where neither is given.

    Raises:
        PeopleError: the name is none.
    """
    by = By(None, "single sign-on", "", "")
    found = person_named(desk, name)
    if found is None:
        first = role or newcomers
        return None if first is None else _known(desk, name, first, by)
    if role is not None and role is not found.role and found.disabled is None:
        return _changed(desk, found.number, "role", role.value, by, ("set role", role.value), even_last=True)
    return found


def _known(desk: Desk, name: str, role: Role, by: By) -> Person:
    found = person_named(desk, name)
    if found is not None:
        return found
    kept = name_of(name)
    with desk.writing() as connection:
        found = _found(connection, "key", key_of(kept))  # another request may have been quicker
        if found is None:
            found = _added(connection, desk.now, kept, role, None)
            append(connection, desk.now, Deed(by, "added person", f"{kept}, {role.value}"))
    return found


def _changed(
    desk: Desk,
    number: int,
    column: str,
    value: str | None,
    by: By,
    deed: tuple[str, str],
    *,
    even_last: bool = False,
) -> Person:
    """`even_last` is whether also the last admin may be one no longer."""
    with desk.writing() as connection:
        before = _one(connection, number)
        connection.execute(f"update people set {column} = ? where id = ?", (value, number))  # noqa: S608  ours
        connection.execute("delete from sessions where person = ?", (number,))
        if not even_last:
            _an_admin_is_left(connection, before)
        what, more = deed
        append(connection, desk.now, Deed(by, what, f"{before.name}, {more}" if more else before.name))
        return _one(connection, number)


def _an_admin_is_left(connection: sqlite3.Connection, before: Person) -> None:
    """Where an admin was changed, another one can still log in, or nobody could: else nobody could mend anything."""
    if before.role is not Role.ADMIN or not before.password or before.disabled is not None:
        return
    row = connection.execute(
        "select count(*), sum(role = ? and disabled is null) from people where hash is not null", (Role.ADMIN.value,)
    ).fetchone()
    if row[0] and not row[1]:
        raise PeopleError("Nobody would be left who is an admin with a password. Make somebody else an admin first.")


def _added(connection: sqlite3.Connection, at: str, name: str, role: Role, password: str | None) -> Person:
    done = connection.execute(
        "insert into people (name, key, role, hash, made) values (?, ?, ?, ?, ?)",
        (name, key_of(name), role.value, password, at),
    )
    assert done.lastrowid is not None
    return _one(connection, done.lastrowid)


def _one(connection: sqlite3.Connection, number: int) -> Person:
    found = _found(connection, "id", number)
    if found is None:
        raise PeopleError(f"The desk has no person of the number {number}.")
    return found


def _found(connection: sqlite3.Connection, column: str, value: str | int) -> Person | None:
    row = connection.execute(
        f"select {_COLUMNS} from people where {column} = ?",  # noqa: S608  ours
        (value,),
    ).fetchone()
    return _person(row) if row else None


def _person(row: tuple[int, str, str, int, str | None, str]) -> Person:
    number, name, role, password, disabled, made = row
    return Person(number, name, Role(role), bool(password), disabled, made)
