"""Logging in: slow for who guesses, and as slow for a name that nobody has as for a wrong password."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from firsthand.show.desk.guard.addresses import neighbourhood
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.limits import retry_after
from firsthand.show.desk.guard.sessions import Refused
from firsthand.show.speaking import N_, gettext
from firsthand.store.desk import By, Person
from firsthand.store.desk.audit import Deed
from firsthand.store.desk.names import key_of
from firsthand.store.desk.people import password_of, renew_hash
from firsthand.store.desk.sessions import begin

__all__ = ["log_in", "new_session", "safe_next"]

_WRONG = N_("There is nobody of that name with that password.")
_LONGEST = 256
"""Characters of a name that is tried: none is longer."""


async def log_in(guard: Guard, name: str, password: str, address: str, what: str = "logged in") -> Person | Refused:
    """Who that is, where the password is theirs; else what to tell them. Each try is noted, as `what`.

    Raises:
        CaseError: the file of the desk cannot be read or written.
    """
    key, place = key_of(name[:_LONGEST]), neighbourhood(address)
    tries = ((guard.logins_of_from, f"{place} {key}"), (guard.logins_from, place), (guard.logins_of, key))
    for guesses, which in tries:
        if wait := guesses.try_one(which):
            says = gettext("There were too many wrong tries. Wait a little, then try again.")
            return Refused(429, says, retry_after(wait))
    person, kept = await guard.aside(partial(password_of, guard.desk, name[:_LONGEST]))
    right = await guard.hashing(partial(guard.passwords.match, kept, password))
    if person is None or kept is None or not right or person.disabled is not None:
        by = By(person.number if person else None, person.name if person else "unknown name", "", address)
        await guard.recorder.note(Deed(by, what, outcome="refused"))
        return Refused(401, gettext(_WRONG))
    guard.logins_of_from.right(f"{place} {key}")
    guard.logins_from.not_wrong(place)
    guard.logins_of.not_wrong(key)
    if guard.passwords.outdated(kept):
        anew = await guard.hashing(partial(guard.passwords.again, password))
        await guard.aside(partial(renew_hash, guard.desk, person.number, kept, anew))
    await guard.recorder.note(Deed(By(person.number, person.name, person.role.value, address), what))
    return person


async def new_session(guard: Guard, person: Person, address: str) -> str:
    """The secret for the cookie of a session that begins now: always a new one."""
    return await guard.aside(partial(begin, guard.desk, person, address, guard.settings.lasting))


def safe_next(target: str) -> str:
    """Where to go after the login: a path of this desk, or the start where it is anything else."""
    if not target.startswith("/") or target[1:2] in ("/", "\\") or not target.isascii() or not target.isprintable():
        return "/"
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    inside = not parts.scheme and not parts.netloc and "\\" not in target and " " not in target
    return target if inside and not parts.path.startswith(("//", "/login", "/logout")) else "/"
