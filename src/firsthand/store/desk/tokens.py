"""Tokens for programs. One is shown once, when it is made; kept is its SHA-256.

`firsthand_`, 43 letters and digits of chance (256 bits), and 6 of checksum (CRC-32): so that a search for secrets that
were published by mistake finds it, and can tell it from other words.
"""

from __future__ import annotations

import binascii
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from string import ascii_letters, digits

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.store.desk.audit import By, Deed, append
from firsthand.store.desk.database import Desk, stamp
from firsthand.store.desk.people import Person, person_of
from firsthand.store.desk.sessions import digest_of
from firsthand.store.known import clean

__all__ = ["AT_MOST", "LONGEST", "PREFIX", "Held", "Token", "looks_like_one", "make", "remove", "token_of", "tokens"]

PREFIX = "firsthand_"
AT_MOST = 50
"""Tokens of one person."""
LONGEST = timedelta(days=366)
"""How long a token may last."""
_DIGITS = digits + ascii_letters
_CHANCE, _CHECK = 43, 6
_FORM = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{_CHANCE}}})([0-9A-Za-z]{{{_CHECK}}})", re.ASCII)
_NOTED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: whose, what for, until when, when last used, and the first characters of it."""

    number: int
    person: int
    name: str
    role: Role
    made: str
    ends: str
    used: str | None
    start: str


@dataclass(frozen=True, slots=True)
class Held:
    """A token that opens, with its person. `role` is what it may do now: never more than they may."""

    token: Token
    person: Person
    role: Role


def looks_like_one(secret: str) -> bool:
    """Whether it has the form of a token and its checksum fits."""
    found = _FORM.fullmatch(secret)
    return found is not None and compare_digest(_checksum(found[1]), found[2])


def make(desk: Desk, person: Person, name: str, role: Role, lasts: timedelta, by: By) -> tuple[Token, str]:
    """A new token, and the secret itself, which is told this once.

    Raises:
        PeopleError: it would do more than its person may, or has no name, or lasts too long, or there are too many.
    """
    called = clean(" ".join(name.split()))
    if not called or len(called) > 100:
        raise PeopleError("Say in 1 to 100 characters what the token is for.")
    if not timedelta() < lasts <= LONGEST:
        raise PeopleError(f"A token lasts at least a day, and at most {LONGEST.days} days.")
    chance = "".join(secrets.choice(_DIGITS) for _ in range(_CHANCE))
    secret = f"{PREFIX}{chance}{_checksum(chance)}"
    now = desk.clock()
    with desk.writing() as connection:
        row = connection.execute(
            "select role from people where id = ? and disabled is null", (person.number,)
        ).fetchone()
        if row is None:
            raise PeopleError(f"{person.name} is disabled, or is no longer there.")
        if not Role(row[0]).may(role):
            raise PeopleError(f"A token does no more than its person may: {person.name} is {row[0]}, not {role.value}.")
        (count,) = connection.execute("select count(*) from tokens where person = ?", (person.number,)).fetchone()
        if count >= AT_MOST:
            raise PeopleError(f"{person.name} has {count} tokens already. Remove one first.")
        start = secret[: len(PREFIX) + 4]
        ends = stamp(now + lasts)
        done = connection.execute(
            "insert into tokens (digest, person, name, role, made, ends, start) values (?, ?, ?, ?, ?, ?, ?)",
            (digest_of(secret), person.number, called, role.value, stamp(now), ends, start),
        )
        assert done.lastrowid is not None
        append(connection, desk.now, Deed(by, "made token", f"{called}, {role.value}, of {person.name}"))
    return Token(done.lastrowid, person.number, called, role, stamp(now), ends, None, start), secret


def token_of(desk: Desk, secret: str) -> Held | None:
    """The token of a secret, whatever it looks like; None where it is none, is over, or its person is disabled."""
    if not looks_like_one(secret):
        return None
    now = stamp(desk.clock())
    with desk.reading() as connection:
        # It is looked up by its hash: how long that takes tells nothing of the secret itself.
        row = connection.execute(
            "select t.id, t.person, t.name, t.role, t.made, t.ends, t.used, t.start, "
            "p.name, p.role, p.hash is not null, p.made, t.digest "
            "from tokens t join people p on p.id = t.person where t.digest = ? and t.ends > ? and p.disabled is null",
            (digest_of(secret), now),
        ).fetchone()
    if row is None or not compare_digest(row[12], digest_of(secret)):
        return None
    token, person = _token(row[:8]), Person(row[1], row[8], Role(row[9]), bool(row[10]), None, row[11])
    if token.used is None or stamp(desk.clock() - _NOTED) >= token.used:
        with desk.writing() as connection:
            connection.execute("update tokens set used = ? where id = ?", (now, token.number))
    return Held(token, person, token.role.capped(person.role))


def tokens(desk: Desk, person: int) -> tuple[Token, ...]:
    """Those of a person, also those that are over, the newest first."""
    query = "select id, person, name, role, made, ends, used, start from tokens where person = ? order by id desc"
    with desk.reading() as connection:
        return tuple(map(_token, connection.execute(query, (person,)).fetchall()))


def remove(desk: Desk, person: int, number: int, by: By) -> Token:
    """Take a token away from the person whose it is. Raises PeopleError: they have none of that number."""
    owner = person_of(desk, person)
    with desk.writing() as connection:
        row = connection.execute(
            "select id, person, name, role, made, ends, used, start from tokens where id = ? and person = ?",
            (number, person),
        ).fetchone()
        if row is None:
            raise PeopleError(f"{owner.name} has no token of the number {number}.")
        connection.execute("delete from tokens where id = ?", (number,))
        append(connection, desk.now, Deed(by, "removed token", f"{row[2]}, of {owner.name}"))
    return _token(row)


def _checksum(chance: str) -> str:
    value, found = binascii.crc32(chance.encode()), ""
    for _ in range(_CHECK):
        value, rest = divmod(value, len(_DIGITS))
        found = _DIGITS[rest] + found
    return found


def _token(row: tuple[int, int, str, str, str, str, str | None, str]) -> Token:
    number, person, name, role, made, ends, used, start = row
    return Token(number, person, name, Role(role), made, ends, used, start)
