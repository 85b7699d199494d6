"""A proxy that says who somebody is. Its word counts only where the connection itself comes from that proxy."""

from __future__ import annotations

from starlette.types import Scope

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.show.desk.guard.addresses import by_proxy, header_values
from firsthand.show.desk.guard.settings import Guarded, SignOn
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.people import signed_on

__all__ = ["person_signed_on"]


def person_signed_on(scope: Scope, desk: Desk, settings: Guarded) -> Person | None:
    """Whom a trusted proxy names; None where none does: what anybody else says in that header is nothing.

    Raises:
        PeopleError: somebody is named who may not come in; the message says why.
    """
    sign_on = settings.sign_on
    if sign_on is None or not by_proxy(scope, settings.proxies):
        return None
    named = header_values(scope, sign_on.header.lower().encode())
    if not named:
        return None
    if len(named) > 1:
        raise PeopleError("The single sign-on names more than one person: the proxy lets a header of yours through.")
    name = _text(named[0])
    role = _role(scope, sign_on)
    if sign_on.groups is not None and sign_on.roles and role is None:
        raise PeopleError(f"{name[:64]} is in no group that may use this desk. Ask an admin of the single sign-on.")
    person = signed_on(desk, name, role, sign_on.newcomers)
    if person is None:
        raise PeopleError(f"{name[:64]} is none of this desk's people. Ask an admin to add you.")
    if person.disabled is not None:
        raise PeopleError(f"{person.name} is disabled. Ask an admin.")
    return person


def _role(scope: Scope, sign_on: SignOn) -> Role | None:
    """The highest role of the groups that the proxy names, all in one header."""
    if sign_on.groups is None:
        return None
    given = header_values(scope, sign_on.groups.lower().encode())
    if len(given) > 1:
        raise PeopleError("The single sign-on names groups twice: the proxy lets a header of yours through.")
    groups = {each.strip() for value in given for each in _text(value).split(",")}
    found = [role for group, role in sign_on.roles.items() if group in groups]
    return max(found, key=tuple(Role).index, default=None)


def _text(value: bytes) -> str:
    """UTF-8, as proxies send it, or else Latin-1, as the standard has it."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
